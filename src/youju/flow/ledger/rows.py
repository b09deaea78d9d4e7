"""Values on their way into the ledger, and what is wrong with them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from youju.engine.period import Period
from youju.flow.ledger.exactly import DIGITS, split
from youju.kernel.errors import Problem

BASES = frozenset({"reported", "verified", "register", "official", "document", "monitor"})
RELATIONS = frozenset("=≥≤≈")


@dataclass(frozen=True, slots=True)
class Entry:
    """One value to be recorded. `source` names the row it comes from; a source enters once."""

    unit_id: int
    indicator: str
    period: str
    value: Decimal
    basis: str
    relation: str = "="
    evidence: tuple[str, ...] = ()
    citation: str = ""
    source: str | None = None

    @property
    def cell(self) -> tuple[int, str, str]:
        """What the value is of."""
        return self.unit_id, self.indicator, self.period


def problems_of(entries: Iterable[Entry], where: str = "第 {} 行") -> list[Problem]:
    """Return everything that is wrong with entries, each with the number of its row (from 1)."""
    found = []
    for number, entry in enumerate(entries, 1):
        found += [Problem(where.format(number), what, mend) for what, mend in _faults(entry)]
    return found


def _faults(entry: Entry) -> Iterable[tuple[str, str]]:
    if not entry.indicator or len(entry.indicator) > 80:
        yield "没有写指标,或者指标名超过 80 个字", "写方案里的指标名"
    try:
        Period.parse(entry.period)
    except ValueError:
        yield f"“{entry.period}”不是一个周期", "写成 2023-07、2023Q3、2023H1、2023 或 2023-07-15"
    try:
        split(entry.value)
    except ValueError:
        yield f"“{entry.value}”不是 {DIGITS} 位以内的数", "只写数字,换一个大一些的计量单位"
    if entry.basis not in BASES:
        yield f"“{entry.basis}”不是入账依据", f"写 {'、'.join(sorted(BASES))} 之一"
    if entry.relation not in RELATIONS:
        yield f"“{entry.relation}”不是数值关系", "写 =、≥、≤、≈ 之一"
    if entry.basis == "official" and not entry.citation:
        yield "官方统计没有写出处", "写明发布机关、文件或年鉴的表号"
