"""Weights from principal components, and the small eigenvalue routine they stand on.

The eigenvalues come from Jacobi's rotations (Golub & Van Loan 1996, §8.4) in plain arithmetic, so they do not
depend on which linear-algebra library, thread count or processor happens to be installed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from youju.engine.composite import weigh
from youju.engine.composite.cells import Bools, Floats, present


@dataclass(frozen=True)
class Components:
    """Principal components of the correlation matrix: weights, shares of variance, loadings (indicator × component)."""

    weights: Floats
    shares: Floats
    loadings: Floats


def pca(values: Floats, *, missing: Bools | None = None) -> Components:
    """Return weights as the squared loadings of the first component, which sum to one.

    Components of the correlation matrix (OECD/JRC Handbook 2008, steps 4 and 6, p. 63-69 and 89-91). The first eigenvector has
    length one, so its squares are shares. Signs are fixed: each component's largest loading is positive.
    """
    cells = present(values, missing)
    roots, vectors = eigen(weigh.correlations(cells, missing=np.isnan(cells)))
    first = vectors[:, 0]
    return Components(
        first * first, roots / math.fsum(roots.tolist()), vectors * np.sqrt(np.maximum(roots, 0.0))
    )


def eigen(symmetric: Floats) -> tuple[Floats, Floats]:
    """Return eigenvalues, largest first, and unit eigenvectors as columns, of a small symmetric matrix."""
    a = np.array(symmetric, dtype=np.float64)
    n = a.shape[0]
    v = np.eye(n)
    for _ in range(100):
        off = math.fsum((a[i, j] * a[i, j]) for i in range(n) for j in range(i + 1, n))
        if off <= 1e-30 * n * n:
            break
        for p in range(n - 1):
            for q in range(p + 1, n):
                _rotate(a, v, p, q)
    roots = np.diag(a)
    order = np.argsort(-roots, kind="stable")
    vectors = v[:, order]
    peak = vectors[np.argmax(np.abs(vectors).round(12), axis=0), np.arange(n)]
    return roots[order], vectors * np.where(peak < 0, -1.0, 1.0)


def _rotate(a: Floats, v: Floats, p: int, q: int) -> None:
    """One Jacobi rotation that brings a[p, q] to zero."""
    if abs(a[p, q]) <= 1e-300:
        return
    theta = (a[q, q] - a[p, p]) / (2.0 * a[p, q])
    t = math.copysign(1.0, theta) / (abs(theta) + math.sqrt(theta * theta + 1.0))
    c = 1.0 / math.sqrt(t * t + 1.0)
    s = t * c
    for m in (a, a.T, v):
        left, right = m[:, p].copy(), m[:, q].copy()
        m[:, p], m[:, q] = c * left - s * right, s * left + c * right
