"""What an article is about: its place, and the house that opens it and comes back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import Final

from youju.reading.bearers import Topic, place_subject, town_subject
from youju.reading.edges import begins
from youju.reading.lexicons.houses import TRADES
from youju.reading.model import Subject
from youju.reading.names import Name
from youju.reading.passages import Passage
from youju.reading.places import Division, Home, Place, find
from youju.reading.proper import is_own_house, is_vague
from youju.reading.sieve import Sieve
from youju.reading.subject_words import DATELINE, VISIT
from youju.reading.subjects import Subjects
from youju.reading.towns import Town
from youju.reading.words import is_coined


def find_topic(passages: list[Passage], home: Home) -> Topic:
    """The topic of an article from its headline and body.

    The place is the division of the home prefecture that the article names most; the subject is an organisation
    that opens the article and comes back, else the place.
    """
    counts: Counter[str] = Counter()
    for passage in passages:
        weight = 3 if passage.role == "title" else 1
        outer = {place.start for place in passage.places}
        for place in passage.places:
            if _SCOPE.search(passage.text, max(0, place.start - 3), place.start):
                continue
            if place.end in outer or _lends_its_name(place, passage, home):
                continue
            if place.division.seat == home.prefecture or (
                not home.prefecture and place.division.level != "province"
            ):
                counts[place.division.code] += weight
        _count_own(counts, passage, home)
    code = max(counts, key=lambda one: (counts[one], -int(one)), default="")
    about = (find(code) if code else None) or home.place
    fallback = place_subject(about) if about else Subject("", "other")
    town = next(
        (town for passage in passages if passage.role == "title" for town in _innermost(passage.towns)), None
    )
    if town:
        fallback = town_subject(town, about)
    house = _heading(passages)
    about_house = house and _is_told_of(house, passages)
    within = about.code if about else None
    headed = town is not None and any(passage.text.strip("—“” ") == town.name for passage in passages)
    told = (None if headed else _opening(passages, about)) or (
        Subject(house.name, "org" if house.kind == "org" else "project", None, within)
        if house and about_house
        else _bare_heading(passages, within) or (_village_of_story(passages, about) if town is None else None)
    )
    return Topic(about, told or fallback, town, house)


# 村子夹在两道梁中间, 村里有163户: a story that goes on about its village
_OF_VILLAGE: Final = re.compile(
    "村子|(?<![一-鿿]镇)村里|全村(?!镇)|该村|村上|村支书|村党支部书记|村民组|村集体"
)
_OPENS_STORY, _TOLD_OFTEN = 200, 3


def _village_of_story(passages: list[Passage], about: Division | None) -> Subject | None:
    """The one village (and no town but its own) that the beginning of a story leads to and the story goes on about by 村里, 全村 and 村支书."""
    body = next((passage for passage in passages if passage.role == "body" and passage.text), None)
    if body is None or DATELINE.match(body.text):
        return None
    villages = [town for town in body.towns if town.kind == "村"]
    first = villages[0] if villages and villages[0].start < _OPENS_STORY else None
    others = {town.name for town in body.towns if first is None or town.end != first.start}
    if first is None or len(others) > 1:
        return None
    often = len(_OF_VILLAGE.findall(body.text)) >= _TOLD_OFTEN
    return town_subject(first, about) if often else None


def _innermost(towns: list[Town]) -> list[Town]:
    """The first town of a headline, or the village of it that is named right behind it (某镇某村)."""
    if len(towns) > 1 and towns[1].start == towns[0].end:
        return towns[1:2]
    return towns[:1]


def _heading(passages: list[Passage]) -> Name | None:
    """The house or works that a headline begins with, once its dash and 走进 are passed over."""
    for passage in passages:
        if passage.role == "title":
            first = next(iter(passage.names), None)
            lead = _TO_THE_DOOR.match(passage.text)
            begins = lead.end() if lead else 0
            at = next((place.end for place in passage.places if place.start == begins), begins)
            if first and first.start in (begins, at) and first.kind != "event" and is_house(first):
                return first
    return None


# 该公司自主研发…, under 上海科瀚新材料
_THAT_HOUSE: Final = re.compile(
    r"(?:本报讯)?\s*(?:[(（][^)）]{0,30}[)）])?\s*[该本](?:公司|企业|集团|厂|院|校|合作社|基地)"
)


def _bare_heading(passages: list[Passage], within: str | None) -> Subject | None:
    """The house whose name without its form is all the headline, where the text sets out with 该公司."""
    body = next((passage.text for passage in passages if passage.role == "body"), "")
    if not _THAT_HOUSE.match(body):
        return None
    for passage in passages:
        name, place = passage.text.strip("—“” "), next(iter(passage.places), None)
        own = name[place.end :] if place and place.start == 0 else ""
        if passage.role == "title" and _BARE_NAME.fullmatch(name) and own.endswith(TRADES) and is_coined(own):
            return Subject(name, "org", None, within)
    return None


_BARE_NAME: Final = re.compile("[一-鿿]{4,14}")
_TO_THE_DOOR: Final = re.compile(r"[—\-\s“]*(?:走进|探访|来自|访|记)?")
_AT_THE_DOOR: Final = re.compile(r"^[—\-\s“]*(?:走进|探访|访)?|(?:见闻|纪实|小记|侧记|巡礼)$")


def _is_told_of(house: Name, passages: list[Passage]) -> bool:
    """Whether the text goes on about the house of its headline: by its name, by the kind of house it is, or under nothing but its name."""
    kind = _KIND.search(house.name)
    for passage in passages:
        if passage.role == "title" and _AT_THE_DOOR.sub("", passage.text).strip("—“” ") == house.name:
            return True
    body = "".join(passage.text for passage in passages if passage.role == "body")
    return house.name in body or bool(kind and kind[0] in body)


_KIND: Final = re.compile(
    "博物馆|图书馆|纪念馆|文化馆|医院|学校|小学|中学|公司|集团|合作社|产业园|园区|景区|滑雪场|度假区|水库|电站|大桥|公园|市场"
)


def is_house(name: Name) -> bool:
    """Whether a name is that of one house or of works, not of a class of them."""
    return not is_vague(name.name) and (name.kind != "works" or is_own_house(name.name))


# 居全市第二, 入选全市…: the scope of a rank or an honour says nothing of what the article is about
_OWN: Final = re.compile(
    r"(?<![居列占于选围荣])[全我]([市州县旗盟区])(?!场|民|域|第|首|前)|([市州县旗])(?:委|政府)(?!员)"
)


_OWNS: Final = Sieve(_OWN, begins(_OWN))


def _lends_its_name(place: Place, passage: Passage, home: Home) -> bool:
    """Whether the city above a county's page only stands in the name of a house (杭州植物园): it is not what is told of."""
    if home.place is None or place.division.rank >= home.place.rank:
        return False
    name = next(iter(passage.names[bisect_right(passage.name_starts, place.start) - 1 :]), None)
    return name is not None and name.kind in ("org", "works") and name.start <= place.start < name.end


def _count_own(counts: Counter[str], passage: Passage, home: Home) -> None:
    """全州 speaks of the page's own prefecture where that is a 州, else of the county most named that is called so."""
    prefecture = find(home.prefecture) if home.prefecture else None
    for match in _OWNS.finditer(passage.text):
        level = match[1] or match[2]
        own = home.place if home.place and home.place.name.endswith(level) else prefecture
        if own and own.name.endswith(level):
            counts[own.code] += 1
            continue
        named = [code for code in counts if (one := find(code)) and one.name.endswith(level)]
        if named and level not in "市区":
            counts[max(named, key=lambda code: counts[code])] += 1


_SCOPE: Final = re.compile("(?:居|列|位于|占|高于|低于)$")  # 居某市首位
_COMES_BACK: Final = 3


def _opening(passages: list[Passage], place: Division | None) -> Subject | None:
    body = next((passage for passage in passages if passage.role == "body" and passage.text), None)
    if body is None:
        return None
    opens = body.sentence(0)[1] if DATELINE.match(body.text) else 0
    subjects = Subjects(body, Topic(place, Subject("", "other"), None))
    visit = VISIT.search(body.text, opens, min(body.sentence(opens)[1], opens + 40))
    visited = subjects.entity(visit.end(), body.sentence(opens)[1]) if visit else None
    if visited and visited.type == "org":
        whole = "".join(passage.text for passage in passages)
        if (
            whole.count(visited.name)
            + len(re.findall("(?<![家些类业的])(?:公司|企业)(?=[今去年计还已在新自的创董总技])", whole))
            >= _COMES_BACK
        ):
            return visited
    for start, end in body.clauses(opens, min(body.sentence(opens)[1], opens + 120)):
        found = subjects.head(start, end)
        if found and found.type == "org":
            whole = "".join(passage.text for passage in passages)
            return found if whole.count(found.name) >= 2 else None
        if found and found.type == "place" and found.adcode is None:
            return found
        if found:
            return None
    return None
