"""A large file of facts in the form we write ourselves, read a stretch at a time: tens of millions of rows never stand in memory at once.

The quick reading only proves that nothing is wrong. Where it has a doubt it says so, and the careful reader tells what and where.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from youju.engine.data import BASES, RELATIONS, UNKNOWN_TIME, Facts, Units
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.sources.book import Book
from youju.engine.sources.lookup import Lookup

LARGE = 2_000_000
"""Rows from which a file is streamed; a smaller one is read whole, every cell with its place."""
AT_ONCE = 1 << 20
NAMES = ("unit", "indicator", "period", "relation", "basis")
HEADER = ("unit", "indicator", "period", "value", "relation", "basis", "evidence", "recorded_at")
_FULL = ("unit", "indicator", "period", "value")
Stretch = tuple[int, int, list[int]]
"""Some row groups read at once: the number of the stretch, its first row, and the groups."""


class DoubtfulError(Exception):
    """Something in the file is not plainly right; the careful reader is to be asked."""


@dataclass(frozen=True)
class FactFile:
    """A Parquet file of facts in canonical form. Rows are numbered as they stand in the file, those after the as-of time included."""

    path: Path
    scheme: Scheme
    units: Units
    period: Period
    threads: int = 2
    closed: bool = False
    """Whether these are the facts of a bundle, with the results of other schemes among them."""

    @classmethod
    def of(
        cls, source: Any, scheme: Scheme, units: Units, period: Period, *, closed: bool = False
    ) -> FactFile | None:
        """Return the file when it is large and written as bundles write facts, else None."""
        path = source[0] if isinstance(source, list | tuple) and len(source) == 1 else source
        if not isinstance(path, str | Path) or not str(path).endswith(".parquet"):
            return None
        try:
            meta = pq.read_metadata(path)
            fits = meta.num_rows >= LARGE and _canonical(meta)
        except (pa.ArrowException, OSError, UnicodeDecodeError):
            return None
        return cls(Path(path), scheme, units, period, closed=closed) if fits else None

    @cached_property
    def _meta(self) -> pq.FileMetaData:
        return pq.read_metadata(self.path)

    @cached_property
    def _book(self) -> Book:
        return Book.of(self.scheme, self.units, self.period, results=self.closed)

    def __len__(self) -> int:
        return int(self._meta.num_rows)

    def periods(self) -> set[Period]:
        """Return the periods the facts are about; one that cannot be read is left to the reading of the facts, which says so."""
        return {period for facts in self._ahead(self._periods) for period in facts}

    def batches(self) -> Iterator[Facts]:
        """Yield the facts in the order of the file. Raises DoubtfulError where something may be wrong with them."""
        yield from self._ahead(self._facts)

    def stretches(self) -> list[Stretch]:
        """Return the stretches in which the file is read, for readers elsewhere."""
        found: list[Stretch] = []
        first = 0
        for number, groups in enumerate(self._stretches()):
            found.append((number, first, groups))
            first += sum(self._meta.row_group(group).num_rows for group in groups)
        return found

    def stretch(self, groups: list[int]) -> Facts:
        """Return the facts of one stretch. Raises DoubtfulError where something may be wrong with them."""
        return self._facts(groups)

    def _ahead(self, read: Any) -> Iterator[Any]:
        """Read stretches of row groups in order, some ahead of the one that is being worked on."""
        with ThreadPoolExecutor(self.threads) as pool:
            coming: deque[Future[Any]] = deque()
            for groups in self._stretches():
                coming.append(pool.submit(read, groups))
                if len(coming) > self.threads:
                    yield coming.popleft().result()
            while coming:
                yield coming.popleft().result()

    def _stretches(self) -> Iterator[list[int]]:
        held: list[int] = []
        rows = 0
        for group in range(self._meta.num_row_groups):
            size = self._meta.row_group(group).num_rows
            if held and rows + size > AT_ONCE:
                yield held
                held, rows = [], 0
            held.append(group)
            rows += size
        if held:
            yield held

    def _table(self, groups: list[int], columns: list[str]) -> pa.Table:
        try:
            with pq.ParquetFile(self.path, metadata=self._meta, read_dictionary=list(NAMES)) as file:
                table = file.read_row_groups(groups, columns=columns, use_threads=False)
            for name in columns:
                for chunk in table[name].chunks:
                    if pa.types.is_dictionary(chunk.type):
                        chunk.dictionary.validate(full=True)
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise DoubtfulError(str(self.path)) from error
        return table

    def _periods(self, groups: list[int]) -> list[Period]:
        with suppress(DoubtfulError):
            texts = self._table(groups, ["period"])["period"].unique().to_pylist()
            return [period for text in texts for period in _readable(text)]
        return []

    def _facts(self, groups: list[int]) -> Facts:
        book = self._book
        evidence = ["evidence"] if book.needs_evidence.any() else []
        table = self._table(groups, [*NAMES, "value", "recorded_at", *evidence])
        periods = tuple(
            dict.fromkeys(text for chunk in table["period"].chunks for text in chunk.dictionary.to_pylist())
        )
        values = table["value"].combine_chunks()
        facts = Facts(
            book.names, tuple(_parsed(text) for text in periods),
            self._units(table["unit"]), _numbers(table["indicator"], {n: i for i, n in enumerate(book.names)}, np.int16),
            _numbers(table["period"], {text: i for i, text in enumerate(periods)}, np.int16),
            np.frombuffer(values.buffers()[1], np.int64)[values.offset : values.offset + len(values)],
            np.broadcast_to(np.uint8(values.type.scale), len(values)),
            _numbers(table["relation"], {word: i for i, word in enumerate(RELATIONS)}, np.uint8),
            _numbers(table["basis"], {word: i for i, word in enumerate(BASES)}, np.uint8),
            _times(table["recorded_at"]), pa.nulls(len(values), pa.string()),
        )  # fmt: skip
        self._doubt(facts, table["evidence"] if evidence else None)
        return facts

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup.of(self.units.code_array)

    def _units(self, column: pa.ChunkedArray) -> NDArray[np.int32]:
        return _coded(column, lambda entries: self._lookup[entries])

    def _doubt(self, facts: Facts, evidence: pa.ChunkedArray | None) -> None:
        """Raise where the careful reader would have something to say about a value."""
        book, width = self._book, len(facts.periods)
        present = np.flatnonzero(np.bincount(facts.indicator.astype(np.int32) * width + facts.period))
        for cell in present.tolist():
            if book.origin(cell // width) or not book.fits(cell // width, facts.periods[cell % width]):
                raise DoubtfulError(facts.indicators[cell // width])
        if book.bounded.any():
            scale = int(facts.scale[0]) if len(facts) else 0
            low, high = book.low[:, scale][facts.indicator], book.high[:, scale][facts.indicator]
            if bool(((facts.mantissa < low) | (facts.mantissa > high)).any()):
                raise DoubtfulError("value")
        if evidence is not None and bool(
            (np.asarray(evidence.is_null()) & book.needs_evidence[facts.indicator]).any()
        ):
            raise DoubtfulError("evidence")


def _canonical(meta: pq.FileMetaData) -> bool:
    """Say whether a file has the columns of a bundle's facts, exact values, and no gap where there must be none."""
    schema = meta.schema.to_arrow_schema()
    if tuple(schema.names) != HEADER:
        return False
    value, moment = schema.field("value").type, schema.field("recorded_at").type
    exact = pa.types.is_decimal(value) and value.bit_width == 64 and value.scale >= 0
    return (
        exact
        and moment == pa.timestamp("us", "UTC")
        and all(_text(schema.field(n).type) for n in NAMES)
        and all(
            _full(meta.row_group(group).column(HEADER.index(name)))
            for group in range(meta.num_row_groups)
            for name in (*_FULL, "relation", "basis")
        )
    )


def _text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind) or (pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type))
    )


def _full(column: pq.ColumnChunkMetaData) -> bool:
    known = column.statistics
    return bool(known is not None and known.has_null_count and known.null_count == 0)


def _parsed(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise DoubtfulError(text) from error


def _readable(text: str) -> Iterator[Period]:
    with suppress(DoubtfulError):
        yield _parsed(text)


def _numbers(column: pa.ChunkedArray, known: dict[str, int], kind: type) -> NDArray[Any]:
    """Return the numbers of names."""

    def numbers(entries: pa.Array) -> NDArray[np.int32]:
        found = (known.get(entry, -1) for entry in entries.to_pylist())
        return np.fromiter(found, np.int32, len(entries))

    return _coded(column, numbers, kind)


def _coded(
    column: pa.ChunkedArray, numbers: Callable[[pa.Array], NDArray[np.int32]], kind: type = np.int32
) -> NDArray[Any]:
    """Return the numbers of a dictionary column; a dictionary that is the one before again is not looked up again."""
    parts: list[NDArray[Any]] = []
    before: pa.Array | None = None
    known: NDArray[Any] = np.empty(0, kind)
    for chunk in column.chunks:
        if before is None or not chunk.dictionary.equals(before):
            found = numbers(chunk.dictionary)
            if bool((found < 0).any()):
                raise DoubtfulError(str(column.type))
            before, known = chunk.dictionary, found.astype(kind, copy=False)
        parts.append(known[np.asarray(chunk.indices)])
    return np.concatenate(parts) if parts else np.empty(0, kind)


def _times(column: pa.ChunkedArray) -> NDArray[np.int64]:
    return (
        np.asarray(column.cast(pa.int64()).fill_null(UNKNOWN_TIME))
        if column.null_count
        else np.asarray(column.cast(pa.int64()))
    )
