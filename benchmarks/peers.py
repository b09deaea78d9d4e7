"""The first steps of an index – min-max, weighted means, places – as others do them, on the largest table they finish in time.

    python -m benchmarks.peers NAME ROWS

One process per peer and size; prints one JSON object. ``youju`` is the product's own composite; the others are asked in their own
words. Every peer must give the places that ``youju`` gives.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

COLUMNS = 30
SIZES = (500_000, 125_000, 31_250, 7_812, 1_953)
NAMES = ("pandas", "scikit-criteria", "pymcdm")


def data(rows: int) -> tuple[Any, Any]:
    """Return the same table and weights for the same number of rows."""
    rng = np.random.default_rng(rows)
    return rng.integers(1, 100_000, (rows, COLUMNS)) / 100, 1.0 + np.arange(COLUMNS) % 3


def youju(values: Any, weights: Any) -> Any:
    """As Youju does it."""
    from youju.engine.composite.aggregate import arithmetic
    from youju.engine.composite.normalise import minmax
    from youju.engine.composite.ranking import rank_within, round_half_up

    normal = np.column_stack([minmax(column, to=(0.0, 100.0)) for column in values.T])
    return rank_within(None, round_half_up(arithmetic(normal, weights=weights.tolist()), 6))


def pandas(values: Any, weights: Any) -> Any:
    """As pandas does it."""
    import pandas as pd

    frame = pd.DataFrame(values)
    normal = (frame - frame.min()) / (frame.max() - frame.min()) * 100
    total = (normal * weights).sum(axis=1) / weights.sum()
    return total.round(6).rank(method="min", ascending=False).astype(int).to_numpy()


def scikit_criteria(values: Any, weights: Any) -> Any:
    """As scikit-criteria does it: a matrix, a scaler, a weighted sum, its own ranking."""
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.preprocessing.scalers import MinMaxScaler, SumScaler

    matrix = skcriteria.mkdm(values, [max] * COLUMNS, weights=weights)
    scaled = SumScaler(target="weights").transform(MinMaxScaler(target="matrix").transform(matrix))
    result = WeightedSumModel().evaluate(scaled)
    return np.asarray(result.rank_)


def pymcdm(values: Any, weights: Any) -> Any:
    """As pymcdm does it: its weighted sum with min-max, and its helper for places."""
    from pymcdm.helpers import rrankdata
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization

    total = WSM(minmax_normalization)(values, weights / weights.sum(), np.ones(COLUMNS))
    return rrankdata(np.round(total * 100, 6))


DOING: dict[str, Callable[[Any, Any], Any]] = {
    "youju": youju,
    "pandas": pandas,
    "scikit-criteria": scikit_criteria,
    "pymcdm": pymcdm,
}


def main(arguments: list[str]) -> None:
    """Do one of them once, and say how long it took and what came out."""
    name, rows = arguments[0], int(arguments[1])
    values, weights = data(rows)
    DOING[name](*data(100))
    wall, cpu = time.perf_counter(), time.process_time()
    places = DOING[name](values, weights)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    head = np.argsort(np.asarray(places, float), kind="stable")[:100]
    print(json.dumps({"wall": wall, "cpu": cpu, "head": hashlib.sha256(head.tobytes()).hexdigest()}))


if __name__ == "__main__":
    main(sys.argv[1:])
