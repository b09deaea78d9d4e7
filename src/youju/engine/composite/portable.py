"""Logarithm, exponential and power, the same for a value wherever it stands in an array.

NumPy's vector kernels may treat the body and the tail of an array, or a strided and a contiguous one, with
different code. Here each value goes through the scalar function of the C library, so a value's result depends
on the value alone: not on its row, the chunk it arrives in, or the layout of memory.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from youju.engine.composite.cells import Floats


def log(x: Floats) -> Floats:
    """Return ln x for positive x, element by element."""
    return _each(math.log, x)


def exp(x: Floats) -> Floats:
    """Return eˣ, element by element."""
    return _each(math.exp, x)


def power(x: Floats, exponent: float) -> Floats:
    """Return x to ``exponent`` for x ≥ 0, element by element."""
    if exponent == 1.0:
        return x.copy()
    return _each(lambda v: math.pow(v, exponent), x)


def _each(function: Callable[[float], float], x: Floats) -> Floats:
    flat = np.fromiter(map(function, x.ravel().tolist()), dtype=np.float64, count=x.size)
    return flat.reshape(x.shape)
