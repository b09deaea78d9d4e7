"""The two engines behind one small face, so that a test can ask both the same question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.engine.worked import facts_of, records_of, scheme_of, units_of
from youju.engine.data import Facts, Records, Units
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.reference import reference_score


@dataclass(frozen=True)
class Told:
    """What an engine says: totals, marks, places and bands by unit code; places and bands of the unit's first league."""

    totals: dict[str, Decimal | None]
    marks: dict[str, dict[str, Fraction | None]]
    places: dict[str, Fraction | None]
    bands: dict[str, str | None]


Engine = Callable[[Scheme, Units, Facts, dict[str, Records], Period], Told]


def by_oracle(
    scheme: Scheme, units: Units, facts: Facts, registers: dict[str, Records], period: Period
) -> Told:
    """Ask the oracle."""
    said = reference_score(scheme, units=units, facts=facts, registers=registers, period=period)
    mine = {
        code: _first(scheme, level)
        for code, level in zip(units.codes, units.levels, strict=True)
        if code in said.totals
    }
    places = {code: said.places[key].get(code) for code, key in mine.items()}
    bands = {code: said.bands[key].get(code) for code, key in mine.items()}
    return Told(said.totals, said.marks, places, bands)


def _first(scheme: Scheme, level: str) -> str:
    number = next(i for i, league in enumerate(scheme.league) if league.level == level)
    return scheme.league[number].id or str(number)


def by_fast_engine(
    scheme: Scheme, units: Units, facts: Facts, registers: dict[str, Records], period: Period
) -> Told:
    """Ask the fast engine."""
    from youju.engine.score import score

    said = score(scheme, units=units, facts=facts, registers=registers, period=period)
    levels = {league.level for league in scheme.league}
    codes = [code for code, level in zip(units.codes, units.levels, strict=True) if level in levels]
    marks = {code: _marks(said, code) for code in codes}
    places = {code: _exact(said.place(code)) for code in codes}
    return Told(
        {code: said.total(code) for code in codes}, marks, places, {code: said.band(code) for code in codes}
    )


def _marks(said: Any, code: str) -> dict[str, Fraction | None]:
    """Read the marks as the engine holds them: as Decimals a third could not be compared."""
    level, row = said._find(code)
    return {rule: outcome.marks.fraction(row) for rule, outcome in level.outcomes.items()}


def _exact(number: object) -> Fraction | None:
    return None if number is None else Fraction(number)


ENGINES: dict[str, Engine] = {"oracle": by_oracle, "fast": by_fast_engine}
Seen = Mapping[str, object]


def ask(
    engine: Engine,
    scheme: str,
    seen: Seen | Mapping[str, Seen],
    *,
    records: Mapping[str, Sequence[Mapping[str, object]]] | None = None,
    units: Units | None = None,
    period: str = "2023-06",
) -> Told:
    """Ask an engine about a scheme: ``seen`` is of one unit ``v``, or of several by code; a value may be given by period."""
    units = units or units_of(*(seen if _of_units(seen) else ["v"]))
    of_unit = seen if _of_units(seen) else {"v": seen}
    rows = [
        (unit, name, when, value)
        for unit, facts in of_unit.items()
        for name, given in facts.items()
        for when, value in (given if isinstance(given, dict) else {period: given}).items()
        if value is not None
    ]
    read = scheme_of(scheme)
    return engine(
        read, units, facts_of(units, rows), records_of(read, units, records or {}), Period.parse(period)
    )


def _of_units(seen: Mapping[str, object]) -> bool:
    return bool(seen) and all(
        isinstance(value, dict) and all(k.isidentifier() for k in value) for value in seen.values()
    )
