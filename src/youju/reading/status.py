"""Whether a statement is reported, under way or planned, and how firmly it is promised.

The verb decides: 确保 and 务必 promise (must), 力争 and 争取 aim higher (stretch), 计划 and 拟 plan, 推进 goes on.
`争取到…资金` is an achievement, and `将…降低了` is a passive, not a future.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from youju.reading.passages import Passage

_FUTURE: Final = (
    r"力争|确保|力求|务必|计划(?!经济|生育|单列|完成率)|拟(?!态|定)|预计|预测|预期|有望|规划(?:建设|投资|面积|用地|总)|"
    r"将(?:于|在|会|达到?|实现|建|新|完成|投|突破|持续|进一步|全面|继续|重点|打造|开展|启动|组织|引进|培育|带动|形成|新增|力争|有|为)|"
    r"(?<!需)要(?:在|达到?|实现|完成|确保|力争|控制|保持|不断|加快|坚持|推动|新|建|突破|以)|争取(?!到|下)|目标|到(?:20\d\d|二〇)年?|明年|下一步|今后|"
    r"未来|总投资|年产(?!值|量)|设计(?:年产|能力|产能)|达产后|建成后|投产后|全部投产|项目建成|可实现|可带动|可新增|可安置|可提供|努力实现|奋力|"
    r"支持新增|推动[^，,。]{0,12}突破|年内"
)
_PLANNED: Final = re.compile(_FUTURE)
_GOAL: Final = re.compile(
    r"力争|确保|力求|务必|预计|预期|有望|争取(?!到|下)|目标|将(?:达|实现|突破)|可达|要(?:达到|实现|完成)|努力实现|奋力|到(?:20\d\d)年|不低于"
)
_USE: Final = re.compile(r"(?:主要|将|全部|重点)用于")
_DONE: Final = re.compile(
    r"(?<!未)(?:已(?!成为)|了(?!解)|完成了|实现了|先后|累计|截至|同比|竣工投产|顺利投产|正式投产)|争取到|分别增长|建成投用"
)
_MUST: Final = re.compile(r"确保|务必|必须|保证")
_STRETCH: Final = re.compile(r"力争|争取(?!到|下)|力求|努力|奋力|冲刺")
_PLAN: Final = re.compile(r"计划|拟|预计|规划|目标|将")
_ONGOING: Final = re.compile(r"正在|正(?:抓紧|加紧|全力)|推进|启动|在建|加快")


@dataclass(frozen=True, slots=True)
class Stance:
    """`status` achieved, ongoing or planned; `strength` of the promise or None; `goal` when a number is aimed at."""

    status: str
    strength: str | None
    goal: bool


def stance_at(passage: Passage, at: int, planned: bool = False) -> Stance:
    """The stance of the statement around an offset; `planned` is what the article is when nothing is said."""
    start, _ = passage.sentence(at)
    clause = passage.clause(at)[0]
    words = passage.text[max(clause - 28, start) : at]
    own = passage.text[clause:at]
    done, ahead = _DONE.search(own), _last(_PLANNED, words)
    if _USE.search(passage.text, start, at):
        return Stance("planned", None, False)
    if done and not _PLANNED.search(own):
        return Stance("achieved", None, False)
    if ahead or (planned and not done):
        near = passage.text[max(clause - 12, start) : at]
        return Stance("planned", strength_of(words), bool(_GOAL.search(near)))
    return Stance("achieved", strength_of(own), False)


def _last(pattern: re.Pattern[str], words: str) -> bool:
    """Whether the pattern is the latest word on the matter: a later 了 or 已 takes the plan back."""
    latest = -1
    for match in pattern.finditer(words):
        latest = match.start()
    if latest < 0:
        return False
    return not any(match.start() > latest for match in _DONE.finditer(words))


def strength_of(words: str) -> str | None:
    """must, stretch, plan or ongoing by the verb of commitment, or None."""
    for name, pattern in (("must", _MUST), ("stretch", _STRETCH), ("plan", _PLAN), ("ongoing", _ONGOING)):
        if pattern.search(words):
            return name
    return None


def reads_as_plan(text: str) -> bool:
    """Whether a whole text is a plan: promises all over and hardly a thing reported as done."""
    ahead = len(
        re.findall(r"力争|确保|要(?:在|坚持|加快|深入|切实|全面|持续)|推进|推动|加快|启动|抓好", text)
    )
    done = len(re.findall(r"同比|了(?!解)|已(?!经成)|截至|累计|实现[^，,。]{0,12}\d", text))
    firm = len(re.findall(r"力争|确保", text))
    return firm >= 3 and ahead >= 4 * max(done, 1)
