"""From the bytes of a text file to a string, or to a refusal that says what to do instead.

Only text comes through this door; pages in .docx, .pdf or .html are opened by the room that
receives them and arrive here as text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

LIMIT = 50 * 1024 * 1024
TEXT = 5_000_000  # characters: some five hundred pages of a paper
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word、Excel 或压缩包 (zip)"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office (.doc/.xls)"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档"),
)


_DECLARED = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)


@dataclass(frozen=True)
class Unreadable:
    """A document that cannot be read: what happened, why, and what to do instead."""

    what: str
    why: str
    instead: str

    @property
    def english(self) -> str:
        """What happened, in English: the words in brackets at its end."""
        return self.what.rpartition(" (")[2].removesuffix(")")

    def __str__(self) -> str:
        return f"{self.what}: {self.why}。{self.instead}"


def too_much_text(length: int) -> Unreadable:
    """The refusal of a text that the reader would need too long for."""
    return Unreadable(
        "文字太长 (too much text)", f"有 {length:,} 字, 上限 {TEXT:,} 字", "请按期、按版拆开再上传"
    )


def decode(data: bytes) -> str | Unreadable:
    """The text of a plain-text document.

    UTF-8 (with or without mark), UTF-16, UTF-32 with a mark, GBK and GB18030 are recognised; what
    is left is offered to charset-normalizer. Never raises: an empty, binary, damaged or too large
    document comes back as `Unreadable`.
    """
    refused = _refuse_shape(data)
    if refused:
        return refused
    text = _decoded(data)
    if text is None:
        return Unreadable(
            "文件打不开 (unknown encoding)",
            "认不出文字编码, 不是 UTF-8、GBK、GB18030 或 UTF-16",
            "请用记事本打开, 另存为 UTF-8 再上传",
        )
    if _looks_binary(text):
        return Unreadable(
            "文件不是文字 (binary)", "里面大半是控制字符, 不像一篇文章", "请上传文字版: .txt .docx .pdf .html"
        )
    if not text.strip("\ufeff \t\r\n\u3000\x00"):
        return Unreadable("文件是空的 (empty)", "没有一个字", "请检查导出是否成功, 再上传一次")
    return text


def _refuse_shape(data: bytes) -> Unreadable | None:
    if not data:
        return Unreadable("文件是空的 (empty)", "长度为零", "请检查导出是否成功, 再上传一次")
    if len(data) > LIMIT:
        return Unreadable(
            "文件太大 (too large)",
            f"有 {len(data) // (1024 * 1024)} MB, 上限 {LIMIT // (1024 * 1024)} MB",
            "请按期、按版拆开再上传",
        )
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return Unreadable(
                "文件不是纯文字 (not plain text)", f"这是{name}", "请用对应的入口上传, 或另存为 .txt"
            )
    return None


def _decoded(data: bytes) -> str | None:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _try(data, name)
    for name in filter(None, ("utf-8", _utf16(data), _declared(data), "gb18030")):
        text = _try(data, name)
        if text is not None and not _looks_binary(text):
            return text
    best = from_bytes(data[: 256 * 1024]).best()
    return _try(data, best.encoding) if best else None


def _declared(data: bytes) -> str | None:
    """Big5, where a web page says so itself: its bytes are often good GB18030 as well, and nonsense."""
    found = _DECLARED.search(data[:4096])
    name = found[1].decode("ascii").lower() if found else ""
    return "big5hkscs" if name.startswith("big5") else None


def _utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: line feeds and blanks leave zero bytes on one side."""
    head = data[:4096]
    if len(head) < 4 or b"\x00" not in head:
        return None
    return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _looks_binary(text: str) -> bool:
    head = text[:20000]
    odd = sum(1 for char in head if (char < " " and char not in "\t\r\n\f") or "\ue000" <= char <= "\uf8ff")
    return odd * 20 > len(head)
