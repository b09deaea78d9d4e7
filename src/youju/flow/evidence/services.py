"""Acts on evidence: the only writers of this room."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from youju.flow.evidence.gate.run import Seen, pass_gate, room_for_one
from youju.flow.evidence.gate.words import LARGEST, WORDS, RefusedFile
from youju.flow.evidence.likeness import Look, look_of
from youju.flow.evidence.models import Evidence, Likeness
from youju.flow.evidence.scanner import scan
from youju.flow.evidence.selectors import LOOKS, looking_like
from youju.flow.evidence.store import digest_of, name_of, put
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from django.core.files import File

    from youju.flow.units.models import Unit

ALIKE_KEPT = 20
AWAY = {"storage-away", "scanner-away"}


def add_evidence(
    *,
    unit: Unit,
    name: str,
    content: bytes | File[Any],
    by: User | None,
    note: str = "",
    scheme: str = "",
    withheld: bool = False,
    keep_original: bool = True,
) -> Evidence:
    """Take a file as evidence for a unit, through the gate, and return it; the same file again returns the first row.

    Pictures are written anew without position and EXIF, those in documents lose both, the originals are sealed apart unless `keep_original` is False
    (then the original is never written to a disk that stays). `withheld` hides it from the unit until
    `open_evidence`. Refused as BadInput with a sentence of the gate, or as NotNow where scanner or storage are away. Files are stored before the row, and the gate
    runs outside any transaction of ours, so no lock is held meanwhile.
    """
    with room_for_one() as folder:
        original = _receive(content, folder / "in", name)
        known = Evidence.objects.filter(
            unit=unit, scheme=scheme, original_sha256=original, withheld=withheld
        ).first()
        if known is not None:
            return known
        seen = _through_the_gate(folder, name)
        sha = digest_of(seen.served)
        sealed = keep_original and sha != original
        try:
            put(storages["default"], name_of(sha), seen.served)
            if seen.thumb is not None:
                put(storages["default"], name_of(sha, "thumb"), seen.thumb)
            if sealed:
                put(storages["sealed"], name_of(original, "original"), folder / "in")
        except RefusedFile as error:
            raise refused(name, error) from error
        row = Evidence(
            unit=unit, scheme=scheme, sha256=sha, original_sha256=original, is_sealed=sealed, kind=seen.kind,
            media_type=seen.media_type, name=clean_name(name), size=seen.served.stat().st_size, width=seen.width,
            height=seen.height, pages=seen.pages, note=note.strip()[:300], uploaded_by=by, withheld=withheld,
        )  # fmt: skip
        return _record(row, look_of(bytes.fromhex(seen.print)) if seen.print else None)


@transaction.atomic
def open_evidence(*, shas: Iterable[str], unit: Unit, by: User | None) -> int:
    """Let the unit see evidence about it that was withheld. Returns how many were opened; doing it again opens none."""
    wanted = sorted(set(shas))
    opened = Evidence.objects.filter(unit=unit, sha256__in=wanted, open_at=None).update(open_at=db_now())
    if opened:
        leave_trace(by, "evidence.open", unit, evidence=wanted)
    return opened


def _receive(content: bytes | File[Any], target: Path, name: str) -> str:
    """Write the upload down and return its SHA-256; one beyond every limit is not even written."""
    digest = hashlib.sha256()
    with target.open("wb") as file:
        for block in [content] if isinstance(content, bytes) else content.chunks():
            digest.update(block)
            if file.tell() + len(block) > LARGEST:
                raise refused(name, RefusedFile("large"))
            file.write(block)
    return digest.hexdigest()


def _through_the_gate(folder: Path, name: str) -> Seen:
    try:
        scan(folder / "in")
        return pass_gate(folder)
    except RefusedFile as error:
        raise refused(name, error) from error


class NotNow(Refusal):
    """Nothing is wrong with the file: the same may be sent again later."""

    status = 503


def refused(name: str, error: RefusedFile) -> Refusal:
    """Return the refusal that a clerk reads."""
    why, instead, english = WORDS[error.code]
    detail = f":{error.detail}" if error.detail else ""
    kind = NotNow if error.code in AWAY else BadInput
    return kind(
        f"没有收下“{clean_name(name)}”",
        f"{why}{detail}",
        instead,
        english=f"{english} {error.detail_english}".strip(),
    )


def clean_name(name: str) -> str:
    """Return a file name as it may be shown and sent: no folders, no controls, no marks that turn the text around."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    return kept.strip(" .")[-120:] or "未命名"


def _record(row: Evidence, look: Look | None) -> Evidence:
    """Write the row, its likenesses and the trace; whoever uploads the same file at the same time gets the first row."""
    if look is not None:
        for field, part in zip(LOOKS, look, strict=True):
            setattr(row, field, part)
    try:
        with transaction.atomic():
            row.uploaded_at = db_now()
            row.open_at = None if row.withheld else row.uploaded_at
            row.save(force_insert=True)
            alike = _alike(row, look) if look is not None else []
            leave_trace(row.uploaded_by, "evidence.add", row, sha256=row.sha256, original=row.original_sha256,
                        unit=row.unit, scheme=row.scheme, kind=row.kind, size=row.size, alike=alike)  # fmt: skip
    except IntegrityError:
        return Evidence.objects.get(
            unit=row.unit, scheme=row.scheme, original_sha256=row.original_sha256, withheld=row.withheld
        )
    return row


def _alike(row: Evidence, look: Look) -> list[str]:
    """Flag earlier pictures that look like this one, nearest first. Nothing follows from it by itself."""
    near = sorted(
        ((other, far) for other, far in looking_like(look, row.scheme) if other.pk != row.pk),
        key=lambda pair: pair[1],
    )[:ALIKE_KEPT]
    Likeness.objects.bulk_create(Likeness(later=row, earlier=other, distance=far) for other, far in near)
    return [other.sha256 for other, _far in near]
