"""The sides of an agreement or an exchange, as they are called where they are named.

A side is what the text has found to be a name (an organisation, a division, a town) or, where a name of no known head ends the
side (`某省电力`, `某县教育体育和科技局`), the words of the side themselves, provided they read as the name of a house: a firm
that leaves its legal form out ends in its trade, an office in the word of its kind. `3家企业`, `各镇`, `农户` name nobody.
"""

from __future__ import annotations

import re
from typing import Final

from youju.reading.alternatives import either
from youju.reading.facts import Context
from youju.reading.lexicons.heads import ORGANISATIONS
from youju.reading.lexicons.houses import KINDS_OF_HOUSE, TRADES
from youju.reading.passages import Passage
from youju.reading.places import find

_NOISE: Final = re.compile(
    r"^(?:去年|今年|\d{1,2}月|近日|日前|目前|会上|明确|其中|同时|由|先后|已|还|并|期间|当天|活动中|推动|促成|组织|将|其|我市|通过|现场|在考察期间)+|(?:在考察期间|分别|先后|共同|成功|正式|已|现场|也|还|则|有关部门)+$"
)
_KINDS_OF: Final = re.compile(
    r"(?P<list>[^，,。；;\d、]{1,16}(?:[、和][^，,。；;\d、]{1,16})+?)(?:[两三四五六]|\d)[个家所](?P<head>[一-鿿]{2,10})"
)
# what stands behind the name of a side and before the verb
_BEHIND: Final = re.compile(
    r"(?:[\d一二三四五六七八九十两]+[余多]?[个家所名][一-鿿]{1,8}|等(?:[\d一二三四五六七八九十两多数]+[余多]?[家个所名位][一-鿿]{0,8})?|(?:就|围绕|在|于|以|通过|代表)[^，,。；;、]*|两[地市县区省校院家州旗]|双方|三方|(?:主要)?负责人|一行|成功|正式|现场|再次|共同|分别|联合|最终|顺利|相继|先后|已经?|又|"
    r"当天|今天)+$"
)
_PURPOSE: Final = re.compile(
    r"(?:战略|校地|校企|政企|银企|银政|项目|框架|投资|友好|结对|合作|帮扶|产业|科技|意向|共建)+$"
)
_BEFORE: Final = re.compile(
    r"^(?:(?:经过?|由|据|在)[^，,。；;]{2,12}(?:下|后|时)|此次|本次|当天|随后|同日|近期|随着|来自|使|让|使得|以及|和|与)+"
)
_HOUSE: Final = re.compile(
    rf"(?!各|有关|相关|部分|多|企业|农户|客户|群众|村民|市场|商户|业主|员工|对方|他们|当地|国内|[省市县区]内|外地|外省|周边|国外|全[国省市县]|驻|其|该|我|本|这|那|双方|两|三[家地]|每|数|几|此|参会|与会|乡镇|镇街)[一-鿿A-Za-z·“”()（）]{{2,24}}(?:{either([*ORGANISATIONS, *KINDS_OF_HOUSE, *TRADES])})[”)）]?"
    r"|[省市州县区旗镇乡村](?!民|内|外|镇|街|场)[一-鿿]{1,10}(?:院|校|局|社|所|中心|站|厂|委|办|医院|中学|小学)"
)
_SENTENCE_WORDS: Final = re.compile(r"[的了是被把将要使让]|开展|推进|加强|深化|举行|举办|签|多家|若干|部分")
_ANY_HOUSE: Final = re.compile(
    rf"(?:{either(TRADES)}|物业|第三方|专业|施工|建筑|环卫|运输|快递|家政|劳务|龙头|本地|当地|外地|知名|上市|大型|中小|国有|民营|收购|加工|养殖|种植)*(?:有限)?(?:公司|企业|集团|合作社|机构)|(?:乡镇|镇村|基层|县域|社区|村级)*(?:卫生院|医院|学校|村|社区|集体|高校|院校)"
)
_NOBODY: Final = re.compile(
    r"(?:相关|有关|各类|多家|部分)?(?:企业|部门|单位|农户|客户|群众|村民|客商|商户|学校|医院|机构|代表|负责人|领导|人员|市场|商家)$"
)


def clean(words: str) -> str:
    """The words of a side without times and adverbs at its ends."""
    before = None
    while before != words:
        before, words = words, _NOISE.sub("", words.strip("，,、 “”"))
    return words


# 与某某能建、某某智能等11家企业签订…: what a list calls firms are firms, whatever they are called
_SUCH_HOUSES: Final = re.compile(
    r"等\d*[余多]?[家所]?(?:知名|龙头|央|国)?(?:企业|公司|高校|院所|院校|科研院所|机构|银行)"
)
_LISTED_HOUSE: Final = re.compile(r"(?!各|有关|相关|全|本|该)[一-鿿A-Za-z]{2,12}")


def sides_of(passage: Passage, start: int, end: int) -> tuple[str, ...]:
    """Who is named on the side that stands between two places, in order."""
    text = passage.text
    low, high = _bare(text, start, end)
    if high <= low or _KINDS_OF.fullmatch(clean(text[start:end])):
        return entities(passage, start, end)
    found = entities(passage, start, high)
    pieces = [piece.strip("“” ") for piece in text[low:high].split("、") if piece]
    named = tuple(house for piece in pieces if (house := _house(piece)))
    if named and len(named) == len(pieces):
        return named
    if _SUCH_HOUSES.match(text, high, end) and all(_LISTED_HOUSE.fullmatch(piece) for piece in pieces):
        return tuple(pieces)
    if found and max(_ends(passage, low, high), default=low) >= high - 1:
        return found
    begin = max(_starts(passage, low, high), default=high)
    tail = _house(text[begin:high])
    return (*found[:-1], tail) if found and tail else found


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch of a side without what stands around its name."""
    words = text[start:end]
    lead = _BEFORE.match(words)
    low = start + (lead.end() if lead else 0)
    noise = _NOISE.match(text[low:end])
    low += noise.end() if noise and noise.start() == 0 else 0
    while low < end and text[low] in "，,、 ":
        low += 1
    tail = _BEHIND.search(text[low:end])
    high = low + tail.start() if tail else end
    while high > low and text[high - 1] in "，,、 ":
        high -= 1
    return low, high


def _house(words: str) -> str:
    """The words if they read as the name of a house, without what the house is tied for; else nothing."""
    for said in (words, _PURPOSE.sub("", words)):
        if _HOUSE.fullmatch(said) and not (
            _SENTENCE_WORDS.search(said) or _NOBODY.fullmatch(said) or _ANY_HOUSE.fullmatch(said)
        ):
            return said
    return ""


def _ends(passage: Passage, start: int, end: int) -> list[int]:
    return [
        one.end for found in (passage.names, passage.places, passage.towns) for one in found if start <= one.start and one.end <= end
    ]  # fmt: skip


def _starts(passage: Passage, start: int, end: int) -> list[int]:
    return [
        one.start for found in (passage.places, passage.towns) for one in found if start <= one.start and one.end <= end
    ]  # fmt: skip


def entities(passage: Passage, start: int, end: int) -> tuple[str, ...]:
    """The organisations, divisions and towns named in a stretch."""
    listed = _KINDS_OF.fullmatch(clean(passage.text[start:end]))
    if listed and not listed["list"].endswith("等"):
        return tuple(item + listed["head"] for item in re.split("[、和及]", listed["list"]) if item)
    taken = [
        (name.start, name.end, name.name) for name in passage.names
        if start <= name.start and name.end <= end and name.kind != "event" and not _ANY_HOUSE.fullmatch(name.name)
    ]  # fmt: skip
    within = [place for place in passage.places if start <= place.start and place.end <= end]
    ending = {place.end: place for place in within}
    for town in passage.towns:
        if start <= town.start and town.end <= end and not _covered(taken, town.start):
            above = ending.get(town.start)
            begin = above.start if above else town.start
            name = (above.division.name if above else "") + town.name
            if taken and taken[-1][1] == town.start:
                begin, _, before = taken.pop()
                name = before + name
            taken.append((begin, town.end, name))
    starting = {place.start: place for place in within}
    names = [name for _, _, name in taken]
    for place in within:
        inner = starting.get(place.end)
        holds = inner and inner.division.code.startswith(place.division.code.rstrip("0"))
        if not holds and not _covered(taken, place.start):
            tail = re.match(r"市?政府|代表团", passage.text[place.end : min(place.end + 6, end)])
            names.append(place.division.name + (tail[0] if tail else ""))
    return tuple(names)


def _covered(taken: list[tuple[int, int, str]], at: int) -> bool:
    return any(low <= at < high for low, high, _ in taken)


def home_of(context: Context) -> str:
    """The place or house that the article speaks of."""
    return context.topic.subject.name or (context.topic.place.name if context.topic.place else "")


def partner_of(context: Context) -> tuple[str, ...]:
    """The place the page has to do with, and its province: 吉浙 speaks of both."""
    others = others_of(context)[:1]
    place = find(others[0]) if others else None
    above = find(place.code[:2]) if place else None
    home = context.topic.place
    if above is None or above.name in others or (home and home.code[:2] == above.code[:2]):
        return tuple(others)
    return (*others, above.name)


def others_of(context: Context) -> list[str]:
    """The places of other provinces that a passage names, or else of other cities, the innermost of those that follow one another."""
    home = context.topic.place
    names: list[str] = []
    near: list[str] = []
    outer = {place.start for place in context.passage.places}
    for place in context.passage.places:
        if place.end in outer:
            continue
        away = home and place.division.code[:2] != home.code[:2]
        if away and place.division.is_inner and place.division.name not in names:
            names.append(place.division.name)
        elif home and place.division.is_inner and place.division.seat != home.seat:
            near.append(place.division.name)
    return names or list(dict.fromkeys(near))
