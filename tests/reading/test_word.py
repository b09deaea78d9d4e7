"""Word documents: what a reader of the print sees is the text, and what no print shows is not."""

from __future__ import annotations

import io
import zipfile
from time import process_time

import pytest

from tests.costs import cost
from youju.reading.decode import Unreadable
from youju.reading.word import read_docx
from youju.reading.word_numbers import in_chinese

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def docx(body: str, declared: str = "", encoding: str = "utf-8", **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        head = f'<?xml version="1.0" encoding="{encoding}"?>{declared}'
        file.writestr(
            "word/document.xml",
            f"{head}<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode(encoding),
        )
        for name, xml in parts.items():
            file.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


def run(text: str, form: str = "") -> str:
    return f"<w:r>{form}<w:t>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def numbered(level: int, text: str) -> str:
    return paragraph(
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>', run(text)
    )


NUMBERING = f"""<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def test_of_a_tracked_change_what_was_put_in_is_read_and_what_was_struck_out_is_not() -> None:
    struck = "<w:del><w:r><w:delText>3</w:delText></w:r></w:del>"
    assert (
        read_docx(docx(paragraph(run("投资"), struck, f"<w:ins>{run('5')}</w:ins>", run("亿元"))))
        == "投资5亿元"
    )


def test_a_moved_paragraph_is_read_where_it_stands_now() -> None:
    moved = paragraph(f"<w:moveFrom>{run('改造5处。')}</w:moveFrom>") + paragraph(run("其他。"))
    moved += paragraph(f"<w:moveTo>{run('改造5处。')}</w:moveTo>")
    assert read_docx(docx(moved)) == "其他。\n改造5处。"


def test_a_hyphen_that_does_not_break_stays_between_its_figures() -> None:
    assert read_docx(docx(paragraph("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>6月</w:t></w:r>"))) == "1-6月"


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph(run('方框100人'))}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent>"
    assert read_docx(docx(paragraph(run("前"), f"<w:r>{both}</w:r>", run("后")))) == "前后\n方框100人"


def test_hidden_words_are_no_words_of_the_page() -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    shown = '<w:rPr><w:vanish w:val="0"/></w:rPr>'
    assert read_docx(docx(paragraph(run("看不见9亿", hidden), run("看得见", shown)))) == "看得见"


def test_notes_stand_at_the_end() -> None:
    notes = f'<w:footnotes {NAMES}><w:footnote w:id="2">{paragraph(run("含大豆3亿斤"))}</w:footnote></w:footnotes>'
    body = paragraph(run("产量40亿斤")) + paragraph(run("下一段"))
    assert read_docx(docx(body, footnotes=notes)) == "产量40亿斤\n下一段\n含大豆3亿斤"


def test_a_row_of_short_cells_is_a_line_and_long_cells_are_paragraphs() -> None:
    def cell(*texts: str) -> str:
        return f"<w:tc>{''.join(paragraph(run(text)) for text in texts)}</w:tc>"

    short = f"<w:tr>{cell('投资')}{cell('5亿元')}</w:tr>"
    long = f"<w:tr>{cell('第一段', '第二段')}{cell('第三段')}</w:tr>"
    assert read_docx(docx(f"<w:tbl>{short}{long}</w:tbl>")) == "投资\t5亿元\n第一段\n第二段\n第三段"


def test_stops_set_for_tabs_are_no_tabs() -> None:
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>'
    assert read_docx(docx(paragraph(run("首行")) + paragraph(stops, run("次行")))) == "首行\n次行"


def test_numbers_that_word_counts_are_written_out() -> None:
    body = [numbered(0, "甲"), numbered(1, "子"), numbered(2, "细"), numbered(2, "目"), numbered(1, "丑"), numbered(3, "点"), numbered(0, "乙"), numbered(1, "寅")]  # fmt: skip
    assert (
        read_docx(docx("".join(body), numbering=NUMBERING))
        == "一、甲\n（一）子\n3.细\n4.目\n（二）丑\n点\n二、乙\n（一）寅"
    )


def test_a_style_may_bring_the_number() -> None:
    style = '<w:style w:styleId="H"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = paragraph('<w:pPr><w:pStyle w:val="H"/></w:pPr>', run("甲"))
    assert (
        read_docx(docx(body, numbering=NUMBERING, styles=f"<w:styles {NAMES}>{style}</w:styles>")) == "一、甲"
    )


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (105, "一百零五"), (112, "一百一十二")]
)  # fmt: skip
def test_chinese_numbers_are_written_as_paragraphs_are_numbered(number: int, said: str) -> None:
    assert in_chinese(number) == said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["body", "numbering"])
def test_a_part_that_declares_anything_is_refused(encoding: str, part: str) -> None:
    evil = f'<!DOCTYPE x [{" " * 5000}<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    if part == "body":
        data = docx(paragraph(run("&a;")), evil, encoding)
    else:
        data = docx(paragraph(run("甲")), numbering=f"{evil}<w:numbering {NAMES}>&a;</w:numbering>")
    refused = read_docx(data)
    assert isinstance(refused, Unreadable)
    assert "entities" in refused.what


def test_millions_of_characters_are_refused_while_they_are_read() -> None:
    before = process_time()
    refused = read_docx(docx(paragraph(run("全县粮食产量三十五亿斤")) * 900_000, styles="x" * 900_000))
    assert isinstance(refused, Unreadable)
    assert process_time() - before < 30


def test_paragraphs_in_paragraphs_cost_in_proportion() -> None:
    def seconds(depth: int) -> float:
        data = docx("<w:p>" * depth + run("x") + "</w:p>" * depth)
        assert read_docx(data) == "x"
        return cost(lambda: read_docx(data))

    assert seconds(40_000) < 4 * 3 * max(seconds(10_000), 0.05)
