"""Deciding about a fact that was read: accepted as it is, accepted corrected, or rejected."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from youju.engine.period import Period
from youju.flow.documents.models import DIGITS, Decision, ReadFact
from youju.flow.documents.offered import offer
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Problem
from youju.kernel.models import User
from youju.kernel.trace import leave_trace


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
        problems += _lacking(row, value)
    row.measure = row.measure[:20]
    return problems + _set_value(row, value)


def _lacking(row: Decision, value: Decimal | None) -> list[Problem]:
    """Return what a fact that goes to an indicator lacks."""
    problems = [
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
    return problems


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
