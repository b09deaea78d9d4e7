"""Persons whom a passage tells of: named with what they are (养殖户张军), then by the bare name, by 他 or by 家里."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from youju.reading.lexicons.surnames import RARER, SURNAME
from youju.reading.sieve import Sieve
from youju.reading.words import is_name, is_verb, is_word

# who holds land or a trade of his own, by the occupations that a census of farming tells apart
FOLK: Final = (
    r"(?:大户|能手|户主|社员|党员|村民|农户|农民|经纪人|老农|牧民|牧户|渔民|[菇参烟枣柑橘桔莓药蜂花果菜茶棉蔗梨桃葡粮豆虾蟹稻瓜薯林]农|老人|居民|市民|"
    r"脱贫户|贫困户|养殖户|种植户|经营户|个体户|务工人员|工人|绣娘|摊主|(?<=[牛羊猪鸡鸭鱼养农牧渔])场主人?|店主|塘主|园主|业主|船老大|(?:返乡|创业)青年|(?:返乡|致富)?(?:能人|带头人)|创业者|大学生|主播|传承人|退休(?:干部|职工)|教师|老师|医生|护士|教练|民警|辅警|社工|网格员|老板|志愿者|护林员|快递员|保洁员|环卫工人?|司机|店员|青年)"
)
_POST: Final = r"(?:董事长|经理|总监|厂长|负责人|书记|主任|院长|校长|站长|理事长|社长|会长|所长|局长|创始人|主席|县长|市长|镇长|乡长|队长|组长|技术员|管理员|工程师)"
_CALLED: Final = rf"(?:{SURNAME}|{RARER})[一-鿿]{{1,2}}?"
# what follows a name: what he is, has or does
_GOES_ON: Final = (
    "[，,、。：:今去前每把承种养家从在流靠通租投建办将带又还已一是正的原也就都有曾说指告介算成辞回返创]|20"
)
PERSON: Final = re.compile(
    rf"[一-鿿]{{0,4}}{FOLK}(?P<name>{_CALLED}|(?<=[农牧猎]民)[一-鿿]{{2,5}}?)家?(?={_GOES_ON})"
)
_NAMED: Final = re.compile(
    rf"(?:{FOLK}|(?P<post>{_POST}))(?:(?P<name>{_CALLED}|(?<=[农牧猎]民)[一-鿿]{{2,5}}?)家?(?={_GOES_ON})|(?P<three>(?:{SURNAME}|{RARER})[一-鿿]{{2}}))"
)
# 六十七岁的某某某家有…: told with his age, or by his bare name at the head of a paragraph (某某某的12亩苹果, 某某某是打工回来的)
_AGED: Final = re.compile(
    rf"岁的(?P<name>(?:{SURNAME}|{RARER})[一-鿿]{{2}}|{_CALLED})(?=家|[，,、]|今年|去年|每|从|在|正|把|种|养|是|说)"
)
_HEADS: Final = re.compile(
    rf"(?:^|[\n。])(?P<name>(?:{SURNAME}|{RARER})(?![一-鿿]?[的是在从把今])[一-鿿]{{2}})(?=是(?:从|个|[一-鿿]{{0,8}}[的人户]|一[名位个])|的\d|家(?:的|有|里|今年|去年)|今年\d{{2}}岁)"
)
_DIVIDED: Final = frozenset("省市县区州旗镇乡村园场厂店山河湖路局委办会院校")
# two characters that one of those words begins with
_NAMEDS: Final = Sieve(
    _NAMED,
    "[大能户社党村农老牧渔菇参烟枣柑橘桔莓药蜂花果菜茶棉蔗梨桃葡粮豆虾蟹稻瓜薯林居市脱贫养种经个务工绣摊场店塘园业船返创致带主传退教医护民辅网志快保环司青董总厂负书院校站理会所局县镇乡队组技管]"
    "(?=[户手主员民农人纪困殖植营体娘工业老大乡富头学播承休师生士练警格愿林递洁卫机年事经监负记任长责席术理始程医板贫])",
)
_FIRST: Final = frozenset("他她家自一老")
_AGAIN: Final = re.compile(
    r"(?:[他她]家?(?!们|人|乡|国|省)|(?:家里|自家)(?!人)|一家人|老人(?=每|今年|去年|家|已|还|说))"
)


class Person(NamedTuple):
    """Where somebody is named for the first time, by what name, and whether he holds a post and so speaks for a house."""

    start: int
    name: str
    posted: bool


def called(match: re.Match[str]) -> str:
    """The name of a person, without the first character of a verb behind it (石磊组建…)."""
    name, text = match["name"], match.string
    end = match.end("name")
    return name[:-1] if len(name) == _THREE and is_verb(text[end - 1 : end + 1]) else name


_THREE: Final = 3
_OPENING: Final = 8


def _is_own(name: str) -> bool:
    """Whether three characters behind a surname make no word and end like no place or house."""
    return name[-1] not in _DIVIDED and not any(
        is_word(part) and not is_name(part) for part in (name, name[:2])
    )


class People:
    """Everybody whom a text names with what he is; three characters that come back are a name whatever follows."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._named = [
            Person(one.start(), called(one) if one["name"] else one["three"], bool(one["post"]))
            for one in _NAMEDS.finditer(text)
            if one["name"]
            or text.find(one["three"], one.end()) >= 0
            or is_word(text[one.end() : one.end() + 2])
        ]
        self._named += [Person(one.start(), called(one), posted=False) for one in _AGED.finditer(text)]
        self._named += [
            Person(one.start("name") - 1, one["name"], posted=False)
            for one in _HEADS.finditer(text)
            if _is_own(one["name"])
        ]
        self._begins = _FIRST.union(one.name[0] for one in self._named) if self._named else frozenset[str]()

    def introduced(self, at: int, end: int) -> re.Match[str] | None:
        """Somebody who is named here with what he is."""
        return PERSON.match(self._text, at, end) if self._named else None

    def passed(self, at: int) -> int:
        """Where the bare name of somebody named in the text ends that stands here, with the 家 behind it; the place itself where none does."""
        if self._text[at : at + 1] not in self._begins:
            return at
        end = max(
            (at + len(one.name) for one in self._named if self._text.startswith(one.name, at)), default=at
        )
        return end + (end > at and self._text.startswith("家", end))

    def told_again(self, floor: int, at: int) -> str | None:
        """Of whom a clause tells that begins with a bare name or, of somebody named in the paragraph, with 他 or 家里."""
        text = self._text
        if text[at : at + 1] not in self._begins:
            return None
        known = {one.name: one.posted for one in self._named if one.start < at}
        bare = next((name for size in (4, 3, 2) if (name := text[at : at + size]) in known), None)
        if bare:
            return None if known[bare] else bare
        if not known or not _AGAIN.match(text, at):
            return None
        if at - floor < _OPENING:
            floor = text.rfind("\n", 0, max(0, floor - 1)) + 1  # who the paragraph before told of
        last = max(known, key=lambda name: text.rfind(name, floor, at))
        return None if known[last] or text.rfind(last, floor, at) < 0 else last
