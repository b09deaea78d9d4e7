"""What the engine scores: units in a tree, facts as exact columns, and records of registers. Plain data, no behaviour but look-ups."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from youju.engine.period import Period

RELATIONS = ("=", "≥", "≤", "≈")
BASES = ("reported", "verified", "register", "official", "document", "monitor")
UNKNOWN_TIME = np.iinfo(np.int64).min
Cell = Decimal | str | date | bool | None
T = TypeVar("T")


@dataclass(frozen=True)
class Units:
    """Units of one tree at one time. ``parents[i]`` is the index of the parent, −1 at a root; ``columns`` holds every further column as text."""

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    levels: tuple[str, ...]
    parents: NDArray[np.int32]
    columns: dict[str, tuple[str | None, ...]] = field(default_factory=dict)

    @cached_property
    def index(self) -> dict[str, int]:
        """Code → index."""
        return {code: i for i, code in enumerate(self.codes)}

    @cached_property
    def code_array(self) -> pa.Array:
        """The codes as Arrow text, built once."""
        return pa.array(self.codes, pa.string())

    @cached_property
    def title_array(self) -> pa.Array:
        """The titles as Arrow text, built once."""
        return pa.array(self.titles, pa.string())

    @cached_property
    def level_names(self) -> tuple[str, ...]:
        """Levels in the order in which they first appear."""
        return tuple(dict.fromkeys(self.levels))

    @cached_property
    def level_of(self) -> NDArray[np.int16]:
        """Index of each unit's level in ``level_names``."""
        number = {name: i for i, name in enumerate(self.level_names)}
        return np.fromiter((number[level] for level in self.levels), np.int16, len(self.levels))

    @cached_property
    def _memo(self) -> dict[Hashable, Any]:
        return {}

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was worked out about these units under a key, worked out now if nobody asked before: units do not change."""
        if key not in self._memo:
            self._memo[key] = make()
        found: T = self._memo[key]
        return found

    def at_level(self, level: str) -> NDArray[np.int32]:
        """Indices of the units of one level, in the order of the file."""
        number = self.level_names.index(level) if level in self.level_names else -1
        return self.remembered(
            ("at", level), lambda: np.flatnonzero(self.level_of == number).astype(np.int32)
        )

    def ancestor(self, level: str) -> NDArray[np.int32]:
        """For every unit the index of its ancestor (or itself) of that level; −1 where there is none."""
        return self.remembered(("ancestor", level), lambda: self._ancestor(level))

    def _ancestor(self, level: str) -> NDArray[np.int32]:
        wanted = self.level_names.index(level) if level in self.level_names else -2
        found = np.full(len(self.codes), -1, np.int32)
        at = np.arange(len(self.codes), dtype=np.int32)
        for _ in range(len(self.level_names) + 64):
            alive = (at >= 0) & (found < 0)
            if not alive.any():
                break
            hit = alive & (self.level_of[at] == wanted)
            found[hit] = at[hit]
            at = np.where(alive & ~hit, self.parents[at], -1)
        return found


@dataclass(frozen=True)
class Facts:
    """Observations in the order recorded: exact values as ``mantissa × 10^−scale``. Codes are small integers into the tuples beside them.

    A row may repeat a cell (unit, indicator, period): the later ``recorded_at`` (µs since 1970 UTC) wins, then the later row.
    """

    indicators: tuple[str, ...]
    periods: tuple[Period, ...]
    unit: NDArray[np.int32]
    indicator: NDArray[np.int16]
    period: NDArray[np.int16]
    mantissa: NDArray[np.int64]
    scale: NDArray[np.uint8]
    relation: NDArray[np.uint8]
    basis: NDArray[np.uint8]
    recorded_at: NDArray[np.int64]
    evidence: pa.Array | pa.ChunkedArray
    """Text per row (dictionary-encoded or plain), null where none."""

    def __len__(self) -> int:
        return len(self.unit)


@dataclass(frozen=True)
class Records:
    """One register's records: ``unit[i]`` the unit's index, ``fields`` typed cells, ``lines[i]`` where the row stands in its file."""

    unit: NDArray[np.int32]
    fields: dict[str, tuple[Cell, ...]]
    dates: tuple[date | None, ...]
    items: tuple[str | None, ...]
    evidence: tuple[str | None, ...]
    lines: tuple[int, ...]


def empty_facts() -> Facts:
    """Return facts without a row."""
    return Facts(
        (), (), np.empty(0, np.int32), np.empty(0, np.int16), np.empty(0, np.int16), np.empty(0, np.int64), np.empty(0, np.uint8),
        np.empty(0, np.uint8), np.empty(0, np.uint8), np.empty(0, np.int64), pa.array([], pa.string()),
    )  # fmt: skip


Registers = dict[str, Records]
