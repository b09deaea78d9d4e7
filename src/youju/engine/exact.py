"""Exact columns: fractions of integers over many units at once, in int64 where that is proved safe, else in Python integers.

A column is ``num ÷ den`` with a presence mask. Every operation first bounds its result; if the bound could leave
int64 the column is reduced, and if that does not help it goes on in the *wide lane* (object arrays of Python integers):
slower, with identical results. So no scheme overflows and no mark is ever a float. Constants are plain integers.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
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
    def whole(self) -> bool:
        """Whether every row has a value."""
        return holds_everywhere(self.ok)

    @property
    def wide(self) -> bool:
        """Whether the column has left int64."""
        num, den = self.num, self.den
        return (isinstance(num, np.ndarray) and num.dtype.hasobject) or (
            isinstance(den, np.ndarray) and den.dtype.hasobject
        )

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

        ok = self.ok[rows]
        return Exact(
            pick(self.num),
            pick(self.den),
            everywhere(len(ok)) if holds_everywhere(ok) else ok,
            self.top,
            self.low,
            None if self.held is None else self.held[rows],
        )


@lru_cache(maxsize=64)
def everywhere(rows: int) -> Mask:
    """Return the mask of all rows: one for everybody, so nobody may write to it, and a column that has it is known to be whole."""
    mask = np.ones(rows, bool)
    mask.flags.writeable = False
    return mask


@lru_cache(maxsize=64)
def nowhere(rows: int) -> Mask:
    """Return the mask of no row: one for everybody, so nobody may write to it."""
    mask = np.zeros(rows, bool)
    mask.flags.writeable = False
    return mask


def holds_everywhere(mask: Mask) -> bool:
    """Say whether a mask holds in every row."""
    return mask is everywhere(len(mask)) or bool(mask.all())


def both(a: Mask, b: Mask) -> Mask:
    """Return where both masks hold; a mask of all rows costs nothing."""
    if a is b or b is everywhere(len(b)):
        return a
    return b if a is everywhere(len(a)) else a & b


def either(masks: Sequence[Mask]) -> Mask:
    """Return where any of the masks holds; a mask of all rows, or of none, costs nothing."""
    rows = len(masks[0])
    result = nowhere(rows)
    for mask in masks:
        if mask is everywhere(rows):
            return mask
        if mask is not nowhere(rows):
            result = mask if result is nowhere(rows) else result | mask
    return result


def _is_wide(x: Ints) -> bool:
    return isinstance(x, np.ndarray) and x.dtype.hasobject


def _at(x: Ints, row: int) -> Any:
    return x[row] if isinstance(x, np.ndarray) else x


def _max(x: Ints) -> int:
    if not isinstance(x, np.ndarray):
        return abs(int(x))
    return int(max(x.max(), -x.min())) if x.size else 0


def column(mantissa: NDArray[np.int64] | NDArray[np.object_], scale: int, ok: Mask) -> Exact:
    """Build a column from integers scaled by ``10**scale``."""
    if holds_everywhere(ok):
        clean, ok = np.array(mantissa), everywhere(len(ok))
    else:
        clean = np.where(ok, mantissa, 0)
    return _narrow(Exact(clean, 10**scale, ok, _max(clean), 10**scale))


def constant(value: Decimal | Fraction | int, rows: int) -> Exact:
    """Build a column that is the same in every row."""
    exact = value if type(value) is Fraction else fraction(value)
    return Exact(
        exact.numerator, exact.denominator, everywhere(rows), abs(exact.numerator), exact.denominator
    )


@lru_cache(maxsize=4096)
def fraction(value: Decimal | Fraction | int | str) -> Fraction:
    """Return a number as a fraction; a scheme's few numbers are asked for again and again."""
    return Fraction(value)


def absent(rows: int) -> Exact:
    """Build a column without any value."""
    return Exact(0, 1, nowhere(rows), 0, 1)


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
    wide = False
    for each in columns:
        wide = wide or each.wide
    if not wide:
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
        return both(a.ok, b.ok), None
    held = np.zeros(len(a), bool)
    for side in (a, b):
        if side.held is not None:
            held |= side.held
    return both(a.ok, b.ok), held


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
            num, den = _times(a.num, shared // a.den) + _times(b.num, sign * (shared // b.den)), shared
            ok, held = _both(a, b)
            return Exact(num, den, ok, a.top * (shared // a.den) + b.top * (shared // b.den), shared, held)
    if a.den is b.den and a.top + b.top < LIMIT and not a.wide and not b.wide:
        ok, held = _both(a, b)
        return Exact(a.num + b.num * sign, a.den, ok, a.top + b.top, a.low, held)
    a, b = _room(lambda x, y: max(x.top * y.low + y.top * x.low, x.low * y.low), a, b)
    ok, held = _both(a, b)
    num, den = _times(a.num, b.den) + _times(b.num, _times(a.den, sign)), _times(a.den, b.den)
    return Exact(num, den, ok, a.top * b.low + b.top * a.low, a.low * b.low, held)


def sub(a: Exact, b: Exact) -> Exact:
    """a − b; missing where either is."""
    return add(a, b, -1)


def mul(a: Exact, b: Exact) -> Exact:
    """a × b; missing where either is."""
    a, b = _room(lambda x, y: max(x.top * y.top, x.low * y.low), a, b)
    ok, held = _both(a, b)
    return Exact(_times(a.num, b.num), _times(a.den, b.den), ok, a.top * b.top, a.low * b.low, held)


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
    num, den, low = _times(a.num, b.den), _times(a.den, b.num), max(a.low * b.top, 1)
    if (b.num.min(initial=1) if isinstance(b.num, np.ndarray) else b.num) > 0:
        return Exact(num, den, ok, a.top * b.low, low, held)
    nonzero = np.broadcast_to(np.asarray(b.num != 0, bool), ok.shape)
    flip = np.where(b.num < 0, -1, 1) if isinstance(b.num, np.ndarray) else (-1 if b.num < 0 else 1)
    num, den = num * flip, den * flip
    if isinstance(den, np.ndarray):
        den = np.where(nonzero, den, 1)
    elif den == 0:
        den = 1
    return Exact(num, den, ok & nonzero, a.top * b.low, low, held)


def scale(a: Exact, factor: Decimal | Fraction | int) -> Exact:
    """a × a fixed number."""
    return mul(a, constant(Fraction(factor), len(a)))


def negative(a: Exact) -> Exact:
    """−a."""
    return replace(a, num=-a.num)


def compare(a: Exact, b: Exact, test: Callable[[Any, Any], Any]) -> Mask:
    """Return where both are present and a comparison of ``operator`` (``ge``, ``lt``, ``eq`` …) holds between them."""
    a, b = _room(lambda x, y: max(x.top * y.low, y.top * x.low), a, b)
    found = test(_times(a.num, b.den), _times(b.num, a.den))
    ok = both(a.ok, b.ok)
    if not isinstance(found, np.ndarray):
        return ok if found else nowhere(len(ok))
    return both(found.astype(bool, copy=False), ok)


def _times(x: Ints, y: Ints) -> Ints:
    """x × y, without work where one of them is a plain 1."""
    if not isinstance(y, np.ndarray) and y == 1:
        return x
    return y if not isinstance(x, np.ndarray) and x == 1 else x * y


def choose(mask: Mask, a: Exact, b: Exact) -> Exact:
    """a where the mask holds, else b."""
    if a.wide != b.wide:
        a, b = _widen(a), _widen(b)
    if _plain(a.den) and _plain(b.den) and a.den == b.den:
        den: Ints = a.den
    else:
        den = _pick(mask, a.den, b.den)
    _, held = _both(a, b)
    ok = a.ok if a.ok is b.ok else np.where(mask, a.ok, b.ok)
    return Exact(_pick(mask, a.num, b.num), den, ok, max(a.top, b.top), max(a.low, b.low), held)


def _pick(mask: Mask, a: Ints, b: Ints) -> Ints:
    big = any((_is_wide(x) if isinstance(x, np.ndarray) else abs(x) >= LIMIT) for x in (a, b))
    if big:
        a, b = (x if isinstance(x, np.ndarray) else np.full(len(mask), x, object) for x in (a, b))
    return np.where(mask, a, b)


def least(a: Exact, b: Exact) -> Exact:
    """The smaller of two; missing where either is."""
    ok, held = _both(a, b)
    return replace(choose(compare(a, b, operator.le), a, b), ok=ok, held=held)


def greatest(a: Exact, b: Exact) -> Exact:
    """The larger of two; missing where either is."""
    ok, held = _both(a, b)
    return replace(choose(compare(a, b, operator.ge), a, b), ok=ok, held=held)


def floor(a: Exact) -> Exact:
    """The whole part, towards minus infinity."""
    num = a.num // a.den
    return Exact(num, 1, a.ok, a.top + 1, 1, a.held)


def ceiling(a: Exact) -> Exact:
    """The next whole number, towards plus infinity."""
    return negative(floor(negative(a)))


def rounded(a: Exact, places: int, mode: Mode = "half_up") -> Exact:
    """Round to ``places`` decimals. ``half_up`` sends a half away from zero （四舍五入）, ``up`` anything away from zero, ``down`` towards zero."""
    unit = 10**places
    if _plain(a.den) and unit % a.den == 0 and a.top * (unit // a.den) < LIMIT and not a.wide:
        return replace(a, num=a.num * (unit // a.den), den=unit, top=a.top * (unit // a.den), low=unit)
    (a,) = _room(lambda x: 2 * x.top * unit + x.low, a)
    if mode == "half_up":
        twice = a.num * (2 * unit)
        whole = (twice + a.den - (twice < 0)) // (2 * a.den)  # the half below zero goes down: away from zero
        return _narrow(Exact(whole, unit, a.ok, a.top * unit + 1, unit, a.held))
    scaled = a.num * unit
    size, sign = (
        abs(scaled),
        (np.where(scaled < 0, -1, 1) if isinstance(scaled, np.ndarray) else (-1 if scaled < 0 else 1)),
    )
    if mode == "down":
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


class TooLargeError(OverflowError):
    """A number has more digits than marks can have; ``row`` is where the first of them stands."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(f"row {row} has more digits than int64 holds")


def scaled_ints(a: Exact, places: int) -> NDArray[np.int64]:
    """Return the column as int64 in units of ``10**−places`` (half up), 0 where missing. Raises TooLargeError where a value does not fit."""
    fixed = rounded(a, places)
    whole = fixed.num if isinstance(fixed.num, np.ndarray) else np.full(len(a), fixed.num)
    if fixed.top >= 2**63 and _max(fixed.num) >= 2**63:
        whole = np.where(a.ok, whole, 0)
        large = np.asarray(np.abs(whole) >= 2**63, bool)
        if large.any():
            raise TooLargeError(int(np.argmax(large)))
    whole = whole.astype(np.int64, copy=False)
    return whole if a.ok is everywhere(len(a)) else np.where(a.ok, whole, 0)


def total(parts: Sequence[Exact]) -> Exact:
    """The sum of columns; missing where any is."""
    result = parts[0]
    for part in parts[1:]:
        result = add(result, part)
    return result


def present(a: Exact, filler: Exact) -> Exact:
    """a where present, else the filler."""
    return a if a.whole else choose(a.ok, a, filler)


def with_mask(a: Exact, ok: Mask) -> Exact:
    """The same numbers, present only where the mask also holds."""
    ok = both(a.ok, ok)
    return a if ok is a.ok else replace(a, ok=ok)


def times(a: Exact, b: Exact) -> Exact:
    """a × b, without work where one of them is 1 in every row."""
    if _is_one(a):
        return b
    return a if _is_one(b) else mul(a, b)


def _is_one(a: Exact) -> bool:
    return (
        not isinstance(a.num, np.ndarray) and not isinstance(a.den, np.ndarray) and a.num == a.den and a.whole
    )
