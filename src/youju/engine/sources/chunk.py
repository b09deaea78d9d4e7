"""A chunk of facts: some rows as exact columns, each of which still knows where it stood."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from youju.engine.sources.tables import Table


@dataclass(frozen=True)
class Chunk:
    """Columns of equal length. Row i of the chunk is row ``first + i`` of the table, or ``first + rows[i]`` when some were left out."""

    table: Table
    column: str
    base: int
    first: int
    rows: NDArray[np.int32] | None
    unit: NDArray[np.int32]
    indicator: NDArray[np.int16]
    period: NDArray[np.int16]
    mantissa: NDArray[np.int64]
    scale: NDArray[np.uint8]
    relation: NDArray[np.uint8]
    basis: NDArray[np.uint8]
    recorded_at: NDArray[np.int64]
    evidence: pa.Array | pa.ChunkedArray

    def __len__(self) -> int:
        return len(self.unit)

    def kept(self, mask: NDArray[np.bool_]) -> Chunk:
        """Return the rows of the chunk for which ``mask`` is true."""
        if mask.all():
            return self
        names = ("unit", "indicator", "period", "mantissa", "scale", "relation", "basis", "recorded_at")
        rows = np.flatnonzero(mask).astype(np.int32) if self.rows is None else self.rows[mask]
        return replace(
            self,
            rows=rows,
            evidence=pc.filter(self.evidence, pa.array(mask)),
            **{n: getattr(self, n)[mask] for n in names},
        )

    def row(self, at: int) -> int:
        """Return the table's row of a row of the chunk."""
        return self.first + (at if self.rows is None else int(self.rows[at]))

    def where(self, at: int) -> str:
        """Return where a row of the chunk stands, for a person."""
        return self.table.where(self.row(at), self.column)
