"""Documents of four kinds become text, or a refusal that says what to do instead."""

from __future__ import annotations

import io
import zipfile
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from youju.reading.decode import Unreadable
from youju.reading.files import TEXT, read_bytes

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, declaration: str = "") -> bytes:
    xml = (
        f'<?xml version="1.0"?>{declaration}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    )
    return package({"word/document.xml": xml.encode()})


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def refused(data: bytes, name: str = "") -> Unreadable:
    answer = read_bytes(data, name)
    assert isinstance(answer, Unreadable), answer
    assert answer.what and answer.why and answer.instead
    return answer


def test_word_paragraphs_become_lines_in_order() -> None:
    assert read_bytes(docx(paragraph("全县", "粮食产量") + paragraph("增长5%"))) == "全县粮食产量\n增长5%"


def test_a_page_of_the_web_becomes_its_visible_lines() -> None:
    html = "<!DOCTYPE html><html><head><title>题</title><script>var a=1</script></head><body><h1>标题</h1><p>投资<b>5</b>亿元</p><style>p{}</style></body></html>"
    assert read_bytes(html.encode(), "a.html") == "标题\n投资5亿元"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_plain_text_is_read_in_the_encodings_offices_use(encoding: str) -> None:
    text = "全县粮食总产量达到三十五亿斤,同比增长百分之三。"
    assert read_bytes(text.encode(encoding)) == text


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = package({"word/document.xml": b"\0" * (90 << 20)})
    assert len(bomb) < 1 << 20
    assert "zip bomb" in refused(bomb).what


def test_external_entities_are_refused() -> None:
    evil = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert "entities" in refused(docx(paragraph("&a;"), evil)).what


def test_a_package_without_a_word_text_is_refused() -> None:
    assert "not a docx" in refused(package({"data/rows.xml": b"<x/>"})).what


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (package({"xl/workbook.xml": b"<x/>"}), "", "a spreadsheet"),
        (package({"xl/workbook.xml": b"<x/>"})[:60], "", "a spreadsheet"),
        (b"PK\x03\x04 nothing here", "账.XLSX", "a spreadsheet"),
        (package({"ppt/presentation.xml": b"<x/>"}), "", "a presentation"),
    ],
)
def test_a_spreadsheet_whole_or_broken_is_called_what_it_is(data: bytes, name: str, what: str) -> None:
    answer = read_bytes(data, name)
    assert not isinstance(answer, str)
    assert what in answer.what
    assert "Word" not in str(answer)


def test_a_word_document_called_a_spreadsheet_is_read_as_what_it_is() -> None:
    assert read_bytes(docx(paragraph("全县粮食丰收。")), "a.xlsx") == "全县粮食丰收。"


def test_an_empty_document_is_refused() -> None:
    assert "empty" in refused(docx("<w:p/>")).what
    assert "empty" in refused(b"").what


def test_fifty_megabytes_are_refused_at_once() -> None:
    assert "too large" in refused(b"a" * (50 * 1024 * 1024 + 1)).what


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_text_of_millions_of_characters_is_refused_before_it_is_read(encoding: str) -> None:
    data = ("全县粮食总产量达到三十五亿斤。" * 1_100_000).encode(encoding)
    assert len(data) < 50 * 1024 * 1024
    before = process_time()
    answer = refused(data, "a.txt")
    assert "too much text" in answer.what
    assert "16,500,000" in answer.why
    assert process_time() - before < 10


def test_the_longest_text_that_is_taken_comes_back_whole() -> None:
    text = "全县粮食总产量。\n" * (TEXT // 9)
    assert read_bytes(text.encode()) == text


def test_plain_text_called_pdf_is_read_as_the_text_it_is() -> None:
    text = "全县粮食总产量达到三十五亿斤,同比增长百分之三。"
    assert read_bytes(text.encode(), "a.pdf") == text


def test_a_pdf_without_a_text_layer_is_refused() -> None:
    pypdf = pytest.importorskip("pypdf")
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    assert "no text layer" in refused(out.getvalue()).what


def test_a_broken_pdf_is_refused() -> None:
    pytest.importorskip("pypdf")
    assert "broken pdf" in refused(b"%PDF-1.7\nnothing here").what


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>"]))
def test_any_bytes_are_read_or_refused_without_an_exception(data: bytes, head: bytes) -> None:
    assert isinstance(read_bytes(head + data), str | Unreadable)
