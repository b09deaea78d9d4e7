"""When a page appeared, as far as the page itself tells, and why one may think so.

A printed date settles it. Else the year is the last one the page speaks of without looking ahead
(meetings, plans and prizes carry it), and the day follows from a report that says on which day its
writer was told: it goes to print that night. Seasons and months only bound the time.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from youju.reading.sieve import Sieve

_PRINTED = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[年./-](\d{1,2})[月./-](\d{1,2})日?[ \u3000]*(?=星期|周[一二三四五六日]|第?\d+版|\d{1,2}:\d\d|来源|$)"
    r"|(?:发布时间|发布日期|日期|时间)[::]\s*((?:19|20)\d\d)[年./-](\d{1,2})[月./-](\d{1,2})"
)
# an office, or the number of an issue, with its day on a line of its own; the day is looked for first
_SIGNED = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日[))]?[ \u3000]*(?:\n|$)")
_OFFICE = re.compile(
    r"(?:^|\n)(?:[^\d。,,;；:：、\n]{0,24}|[^。,,;；\n]{0,20}第\d{1,4}期[^。,,;；\n]{0,40}[ \u3000])$"
)
_DATED = re.compile(r"\d(?:[年月./-]|周年)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)")
_AHEAD = re.compile(r"要求|预计|力争|计划|目标|规划|早在|到$|至$|展望|愿景|将在?$|[—-]$")
_COMPARED = re.compile(  # 比2019年增长 names the year of another figure, 成立于2012年 that of a birth
    r"(?:[比较与同由]|恢复到|(?:成立|始建|建成|[新重]?建|创办|创建|创立|组建|注册|诞生|开业|起步|始)于)$"
)
# 计划投资3亿元,…,2026年建成投产: the year in which works are to end is not the page's
_WILL = re.compile(r"(?:预计|力争|计划|规划|将|拟|总投资|工期|建设周期|确保|有望)[^。；;\n]*$")
_TO_END = re.compile(
    r"年(?:\d{1,2}月)?[底末]?前?(?:全部|全面|全线|正式|基本|陆续|可|能)*(?:建成|竣工|投产|完工|达产|投用|通车|交付|启用|实现|完成|运营|开园|投入)"
)
_FAR = 90
_SET_BEFORE = re.compile(r"(?:部署|安排|谋划|研究|做好|抓好|明确)[^,。;、]{0,6}$")
# 签订2025年度供货合同, 2025年度医保参保: what is agreed on or paid in advance holds for the year it names
_AGREED = re.compile(
    r"年度?(?!\d{1,2}月)[^，,。；;]{0,24}(?:合同|协议|协定|备忘录|订单)|年度[^，,。；;]{0,14}(?:参保|缴费|参缴|征缴|征订)"
)
_WEEKDAY = re.compile(r"(\d{1,2})月(\d{1,2})日[ \u3000]*[（(]?(?:星期|周)([一二三四五六日天])")
_SET_BEHIND = re.compile(
    r"年[^,。;、]{0,12}(?:预期目标|主要目标|发展目标|经济工作|工作(?:任务|安排|重点|要点|计划|打算|部署))"
)
_TOLD = re.compile(
    r"(?<![\d年])(\d{1,2})月(\d{1,2})日[,,]?(?:本报)?记者|本报(?:\S{0,6}?)(\d{1,2})月(\d{1,2})日(?:讯|电)"
)
_DAY = re.compile(r"(?<![\d年—-])(\d{1,2})月(\d{1,2})日")
_MONTH = re.compile(r"(?<![\d年个—-])(\d{1,2})月(?:份|[,,至底末初])")
_YEARS = Sieve(_YEAR, r"[12](?=[09])")
_PRINTEDS, _TOLDS = Sieve(_PRINTED, r"[\d发更日时]"), Sieve(_TOLD, r"[\d本]")
DAYS, _MONTHS = Sieve(_DAY, r"\d(?=\d?月)"), Sieve(_MONTH, r"\d(?=\d?月)")
_ANNIVERSARIES = {"五四运动": 1919, "中国共产党": 1921, "建党": 1921, "新中国": 1949, "中华人民共和国": 1949,
                  "改革开放": 1978, "红军长征胜利": 1936, "抗战胜利": 1945, "抗日战争": 1945, "建军": 1927}  # fmt: skip
_ANNIVERSARY = re.compile(rf"({'|'.join(_ANNIVERSARIES)})[^,。]{{0,6}}?(\d{{2,3}})周年")
OCTOBER, NOVEMBER = 10, 11
_SEASONS = (
    ("春耕", 4, 5),
    ("夏粮", 6, 7),
    ("秋收", 9, 11),
    ("秋冬季", 9, 11),
    ("上半年,", 7, 12),
    ("前三季度,", 10, 12),
)


@dataclass(frozen=True)
class Dating:
    """The time of a page: the day if it is known, the bounds, and the reason in Chinese.

    `certain` is true only for a printed date. Everything is None where the page says nothing.
    """

    day: date | None
    earliest: date | None
    latest: date | None
    year: int | None
    certain: bool
    why: str


def date_page(texts: Iterable[str]) -> Dating:
    """Date a page from the texts of its articles (headlines included), in any order."""
    whole = [text for text in texts if text]
    parts = [text for text in whole if _DATED.search(text)]
    printed = _printed(parts)
    if printed:
        return Dating(
            printed, printed, printed, printed.year, certain=True, why=f"版面印有日期 {printed.isoformat()}"
        )
    year, why = _year(parts)
    if year is None:
        return Dating(None, None, None, None, certain=False, why="版面没有写明年份")
    told = _told(parts, year)
    if told:
        day = told + timedelta(days=1)
        why += f"; 记者 {told.month}月{told.day}日 采访, 当晚付印, 次日见报"
        return Dating(day, told, day + timedelta(days=1), year, certain=False, why=why)
    earliest, latest, bound = _bounds(parts, whole, year)
    return Dating(None, earliest, latest, year, certain=False, why=why + bound)


def _printed(parts: Sequence[str]) -> date | None:
    for text in parts:
        for found in _PRINTEDS.finditer(text):
            numbers = [int(number) for number in found.groups() if number]
            day = _date(*numbers)
            if day:
                return day
        for found in _SIGNED.finditer(text) if "日\n" in text or text.endswith("日") else ():
            day = _date(*(int(number) for number in found.groups()))
            if day and _OFFICE.search(text, max(0, found.start() - 80), found.start()):
                return day
    return None


def _year(parts: Sequence[str]) -> tuple[int | None, str]:
    """The last year spoken of without looking ahead, with the words that carry it.

    A year for which only goals and work are set, or contracts made, is the next one where the page's own days lie in the last two months
    (`12月20日,…回顾2023年工作,部署2024年工作`), and this one in spring.
    """
    said: Counter[int] = Counter()
    agreed: Counter[int] = Counter()
    is_set: Counter[int] = Counter()
    named: set[int] = set()
    quoted: dict[int, str] = {}
    for text in parts:
        for found in _ANNIVERSARY.finditer(text) if "周年" in text else ():
            year = _ANNIVERSARIES[found.group(1)] + int(found.group(2))
            said[year] += 2
            quoted.setdefault(year, found.group())
        for found in _YEARS.finditer(text):
            named.add(int(found.group(1)))
            clause = re.split("[,。;、(《“]", text[max(0, found.start() - 16) : found.start()])[-1]
            before = text[max(0, found.start() - 8) : found.start()]
            behind = re.split("[,。;]", text[found.end() : found.end() + 24])[0]
            if (
                not _COMPARED.search(before)
                and not _AHEAD.search(clause)
                and not _AHEAD.search(before)
                and not re.search("要在|达到|末|底前", behind)
                and not (
                    _TO_END.match(behind) and _WILL.search(text[max(0, found.start() - _FAR) : found.start()])
                )
            ):
                said[int(found.group(1))] += 1
                is_set[int(found.group(1))] += _is_set(text, found)
                agreed[int(found.group(1))] += bool(_AGREED.match(text, found.end()))
                quoted.setdefault(int(found.group(1)), text[found.start() : found.end() + 12])
    if not said:
        return None, ""
    year = max(said)
    only_set = is_set[year] == said[year] and year - 1 in named and is_late(parts)
    if only_set or (agreed[year] == said[year] and is_late(parts, OCTOBER)):
        return year - 1, f"年末为 {year} 年作的安排: “{quoted.get(year, year)}”"
    return year, f"文中最晚提到 {year} 年: “{quoted.get(year, year)}”"


def _is_set(text: str, found: re.Match[str]) -> bool:
    """Whether a meeting sets goals or work for the year."""
    before = text[max(0, found.start() - 10) : found.start()]
    return bool(_SET_BEFORE.search(before) or _SET_BEHIND.match(text, found.end()))


def is_late(parts: Sequence[str], since: int = NOVEMBER) -> bool:
    """Whether most days that the page names lie in that month of the year or later."""
    months = [int(found.group(1)) for text in parts for found in DAYS.finditer(text)]
    return sum(since <= month <= 12 for month in months) * 2 > len(months)


def year_of_weekdays(texts: Iterable[str], year: int) -> int:
    """Return the year, or the one before or after it, in which the weekdays that the page names beside its days fall so.

    The year stays where it fits them as well as its neighbours do, or where the page names none.
    """
    named = [found.groups() for text in texts if "日" in text for found in _WEEKDAY.finditer(text)]

    def fits(one: int) -> int:
        days = ((_date(one, int(month), int(day)), weekday) for month, day, weekday in named)
        return sum(
            day is not None and "一二三四五六日".find(weekday.replace("天", "日")) == day.weekday()
            for day, weekday in days
        )

    return max((year, year - 1, year + 1), key=fits)


def _told(parts: Sequence[str], year: int) -> date | None:
    """The last day on which a report says its writer was told."""
    days = [
        day
        for text in parts
        for found in _TOLDS.finditer(text)
        if (day := _date(year, *(int(number) for number in found.groups() if number)))
    ]
    return max(days, default=None)


def _bounds(parts: Sequence[str], whole: Sequence[str], year: int) -> tuple[date, date, str]:
    """The bounds that days, months and seasons set, and the words for them."""
    days = [
        day
        for text in parts
        for found in DAYS.finditer(text)
        if (day := _date(year, int(found.group(1)), int(found.group(2))))
    ]
    months = [int(found.group(1)) for text in parts for found in _MONTHS.finditer(text)]
    ends = [_end(year, month) + timedelta(days=1) for month in months if 1 <= month <= 12]
    earliest, latest, why = date(year, 1, 1), date(year, 12, 31), ""
    last = max([*days, *ends], default=None)
    if last and last.year == year:
        earliest, why = last, f"; 文中已发生的最晚日期在 {last.isoformat()} 之前"
    for word, first, end in _SEASONS:
        if any(word in text for text in whole) and date(year, first, 1) >= earliest:
            earliest, why = date(year, first, 1), f"; 提到“{word.rstrip(',')}”"
            latest = _end(year, end)
    return earliest, latest, why


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
