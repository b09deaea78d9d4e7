"""The characters that a match may begin or end with, read off the pattern itself.

Of several patterns asked at one place nearly all fail there at the first character, or at the last before a `$`. Where that character
is looked up in one set none of them need be asked; and as the set is derived, a word added to a pattern is never forgotten here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

_WIDEST: Final = 200  # a class of more characters than these tells nothing
_PLACES: Final = frozenset((code.AT, code.ASSERT, code.ASSERT_NOT))
_REPEATS: Final = frozenset((code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT))
_CATEGORIES: Final = {code.CATEGORY_DIGIT: r"\d", code.CATEGORY_SPACE: r"\s"}
_Edge = tuple[
    set[str] | None, bool
]  # the characters at an edge (None for any), and whether there may be none


def firsts(*patterns: re.Pattern[str], or_nothing: bool = False) -> frozenset[str]:
    """The characters that a match of any of the patterns may begin with.

    Raises ValueError where it may begin with anything, or be empty; with `or_nothing` an empty match counts for nothing.
    """
    return _single(_edge(patterns, 1, or_nothing=or_nothing))


def lasts(*patterns: re.Pattern[str]) -> frozenset[str]:
    """The characters that a text may end with in which one of the patterns is found, each closed by `$`: a line feed may follow it."""
    return _single(_edge(patterns, -1, or_nothing=False)) | {"\n"}


def _single(chars: frozenset[str]) -> frozenset[str]:
    if any(len(char) > 1 for char in chars):
        raise ValueError(f"digits or blanks of every script are no set: {sorted(chars)[:20]}")
    return chars


def begins(pattern: re.Pattern[str]) -> str:
    """The class of characters that a match may begin with, as a pattern; digits and blanks of every script count in."""
    chars = sorted(_edge((pattern,), 1, or_nothing=False))
    return f"[{''.join(char if len(char) > 1 else re.escape(char) for char in chars)}]"


def _edge(patterns: Sequence[re.Pattern[str]], step: int, *, or_nothing: bool) -> frozenset[str]:
    found: set[str] = set()
    for pattern in patterns:
        chars, empty = _of_row(parser.parse(pattern.pattern, pattern.flags), step)
        if chars is None or (empty and not or_nothing) or pattern.flags & re.IGNORECASE:
            raise ValueError(f"a match may begin or end with anything: {pattern.pattern[:60]}")
        found |= chars
    return frozenset(found)


def _of_row(items: Any, step: int) -> _Edge:
    found: set[str] = set()
    for kind, value in list(items)[::step]:
        chars, empty = _of_item(kind, value, step)
        if chars is None:
            return None, False
        found |= chars
        if not empty:
            return found, False
    return found, True


def _of_item(kind: Any, value: Any, step: int) -> _Edge:
    if kind is code.LITERAL:
        return {chr(value)}, False
    if kind is code.IN:
        return _of_class(value), False
    if kind in _PLACES:
        return set(), True
    if kind is code.SUBPATTERN:
        return _of_row(value[3], step)
    if kind is code.BRANCH:
        ways = [_of_row(way, step) for way in value[1]]
        known = [chars for chars, _ in ways if chars is not None]
        return (set().union(*known) if len(known) == len(ways) else None), any(empty for _, empty in ways)
    if kind in _REPEATS:
        chars, empty = _of_row(value[2], step)
        return chars, empty or value[0] == 0
    return None, False


def _of_class(parts: Any) -> set[str] | None:
    found: set[str] = set()
    for kind, value in parts:
        if kind is code.LITERAL:
            found.add(chr(value))
        elif kind is code.RANGE and value[1] - value[0] < _WIDEST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        elif kind is code.CATEGORY and value in _CATEGORIES:
            found.add(_CATEGORIES[value])
        else:
            return None  # a negated class, or a wide one
    return found
