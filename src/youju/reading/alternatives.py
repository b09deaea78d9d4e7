"""Lists of words as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable


def either(words: Iterable[str]) -> str:
    """A pattern of alternatives of which the longest reading wins.

    Words that begin alike share their beginning, so that the engine looks at a character once and not once for each word.
    """
    return _either(frozenset(words) - {""})


def _either(words: frozenset[str]) -> str:
    by_first: dict[str, set[str]] = {}
    for word in words:
        by_first.setdefault(word[0], set()).add(word[1:])
    alone = "".join(sorted(re.escape(first) for first, rests in by_first.items() if rests == {""}))
    longer = [_behind(first, rests) for first, rests in sorted(by_first.items()) if rests != {""}]
    return "|".join([*longer, f"[{alone}]"] if alone else longer)


def _behind(first: str, rests: set[str]) -> str:
    """The words of one first character, by what follows it; the character alone is their last reading."""
    return f"{re.escape(first)}(?:{_either(frozenset(rests) - {''})}){'?' if '' in rests else ''}"
