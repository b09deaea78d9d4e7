"""Exact numbers: text and Arrow columns become integers with a scale, ``mantissa × 10^−scale``, with no float in between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

DIGITS = 18
DECIMALS = 36
"""Published floats are printed with 17 digits however small they are: 0.0000019999999999999999."""
LIMIT = 10**DIGITS
_WIDTH = 20
_BLOCK = 1 << 16
_DIGITS = r"[+-]?(?:\d+\.?\d*|\.\d+)"
_PLAIN = re.compile(_DIGITS + r"(?:e[+-]\d{2,6})?", re.ASCII)
"""Python, R and C print 1.2e-05, with a sign and two digits, and lose nothing."""
_FLOAT = re.compile(_DIGITS + r"(?:[eE][+-]?\d{1,6})?", re.ASCII)


@dataclass(frozen=True)
class Numbers:
    """A column of exact numbers. ``missing`` cells are empty; ``odd`` holds, by row, the text that is no number of ours."""

    mantissa: NDArray[np.int64]
    scale: NDArray[np.uint8]
    missing: NDArray[np.bool_]
    odd: dict[int, str]


def read_exact(text: str, *, powers: bool = False) -> tuple[int, int] | None:
    """Return (mantissa, scale) of a plainly written number in its shortest form; blanks around it, no-break ones too, do not count.

    None when it is not plainly written, or has more than 18 significant digits, or more than 36 decimals. A power of ten is
    plain only as programs print it (1.2e-05): a spreadsheet that writes 1.23E+05 has dropped digits, and nobody signs 1e5. ``powers``
    allows them all, for what was a number before it was text.
    """
    clean = text.strip()
    if not (_FLOAT if powers else _PLAIN).fullmatch(clean):
        return None
    number = Decimal(clean)
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        return None
    if not any(digits):
        return 0, 0
    written = "".join(map(str, digits)).lstrip("0")
    short = written.rstrip("0")
    exponent += len(written) - len(short)
    if len(short) + max(exponent, 0) > DIGITS or -exponent > DECIMALS:
        return None
    mantissa = int(short) * 10 ** max(exponent, 0)
    return (-mantissa if sign else mantissa), max(-exponent, 0)


def shorten(mantissa: NDArray[np.int64], scale: NDArray[np.uint8]) -> None:
    """Take trailing zeros of the decimals away, in place, so that equal numbers are written equally."""
    at = np.flatnonzero(scale)
    while at.size:
        quotient, left = np.divmod(mantissa[at], 10)
        at, quotient = at[left == 0], quotient[left == 0]
        mantissa[at] = quotient
        scale[at] -= 1
        at = at[scale[at] > 0]


def exact(column: pa.Array | pa.ChunkedArray) -> Numbers:
    """Read a column of any Arrow type. Floats count as the shortest decimal that stands for them; truth values and dates are odd."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _by_entry(array)
    if pa.types.is_null(kind):
        size = len(array)
        return Numbers(np.zeros(size, np.int64), np.zeros(size, np.uint8), np.ones(size, np.bool_), {})
    if pa.types.is_signed_integer(kind) or kind in {pa.uint8(), pa.uint16(), pa.uint32()}:
        return _integers(array)
    if pa.types.is_decimal(kind) and kind.bit_width <= 128 and 0 <= kind.scale <= DIGITS:
        return _decimals(array.cast(pa.decimal128(38, kind.scale)) if kind.bit_width < 128 else array)
    return _texts(_as_text(array), powers=not (pa.types.is_string(kind) or pa.types.is_large_string(kind)))


def _as_text(array: pa.Array) -> pa.Array:
    kind = array.type
    if pa.types.is_boolean(kind):
        return pc.if_else(array, "TRUE", "FALSE")
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_nested(kind):
        return pa.array(
            [None if cell is None else repr(cell) for cell in array.to_pylist()], pa.large_string()
        )
    return array.cast(pa.large_string())


def _by_entry(array: pa.DictionaryArray) -> Numbers:
    """Read each entry of a dictionary once."""
    entries = exact(array.dictionary)
    missing = np.asarray(array.indices.is_null())
    at = np.asarray(array.indices.fill_null(0)) if len(array.dictionary) else np.zeros(len(array), np.int64)
    if not len(array.dictionary):
        return Numbers(
            np.zeros(len(at), np.int64), np.zeros(len(at), np.uint8), np.ones(len(at), np.bool_), {}
        )
    strange = np.isin(at, list(entries.odd)) & ~missing if entries.odd else np.zeros(len(at), np.bool_)
    odd = {int(row): entries.odd[int(at[row])] for row in np.flatnonzero(strange)}
    return Numbers(entries.mantissa[at], entries.scale[at], entries.missing[at] | missing, odd)


def _missing(array: pa.Array) -> NDArray[np.bool_]:
    return np.asarray(array.is_null()) if array.null_count else np.zeros(len(array), np.bool_)


def _integers(array: pa.Array) -> Numbers:
    missing = _missing(array)
    mantissa = np.array(array.fill_null(0) if array.null_count else array).astype(np.int64, copy=False)
    large = np.flatnonzero((mantissa >= LIMIT) | (mantissa <= -LIMIT))
    return Numbers(
        mantissa, np.zeros(len(array), np.uint8), missing, {int(row): str(mantissa[row]) for row in large}
    )


def _decimals(array: pa.Array) -> Numbers:
    """Take the low 64 bits of each 128-bit integer; what does not fit in them is too long anyway."""
    missing = _missing(array)
    words = np.frombuffer(array.buffers()[1], np.int64)[
        2 * array.offset : 2 * (array.offset + len(array))
    ].reshape(-1, 2)
    mantissa = words[:, 0].copy()
    scale = np.full(len(array), array.type.scale, np.uint8)
    wide = ((words[:, 1] != (mantissa >> 63)) | (mantissa >= LIMIT) | (mantissa <= -LIMIT)) & ~missing
    mantissa[missing] = 0
    odd: dict[int, str] = {}
    for row in np.flatnonzero(wide):
        text = str(array[int(row)].as_py())
        found = read_exact(text, powers=True)
        mantissa[row], scale[row] = found or (0, 0)
        if found is None:
            odd[int(row)] = text
    shorten(mantissa, scale)
    return Numbers(mantissa, scale, missing, odd)


def _texts(array: pa.Array, *, powers: bool) -> Numbers:
    """Read plain digits by columns of characters, and what is left cell by cell."""
    size = len(array)
    array = array.cast(pa.large_string())
    offsets = np.frombuffer(array.buffers()[1], np.int64)[array.offset : array.offset + size + 1]
    held = array.buffers()[2]
    data = np.frombuffer(held, np.uint8) if held is not None and held.size else np.zeros(1, np.uint8)
    mantissa, scale, plain = np.zeros(size, np.int64), np.zeros(size, np.uint8), np.zeros(size, np.bool_)
    for begin in range(0, size, _BLOCK):
        block = slice(begin, min(begin + _BLOCK, size))
        mantissa[block], scale[block], plain[block] = _digits(data, offsets[block.start : block.stop + 1])
    missing = _missing(array) | (np.diff(offsets) == 0)
    odd: dict[int, str] = {}
    for row in np.flatnonzero(~plain & ~missing):
        text = array[int(row)].as_py()
        found = read_exact(text, powers=powers)
        mantissa[row], scale[row] = found or (0, 0)
        if not text.strip():
            missing[row] = True
        elif found is None:
            odd[int(row)] = text
    mantissa[missing] = 0
    scale[missing] = 0
    shorten(mantissa, scale)
    return Numbers(mantissa, scale, missing, odd)


def _digits(
    data: NDArray[np.uint8], offsets: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.bool_]]:
    """Read ``[+-]digits[.digits]`` of at most 18 digits from a block of cells; the last array says which cells are so written."""
    start, length = offsets[:-1], np.diff(offsets)
    size = len(start)
    mantissa, count = np.zeros(size, np.int64), np.zeros(size, np.uint8)
    decimals, dotted = np.zeros(size, np.uint8), np.zeros(size, np.bool_)
    fits = (length > 0) & (length <= _WIDTH)
    negative = np.zeros(size, np.bool_)
    for k in range(int(length[fits].max(initial=0))):
        live = fits & (length > k)
        sign = data[np.minimum(start + k, len(data) - 1)]
        digit = live & ((sign - 48).astype(np.uint8) < 10)
        dot = live & (sign == 46) & ~dotted
        dash = live & ((sign == 43) | (sign == 45)) if k == 0 else np.zeros(size, np.bool_)
        if k == 0:
            negative = live & (sign == 45)
        room = digit & (count < DIGITS)
        mantissa = np.where(room, mantissa * 10 + (sign.astype(np.int64) - 48), mantissa)
        fits &= ~(live & ~(room | dot | dash))
        count += room
        decimals += room & dotted
        dotted |= dot
    plain = fits & (count > 0) & ~(dotted & (decimals == 0))
    return np.where(negative, -mantissa, mantissa), decimals, plain
