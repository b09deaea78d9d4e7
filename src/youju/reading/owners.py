"""Lists of places, towns and houses each of which owns a number of its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from youju.reading.names import Name
from youju.reading.passages import Passage
from youju.reading.places import Place
from youju.reading.towns import Town

Owner = Place | Town | Name
ITEMS: Final = re.compile(r"[、,，]|(?<![中共总饱调])和(?![平谐解])|以及|(?<![涉波普])及(?!时|格)|与")

# 高标准农田建设方面,甲镇、乙镇分别完成…: what the list is about is said before it
_ABOUT: Final = re.compile(r"(?:从|按)?(?P<what>[\u4e00-\u9fff]{3,14})(?:方面|来?看|计)[，,]$")
_BARE_VERB: Final = re.compile(r"(?:新增|累计|已|共|实际)*(?:完成|实现|达到?|为|有|得|建成|收入|增长)?了?")


def topical(passage: Passage, start: int, said: str) -> str:
    """What the verb of a list says, or, where it says nothing, what the clause before announces."""
    about = _ABOUT.search(passage.text, max(0, start - 18), start) if _BARE_VERB.fullmatch(said) else None
    return about["what"] if about else said


def owned_before(passage: Passage, start: int, said: str) -> list[tuple[str, Owner]]:
    """`甲镇、乙镇分别完成12公里、9公里,完成率依次为…`: one name goes on to the owners of the list before it."""
    floor = passage.sentence(start)[0]
    for begin, end in reversed(passage.clauses(floor, start)):
        names, mark, _ = passage.text[begin:end].partition("分别")
        if not mark and end <= start and "、" in names:
            owned = owned_by(passage, names.rstrip("，,"), begin, said)
            if owned:
                return [(said, owner) for _, owner in owned]
        if mark and names.strip("，, ") and end <= start:
            about = _ABOUT.search(passage.text, max(0, begin - 18), begin)
            return owned_by(passage, names, begin, (about["what"] if about else "") + said)
    return []


def owned_by(passage: Passage, names: str, start: int, said: str) -> list[tuple[str, Owner]]:
    """`甲县、乙镇分别投入…`: a list of nothing but places, towns and houses owns the numbers; what they did is said by the verb.

    `甲县、乙园区完成率分别为…`: the last of them may be followed by what is said of all.
    """
    by_start: dict[int, Owner] = {}
    close = start + len(names)
    for found in (passage.places, passage.towns, _near(passage.names, start)):
        for one in found:
            if one.end <= close and (one.start not in by_start or one.end > by_start[one.start].end):
                by_start[one.start] = one
    owners: list[Owner] = []
    lead = _SUPERLATIVE.match(names)
    names, start = (names[lead.end() :], start + lead.end()) if lead else (names, start)
    several = _SEVERAL.search(names)
    parts = [part for part in ITEMS.split(names[: several.start()] if several else names) if part]
    at = 0
    for number, part in enumerate(parts):
        at = names.index(part, at)
        owner = by_start.get(start + at)
        if owner is None or owner.end - owner.start != len(part):
            owner = _as_town(part, start + at, several is not None) or owner
        whole = owner is not None and owner.end - owner.start == len(part)
        if owner is None or not (
            whole or (number == len(parts) - 1 and owner.end - owner.start < len(part) - 1)
        ):
            return []
        said = said if whole else part[owner.end - owner.start :]
        owners.append(owner)
        at += len(part)
    return [(said, owner) for owner in owners] if said and len(owners) > 1 else []


# 其中增速最快的甲镇、乙镇分别增长…: by what they stand out does not belong to their names
_SUPERLATIVE: Final = re.compile(
    r"其中[，,]?(?![^、，,]*最)|(?:其中)?[，,]?(?:[一-鿿]{1,8}最[一-鿿]{1,2}|排名?前[一-鿿]|排名?靠前|居前[一-鿿]位?)的"
)


# 甲、乙、丙三个乡镇分别…: towns without their kind
_SEVERAL: Final = re.compile(r"等?[两三四五六七八九十\d]{1,2}个?(?:乡镇|镇街|镇|乡|村|街道|社区)$")


_TOWN: Final = re.compile(r"[一-鿿]{1,4}(?P<kind>镇|乡|街道|社区|村)")


def _as_town(part: str, start: int, bare: bool) -> Town | None:
    """A member of a list as a town: by its kind whatever it is called, or without it where the list says what they are."""
    named = _TOWN.fullmatch(part)
    if named or (bare and 2 <= len(part) <= 4):
        return Town(start, start + len(part), part, named["kind"] if named else "镇")
    return None


def _near(names: Sequence[Name], start: int) -> Sequence[Name]:
    """The names that begin within a list that begins at `start`."""
    low = bisect_left(names, (start,))
    return names[low : low + 12]
