"""Reading a bundle: its manifest, its tables, and the reasons of one unit without reading the rest."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from youju.engine.bundle.manifest import load
from youju.engine.bundle.write import ROWS

FEW = 8
"""Row groups of facts a statement may read."""


@dataclass(frozen=True)
class Bundle:
    """An opened bundle. Raises ValueError where the folder is none."""

    path: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the bundle says of itself."""
        return load(self.path)

    @cached_property
    def places(self) -> pa.Table:
        """All places: level, league, group, place, of, unit, title, total, band, published, low, high."""
        return pq.read_table(self.path / "places.parquet")

    @cached_property
    def units(self) -> pa.Table:
        """The units: code, title, level, parent and further columns."""
        return pq.read_table(self.path / "units.parquet")

    @cached_property
    def _row_of(self) -> dict[str, tuple[int, int]]:
        """Unit → number of its level and its row there."""
        found: dict[str, tuple[int, int]] = {}
        for number, level in enumerate(self.manifest["levels"]):
            codes = self.units.filter(pc.equal(self.units["level"], level["level"]))["code"].to_pylist()
            found.update({code: (number, row) for row, code in enumerate(codes)})
        return found

    def reasons(self, unit: str) -> list[dict[str, Any]]:
        """Return the reasons of one unit in the order of the rules. Raises LookupError for a unit the bundle does not score.

        Reasons are dense and sorted, so the row group that holds a unit is known by counting: nothing else is decoded.
        """
        number, row = self._find(unit)
        level = self.manifest["levels"][number]
        width = len(level["rules"])
        part, inside = divmod(row, level["part"])
        file = pq.ParquetFile(self.path / "reasons" / f"{number}-{part:04d}.parquet")
        first, last = inside * width // ROWS, (inside * width + width - 1) // ROWS
        table = file.read_row_groups(list(range(first, last + 1)))
        found: list[dict[str, Any]] = table.slice(inside * width - first * ROWS, width).to_pylist()
        return found

    def _find(self, unit: str) -> tuple[int, int]:
        """Return a unit's level and row, first by looking only at the level of the code asked for."""
        if unit not in self._row_of:
            raise LookupError(f"成果包里没有单位 {unit} / no unit {unit} in this bundle")
        return self._row_of[unit]

    def all_reasons(self) -> pa.Table:
        """Return every reason: for small bundles and for comparison."""
        files = sorted((self.path / "reasons").glob("*.parquet"))
        return pa.concat_tables([pq.read_table(f) for f in files], promote_options="permissive")

    def facts(self) -> pa.Table:
        """Return every fact in the order recorded: for small bundles."""
        return pq.read_table(self.path / "facts.parquet")

    def standings(self, unit: str) -> list[dict[str, Any]]:
        """Return the places of one unit in all its leagues."""
        found: list[dict[str, Any]] = pq.read_table(
            self.path / "places.parquet", filters=[("unit", "=", unit)]
        ).to_pylist()
        return found

    def facts_of(self, unit: str, rows: Collection[int]) -> list[dict[str, Any]]:
        """Return the facts of one unit in the order recorded.

        In a large bundle only the row groups of ``rows`` (the facts its reasons cite) are read, and only if they are few:
        a statement must come at once.
        """
        file = pq.ParquetFile(self.path / "facts.parquet")
        groups = list(range(file.metadata.num_row_groups))
        if len(groups) > FEW:
            starts = [0]
            for group in groups:
                starts.append(starts[-1] + file.metadata.row_group(group).num_rows)
            groups = sorted({bisect_right(starts, row) - 1 for row in rows})
        if len(groups) > FEW:
            return []
        table = file.read_row_groups(groups)
        found: list[dict[str, Any]] = table.filter(
            pc.equal(table["unit"].cast(pa.string()), unit)
        ).to_pylist()
        return found
