"""Taking a document in, and reading it again with the reader of today."""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from youju.flow.documents.beside import disagreements
from youju.flow.documents.models import Document, ReadFact, Reading
from youju.flow.documents.offered import key_of
from youju.flow.documents.run import Read, read_again, read_file, reader_version
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

LARGEST = 50 * 1024 * 1024


def add_document(
    *, name: str, content: bytes, kind: str, by: User | None, title: str = "", issuer: str = "", number: str = "",
    place: str = "", dated_on: dt.date | None = None, date_reason: str = "",
) -> Document:  # fmt: skip
    """Take a .txt, .docx, .pdf or .html as a document, read it, and return it; the same file again returns the first.

    The file is opened in a child process before anything is stored, and outside any transaction. A day that is not
    given is taken from the page with the page's own reason, or stays unknown. Raises BadInput in the reader's words.
    """
    name = clean_name(name)
    if len(content) > LARGEST:
        raise BadInput(
            f"“{name}”没有收下",
            f"超过 {LARGEST >> 20} MB",
            "按期、按版拆开再上传",
            english="The file is too large.",
        )
    if kind not in Document.Kind.values:
        raise BadInput(
            f"“{name}”没有收下",
            f"文种“{kind}”不认识",
            "从列出的文种里选",
            english="Unknown kind of document.",
        )
    sha = hashlib.sha256(content).hexdigest()
    known = Document.objects.filter(sha256=sha).first()
    if known is not None:
        return known
    found = read_file(content, name, place)
    if dated_on is not None:
        date_reason = date_reason.strip() or "上传人填写"
    elif found.dated is not None:
        dated_on, date_reason = dt.date.fromisoformat(found.dated[0]), found.dated[1][:200]
    else:
        date_reason = ""
    _store(sha, content)
    row = Document(
        sha256=sha, text_sha256=hashlib.sha256(found.text.encode("utf-8")).hexdigest(), file_name=name,
        title=(title.strip() or found.title.strip() or name)[:200], size=len(content), kind=kind, issuer=issuer.strip(),
        number=number.strip(), place=place.strip(), dated_on=dated_on, date_reason=date_reason, text=found.text,
        uploaded_by=by,
    )  # fmt: skip
    return _record(row, found, by)


def read_document_again(*, document: Document, by: User | None) -> Reading:
    """Read a document with the reader of today. The same reader's reading is returned; no decision is touched."""
    known = document.readings.filter(reader=reader_version()).first()
    if known is not None:
        return known
    found = read_again(document.text, document.file_name, document.place)
    # a language model that did not answer leaves the reading without it, which may be kept already
    known = document.readings.filter(reader=_named(found)).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            reading = _keep_reading(document, found, by)
            leave_trace(
                by,
                "document.read_again",
                document,
                reader=reading.reader,
                facts=len(found.facts),
                **_model(found),
            )
    except IntegrityError:
        return document.readings.get(reader=_named(found))
    return reading


def _record(row: Document, found: Read, by: User | None) -> Document:
    """Write document and first reading; whoever uploads the same file at the same time gets the first row."""
    try:
        with transaction.atomic():
            row.uploaded_at = db_now()
            row.save(force_insert=True)
            reading = _keep_reading(row, found, by)
            leave_trace(by, "document.add", row, sha256=row.sha256, text_sha256=row.text_sha256, kind=row.kind,
                        title=row.title, size=row.size, reader=reading.reader, facts=len(found.facts), **_model(found))  # fmt: skip
    except IntegrityError:
        return Document.objects.get(sha256=row.sha256)
    return row


def _named(found: Read) -> str:
    """Return the name of a reading."""
    return found.reader or reader_version()


def _model(found: Read) -> dict[str, dict[str, int]]:
    """Return what a trace tells of a language model; nothing where none was asked."""
    return {"proposed": found.counts} if found.counts else {}


def _keep_reading(document: Document, found: Read, by: User | None) -> Reading:
    doubts = [*found.doubts, *disagreements(document, found.facts)]
    reading = Reading.objects.create(
        document=document, reader=_named(found), doubts=doubts, counts=found.counts, read_by=by, read_at=db_now(),
    )  # fmt: skip
    seen: dict[str, int] = {}
    rows = []
    for record in found.facts:
        key = key_of(record)
        seen[key] = seen.get(key, 0) + 1
        rows.append(
            ReadFact(
                reading=reading,
                key=key if seen[key] == 1 else f"{key}-{seen[key]}",
                kind=record["kind"],
                start=record["start"],
                end=record["end"],
                quote=record["quote"],
                record=record,
            )
        )
    ReadFact.objects.bulk_create(rows, batch_size=500)
    return reading


def _store(sha: str, content: bytes) -> None:
    """Keep the file as it came, under its own digest, once."""
    storage, name = storages["default"], original_name(sha)
    if not (storage.exists(name) and storage.size(name) == len(content)):
        storage.save(name, ContentFile(content))


def original_name(sha: str) -> str:
    """Return where the bytes of a document lie."""
    return f"documents/{sha[:2]}/{sha[2:4]}/{sha}"


def clean_name(name: str) -> str:
    """Return a file name as it may be shown: no folders, no controls, no marks that turn the text around."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    return kept.strip(" .-")[-120:] or "未命名"
