"""Other looks at a register: cards by stage, a month, bars of time with their baseline, a map. Plain data for plain SVG."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.flow.units.ground import ground, lettered, middle, spot
from youju.work.registers.asking import month_bounds
from youju.work.registers.fields.kept import first_day, last_day
from youju.work.registers.life import Clocked, clocked_many
from youju.work.registers.models import Record, RecordVersion
from youju.work.registers.shadows import number_day

if TYPE_CHECKING:
    from youju.flow.units.models import Outline

CARDS, BARS, POINTS, DAY_ROWS = 30, 100, 2000, 400
WIDTH, HEIGHT, LETTER = 900, 560, 12


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with its cards."""

    title: str
    cards: Sequence[tuple[Record, str, Clocked]]
    more: bool


def cards(rows: QuerySet[Record], one: Declaration, today: dt.date) -> list[Column]:
    """Return the records of every stage as cards, the newest first, up to thirty each."""
    found = []
    for name, stage in one.stages.items():
        some = list(rows.filter(stage=name).select_related("unit").order_by("-pk")[: CARDS + 1])
        told = clocked_many(one, some[:CARDS], today)
        found.append(
            Column(
                stage.title,
                [(row, named(one, row), told[row.pk]) for row in some[:CARDS]],
                len(some) > CARDS,
            )
        )
    return found


def named(one: Declaration, row: Record) -> str:
    """Return what a record is called in its register, "" where nothing is said, or nothing that everybody may read."""
    kept = None if one.fields[one.named_by].private else row.values.get(one.named_by)
    if kept is None:
        return ""
    return str(kept if not isinstance(kept, dict) else kept.get("name", kept.get("n", "")))


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month (None outside it) with the records that fall on it."""

    day: int | None
    rows: Sequence[tuple[Record, str]]


def month_of(rows: QuerySet[Record], one: Declaration, month: str) -> list[list[Day]] | None:
    """Return a month in weeks, None where it is no month or the register has no date to show."""
    bounds = month_bounds(month)
    column = one.slots.get(one.calendar or "")
    if bounds is None or column is None:
        return None
    inside = rows.filter(**{f"{column}__gte": bounds[0], f"{column}__lte": bounds[1]}).order_by(column, "pk")[
        :DAY_ROWS
    ]
    by_day: dict[int, list[tuple[Record, str]]] = {}
    for row in inside:
        by_day.setdefault(number_day(getattr(row, column)).day, []).append((row, named(one, row)))
    year, number = int(month[:4]), int(month[5:])
    return [
        [Day(day or None, by_day.get(day, [])) for day in week]
        for week in calendar.monthcalendar(year, number)
    ]


def latest_month(rows: QuerySet[Record], one: Declaration) -> str:
    """Return the last month that holds a record, "" where none does: where to go from an empty one."""
    column = one.slots[one.calendar or ""]
    last = rows.exclude(**{column: None}).order_by(f"-{column}").values_list(column, flat=True).first()
    return "" if last is None else f"{number_day(last):%Y-%m}"


def left_out(rows: QuerySet[Record], drawn: int) -> int:
    """Return how many of the records a picture is about are not drawn in it."""
    return max(0, rows.order_by().count() - drawn)


def of_month(rows: QuerySet[Record], one: Declaration, month: str) -> QuerySet[Record]:
    """Return the records that fall into a month, none where it is no month."""
    bounds, column = month_bounds(month), one.slots.get(one.calendar or "")
    if bounds is None or column is None:
        return rows.none()
    return rows.filter(**{f"{column}__gte": bounds[0], f"{column}__lte": bounds[1]})


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a Gantt chart: plan as first made, plan now, and what really happened, in pixels."""

    record: Record
    name: str
    y: int
    baseline: tuple[int, int] | None
    plan: tuple[int, int] | None
    actual: tuple[int, int] | None
    colour: str
    word: str
    days: tuple[str, str, str]
    """The three in words, for whoever does not see the drawing."""


def timed(rows: QuerySet[Record], one: Declaration) -> list[tuple[QuerySet[Record], str]]:
    """Return the records that stand in time, in parts that share none, each with the column it is ordered by."""
    if one.plan is None:
        return []
    finish, begun = one.slots[one.plan.finish], one.slots.get(one.plan.actual_start or "")
    planned = [(rows.filter(**{f"{finish}__isnull": False}), finish)]
    if begun is None:
        return planned
    return [*planned, (rows.filter(**{f"{finish}__isnull": True, f"{begun}__isnull": False}), begun)]


def bars(
    rows: QuerySet[Record], one: Declaration, today: dt.date
) -> tuple[list[Bar], list[tuple[int, str]], int]:
    """Return the bars of up to a hundred records, the months along the top, and where today stands.

    The planned ones come first, by their finish; after them what was begun without a plan, by its start.
    """
    plan = one.plan
    if plan is None:
        return [], [], 0
    some: list[Record] = []
    for part, column in timed(rows, one):
        some += part.select_related("unit").order_by(column, "pk")[: BARS - len(some)]
    first = {
        v.record_id: v.values for v in RecordVersion.objects.filter(record__in=[r.pk for r in some], number=1)
    }
    told = clocked_many(one, some, today)
    spans = [
        (
            span_of(first.get(row.pk, {}), plan.start, plan.finish, None), span_of(row.values, plan.start, plan.finish, None),
            span_of(row.values, plan.actual_start or plan.start, plan.actual_finish, today if plan.actual_start and row.values.get(plan.actual_start) else None),
        )
        for row in some
    ]  # fmt: skip
    days = [day for three in spans for span in three if span for day in span] + [today]
    low, high = min(days), max(days)
    scale = Decimal(WIDTH) / max((high - low).days, 1)

    def at(span: tuple[dt.date, dt.date] | None) -> tuple[int, int] | None:
        return (
            None
            if span is None
            else (int((span[0] - low).days * scale), max(int((span[1] - span[0]).days * scale), 3))
        )

    found = [
        Bar(
            row,
            named(one, row),
            40 + 26 * n,
            at(spans[n][0]),
            at(spans[n][1]),
            at(spans[n][2]),
            told[row.pk].light.colour,
            light_of(row, told[row.pk])[1],
            (days_in_words(spans[n][0]), days_in_words(spans[n][1]), days_in_words(spans[n][2])),
        )
        for n, row in enumerate(some)
    ]
    return found, _months(low, high, scale), int((today - low).days * scale)


def span_of(
    values: Any, start: str | None, finish: str | None, still: dt.date | None
) -> tuple[dt.date, dt.date] | None:
    """Return from when to when two date fields reach, up to `still` where the end is open; None where there is no end."""
    begin, end = values.get(start or ""), values.get(finish or "")
    if not end and still is None:
        return None
    last = last_day(end) if end else still
    first = first_day(begin) if begin else last
    return (min(first, last), last) if first and last else None


def light_of(record: Record, state: Clocked) -> tuple[str, str]:
    """Return the shape and the word of a light."""
    if record.suspended_on is not None:
        return "grey", _("停办")
    if state.done_on is not None:
        return ("yellow", _("办结，曾超期")) if state.light.was_red else ("green", _("已办结"))
    words = {
        "red": _("超期"),
        "yellow": _("曾超期") if state.light.was_red else _("临近"),
        "green": _("按期"),
    }
    return state.light.colour, words.get(state.light.colour, _("无时限"))


def days_in_words(span: tuple[dt.date, dt.date] | None) -> str:
    """Return from when to when, in words; nothing for nothing."""
    return (
        ""
        if span is None
        else str(span[1])
        if span[0] == span[1]
        else _("{start} 至 {end}").format(start=span[0], end=span[1])
    )


def _months(low: dt.date, high: dt.date, scale: Decimal) -> list[tuple[int, str]]:
    found, at = [], low.replace(day=1)
    step = max(1, (high - low).days // 360)
    while at <= high:
        if at >= low:
            found.append((int((at - low).days * scale), f"{at:%Y-%m}"))
        month = at.month - 1 + step
        at = at.replace(year=at.year + month // 12, month=month % 12 + 1)
    return found


@dataclass(frozen=True, slots=True)
class Point:
    """A record on the map."""

    record: Record
    name: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Border:
    """A unit's border under the points: the path, its name and where that stands; larger units lie below and bear none.

    `label` is the name where there is room to write it, else "".
    """

    code: str
    name: str
    label: str
    path: str
    x: str
    y: str


def points(
    rows: QuerySet[Record], one: Declaration, borders: Mapping[str, Outline]
) -> tuple[list[Point], int, list[Border]]:
    """Return the records that have a place on the map, how many of those looked at have none, and the borders about them."""
    some = list(rows.order_by("-pk")[:POINTS]) if one.map is not None else []
    held = [(row, row.values.get(one.map or "")) for row in some]
    placed = [
        (row, spot(Decimal(kept["lon"]), Decimal(kept["lat"])))
        for row, kept in held
        if isinstance(kept, dict) and "lon" in kept
    ]
    corners = [corner for row in borders.values() for ring in row.rings for corner in ring]
    if not placed and not corners:
        return [], len(some), []
    sheet = ground([*(at for _row, at in placed), *corners], WIDTH, HEIGHT)
    found = [Point(row, named(one, row), *sheet.at(at)) for row, at in placed]
    finest = max((row.unit.depth for row in borders.values()), default=0)
    some_units = sorted(borders.items(), key=lambda one: (one[1].unit.depth, one[0]))
    names = [
        (row.unit.name if row.unit.depth == finest else "", *sheet.at(middle(row.rings)))
        for _code, row in some_units
    ]
    drawn = [
        Border(code, name, label, sheet.path(row.rings), x, y)
        for (code, row), (name, x, y), label in zip(some_units, names, lettered(names, LETTER), strict=True)
    ]
    return found, len(some) - len(placed), drawn


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair as it is shown: its number, what it is, whose it is, and whether its page may be opened."""

    number: str
    lock: int
    title: str
    unit: str
    opens: bool


def side_of(one: Declaration, row: Record, opens: bool) -> Side:
    """Return one side of a pair as it is shown to everybody who reads the register."""
    return Side(row.number, row.lock, named(one, row), row.unit.name, opens)
