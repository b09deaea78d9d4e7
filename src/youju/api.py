"""Youju in a notebook: read a scheme, score it, look at boards and statements as tables and pictures."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from youju.engine import score as engine
from youju.engine.bundle import tables, write
from youju.engine.data import empty_facts
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.problems import BadInputError, blocking
from youju.engine.read import read_scheme as read_loaded
from youju.engine.sources.facts import read_facts
from youju.engine.sources.registers import read_registers
from youju.engine.sources.times import latest
from youju.engine.sources.units import read_units


def read_scheme(folder: str | Path) -> Scheme:
    """Read a scheme folder. Raises BadInputError with every problem."""
    loaded = read_loaded(folder)
    problems = blocking(loaded.problems)
    if loaded.scheme is None or problems:
        raise BadInputError(problems)
    return loaded.scheme


class Result:
    """A scored round as tables. Marks are exact decimals; ``raw`` is the engine's own result."""

    def __init__(self, raw: engine.Result) -> None:
        self.raw = raw

    @cached_property
    def places(self) -> pa.Table:
        """Places as Arrow: level, league, group, place, of, unit, title, total, band, published, low, high."""
        return tables.places(self.raw)

    @cached_property
    def reasons(self) -> pa.Table:
        """Reasons as Arrow, sorted by unit and rule: unit, rule, state, seen, against, marks, contribution, fact."""
        parts = []
        for level in self.raw.levels:
            columns = tables.columns_of(self.raw, level)
            parts.append(tables.reasons(columns, 0, len(level.at)))
        return pa.concat_tables(parts, promote_options="permissive")

    def board(self) -> Any:
        """Return the places as a pandas frame."""
        return self.places.to_pandas()

    def to_pandas(self) -> Any:
        """Return the reasons as a pandas frame."""
        return self.reasons.to_pandas()

    def to_polars(self) -> Any:
        """Return the reasons as a polars frame."""
        import polars as pl

        return pl.from_arrow(self.reasons)

    def explain(self, unit: str) -> pa.Table:
        """Return the reasons of one unit. Raises LookupError for a unit that is not scored."""
        self.raw.total(unit)
        return self.reasons.filter(pa.compute.equal(self.reasons["unit"].cast(pa.string()), unit))

    def write(self, bundle: str | Path, *, folder: str | Path | None = None) -> str:
        """Write the round as a bundle and return its root hash."""
        facts = self._facts if self._facts is not None else empty_facts()
        return write.write_bundle(
            self.raw, Path(bundle), folder=Path(folder) if folder else None, facts=facts
        )

    _facts: Any = None

    def plot_board(self, top: int = 20) -> Any:
        """Draw the best units of the first league as bars."""
        import altair as alt

        frame = self.board().dropna(subset=["place"]).sort_values("place").head(top)
        frame = frame.assign(total=frame["total"].astype(float))
        return (
            alt.Chart(frame)
            .mark_bar()
            .encode(
                x="total:Q",
                y=alt.Y("title:N", sort="-x"),
                color="band:N",
                tooltip=["title", "total", "place", "band"],
            )
        )

    def plot_unit(self, unit: str) -> Any:
        """Draw what every rule brings to one unit's total."""
        import altair as alt

        frame = self.explain(unit).to_pandas()
        frame = frame.assign(contribution=frame["contribution"].astype(float))
        return (
            alt.Chart(frame)
            .mark_bar()
            .encode(
                x="contribution:Q", y=alt.Y("rule:N", sort=None), tooltip=["rule", "contribution", "state"]
            )
        )


def score(
    scheme: Scheme,
    facts: Any,
    units: Any,
    *,
    period: str | Period | None = None,
    as_of: str | date | int | None = None,
    folder: str | Path | None = None,
) -> Result:
    """Score a scheme over facts and units given as paths, pandas, polars, Arrow or lists of rows.

    ``folder`` is where registers are looked for. Raises BadInputError with every problem of the data.
    """
    when = Period.parse(period) if isinstance(period, str) else period or scheme.in_force.from_
    known, problems = read_units(units, period=when, default_level=scheme.league[0].level)
    if known is None:
        raise BadInputError(problems)
    seen, problems = read_facts(facts, scheme=scheme, units=known, period=when, as_of=as_of)
    registers, more = read_registers(scheme, folder, known) if folder else ({}, [])
    if seen is None or problems or more:
        raise BadInputError([*problems, *more])
    result = Result(
        engine.score(scheme, units=known, facts=seen, registers=registers, period=when, as_of=latest(as_of))
    )
    result._facts = seen  # noqa: SLF001 - the result carries what it was scored from
    return result
