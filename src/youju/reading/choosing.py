"""Which words name a number, where some stand before it and some behind: its noun, what was given, made, sold or paid."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from youju.reading.nouns import with_dimension
from youju.reading.produce import BY_WHOM, SALES, SOLD, YIELD, product
from youju.reading.quantities import Quantity

ONE: Final = frozenset("村县镇乡校人企区市州省岛站馆园店厂所院牛羊猪马驴鹿鸡鸭鹅鱼树")
_INVEST: Final = re.compile(r"(?:总投资额?|计划总投资|概算总投资)$")
# what somebody says he is paid: 一个月能挣3500元
_PAY: Final = re.compile(
    r"(?:[每一]个?)(?P<per>月|天|年)(?:下来|到头|里)?(?:都|还|就)?(?:能|可以|可)?(?:挣|赚|拿|领)$"
)
_PER: Final = {"月": "月", "天": "日", "年": "年"}
# 一斤四块五, 价是一斤三块二, 一个8块钱
_EACH: Final = re.compile(
    r"(?:^|[价格卖是到了，,])一(?P<unit>市?斤|公斤|个|只|袋|箱|瓶|盒|条|件|碗|份|穗|棵|枚|串|筐|桶)$"
)
_SCALE: Final = re.compile(r"(?:规模|总额|额度|面积|金额)$")
_SHORT_VERB: Final = re.compile(
    r"(?:务必|确保|全面|基本|高标准)?(?:设立|投入|发放|争取|安排|筹集|落实|拨付|发行|募集|投放|提供|达成|签订|引进|获得|实现|新增|减免|解决|保障|惠及|覆盖|组建|购置|开展|举办|建设|新建|完成|撬动|带动|出资|捐赠|送去|建起|建成|打造|修建|铺设|承包|租下|租用|买下|流转|租种|种|种植|养殖|栽种|管护|经营|托管|认领|认养)?(?:了|价值|总值)?(?:剩余|其余|余下)?"
)
_REFERENCE: Final = re.compile(
    r"^(?:名义|实际|按?同口径|(?:扣除|剔除)[一-鿿]{0,8}(?:因素|价格)后?(?:实际)?|按[一-鿿]{0,6}(?:价格?|口径)计算|可比口径|常年|上年|去年|往年|历年|计划|目标|全省|全国)(?:同期|平均|水平)*$"
)
_LOADED: Final = re.compile(r"(?:满载|装载?|运载|载有|拉着|装着)$")
_GOT: Final = re.compile(r"(?<=[一-鿿])(?:接|拿|收|签|揽)(?:到|下|来)?了?$")
_ACTS_ON: Final = re.compile(r"带动|惠及|辐射|吸纳")
_DID: Final = re.compile(r"(?:完成|实现|建成|启动|开展|通上|用上|达到)[一-鿿]{2,12}(?=[，,。；;])")
_FUND: Final = re.compile("(?:资金|基金|贷款|补贴|奖金|补助|善款|奖励)$")  # 设立1000万元奖补资金
# 拿出21万元办幸福食堂: money set aside is named by what it is for
_SET_OUT: Final = re.compile("(?:拿出|拨出|挤出)了?(?:资金)?$")
_TO_DO: Final = re.compile("(?:用于|用来)?(?P<what>[一-鿿]{3,10}?)(?=[，,。；;])")
# `县委书记某某率考察团一行22人`: the party is counted, not he who leads it
PARTY: Final = re.compile(
    r"(?:^|率领?|带领|带队|组成|[省市县区州旗])(?P<who>(?:(?![率带])[一-鿿]){2,12}?(?:团|组|队))一行$"
)


class Naming(NamedTuple):
    """The name of an indicator and where its words begin and end in the passage."""

    name: str
    start: int
    end: int
    own: bool = True


def of_both(
    before: Naming, after: Naming, one: Quantity, text: str, *, in_works: bool, beside: bool
) -> Naming | None:
    """The name where words stand on both sides and those behind say what is counted or measured; None where they do not.

    `in_works` tells that the number stands inside the name of works, `beside` that nothing but another number stands before it.
    """
    linked = text.startswith("的", one.end)
    behind = Naming(with_dimension(after.name, one, changed=False), one.start, after.end)
    if one.measure in ("tonne", "kg", "jin") and _LOADED.search(before.name):
        return Naming(after.name.split("的")[0] + "量", one.start, after.end)
    if linked and _GOT.search(before.name):
        return behind
    if linked and before.name.endswith("价值"):
        return Naming(after.name + "价值", one.start, after.end)
    made = _made(before, one)
    if made:
        return _capacity(made, before, after, one)
    if _SHORT_VERB.fullmatch(before.name) and (
        linked or (one.measure in _EXTENTS and len(after.name) >= _LONG)
    ):
        return behind._replace(start=before.start)  # noqa: SLF001 - a NamedTuple's own
    if in_works or _SET_UP.fullmatch(before.name):
        return behind
    scale = _SCALE.search(before.name) if linked else None
    if scale:
        return Naming(after.name + scale[0], before.start, after.end)
    if beside:
        return Naming(with_dimension(after.name.split("的")[0], one, changed=False), one.start, after.end)
    return None


_LONG: Final = 4
_EXTENTS: Final = ("yuan", "usd", "mu", "m2", "km2", "hectare", "km", "m")
_SET_UP: Final = re.compile(
    r"有?一?[块片处座]|(?:再|又|新)?(?:建|盖|修)(?:起|成|设)?(?:了)?(?:一[座个栋条处])?"
)


def of_before(
    before: Naming, after: Naming | None, one: Quantity, text: str, right: int, *, changed: bool
) -> Naming | None:
    """The name by the words before a number; None where they only tell what it is measured against."""
    end = max(one.end, before.end)
    made = _made(before, one)
    if made:
        return _capacity(made, before, after, one)
    sold = SOLD.search(before.name) if one.measure in SALES else None
    if sold:
        what = BY_WHOM.sub("", before.name[: sold.start()])
        return Naming(what + SALES[one.measure], before.start, end)
    if one.measure in ("kg", "jin", "tonne") and YIELD.search(before.name):
        return Naming(YIELD.sub("", before.name) + "亩产", before.start, end)
    if before.name == "平均" or _REFERENCE.match(before.name):
        return None
    if one.measure == "yuan":
        money = _money(before, after, one, text, right, changed=changed)
        if money:
            return money
    invested = _INVEST.search(before.name) if not changed else None
    if invested:
        return Naming(invested[0], max(before.start, one.start - len(invested[0]) - 2), end)
    return Naming(with_dimension(before.name, one, changed), before.start, end)


def _money(
    before: Naming, after: Naming | None, one: Quantity, text: str, right: int, *, changed: bool
) -> Naming | None:
    """What somebody is paid, a fund, or money set aside for something."""
    each = _EACH.search(before.name) if not changed else None
    if each:
        return Naming(f"每{each['unit']}价格", before.start, max(one.end, before.end))
    pay = _PAY.search(before.name)
    if pay:
        return Naming(_PER[pay["per"]] + "收入", before.start, max(one.end, before.end))
    if changed or _INVEST.search(before.name):
        return None
    if after and _FUND.search(after.name):
        return Naming(after.name, one.start, after.end)
    if not _SET_OUT.search(before.name):
        return None
    aim = _TO_DO.match(text, one.end, right)
    said, end = (aim["what"], aim.end()) if aim else ("投入", one.end)
    return Naming(said + "资金", before.start, max(one.end, end))


def _made(before: Naming, one: Quantity) -> re.Match[str] | None:
    return _MADE.search(before.name) if one.measure not in ("yuan", "usd") else None


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


def counted(text: str, before: Naming | None, after: Naming, one: Quantity) -> Naming:
    """The name of what a measure word counts: the noun behind it, with what is done and what they are called by."""
    act = _ACTS_ON.search(before.name) if before and one.measure == "household" else None
    if before and act and after.name.startswith(("农", "村民", "群众", "脱贫", "贫困")):
        return Naming(act[0] + "农户数", before.start, after.end)
    if one.measure == "household" and after.name.startswith("人家"):
        return Naming((before.name if before else "") + "户数", one.start, after.end)
    did = _DID.match(text, after.end) if after.name in ONE else None
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
