"""Acts on documents: take one in, read it again, decide about a fact. The only writers of this room."""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from youju.engine.period import Period
from youju.flow.documents.beside import disagreements
from youju.flow.documents.models import DIGITS, Decision, Document, ReadFact, Reading
from youju.flow.documents.offered import key_of, offer
from youju.flow.documents.run import Read, read_again, read_file, reader_version
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Problem
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says about a fact besides the verdict. Empty: nothing was said, the reader's own stands."""

    unit_code: str = ""
    scheme: str = ""
    indicator: str = ""
    register: str = ""
    period: str = ""
    value: str = ""
    measure: str = ""
    relation: str = "="


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


@transaction.atomic
def decide(*, fact: ReadFact, verdict: str, said: Said, by: User | None, note: str = "") -> Decision:
    """Accept a fact as read, accept it corrected, or reject it; the latest decision about a fact is the one that holds.

    Accepted: value, measure, relation and period are the reader's own; only unit code and where the fact goes are
    taken from `said`. Corrected and rejected ask for a note. Raises BadInput with everything that is wrong.
    """
    row = Decision(fact=fact, document_id=fact.reading.document_id, verdict=verdict, note=note.strip()[:300])
    problems = list(_faults(row, said))
    if verdict != Decision.Verdict.REJECTED:
        problems += _fill(row, fact, said)
    if problems:
        raise BadInput(
            "没有记下这个决定", f"有 {len(problems)} 处要补或要改", "按下面逐条改正后重新提交",
            english=f"The decision was not recorded: {len(problems)} problems.", problems=problems,
        )  # fmt: skip
    row.decided_by, row.decided_at = by, db_now()
    row.save(force_insert=True)
    leave_trace(
        by, "document.decide", fact.reading.document, fact=fact.key, start=fact.start, end=fact.end, verdict=verdict,
        note=row.note, **row.said,
    )  # fmt: skip
    return row


def _faults(row: Decision, said: Said) -> list[Problem]:
    found = []
    if row.verdict not in Decision.Verdict.values:
        found.append(
            Problem(
                "verdict",
                _("“{verdict}”不是一种决定").format(verdict=row.verdict),
                _("采信、改正后采信或不采信"),
            )
        )
    if row.verdict in {Decision.Verdict.CORRECTED, Decision.Verdict.REJECTED} and not row.note:
        found.append(Problem("note", _("没有写说明"), _("写一句为什么改正或不采信")))
    if said.indicator.strip() and said.register.strip():
        found.append(Problem("register", _("同时归到了指标和台账"), _("二者选一，另一个留空")))
    found += [
        Problem(name, _("太长"), _("写在 {limit} 个字以内").format(limit=limit))
        for name, limit in (
            ("unit_code", 40),
            ("scheme", 80),
            ("indicator", 80),
            ("register", 80),
            ("measure", 20),
        )
        if len(getattr(said, name)) > limit or "\x00" in getattr(said, name)
    ]
    return found


def _fill(row: Decision, fact: ReadFact, said: Said) -> list[Problem]:
    """Write what holds into the row; return what is wrong with it."""
    read, problems = offer(fact.record), []
    row.unit_code = said.unit_code.strip() or read.unit_code
    row.scheme, row.indicator, row.register = (
        said.scheme.strip(),
        said.indicator.strip(),
        said.register.strip(),
    )
    value: Decimal | None = read.value
    row.measure, row.relation, row.period = read.measure, read.relation, read.period
    if row.verdict == Decision.Verdict.CORRECTED:
        row.measure, row.relation, row.period = said.measure.strip(), said.relation, said.period.strip()
        try:
            value = Decimal(said.value.strip()) if said.value.strip() else None
        except ArithmeticError:
            problems.append(
                Problem("value", _("“{value}”不是数").format(value=said.value), _("只写数字，不写单位"))
            )
    elif not row.period:
        row.period = said.period.strip()
    if row.relation not in {"=", "≥", "≤", "≈"}:
        problems.append(
            Problem(
                "relation",
                _("“{relation}”不是数值关系").format(relation=row.relation),
                _("写 =、≥、≤、≈ 之一"),
            )
        )
    if row.period and not _is_period(row.period):
        problems.append(
            Problem(
                "period",
                _("“{period}”不是一个周期").format(period=row.period),
                _("写成 2023-07、2023Q3、2023H1、2023 或 2023-07-15"),
            )
        )
    if row.indicator:
        problems += [
            Problem(
                name, _("归到指标的事实没有{label}").format(label=label), _("补上{label}").format(label=label)
            )
            for name, label, given in (
                ("unit_code", _("单位代码"), row.unit_code),
                ("period", _("周期"), row.period),
            )
            if not given
        ]
        if value is None:
            problems.append(
                Problem("indicator", _("没有数值的事实不能归到指标"), _("归到台账，或者改正时写上数值"))
            )
    row.measure = row.measure[:20]
    return problems + _set_value(row, value)


def _set_value(row: Decision, value: Decimal | None) -> list[Problem]:
    """Write a value as two integers, exactly."""
    if value is None:
        return []
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or len(digits) + max(exponent, 0) > DIGITS or -exponent > DIGITS:
        return [
            Problem(
                "value",
                _("“{value}”不是 {digits} 位以内的数").format(value=value, digits=DIGITS),
                _("只写数字，换一个大一些的计量单位"),
            )
        ]
    mantissa = int("".join(map(str, digits))) * 10 ** max(exponent, 0)
    row.mantissa, row.scale = (-mantissa if sign else mantissa), max(-exponent, 0)
    return []


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except ValueError:
        return False
    return True


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
