"""PDF: every object is looked at, not only those a page uses; scripts, actions, attachments and passwords are refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from youju.flow.evidence.gate.bare import blanked, tells
from youju.flow.evidence.gate.words import RefusedFile

OBJECTS, DEEP, PAGES = 300_000, 60, 3000
SCRIPT = {"/JS", "/JavaScript", "/Launch", "/RichMedia", "/RichMediaSettings", "/XFA", "/SubmitForm", "/ImportData", "/Movie", "/Sound",
          "/Rendition", "/3D"}  # fmt: skip
ATTACHED = {"/EmbeddedFile", "/EmbeddedFiles", "/FileAttachment", "/GoToE", "/EF"}
_TAIL_ALLOWED = 64


def look(source: Path, out: Path) -> dict[str, Any]:
    """Return kind and number of pages, or raise RefusedFile. Where its photos tell more than they show, that is blanked in `out`."""
    raw = source.read_bytes()
    _raw(raw)
    try:
        reader = PdfReader(source, strict=False)
        if reader.is_encrypted:
            raise RefusedFile("pdf-locked")
        _walk(reader)
        pages = len(reader.pages)
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
    ) as error:
        raise RefusedFile("pdf-broken") from error
    if not 0 < pages <= PAGES:
        raise RefusedFile("pdf-broken" if pages == 0 else "heavy")
    served = blanked(raw)
    if served != raw:
        out.write_bytes(served)
    return {"kind": "pdf", "media_type": "application/pdf", "pages": pages}


def _raw(raw: bytes) -> None:
    """Look at the bytes themselves: an older revision of an object is out of every reader's sight, but still there."""
    tail = raw.rpartition(b"%%EOF")
    if not tail[1]:
        raise RefusedFile("pdf-broken")
    if len(tail[2].strip(b"\0\t\n\f\r ")) > _TAIL_ALLOWED:
        raise RefusedFile("pdf-tail")
    # A name may be written with #xx for any of its characters (ISO 32000-1, 7.3.5).
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), raw)
    if re.search(rb"/(JavaScript|RichMedia|SubmitForm|ImportData)\b", plain) or re.search(
        rb"/S\s*/(JS|Launch)\b", plain
    ):
        raise RefusedFile("pdf-script")
    if re.search(rb"/(EmbeddedFiles?|FileAttachment)\b", plain):
        raise RefusedFile("pdf-attachment")


def _walk(reader: PdfReader) -> None:
    """Look at every object the file lists, in object streams too, and at the trailer."""
    numbers = {(n, generation) for generation, table in reader.xref.items() for n in table}
    numbers |= {(n, 0) for n in reader.xref_objStm}
    if len(numbers) > OBJECTS:
        raise RefusedFile("heavy")
    _names(reader.trailer, 0)
    for number, generation in sorted(numbers):
        found = reader.get_object(IndirectObject(number, generation, reader))
        if found is not None:
            _names(found, 0)
            _refuse_packed_photo(found)


def _refuse_packed_photo(thing: Any) -> None:
    """Refuse a photo that tells more than it shows and lies packed once more, where nothing can be blanked."""
    if isinstance(thing, StreamObject):
        packing = thing.get("/Filter")
        packed = isinstance(packing, ArrayObject) and len(packing) > 1 and "/DCTDecode" in packing
        if packed and tells(thing.get_data()):
            raise RefusedFile("pdf-photo")


def _refuse_by_itself(thing: DictionaryObject) -> None:
    """Refuse what a file does on being opened or looked at, but turning to one of its own pages (ISO 32000-1, 12.6)."""
    more = _resolved(thing.get("/AA"))
    acts = [more.get(key) for key in more] if isinstance(more, DictionaryObject) else []
    for said in map(_resolved, [thing.get("/OpenAction"), *acts]):
        if isinstance(said, DictionaryObject) and (
            "/Next" in said or said.get("/S") not in {"/GoTo", "/Named"}
        ):
            raise RefusedFile("pdf-script")


def _resolved(thing: Any) -> Any:
    return thing.get_object() if isinstance(thing, IndirectObject) else thing


def _names(thing: Any, depth: int) -> None:
    """Refuse the names of scripts and attachments, as a key or as a type, in an object and all that lies in it."""
    if depth > DEEP:
        raise RefusedFile("heavy")
    if isinstance(thing, DictionaryObject):
        said = {str(key) for key in thing} | {
            str(thing.raw_get(k)) for k in ("/S", "/Type", "/Subtype") if k in thing
        }
        if said & SCRIPT:
            raise RefusedFile("pdf-script")
        if said & ATTACHED:
            raise RefusedFile("pdf-attachment")
        _refuse_by_itself(thing)
        parts: Any = [thing.raw_get(key) for key in thing]
    elif isinstance(thing, ArrayObject):
        parts = list(thing)
    else:
        return
    for part in parts:
        if isinstance(part, DictionaryObject | ArrayObject) and not isinstance(part, StreamObject):
            _names(part, depth + 1)
