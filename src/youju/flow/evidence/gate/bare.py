"""Pictures inside other files, without what hangs on them: position, camera, comments. Not a pixel is touched.

A picture uploaded by itself is written anew (pictures.py). One inside a document is laid out there by its size, so here only
the parts that nobody sees are taken out, and all else stays byte for byte.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from youju.flow.evidence.gate.words import PIXELS, RefusedFile

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
TIFF = (b"II*\x00", b"MM\x00*")
# What of a PNG is looked at (ISO/IEC 15948); text, time, EXIF and whatever is private stay behind.
_SEEN = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD",
         b"acTL", b"fcTL", b"fdAT"}  # fmt: skip
# APP1 (EXIF, XMP), APP13 (IPTC), comments; APP2 only where it leads to further pictures behind the first (CIPA DC-007).
_APP1, _APP2, _APP13, _COMMENT = 0xE1, 0xE2, 0xED, 0xFE
_SCAN, _END, _ALONE = 0xDA, 0xD9, {0x01, *range(0xD0, 0xD8)}
_TOLD = re.compile(rb"\xff[\xe1\xed](..)(?=Exif\x00|http://ns\.adobe\.com/x|Photoshop 3\.0\x00)", re.DOTALL)


def bare(data: bytes) -> bytes:
    """Return a picture without what nobody sees of it; what is no picture that is known here is returned as it is.

    Raises RefusedFile for a TIFF that cannot be written anew: what it tells lies among what it shows.
    """
    if data.startswith(JPEG):
        return b"".join(_jpeg(data))
    if data.startswith(PNG):
        return b"".join([PNG, *_png(data)])
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    return _tiff(data) if data.startswith(TIFF) else data


def blanked(data: bytes) -> bytes:
    """Return a file of the same length in which what photos tell besides the picture is written over with zeros.

    For files that say where each of their parts begins, as PDF does. Older revisions that no reader shows are reached too.
    """
    out = bytearray(data)
    for found in _TOLD.finditer(data):
        (size,) = struct.unpack(">H", found[1])
        end = found.start() + 2 + size
        if end <= len(data):
            out[found.end() : end] = bytes(end - found.end())
    return bytes(out)


def tells(data: bytes) -> bool:
    """Whether a photo stands in some bytes that tells more than the picture."""
    return blanked(data) != data


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Yield the parts of a JPEG that are looked at, up to its end; what is broken is left to whoever shows it."""
    yield data[:2]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark == _END:
            break
        if mark in _ALONE:
            yield data[at : at + 2]
            at += 2
            continue
        size = 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if mark not in {_APP1, _APP13, _COMMENT} and not (
            mark == _APP2 and data[at + 4 : at + 8] == b"MPF\x00"
        ):
            yield data[at : at + size]
        at += size
        if mark == _SCAN:
            end = _end_of_scan(data, at)
            yield data[at:end]
            at = end
    yield b"\xff\xd9"


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the coded picture ends: at the next mark that is neither a stuffed byte nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and data[at + 1] not in _ALONE:
            return at
        at += 2
    return len(data)


def _png(data: bytes) -> Iterator[bytes]:
    at = len(PNG)
    while at + 12 <= len(data):
        size = 12 + struct.unpack(">I", data[at : at + 4])[0]
        kind = data[at + 4 : at + 8]
        if kind in _SEEN:
            yield data[at : at + size]
        if kind == b"IEND":
            return
        at += size


def _webp(data: bytes) -> bytes:
    """Return a WebP without its EXIF and XMP chunks, and without the flags that say it has them."""
    kept, at = [], 12
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        part = data[at : at + 8 + size + size % 2]
        if kind == b"VP8X" and len(part) > 8:
            part = part[:8] + bytes([part[8] & ~0x0C]) + part[9:]
        if kind not in {b"EXIF", b"XMP "}:
            kept.append(part)
        at += 8 + size + size % 2
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _tiff(data: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(data), formats=["TIFF"]) as opened:
            if opened.width * opened.height > PIXELS:
                raise RefusedFile("pixels")
            fresh = Image.new(opened.mode, opened.size)
            fresh.paste(opened)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError) as error:
        raise RefusedFile("picture") from error
    out = io.BytesIO()
    fresh.save(out, "TIFF", compression="tiff_lzw")
    return out.getvalue()
