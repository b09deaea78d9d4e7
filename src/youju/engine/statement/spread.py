"""How the values of a rule are spread: least, quarter, middle, mean, three quarters and most, among peers and among those below."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow.parquet as pq

from youju.engine.bundle.read import Bundle
from youju.engine.language import values as language
from youju.engine.language.leaves import ValueRule
from youju.engine.show import circle_name, name_circles
from youju.engine.statement.lines import Placed
from youju.engine.statement.numbers import CENT, percent, quotient
from youju.engine.statement.words import Words

READ_THROUGH = 50_000
"""Units of a round up to which values are read through."""
FEW = 3
"""Of fewer known values nothing is said: they would be told one by one."""
Value = Callable[[Decimal, Decimal | None], Decimal | None]
Writer = Callable[[Decimal], str]


@dataclass(frozen=True, slots=True)
class Spread:
    """The values of one rule among some units, written with their measure. `lacking` have none: they are not counted as zero."""

    rule: str
    title: str
    among: str
    level: str
    below: bool
    known: int
    lacking: int
    least: str
    quarter: str
    middle: str
    mean: str
    three_quarters: str
    most: str


def spreads(bundle: Bundle, words: Words, where: Mapping[str, Placed], unit: str) -> tuple[Spread, ...]:
    """Return how the values of every rule are spread among the peers of a unit and, level by level, among the units below it.

    A quarter is the value of a unit: so many stand at it or under it. Nothing is said in a very large round.
    """
    if bundle.units.num_rows > READ_THROUGH:
        return ()
    found: list[Spread] = []
    for level, among, codes, below in _groups(bundle, unit):
        columns = _columns(bundle, level, codes)
        for rule, at in where.items():
            told = _told(at.rule, words)
            if told is None or rule not in columns:
                continue
            value, write = told
            pairs = [
                value(seen, against) if seen is not None else None
                for state, seen, against in columns[rule]
                if state != "not_applicable"
            ]
            known = sorted(one for one in pairs if one is not None)
            if len(known) >= FEW:
                said = (write(one) for one in _points(known))
                title = at.rule.title or rule
                found.append(
                    Spread(rule, title, among, level, below, len(known), len(pairs) - len(known), *said)
                )
    return tuple(found)


def _points(known: Sequence[Decimal]) -> Iterator[Decimal]:
    """Yield least, quarter, middle, mean, three quarters, most of values in order."""
    size = len(known)
    yield known[0]
    yield known[-(-size // 4) - 1]
    yield statistics.median(known)
    yield quotient(sum(known, Decimal(0)), Decimal(size))
    yield known[-(-3 * size // 4) - 1]
    yield known[-1]


def _groups(bundle: Bundle, unit: str) -> Iterator[tuple[str, str, frozenset[str], bool]]:
    """Yield (level, name of the circle, codes, whether they stand below) of the peers of a unit and of those below it."""
    standing = bundle.standings(unit)[0]
    name_circles(bundle, [standing])
    places = bundle.places.select(["level", "league", "group", "unit"]).to_pylist()
    own = [r["unit"] for r in places if (r["league"], r["group"]) == (standing["league"], standing["group"])]
    yield standing["level"], circle_name(standing), frozenset(own), False
    above = dict(zip(bundle.units["code"].to_pylist(), bundle.units["parent"].to_pylist(), strict=True))
    inside: dict[str, set[str]] = {}
    for row in places:
        if row["level"] != standing["level"] and unit in _line(above, row["unit"]):
            inside.setdefault(row["level"], set()).add(row["unit"])
    for level, codes in inside.items():
        yield level, standing["title"], frozenset(codes), True


def _line(above: Mapping[str, str | None], code: str) -> Iterator[str]:
    """Yield the units above one, the nearest first; a tree that runs in a circle ends somewhere."""
    at = above.get(code)
    for _step in range(12):
        if not at:
            return
        yield at
        at = above.get(at)


def _columns(bundle: Bundle, level: str, codes: frozenset[str]) -> dict[str, list[tuple[Any, ...]]]:
    """Return rule → (state, seen, against) of some units of a level."""
    number = next(n for n, one in enumerate(bundle.manifest["levels"]) if one["level"] == level)
    names = ["unit", "rule", "state", "seen", "against"]
    found: dict[str, list[tuple[Any, ...]]] = {}
    for file in sorted((bundle.path / "reasons").glob(f"{number}-*.parquet")):
        for row in pq.read_table(file, columns=names, filters=[("unit", "in", codes)]).to_pylist():
            found.setdefault(row["rule"], []).append((row["state"], row["seen"], row["against"]))
    return found


def _told(rule: Any, words: Words) -> tuple[Value, Writer] | None:
    """Return what the number of a rule is, from what was seen and what it was compared with, and how it is written; None for what has none."""
    value = rule.value if isinstance(rule, ValueRule) else None
    if value is None or isinstance(value, language.Place):
        return None
    if isinstance(value, language.Growth):
        return lambda seen, base: quotient(seen - base, abs(base)) if base else None, percent
    if isinstance(value, language.Gap):
        write = _in_points(words) if words.is_share(value.gap) else _counted(words, words.measure(value.gap))
        return lambda seen, other: None if other is None else seen - other, write
    if isinstance(value, language.PerHead):
        times = value.times
        return lambda seen, whole: quotient(seen * times, whole) if whole else None, _counted(words, "")
    if isinstance(value, language.Ratio | language.Share | language.Progress):
        if isinstance(value, language.Ratio) and isinstance(value.to, language.Between):
            return None
        return _divided, _of_ratio(value, words)
    if words.is_share(value):
        return lambda seen, _against: seen, percent
    return lambda seen, _against: seen, _counted(words, words.measure(value))


def _divided(seen: Decimal, whole: Decimal | None) -> Decimal | None:
    return quotient(seen, whole) if whole else None


def _of_ratio(value: Any, words: Words) -> Writer:
    """Return how a quotient is written: as a percentage, or in what is divided where the two are measured otherwise."""
    if isinstance(value, language.Ratio):
        to = value.to if isinstance(value.to, str) and value.to in words.scheme.indicators else value.ratio
        if words.measure(to) != words.measure(value.ratio):
            return _counted(words, words.measure(value.ratio))
    return percent


def _in_points(words: Words) -> Writer:
    return lambda share: words.say("{n}个百分点", n=percent(share)[:-1])


def _counted(words: Words, measure: str) -> Writer:
    def write(number: Decimal) -> str:
        rounded = number if number == number.to_integral_value() else number.quantize(CENT, ROUND_HALF_UP)
        return words.counted(rounded, measure)

    return write
