"""The name of what a number measures: the noun of its clause, without verb of growth, subject, time or number.

A count is named by what follows its measure word (34项重点工作), a measurement by what precedes it
(播种面积330.1万亩). A number without words of its own takes the name of the number before it (营收…、增长…).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final, NamedTuple

from youju.reading.alternatives import either
from youju.reading.lexicons.measures import MEDALS
from youju.reading.lexicons.verbs import AFTER_NOUN, LINKS, OPENERS
from youju.reading.names import Name
from youju.reading.nouns import doers, tidy, with_dimension
from youju.reading.passages import Passage
from youju.reading.produce import BY_WHOM, SALES, SOLD, YIELD, product
from youju.reading.proper import is_own_house, is_vague
from youju.reading.quantities import Quantity
from youju.reading.subject_words import JUDGED

_LINK_TAIL: Final = re.compile(rf"(?:{either(LINKS)})+$")
_ONE: Final = frozenset("村县镇乡校人企区市州省岛站馆园店厂所院牛羊猪马驴鹿鸡鸭鹅鱼树")
_INVEST: Final = re.compile(r"(?:总投资额?|计划总投资|概算总投资)$")
# what somebody says he is paid: 一个月能挣3500元
_PAY: Final = re.compile(
    r"(?:[每一]个?)(?P<per>月|天|年)(?:下来|到头|里)?(?:都|还|就)?(?:能|可以|可)?(?:挣|赚|拿|领)$"
)
_PER: Final = {"月": "月", "天": "日", "年": "年"}
_SCALE: Final = re.compile(r"(?:规模|总额|额度|面积|金额)$")
_SHORT_VERB: Final = re.compile(
    r"(?:务必|确保|全面|基本|高标准)?(?:设立|投入|发放|争取|安排|筹集|落实|拨付|发行|募集|投放|提供|达成|签订|引进|获得|实现|新增|减免|解决|保障|惠及|覆盖|组建|购置|开展|举办|建设|新建|完成|撬动|带动|出资|捐赠|送去|建起|建成|打造|修建|铺设|承包|租下|租用|买下|流转|租种|种|种植|养殖|栽种|管护|经营|托管|认领|认养)?(?:了|价值|总值)?(?:剩余|其余|余下)?"
)
_OPENING: Final = re.compile(
    rf"(?:\d{{1,2}}[.、．](?!\d)|[(（][一二三四五六七八九十]{{1,3}}[)）]|{either(OPENERS)}|[▲△▼●■◆◇★▶]|最[低高快慢多少大小好差]的(?=[一-鿿]{{2,4}}[镇乡村县区市街])|[\s,，、;；:：。\"“”'()（）])"
)
_AFTER: Final = re.compile(
    rf"[，,。；;：:、！!？?\n…（(）)]|\d|[一-鿿]{{2}}(?:到|至)(?=[约近]?\d)|[一-鿿]{{2}}如下|携(?=[\d约近])|(?<=[一-鿿]{{2}})[常进派]驻(?![村外地军点企])|提供|签[订署下约]|主要|有(?!机|色|限|关|效|氧|轨)|(?<![党社级])组织(?!部|力|化|生活|体系)|发展(?![一-鿿]{{0,4}}(?:基金|资金|中心|银行|集团|规划|有限|公司|局|委|大会|战略|指数|专项))|超(?=[\d一二三四五六七八九十百千万])|驻(?![村外地军点企区])|来(?=我|到|村|县|市|校)|(?<![主重需])要(?!素|道|求|点)|(?!为民(?:办|实|服))(?:{either(AFTER_NOUN)})"
)
_PHRASE: Final = re.compile(r"到|赴|参加|进入|在|与|向|前往|来")
_REFERENCE: Final = re.compile(
    r"^(?:名义|实际|按?同口径|(?:扣除|剔除)[一-鿿]{0,8}(?:因素|价格)后?(?:实际)?|按[一-鿿]{0,6}(?:价格?|口径)计算|可比口径|常年|上年|去年|往年|历年|计划|目标|全省|全国)(?:同期|平均|水平)*$"
)


_SENDS: Final = re.compile(
    r"[一-鿿]{0,12}一行|(?:先后|累计|共)?(?:选派|组织|派出|抽调|安排|选送|推荐|派遣|邀请|带领)(?:了)?"
)


# `县委书记某某率考察团一行22人`: the party is counted, not he who leads it
_PARTY: Final = re.compile(
    r"(?:^|率领?|带领|带队|组成|[省市县区州旗])(?P<who>[一-鿿]{0,10}?[一-鿿]{2}(?:团|组|队))一行$"
)


_JOINS: Final = re.compile(r"(?:参加|出席|参与)")


_LOADED: Final = re.compile(r"(?:满载|装载?|运载|载有|拉着|装着)$")
_GOT: Final = re.compile(r"(?<=[一-鿿])(?:接|拿|收|签|揽)(?:到|下|来)?了?$")
_ACTS_ON: Final = re.compile(r"带动|惠及|辐射|吸纳")
_DID: Final = re.compile(r"(?:完成|实现|建成|启动|开展|通上|用上|达到)[一-鿿]{2,12}(?=[，,。；;])")


class Naming(NamedTuple):
    """The name of an indicator and where its words begin and end in the passage."""

    name: str
    start: int
    end: int
    own: bool = True


def _covering(passage: Passage, at: int) -> list[Name]:
    """The names around an offset; there is at most one, for names do not overlap."""
    index = bisect_right(passage.name_starts, at) - 1
    return [passage.names[index]] if index >= 0 and passage.names[index].end > at else []


# what works can make or take in a year or a day: 年产, 日处理, 年可加工
_MADE: Final = re.compile(
    r"(?:年|日)(?:可|均)?(?P<act>产(?!值|量|业|品|出|能)|加工|处理|生产|供水|发电|屠宰|养殖)(?P<what>[一-鿿]*)$"
)


def _capacity(made: re.Match[str], before: Naming, after: Naming | None, one: Quantity) -> Naming:
    """What works can make (年产能, 日处理量), or make on the average of years."""
    what = made["what"] or product(after.name if after else "")
    if "年均" in before.name[made.start() : made.end("act")]:
        return Naming(f"年均{made['act']}{what}量", before.start, max(one.end, before.end))
    if before.name[made.start()] == "日":
        return Naming(f"日{made['act']}{what}量", before.start, max(one.end, before.end))
    act = "" if made["act"] in ("产", "生产") else made["act"]
    end = max(one.end, after.end if after and not made["what"] else one.end)
    return Naming(f"{act}{what}年产能", before.start, end)


class Namer:
    """Names the indicators of one passage."""

    def __init__(self, passage: Passage) -> None:
        self._passage, self._text = passage, passage.text
        self._times = {when.start: when.end for when in passage.whens}
        self._town_ends = {town.start: town.end for town in passage.towns}
        self._place_ends = {place.start: place.end for place in passage.places}
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
        stop = cut if cut is not None else one.start
        after = self._following(one, right) if cut is None else None
        counted = one.measure in ("item", "person", "household", "person_time")
        if one.classifier == "枚" and self._text[one.end - 1] in MEDALS:
            return Naming(MEDALS[self._text[one.end - 1]], one.start, one.end)
        before = self._preceding(left, stop)
        if (
            before
            and after
            and not after.own
            and not _SENDS.fullmatch(before.name)
            and not _JOINS.match(after.name)
        ):
            after = None
        party = _PARTY.search(before.name) if before and one.measure == "person" else None
        if before and party:
            return Naming(party["who"] + "人数", before.start, max(one.end, before.end))
        if counted and after and not (before and self._text[one.end : one.end + 1] == "的"):
            return self._counted(before, after, one)
        load = before and after and _LOADED.search(before.name)
        if after and load and one.measure in ("tonne", "kg", "jin"):
            return Naming(after.name.split("的")[0] + "量", one.start, after.end)
        if before and after and self._text[one.end : one.end + 1] == "的" and _GOT.search(before.name):
            return Naming(with_dimension(after.name, one, changed=False), one.start, after.end)
        if before and after and self._text[one.end : one.end + 1] == "的" and before.name.endswith("价值"):
            return Naming(after.name + "价值", one.start, after.end)
        made = _MADE.search(before.name) if before and one.measure not in ("yuan", "usd") else None
        if before and made:
            return _capacity(made, before, after, one)
        if (
            before
            and after
            and self._text[one.end : one.end + 1] == "的"
            and _SHORT_VERB.fullmatch(before.name)
        ):
            return Naming(with_dimension(after.name, one, changed=False), before.start, after.end)
        if (
            before and after and len(after.name) >= 4 and _SHORT_VERB.fullmatch(before.name)
            and one.measure in ("yuan", "usd", "mu", "m2", "km2", "hectare", "km", "m")
        ):  # fmt: skip
            return Naming(with_dimension(after.name, one, changed=False), before.start, after.end)
        if (
            before
            and after
            and (
                re.fullmatch(
                    r"有?一?[块片处座]|(?:再|又|新)?(?:建|盖|修)(?:起|成|设)?(?:了)?(?:一[座个栋条处])?",
                    before.name,
                )
                or self._in_works(one)
            )
        ):
            return Naming(with_dimension(after.name, one, changed=False), one.start, after.end)
        scale = (
            _SCALE.search(before.name)
            if before and after and self._text[one.end : one.end + 1] == "的"
            else None
        )
        if before and after and scale:
            return Naming(after.name + scale[0], before.start, after.end)
        if before and after and left and before.start == left and self._touches_number(left):
            return Naming(with_dimension(after.name.split("的")[0], one, changed=False), one.start, after.end)
        if before is None and cut is None and one.measure in SALES and SOLD.search(self._text, left, stop):
            return Naming(SALES[one.measure], left, one.end)
        sold = SOLD.search(before.name) if before and one.measure in SALES else None
        if before and sold:
            what = BY_WHOM.sub("", before.name[: sold.start()])
            return Naming(what + SALES[one.measure], before.start, max(one.end, before.end))
        if before and one.measure in ("kg", "jin", "tonne") and YIELD.search(before.name):
            return Naming(YIELD.sub("", before.name) + "亩产", before.start, max(one.end, before.end))
        if (before and before.name == "平均") or (before and _REFERENCE.match(before.name)):
            return None
        money = _INVEST.search(before.name) if before else None
        pay = _PAY.search(before.name) if before and one.measure == "yuan" else None
        if before and pay:
            return Naming(_PER[pay["per"]] + "收入", before.start, max(one.end, before.end))
        if before and money and cut is None:
            return Naming(
                money[0], max(before.start, one.start - len(money[0]) - 2), max(one.end, before.end)
            )
        if after and cut is None and one.measure == "yuan" and _FUND.search(after.name):
            return Naming(after.name, one.start, after.end)
        if before:
            return Naming(
                with_dimension(before.name, one, cut is not None), before.start, max(one.end, before.end)
            )
        if after:
            return Naming(with_dimension(after.name, one, False), one.start, after.end)
        return None

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

    def _counted(self, before: Naming | None, after: Naming, one: Quantity) -> Naming:
        act = _ACTS_ON.search(before.name) if before and one.measure == "household" else None
        if before and act and after.name.startswith(("农", "村民", "群众", "脱贫", "贫困")):
            return Naming(act[0] + "农户数", before.start, after.end)
        if one.measure == "household" and after.name.startswith("人家"):
            return Naming((before.name if before else "") + "户数", one.start, after.end)
        did = _DID.match(self._text, after.end) if after.name in _ONE else None
        if did:
            return Naming(f"{did[0]}{after.name}数", one.start, did.end())
        tail = "人数" if one.measure == "person" else "人次" if one.measure == "person_time" else "数"
        if one.measure == "person" and after.name.endswith(("人数", "数")):
            tail = ""
        if one.classifier in ("次", "场次", "批", "批次", "期"):
            tail = {"次": "次数", "场次": "场次", "批": "批次", "批次": "批次", "期": "期数"}[one.classifier]
        start = before.start if before else one.start
        own = (
            re.search(r"(?:[省市县区中]直|本地|各类|外地|本土|规上|规模以上|限上)$", before.name)
            if before
            else None
        )
        return Naming((own[0] if own else "") + after.name + tail, start, after.end)

    def _opened(self, start: int, end: int) -> int:
        """Where the noun begins: past times, openers, places and organisations that are the subject."""
        while start < end:
            if start in self._times and self._times[start] <= end:
                start = self._times[start]
                continue
            opener = _OPENING.match(self._text, start, end)
            if opener and start not in self._place_ends:
                start = opener.end()
                continue
            town = self._town_ends.get(start)
            if town and town <= end:
                start = town
                continue
            place = self._place_ends.get(start)
            if place and place <= end and self._drops(start, place, end):
                start = place
                continue
            name = self._name_ends.get(start)
            if name and name < end:
                start = name
                continue
            region = _REGION.match(self._text, start, end) or self._who(start, end)
            if region:
                start = region.end()
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
        link = _LINK_TAIL.search(words)
        if link:
            words = words[: link.start()]
        if (
            (link and _THEREAFTER.fullmatch(words))
            or _MERELY.fullmatch(self._text, start, end)
            or _MERELY.fullmatch(words)
            or _SAME_TIME.fullmatch(words)
        ):
            return None
        words = _OF_ALL.sub("", words.strip(' \u3000“”"、的了'))
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
        again = _AGAIN.match(self._text, at, right)
        if again:
            at = again.end()
        close = _AFTER.search(self._text, at, min(right, at + 40))
        end = close.start() if close else min(right, at + 40)
        level = _LEVELS.match(self._text, at, right)
        if level:
            return Naming(level[0], at, level.end())
        words = self._text[at:end].strip('“”" 的')
        words = words[:-1] if words.endswith(("和", "及", "与")) else words
        counts_people = one.measure == "person" or (again and one.classifier in ("批", "批次"))
        more = _WITH.match(self._text, end, right) if counts_people and len(words) >= 2 else None
        if more:
            return Naming(words + more[0], at, more.end())
        coming = self._text.find("来", at + 2, end)  # 83名医生来某县: the place they came to
        if coming >= 0 and coming + 1 in self._place_ends:
            return Naming(self._text[at:coming], at, coming)
        if one.measure in ("person", "person_time", "household") or one.classifier in ("家", "个"):
            words = doers(words)
        if words[:1] in _ONE and words[1:2] == "的":
            words = words[0]  # 11个村的甜瓜: what they have is not counted
        if words == "地" and one.measure == "mu":
            return Naming("土地", at, end)
        if len(words) >= 2 or words in _ONE:
            return Naming(words, at, end)
        if again or (close and close.start() == at and _PHRASE.match(close[0])):
            tail = self._text[at : min(right, at + 14)]
            tail = re.split(r"[，,。；;：:、\n]", tail)[0]
            if len(tail) >= 3 and not tail[0].isdigit() and one.measure in ("item", "person_time", "person"):
                return Naming(tail, at, at + len(tail), own=False)
        return None


_FUND: Final = re.compile("(?:资金|基金|贷款|补贴|奖金|补助|善款|奖励)$")  # 设立1000万元奖补资金
_LEVELS: Final = re.compile(r"[县市区旗镇乡村][(（][市区县旗乡镇村街道办社、]{1,8}[)）]")
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
_BOUND: Final = re.compile(r"\s*(?:以上|以下|以内|左右)?的?")
_AGAIN: Final = re.compile(
    r"(?:\d[\d.]*[余多]?[万亿]?(?:个|家|名|人次|项|批|场|种|期|余个|多个)|\d[\d.]*万?元?(?:以上|以下))"
)
