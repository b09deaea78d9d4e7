"""Which uncertain input moves the ranking: first-order and total Sobol indices.

Sobol' 1993; estimators of Jansen 1999 as recommended by Saltelli et al. 2010, "Variance based sensitivity analysis
of model output", Computer Physics Communications 181, p. 259-270 (table 2): with A, B two independent samples and
A_B(i) = A with column i from B,

    S_i = 1 − Σ (f(B) − f(A_B(i)))² / (2N·V)        T_i = Σ (f(A) − f(A_B(i)))² / (2N·V)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from youju.engine.composite import moments
from youju.engine.composite.cells import Floats, UnfitError


@dataclass(frozen=True)
class Design:
    """The sample as one block of runs: A, then B, then A_B(i) factor by factor (N·(k + 2) rows of uniforms)."""

    uniform: Floats = field(repr=False)
    n: int
    factors: tuple[str, ...]


@dataclass(frozen=True)
class Sensitivity:
    """First-order and total index per factor, and the variance of the output they divide."""

    first: dict[str, float]
    total: dict[str, float]
    variance: float


def design(factors: Sequence[str], *, n: int, seed: int) -> Design:
    """Return the runs to evaluate, drawn with PCG64(seed). The rows *are* the log."""
    k = len(factors)
    rng = np.random.Generator(np.random.PCG64(seed))
    a, b = rng.random((n, k)), rng.random((n, k))
    blocks = [a, b]
    for i in range(k):
        mixed = a.copy()
        mixed[:, i] = b[:, i]
        blocks.append(mixed)
    return Design(np.vstack(blocks), n, tuple(factors))


def analyse(plan: Design, output: Floats) -> Sensitivity:
    """Return the indices from the output of every run of the design (in its order)."""
    y = np.asarray(output, dtype=np.float64)
    if y.shape != (plan.uniform.shape[0],) or not np.isfinite(y).all():
        raise UnfitError(
            f"需要 {plan.uniform.shape[0]} 个有限的结果", f"{plan.uniform.shape[0]} finite outputs are needed"
        )
    n = plan.n
    a, b = y[:n], y[n : 2 * n]
    variance = moments.variance(y[: 2 * n], ddof=0)
    first, total = {}, {}
    for i, name in enumerate(plan.factors):
        mixed = y[(i + 2) * n : (i + 3) * n]
        missed = moments.total((b - mixed) ** 2) / (2 * n)
        moved = moments.total((a - mixed) ** 2) / (2 * n)
        first[name] = 1.0 - missed / variance if variance else 0.0
        total[name] = moved / variance if variance else 0.0
    return Sensitivity(first, total, variance)


def sobol(
    model: Callable[[Floats], Floats], factors: Sequence[str], *, n: int = 1024, seed: int
) -> Sensitivity:
    """Return the indices of ``model``, a function from runs × uniforms to one output per run."""
    plan = design(factors, n=n, seed=seed)
    return analyse(plan, model(plan.uniform))
