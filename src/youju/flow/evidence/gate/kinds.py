"""What a file is, told by its bytes; its name is not asked."""

from __future__ import annotations

import zipfile
from pathlib import Path

from youju.flow.evidence.gate.words import OFFICE_LIMIT, PDF_LIMIT, PICTURE_LIMIT, TEXT_LIMIT, RefusedFile

PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"BM": "BMP", b"GIF8": "GIF"}
LIMITS = {"picture": PICTURE_LIMIT, "pdf": PDF_LIMIT, "office": OFFICE_LIMIT, "text": TEXT_LIMIT}
# Controls that no text for people holds.
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\f\r") + b"\x7f"


def kind_of(path: Path) -> tuple[str, str]:
    """Return (kind, form): picture and its Pillow format, pdf, office, or text and its encoding; else RefusedFile."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(4096)
    kind, form = _by_start(start, path)
    if size > LIMITS[kind]:
        raise RefusedFile("large")
    return kind, form


def _by_start(start: bytes, path: Path) -> tuple[str, str]:
    if not start:
        raise RefusedFile("empty")
    for head, form in PICTURES.items():
        if start.startswith(head) and (form != "BMP" or start[6:10] == b"\0\0\0\0"):
            return "picture", form
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "picture", "WEBP"
    if start[4:8] == b"ftyp" and start[8:12] in {b"heic", b"heix", b"heif", b"mif1", b"hevc", b"avif"}:
        raise RefusedFile("heic")
    if start.startswith(b"%PDF-"):
        return "pdf", "PDF"
    if start.startswith(b"PK\x03\x04"):
        return "office", "ZIP"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedFile("old-office")
    if start.startswith((b"PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")) or zipfile.is_zipfile(path):
        raise RefusedFile("archive")
    return "text", _encoding(path, start)


def _encoding(path: Path, start: bytes) -> str:
    head = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    # A tag at the start, or anywhere near it, is enough: browsers look no further either.
    if head.startswith(b"<") or any(
        tag in head.lower() for tag in (b"<svg", b"<html", b"<script", b"<!doctype")
    ):
        raise RefusedFile("markup")
    if path.stat().st_size > TEXT_LIMIT:
        raise RefusedFile("kind")
    data = path.read_bytes()
    if data.translate(None, _CONTROLS) != data:
        raise RefusedFile("kind")
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise RefusedFile("kind")
