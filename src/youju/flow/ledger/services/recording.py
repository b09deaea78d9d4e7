"""Writing observations: in bulk, exactly once for each source, and corrections as later rows."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from youju.engine.period import Period
from youju.flow.ledger.closed import source_of
from youju.flow.ledger.exactly import split, text
from youju.flow.ledger.fitting import Fitting, beyond_bounds, cited_in, indicators_in, unknown_evidence
from youju.flow.ledger.models import Observation
from youju.flow.ledger.rows import Entry, problems_of
from youju.flow.ledger.selectors import cell_of, counting
from youju.flow.schemes.selectors import all_rounds
from youju.flow.units.powers import tenure_on
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import User
from youju.kernel.streams import pour
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round


@transaction.atomic
def record(
    *, entries: Sequence[Entry], scheme: str, by: User | None, because: str = "", subject: str = ""
) -> int:
    """Write values into the ledger, all or none, and return how many were new.

    A source that is already there is left as it is, so doing it twice is doing it once. Of several values of one cell
    each is a microsecond later than the one before it, so that the order stays told. Raises BadInput with every fault.
    """
    refuse_faulty(entries)
    there = _known([entry.source for entry in entries if entry.source])
    fresh = [entry for entry in entries if entry.source is None or entry.source not in there]
    if not fresh:
        return 0
    rows = _rows(fresh, scheme, by, next_moment())
    pour(rows)
    leave_trace(
        by, "ledger.record", subject or f"ledger:{scheme}", scheme=scheme, count=len(rows), sha256=_digest(rows),
        because=because,
    )  # fmt: skip
    return len(rows)


@transaction.atomic
def correct(
    *, observation: Observation, value: Decimal, reason: str, by: User | None, evidence: Sequence[str] = (),
    after_close: str = "", round_: Round | None = None,
) -> Observation:  # fmt: skip
    """Correct a value by a later row with the reason. The wrong row stays as it was.

    It keeps to the scheme's bounds; evidence that is given must be there: files of the unit or above it, words of documents. Official statistics are
    not corrected here but imported again. Once its round is closed a value changes only by an objection that was upheld:
    `after_close` names it, and the value counts in its round (`round_`) and in those still open; a statistic of this scheme that came after the closing is adopted by it, as it was said. One that all
    schemes share is not: it would count in their closed rounds too. Of two who correct the same row one is told.
    """
    if not reason.strip():
        raise BadInput(
            "没有更正", "没有写更正理由", "写明错在哪里、依据什么改", english="A reason is needed."
        )
    is_adopted = bool(after_close and observation.scheme) and value == observation.value
    if observation.basis == Observation.Basis.OFFICIAL and not is_adopted:
        raise Refusal(
            "不能更正官方统计", "官方统计只读，以发布机关的数为准", "发布机关修订了的、当初导错了的，都一样：把这一格正确的数再导入一次，底账记成修订；已经关账的，按方案导入后由异议采用这个数",
            english="Official statistics are read-only. Whether the publishing office revised it or it was imported wrongly: import the right value of the cell once more, which is kept as a revision. After the closing import it for the scheme; an upheld objection adopts it.",
        )  # fmt: skip
    if not after_close:
        _refuse_stranger(by, observation)
        refuse_closed(observation)
    if Observation.objects.filter(corrects=observation).exists():
        raise Refusal(
            "不能再更正这一笔", "它已经被后来的一笔更正过", "打开最后一笔，再更正那一笔",
            english="This row has been corrected already; correct the last one.",
        )  # fmt: skip
    _refuse_unfit(faults_of_correction(observation, value, evidence, by))
    mantissa, scale = split(value)
    row = Observation.objects.create(
        scheme=observation.scheme, unit_id=observation.unit_id, indicator=observation.indicator,
        period=observation.period, starts_on=observation.starts_on, mantissa=mantissa, scale=scale,
        source=source_of(round_, after_close, observation.indicator, observation.period) if round_ else None,
        relation=observation.relation, basis=observation.basis, evidence=list(evidence) or observation.evidence,
        citation=cited_in(evidence, by) or observation.citation, corrects=observation, reason=reason.strip(), recorded_by=by, recorded_at=next_moment(),
    )  # fmt: skip
    leave_trace(by, "ledger.correct", row, was=observation.value, to=row.value, corrects=observation, reason=reason,
                unit=observation.unit_id, indicator=row.indicator, period=row.period, objection=after_close)  # fmt: skip
    return row


@transaction.atomic
def bring_in(
    *, entry: Entry, scheme: str, round_: Round, reason: str, by: User | None, after_close: str
) -> Observation:
    """Bring in a value that the ledger lacks, with its evidence and the reason: it came too late to be gathered.

    Only an objection to the round that was upheld does so; `after_close` names it. The value is of an indicator of the scheme and of a
    period that has begun by the last day of the round. A cell that holds a value already is corrected, not filled again.
    """
    if counting(cell_of(scheme, entry.unit_id, entry.indicator, entry.period)) is not None:
        raise Refusal(
            "不能补入这个数", "底账里已经有这个数", "更正已有的那一笔",
            english="The ledger holds this value; correct it.",
        )  # fmt: skip
    _refuse_unfit(faults_of_addition(entry, scheme, round_.ends_on, by))
    (row,) = _rows([entry], scheme, by, next_moment())
    row.reason, row.source = (
        reason.strip(),
        source_of(round_, after_close, entry.indicator, entry.period),
    )
    row.save(force_insert=True)
    leave_trace(by, "ledger.bring", row, to=row.value, reason=reason, unit=row.unit_id, indicator=row.indicator,
                period=row.period, evidence=list(entry.evidence), objection=after_close)  # fmt: skip
    return row


def faults_of_correction(
    observation: Observation, value: Decimal, evidence: Sequence[str], by: User | None
) -> list[Problem]:
    """Return what keeps a value from taking the place of a row: no number, the scheme's bounds, evidence that is not there."""
    try:
        split(value)
    except ValueError:
        why = _("“{value}”不是 18 位以内的数").format(value=value)
        return [Problem(observation.indicator, why, _("只写数字"))]
    rule = indicators_in(observation.scheme, observation.period).get(observation.indicator)
    new = set(evidence) - set(observation.evidence)
    return [
        *beyond_bounds(observation.indicator, value, rule),
        *unknown_evidence(new, unit_id=observation.unit_id, by=by),
    ]


def refuse_faulty(entries: Sequence[Entry]) -> None:
    """Refuse entries of which any cannot stand in the ledger. Raises BadInput with every fault."""
    if problems := problems_of(entries):
        raise BadInput(
            "没有入账", f"有 {len(problems)} 处不对；一个也没有存", "按下面逐条改正后重新提交",
            english=f"{len(problems)} faults; nothing was recorded.", problems=problems,
        )  # fmt: skip


def faults_of_addition(entry: Entry, scheme: str, until: dt.date, by: User | None) -> list[Problem]:
    """Return what keeps a value from being brought into the ledger, with its evidence."""
    where = f"{entry.indicator} {entry.period}"
    found = problems_of([entry], where)
    if found:
        return found
    rule = indicators_in(scheme, entry.period).get(entry.indicator)
    if rule is None or rule.ask in {None, "official"} or Period.parse(entry.period).start > until:
        return [Problem(where, _("这一期没有要填的这个指标"), _("核对指标和周期"))]
    if not entry.evidence:
        return [Problem(where, _("补入底账的数没有佐证"), _("附上佐证，再作结论"))]
    return [
        *(Problem(where, what, mend) for what, mend in Fitting.of(scheme, by).against(entry)),
        *unknown_evidence(entry.evidence, unit_id=entry.unit_id, by=by),
    ]


def next_moment() -> dt.datetime:
    """Return the moment by the database's clock, but later than every row in the ledger.

    SQLite's clock counts milliseconds, and of two values of one cell the later must be told from the earlier.
    """
    now = db_now()
    last = Observation.objects.filter(recorded_at__gte=now).aggregate(last=Max("recorded_at"))["last"]
    return now if last is None else last + dt.timedelta(microseconds=1)


def _refuse_unfit(problems: list[Problem]) -> None:
    if problems:
        raise BadInput(
            "没有更正", f"有 {len(problems)} 处不对", "按下面逐条改正后重新提交",
            english=f"{len(problems)} faults; nothing was recorded.", problems=problems,
        )  # fmt: skip


def _rows(entries: Sequence[Entry], scheme: str, by: User | None, now: dt.datetime) -> list[Observation]:
    starts = {period: Period.parse(period).start for period in {entry.period for entry in entries}}
    seen: dict[tuple[int, str, str], int] = {}
    rows = []
    for entry in entries:
        after = seen[entry.cell] = seen.get(entry.cell, -1) + 1
        mantissa, scale = split(entry.value)
        rows.append(
            Observation(
                scheme=scheme,
                unit_id=entry.unit_id,
                indicator=entry.indicator,
                period=entry.period,
                starts_on=starts[entry.period],
                mantissa=mantissa,
                scale=scale,
                relation=entry.relation,
                basis=entry.basis,
                evidence=list(entry.evidence),
                citation=entry.citation,
                source=entry.source,
                recorded_by=by,
                recorded_at=now + dt.timedelta(microseconds=after),
            )
        )
    return rows


def _known(sources: Sequence[str]) -> set[str | None]:
    found: set[str | None] = set()
    for at in range(0, len(sources), 5_000):
        found |= set(
            Observation.objects.filter(source__in=sources[at : at + 5_000]).values_list("source", flat=True)
        )
    return found


def _digest(rows: Sequence[Observation]) -> str:
    """Return the SHA-256 over the lines "unit indicator period basis relation value": what the log commits to."""
    whole = hashlib.sha256()
    for row in rows:
        line = f"{row.unit_id} {row.indicator} {row.period} {row.basis} {row.relation} {text(row.mantissa, row.scale)}\n"
        whole.update(line.encode("utf-8"))
    return whole.hexdigest()


def _refuse_stranger(by: User | None, observation: Observation) -> None:
    if (
        by is not None
        and tenure_on(by, "ledger.correct", observation.unit_id, scheme=observation.scheme) is None
    ):
        raise NotAllowed(
            "不能更正这一笔", "你的岗位管不到这个单位的数", "请这个单位上级的考核办更正",
            english="None of your posts may correct values of this unit.",
        )  # fmt: skip


def refuse_closed(observation: Observation) -> None:
    """Refuse where the round an observation belongs to is closed."""
    if any(row.is_closed for row in all_rounds(scheme=observation.scheme).filter(period=observation.period)):
        raise Refusal(
            "不能更正已关账的数", "这一期已经关账，底账封存", "由单位对得分提出异议，复核成立后更正并重新计分",
            english="The round is closed. Its values change only by an objection that is upheld.",
        )  # fmt: skip
