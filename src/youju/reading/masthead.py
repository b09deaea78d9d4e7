"""What the margins of a page and its fixed phrases tell of its year.

A paper prints its day at the head or the foot of the page, with the weekday, the number of the page and the names of its editors; an
office prints the number of its paper. In the text a year is told beside 今年, or by its place in a five-year plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final
from unicodedata import normalize

from youju.reading.numerals import number
from youju.reading.periods import YEAR

_TOP, _FOOT, _WIDEST = 8, 5, 48
_MARGIN: Final = 700  # the margins lie within so many characters of either end
_CN: Final = "[一二三四五六七八九十]{1,3}"
_DAY: Final = re.compile(
    rf"(?<!\d)(?P<y>{YEAR})[年./-](?P<m>\d{{1,2}}|{_CN})[月./-](?P<d>\d{{1,2}}|{_CN})(?:日|(?![\d.]))"
)
# a long line with one of these is the head of a paper, or its foot
_PAPER: Final = re.compile(
    r"^(?=[^。]{0,160}$).*(?:农历|国内统一|统一刊号|连续出版物号|邮发代号|今日\S{1,3}版|第\d{2,6}期|总第|责任编辑|责编|值班编|本版编辑|美编|校对|版式设计|新闻热线|投稿邮箱)"
)
# a line that tells what was done on the day, or who spoke, is no margin
_TELLS: Final = re.compile(
    r"[，,。；;]|日[前在起至—-]|[在于至了]|会议|大会|通过|召开|开[工业幕]|举[行办]|讲话|代表|成立|颁布|以来|截至"
)
_SET_APART: Final = re.compile(r" (?:(?<=\d )(?=[年月日])|(?<=[年月] )(?=\d))")
_NUMBERED: Final = re.compile(
    rf"[〔\[](?P<y>{YEAR})[〕\]]\s*第?\d{{1,4}}号\s*$|^(?P<y2>{YEAR})年?第\d{{1,4}}期"
)
_BESIDE: Final = re.compile(rf"(?P<rel>今年|去年|明年|上年|本年)[(（]即?(?P<y>{YEAR})年?[)）]")
_RELATIVE: Final = {"今": 0, "本": 0, "去": -1, "上": -1, "明": 1}
_PLAN: Final = re.compile(
    r"(?:今年|本年度?|这一年)[^，,。；;\n]{0,10}(?:实施)?[“\"]?十(?P<n>[二三四五])五[”\"]?(?:规划|时期|计划)?[^，,。；;\n]{0,6}?的?(?P<at>开局|第一年|首年|收官|最后一年|决胜)"
)
_LAST: Final = ("收官", "最后一年", "决胜")


def printed_day(raw: str) -> date | None:
    """The day that a margin of the page prints (`2023年11月14日 农历十月初二 责编 …`), Chinese numerals included."""
    for line in _margins(raw):
        found = _DAY.search(line) if len(line) <= _WIDEST or _PAPER.search(line) else None
        if found and not (
            _TELLS.search(line[: found.start()] + line[found.end() :]) and not _PAPER.search(line)
        ):
            day = _date(found)
            if day:
                return day
    return None


# (2022年1月7日在某县人民代表大会第一次会议上): the day of a speech
_SPOKEN: Final = re.compile(
    rf"^[—\s(（]*(?P<y>{YEAR})年(?P<m>\d{{1,2}}|{_CN})月(?P<d>\d{{1,2}}|{_CN})日[)）]?在[^，,。；;]{{3,40}}上[)）]?$"
)


def spoken_day(raw: str) -> date | None:
    """The day on which the report of a page was given, as the line under its headline tells it."""
    for line in raw[:_MARGIN].split("\n"):
        found = _SPOKEN.search(_SET_APART.sub("", normalize("NFKC", line.strip())))
        if found:
            return _date(found)
    return None


def told_year(raw: str, texts: Iterable[str]) -> int | None:
    """The year of a page that prints no day: told beside 今年, by a five-year plan, or by the number of a paper."""
    for text in texts:
        beside = _BESIDE.search(text) if "年(" in text or "年（" in text else None
        if beside:
            return _year(beside["y"]) - _RELATIVE[beside["rel"][0]]
        plan = _PLAN.search(text) if "五" in text else None
        if plan:
            first = 2011 + 5 * "二三四五".index(plan["n"])
            return first + 4 * (plan["at"] in _LAST)
    for line in _margins(raw):
        found = _NUMBERED.search(line.strip()) if len(line) <= _WIDEST else None
        if found:
            return _year(found["y"] or found["y2"])
    return None


def _margins(raw: str) -> list[str]:
    top = [line for line in raw[:_MARGIN].split("\n") if line.strip()][:_TOP]
    foot = [line for line in raw[-_MARGIN:].split("\n") if line.strip()][-_FOOT:]
    return [_SET_APART.sub("", normalize("NFKC", line)) for line in top + foot]


def _year(printed: str) -> int:
    return int(number(printed.replace("○", "〇")) or 0)


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(_year(found["y"]), int(number(found["m"]) or 0), int(number(found["d"]) or 0))
    except ValueError:
        return None
