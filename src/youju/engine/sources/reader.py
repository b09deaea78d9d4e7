"""From one table to chunks of facts: names to numbers, numbers to exact integers, and everything wrong to the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from youju.engine.data import UNKNOWN_TIME
from youju.engine.period import Period
from youju.engine.sources import checks
from youju.engine.sources.book import BASIS_OF, RELATION_OF, Book
from youju.engine.sources.chunk import Chunk
from youju.engine.sources.coding import EMPTY, UNKNOWN, Coded, by_mapping, coded, coded_directly
from youju.engine.sources.exact import exact
from youju.engine.sources.report import Report
from youju.engine.sources.tables import Table, as_text, need_columns
from youju.engine.sources.times import recorded

_OPTIONAL = ("period", "relation", "basis", "evidence", "recorded_at")


def read_table(table: Table, book: Book, report: Report, base: int = 0) -> Iterator[Chunk]:
    """Read a long table (it has a column ``indicator``) or a wide one (a column per indicator), batch by batch.

    ``base`` orders its problems among those of other tables.
    """
    wide = "indicator" not in table.header and not {"value", "数值"} & (
        set(table.header) - set(book.indicator_of)
    )
    if not need_columns(table, ["unit"] if wide else ["unit", "indicator", "value"], report):
        return
    named = _wide_columns(table, book, report) if wide else {}
    if wide and not named:
        if not report:
            checks.no_indicator(table, report)
        return
    if not wide:
        checks.extra_columns(table, {"unit", "indicator", "value", *_OPTIONAL}, report)
    optional = [name for name in _OPTIONAL if name in table.header and name not in named]
    wanted = ["unit", *optional, *(named or ("indicator", "value"))]
    first = 0
    for batch in table.batches(wanted):
        shared = _Shared.read(batch, optional, _Spot(table, book, report, base, first))
        for column in named or ("value",):
            yield shared.chunk(column, named.get(column))
        first += batch.num_rows


def _wide_columns(table: Table, book: Book, report: Report) -> dict[str, int]:
    """Return which column is which indicator; report columns that are none."""
    named: dict[str, int] = {}
    for title in table.header:
        if title == "unit" or (title in _OPTIONAL and title not in book.indicator_of):
            continue
        number = book.indicator_of.get(title)
        if number is None:
            checks.unknown_column(table, title, book, report)
        elif number in named.values():
            checks.same_indicator(table, title, book.names[number], report)
        else:
            named[title] = number
            checks.given_elsewhere(table.where(-1, title), number, book, report, -1)
    return named


@dataclass(frozen=True)
class _Spot:
    """Where a batch stands: its table, and the number of its first row."""

    table: Table
    book: Book
    report: Report
    base: int
    first: int

    def bad(self, row: int, column: str, words: tuple[str, str, str, str, str]) -> None:
        code, what, fix, what_en, fix_en = words
        self.report.add(
            self.table.where(self.first + row, column),
            code,
            what,
            fix,
            what_en,
            fix_en,
            row=self.base + self.first + row,
        )


@dataclass(frozen=True)
class _Shared:
    """The columns of a batch that all its values share."""

    batch: pa.Table
    spot: _Spot
    filled: NDArray[np.bool_] | None
    unit: Coded
    indicator: Coded | None
    period: NDArray[np.int16]
    relation: NDArray[np.uint8]
    basis: NDArray[np.uint8]
    recorded_at: NDArray[np.int64]
    evidence: Any

    @classmethod
    def read(cls, batch: pa.Table, optional: list[str], spot: _Spot) -> _Shared:
        size = batch.num_rows
        unit = coded_directly(batch["unit"], spot.book.unit_codes)
        indicator = (
            coded(batch["indicator"], by_mapping(spot.book.indicator_of))
            if "indicator" in batch.column_names
            else None
        )
        filled = (
            _filled(batch)
            if (unit.codes == EMPTY).any() or (indicator is not None and (indicator.codes == EMPTY).any())
            else None
        )
        checks.names(spot, "unit", unit, filled)
        if indicator is not None:
            checks.names(spot, "indicator", indicator, filled)
        period = _periods(batch, spot, filled) if "period" in optional else np.full(size, EMPTY, np.int16)
        words = {
            name: _words(batch, name, known, spot) if name in optional else np.zeros(size, np.uint8)
            for name, known in (("relation", RELATION_OF), ("basis", BASIS_OF))
        }
        times = np.full(size, UNKNOWN_TIME, np.int64)
        if "recorded_at" in optional:
            times, odd = recorded(batch["recorded_at"])
            checks.times(spot, odd)
        evidence = batch["evidence"] if "evidence" in optional else None
        return cls(
            batch, spot, filled, unit, indicator, period, words["relation"], words["basis"], times, evidence
        )

    def chunk(self, column: str, number: int | None) -> Chunk:
        """Return the facts of one column of values; rows without a value are left out."""
        spot, size = self.spot, self.batch.num_rows
        numbers = exact(self.batch[column])
        checks.values(spot, column, numbers)
        indicator = (
            self.indicator.codes.astype(np.int16)
            if self.indicator is not None
            else np.full(size, number, np.int16)
        )
        period = _own_periods(self.period, indicator, spot.book, wide=number is not None)
        evidence = (
            checks.evidence(self.evidence) if self.evidence is not None else pa.nulls(size, pa.string())
        )
        whole = Chunk(
            spot.table, column, spot.base, spot.first, None, self.unit.codes, indicator, period,
            numbers.mantissa, numbers.scale, self.relation, self.basis, self.recorded_at, evidence,
        )  # fmt: skip
        good = ~numbers.missing if self.filled is None else ~numbers.missing & self.filled
        if spot.report:
            good &= (self.unit.codes >= 0) & (indicator >= 0) & (period >= 0)
            good[list(numbers.odd)] = False
        kept = whole.kept(good)
        checks.chunk(kept, spot.book, spot.report, asked=number is None)
        return kept


def _filled(batch: pa.Table) -> NDArray[np.bool_]:
    """Say which rows hold anything at all; rows of nothing but empty cells are passed over."""
    filled = np.zeros(batch.num_rows, np.bool_)
    for name in batch.column_names:
        text = pc.utf8_trim_whitespace(as_text(batch[name]))
        filled |= np.asarray(pc.fill_null(pc.not_equal(text, ""), False))
    return filled


def _periods(batch: pa.Table, spot: _Spot, filled: NDArray[np.bool_] | None) -> NDArray[np.int16]:
    """Read the column of periods; an empty cell stays ``EMPTY``."""

    def number(entries: pa.Array) -> NDArray[np.int32]:
        return np.fromiter((_period(text, spot.book) for text in entries.to_pylist()), np.int32, len(entries))

    found = coded(batch["period"], number)
    checks.names(spot, "period", found, filled)
    return found.codes.astype(np.int16)


def _period(text: str | None, book: Book) -> int:
    try:
        return book.period_number(Period.parse(text)) if text else EMPTY
    except ValueError:
        return UNKNOWN


def _words(batch: pa.Table, name: str, known: dict[str, int], spot: _Spot) -> NDArray[np.uint8]:
    found = coded(batch[name], by_mapping(known))
    checks.names(spot, name, found, None)
    return np.where(found.codes < 0, 0, found.codes).astype(np.uint8)


def _own_periods(
    period: NDArray[np.int16], indicator: NDArray[np.int16], book: Book, *, wide: bool
) -> NDArray[np.int16]:
    """Fill empty periods with the round's; in a wide row an indicator of longer periods takes the one around the row's."""
    empty = period == EMPTY
    if empty.any():
        usual = [book.period_number(book.usual(i, book.period)) for i in range(len(book.names))]
        period = np.where(empty, np.array(usual, np.int16)[indicator], period)
    if wide and len(indicator) and book.periods:
        known = list(book.periods)
        around = np.array([book.period_number(book.usual(int(indicator[0]), one)) for one in known], np.int16)
        period = np.where(period >= 0, around[period], period)
    return period
