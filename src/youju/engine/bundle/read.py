"""Reading a bundle: its manifest, its tables, and the reasons of one unit without reading the rest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from youju.engine.bundle.manifest import load
from youju.engine.language.scheme import Scheme
from youju.engine.read import read_scheme

FEW = 8
"""Row groups of facts a statement may read."""
SAID = ["unit", "indicator", "period", "value", "evidence", "recorded_at"]
"""What a statement says of a fact."""
STANDING = (
    "level",
    "league",
    "group",
    "place",
    "of",
    "unit",
    "title",
    "total",
    "band",
    "published",
    "low",
    "high",
)


@dataclass(frozen=True)
class Bundle:
    """An opened bundle. Raises ValueError where the folder is none."""

    path: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the bundle says of itself."""
        return load(self.path)

    @cached_property
    def scheme(self) -> Scheme | None:
        """The scheme the bundle was scored by, as it was written; None where it cannot be read."""
        return read_scheme(self.path / "scheme").scheme

    @cached_property
    def places(self) -> pa.Table:
        """All places: level, league, group, place, of, unit, title, total, band, published, low, high."""
        return pq.read_table(self.path / "places.parquet")

    @cached_property
    def units(self) -> pa.Table:
        """The units: code, title, level, parent and further columns."""
        return pq.read_table(self.path / "units.parquet")

    @cached_property
    def _levels(self) -> NDArray[np.int32]:
        """The number of every unit's level in the manifest, −1 where the level is not scored."""
        names = pa.array([level["level"] for level in self.manifest["levels"]], pa.string())
        return np.asarray(pc.index_in(self.units["level"], names).fill_null(-1)).astype(np.int32)

    @cached_property
    def _codes(self) -> pa.Array:
        return self.units["code"].combine_chunks()

    def reasons(self, unit: str) -> list[dict[str, Any]]:
        """Return the reasons of one unit in the order of the rules. Raises LookupError for a unit the bundle does not score.

        Reasons are dense and sorted, so the row group that holds a unit is known by counting: nothing else is decoded.
        """
        number, row, _ = self._find(unit)
        level = self.manifest["levels"][number]
        width = len(level["rules"])
        part, inside = divmod(row, level["part"])
        name = f"reasons/{number}-{part:04d}.parquet"
        return self._at(name, [range(inside * width, inside * width + width)])

    def has_seen(self, level: str, rule: str) -> pa.ChunkedArray:
        """Return for every unit of a level, in order, whether a rule saw a value."""
        number = next(n for n, one in enumerate(self.manifest["levels"]) if one["level"] == level)
        files = sorted((self.path / "reasons").glob(f"{number}-*.parquet"))
        parts = [pq.read_table(f, columns=["rule", "seen"], filters=[("rule", "=", rule)]) for f in files]
        return pc.is_valid(pa.concat_tables(parts, promote_options="permissive")["seen"])

    def _find(self, unit: str) -> tuple[int, int, int]:
        """Return the number of a unit's level, its row there, and its row among all units. Raises LookupError for a unit the bundle does not score."""
        if unit not in self._found:
            at = pc.index(self._codes, unit).as_py()
            if at < 0 or self._levels[at] < 0:
                raise LookupError(f"成果包里没有单位 {unit} / no unit {unit} in this bundle")
            number = int(self._levels[at])
            self._found.clear()  # a statement asks for one unit several times, and then no more
            self._found[unit] = number, int(np.count_nonzero(self._levels[:at] == number)), at
        return self._found[unit]

    @cached_property
    def _found(self) -> dict[str, tuple[int, int, int]]:
        return {}

    @cached_property
    def _files(self) -> dict[str, tuple[pq.FileMetaData, NDArray[np.int64]]]:
        return {}

    def _opened(self, name: str) -> tuple[pq.FileMetaData, NDArray[np.int64]]:
        """Return the footer of a Parquet file and where each of its row groups begins; read once."""
        if name not in self._files:
            meta = pq.read_metadata(self.path / name)
            sizes = [meta.row_group(group).num_rows for group in range(meta.num_row_groups)]
            self._files[name] = meta, np.cumsum([0, *sizes])
        return self._files[name]

    def _at(
        self, name: str, spans: Sequence[range], columns: list[str] | None = None
    ) -> list[dict[str, Any]]:
        """Return spans of rows of a Parquet file, decoding only the row groups they stand in. Raises IndexError beyond its end.

        The row groups are decoded in one call, as each call costs what a thousand rows cost, and rows are cut out of what was
        decoded, not gathered from it, for which it would be copied together first.
        """
        meta, starts = self._opened(name)
        if any(span.stop > starts[-1] for span in spans):
            raise IndexError(f"{name}: {spans}")
        first, last = (
            np.searchsorted(starts, rows, "right") - 1
            for rows in ([span.start for span in spans], [span.stop - 1 for span in spans])
        )
        groups = sorted({group for a, b in zip(first, last, strict=True) for group in range(a, b + 1)})
        begin = dict(zip(groups, np.cumsum([0, *np.diff(starts)[groups]]).tolist(), strict=False))
        with pq.ParquetFile(self.path / name, metadata=meta, memory_map=True) as file:
            table = file.read_row_groups(groups, columns=columns)
        return [
            row
            for span, group in zip(spans, first.tolist(), strict=True)
            for row in table.slice(begin[group] + span.start - int(starts[group]), len(span)).to_pylist()
        ]

    def all_reasons(self) -> pa.Table:
        """Return every reason: for small bundles and for comparison."""
        files = sorted((self.path / "reasons").glob("*.parquet"))
        return pa.concat_tables([pq.read_table(f) for f in files], promote_options="permissive")

    def facts(self) -> pa.Table:
        """Return every fact in the order recorded: for small bundles."""
        return pq.read_table(self.path / "facts.parquet")

    def standings(self, unit: str) -> list[dict[str, Any]]:
        """Return the places of one unit in all its leagues.

        Every league holds all units of its level in their order, so the rows are known by counting.
        """
        found: list[dict[str, Any]] = []
        with suppress(LookupError):
            number, row, at = self._find(unit)
            spans = [range(start + row, start + row + 1) for start in self._leagues[number]]
            known = {
                "level": self.manifest["levels"][number]["level"],
                "title": self.units["title"][at].as_py(),
            }
            wanted = [name for name in STANDING if name not in known]
            found = [
                {name: (own | known)[name] for name in STANDING}
                for own in self._at("places.parquet", spans, wanted)
            ]
        if not found or any(each["unit"] != unit for each in found):
            found = pq.read_table(self.path / "places.parquet", filters=[("unit", "=", unit)]).to_pylist()
        return found

    @cached_property
    def _leagues(self) -> list[list[int]]:
        """Where in the table of places each league of each level begins."""
        names = ["level", "league"]
        table = pq.read_table(self.path / "places.parquet", columns=names, read_dictionary=names)
        table = table.unify_dictionaries().combine_chunks()
        kinds = [
            np.asarray(table[name].chunk(0).indices) if table.num_rows else np.empty(0, np.int32)
            for name in names
        ]
        begins = np.flatnonzero((np.diff(kinds[0], prepend=-1) != 0) | (np.diff(kinds[1], prepend=-1) != 0))
        levels = [table["level"][at].as_py() for at in begins.tolist()]
        return [
            [at for at, level in zip(begins.tolist(), levels, strict=True) if level == each["level"]]
            for each in self.manifest["levels"]
        ]

    def facts_of(self, unit: str, rows: Collection[int]) -> list[dict[str, Any]]:
        """Return the facts of one unit in the order recorded.

        In a large bundle only the row groups of ``rows`` (the facts its reasons cite) are read, and only if they are few:
        a statement must come at once.
        """
        meta, starts = self._opened("facts.parquet")
        groups = list(range(meta.num_row_groups))
        if len(groups) > FEW:
            groups = sorted({int(np.searchsorted(starts, row, "right")) - 1 for row in rows})
        if len(groups) > FEW:
            return []
        texts = ["unit", "indicator", "period"]
        found: list[dict[str, Any]] = []
        with pq.ParquetFile(
            self.path / "facts.parquet", metadata=meta, read_dictionary=texts, memory_map=True
        ) as file:
            for group in groups:
                table = file.read_row_group(group, columns=SAID)
                found += _listed(table.take(_rows_of(table["unit"], unit)))
        return found


def _listed(table: pa.Table) -> list[dict[str, Any]]:
    """Return rows as `to_pylist` does, each different word and moment made once: they come again and again."""
    columns = [_values(table[name]) for name in table.column_names]
    return [dict(zip(table.column_names, row, strict=True)) for row in zip(*columns, strict=True)]


def _values(column: pa.ChunkedArray) -> list[Any]:
    whole = column.combine_chunks()
    if not (pa.types.is_dictionary(whole.type) or pa.types.is_timestamp(whole.type)):
        return list(whole.to_pylist())
    coded = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
    words = coded.dictionary.to_pylist()
    return [None if at is None else words[at] for at in coded.indices.to_pylist()]


def _rows_of(column: pa.ChunkedArray, word: str) -> NDArray[np.int64]:
    """Return the rows in which a column of a dictionary has a word: its few words are compared, not its many rows."""
    if not pa.types.is_dictionary(column.type):
        return np.flatnonzero(pc.equal(column, word))
    meant = [
        np.asarray(pc.equal(chunk.dictionary, word))[np.asarray(chunk.indices)] for chunk in column.chunks
    ]
    return np.flatnonzero(np.concatenate([np.zeros(0, bool), *meant]))
