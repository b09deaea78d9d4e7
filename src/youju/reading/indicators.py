"""The name of what a number measures: the noun of its clause, without verb of growth, subject, time or number.

A count is named by what follows its measure word (34项重点工作), a measurement by what precedes it
(播种面积330.1万亩). A number without words of its own takes the name of the number before it (营收…、增长…).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from youju.reading.alternatives import either
from youju.reading.choosing import ONE, PARTY, Naming, counted, of_before, of_both
from youju.reading.edges import firsts, lasts
from youju.reading.lexicons.measures import MEDALS
from youju.reading.lexicons.verbs import AFTER_NOUN, LINKS, OPENERS
from youju.reading.names import Name
from youju.reading.nouns import doers, tidy, with_dimension
from youju.reading.passages import Passage
from youju.reading.produce import SALES, SOLD
from youju.reading.proper import is_own_house, is_vague
from youju.reading.quantities import Quantity
from youju.reading.subject_words import JUDGED

_EACH: Final = ("人", "户", "亩", "日", "月", "年")
_LINK_TAIL: Final = re.compile(rf"(?:{either(LINKS)})+$")
_LINK_ENDS: Final = lasts(_LINK_TAIL)
_OPENING: Final = re.compile(
    rf"(?:\d{{1,2}}[.、．](?!\d)|[(（][一二三四五六七八九十]{{1,3}}[)）]|{either(OPENERS)}|[▲△▼●■◆◇★▶]|最[低高快慢多少大小好差]的(?=[一-鿿]{{2,4}}[镇乡村县区市街])|[\s,，、;；:：。\"“”'()（）])"
)
_AFTER: Final = re.compile(
    rf"[，,。；;：:、！!？?\n…（(）)]|\d|[一-鿿]{{2}}(?:到|至)(?=[约近]?\d)|[一-鿿]{{2}}如下|携(?=[\d约近])|(?<=[一-鿿]{{2}})[常进派]驻(?![村外地军点企])|提供|签[订署下约]|主要|有(?!机|色|限|关|效|氧|轨)|(?<![党社级])组织(?!部|力|化|生活|体系)|发展(?![一-鿿]{{0,4}}(?:基金|资金|中心|银行|集团|规划|有限|公司|局|委|大会|战略|指数|专项))|超(?=[\d一二三四五六七八九十百千万])|驻(?![村外地军点企区])|来(?=我|到|村|县|市|校)|(?<![主重需])要(?!素|道|求|点)|(?!为民(?:办|实|服))(?:{either(AFTER_NOUN)})"
)
_PHRASE: Final = re.compile(r"到|赴|参加|进入|在|与|向|前往|来")
_SENDS: Final = re.compile(
    r"[一-鿿]{0,12}一行|(?:先后|累计|共)?(?:选派|组织|派出|抽调|安排|选送|推荐|派遣|邀请|带领)(?:了)?"
)


_COUNTED: Final = ("item", "person", "household", "person_time")
_JOINS: Final = re.compile(r"(?:参加|出席|参与)")


def _covering(passage: Passage, at: int) -> list[Name]:
    """The names around an offset; there is at most one, for names do not overlap."""
    index = bisect_right(passage.name_starts, at) - 1
    return [passage.names[index]] if index >= 0 and passage.names[index].end > at else []


class Namer:
    """Names the indicators of one passage."""

    def __init__(self, passage: Passage) -> None:
        self._passage, self._text = passage, passage.text
        self._times, self._towns, self._places = passage.when_ends, passage.town_at, passage.place_at
        self._name_ends = {
            name.start: name.end for name in passage.names
            if not JUDGED.match(self._text, name.end)
            if name.kind in ("org", "event") or (name.kind == "project" and not is_vague(name.name) and len(name.name) >= 8) or (name.kind == "works" and is_own_house(name.name))
        }  # fmt: skip
        self._inner = {
            place.start for place in passage.places for name in _covering(passage, place.start)
            if name.start <= place.start and name.end > place.end
        }  # fmt: skip

    def level(self, left: int, one: Quantity, right: int, cut: int | None = None) -> Naming | None:
        """The name of a level, change or share; `cut` is where the words of a change begin."""
        stop, text = cut if cut is not None else one.start, self._text
        after = self._following(one, right) if cut is None else None
        if one.classifier == "枚" and text[one.end - 1] in MEDALS:
            return Naming(MEDALS[text[one.end - 1]], one.start, one.end)
        before = self._preceding(left, stop)
        if before and after and not (after.own or _SENDS.fullmatch(before.name) or _JOINS.match(after.name)):
            after = None
        party = PARTY.search(before.name) if before and one.measure == "person" else None
        if before and party:
            return Naming(party["who"] + "人数", before.start, max(one.end, before.end))
        if after and one.measure in _COUNTED and not (before and text.startswith("的", one.end)):
            return counted(text, before, after, one)
        beside = bool(before and left and before.start == left and self._touches_number(left))
        both = (
            of_both(before, after, one, text, in_works=self._in_works(one), beside=beside)
            if before and after
            else None
        )
        if both:
            return both
        if before:
            return of_before(before, after, one, text, right, changed=cut is not None)
        if cut is None and one.measure in SALES and SOLD.search(text, left, stop):
            return Naming(SALES[one.measure], left, one.end)
        return Naming(with_dimension(after.name, one, changed=False), one.start, after.end) if after else None

    def _touches_number(self, at: int) -> bool:
        """Whether a number ends here: what stands between two numbers (28个村委会2.7万亩耕地) is what the first one counts."""
        index = bisect_right(self._passage.quantity_starts, at - 1) - 1
        return index >= 0 and self._passage.quantities[index].end == at

    def _in_works(self, one: Quantity) -> bool:
        """`长河片区3平方公里产业区`: an extent inside the name of works is theirs."""
        return one.measure in ("km2", "m2", "mu", "km", "hectare") and any(
            name.kind in ("works", "project") and name.start < one.start
            for name in _covering(self._passage, one.start)
        )

    def before(self, left: int, stop: int) -> Naming | None:
        """The noun that stands before a rank or any other predicate."""
        return self._preceding(left, stop)

    def tidied(self, words: str, start: int) -> str:
        """A name of a list without the subject and the openers at its head."""
        printed = 0  # a name that borrows its tail from the last of the list is only printed so far
        while printed < len(words) and self._text[start + printed : start + printed + 1] == words[printed]:
            printed += 1
        at = self._opened(start, start + printed)
        return tidy(words[at - start :])

    def _opened(self, start: int, end: int) -> int:
        """Where the noun begins: past times, openers, places and organisations that are the subject."""
        while start < end:
            if start in self._times and self._times[start] <= end:
                start = self._times[start]
                continue
            opener = _OPENING.match(self._text, start, end)
            if opener and start not in self._places:
                start = opener.end()
                continue
            town = self._towns.get(start)
            if town and town.end <= end:
                start = town.end
                continue
            place = self._places.get(start)
            if place and place.end <= end and self._drops(start, place.end, end):
                start = place.end
                continue
            name = self._name_ends.get(start)
            if name and name < end:
                start = name
                continue
            region = self._text[start] in _REGION_FIRSTS and _REGION.match(self._text, start, end)
            region = region or self._who(start, end)
            past = region.end() if region else self._passage.people.passed(start)
            if start < past <= end:
                start = past
                continue
            break
        return self._past_time(start, end)

    def _who(self, start: int, end: int) -> re.Match[str] | None:
        """`养殖户张军承包了60亩蟹塘`, `他家今年种了…`: who has it is no part of what is measured."""
        return self._passage.people.introduced(start, end) or _OWN.match(self._text, start, end)

    def _past_time(self, start: int, end: int) -> int:
        """`合作社今年种植绿豆…`: a time inside parts who from what; the noun stands behind it."""
        starts = self._passage.when_starts
        for when in self._passage.whens[bisect_right(starts, start) : bisect_right(starts, start + 12)]:
            at, stop = when.start, when.end
            if (
                stop <= end - 2
                and not self._passage.is_in_name(at)
                and self._text[at - 1] not in "由从自到至比较"
                and self._text[stop] not in "的以底末初至"
            ):
                return self._opened(stop, end)
        return start

    def _preceding(self, left: int, stop: int) -> Naming | None:
        """The noun before a number, cleaned at both ends."""
        start, end = self._opened(left, stop), stop
        words = self._text[start:end]
        link = _LINK_TAIL.search(words) if words[-1:] in _LINK_ENDS else None
        if link:
            each = link[0].startswith("均") and words[: link.start()].endswith(_EACH)
            words = words[: link.start() + each]  # 月人均达到2680元
        if (
            (link and _THEREAFTER.fullmatch(words))
            or _MERELY.fullmatch(self._text, start, end)
            or (link and _MERELY.fullmatch(words))
            or ("同期" in words and _SAME_TIME.fullmatch(words))
        ):
            return None
        words = words.strip(' \u3000“”"、的了')
        words = _OF_ALL.sub("", words) if "最" in words else words
        noun = tidy(words)
        if link and "占" in link[0] and not noun.endswith(("比", "率", "比重", "比例")) and len(noun) >= 2:
            noun += "占比"
        return Naming(noun, start, start + len(words)) if len(noun) >= 2 else None

    def _drops(self, start: int, end: int, stop: int) -> bool:
        """A place at the head is the subject unless it is part of a longer name (青河机场)."""
        return stop >= end and start not in self._inner

    def _following(self, one: Quantity, right: int) -> Naming | None:
        """The noun after a measure word, up to the first verb, mark or digit."""
        at = one.end
        more = _BOUND.match(self._text, at, right)
        at = more.end() if more else at
        again = _AGAIN.match(self._text, at, right) if self._text[at : at + 1].isdecimal() else None
        if again:
            at = again.end()
        close = _AFTER.search(self._text, at, min(right, at + 40))
        end = close.start() if close else min(right, at + 40)
        level = _LEVELS.match(self._text, at, right) if self._text[at : at + 1] in _LEVEL_FIRSTS else None
        if level:
            return Naming(level[0], at, level.end())
        words = self._text[at:end].strip('“”" 的')
        words = words[:-1] if words.endswith(("和", "及", "与")) else words
        counts_people = one.measure == "person" or (again and one.classifier in ("批", "批次"))
        more = _WITH.match(self._text, end, right) if counts_people and len(words) >= 2 else None
        if more:
            return Naming(words + more[0], at, more.end())
        coming = self._text.find("来", at + 2, end)  # 83名医生来某县: the place they came to
        if coming >= 0 and coming + 1 in self._places:
            return Naming(self._text[at:coming], at, coming)
        if one.measure in ("person", "person_time", "household") or one.classifier in ("家", "个"):
            words = doers(words)
        if len(words) > 3 and words.endswith(("中", "里")) and close and close[0] in "，,":
            words = words[:-1]  # 63户停产企业中,已有41户恢复生产
        if words[:1] in ONE and words[1:2] == "的":
            words = words[0]  # 11个村的甜瓜: what they have is not counted
        if words == "地" and one.measure == "mu":
            return Naming("土地", at, end)
        if len(words) >= 2 or words in ONE:
            goes = words[0] in "来到赴" and at + 1 in self._places  # 专家15人来白山开展指导
            return Naming(words, at, end, own=not goes)
        if again or (close and close.start() == at and _PHRASE.match(close[0])):
            tail = self._text[at : min(right, at + 14)]
            tail = re.split(r"[，,。；;：:、\n]", tail)[0]
            if len(tail) >= 3 and not tail[0].isdigit() and one.measure in ("item", "person_time", "person"):
                return Naming(tail, at, at + len(tail), own=False)
        return None


_LEVELS: Final = re.compile(r"[县市区旗镇乡村][(（][市区县旗乡镇村街道办社、]{1,8}[)）]")
_LEVEL_FIRSTS: Final = firsts(_LEVELS)
_WITH: Final = re.compile(r"、[一-鿿]{2,6}?(?=赴|到|来|前往|参加|在|支教|支医|援|等[，,。；;]|[，,。；;])")
_OF_ALL: Final = re.compile(r"(?<=[一-鿿])最(?:大|多|高|小|低|强)的[一-鿿]{2,6}$")
# 自动化改造后只需70名, 今年国庆前后就来了11批: when it is so, not what is counted
_THEREAFTER: Final = re.compile(
    r"[一-鿿]{2,8}(?<!最)后|(?:今年|去年)?(?:国庆|春节|“?五一”?|端午|中秋|元旦|暑假?|寒假|假期|黄金周|小长假|双节|周末|平日|平时|高峰|旺季|淡季|节假日)(?:假期|期间|前后|时|节)?(?:就来|又来|共来|来)?"
)
_SAME_TIME: Final = re.compile(r"(?:恢复到|相当于|达到|是|为)?(?:去年|上年|前年|\d{4}年)?同期(?:水平)?的?")
_MERELY: Final = re.compile(
    r"(?:一口气|反倒|却|又|再|迅速|一下子)?(?:近?[一二两三四五六七八九十\d]{1,2}年(?:来|间|内)?(?:平均|年均|累计)?|(?:增加|提高|提升|增长|上升|下降|减少|降低|缩短|压缩|压减|扩大|发展|整合|延伸|拓展|攀升|跃升|壮大|猛增|骤增|锐减|整合|精简|[增升降减扩])(?:到|至|为)了?(?:每[月天年日])?(?:去年|今年|目前|现在|如今|上年|\d{4}年)?[底末初]?的?"
    r"|(?:为|比|较|是)?\d{1,2}个?(?:年|月|季度)以?来(?:首次|新)?)"
)


_OWN: Final = re.compile(
    r"[他她我]家的?|自家的?|家里的?|[村镇县社厂店]里(?=[一-鿿])|[村镇县]上(?=[一-鿿]{2})"
)
_REGION: Final = re.compile(r"[全我][省市州县区旗镇乡]|市区|城区|累计|共(?!同|享|建|青|产|和)")
_REGION_FIRSTS: Final = firsts(_REGION)
_BOUND: Final = re.compile(r"\s*(?:以上|以下|以内|左右)?的?")
_AGAIN: Final = re.compile(
    r"(?:\d[\d.]*[余多]?[万亿]?(?:个|家|名|人次|项|批|场|种|期|余个|多个)|\d[\d.]*万?元?(?:以上|以下))"
)
