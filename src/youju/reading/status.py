"""Whether a statement is reported, under way or planned, and how firmly it is promised.

The verb decides: 确保 and 务必 promise (must), 力争 and 争取 aim higher (stretch), 计划 and 拟 plan, 推进 goes on.
A promise holds for the whole sentence after it, until a word of completion takes it back; `总投资` is a plan until the
works are finished. `争取到…资金` is an achievement, and `将…降低了` is a passive, not a future.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import Final, NamedTuple

from youju.reading.passages import Passage

_STRIVE: Final = r"力求|力争|争取(?!到|下|总量|[^，,。；;]{0,20}(?:资金|支持))|努力实现|奋力实现|冲刺"
_INTEND: Final = (
    r"计划(?!经济|生育|单列|完成率|[^，,。；;]{0,8}的[^，,。]{2,24}(?:达|为|占))(?<!省定计划)(?<![占成为]年度计划)(?<![占成]全年计划)|(?<![模虚])拟(?!态|定|人)|预计|预测|预期(?!目标)|有望|"
    r"规划(?:建设|投资|面积|用地|总)|将(?:增长|下降|保持|新增|超过?|再|陆续|逐步|投资|实施|举办|召开|推进|推动|以|按照|结合|围绕|与|通过|不断|努力|积极|全力|大力|着力|加大|加强|强化|优化|完善|提高|提升|扩大|加快|于|在|会|达到?|实现|建|新|完成|投|突破|持续|进一步|全面|继续|重点|打造|开展|启动|组织|引进|培育|带动|形成|力争|有|为|选派|派出|安排|投入|发放|招聘|培训|争取|吸引|出台|开通|种植|改造|购置|配备|选取|组建|聘请)|"
    r"(?:达产|建成|投产|运营|建设完成|完工)后|明年|下一步|今后|(?<![复高达降升加取])到(?:20\d\d|二〇..)年?(?:底|末)?(?!同期)|我们(?:将|要)"
)
# these reach to the end of the sentence
_FIRM: Final = re.compile(
    rf"(?:^|[，,；;：:])(?:还|更|都|就)?要(?=[一-鿿])|(?:根据|按照|依据)(?:该|此|双方)?[一-鿿]{{0,6}}(?:协议|合同)(?:约定|规定)?[，,]|确保|务必|保证(?!金|书)|{_STRIVE}|{_INTEND}|(?:发展|主要|预期|奋斗|工作)?目标(?:是|为|:|：)"
)
# without one of these a sentence promises nothing at all
_PROMISES: Final = re.compile(rf"要|确保|务必|保证|协议|合同|{_STRIVE}|{_INTEND}|目标|用于")
# these only speak for their own clause and the one before
_NEAR: Final = re.compile(
    r"(?<![需主重])要(?:在|达到?|实现|完成|控制|保持|不断|加快|坚持|推动|新|建|突破|以|确保)|未来(?=\d|[一二三五十])|"
    r"设计(?:年产|能力|产能)|可达|(?:正在(?:建设|实施|推进|施工|扩建)|在建|拟建|规划建设|筹建)的|估计(?:今年|明年|全年)?(?:能|可|有|会|达)|蓄水后|打算|届时(?!已)|推动[^，,。]{0,12}突破|年内(?!已)|根据协议"
    r"|(?:确定|部署|商定)(?:(?:今|明|本|20\d\d)年度?)?(?:重点|全面|集中)?(?:实施|办好|办理|抓好)(?![的了])"
)
# what works can do is a plan until they run
_CAPACITY: Final = re.compile(
    r"年产(?!值|量)|(?<!已)可(?:实现|带动|新增|增加|安置|提供|年产|解决|节约|生产|加工|处理|供|容纳|吸纳)|年可|可年"
)
_RUNS: Final = re.compile(
    r"(?:已(?:经)?|于|正式|顺利|月|年初|全部|建成)(?:建成|竣工|全面|全部|正式|顺利)*投(?:产|用|运|入使用|入运营|入运行)(?!后)|已(?:经)?(?:实现)?(?:全容量|全部|顺利)?并网(?:发电)?(?!后)|满负荷|开足马力|高速运转|机声|马力全开|(?:远销|销往|畅销)|现有|入驻|正在(?:生产|为|赶制|作业)|机器轰鸣"
)
_WORKS: Final = re.compile(
    r"总投资|达产|投产后|建成后|完工后|运营后|项目|工程|生产线|设计|规划|计划|预计|将|开工|在建|筹建|厂房|封顶"
)
# an estimate speaks of its own figure; 其中 and 目前 tell again what is
_ESTIMATED: Final = re.compile(
    r"(?:预计|预测|有望)[^，,。；;]*\d[^，,。；;]*[，,]\s*(?:其中|目前|现有|截至)[^，,。；;]{0,12}(?!.*(?:力争|确保|将|计划|要))"
)
_COST: Final = re.compile(
    r"(?<!占)总投资(?![^，,。；;]*完成工程)|计划投资|概算(?:总?投资|为|约)|(?<!占)(?:协议总?投资|意向(?:总?投资|总?金额|资金))"
)
_INVESTED: Final = re.compile(r"投资[^，,。]{0,8}$")
_DESIGN: Final = re.compile(
    r"(?:全长|总长|路[基面]宽|占地(?:面积)?|总?建筑面积|时速|设互通[^，,。]{0,4}|库容|装机(?:容量)?)[^，,。]{0,4}$"
)
_TO_COME: Final = re.compile(
    r"(?:计划|预计|将|预期)[^，,。；;]{0,10}(?:投产|建成|竣工|完工|投用|通车|开工|动工|启用)"
)
_BUILDING: Final = re.compile(
    r"(?:施工|建设)现场|正(?:在)?(?:加紧|抓紧|紧张|加快|有序)?(?:建设|施工|调试)|(?:桩基|主体|路基|钢结构|桥墩|隧道)[^，,。；;]{0,6}(?:完成|封顶|过半)"
)
# 由每周3班加密到5班: what it was is so already, whatever is planned
_FROM: Final = re.compile(r"(?:由|从)[^，,。；;\d]{0,10}$")
_TO: Final = re.compile(
    r"[\d.]+[^\d，,。；;]{0,8}?(?:提高|提升|增加|增长|加密|扩大|拓展|压缩|缩短|降低|下降|减少|[增升降减])(?:到|至|为)"
)
_WILL_BUILD: Final = re.compile(r"^[^，,。；;]{0,8}[，,](?:将|拟|计划)(?:新?建设?|打造)")
_LAID_OUT: Final = re.compile(r"(?:投资|新建|建设|占地|规划)[^，,。]{0,8}$")
_GOAL: Final = re.compile(
    rf"确保|务必|{_STRIVE}|预计|预期|有望|目标|将(?:达|实现|突破)|可达|要(?:达到|实现|完成)|要把[^，,。；;]{2, 20}(?:做到|提高到|提升到|发展到|控制在)|不低于|(?<![复高达降升加取])到(?:20\d\d)年(?!同期)"
)
_TITLE: Final = re.compile(r"《[^》]{0,60}》")
# in a plan these alone make a number a goal
_REACHES: Final = re.compile(r"达|实现|突破|增长|保持|稳定在|控制在|提高|提升|下降|降至|降低")
_USE: Final = re.compile(r"(?:主要|将|全部|重点)用于")
_DONE: Final = re.compile(
    r"(?<!未)已(?!成为|经济|建(?![成设立]))|(?<![为除])了(?!解)|先后|累计|截至|同比|(?<![前底])(?:顺利|正式)?竣工投产|备足|备齐|争取到|建成投用|[现共]有|实现了"
)
_FINISHED: Final = re.compile(
    r"(?<!主体)(?<!主体工程)(?<!工程全部)(?:竣工|投产|并网发电|建成|投入使用|投入运营|完工|通车|投用|落成)(?!后|前)(?!的)"
)
_STRENGTHS: Final = (
    ("must", re.compile(r"确保|务必|必须|保证")),
    ("stretch", re.compile(_STRIVE + "|努力")),
    ("plan", re.compile(_INTEND + "|目标")),
    ("start", re.compile(r"启动|开工|谋划")),
    ("ongoing", re.compile(r"正在|正(?:抓紧|加紧|全力)|推进|在建|加快|推动|抓好|实施")),
)
_ANY_STRENGTH: Final = re.compile("|".join(pattern.pattern for _, pattern in _STRENGTHS))
_MAY_BE: Final = re.compile("|".join(f"(?:{one.pattern})" for one in (_NEAR, _CAPACITY, _COST)))
_TAIL: Final = 24  # no pattern of what stands right before a number is longer


class Stance(NamedTuple):
    """`status` achieved, ongoing or planned; `strength` of the promise or None; `goal` when a number is aimed at."""

    status: str
    strength: str | None
    goal: bool


def stance_at(passage: Passage, at: int, planned: bool = False) -> Stance:
    """The stance of the statement around an offset; `planned` is what the article is when nothing is said."""
    start, end = passage.sentence(at)
    planned = planned or passage.is_planned(at)
    clause = passage.clause(at)[0]
    promised = passage.says(_PROMISES, start, end)
    own = passage.text[clause:at]
    whole = _TITLE.sub("", passage.text[max(start, at - 400) : at]) if promised else ""
    if _USE.search(whole):
        return Stance("planned", None, False)
    if _FROM.search(own) and _TO.match(passage.text, at) and not planned:
        return Stance("achieved", None, False)
    if promised and passage.past and _ahead_of(passage.past, whole) is None:
        whole = _past_words(passage.past).sub("", whole)
        own = _past_words(passage.past).sub("", own)
    firm = _last(_FIRM, whole) and not _ESTIMATED.search(whole)
    near = passage.says(_MAY_BE, start, end) and (
        _last(_NEAR, passage.text[max(clause - 16, start) : at])
        or _last(_COST, own)
        or (_last(_CAPACITY, passage.text[max(clause - 16, start) : at]) and _is_to_come(passage, at))
    )
    tail = own[-_TAIL:]
    invested = _INVESTED.search(tail)
    if near and not firm and invested and _is_finished(passage.text[at:end]):
        return Stance("achieved", None, False)
    ahead = passage.text[at : passage.clause(at)[1]]
    if not near and _DESIGN.search(tail):
        to_come = (
            "总投资" in passage.text[start:end]
            or _TO_COME.search(passage.text[at:end])
            or _BUILDING.search(passage.text, max(passage.paragraph(at), start - 60), end)
        )
        near = bool(to_come) and not _is_finished(passage.text[at:end])
    if not near and _LAID_OUT.search(tail):
        split = _WILL_BUILD.search(passage.text[at:end]) or re.search(
            r"总投资[^。；;]*分[两三]期建设", passage.text[start:at]
        )
        near = bool(split or _TO_COME.search(passage.text[at:end])) and not _DONE.search(own)
    near = (
        near
        or bool(_LATER.search(ahead))
        or bool(invested and _WORKS_OF.match(ahead) and not _is_finished(passage.text[at:end]))
    )
    if firm or near or (planned and not _DONE.search(own)):
        since = whole[_latest(_FIRM, whole) :] if firm else own
        goal = bool(_GOAL.search(since)) or (planned and bool(_REACHES.search(own)))
        return Stance("planned", strength_of(since), goal)
    return Stance("achieved", strength_of(own) if passage.says(_ANY_STRENGTH, start, end) else None, False)


@cache
def _past_words(year: int) -> re.Pattern[str]:
    """What a report on a past year says of it before the last figures are in: 预计 and 到…年底 promise nothing there."""
    return re.compile(rf"预计|预期|有望|到{year}年(?:底|末)?")


@cache
def _later_words(year: int) -> re.Pattern[str]:
    years = "|".join(str(year + more) for more in range(1, 15))
    return re.compile(
        rf"{years}|明年|来年|今后|未来|下一步|下步|计划|力争|确保|争取|将(?!近)|拟|达产|建成|投产|完工|每亩|亩均|盛产"
    )


def _ahead_of(year: int, words: str) -> re.Match[str] | None:
    return _later_words(year).search(words)


def _is_to_come(passage: Passage, at: int) -> bool:
    """Whether what works can do is still a promise: they are told of as works, and nothing says that they run."""
    start, end = passage.sentence(at)
    before, after = passage.text[start:at], passage.text[at:end]
    if re.search(r"(?:达产|投产|建成|完工|运营)后", before):
        return not _RUNS.search(before)
    index = bisect_right(passage.name_starts, at) - 1
    if index >= 0 and passage.names[index].end > at and passage.names[index].kind == "project":
        return True
    return bool(_WORKS.search(before)) and not _RUNS.search(before) and not _RUNS.search(after)


_LATER: Final = re.compile(
    r"^[^，,。；;]{0,24}年内(?:投产|建成|竣工|开工|完成|投用|完工|通车)"
    r"|^[\d.]+[余多]?[万亿]?[^，,。；;\d]{1,6}(?:计划|预计|拟|力争|确保|将(?:于|在)?)(?:今年|明年|年底|\d{1,2}月|[^，,。；;]{0,6}[底前])"
)
_WORKS_OF: Final = re.compile(
    r"[约近超]?\d[\d.]*[余多]?[万亿]*元?的[^，,。；;]{2,40}(?:项目|工程|园|厂|基地|中心|站|馆|线|桥)"
)


def _is_finished(ahead: str) -> bool:
    return bool(_FINISHED.search(ahead)) and not re.search(
        r"将|预计|计划|力争|确保|年底|明年|年内|加快|抓紧|推进|施工|封顶|在建|正在|试(?:产|生产|运行)", ahead
    )


def _latest(pattern: re.Pattern[str], words: str) -> int:
    latest = -1
    for match in pattern.finditer(words):
        latest = match.start()
    return latest


def _last(pattern: re.Pattern[str], words: str) -> bool:
    """Whether the pattern is the latest word on the matter: a later 了 or 已 takes the plan back."""
    latest = _latest(pattern, words)
    return latest >= 0 and _DONE.search(words, latest + 1) is None


def strength_of(words: str) -> str | None:
    """must, stretch, plan, start or ongoing by the verb of commitment, or None."""
    return next((name for name, pattern in _STRENGTHS if pattern.search(words)), None)


# the headline of a plan itself, not of news about one
_PLAN_TITLE: Final = re.compile(
    r"[一-鿿]{0,16}20\d\d年(?:度|全[市县区])?[一-鿿]{0,16}(?:工作安排|工作要点|工作计划|重点任务|任务分工|实施方案|行动方案|工作方案|行动计划)"
)


def reads_as_plan(text: str) -> bool:
    """Whether a whole text is a plan: promises all over and hardly a thing reported as done."""
    ahead = len(
        re.findall(r"力争|确保|要(?:在|坚持|加快|深入|切实|全面|持续)|推进|推动|加快|启动|抓好", text)
    )
    done = len(re.findall(r"同比|了(?!解)|已(?!经成)|截至|累计|实现[^，,。]{0,12}\d", text))
    firm = len(re.findall(r"力争|确保", text))
    if _PLAN_TITLE.fullmatch(text[:60].strip()):
        return True
    if re.search(
        r"(?:方案|计划|要点|规划|安排|任务分工)》?的通知|现将.{4,60}印发|制定(?:本|如下|以下)(?:方案|计划|要点|规划)",
        text[:400],
    ):
        return True
    return firm >= 3 and ahead >= 4 * max(done, 1)
