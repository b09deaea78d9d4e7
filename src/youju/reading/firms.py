"""Firms called by a short name that no form of company ends: those a text lists as firms (`推动甲钢、乙药等龙头企业`).

What is once said to be a firm is one wherever it stands in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from youju.reading.names import VERBS, Name
from youju.reading.words import is_coined

_LISTED: Final = re.compile(
    r"(?:^|[，,。；;：:“\n])(?P<list>[一-鿿]{2,12}(?:、[一-鿿]{2,8}){0,8})等(?:\d+[余多]?[家户个])?"
    r"(?:龙头|骨干|重点|知名|大型|本地|民营|领军|头部|上市|规上|规模以上|国有|央属|行业)+(?:工业|骨干|龙头|重点)?(?:企业|公司)"
)
_LEAST, _MOST = 2, 6


def find_firms(text: str) -> list[Name]:
    """The firms that a text lists by short names, wherever they stand in it."""
    if "等" not in text or "企业" not in text:
        return []
    shorts = {short for match in _LISTED.finditer(text) for short in _members(match["list"])}
    return sorted(
        Name(match.start(), match.end(), "org", short)
        for short in shorts
        for match in re.finditer(re.escape(short), text)
    )


def _members(listed: str) -> Iterator[str]:
    for piece in listed.split("、"):
        lead = VERBS.match(piece)
        short = piece[lead.end() :] if lead else piece
        if _LEAST <= len(short) <= _MOST and is_coined(short):
            yield short


def with_firms(names: Sequence[Name], firms: Sequence[Name]) -> list[Name]:
    """The names of a text with the firms that stand in none of them."""
    if not firms:
        return list(names)
    starts = [name.start for name in names]
    free = [
        firm
        for firm in firms
        if not any(
            name.start < firm.end and firm.start < name.end
            for name in names[max(0, bisect_right(starts, firm.start) - 2) : bisect_right(starts, firm.end)]
        )
    ]
    return sorted([*names, *free])
