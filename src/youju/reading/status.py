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

from youju.reading import status_words as known
from youju.reading.edges import begins
from youju.reading.passages import Passage
from youju.reading.sieve import Sieve, somewhere

_FIRM: Final = Sieve(known.FIRM, begins(known.FIRM))
_DESIGN: Final = somewhere(known.DESIGN)
_PROMISES: Final = somewhere(known.PROMISES)
_MAY_BE: Final = somewhere(known.MAY_BE)
_ANY_STRENGTH: Final = somewhere(known.ANY_STRENGTH)


class Stance(NamedTuple):
    """`status` achieved, ongoing or planned; `strength` of the promise or None; `goal` when a number is aimed at."""

    status: str
    strength: str | None
    goal: bool


class _Spot(NamedTuple):
    """A place in a text with the sentence and the clause around it."""

    passage: Passage
    at: int
    start: int
    end: int
    clause: int
    stop: int

    def before(self) -> str:
        """The words of the clause before the place."""
        return self.passage.text[self.clause : self.at]

    def ahead(self) -> str:
        """The words of the clause from the place on."""
        return self.passage.text[self.at : self.stop]

    def rest(self) -> str:
        """The words of the sentence from the place on."""
        return self.passage.text[self.at : self.end]


def stance_at(passage: Passage, at: int, planned: bool = False) -> Stance:
    """The stance of the statement around an offset; `planned` is what the article is when nothing is said."""
    spot = _Spot(passage, at, *passage.sentence(at), *passage.clause(at))
    start, end = spot.start, spot.end
    planned = planned or passage.is_planned(at)
    promised = passage.says(_PROMISES, start, end)
    own = spot.before()
    whole = known.TITLE.sub("", passage.text[max(start, at - 400) : at]) if promised else ""
    if promised and known.USE.search(whole):
        return Stance("planned", None, False)
    if (
        ("从" in own or "由" in own)
        and known.FROM.search(own)
        and known.TO.match(passage.text, at)
        and not planned
    ):
        return Stance("achieved", None, False)
    if promised and passage.past and _ahead_of(passage.past, whole) is None:
        whole = _past_words(passage.past).sub("", whole)
        own = _past_words(passage.past).sub("", own)
    year = passage.calendar.year
    if promised and year and "到20" in whole:
        whole, own = (
            _BY_YEAR.sub(lambda by: by[0] if int(by[1]) >= year else "", part) for part in (whole, own)
        )
    since = _latest(_FIRM, whole) if promised else -1
    firm = since >= 0 and known.DONE.search(whole, since + 1) is None and not known.ESTIMATED.search(whole)
    if known.SO_FAR.search(own) and known.ALREADY.match(spot.ahead()):
        return Stance("achieved", None, False)
    near = not firm and _is_near(spot, own)
    if near and _is_paid(spot):
        return Stance("achieved", None, False)
    if (
        firm
        or near
        or _is_laid_out(spot)
        or _promises_on(spot)
        or _goes_on_planned(spot, own)
        or (planned and not known.DONE.search(own))
    ):
        words = whole[since:] if firm else own
        goal = bool(known.GOAL.search(words)) or (planned and bool(known.REACHES.search(own)))
        return Stance("planned", strength_of(words), goal)
    return Stance("achieved", strength_of(own) if passage.says(_ANY_STRENGTH, start, end) else None, False)


def _is_near(spot: _Spot, own: str) -> bool:
    """Whether the words right before a number promise it, or what works cost, can make or take."""
    passage = spot.passage
    return passage.says(_MAY_BE, spot.start, spot.end) and (
        _last(known.NEAR, passage.text[max(spot.clause - 16, spot.start) : spot.at])
        or _last(known.COST, own)
        or _may_make(passage, spot.at)
    )


def _is_paid(spot: _Spot) -> bool:
    """Whether what was put into works, or their extent, is told of works that are finished, here or in the sentence before."""
    tail = spot.before()[-known.TAIL :]
    rest = spot.rest()
    runs = _is_finished(rest) or known.RUNS_NOW.search(rest) is not None
    return (known.INVESTED.search(tail) is not None and runs) or _goes_on_finished(spot)


def _goes_on_finished(spot: _Spot) -> bool:
    """`某互通建成通车。互通总投资…`: a sentence about the extent of works that the one before calls finished."""
    passage, start = spot.passage, spot.start
    if not known.OF_WORKS.match(passage.text, start) or start <= passage.paragraph(start):
        return False
    before = passage.text[passage.sentence(start - 1)[0] : start]
    return known.IN_USE.search(before) is not None or _is_finished(before)


def _goes_on_planned(spot: _Spot, own: str) -> bool:
    """`双方将共建某某中心。该中心占地…,9月建成`: a sentence about the extent of works that the one before says are to be built."""
    passage, start = spot.passage, spot.start
    if (
        not known.OF_WORKS_TOLD.match(passage.text, start)
        or start <= passage.paragraph(start)
        or known.DONE.search(own)
    ):
        return False
    before = passage.text[passage.sentence(start - 1)[0] : start]
    return known.WILL_BE_BUILT.search(before) is not None and not _is_finished(before)


def _is_laid_out(spot: _Spot) -> bool:
    """Whether a number is an extent or a cost of works that are still being built, or is told to come behind itself."""
    passage, own, ahead, rest = spot.passage, spot.before(), spot.ahead(), spot.rest()
    if ("目标" in ahead and known.AIMED_AT.match(ahead)) or ("将" in ahead and known.THEY_WILL.match(ahead)):
        return True
    if known.LATER.match(ahead):
        return True
    tail = own[-known.TAIL :]
    if _DESIGN.search(tail):
        to_come = (
            known.SUM_OF_WORKS.search(passage.text, spot.start, spot.end)
            or known.ONCE_RUNNING.search(rest)
            or known.TO_COME.search(rest)
            or known.BUILDING.search(passage.text, max(passage.paragraph(spot.at), spot.start - 60), spot.end)
        )
        return bool(to_come) and not _is_finished(rest) and not _goes_on_finished(spot)
    if known.LAID_OUT.search(tail) and not known.SHARE_DONE.match(ahead):
        before = passage.text[spot.start : spot.at]
        split = (
            known.WILL_BUILD.search(rest)
            or known.IN_PARTS.search(before)
            or ("总投资" in before and known.ONCE_BUILT.search(rest))
        )
        if (split or known.TO_COME.search(rest)) and not known.DONE.search(own) and not _is_finished(ahead):
            return True
    invested = known.INVESTED.search(tail) and not _is_finished(rest)
    return bool(invested) and bool(
        known.WORKS_OF.match(ahead) or (known.PUT_INTO.match(ahead) and known.ONCE_BUILT.search(rest))
    )


def _promises_on(spot: _Spot) -> bool:
    """`…;新建高标准农田142万亩,力争总产…`: bare aims of a row that promises before and behind them."""
    passage, start, end = spot.passage, spot.start, spot.end
    if start == 0 or passage.text[start - 1] not in "；;" or not passage.says(known.AIMS, start, end):
        return False
    if not known.AIMS.search(passage.text, spot.at, end) or known.REPORTS.search(passage.text, start, end):
        return False
    return known.WILL.search(passage.text, passage.sentence(start - 1)[0], start) is not None


_BY_YEAR: Final = re.compile(r"到(20\d\d)年")  # by a year that is over nothing is promised


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


_ONCE_DONE: Final = re.compile(r"(?:达产|投产|建成|完工|运营)后")


def _is_to_come(passage: Passage, at: int) -> bool:
    """Whether what works can do is still a promise: they are told of as works, and nothing says that they run."""
    start, end = passage.sentence(at)
    before, after = passage.text[start:at], passage.text[at:end]
    if _ONCE_DONE.search(before):
        return not known.RUNS.search(before)
    index = bisect_right(passage.name_starts, at) - 1
    if index >= 0 and passage.names[index].end > at and passage.names[index].kind == "project":
        return True
    return bool(known.WORKS.search(before)) and not known.RUNS.search(before) and not known.RUNS.search(after)


def _is_finished(ahead: str) -> bool:
    done = _FINISHED.search(ahead) and known.FINISHED.search(ahead)
    if not done:
        return False
    ahead = known.AHEAD_OF_PLAN.sub("", ahead)
    close = _NEXT_STAGE.search(ahead, done.end())
    return not _UNDER_WAY.search(ahead, 0, close.start() if close else len(ahead))


_FINISHED: Final = somewhere(known.FINISHED)
_UNDER_WAY: Final = re.compile(
    r"将|预计|计划|力争|确保|年底|明年|年内|加快|抓紧|推进|施工|封顶|在建|正在|试(?:产|生产|运行)"
)
_NEXT_STAGE: Final = re.compile("[二三]期")  # 一期投入使用,二期计划8月动工


def _may_make(passage: Passage, at: int) -> bool:
    """Whether a number is what works can make or take a year, and they do not run yet."""
    start, end = passage.sentence(at)
    clause, stop = passage.clause(at)
    if _last(known.CAPACITY, passage.text[max(clause - 16, start) : at]):
        return _is_to_come(passage, at) and not _is_finished(passage.text[at:stop])
    able = known.ABLE.search(passage.text, max(clause, at - known.TAIL), at)
    running = known.RUNNING.search(passage.text, start, at) or _is_finished(passage.text[at:end])
    to_come = _is_to_come(passage, at) or known.WORKS.search(passage.text, at, stop)
    return bool(able) and not running and bool(to_come)


def _latest(pattern: re.Pattern[str] | Sieve, words: str) -> int:
    latest = -1
    for match in pattern.finditer(words):
        latest = match.start()
    return latest


def _last(pattern: re.Pattern[str], words: str) -> bool:
    """Whether the pattern is the latest word on the matter: a later 了 or 已 takes the plan back."""
    latest = _latest(pattern, words)
    return latest >= 0 and known.DONE.search(words, latest + 1) is None


def strength_of(words: str) -> str | None:
    """must, stretch, plan, start or ongoing by the verb of commitment, or None."""
    if not _ANY_STRENGTH.search(words):
        return None
    return next((name for name, pattern in known.STRENGTHS if pattern.search(words)), None)


def reads_as_plan(text: str) -> bool:
    """Whether a whole text is a plan: promises all over and hardly a thing reported as done."""
    if known.PLAN_TITLE.fullmatch(text[:60].strip()):
        return True
    if re.search(
        r"(?:方案|计划|要点|规划|安排|任务分工)》?的通知|现将.{4,60}印发|制定(?:本|如下|以下)(?:方案|计划|要点|规划)",
        text[:400],
    ):
        return True
    if text.count("力争") + text.count("确保") < _FIRM_ENOUGH:
        return False
    ahead = len(
        re.findall(r"力争|确保|要(?:在|坚持|加快|深入|切实|全面|持续)|推进|推动|加快|启动|抓好", text)
    )
    done = len(re.findall(r"同比|了(?!解)|已(?!经成)|截至|累计|实现[^，,。]{0,12}\d", text))
    return ahead >= 4 * max(done, 1)


_FIRM_ENOUGH: Final = 3
