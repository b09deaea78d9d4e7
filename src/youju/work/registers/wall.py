"""The wall chart 作战图: goal → item → step down the side, time along the top, plan as first made against what happened.

`chart` makes the specification; the page, the A0 sheet and the table of words are drawn from it and from nothing else.
Lengths are in the units of the drawing. A light is a shape and a word; its colour only repeats them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.engine.registers import Declaration
from youju.work.registers.branches import all_below, progress_of
from youju.work.registers.looking import days_in_words, light_of, named
from youju.work.registers.models import Record
from youju.work.registers.of_stretch import Span, Spans, chosen

SHEET = 90
"""Rows on one A0 sheet: more would be smaller than a reader at arm's length can read."""
SIDE, LIGHT, ROW, HEAD = 440, 120, 24, 44
SPANS = ("year", "quarter", "month")
MONTHS = {"year": 12, "quarter": 3, "month": 1}
MONTH_NAMES = (
    gettext_lazy("1月"),
    gettext_lazy("2月"),
    gettext_lazy("3月"),
    gettext_lazy("4月"),
    gettext_lazy("5月"),
    gettext_lazy("6月"),
    gettext_lazy("7月"),
    gettext_lazy("8月"),
    gettext_lazy("9月"),
    gettext_lazy("10月"),
    gettext_lazy("11月"),
    gettext_lazy("12月"),
)
Bar = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the chart."""

    record: Record
    name: str
    depth: int
    y: int
    light: str
    word: str
    progress: str
    baseline: Bar | None
    plan: Bar | None
    actual: Bar | None
    spans: Spans
    """The days of the three: as first planned, as planned now, as it happened."""
    beyond: tuple[int, str, str] | None = None
    """Where nothing of the row falls into the stretch: the edge its days lie behind, how the words stand there, the words."""

    @property
    def days(self) -> tuple[str, str, str]:
        """The three in words."""
        return days_in_words(self.spans[0]), days_in_words(self.spans[1]), days_in_words(self.spans[2])

    @property
    def indent(self) -> int:
        """Where the name begins."""
        return 8 + 18 * self.depth

    @property
    def middle(self) -> int:
        """Where the line of words stands."""
        return self.y + 16

    @property
    def shown(self) -> str:
        """The name as far as it fits beside the unit's; the whole of it stands in the table."""
        room = (SIDE - self.indent - 130) // 13
        return self.name if len(self.name) <= room else f"{self.name[: room - 1]}…"


@dataclass(frozen=True, slots=True)
class WallChart:
    """The specification of a chart: everything that is drawn, and nothing that is not."""

    rows: tuple[Row, ...]
    ticks: tuple[tuple[int, str], ...]
    today: int | None
    wide: int
    since: dt.date
    until: dt.date
    span: str
    cut: bool
    """Whether there are more records than are drawn."""
    left: int = 0
    """How many records are of other years and not drawn."""
    late: int | None = 0
    """How many of those are overdue and open, None where nobody counted."""
    others: bool = False
    """Whether records of other years are drawn too."""

    @property
    def high(self) -> int:
        """How high the drawing is."""
        return HEAD + ROW * len(self.rows) + 8

    @property
    def before(self) -> str:
        """The stretch before this one, as an address says it."""
        return f"{_months_on(self.since, -MONTHS[self.span]):%Y-%m}"

    @property
    def after(self) -> str:
        """The stretch after this one."""
        return f"{_months_on(self.since, MONTHS[self.span]):%Y-%m}"

    def sheets(self) -> Iterator[WallChart]:
        """Yield the chart cut into pieces that fit on one A0 sheet each."""
        for start in range(0, max(len(self.rows), 1), SHEET):
            some = self.rows[start : start + SHEET]
            yield replace(self, rows=tuple(replace(row, y=HEAD + ROW * n) for n, row in enumerate(some)))


def stretch(span: str, at: str, today: dt.date) -> tuple[str, dt.date, dt.date]:
    """Return the span and its first and last day; what cannot be read is the year of today."""
    kind = span if span in SPANS else "year"
    try:
        day = dt.date.fromisoformat(f"{at}-01")
        _months_on(day, 24), _months_on(day, -24)
    except ValueError:
        day = today.replace(day=1)
    months = MONTHS[kind]
    first = day.replace(month=(day.month - 1) // months * months + 1)
    return kind, first, _months_on(first, months) - dt.timedelta(days=1)


def chart(
    rows: QuerySet[Record],
    one: Declaration,
    today: dt.date,
    *,
    span: str = "year",
    at: str = "",
    wide: int = 1600,
    others: bool = False,
) -> WallChart:
    """Return the chart of the records of a stretch that a person may read; a record whose parent is not among them stands at the top."""
    kind, first, last = stretch(span, at, today)
    found = chosen(rows, one, (first, last), today, others=others)
    kept = found.records
    # A0 is half as wide again as it is high: few rows are drawn large, ninety fill the sheet.
    wide = wide or max(1600, (HEAD + ROW * min(len(kept), SHEET)) * 3 // 2)
    scale = Decimal(wide - SIDE - LIGHT - 10) / ((last - first).days + 1)

    def along(days: tuple[dt.date, dt.date] | None) -> Bar | None:
        if days is None or days[1] < first or days[0] > last:
            return None
        start, end = max(days[0], first), min(days[1], last)
        return SIDE + LIGHT + int((start - first).days * scale), max(int(((end - start).days + 1) * scale), 3)

    def beyond(spans: Sequence[Span | None]) -> tuple[int, str, str] | None:
        planned = spans[1] or spans[0] or spans[2]
        if planned is None or any(along(one) for one in spans):
            return None
        if planned[1] < first:
            return SIDE + LIGHT + 4, "start", f"‹ {planned[1]}"
        return wide - 8, "end", f"{planned[0]} ›"

    below = _below(kept)
    under = all_below(kept) if one.tree is not None else {}
    drawn = []
    for record, depth in _in_order(kept, below):
        spans = found.spans[record.pk]
        light, word = light_of(record, found.told[record.pk])
        drawn.append(
            Row(
                record, named(one, record) or record.number, depth, HEAD + ROW * len(drawn), light, word,
                _percent(progress_of(one, record, under)), along(spans[0]), along(spans[1]), along(spans[2]),
                spans, beyond(spans),
            )
        )  # fmt: skip
    mark = SIDE + LIGHT + int((today - first).days * scale) if first <= today <= last else None
    return WallChart(
        tuple(drawn), tuple(_ticks(kind, first, last, scale)), mark, wide, first, last, kind, found.cut,
        found.left, found.late, others,
    )  # fmt: skip


def _below(records: Sequence[Record]) -> dict[int | None, list[Record]]:
    there = {record.pk for record in records}
    found: dict[int | None, list[Record]] = {}
    for record in records:
        found.setdefault(record.parent_id if record.parent_id in there else None, []).append(record)
    return found


def _in_order(
    records: Sequence[Record], below: dict[int | None, list[Record]]
) -> Iterator[tuple[Record, int]]:
    waiting = [(record, 0) for record in reversed(below.get(None, []))]
    for _each in records:
        if not waiting:
            return
        record, depth = waiting.pop()
        yield record, depth
        waiting += [(child, depth + 1) for child in reversed(below.get(record.pk, []))]


def _percent(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}%"


def _ticks(kind: str, first: dt.date, last: dt.date, scale: Decimal) -> Iterator[tuple[int, str]]:
    day = first
    while day <= last:
        word = (
            str(MONTH_NAMES[day.month - 1])
            if kind != "month" and day.day == 1
            else _("{day}日").format(day=day.day)
        )
        yield SIDE + LIGHT + int((day - first).days * scale), word
        if kind == "year":
            day = _months_on(day, 1)
        elif kind == "quarter":
            day = day.replace(day=day.day + 10) if day.day < 21 else _months_on(day.replace(day=1), 1)
        else:
            day += dt.timedelta(days=1)


def _months_on(day: dt.date, months: int) -> dt.date:
    """Return the first of a month so many months on."""
    number = day.year * 12 + day.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)
