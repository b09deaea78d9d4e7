"""Expressions of time: where they stand and which days they mean.

An expression is found by its shape and resolved against the page: a year that is not printed is the year of
the page, `目前` and `近日` end on the day of publication if that is known. What the page does not fix stays
None: a period is never filled with a guess.

Conventions: 年初 and 去年初 are the first quarter, 年底 and 年末 are December, …以来 is open at its end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from youju.reading.days import NEXT, bounds_of
from youju.reading.sieve import Sieve

YEAR: Final = r"(?:(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})"
DASH: Final = r"[-—–~～―至到]{1,2}"
_CN: Final = r"[一二三四五六七八九十两]{1,3}"
_REL: Final = "今年|本年度?|当年|那一?年(?![头代])|去年|上年|前年|明年|(?<![续的])(?:次年|翌年|第二年)(?!度)"
_PART: Final = (
    r"上半年|下半年|全年|前?[一二三四1-4]个?季度|第[一二三四1-4]季度|[前头][一二两三四五六七八九十\d]{1,2}个?月"
    rf"|\d{{1,2}}月\d{{1,2}}日(?:\d{{1,2}}时|夜间|夜里|傍晚|凌晨|上午|下午|白天)?(?:{DASH}(?:\d{{1,2}}月)?\d{{1,2}}日(?:\d{{1,2}}时)?)?|\d{{1,2}}月份?{DASH}\d{{1,2}}月份?"
    rf"|\d{{1,2}}{DASH}\d{{1,2}}月份?|\d{{1,2}}月[上中下]{{1,2}}旬|\d{{1,2}}月[底末初]|\d{{1,2}}月份?"
    r"|(?:[一二三四五六七八九]|十[一二]?)月(?:[底末初]|份)|年初至今|年初|年底|年末|年中|年内|春季|夏季|秋季|冬季|初|底|末"
)
_HOUR: Final = r"\d{1,2}时(?:\d{1,2}分)?"
_TAIL: Final = r"(?:凌晨|上午|中午|下午|晚上?|夜间|白天)?(?:以来|开始|起(?![降步草诉重义用到飞航点源])|前(?!期|[一二三四五六七八九十\d]))?"
SHAPE: Final = re.compile(
    r"(?P<event>自(?P<what>[^，,。；;、“”\n]{2,24}?)以来|(?P<since>建成|成立|启动|开展|开工|运行|实施|入汛|入[冬夏秋春]|开[班市馆街园业通捕]|启用|投用|投产|投入使用|投入运[营行]|运营|通车|上线|挂牌|揭牌|组建|创建|结对|签约|复工)以来)"
    rf"|(?P<full>(?P<lead>自|从|截至|截止到?|到|至|于)?(?<!\d)(?:"
    rf"(?P<y>{YEAR})年?{DASH}(?P<y2>{YEAR})年(?:度|间|期间)?"
    rf"|(?P<year>{YEAR})年(?:度)?(?P<ypart>{_PART})?|(?P<head>(?<![^\n])(?:19|20)\d\d(?=[，,：:·—][一-鿿“]))"
    rf"|(?P<rel>{_REL})(?P<rpart>{_PART})?"
    rf"|(?P<part>{_PART.removesuffix('|初|底|末')})"
    rf"|(?P<days>\d{{1,2}}(?:日(?:{_HOUR}|夜间|夜里|傍晚|凌晨|上午|下午|白天|晚)?)?{DASH}\d{{1,2}}日)|(?P<day>(?<![\d.])\d{{1,2}}日)"
    r"|(?P<plan>[“\"]?十[二三四五]五[”\"]?(?:期间|时期|以来|末)?)"
    r"|(?P<same>同[日天]|当[日天])"
    r"|(?P<now>(?<!项)目前|截至目前|截至发稿|至今|现已|眼下|如今)|(?P<recent>近日|日前|近期|近来)"
    rf"|(?P<years>近?(?:{_CN}|\d{{1,2}})年多?(?:以?来|内|间)|近(?:{_CN}|\d{{1,2}})年(?=[，,]))|(?P<lately>近年来?|多年来)"
    r"|(?P<sum>累计)|(?P<over>过去的?一年|这一年来?|一年来|新的一年)"
    rf"){_TAIL})"
)
_SIEVED: Final = Sieve(
    SHAPE,
    r"(?<!\d)\d(?=\d{0,3}[年月日个季，,：:·—\-–~～―至到])|[投通挂揭组创结签复](?=[用产入车牌建对约工])|建(?=成)|成(?=立)|启(?=[动用])|开(?=[展工班市馆街园业通捕])|运(?=[行营])|实(?=施)"
    r"|入(?=[汛冬夏秋春])|自|[从到至于](?=[\d今本当那去上前明次翌第下全一二三四五六七八九十两头年春夏秋冬“\"同目截至现眼如近日多累过这新])|截(?=[至止])"
    r"|[今本去明次翌](?=年)|当(?=[年日天])|那(?=年|一年)|上(?=[年半线])|下(?=半)|全(?=年)|第(?=[一二三四1-4])|[前头](?=[年\d一二三四五六七八九十两])"
    r"|年(?=[初底末中内])|[春夏秋冬](?=季)|[“\"](?=十)|[一二三四五六七八九十两](?=[一二三四五六七八九十两〇○零个季月年])|同(?=[日天])|目(?=前)|现(?=已)|眼(?=下)"
    r"|如(?=今)|近(?=[日期来年一二三四五六七八九十两\d])|日(?=前)|多(?=年)|累(?=计)|过(?=去)|[这新](?=一年|的一年)",
)


@dataclass(frozen=True, slots=True)
class Period:
    """Two days (ISO dates or None) and the words that say them; `inferred` when no word of the page does."""

    start: str | None
    end: str | None
    text: str | None
    inferred: bool = False


class When(NamedTuple):
    """An expression of time in a text: its place, its period, and how far it reaches.

    `reach` is `sentence` for a passing mention (近日, 目前, a day) and `article` for a frame such as 上半年.
    """

    start: int
    end: int
    period: Period
    reach: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the page knows about its own time: the year it speaks in and the day it appeared."""

    year: int | None
    published: date | None = None
    early: bool = (
        False  # it speaks in the first months of its year, so that a year that is over is the one before
    )


def find_whens(text: str, page: Calendar) -> list[When]:
    """All expressions of time in a text, left to right, not overlapping. Linear in the text."""
    anchor: str | None = None
    found: list[When] = []
    for match in _SIEVED.finditer(text):
        if match["event"] is not None:
            if _FIRST_EVER.match(text, match.end()):
                continue
            if match["since"] and found and found[-1].end == match.start():
                lead = found.pop()
                whole = text[lead.start : match.end()]
                found.append(When(lead.start, match.end(), Period(lead.period.start, None, whole), "article"))
                continue
            start = _event_start(match, page) or (anchor if match["what"] else None)
            anchor = start or anchor
            found.append(When(match.start(), match.end(), Period(start, None, match[0]), "sentence"))
            continue
        if _is_part_of_a_word(text, match):
            continue
        start, end = _resolve(match, page, found)
        if match["same"] and start is None and end is None:
            continue
        if match["rel"] in NEXT and start is None:
            continue
        bracket = _bracket(text, match.end(), page)
        if bracket:
            start, end = bracket
        found.append(When(match.start(), match.end(), Period(start, end, match[0]), _reach(match)))
    return found


# 入冬以来首场降雪 places a fall of snow among its like; it does not say when the snow fell
_FIRST_EVER: Final = re.compile(r"的?(?:首[场次个批轮]|第一[场次个]|最[大强高低多早晚]的?|单日最)")


def _is_part_of_a_word(text: str, match: re.Match[str]) -> bool:
    """A day that ends a number, a year's task (全年任务), or what a change is measured against (比一季度)."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 2]
    if match[0].endswith("年初") and (
        after in ("预算", "预期", "目标", "计划", "任务") or SET_EARLY.match(text, match.end())
    ):
        return True
    if (match["part"] or "").endswith("个季度") and text.endswith(("连续", "前后"), 0, match.start()):
        return True
    if match["part"] == "全年" and after in ("任务", "目标", "计划", "指标", "预期"):
        return not _WILL_DO.match(text, match.end())
    if text.startswith("同期", match.end()) and (match["rel"] or match["year"]):
        return True
    if _FIRST_EVER.match(text, match.end()) and match[0].endswith("以来"):
        return True
    if before in ("比", "较") or (match["sum"] and not match["lead"]):
        return True
    return bool(match["day"]) and before in ("-", "—", "第")


# 年初确定的50项任务: when a thing was set says nothing of when it is told
SET_EARLY: Final = re.compile(
    r"(?:所)?(?:计划(?=[改新完实])|确定|承诺|分解|下达|部署|制定|提出|安排|公布|定下)(?:下达)?的?"
)
# 全年计划投入…: a year in which something is to be done; 全年计划的 is a measure
_WILL_DO: Final = re.compile(
    "计划(?:投[入资]|完成(?![率的])|安排|发放|举办|[新改建实引争培种栽植造扩治修购招][一-鿿](?!计划))"
)
# the months so far are a frame as half a year is: 1—7月, 今年1至10月
_FROM_JANUARY: Final = re.compile(rf"(?<!\d)1月?份?{DASH}\d{{1,2}}月份?$")


def _reach(match: re.Match[str]) -> str:
    if _FROM_JANUARY.search(match[0]):
        return "article"
    if match["rel"] in NEXT:
        return "sentence"
    if match["year"] or match["head"] or match["rel"] or match["plan"] or match["y"] or match["over"]:
        return "sentence" if re.search(r"[月日底末旬]", match[0]) else "article"
    part = match["part"] or ""
    return (
        "article"
        if "半年" in part or "季度" in part or part in ("全年", "年初") or "前" in part or "头" in part
        else "sentence"
    )


def _event_start(match: re.Match[str], page: Calendar) -> str | None:
    """`自2017年底两地结对以来` starts where its own date starts."""
    inner = match["what"] and SHAPE.match("自" + match["what"])
    if not inner or inner["event"]:
        return None
    return _resolve(inner, page, [])[0]


def _bracket(text: str, at: int, page: Calendar) -> tuple[str | None, str | None] | None:
    """`今年夏天以来(3月1日—5月4日)`: the bracket says it exactly."""
    if text[at : at + 1] not in ("(", "（"):
        return None
    inner = SHAPE.match(text, at + 1)
    if not inner or inner["event"] or text[inner.end() : inner.end() + 1] not in (")", "）"):
        return None
    return _resolve(inner, page, [])


def _resolve(match: re.Match[str], page: Calendar, before: list[When]) -> tuple[str | None, str | None]:
    printed = match["full"]
    start, end = bounds_of(match, page, before)
    published = page.published.isoformat() if page.published else None
    if "以来" in printed or "开始" in printed or (printed.endswith("起") and not match["day"]):
        if match["day"] or (match["part"] and "日" in match["part"] and "开始" in printed):
            return start, end
        return start, published if match["years"] else None
    if (match["lead"] or "").startswith("截") or printed.endswith("前"):
        return None, end
    return start, end
