"""Weights from pairwise judgements: the analytic hierarchy process (AHP).

Saaty, *The Analytic Hierarchy Process* (1980): weights are the principal eigenvector of the judgement
matrix; consistency index (λ − n)/(n − 1); consistency ratio CI / RI, to be at most 0.10.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from youju.engine.composite import moments
from youju.engine.composite.cells import Floats, UnfitError, present
from youju.engine.composite.portable import exp, log

# Saaty 1980, p. 21: mean consistency index of random reciprocal matrices of size 1..15.
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)


@dataclass(frozen=True)
class Judged:
    """Weights of a judgement matrix, its principal eigenvalue estimate, consistency index and ratio."""

    weights: Floats
    eigenvalue: float
    consistency_index: float
    consistency_ratio: float

    def consistent(self, limit: float = 0.10) -> bool:
        """Tell whether the consistency ratio is at most ``limit`` (Saaty's 0.10)."""
        return self.consistency_ratio <= limit


def ahp(matrix: Floats, *, how: Literal["eigenvector", "geometric", "mean"] = "eigenvector") -> Judged:
    """Return weights and consistency of a positive reciprocal judgement matrix of size 1 to 15.

    ``eigenvector``: principal eigenvector by power iteration; ``geometric``: geometric mean of rows (Crawford &
    Williams 1985); ``mean``: mean of the normalised columns. λ is the mean of (A·w)/w.
    """
    a = _judgements(matrix)
    n = a.shape[0]
    w = {"eigenvector": _eigenvector, "geometric": _row_means, "mean": _column_means}[how](a)
    ratios = [_dot(a[i], w) / w[i] for i in range(n)]
    peak = math.fsum(ratios) / n
    index = (peak - n) / (n - 1) if n > 2 else 0.0
    base = RANDOM_INDEX[n - 1]
    return Judged(np.array(w), peak, index, index / base if base else 0.0)


def _judgements(matrix: Floats) -> Floats:
    a = present(matrix)
    n = a.shape[0]
    if a.ndim != 2 or a.shape[1] != n or not 1 <= n <= len(RANDOM_INDEX):
        raise UnfitError(
            f"判断矩阵的形状 {a.shape} 不对",
            f"judgement matrix has shape {a.shape}; square, 1 to 15, is needed",
        )
    for i in range(n):
        for j in range(n):
            if not a[i, j] > 0 or abs(a[i, j] * a[j, i] - 1.0) > 1e-6:
                raise UnfitError(
                    f"判断矩阵第 {i + 1} 行第 {j + 1} 列与对称位置不互为倒数",
                    f"row {i + 1}, column {j + 1} is not the reciprocal of its mirror",
                    row=i,
                    column=j,
                )
    return a


def _eigenvector(a: Floats) -> list[float]:
    """Power iteration; a positive matrix converges to its one positive eigenvector (Perron 1907)."""
    w = _row_means(a)
    for _ in range(10_000):
        following = _to_one([_dot(row, w) for row in a])
        moved = max(abs(p - q) for p, q in zip(following, w, strict=True))
        w = following
        if moved <= 1e-16:
            break
    return w


def _row_means(a: Floats) -> list[float]:
    n = a.shape[0]
    logs = np.array([moments.total(row) / n for row in log(a)])
    return _to_one(exp(logs).tolist())


def _column_means(a: Floats) -> list[float]:
    n = a.shape[0]
    sums = [moments.total(a[:, j]) for j in range(n)]
    return [math.fsum(a[i, j] / sums[j] for j in range(n)) / n for i in range(n)]


def _dot(row: Floats, w: list[float]) -> float:
    return math.fsum(p * q for p, q in zip(row.tolist(), w, strict=True))


def _to_one(w: list[float]) -> list[float]:
    whole = math.fsum(w)
    return [v / whole for v in w]
