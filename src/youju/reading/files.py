"""Documents of the four kinds that offices send (.txt .docx .pdf .html) to plain text, or to a refusal.

Everything is bounded: the size that comes in, the size that is unpacked, the number of pages. Nothing outside the file
is ever fetched: entities, external relations and scripts are refused or dropped.
"""

from __future__ import annotations

import io
import re
from typing import Final

from youju.reading.decode import LIMIT, TEXT, Unreadable, decode, too_much_text
from youju.reading.web_page import is_web_page, visible
from youju.reading.word import read_docx

PAGES: Final = 2000


def read_bytes(data: bytes, name: str = "") -> str | Unreadable:
    """The text of a document by its first bytes; the name only tells .html, so that plain text called .pdf is read as the text it is.

    Never raises. What is larger than 50 MB, or holds more than five million characters once it is text, is refused before anything
    is read in it: the reader's time and memory grow with the length of a text, and this bounds both.
    """
    text = _text_of(data, name)
    if isinstance(text, str) and len(text) > TEXT:
        return too_much_text(len(text))
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
        return _other_office(data, name) or read_docx(data)
    text = decode(data)
    if isinstance(text, Unreadable):
        return text
    if name.lower().endswith((".html", ".htm")) or is_web_page(text):
        return read_html(text)
    return text


# packages of the other programs of an office, by the folder in them and the ends of their names
_OTHERS: Final = (
    (b"xl/", (".xlsx", ".xlsm", ".xlsb"), "文件是电子表格 (a spreadsheet)"),
    (b"ppt/", (".pptx", ".pptm"), "文件是演示文稿 (a presentation)"),
)


def _other_office(data: bytes, name: str) -> Unreadable | None:
    """The refusal of a spreadsheet or a presentation, whole or broken, by what is in it or else by its name."""
    if b"word/" in data:
        return None
    for folder, endings, what in _OTHERS:
        if folder in data or name.lower().endswith(endings):
            return Unreadable(
                what, "这里读的是成篇的文字, 不是表格和幻灯片", "请把要读的文字另存为 .docx 或 .txt 再上传"
            )
    return None


def read_html(text: str) -> str | Unreadable:
    """The visible text of a page, one line for each block; scripts and styles are dropped, nothing is fetched."""
    return visible(text) or Unreadable(
        "网页里没有文字 (empty html)", "去掉脚本和样式后一个字不剩", "请复制正文另存为 .txt 再上传"
    )


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
