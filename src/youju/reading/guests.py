"""Exchanges told without a way: guests who are received or come from somewhere, people who are sent to a partner that is named elsewhere.

`接待某市考察团3批`, `来自某县的60名师生参加研学`, `某区先后向某县派出教师36人次`, and, in a sentence about a partnership,
`选派干部6批48名` alone: whose place it is then tells where they went.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from youju.reading.facts import Context
from youju.reading.goals import goal_of
from youju.reading.passages import Passage
from youju.reading.places import find
from youju.reading.sides import entities, home_of
from youju.reading.sieve import Sieve
from youju.reading.ties import Tie

_HOSTS: Final = re.compile(
    r"(?:接待|接收|接纳|迎来|会见)了?(?:来自)?(?P<from>[^，,。；;\n]{2,30}?)(?P<form>考察|来访|客商|代表团|跟班|跟岗|学员|进修|培训|挂职|研学|参观|交流|访问|考察团|一行)"
)
_COME: Final = re.compile(
    r"来自(?P<from>[^，,。；;\n]{2,24}?)的[^，,。；;\n]{0,4}[\d一二两三四五六七八九十百]+[余多]?(?:名|位)(?P<form>师生|学生|教师|老师|医生|专家|干部|学员|客商|企业家|青少年|小朋友|代表)(?=[^。；;\n]{0,30}(?:来|走进|参加|参观|到|与|同))"
)
_TOWARD: Final = re.compile(
    r"(?:向|为|给)(?P<to>[一-鿿]{2,12}?)(?:累计|先后|共|陆续|再)*(?P<form>派出|选派|派驻|派遣|选送|输送|派)(?!出所)[^，,。；;\n]{0,30}?(?=\d)"
)
_SENDS: Final = re.compile(
    r"(?P<form>选派|派出|派遣|选送)了?[^，,。；;\n]{0,24}?[\d一二两三四五六七八九十百]+[余多]?(?:名|位|人次?|批)"
)
_PARTNERS: Final = re.compile("双方|互访|对口|协作|帮扶|支援|援|结对|合作|两地")
_ATTENDS: Final = re.compile(
    r"(?P<form>组织|带领|率|组团)(?P<whom>[^，,。；;\n]{0,20}?)参加(?:在)?(?P<to>[一-鿿]{2,12})(?=[^，,。；;\n]{0,16}(?:博览会|交易会|展销会|洽谈会|推介会|采购会|农博会|对接会|展会))"
)

# 赴某市参加商品展, 来某县会诊: what is an exchange only where the way leads from one city to another
_FAR: Final = re.compile(
    r"(?:到|赴|前往|奔赴|来(?!自)|南下|北上)(?P<to>[一-鿿]{2,12}?)[^，,。；;\n]{0,20}?(?P<form>参加|参赛|参展|交流|指导|招聘|引才|签约|慰问|会诊|讲座|展销|学艺|传授|学习)"
)

_RECEIVED: Final = Sieve(_HOSTS, "[接迎会]")
_CAME: Final = Sieve(_COME, "来")
_FARS: Final = Sieve(_FAR, "[到赴前奔来南北]")
_TOWARDS: Final = Sieve(_TOWARD, "[向为给]")
_AT_FAIRS: Final = Sieve(_ATTENDS, "[组带率]")
_SENDINGS: Final = Sieve(_SENDS, "[选派]")


def guests(context: Context) -> Iterator[Tie]:
    """The exchanges of a passage that name no way from one place to the other."""
    text, home = context.passage.text, context.topic.place
    if home is None:
        return
    for match in (*_RECEIVED.finditer(text), *_CAME.finditer(text)):
        start, end = _clause(context.passage, match.start())
        away = _away(context, match.start("from"), match.end("form"))
        if away:
            who = entities(context.passage, match.start("from"), match.end("from")) or (away,)
            yield Tie(start, end, (who, (home_of(context),)), (), match["form"])
    for match in (*_FARS.finditer(text), *_TOWARDS.finditer(text), *_AT_FAIRS.finditer(text)):
        tie = _far(context, match)
        if tie:
            yield tie
    for match in _SENDINGS.finditer(text):
        tie = _to_the_partner(context, match)
        if tie:
            yield tie


def _far(context: Context, match: re.Match[str]) -> Tie | None:
    """Somebody of one city sends people to another, or goes there."""
    start, end = _clause(context.passage, match.start())
    goal = goal_of(context.passage, match.start("to"))
    there = find(goal[0]) if goal else None
    ours = entities(context.passage, start, match.start()) or (context.subjects.at(match.start()).name,)
    if there is None or not there.is_inner or _seat(context, ours[0]) == there.seat:
        return None
    return Tie(start, end, (ours, (there.name,)), (), match["form"])


def _to_the_partner(context: Context, match: re.Match[str]) -> Tie | None:
    """People sent in a sentence about a partnership: from away to the page's own place, or from there to the place it names."""
    passage, home = context.passage, context.topic.place
    start, end = _clause(passage, match.start())
    sentence = passage.sentence(start)
    if home is None or not _PARTNERS.search(passage.text, sentence[0], sentence[1]):
        return None
    ours = entities(passage, start, match.start()) or (context.subjects.at(match.start()).name,)
    if _seat(context, ours[0]) != home.seat:
        return Tie(start, end, (ours, (home_of(context),)), (), match["form"])
    there = _away(context, sentence[0], start)
    return Tie(start, end, (ours, (there,)), (), match["form"]) if there else None


def _clause(passage: Passage, at: int) -> tuple[int, int]:
    start, end = passage.clause(at)
    return start, end - (end > start and passage.text[end - 1 : end] in "，,。；;：:\n")


def _away(context: Context, start: int, end: int) -> str:
    """The last place of a stretch that lies in another city than the page's own; nothing if there is none."""
    home = context.topic.place
    there = [
        place.division.name for place in context.passage.places
        if start <= place.start < end and home and place.division.seat != home.seat
        and not home.code.startswith(place.division.code.rstrip("0"))
    ]  # fmt: skip
    return there[-1] if there else ""


def _seat(context: Context, name: str) -> str:
    """The city that a side belongs to: its own if it is a place, else the page's."""
    division = find(name)
    home = context.topic.place
    return division.seat if division else home.seat if home else ""
