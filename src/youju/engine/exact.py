"""Exact columns: fractions of integers over many units at once, in int64 where that is proved safe, else in Python integers.

A column is ``num ÷ den`` with a presence mask. Every operation first bounds its result; if the bound could leave
int64 the column is reduced, and if that does not help it goes on in the *wide lane* (object arrays of Python integers):
slower, with identical results. So no scheme overflows and no mark is ever a float. Constants are plain integers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

LIMIT = 2**62
FLOAT_HOLDS = 2**53
"""Below this every integer is a float."""
Ints = Any
"""A Python int (the same for all rows), an int64 array, or an object array of Python ints."""
Mask = NDArray[np.bool_]
Mode = Literal["half_up", "half_even", "down", "up"]


@dataclass(frozen=True, slots=True)
class Exact:
    """``num ÷ den`` for ``n`` rows, den > 0. ``ok`` says where a value is present; ``held`` where something it rests on is absent and withholds the total.

    ``top`` and ``low`` bound |num| and den from above.
    """

    num: Ints
    den: Ints
    ok: Mask
    top: int
    low: int
    held: Mask | None = None

    def __len__(self) -> int:
        return len(self.ok)

    @property
    def wide(self) -> bool:
        """Whether the column has left int64."""
        return _is_wide(self.num) or _is_wide(self.den)

    def fraction(self, row: int) -> Fraction | None:
        """Return one cell as a fraction, None where missing."""
        return Fraction(int(_at(self.num, row)), int(_at(self.den, row))) if self.ok[row] else None

    def fractions(self) -> list[Fraction | None]:
        """Return all cells as fractions."""
        return [self.fraction(i) for i in range(len(self))]

    def floats(self) -> NDArray[np.float64]:
        """Return the column as floats, NaN where missing: for composites and sorting keys only, never for marks.

        Each is the float nearest to the fraction: where a float cannot hold numerator or denominator, Python divides the integers.
        """
        num, den = np.broadcast_to(self.num, self.ok.shape), np.broadcast_to(self.den, self.ok.shape)
        below = int(max(self.den.tolist(), default=1)) if isinstance(self.den, np.ndarray) else self.den
        if self.wide or self.top >= FLOAT_HOLDS or below >= FLOAT_HOLDS:
            quotient = np.array([int(n) / int(d) for n, d in zip(num, den, strict=True)], np.float64)
        else:
            quotient = num.astype(np.float64) / den
        return np.where(self.ok, quotient, np.nan)

    def take(self, rows: NDArray[np.int64] | NDArray[np.int32] | slice) -> Exact:
        """Return the chosen rows, in that order; a slice is a view."""

        def pick(x: Ints) -> Ints:
            return x[rows] if isinstance(x, np.ndarray) else x

        return Exact(
            pick(self.num),
            pick(self.den),
            self.ok[rows],
            self.top,
            self.low,
            None if self.held is None else self.held[rows],
        )


def _is_wide(x: Ints) -> bool:
    return isinstance(x, np.ndarray) and x.dtype == object


def _at(x: Ints, row: int) -> Any:
    return x[row] if isinstance(x, np.ndarray) else x


def _max(x: Ints) -> int:
    if not isinstance(x, np.ndarray):
        return abs(int(x))
    return int(max(x.max(), -x.min())) if x.size else 0


def column(mantissa: NDArray[np.int64] | NDArray[np.object_], scale: int, ok: Mask) -> Exact:
    """Build a column from integers scaled by ``10**scale``."""
    clean = np.where(ok, mantissa, 0)
    return _narrow(Exact(clean, 10**scale, ok, _max(clean), 10**scale))


def constant(value: Decimal | Fraction | int, rows: int) -> Exact:
    """Build a column that is the same in every row."""
    exact = Fraction(value)
    return Exact(
        exact.numerator, exact.denominator, np.ones(rows, bool), abs(exact.numerator), exact.denominator
    )


def absent(rows: int) -> Exact:
    """Build a column without any value."""
    return Exact(0, 1, np.zeros(rows, bool), 0, 1)


def from_fractions(values: Sequence[Fraction | None]) -> Exact:
    """Build a column from fractions, None where missing."""
    ok = np.array([v is not None for v in values], bool)
    num, den = np.empty(len(values), object), np.empty(len(values), object)
    for i, value in enumerate(values):
        num[i], den[i] = (0, 1) if value is None else (value.numerator, value.denominator)
    return _narrow(Exact(num, den, ok, _max(num), _max(den)))


def _narrow(x: Exact) -> Exact:
    """Go back to int64 where everything fits."""
    if x.wide and x.top < LIMIT and x.low < LIMIT:
        return replace(x, num=_as_kind(x.num, np.int64), den=_as_kind(x.den, np.int64))
    return x


def reduced(x: Exact) -> Exact:
    """Divide every cell by its greatest common divisor and tighten the bounds; a shared denominator stays shared."""
    if not isinstance(x.den, np.ndarray):
        return _narrow(_tight(x))
    divisor = np.gcd(x.num, x.den)
    return _narrow(_tight(replace(x, num=x.num // divisor, den=x.den // divisor)))


def _tight(x: Exact) -> Exact:
    return replace(x, top=_max(x.num), low=_max(x.den))


def _as_kind(x: Ints, kind: type) -> Ints:
    """Return an array in int64 or in Python integers; a plain integer as it is."""
    return x.astype(kind) if isinstance(x, np.ndarray) else x


def _widen(x: Exact) -> Exact:
    return replace(x, num=_as_kind(x.num, object), den=_as_kind(x.den, object))


def _room(need: Any, *columns: Exact) -> tuple[Exact, ...]:
    """Return the columns in a form in which ``need(*columns)`` stays below the limit: as they are, tightened, reduced, or wide."""
    if not any(c.wide for c in columns):
        if need(*columns) < LIMIT:
            return columns
        columns = tuple(_tight(c) for c in columns)
        if need(*columns) < LIMIT:
            return columns
    columns = tuple(reduced(c) for c in columns)
    if need(*columns) < LIMIT and not any(c.wide for c in columns):
        return columns
    return tuple(_widen(c) for c in columns)


def _both(a: Exact, b: Exact) -> tuple[Mask, Mask | None]:
    if a.held is None and b.held is None:
        return a.ok & b.ok, None
    held = np.zeros(len(a), bool)
    for side in (a, b):
        if side.held is not None:
            held |= side.held
    return a.ok & b.ok, held


def _plain(x: Ints) -> bool:
    return not isinstance(x, np.ndarray)


def add(a: Exact, b: Exact, sign: int = 1) -> Exact:
    """a + b (or a − b with ``sign`` −1); missing where either is."""
    if _plain(a.den) and _plain(b.den):
        shared = math.lcm(a.den, b.den)
        up_a, up_b = shared // a.den, shared // b.den
        a, b = _room(lambda x, y: max(x.top * up_a + y.top * up_b, shared), a, b)
        if _plain(a.den) and _plain(b.den):
            shared = math.lcm(a.den, b.den)
            num, den = a.num * (shared // a.den) + b.num * (sign * (shared // b.den)), shared
            ok, held = _both(a, b)
            return Exact(num, den, ok, a.top * (shared // a.den) + b.top * (shared // b.den), shared, held)
    if a.den is b.den and a.top + b.top < LIMIT and not a.wide and not b.wide:
        ok, held = _both(a, b)
        return Exact(a.num + b.num * sign, a.den, ok, a.top + b.top, a.low, held)
    a, b = _room(lambda x, y: max(x.top * y.low + y.top * x.low, x.low * y.low), a, b)
    ok, held = _both(a, b)
    num, den = a.num * b.den + b.num * a.den * sign, a.den * b.den
    return Exact(num, den, ok, a.top * b.low + b.top * a.low, a.low * b.low, held)


def sub(a: Exact, b: Exact) -> Exact:
    """a − b; missing where either is."""
    return add(a, b, -1)


def mul(a: Exact, b: Exact) -> Exact:
    """a × b; missing where either is."""
    a, b = _room(lambda x, y: max(x.top * y.top, x.low * y.low), a, b)
    ok, held = _both(a, b)
    return Exact(a.num * b.num, a.den * b.den, ok, a.top * b.top, a.low * b.low, held)


def div(a: Exact, b: Exact) -> Exact:
    """a ÷ b; missing where either is, or where b is 0."""
    if _plain(a.den) and _plain(b.den):
        common = math.gcd(a.den, b.den)
        a, b = (
            replace(a, den=a.den // common, low=a.den // common),
            replace(b, den=b.den // common, low=b.den // common),
        )
    a, b = _room(lambda x, y: max(x.top * y.low, x.low * y.top), a, b)
    ok, held = _both(a, b)
    nonzero = np.broadcast_to(np.asarray(b.num != 0, bool), ok.shape)
    flip = np.where(b.num < 0, -1, 1) if isinstance(b.num, np.ndarray) else (-1 if b.num < 0 else 1)
    num = a.num * b.den * flip
    den = a.den * b.num * flip
    if isinstance(den, np.ndarray):
        den = np.where(nonzero, den, 1)
    elif den == 0:
        den = 1
    return Exact(num, den, ok & nonzero, a.top * b.low, max(a.low * b.top, 1), held)


def scale(a: Exact, factor: Decimal | Fraction | int) -> Exact:
    """a × a fixed number."""
    return mul(a, constant(Fraction(factor), len(a)))


def negative(a: Exact) -> Exact:
    """−a."""
    return replace(a, num=-a.num)


def sign_of(a: Exact, b: Exact) -> NDArray[np.int8]:
    """−1, 0, 1 as a is less than, equal to, greater than b; 0 where either is missing (look at ``ok``)."""
    a, b = _room(lambda x, y: x.top * y.low + y.top * x.low, a, b)
    gap = a.num * b.den - b.num * a.den
    signs = np.broadcast_to(
        np.where(np.asarray(gap > 0, bool), 1, np.where(np.asarray(gap < 0, bool), -1, 0)), a.ok.shape
    )
    return np.where(a.ok & b.ok, signs, 0).astype(np.int8)


def choose(mask: Mask, a: Exact, b: Exact) -> Exact:
    """a where the mask holds, else b."""
    if a.wide != b.wide:
        a, b = _widen(a), _widen(b)
    if _plain(a.den) and _plain(b.den) and a.den == b.den:
        den: Ints = a.den
    else:
        den = _pick(mask, a.den, b.den)
    _, held = _both(a, b)
    return Exact(
        _pick(mask, a.num, b.num), den, np.where(mask, a.ok, b.ok), max(a.top, b.top), max(a.low, b.low), held
    )


def _pick(mask: Mask, a: Ints, b: Ints) -> Ints:
    big = any((_is_wide(x) if isinstance(x, np.ndarray) else abs(x) >= LIMIT) for x in (a, b))
    if big:
        a, b = (x if isinstance(x, np.ndarray) else np.full(len(mask), x, object) for x in (a, b))
    return np.where(mask, a, b)


def least(a: Exact, b: Exact) -> Exact:
    """The smaller of two; missing where either is."""
    ok, held = _both(a, b)
    return replace(choose(sign_of(a, b) <= 0, a, b), ok=ok, held=held)


def greatest(a: Exact, b: Exact) -> Exact:
    """The larger of two; missing where either is."""
    ok, held = _both(a, b)
    return replace(choose(sign_of(a, b) >= 0, a, b), ok=ok, held=held)


def floor(a: Exact) -> Exact:
    """The whole part, towards minus infinity."""
    num = a.num // a.den
    return Exact(num, 1, a.ok, a.top + 1, 1, a.held)


def ceiling(a: Exact) -> Exact:
    """The next whole number, towards plus infinity."""
    return negative(floor(negative(a)))


def rounded(a: Exact, places: int, mode: Mode = "half_up") -> Exact:
    """Round to ``places`` decimals. ``half_up`` sends a half away from zero (四舍五入), ``up`` anything away from zero, ``down`` towards zero."""
    unit = 10**places
    if _plain(a.den) and unit % a.den == 0 and a.top * (unit // a.den) < LIMIT and not a.wide:
        return replace(a, num=a.num * (unit // a.den), den=unit, top=a.top * (unit // a.den), low=unit)
    (a,) = _room(lambda x: 2 * x.top * unit + x.low, a)
    scaled = a.num * unit
    size, sign = (
        abs(scaled),
        (np.where(scaled < 0, -1, 1) if isinstance(scaled, np.ndarray) else (-1 if scaled < 0 else 1)),
    )
    if mode == "half_up":
        whole = (2 * size + a.den) // (2 * a.den)
    elif mode == "down":
        whole = size // a.den
    elif mode == "up":
        whole = -((-size) // a.den)
    else:
        whole = (2 * size + a.den) // (2 * a.den)
        tie = (2 * size + a.den) % (2 * a.den) == 0
        whole = (
            whole - (tie & (whole % 2 == 1))
            if isinstance(whole, np.ndarray)
            else whole - int(tie and whole % 2 == 1)
        )
    return _narrow(Exact(whole * sign, unit, a.ok, a.top * unit + 1, unit, a.held))


def scaled_ints(a: Exact, places: int) -> NDArray[np.int64]:
    """Return the column as int64 in units of ``10**−places`` (half up), 0 where missing. Raises OverflowError where a value does not fit."""
    fixed = rounded(a, places)
    if _max(fixed.num) >= 2**63:
        raise OverflowError(f"a value exceeds int64 at {places} decimals")
    whole = np.broadcast_to(np.asarray(fixed.num), a.ok.shape).astype(np.int64)
    return np.where(a.ok, whole, 0)


def total(parts: Sequence[Exact]) -> Exact:
    """The sum of columns; missing where any is."""
    result = parts[0]
    for part in parts[1:]:
        result = add(result, part)
    return result


def present(a: Exact, filler: Exact) -> Exact:
    """a where present, else the filler."""
    return a if bool(a.ok.all()) else choose(a.ok, a, filler)


def with_mask(a: Exact, ok: Mask) -> Exact:
    """The same numbers, present only where the mask also holds."""
    return replace(a, ok=a.ok & ok)


def times(a: Exact, b: Exact) -> Exact:
    """a × b, without work where one of them is 1 in every row."""
    if _is_one(a):
        return b
    return a if _is_one(b) else mul(a, b)


def _is_one(a: Exact) -> bool:
    return (
        not isinstance(a.num, np.ndarray)
        and not isinstance(a.den, np.ndarray)
        and a.num == a.den
        and bool(a.ok.all())
    )
