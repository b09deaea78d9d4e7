"""Who speaks where a text says 我们: the firm or village of the person who is quoted.

A person is named with the house he speaks for, before the words (某公司董事长某某说:“…”, 某某村党支部书记某某:…) or behind them
(“…”某公司负责人说). What he says of 我们 is said of that house.
"""

from __future__ import annotations

import re
from typing import Final

from youju.reading.lexicons.surnames import SURNAME
from youju.reading.names import Name
from youju.reading.passages import Passage
from youju.reading.people import FOLK
from youju.reading.subject_words import SAME_KIND
from youju.reading.towns import Town
from youju.reading.words import is_word

_OWN: Final = re.compile(r"我们|我[村厂镇乡司院校]|咱")
_POST: Final = re.compile(
    r"[^，,。；;：:“”、]{0,18}?(?:董事长|总经理|副总|经理|总监|厂长|负责人|书记|主任|院长|校长|站长|理事长|社长|会长|所长|局长|老板|创始人|技术员|工程师|工作人员|村民|代表|党员|职工|员工|农户|大户|种植户|养殖户|主播|园长|镇长|乡长|队长)"
)
_SAYS: Final = re.compile(r"(?:说|介绍|告诉|表示|坦言|回忆|称|道|算)[^，,。；;：:“”]{0,10}[：:,，]?\s*$")
_FIRM_POST: Final = re.compile(
    r"(?P<short>[一-鿿]{2,6}?)(?:公司)?(?:董事长|总经理|副总经理|负责人|技术总监|生产总监)"
)
_BRANCHES: Final = (
    "党支部",
    "党委",
    "党总支",
    "村委会",
    "居委会",
    "委员会",
)  # they speak for the village itself
_QUOTE: Final = 240
_EARLIER: Final = 4000  # how far back a person may have been introduced


def speaker_at(passage: Passage, at: int) -> Name | Town | None:
    """The house of the person whose words stand at this place, if they speak of 我们 in the sentence or the quotation."""
    text = passage.text
    opening = text.rfind("“", max(0, at - _QUOTE), at)
    if opening >= 0 and text.find("”", opening, at) < 0:
        close = text.find("”", at, at + _QUOTE)
        if close < 0 or not _OWN.search(text, opening, close):
            return None
        behind = _house(passage, close + 1, _end_of_sentence(text, close + 1)) or _house_of_named(
            passage, opening, close
        )
        return (
            behind
            or _firm_of_post(passage, opening, close)
            or (_before(passage, opening) if _SAYS.search(text[max(0, opening - 24) : opening]) else None)
        )
    start, end = passage.sentence(at)
    if not passage.says(_OWN, start, end):
        return None
    return paragraph_speaker(passage, at)


def paragraph_speaker(passage: Passage, at: int) -> Name | Town | None:
    """The house of the person whose paragraph it is (`某公司董事长某某:…`)."""
    floor = passage.paragraph(at)
    colon = _COLON.search(passage.text, floor, min(floor + 60, at))
    return _house(passage, floor, colon.start()) if colon else None


_COLON: Final = re.compile("[：:]")


_CALLED: Final = rf"(?:{SURNAME}[一-鿿]{{1,2}}?|[老小]{SURNAME})"
_TELLS: Final = r"(?=说|告诉|介绍|表示|回忆|坦言|感慨|高兴|开心|激动|兴奋|自豪|乐|笑|喜|算|一边|边|指着|望着|看着|掰着|刚|拿着|捧着|满脸|脸上|道[，,：:。])"
_TELLER: Final = re.compile(
    rf"[^。；;：:“”]{{0,36}}?{FOLK}(?P<folk>{_CALLED}){_TELLS}|(?P<bare>{_CALLED}){_TELLS}|(?P<again>[他她])(?=[一-鿿]{{0,8}}(?:说|道|告诉|算))"
)
_BARE: Final = re.compile(rf"(?P<bare>{_CALLED})(?:{_TELLS}|(?=领着|带着|边))")
_OF_SHORT: Final = re.compile(rf"(?P<head>公司|企业|合作社|园区|学校|医院){_POST.pattern}$")
_INTRODUCED: Final = 40
_NAMED: Final = re.compile(
    rf"{FOLK}(?P<name>{_CALLED})(?=[，,、。]|{_TELLS[3:-1]}|正|在|把|将|的|和|今年|去年|每)"
)
# 村民娜母把刚采下的果子…: a name that no surname begins
_RARE: Final = re.compile("(?<=[村牧农]民)(?P<name>[一-鿿]{2,4}?)(?=把|说|告诉|正在|指着)")
_HOLDS: Final = re.compile(
    r"(?:董事长|经理|总监|厂长|负责人|书记|主任|院长|校长|站长|理事长|社长|会长|所长|局长|创始人|主席|县长|市长|镇长|乡长|队长|组长|教师|医生)$"
)


def teller_at(passage: Passage, at: int) -> str | None:
    """The villager or worker whose quoted words stand at this place: what he tells of himself is his.

    He is named behind his words with what he is (村民张三说), by his bare name where no post was given to it before, or
    by 他 and 她 after he was named in the paragraph.
    """
    text = passage.text
    opening = text.rfind("“", max(0, at - _QUOTE), at)
    if opening < 0 or text.find("”", opening, at) >= 0:
        return None
    close = text.find("”", at, at + _QUOTE)
    teller = _TELLER.match(text, close + 1, close + 60) if close >= 0 else None
    if teller is None:
        return None
    if teller["folk"]:
        return teller["folk"]
    floor = max(passage.paragraph(opening), opening - 2 * _QUOTE)
    if teller["again"]:
        named = [match["name"] for match in _NAMED.finditer(text, floor, opening)]
        named = named or [m["name"] for m in _RARE.finditer(text, floor, opening) if not is_word(m["name"])]
        return named[-1] if named else None
    first = text.find(teller["bare"], max(0, at - _EARLIER))
    return None if _HOLDS.search(text, max(0, first - 6), first) else teller["bare"]


def _house_of_named(passage: Passage, opening: int, close: int) -> Name | Town | None:
    """`“去年我们卖了…”张三领着记者…`: the house for which he was said to speak where he was named first."""
    named = _BARE.match(passage.text, close + 1)
    first = passage.text.find(named["bare"], max(0, opening - _EARLIER), opening) if named else -1
    if first < 0:
        return None
    found = _house(passage, max(0, first - _INTRODUCED), first)
    short = _OF_SHORT.search(passage.text, max(0, first - 12), first) if found is None else None
    ends = SAME_KIND.get(short["head"], (short["head"],)) if short else ()
    before = (name for name in reversed(passage.names) if name.end <= first and name.kind == "org")
    return found or next((name for name in before if ends and name.name.endswith(ends)), None)


# “…”总经理某某介绍: of the firm that was told of last
_POST_ALONE: Final = re.compile(
    r"(?:公司|企业)?(?:董事长|总经理|副总经理|厂长|经理|技术总监|生产部?部?长|车间主任)[一-鿿]{2,3}?(?=说|介绍|告诉|表示|坦言|道)"
)
_WHILE: Final = 400


def _firm_of_post(passage: Passage, opening: int, close: int) -> Name | None:
    """The last firm before a quotation that somebody speaks who is only called by his post in it."""
    if not _POST_ALONE.match(passage.text, close + 1):
        return None
    ends = SAME_KIND["企业"]
    return next(
        (
            name for name in reversed(passage.names)
            if opening - _WHILE < name.start and name.end <= opening and name.kind == "org" and name.name.endswith(ends)
        ),
        None,
    )  # fmt: skip


def firm_behind(passage: Passage, at: int) -> Name | None:
    """`“…能建温室46座。”某公司经理某某说`: the firm of whoever is quoted, though he does not say 我们."""
    text = passage.text
    opening = text.rfind("“", max(0, at - _QUOTE), at)
    close = text.find("”", at, at + _QUOTE)
    if opening < 0 or close < 0 or text.find("”", opening, at) >= 0:
        return None
    house = _house(passage, close + 1, _end_of_sentence(text, close + 1))
    return house if isinstance(house, Name) and house.name.endswith((*SAME_KIND["企业"], "合作社")) else None


def _end_of_sentence(text: str, at: int) -> int:
    stop = re.compile(r"[。；;\n“]").search(text, at, at + 80)
    return stop.start() if stop else min(len(text), at + 80)


def _before(passage: Passage, at: int) -> Name | Town | None:
    return _house(passage, max(passage.sentence(at - 1)[0], at - 60), at)


def _house(passage: Passage, start: int, end: int) -> Name | Town | None:
    """The last organisation or village in a stretch that is followed by somebody's post."""
    found: list[Name | Town] = [
        name
        for name in passage.names
        if start <= name.start
        and name.end <= end
        and name.kind in ("org", "works")
        and not name.name.endswith(_BRANCHES)
    ]
    found += [town for town in passage.towns if start <= town.start and town.end <= end]
    held = [one for one in found if _POST.match(passage.text, one.end, end)]
    return max(held, key=lambda one: one.end, default=None) or _short_firm(passage, start, end)


def _short_firm(passage: Passage, start: int, end: int) -> Name | None:
    """`恒锐精密董事长` after 江苏恒锐精密科技股份有限公司: the firm named before that holds the words before the post."""
    post = _FIRM_POST.search(passage.text, start, end)
    if post is None:
        return None
    before = [name for name in passage.names if name.end <= start and name.kind == "org"]
    return next((name for name in reversed(before) if post["short"] in name.name), None)
