"""How numbers and gaps travel: float64 arrays in which NaN stands exactly where ``missing`` says so.

A gap is a statement, never an accident. Callers hand over ``values`` together with ``missing`` (a boolean array
of the same shape). What the mask covers may hold anything and is treated as absent; a NaN or an infinity outside
the mask raises :class:`UnfitError` with its row and column. Results carry NaN exactly at the cells that are missing.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]


class UnfitError(ValueError):
    """The numbers do not allow what was asked. Says it in Chinese and English, with row and column if known."""

    def __init__(self, zh: str, en: str, *, row: int | None = None, column: int | None = None) -> None:
        """Keep both sentences and the 0-based place of the first offending cell."""
        super().__init__(f"{zh} / {en}")
        self.zh, self.en, self.row, self.column = zh, en, row, column


def missing_of(values: Floats) -> Bools:
    """Declare every NaN of ``values`` to be a gap. The explicit act that turns NaN into ``missing``."""
    return np.isnan(np.asarray(values, dtype=np.float64))


def present(values: Floats, missing: Bools | None = None, *, infinite: bool = False) -> Floats:
    """Return a float64 copy with NaN exactly where ``missing`` is true.

    Raises :class:`UnfitError` naming row (and column) for a NaN or infinity that the mask does not cover;
    ``infinite=True`` lets infinities through for the one method whose limit they are (``fraction_of_max``).
    """
    cells = np.array(values, dtype=np.float64, order="C")
    if missing is not None:
        gaps = np.asarray(missing, dtype=np.bool_)
        if gaps.shape != cells.shape:
            raise UnfitError(
                f"缺失标记的形状 {gaps.shape} 与数据 {cells.shape} 不同",
                f"mask {gaps.shape} does not fit data {cells.shape}",
            )
        cells[gaps] = 0.0
    bad = np.isnan(cells) if infinite else ~np.isfinite(cells)
    if bad.any():
        _refuse_first(cells, bad)
    if missing is not None:
        cells[gaps] = np.nan
    return cells


def column_of(values: Floats, missing: Bools | None = None) -> tuple[Floats, Bools, Floats]:
    """Return one checked column as (cells with NaN gaps, where it has values, those values in order)."""
    cells = present(values, missing)
    if cells.ndim != 1:
        raise UnfitError(
            f"需要一列数，收到 {cells.ndim} 维", f"one column expected, got {cells.ndim} dimensions"
        )
    has = ~np.isnan(cells)
    return cells, has, cells[has]


def _refuse_first(cells: Floats, bad: Bools) -> None:
    place = [int(i) for i in np.argwhere(bad)[0]]
    row, column = place[0], place[1] if len(place) > 1 else None
    where_zh = f"第 {row + 1} 行" + ("" if column is None else f"第 {column + 1} 列")
    where_en = f"row {row + 1}" + ("" if column is None else f", column {column + 1}")
    value = float(cells[tuple(place)])
    raise UnfitError(
        f"{where_zh}的值 {value} 不是有限数，也没有标为缺失",
        f"{where_en}: {value} is neither finite nor marked missing",
        row=row,
        column=column,
    )
