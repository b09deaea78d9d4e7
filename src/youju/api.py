"""Youju in a notebook: read a scheme, score it, look at boards and statements as tables and pictures."""

from __future__ import annotations

from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from youju.engine import score as engine
from youju.engine.bundle import tables, write
from youju.engine.case import latest_round, moment_of, must_hold, period_of
from youju.engine.data import Facts, Registers, Units, empty_facts
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.problems import BadInputError, blocking
from youju.engine.read import read_scheme as read_loaded
from youju.engine.result import Result as Scored
from youju.engine.sources.facts import read_facts
from youju.engine.sources.join import concat_facts
from youju.engine.sources.registers import read_registers
from youju.engine.sources.results import read_results
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

    def __init__(self, raw: Scored) -> None:
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
        """Write the round as a bundle and return its root hash. ``folder`` is the scheme's own; by default the one it was scored with."""
        facts = self._facts if self._facts is not None else empty_facts()
        home = folder or self._folder
        return write.write_bundle(
            self.raw, Path(bundle), folder=Path(home) if home else None, facts=facts, as_of=self._as_of
        )

    _facts: Any = None
    _folder: str | Path | None = None
    _as_of: int | None = None

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

    ``folder`` is where registers and results of other schemes are looked for. Without a ``period`` the latest one in force that the
    facts are about is taken. Raises BadInputError with every problem of the data, and for a period in which the scheme does not hold.
    """
    when, moment = period_of(period), moment_of(as_of)
    if when is not None:
        must_hold(scheme, when)
    read = partial(_read, scheme, facts, units, as_of=moment, folder=folder)
    known, seen, registers = read(when or scheme.in_force.from_)
    if (
        when is None
        and (newest := latest_round(scheme, seen)) is not None
        and newest != scheme.in_force.from_
    ):
        when = newest
        known, seen, registers = read(when)
    raw = engine.score(
        scheme,
        units=known,
        facts=seen,
        registers=registers,
        period=when or scheme.in_force.from_,
        as_of=moment,
    )
    result = Result(raw)
    result._facts, result._folder, result._as_of = seen, folder, moment  # noqa: SLF001 - the result carries what it was scored from
    return result


def _read(
    scheme: Scheme,
    facts: Any,
    units: Any,
    period: Period,
    *,
    as_of: int | None,
    folder: str | Path | None,
) -> tuple[Units, Facts, Registers]:
    """Read everything a round needs. Raises BadInputError with every problem."""
    known, problems = read_units(units, period=period, default_level=scheme.league[0].level)
    if known is None:
        raise BadInputError(problems)
    seen, problems = read_facts(facts, scheme=scheme, units=known, period=period, as_of=as_of)
    registers, more = read_registers(scheme, folder, known) if folder else ({}, [])
    results, last = read_results(scheme, folder, known, period=period) if folder else (empty_facts(), [])
    if seen is None or results is None or problems or more or last:
        raise BadInputError([*problems, *more, *last])
    return known, concat_facts(seen, results) if len(results) else seen, registers
