"""Read the published tables of ../shared/golden; tests that need them skip where the folder is absent."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from youju.engine.composite.tree import Node

GOLDEN = Path(__file__).parents[3].parent / "shared" / "golden"
needs_golden = pytest.mark.skipif(not GOLDEN.is_dir(), reason="published tables are not here")


@dataclass(frozen=True)
class Table:
    """A published table: row keys, column names and floats with NaN where the file has no value."""

    keys: tuple[str, ...]
    columns: tuple[str, ...]
    values: np.ndarray

    def __getitem__(self, column: str) -> np.ndarray:
        return self.values[:, self.columns.index(column)]


def rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float:
    return float("nan") if text.strip() in ("", "NA") else float(text)


@cache
def asem(name: str) -> Table:
    lines = rows(f"asem/{name}.csv")
    columns = [c for c in lines[0] if c not in ("uCode", "EurAsia_group", "GDPpc_group")]
    key = "uCode" if "uCode" in lines[0] else "rep"
    values = np.array([[number(line[c]) for c in columns] for line in lines])
    return Table(tuple(line[key] for line in lines), tuple(columns), values)


@cache
def meta() -> list[dict[str, str]]:
    return rows("asem/00_iMeta.csv")


def direction(indicator: str) -> int:
    return next(int(m["Direction"]) for m in meta() if m["iCode"] == indicator)


def unit_column(column: str) -> dict[str, str]:
    return {line["uCode"]: line[column] for line in rows("asem/00_iData_raw.csv")}


def weights(name: str = "original") -> dict[str, float]:
    return {line["iCode"]: float(line["Weight"]) for line in rows(f"asem/weights_{name}.csv")}


def asem_tree(
    *,
    weight: dict[str, float] | None = None,
    method: str | tuple[str, str, str] = "arithmetic",
    at_least: float = 0.0,
    exponent: float | None = None,
) -> Node:
    """The ASEM index: 49 indicators, 8 pillars, 2 sub-indices, 1 index."""
    held = weight or {}
    by_level = (method,) * 3 if isinstance(method, str) else method

    def build(code: str, level: int) -> Node:
        below = [m for m in meta() if m["Parent"] == code]
        return Node(
            code,
            held.get(code, 1.0),
            tuple(build(m["iCode"], level - 1) for m in below),
            by_level[level - 2] if below else "arithmetic",
            at_least if below else 0.0,
            exponent,
        )

    return build("Index", 4)


def assert_same(ours: np.ndarray, theirs: np.ndarray, *, tolerance: float = 1e-12) -> None:
    """Same gaps, same infinities, and every number within ``tolerance`` of the published one, relatively."""
    assert np.array_equal(np.isnan(ours), np.isnan(theirs)), "gaps differ"
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=1e-15)
