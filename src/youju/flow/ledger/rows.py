"""Values on their way into the ledger, and what is wrong with them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.engine.period import Period
from youju.flow.ledger.exactly import DIGITS, split
from youju.kernel.errors import Problem

BASES = frozenset({"reported", "verified", "register", "official", "document", "monitor"})
RELATIONS = frozenset("=≥≤≈")
LONGEST = 300
"""How many characters the source of a value may have."""


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


def problems_of(entries: Iterable[Entry], where: str = gettext_lazy("第 {} 行")) -> list[Problem]:
    """Return everything that is wrong with entries, each with the number of its row (from 1)."""
    found = []
    for number, entry in enumerate(entries, 1):
        found += [Problem(where.format(number), what, mend) for what, mend in _faults(entry)]
    return found


def _faults(entry: Entry) -> Iterable[tuple[str, str]]:
    if not entry.indicator or len(entry.indicator) > 80:
        yield _("没有写指标，或者指标名超过 80 个字"), _("写方案里的指标名")
    try:
        Period.parse(entry.period)
    except ValueError:
        yield (
            _("“{period}”不是一个周期").format(period=entry.period),
            _("写成 2023-07、2023Q3、2023H1、2023 或 2023-07-15"),
        )
    try:
        split(entry.value)
    except ValueError:
        yield (
            _("“{value}”不是 {digits} 位以内的数").format(value=str(entry.value)[:40], digits=DIGITS),
            _("只写数字，换一个大一些的计量单位"),
        )
    if entry.basis not in BASES:
        yield (
            _("“{basis}”不是入账依据").format(basis=entry.basis),
            _("写 {known} 之一").format(known="、".join(sorted(BASES))),
        )
    if entry.relation not in RELATIONS:
        yield _("“{relation}”不是数值关系").format(relation=entry.relation), _("写 =、≥、≤、≈ 之一")
    if not entry.indicator.isprintable() or "\x00" in entry.citation:
        yield _("指标名或出处含有控制字符"), _("重新输入")
    if len(entry.citation) > LONGEST:
        yield _("出处超过 {longest} 个字").format(longest=LONGEST), _("只写发布机关和文件名，或者年鉴的表号")
    if entry.basis == "official" and not entry.citation.strip():
        yield _("官方统计没有写出处"), _("写明发布机关、文件或年鉴的表号")
