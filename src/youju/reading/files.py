"""Documents of the four kinds that offices send (.txt .docx .pdf .html) to plain text, or to a refusal.

Everything is bounded: the size that comes in, the size that is unpacked, the number of pages. Nothing outside the file
is ever fetched: entities, external relations and scripts are refused or dropped.
"""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from typing import Final

from youju.reading.decode import LIMIT, Unreadable, decode

UNPACKED: Final = 80 * 1024 * 1024
RATIO: Final = 200
PAGES: Final = 2000
TEXT: Final = 5_000_000  # characters: some five hundred pages of a paper
_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "footer",
        "table",
        "ul",
        "ol",
        "dt",
        "dd",
        "title",
        "blockquote",
        "pre",
    ]
)
_SILENT: Final = frozenset(["script", "style", "noscript", "template", "svg", "head"])


def read_bytes(data: bytes, name: str = "") -> str | Unreadable:
    """The text of a document by its first bytes; the name only tells .html, so that plain text called .pdf is read as the text it is.

    Never raises. What is larger than 50 MB, or holds more than five million characters once it is text, is refused before anything
    is read in it: the reader's time and memory grow with the length of a text, and this bounds both.
    """
    text = _text_of(data, name)
    if isinstance(text, str) and len(text) > TEXT:
        return Unreadable(
            "文字太长 (too much text)",
            f"有 {len(text):,} 字, 上限 {TEXT:,} 字",
            "请按期、按版拆开再上传",
        )
    return text


def _text_of(data: bytes, name: str) -> str | Unreadable:
    if len(data) > LIMIT:
        return Unreadable(
            "文件太大 (too large)",
            f"有 {len(data) >> 20} MB, 上限 {LIMIT >> 20} MB",
            "请按期、按版拆开再上传",
        )
    if data.startswith(b"%PDF"):
        return read_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return read_docx(data)
    text = decode(data)
    if isinstance(text, Unreadable):
        return text
    if name.lower().endswith((".html", ".htm")) or re.match(
        r"\s*(?:<!doctype html|<html)", text[:200], re.IGNORECASE
    ):
        return read_html(text)
    return text


def read_html(text: str) -> str | Unreadable:
    """The visible text of a page, one line for each block; scripts and styles are dropped, nothing is fetched."""
    parser = _Visible()
    try:
        parser.feed(text)
        parser.close()
    except (AssertionError, ValueError, RecursionError):
        return Unreadable(
            "网页打不开 (broken html)", "标签写坏了, 读不出文字", "请复制正文另存为 .txt 再上传"
        )
    lines = "".join(parser.pieces)
    lines = re.sub(r"[ \t\u00a0]+", " ", lines)
    lines = re.sub(r"\s*\n\s*", "\n", lines).strip()
    return lines or Unreadable(
        "网页里没有文字 (empty html)", "去掉脚本和样式后一个字不剩", "请复制正文另存为 .txt 再上传"
    )


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def read_docx(data: bytes) -> str | Unreadable:
    """The paragraphs and table rows of a Word document, in order.

    Read straight from `word/document.xml`; a package that unpacks to too much, or whose XML declares entities, is
    refused before anything is parsed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            refused = _refuse_package(package)
            if refused:
                return refused
            with package.open("word/document.xml") as part:
                xml = part.read(UNPACKED + 1)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        return Unreadable(
            "文件不是 Word 文档 (not a docx)", "压缩包坏了, 或者里面没有正文", "请用 Word 另存为 .docx 再上传"
        )
    if len(xml) > UNPACKED:
        return _bomb()
    if b"<!DOCTYPE" in xml[:4096].upper() or b"<!ENTITY" in xml:
        return Unreadable(
            "文件带有外部引用 (entities)",
            "正文里声明了实体, 可能从外面取内容",
            "请用 Word 打开, 另存为新的 .docx 再上传",
        )
    return _docx_text(xml)


def _refuse_package(package: zipfile.ZipFile) -> Unreadable | None:
    infos = package.infolist()
    whole = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if len(infos) > 10_000 or whole > UNPACKED or (whole > 4 << 20 and whole // packed > RATIO):
        return _bomb()
    if "word/document.xml" not in package.namelist():
        return Unreadable("不认识的压缩包 (not a docx)", "里面没有 Word 正文", "请上传 .txt .docx .pdf .html")
    return None


def _bomb() -> Unreadable:
    return Unreadable(
        "文件解开太大 (zip bomb)",
        f"解开后超过 {UNPACKED >> 20} MB 或压缩比不正常",
        "请用 Word 打开, 另存为新的 .docx 再上传",
    )


def _docx_text(xml: bytes) -> str | Unreadable:
    """Text runs, tabs and breaks of the body, by the parser of the standard library that fetches nothing."""
    from xml.etree import ElementTree as ET  # the package was searched for entities before

    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    lines: list[str] = []
    try:
        for _, element in ET.iterparse(io.BytesIO(xml), events=("end",)):  # noqa: S314
            if element.tag == word + "p":
                lines.append("".join(_run(node, word) for node in element.iter()))
                element.clear()
    except ET.ParseError:
        return Unreadable(
            "Word 正文坏了 (broken docx)", "正文不是合格的 XML", "请用 Word 打开修复, 另存后再上传"
        )
    text = "\n".join(lines).strip()
    return text or Unreadable(
        "文档里没有文字 (empty docx)", "正文一个字也没有, 可能全是图片", "请上传有文字的文档"
    )


def _run(node: object, word: str) -> str:
    tag, text = getattr(node, "tag", ""), getattr(node, "text", None)
    if tag == word + "t":
        return text or ""
    return "\t" if tag == word + "tab" else "\n" if tag in (word + "br", word + "cr") else ""


def read_pdf(data: bytes) -> str | Unreadable:
    """The text layer of a PDF, page by page. A scan without a text layer is refused, not guessed at."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        return Unreadable("读不了 PDF (pypdf missing)", "没有安装 pypdf", "请安装 youju[web], 或另存为 .docx")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return Unreadable("PDF 有密码 (encrypted)", "没有密码打不开", "请去掉密码再上传")
        if len(reader.pages) > PAGES:
            return Unreadable("PDF 页数太多 (too many pages)", f"超过 {PAGES} 页", "请拆开再上传")
        pages: list[str] = []
        size = 0
        for page in reader.pages:
            pages.append(page.extract_text() or "")
            size += len(pages[-1])
            if size > TEXT:
                return Unreadable("PDF 文字太多 (too much text)", f"超过 {TEXT:,} 字", "请拆开再上传")
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
        AssertionError,
    ):
        return Unreadable("PDF 打不开 (broken pdf)", "文件坏了或不合规范", "请重新导出 PDF, 或另存为 .docx")
    text = "\n".join(pages)
    if len(re.sub(r"\s", "", text)) < max(5, 2 * len(pages)):
        return Unreadable(
            "PDF 里没有文字层 (no text layer)", "像是扫描件, 只有图片", "请先做文字识别 (OCR), 或上传 .docx"
        )
    return text
