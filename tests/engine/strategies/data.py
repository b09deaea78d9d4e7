"""Random units in trees of two to four levels, facts with gaps and corrections, and registers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.engine.strategies.parts import EARLIER, INDICATORS, LEVELS, PERIOD, Made, numbers

CLASSES = ("市级", "省级", "国家级")


@st.composite
def trees(draw: st.DrawFn) -> Made:
    """Return ``rows`` (code level parent) in any order, ``columns`` and the ``levels`` from the top down; three to eight villages."""
    levels = LEVELS[-draw(st.integers(2, 4)) :]
    above, rows = ["-"], []
    for level in levels[:-1]:
        most = 2 if level == levels[0] or len(levels) == 4 else 3
        below = []
        for parent in above:
            for _ in range(draw(st.integers(1, most)) if parent == "-" else draw(st.sampled_from([2, 1, 0]))):
                below.append(f"{level[0]}{len(rows)}")
                rows.append(f"{below[-1]} {level} {parent}")
        above = below or above
    for parent in draw(st.lists(st.sampled_from(above), min_size=3, max_size=8)):
        rows.append(f"v{len(rows)} village {parent}")
    rows = draw(st.permutations(rows)) if draw(st.booleans()) else rows
    entries = {"kind": "山平山平山平 ", "region": "东西", "size": "012 "}
    columns = {
        name: _column(draw(st.lists(st.sampled_from(found), min_size=len(rows), max_size=len(rows))))
        for name, found in entries.items()
    }
    return {"rows": list(rows), "columns": columns, "levels": levels}


def _column(entries: list[str]) -> list[str | None]:
    return [entry.strip() or None for entry in entries]


@st.composite
def facts(
    draw: st.DrawFn,
    tree: Made,
    periods: tuple[str, ...] = (PERIOD, *EARLIER),
    names: tuple[str, ...] = INDICATORS,
) -> list[list[Any]]:
    """Return rows of unit, indicator, period, value, recorded_at: a regular pattern with holes, then single rows that correct it.

    The first of ``periods`` is the round's own.
    """
    codes = [row.split()[0] for row in tree["rows"]]
    rows: list[list[Any]] = []
    for name in names:
        rows += draw(patterns(codes, name, periods))
    when = st.sampled_from((periods[0], *periods))
    row = st.tuples(
        st.sampled_from(codes), st.sampled_from(names), when, numbers, st.sampled_from([None, None, 1, 2])
    )
    return [*rows, *(list(one) for one in draw(st.lists(row, max_size=8)))]


@st.composite
def patterns(draw: st.DrawFn, codes: list[str], name: str, periods: tuple[str, ...]) -> list[list[Any]]:
    """Return a value for most units in most periods: all alike, counting up, or with ties; nothing at all now and then."""
    step, round_, low = (
        draw(st.sampled_from([1, 2, 3, 5, 0])),
        draw(st.integers(3, 9)),
        draw(st.integers(-3, 6)),
    )
    hole, tenth = draw(st.sampled_from([7, 9, 5, 99, 2, 1])), draw(st.booleans())
    cells = [(n, code, m, period) for n, code in enumerate(codes) for m, period in enumerate(periods)]
    kept = [cell for cell in cells if (cell[0] * 3 + cell[2] * 2 + hole) % hole]
    worth = {(n, m): low + (n * step + m * (step + 1)) % round_ for n, _, m, _ in kept}
    return [
        [code, name, period, Decimal(worth[n, m]) / 10 if tenth else worth[n, m], None]
        for n, code, m, period in kept
    ]


@st.composite
def registers(draw: st.DrawFn) -> Made:
    """Return how the register ``book`` is declared: with or without dates and items."""
    declared: Made = {
        "fields": {
            "unit": {"type": "string"},
            "day": {"type": "date"},
            "end": {"type": "date"},
            "thing": {"type": "string"},
            "level": {"type": "string", "choices": list(CLASSES), "ordered": True},
            "kind": {"type": "string"},
            "worth": {"type": "number"},
            "done": {"type": "number"},
            "plan": {"type": "number"},
            "new": {"type": "boolean"},
        }
    }
    declared |= {"date": "day"} if draw(st.integers(0, 3)) else {}
    return {"book": declared | ({"item": "thing"} if draw(st.booleans()) else {})}


@st.composite
def records(draw: st.DrawFn, tree: Made) -> Made:
    """Return rows of the register ``book``."""
    codes = [row.split()[0] for row in tree["rows"]]
    days = [
        "2023-06-01",
        "2023-06-15",
        "2023-06-30",
        "2023-05-31",
        "2023-01-01",
        "2022-12-31",
        "2023-07-01",
        None,
    ]
    one = st.fixed_dictionaries(
        {
            "unit": st.sampled_from(codes),
            "day": st.sampled_from(["2023-06-09", *days]),
            "end": st.sampled_from(days),
            "thing": st.sampled_from(["p", "p", "q", None]),
            "level": st.sampled_from([*CLASSES, None]),
            "kind": st.sampled_from(["新建", "续建", None]),
            "worth": st.one_of(numbers, st.none()),
            "done": st.one_of(numbers, st.none()),
            "plan": st.one_of(st.integers(0, 5), st.none()),
            "new": st.sampled_from([True, False, None]),
        }
    )
    return {"book": draw(st.lists(one, max_size=10))}


def selected() -> st.SearchStrategy[Made]:
    """Return a ``where`` to add, or nothing."""
    return st.one_of(st.just({}), wheres().map(lambda where: {"where": where}))


def wheres() -> st.SearchStrategy[Made]:
    """Return what may be asked of a record of ``book``."""
    level = st.sampled_from(CLASSES)
    bound = st.sampled_from(["at_least", "above", "at_most", "below", "is", "is_not"])
    return st.one_of(
        st.tuples(bound, level).map(lambda two: {"level": {two[0]: two[1]}}),
        st.just({"level": {"in": ["市级", "国家级"]}}),
        st.sampled_from(["新建", "续建"]).map(lambda kind: {"kind": kind}),
        st.sampled_from([True, False]).map(lambda new: {"new": new}),
        st.tuples(bound, numbers).map(lambda two: {"worth": {two[0]: two[1]}}),
        st.just({"worth": {"between": [0, 5]}, "new": True}),
        st.just({"plan": {"missing": True}}),
        st.just({"worth": {"at_least": "line"}}),
        st.sampled_from(["at_least", "below"]).map(lambda b: {"day": {b: "2023-06-01"}}),
    )
