"""Logarithm, exponential and power that are the same on every machine, and wherever a value stands in an array.

The C library's functions may differ in the last bit between systems, and NumPy's vector kernels between processors,
or between the body and the tail of an array. These are built from the operations that IEEE 754 fixes to the bit
(+, −, ×, ÷, scaling by powers of two) and from tables that ``decimal`` computes exactly, carrying each number as a sum
of two floats (Dekker 1971, Numerische Mathematik 18, p. 224-242; argument reduction by table as in Tang 1990, ACM
TOMS 16, p. 378-400). The error before the one final rounding was measured at 2⁻⁷⁷ of the result, so the result is
nearly always the correctly rounded one, and in any case the same one everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from typing import TypeAlias

import numpy as np

from youju.engine.composite.cells import Floats, UnfitError

Pair: TypeAlias = tuple[Floats, Floats]

_BLOCK = 8192
_SPLIT = 134217729.0  # 2^27 + 1
_EXACT = Context(prec=60)
_LN2 = _EXACT.ln(Decimal(2))
_STEPS = 128  # table steps of the logarithm, per unit
_FIRST = 90  # the first tabulated step: 90/128 < sqrt(1/2)
_PARTS = 64  # table steps of the exponential, per factor of two


def log(x: Floats) -> Floats:
    """Return ln x, element by element. A value that is not positive and finite raises :class:`UnfitError`."""
    _need((x > 0) & np.isfinite(x), "对数", "logarithm")
    return _in_blocks(lambda v: np.add(*_log_pair(v)), x)


def exp(x: Floats) -> Floats:
    """Return eˣ, element by element; beyond the range of floats it raises :class:`UnfitError`."""
    _need(np.abs(x) < 700.0, "指数", "exponential")
    return _in_blocks(lambda v: _exp_of((v, np.zeros_like(v))), x)


def power(x: Floats, exponent: float) -> Floats:
    """Return x to ``exponent`` for x ≥ 0, element by element; 0 to a positive exponent is 0."""
    if exponent == 1.0:
        return x.copy()
    _need((x > 0) | ((x == 0) & (exponent > 0)), "幂", "power")
    safe = np.where(x > 0, x, 1.0)

    def raised(v: Floats) -> Floats:
        high, low = _log_pair(v)
        product, rest = _times(high, np.full_like(high, exponent))
        _need(np.abs(product) < 700.0, "幂", "power")
        return _exp_of(_plus(product, rest + low * exponent))

    return np.where(x > 0, _in_blocks(raised, safe), 0.0)


def _log_pair(x: Floats) -> Pair:
    """ln x = e·ln 2 + ln c + ln(1 + r) with x = m·2^e, c the table step nearest m, r = (m − c)/c, |r| < 0.006."""
    m, e = np.frexp(x)
    low = m < 0.7071067811865476
    m, e = np.where(low, m * 2.0, m), np.where(low, e - 1, e).astype(np.float64)
    step = np.rint(m * _STEPS)
    c, entry = step / _STEPS, step.astype(np.int64) - _FIRST
    apart = m - c
    r = apart / c
    product, rest = _times(r, c)
    r_low = ((apart - product) - rest) / c
    sq, sq_low = _times(r, r)
    sq_low += 2.0 * r * r_low
    cube, cube_low = _times(sq, r)
    cube_low += sq * r_low + sq_low * r
    third = cube / 3.0
    back, back_low = _times(third, np.full_like(third, 3.0))
    third_low = ((cube - back) - back_low + cube_low) / 3.0
    tail = sq * sq * (-1 / 4 + r * (1 / 5 + r * (-1 / 6 + r * (1 / 7 + r * (-1 / 8 + r * (1 / 9 - r / 10))))))
    high, down = _plus(r, -0.5 * sq)
    high, more = _plus(high, third)
    down += more + (r_low - 0.5 * sq_low + third_low + tail)
    base, base_low = _plus(e * _LN2_HIGH, _LN_C[0][entry])
    total, error = _plus(base, high)
    return _plus(total, error + (base_low + (e * _LN2_LOW + _LN_C[1][entry]) + down))


def _exp_of(x: Pair) -> Floats:
    """eˣ = 2^k · 2^(j/64) · e^r with r the rest below ln 2 / 128, from x as a sum of two floats."""
    n = np.rint(x[0] * (_PARTS / float(_LN2)))
    product, rest = _times(n, np.full_like(n, _PART_HIGH))
    r, r_low = _plus(x[0] - product, -rest)
    r, r_low = _plus(r, r_low + (x[1] - n * _PART_LOW))
    sq, sq_low = _times(r, r)
    sq_low += 2.0 * r * r_low
    tail = sq * r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040 + r / 40320)))))
    grown, grown_low = _plus(r, 0.5 * sq)
    grown_low += r_low + 0.5 * sq_low + tail
    whole = n.astype(np.int64)
    entry = whole % _PARTS
    table, table_low = _TWO_TO[0][entry], _TWO_TO[1][entry]
    top, top_low = _times(table, grown)
    high, low = _plus(table, top)
    low += top_low + table * grown_low + table_low * (1.0 + grown)
    result: Floats = np.ldexp(high + low, (whole - entry) // _PARTS)
    return result


def _plus(a: Floats, b: Floats) -> Pair:
    """a + b exactly, as rounded sum and error (Knuth's two-sum)."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def _times(a: Floats, b: Floats) -> Pair:
    """a × b exactly, as rounded product and error (Dekker)."""
    p = a * b
    ah, bh = a * _SPLIT, b * _SPLIT
    ah, bh = ah - (ah - a), bh - (bh - b)
    al, bl = a - ah, b - bh
    return p, ((ah * bh - p) + ah * bl + al * bh) + al * bl


def _in_blocks(function: Callable[[Floats], Floats], x: Floats) -> Floats:
    flat = np.ascontiguousarray(x, dtype=np.float64).ravel()
    out = np.empty_like(flat)
    for start in range(0, flat.size, _BLOCK):
        out[start : start + _BLOCK] = function(flat[start : start + _BLOCK])
    return out.reshape(x.shape)


def _need(fit: object, zh: str, en: str) -> None:
    if not np.all(np.asarray(fit)):
        raise UnfitError(f"有的值超出了可以求{zh}的范围", f"some value has no {en} among the floats")


def _pair_of(value: Decimal, bits: int = 53) -> tuple[float, float]:
    """Split an exact decimal into a float of at most ``bits`` bits and the float of the rest."""
    high = float(value)
    if bits < 53:
        mantissa, exponent = np.frexp(high)
        high = float(np.ldexp(np.rint(np.ldexp(mantissa, bits)), exponent - bits))
    return high, float(_EXACT.subtract(value, Decimal(high)))


def _table(values: list[Decimal]) -> Pair:
    pairs = [_pair_of(v) for v in values]
    return np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])


_LN2_HIGH, _LN2_LOW = _pair_of(_LN2, 40)  # 40 bits: times a binary exponent it stays exact
_PART_HIGH, _PART_LOW = _pair_of(_EXACT.divide(_LN2, Decimal(_PARTS)))
_LN_C = _table([_EXACT.ln(Decimal(s) / _STEPS) for s in range(_FIRST, 183)])
_TWO_TO = _table([_EXACT.exp(_EXACT.multiply(_LN2, Decimal(j) / _PARTS)) for j in range(_PARTS)])
