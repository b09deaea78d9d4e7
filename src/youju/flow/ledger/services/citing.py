"""What a person accepted in a document becomes a value of the ledger, whose evidence is the citation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from youju.engine.period import Period
from youju.flow.documents.accepted import AcceptedFact, accepted_facts
from youju.flow.ledger.citing import Meant, indicators_of, origin_of, taken
from youju.flow.ledger.exactly import split
from youju.flow.ledger.fitting import Fitting
from youju.flow.ledger.measures import in_measure
from youju.flow.ledger.models import Observation, Withdrawal
from youju.flow.ledger.rows import Entry, problems_of
from youju.flow.ledger.services.recording import next_moment, record, refuse_closed
from youju.flow.schemes.locks import status_held
from youju.flow.schemes.selectors import all_rounds
from youju.flow.units.powers import tenure_on
from youju.flow.units.selectors import units_by_code
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.flow.schemes.models import Scheme


@dataclass(frozen=True, slots=True)
class Taking:
    """One accepted fact on its way: the decision it rests on, and the unit, indicator and period a person chose for it."""

    decision: int
    unit: str
    indicator: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: new values, values decided anew (later rows), and those the ledger held already."""

    added: int
    revised: int
    same: int


@dataclass(frozen=True, slots=True)
class _Ready:
    fact: AcceptedFact
    entry: Entry
    was: Observation | None


def take_facts(*, takings: Sequence[Taking], scheme: Scheme, by: User | None) -> Taken:
    """Take accepted facts into the ledger of a scheme, all or none; a fact enters once, however often it is asked.

    Value and relation are those that were decided, in the indicator's measure; the evidence is the citation. A fact that
    was decided anew corrects what was taken of it before, or, where it goes to another cell now, withdraws that first.
    Refused: a fact that does not hold, a measure no power of ten leads to, a cell of official statistics, a closed round.
    """
    try:
        with transaction.atomic():
            return _take(takings, scheme, by)
    except IntegrityError:
        raise Refusal(
            "没有入账", "同一条事实刚刚由别人入了账", "刷新页面，看还有哪些没有入账",
            english="Somebody else has just taken one of these facts.",
        ) from None  # fmt: skip


def _take(takings: Sequence[Taking], scheme: Scheme, by: User | None) -> Taken:
    if by is not None and tenure_on(by, "ledger.cite", scheme.unit_id, scheme=scheme.code) is None:
        raise NotAllowed(
            "不能入账", f"你的岗位管不到方案“{scheme}”的底账", "请这个方案的考核办入账",
            english="None of your posts may take facts into this scheme's ledger.",
        )  # fmt: skip
    ready, problems = _ready(takings, scheme, by)
    if problems or not ready:
        raise BadInput(
            "没有入账", f"有 {len(problems)} 处不对；一条也没有存" if problems else "没有选中任何事实", "按下面逐条改正后重新提交",
            english=f"{len(problems)} faults; nothing was recorded." if problems else "Nothing was recorded: no fact was chosen.",
            problems=problems,
        )  # fmt: skip
    same = [one for one in ready if one.was is not None and one.was.source == one.entry.source]
    moved = [
        one for one in ready if one.was is not None and one not in same and _cell(one.was) != one.entry.cell
    ]
    anew = [one for one in ready if one.was is not None and one not in same and one not in moved]
    for one in moved:
        _withdraw(
            _end(one.was),
            f"文件事实改判：{one.fact.note or one.fact.citation}"[:500],
            by,
        )
    for one in anew:
        _revise(_end(one.was), one, by)
    fresh = [one.entry for one in ready if one.was is None or one in moved]
    record(entries=fresh, scheme=scheme.code, by=by, because="文件事实入账", subject=f"ledger:{scheme.code}")
    return Taken(len(fresh), len(anew), len(same))


@transaction.atomic
def withdraw(*, observation: Observation, reason: str, by: User | None) -> Withdrawal:
    """Take a document's value back, with the reason; the row stays and counts no more. Refused once its round is closed.

    Only where the fact is not accepted any more: while it is, the way is to decide about the fact.
    """
    if not reason.strip():
        raise BadInput("没有收回", "没有写理由", "写明为什么不再认这个数", english="A reason is needed.")
    origin = origin_of(observation)
    if not origin or any(fact.origin == origin for fact in accepted_facts()):
        raise Refusal(
            "不能收回这一笔", "只有出自文件、而文件里的事实已经不再采信的数才能收回", "先在文件页面改判这条事实；其他的数用更正",
            english="Only a value whose fact in the document is no longer accepted can be withdrawn.",
        )  # fmt: skip
    if (
        by is not None
        and tenure_on(by, "ledger.cite", observation.unit_id, scheme=observation.scheme) is None
    ):
        raise NotAllowed("不能收回这一笔", "你的岗位管不到这个单位的数", "请这个单位上级的考核办收回",
                         english="None of your posts may withdraw values of this unit.")  # fmt: skip
    refuse_closed(observation)
    return _withdraw(observation, reason.strip(), by)


def _withdraw(observation: Observation, reason: str, by: User | None) -> Withdrawal:
    refuse_closed(observation)
    if (
        Observation.objects.filter(corrects=observation).exists()
        or Withdrawal.objects.filter(observation=observation).exists()
    ):
        raise Refusal("不能收回这一笔", "它已经被更正或者收回", "打开最后一笔再收回",
                      english="This row was corrected or withdrawn already.")  # fmt: skip
    row = Withdrawal.objects.create(
        observation=observation, reason=reason, withdrawn_by=by, withdrawn_at=db_now()
    )
    leave_trace(by, "ledger.withdraw", observation, value=observation.value, unit=observation.unit_id,
                indicator=observation.indicator, period=observation.period, reason=reason)  # fmt: skip
    return row


def _end(row: Observation | None) -> Observation:
    """Return the last row of a chain of corrections."""
    if row is None:
        raise ValueError("a chain begins with a row")
    while (later := Observation.objects.filter(corrects=row).first()) is not None:
        row = later
    return row


def _cell(row: Observation) -> tuple[int, str, str]:
    return row.unit_id, row.indicator, row.period


def _revise(row: Observation, one: _Ready, by: User | None) -> None:
    refuse_closed(row)
    mantissa, scale = split(one.entry.value)
    later = Observation.objects.create(
        scheme=row.scheme, unit_id=row.unit_id, indicator=row.indicator, period=row.period, starts_on=row.starts_on,
        mantissa=mantissa, scale=scale, relation=one.entry.relation, basis=row.basis, evidence=list(one.entry.evidence),
        citation=one.entry.citation, source=one.entry.source, corrects=row, recorded_by=by, recorded_at=next_moment(),
        reason=f"文件事实改判：{one.fact.note or '重新采信'}"[:500],
    )  # fmt: skip
    leave_trace(by, "ledger.correct", later, was=row.value, to=later.value, corrects=row, reason=later.reason,
                unit=row.unit_id, indicator=row.indicator, period=row.period)  # fmt: skip


def _ready(takings: Sequence[Taking], scheme: Scheme, by: User | None) -> tuple[list[_Ready], list[Problem]]:
    """Return what can be recorded, and everything that stands against the rest."""
    holding = {fact.decision_id: fact for fact in accepted_facts()}
    units = units_by_code(sorted({one.unit for one in takings}))
    meant = {one.name: one for one in indicators_of(scheme)}
    before = taken(holding[one.decision] for one in takings if one.decision in holding)
    fitting = Fitting([scheme])
    ready, problems, cells = [], [], set()
    for number, one in enumerate(takings, 1):
        fact, unit = holding.get(one.decision), units.get(one.unit)
        where = _("第 {number} 条").format(number=number) + (f"“{fact.quote[:20]}”" if fact else "")
        if fact is None or fact.value is None or fact.register:
            problems.append(Problem(where, _("这条事实没有采信的数值，或者已经改判"), _("刷新页面再选")))
            continue
        if unit is None or (
            by is not None and tenure_on(by, "ledger.cite", unit, scheme=scheme.code) is None
        ):
            problems.append(
                Problem(
                    where,
                    _("没有单位“{unit}”，或者不归你管").format(unit=one.unit),
                    _("选一个单位，或填它的代码"),
                )
            )
            continue
        entry, faults = _entry(fact, one, unit.pk, meant)
        was = before.get(fact.origin)
        if entry is not None:
            faults += [*fitting.against(entry), *_against(entry, scheme, was)]
            if entry.cell in cells:
                faults.append((_("另一条事实也要记到同一单位、指标、周期"), _("只选一条")))
            cells.add(entry.cell)
        problems += [Problem(where, what, mend) for what, mend in faults]
        if entry is not None and not faults:
            ready.append(_Ready(fact, entry, was))
    return ready, problems


def _entry(
    fact: AcceptedFact, said: Taking, unit_id: int, meant: dict[str, Meant]
) -> tuple[Entry | None, list[tuple[str, str]]]:
    indicator = meant.get(said.indicator)
    if indicator is None:
        return None, [
            (_("方案里没有指标“{indicator}”").format(indicator=said.indicator), _("从方案的指标里选一个"))
        ]
    value = in_measure(fact.value or Decimal(0), fact.measure, indicator.measure)
    if value is None:
        return None, [(
            _("文件说的是“{measure}”，指标“{title}”要“{wanted}”，换算不了").format(measure=fact.measure, title=indicator.title, wanted=indicator.measure),
            _("换一个指标，或在文件页面改正后采信，写上换算好的数和计量单位"),
        )]  # fmt: skip
    if fact.period and said.period.strip() not in {"", fact.period}:
        return None, [
            (
                _("采信的周期是 {period}，不能记到 {asked}").format(period=fact.period, asked=said.period),
                _("周期不对的，在文件页面改正后采信"),
            )
        ]
    entry = Entry(
        unit_id, indicator.name, fact.period or said.period.strip(), value, Observation.Basis.DOCUMENT, fact.relation,
        (str(fact.place),), fact.citation, fact.source,
    )  # fmt: skip
    faults = [(p.what, p.mend) for p in problems_of([entry])]
    return (None if faults else entry), faults


def _against(entry: Entry, scheme: Scheme, was: Observation | None) -> list[tuple[str, str]]:
    """Return what stands in the cell against a document's value."""
    if was is not None and was.source == entry.source:
        return []
    found = []
    official = Observation.objects.filter(
        basis=Observation.Basis.OFFICIAL, scheme__in=["", scheme.code], unit_id=entry.unit_id,
        indicator=entry.indicator, period=entry.period, corrected_by=None,
    ).first()  # fmt: skip
    if official is not None:
        found.append(
            (
                _("这一格已有官方统计 {value:f}，只读").format(value=official.value),
                _("以官方统计为准；两处不一在“对照”里看"),
            )
        )
    rounds = all_rounds(scheme=scheme.code).filter(starts_on__lte=Period.parse(entry.period).start)
    # Held, not read: a closing that runs at this moment waits, or is waited for.
    inside = rounds.filter(ends_on__gte=Period.parse(entry.period).end)
    if any(status_held(row.pk) in {"closed", "published"} for row in inside):
        found.append(
            (
                _("{period} 这一期已经关账，底账封存").format(period=entry.period),
                _("由单位对得分提出异议，复核成立后更正"),
            )
        )
    return found
