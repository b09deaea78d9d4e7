"""Two pages that speak of the same: do they give it one value?

The same indicator of the same subject and period with two values is `disagree`; at two dates it is a `series` and no doubt at
all. What was planned is not held against what came of it, a figure above a threshold not against one above another, and what
is told as about, over or under a number disagrees only with a value that it cannot mean. Undated values are compared with nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from youju.reading.model import Reading, printed

_HEAD: Final = re.compile(r"^(?:完成|实现|累计|共)")
_TAIL: Final = re.compile(r"(?:总额|总量|数量|金额|人数|数|额|量)$")
# "about" leaves a twentieth: 约35亿斤 may be 35.2, hardly 40
_ABOUT: Final = 20


@dataclass(frozen=True, slots=True)
class Stated:
    """One number of a page as far as it can be compared: a level, or with `moved` a growth that went up or down."""

    page: str
    subject: str
    indicator: str
    unit: str
    moved: str
    value: Decimal
    qualifier: str
    period: tuple[str, str]
    start: int
    end: int
    key: tuple[str, ...]

    @property
    def words(self) -> str:
        """The number as it is told."""
        return f"{ {'up': '增', 'down': '减'}.get(self.moved, '') }{printed(self.value)}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One indicator of one subject on two pages: `disagree` at one period, `series` at two."""

    kind: str
    first: Stated
    second: Stated

    @property
    def what(self) -> str:
        """The comparison in a sentence for people."""
        name, values = (
            f"{self.second.subject}的{self.second.indicator}",
            f"{self.first.words} / {self.second.words}",
        )
        return f"{name}两处不一: {values}" if self.kind == "disagree" else f"{name}是两个时点的值: {values}"

    @property
    def why(self) -> str:
        """The same in English."""
        if self.kind == "disagree":
            return f"two values for one period: {self.first.words} / {self.second.words}"
        return f"two periods, no disagreement: {self.first.words} / {self.second.words}"


def compare(readings: Iterable[Reading]) -> list[Comparison]:
    """The indicators that several of these pages state with different values, in the order read."""
    return list(
        compare_stated(
            one
            for number, reading in enumerate(readings)
            for fact in reading.facts
            for one in stated(fact.record(0), str(number))
        )
    )


def compare_stated(numbers: Iterable[Stated]) -> Iterator[Comparison]:
    """The same for numbers that were read before; those of one page stand together."""
    known: dict[tuple[str, ...], list[Stated]] = defaultdict(list)
    for _page, told in groupby(numbers, key=lambda one: one.page):
        here: dict[tuple[str, ...], list[Stated]] = defaultdict(list)
        for one in told:
            here[one.key].append(one)
        for key, own in here.items():
            yield from _against(known[key], own)
        for key, own in here.items():
            known[key] += own


def stated(record: dict[str, Any], page: str) -> Iterator[Stated]:
    """The dated numbers of a fact (in the form of its record) that another page may state as well."""
    period, indicator = record.get("period") or {}, record.get("indicator")
    if not indicator or not period.get("start") or not period.get("end"):
        return
    change = record.get("change") or {}
    for moved, part in (("", record), (str(change.get("direction") or ""), change)):
        if part.get("value") is None or not part.get("unit") or part.get("qualifier") == "range":
            continue
        if part is change and not moved:
            continue
        basis = (change.get("basis_inferred") or change.get("basis") or "") if moved else ""
        threshold = (record.get("criterion") or {}).get("raw") or ""
        name = _TAIL.sub("", _HEAD.sub("", indicator)) or indicator
        where = record.get("subject_adcode") or f"{record.get('subject')}@{record.get('within_adcode') or ''}"
        yield Stated(
            page, str(record.get("subject")), str(indicator), str(part["unit"]), moved, Decimal(part["value"]),
            str(part.get("qualifier") or "exact"), (str(period["start"]), str(period["end"])), int(record["start"]), int(record["end"]),
            (where, name, str(part["unit"]), "moved" if moved else "", basis, threshold, str(record.get("status"))),
        )  # fmt: skip


def _against(others: Sequence[Stated], own: Sequence[Stated]) -> Iterator[Comparison]:
    """What this page has to say against each earlier one. A page that tells a level before and after agrees by either."""
    for _page, told in groupby(others, key=lambda one: one.page):
        theirs = list(told)
        for one in own:
            same = [other for other in theirs if other.period == one.period]
            later = [other for other in theirs if other.period != one.period and other.value != one.value]
            if same and not any(
                _agree(other, mine) for other in same for mine in own if mine.period == one.period
            ):
                yield Comparison("disagree", same[0], one)
            elif later and not same:
                yield Comparison("series", later[0], one)


def _agree(one: Stated, other: Stated) -> bool:
    same = one.value == other.value and one.moved == other.moved
    return same or _may_be(one, other) or _may_be(other, one)


def _may_be(said: Stated, other: Stated) -> bool:
    """Whether the value of another page is one that this page's words allow."""
    if said.moved != other.moved:
        return False
    if said.qualifier == "at_least":
        return other.value >= said.value
    if said.qualifier == "at_most":
        return other.value <= said.value
    return said.qualifier == "about" and abs(other.value - said.value) * _ABOUT <= abs(said.value)


__all__ = ["Comparison", "Stated", "compare", "compare_stated", "stated"]
