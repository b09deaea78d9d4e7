"""What comes in through the page: four kinds of files are read, and what cannot be read leaves nothing behind."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from youju.flow.documents.models import Document, ReadFact, Reading
from youju.flow.documents.services import original_name
from youju.kernel.models import Trace

pytestmark = pytest.mark.django_db
WORDS = "梨树县上半年经济运行平稳\n\n2023年上半年,梨树县粮食总产量达到40亿斤,引进企业53家。\n"


def word(*paragraphs):
    import docx

    file, out = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        file.add_paragraph(paragraph)
    file.save(out)
    return out.getvalue()


def bomb():
    """A .docx whose one part is 400 MB of the same letter."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("[Content_Types].xml", "<Types/>")
        with whole.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(400):
                part.write(b"a" * (1 << 20))
    return out.getvalue()


def pdf(text_layer):
    from pypdf import PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=300, height=300)
    assert not text_layer
    writer.write(out)
    return out.getvalue()


def typed_pdf(text):
    import typst

    return typst.compile(text.encode())


def sent(client, zhao, name, content):
    client.force_login(zhao)
    said = {"file": SimpleUploadedFile(name, content), "kind": "report"}
    return client.post("/documents/add/", said)


def kept():
    folder = Path(settings.YOUJU["folder"]) / "files" / "documents"
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", WORDS.encode("gb18030")),
        ("a.txt", WORDS.encode("utf-16")),
        ("a.html", f"<html><head><meta charset=gbk></head><body><p>{WORDS}</p></body></html>".encode("gbk")),
        ("a.docx", word(*WORDS.split("\n\n"))),
    ],
    ids=["gbk", "utf-16", "html in gbk", "docx"],
)
def test_a_file_is_read_whatever_it_is_written_in(client, zhao, name, content):
    assert sent(client, zhao, name, content).status_code == 302
    document = Document.objects.get()
    assert "引进企业53家" in document.text
    assert storages["default"].open(original_name(document.sha256)).read() == content
    assert ReadFact.objects.filter(record__value="53").exists()


def test_a_pdf_with_a_text_layer_is_read(client, zhao):
    answer = sent(client, zhao, "a.pdf", typed_pdf("Youju 2023 53"))
    assert answer.status_code == 302
    assert "53" in Document.objects.get().text


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.txt", b"", "空"),
        ("a.txt", bytes(range(256)) * 64, "没有收下"),
        ("a.pdf", pdf(text_layer=False), "文字层"),
        ("a.docx", bomb(), "没有"),
        ("a.docx", b"PK\x03\x04 broken", "没有收下"),
        ("a.txt", b"a" * (50 * 1024 * 1024 + 1), "50 MB"),
    ],
    ids=["empty", "binary", "pdf without text", "docx bomb", "broken docx", "50 MB"],
)
def test_what_cannot_be_read_is_refused_in_words_and_leaves_nothing_behind(client, zhao, name, content, why):
    before, traces = kept(), Trace.objects.count()
    answer = sent(client, zhao, name, content)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert (kept(), Trace.objects.count()) == (before, traces)
    assert not Document.objects.exists()
    assert not Reading.objects.exists()


def test_an_english_page_says_in_english_why_a_file_was_not_read(client, zhao):
    client.cookies["django_language"] = "en"
    said = sent(client, zhao, "a.pdf", pdf(text_layer=False)).content.decode()
    assert "a.pdf was refused (no text layer); nothing was stored." in said
    assert "文字层" not in said
