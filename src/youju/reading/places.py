"""Divisions named in a text: which code a name on a page means.

A name that several provinces use (城关区, 鼓楼区, 朝阳区) is decided by the company it keeps: the prefecture that most of the
page's other names belong to. Where a page goes (赴某市考察), whom it meets (本市与某市签署) and whose office only bears the name
(某某海关) say little about where it comes from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, NamedTuple

from youju.reading.divisions import Division, counties, find, index, parent
from youju.reading.sieve import Sieve
from youju.reading.words import is_verb, likelihood, segments

_BESIDE: Final = 4
_HAN: Final = re.compile(r"[一-鿿]*")
# features of the land that bear a place's name: 长白山, 松花江; 山区, 江段 and the like speak of the place
# or a street, a town, a road of that name
_FEATURE: Final = re.compile(
    r"(?:街道|(?:镇|乡)(?=[一-鿿])(?![村镇])|大道|(?:东|西|南|北|中)?路(?![一-鿿]{0,2}(?:径|线|网|况))|小区|社区|山(?![区村东西]|[一-鿿]{1,2}[镇乡](?![村镇]))|江(?![段畔])|[湖岭峰峡](?!区))"
)


# districts that are called as the part of any town is
_PARTS_OF_TOWNS: Final = frozenset(["城区", "郊区", "矿区"])


class Place(NamedTuple):
    """A place named in a text: where, and which division it means on this page."""

    start: int
    end: int
    division: Division


class Mention(NamedTuple):
    """A name that some divisions bear: where it stands, which they are, and whether it is the full name."""

    start: int
    end: int
    candidates: tuple[Division, ...]
    full: bool


@cache
def _beginnings() -> re.Pattern[str]:
    """Two characters that some name begins with: a cheap sieve before the index is asked."""
    heads = index()[1]
    first = "".join(sorted({head[0] for head in heads}))
    second = "".join(sorted({head[1] for head in heads}))
    return re.compile(f"[{first}](?=[{second}])")


def _mentions(text: str) -> Iterator[Mention]:
    """Places by name, longest first, left to right."""
    names, lengths = index()
    free = 0
    for match in _beginnings().finditer(text):
        at = match.start()
        if at < free:
            continue
        for length in lengths.get(text[at : at + 2], ()):
            name = text[at : at + length]
            if len(name) == length and name in names:
                free = at + length
                full = names[name][0].name
                whole = full == name or (len(name) > 2 and "自治" in full and name[-1] == full[-1])
                if whole or _stands_alone(text, at, free):
                    yield Mention(at, free, names[name], whole)
                break


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a short name is a word where it stands, not cut out of longer ones (金水河口岸 holds 河口, 长白山 holds 长白)."""
    if _FEATURE.match(text, end):
        return False
    low = start
    while low > max(0, start - _BESIDE) and "一" <= text[low - 1] <= "鿿":
        low -= 1
    high = _HAN.match(text, end, end + _BESIDE)
    at = low
    for word in segments(text[low : high.end() if high else end]):
        if at < start < at + len(word) or (at < end < at + len(word) and text[at:end] != text[start:end]):
            return False
        at += len(word)
    return True


@dataclass(frozen=True)
class Home:
    """The place a page speaks from: its province, its prefecture (`seat` of the division) and the place itself."""

    province: str
    prefecture: str
    place: Division | None
    full: frozenset[str]
    mentions: dict[str, tuple[Mention, ...]] = field(default_factory=dict, compare=False, repr=False)

    def choose(self, candidates: Sequence[Division], full: bool) -> Division | None:
        """The division that a name means on this page, or None where a short name means no place here."""

        def nearness(one: Division) -> tuple[int, int, int]:
            near = 0 if one.seat == self.prefecture else 1 if one.code[:2] == self.province else 2
            return (0 if one.rank < 2 else near, near, one.rank) if not full else (near, one.rank, 0)

        kept = [
            one for one in candidates
            if (full or one.rank < 2 or one.seat == self.prefecture or one.name in self.full)
            and (one.name not in _PARTS_OF_TOWNS or one.seat == self.prefecture)
        ]  # fmt: skip
        return min(kept, key=nearness, default=None)


def find_home(texts: Sequence[str], page_place: str | None = None) -> Home:
    """The place the page speaks from, by its own names, or the one given from outside.

    Every full name votes for its province and prefecture; a name shared by several divisions votes only once
    the clear ones have voted. A county that has the page to itself is the place; else the prefecture is.
    """
    by_text = {text: tuple(_mentions(text)) for text in texts}
    mentions = [one for text in texts for one in by_text[text]]
    full = {division.name for one in mentions if one.full for division in one.candidates}
    given = find(page_place) if page_place else None
    if given:
        return Home(given.code[:2], given.seat, given, frozenset(full), by_text)
    votes = _votes(texts, by_text, full)
    levels = Counter(match[1] or match[2] for text in texts for match in _LEVEL.finditer(text))
    if not any(count > 0 for count in votes.values()) or _is_unnamed(votes, levels, mentions):
        _vote_by_short_names(votes, mentions, full)
    seats = _by_seat(votes)
    own = max(_OF_A_COUNTY, key=lambda kind: levels[kind])
    if levels[own]:  # 全县 and 县政府 are said of the host, never of a guest: its counties count twice
        seats += _by_seat({code: count for code, count in votes.items() if _county_kind(code) == own})
    for text in texts:  # a partner may be named as often as the host, but not in every item of the page
        seats.update(
            {one.seat for item in by_text[text] for one in item.candidates[:1] if seats[one.seat] > 0}
        )
    known = {text: _with_own_shorts(text, found, full) for text, found in by_text.items()}
    return replace(_elect(votes, seats, frozenset(full), levels), mentions=known)


# a word that is also a district's short form means the place only as a goal
_GONE_TO: Final = re.compile("[到赴来往]$")
THERE: Final = re.compile(
    "(?![一-鿿])|考察|调研|访问|参观|学习|开展|挂职|对接|交流|帮扶|跟岗|跟班|培训|实训|进修|取经|招商|推介|参展|参会|研学|拜访|洽谈"
)


def _with_own_shorts(text: str, found: tuple[Mention, ...], full: set[str]) -> tuple[Mention, ...]:
    """`集美` on a page that names 集美区: the short forms that are too common to be known everywhere, for the places a page calls in full."""
    names = index()[0]
    more: list[Mention] = []
    for name in sorted(full):
        candidates = names[name]
        short = candidates[0].short
        if len(short) < _SHORTEST or short in names or short == name or text.count(short) == text.count(name):
            continue
        common = is_verb(short) or likelihood(short) > _COMMON
        for match in re.finditer(re.escape(short), text):
            low, high = match.span()
            if any(one.start < high and low < one.end for one in found):
                continue
            goal = _GONE_TO.search(text, max(0, low - 1), low) and THERE.match(text, high)
            if goal or (not common and _stands_alone(text, low, high)):
                more.append(Mention(low, high, candidates, full=False))
    return tuple(sorted((*found, *more), key=lambda one: one.start)) if more else found


_SHORTEST, _COMMON = 2, -12.5


_LEVEL: Final = Sieve(
    re.compile(
        r"(?<![居位列于占第在])[全我]([市县区州旗盟])(?![场民])|(?<![一-鿿])([县区旗])(?:委|政府|人民政府)(?![员托])"
    ),
    r"[全我县区旗](?=[市县区州旗盟委政人])",
)
_OF_A_COUNTY: Final = "县区旗"


def _county_kind(code: str) -> str:
    """What a page calls this division when it says 全县, 全区 or 全旗 of it; nothing of a city, for its prefecture is one too."""
    division = find(code)
    return division.name[-1] if division and division.rank == 2 and division.name[-1] in _OF_A_COUNTY else ""


def _is_unnamed(votes: Counter[str], levels: Counter[str], mentions: Sequence[Mention]) -> bool:
    """Whether a page says 全县 and names no county in full, or calls one by its short form far more often than any in full."""
    if not any(levels[kind] for kind in _OF_A_COUNTY):
        return False
    whole = max((count for code, count in votes.items() if _county_kind(code)), default=0)
    short = Counter(
        one.candidates[0].code for one in mentions
        if not one.full and len(one.candidates) == 1 and levels[_county_kind(one.candidates[0].code)]
    )  # fmt: skip
    return whole == 0 or max(short.values(), default=0) >= _FAR_MORE * whole


def _votes(texts: Sequence[str], by_text: dict[str, tuple[Mention, ...]], full: set[str]) -> Counter[str]:
    votes: Counter[str] = Counter()
    shared: list[Mention] = []
    for text in texts:
        before: Mention | None = None
        weight = 1
        for one in by_text[text]:
            joined = before is not None and before.end == one.start
            inner = _inside(before, one) if joined and before else ()
            weight = weight if joined and weight < 1 else _weight(text, one)
            if inner and before and weight == 1:
                votes[before.candidates[0].code] -= 1
            before = one._replace(candidates=inner or one.candidates)  # noqa: SLF001 - a NamedTuple's own
            clear = inner or (one.candidates if one.full else sorted(one.candidates, key=_rank)[:1])
            if len(clear) > 1:
                shared.append(one)
            elif weight < 1 or one.full or clear[0].rank < 2:
                votes[clear[0].code] += weight
            elif len(one.candidates) == 1 and clear[0].name in full:
                votes[clear[0].code] += 1
    lead = _leading(votes)
    for one in shared:
        kin = [division for division in one.candidates if division.seat == lead or not lead]
        if len(kin) == 1 or (kin and not lead):
            votes[kin[0].code] += 1
    return votes


def _inside(outer: Mention, one: Mention) -> tuple[Division, ...]:
    """`沈阳市铁西区`: the one of several namesakes that lies in the division named right before it."""
    above = outer.candidates[0]
    return tuple(
        division for division in one.candidates
        if division.rank > above.rank and (division.seat == above.seat or above.rank == 0) and division.code[:2] == above.code[:2]
    )[:1]  # fmt: skip


def _rank(division: Division) -> int:
    return division.rank


def _vote_by_short_names(votes: Counter[str], mentions: Sequence[Mention], full: set[str]) -> None:
    """A page that nowhere prints a full name: a short one that means one county only, and comes back, speaks for it."""
    named = Counter(one.candidates[0].code for one in mentions if len(one.candidates) == 1)
    code = max(named, key=lambda one: named[one], default="")
    division = find(code) if named[code] >= 2 else None
    if division:
        votes[code] += named[code]
        full.add(division.name)


_OFFICE: Final = re.compile(r"市?(?:海关|铁路|大学|口音|日报|晚报|晨报)")
_GUEST: Final = re.compile(r"[^，,。；;\n]{0,20}?[到来]我[市县区州省]")
_JOURNEY: Final = re.compile(
    r"[^，,。；;\n]{0,16}?(?:考察|学习|挂职|跟岗|跟班|招商|参观|拜访|对接|推介|交流|培训|参展|参会|取经|研学)|期间"
)


def _weight(text: str, one: Mention) -> int:
    """How much a name tells of where the page speaks from: a host is named, a guest is met and a goal is gone to."""
    lead = text[max(0, one.start - 2) : one.start]
    if lead.endswith(("居", "列")):
        return 0  # the scope of a rank
    if lead == "来自":
        return -1
    if lead.endswith(("赴", "往")) or _GUEST.match(text, one.end):
        return -2
    journey = lead.endswith(("到", "在")) and _JOURNEY.match(text, one.end)
    return 0 if journey or _OFFICE.match(text, one.end) else 1


def _by_seat(votes: Mapping[str, int]) -> Counter[str]:
    """The votes for places below a province, added up for each prefecture."""
    seats: Counter[str] = Counter()
    for code, count in votes.items():
        division = find(code)
        if division and division.is_inner:
            seats[division.seat] += count
    return seats


def _leading(votes: Counter[str]) -> str:
    """The prefecture that most of the clear names belong to, or nothing."""
    seats = _by_seat(votes)
    return max(seats, key=lambda seat: seats[seat], default="")


def _elect(votes: Counter[str], seats: Counter[str], full: frozenset[str], levels: Counter[str]) -> Home:
    if not seats:
        code = max(votes, key=lambda one: votes[one], default="")
        return Home(code[:2], "", find(code) if code else None, full)
    for seat in seats:
        head = find(seat)
        if head and head.name[-1] in "州盟" and levels[head.name[-1]]:
            seats[seat] += levels[head.name[-1]]
        province = find(seat[:2])
        seats[seat] += votes[province.code] // 2 if province and not seat.startswith(province.seat) else 0
    best = max(seats, key=lambda seat: seats[seat])
    own = {code: votes[code] for code in votes if (one := find(code)) and one.seat == best and one.rank == 2}
    top = max(own, key=lambda code: own[code], default="")
    kin = {one.code for one in counties()[best] if one.name in full}
    alone = top and len(kin) <= 2 and own[top] >= 2 * (_by_seat(votes)[best] - own[top])
    above = find(best)
    told = top and above and _is_told_of(top, own, levels, above)
    unnamed = top and above and votes[above.code] <= 0 and own[top] * 2 > sum(own.values())
    place = find(top) if alone or told or unnamed else above or (find(top) if top else None)
    return Home(best[:2], best, place, full)


def _is_told_of(top: str, own: dict[str, int], levels: Counter[str], above: Division) -> bool:
    """Whether a county is named several times as often as its neighbours on a page that says 全县 more than 全市."""
    second = max((count for code, count in own.items() if code != top), default=0)
    return levels[_county_kind(top)] > levels[above.name[-1]] and own[top] >= _FAR_MORE * max(second, 1)


_FAR_MORE: Final = 4


def find_places(text: str, home: Home) -> list[Place]:
    """The places named in a text, as this page means them; left to right, not overlapping."""
    found: list[Place] = []
    known = home.mentions.get(text)
    for one in known if known is not None else _mentions(text):
        division = home.choose(one.candidates, one.full)
        if division is not None:
            found.append(Place(one.start, one.end, division))
    return found


__all__ = ["Division", "Home", "Place", "find", "find_home", "find_places", "parent"]
