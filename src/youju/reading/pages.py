"""The door of the reader: a raw page goes in, its articles, facts and doubts come out."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from youju.reading.agreements import read_agreements
from youju.reading.articles import Article, read_articles
from youju.reading.dated import date_page, is_late, sums_up, year_of_weekdays
from youju.reading.doubts import find_doubts, is_unit_doubtful
from youju.reading.facts import Context, read_measures, read_ranks
from youju.reading.frames import frame_of
from youju.reading.indicators import Namer
from youju.reading.masthead import printed_day, spoken_day, told_year
from youju.reading.model import Fact, Reading
from youju.reading.passages import Passage
from youju.reading.periods import Calendar
from youju.reading.places import Home, find_home
from youju.reading.projects import read_projects
from youju.reading.sieve import Sieve
from youju.reading.status import reads_as_plan
from youju.reading.subjects import Subjects
from youju.reading.text import Clean, Doubt
from youju.reading.ties import read_exchanges
from youju.reading.topics import find_topic

# without one of these a text states no number and no place among peers
_COUNTS: Final = re.compile(r"[\d零一二三四五六七八九十百千万亿两半几数首唯最创]|极值|榜|前列")
_UNTIL: Final = re.compile(r"截至(20\d\d)年")
_CUT_NUMBER: Final = re.compile(r"\d[万亿]?[一-鿿]{0,3}$")
_CUT_UNIT: Final = re.compile(r"(?:米|吨|里|元|次|亩|公里|人次|[(（]次[)）])(?:[，,。、]|$)")


def read_facts(raw: str, *, page_place: str | None = None) -> Reading:
    """Read one page.

    `page_place` names the place the page speaks from (name or GB/T 2260 code) where the caller knows it.
    Any string is accepted; every fact's and doubt's quote is found verbatim at its span. The cost grows
    linearly with the length of the page.
    """
    articles, doubts = read_articles(raw)
    return read_articled(raw, articles, doubts, page_place=page_place)


def read_articled(
    raw: str, articles: tuple[Article, ...], doubts: tuple[Doubt, ...] = (), *, page_place: str | None = None
) -> Reading:
    """The facts of a page whose articles are already known; same promise as `read_facts`."""
    texts = [clean.text for article in articles for _, clean in _parts(article)]
    home = find_home(texts, page_place)
    calendar = find_calendar(texts, raw=raw)
    facts: list[Fact] = []
    found: list[Doubt] = list(doubts)
    for article in articles:
        for passage, read in _read_article(article, home, calendar):
            said = [
                replace(fact, certain=False, note="may be percentage points")
                if is_unit_doubtful(fact)
                else fact
                for fact in read
            ]
            facts.extend(said)
            found.extend(find_doubts(passage, [fact for fact in said if fact.kind in ("indicator", "task")]))
    return Reading(raw, articles, tuple(facts), _once(found))


def _parts(article: Article) -> list[tuple[str, Clean]]:
    """The texts of an article: headline lines, body, captions."""
    parts = [("title", line) for line in _headlines(article)]
    parts.append(("body", article.body))
    parts.extend(("caption", caption) for caption in article.captions)
    return [(role, clean) for role, clean in parts if clean.text]


def _headlines(article: Article) -> list[Clean]:
    """The lines of the head; a number cut from its unit by the line end is put together again."""
    lines: list[Clean] = []
    for block in article.blocks:
        if block.kind not in ("title", "kicker", "subtitle"):
            continue
        if lines and _CUT_NUMBER.search(lines[-1].text) and _CUT_UNIT.match(block.clean.text):
            lines[-1] = Clean.join([lines[-1], block.clean])
        else:
            lines.append(block.clean)
    return lines


def _once(doubts: list[Doubt]) -> tuple[Doubt, ...]:
    """Each doubt once, in the order of the page."""
    kept: list[Doubt] = []
    for doubt in sorted(doubts, key=lambda one: (one.kind, one.start, -one.end)):
        if not (kept and kept[-1].kind == doubt.kind and doubt.start < kept[-1].end):
            kept.append(doubt)
    return tuple(sorted(kept, key=lambda one: (one.start, one.end, one.kind)))


def _read_article(article: Article, home: Home, calendar: Calendar) -> list[tuple[Passage, list[Fact]]]:
    """The facts of an article, passage by passage: the body first, so that a headline repeats nothing."""
    past = year_looked_back_on([clean.text for _, clean in _parts(article)])
    passages = [Passage(clean, article.no, role, calendar, home, past) for role, clean in _parts(article)]
    if not passages:
        return []
    topic, frame = find_topic(passages, home), frame_of(passages)
    plan = any(reads_as_plan(passage.text) for passage in passages if passage.role == "title")
    known: set[tuple[Decimal | None, str | None]] = set()
    seen: set[str] = set()
    found: list[tuple[Passage, list[Fact]]] = []
    for passage in sorted(passages, key=lambda one: one.role == "title"):
        counts = _COUNTS.search(passage.text) is not None
        if passage.role == "title" and not counts:
            continue
        context = Context(
            passage,
            Subjects(passage, topic),
            Namer(passage),
            topic,
            frame,
            plan or reads_as_plan(passage.text),
        )
        facts = read_measures(context) if counts else []
        facts += read_ranks(context)
        if passage.role == "title":
            facts = [fact for fact in facts if (fact.value, fact.unit) not in known]
        else:
            facts += [*read_projects(context, seen), *read_agreements(context), *read_exchanges(context)]
        known.update((fact.value, fact.unit) for fact in facts)
        found.append((passage, facts))
    return found


_LOOKS_BACK: Final = re.compile(
    r"(?:^|[\n—])[^。\n]{0,14}(?P<a>20\d\d)年[^。，,\n]{0,16}(?:综述|回顾|总结|盘点|公报|述评|成就|工作情况|运行情况|运行分析|完成情况)"
    r"|(?:刚刚|已经)?过去的(?P<b>20\d\d)年|回[顾首眸望](?P<c>20\d\d)年?"
)


def year_looked_back_on(texts: list[str]) -> int | None:
    """The year that an article reports on as over: by its headline (…年工作综述) or its first words (过去的…年), or None."""
    for text in texts:
        found = _LOOKS_BACK.search(text, 0, 160)
        if found:
            return int(found["a"] or found["b"] or found["c"])
    return None


_OWN_YEAR: Final = re.compile(
    r"(?:(?<![自从于到比较])|(?<=[者获]从))((?:19|20)\d\d)年(?!以来|起|开始|至今|\d{0,2}月?[底初]?以来)"
)
_OWN_YEARS: Final = Sieve(_OWN_YEAR, r"[12]")


def find_calendar(texts: list[str], *, raw: str = "") -> Calendar:
    """The year the page speaks in and, if it tells, the day it appeared. The margins of `raw` may print the date and tell nothing else.

    A year that the page only counts from (2017年以来) is not its own. `4月22日(星期六)` settles which of three neighbouring years it is.
    """
    settled = _printed_calendar(raw)
    if settled:
        return settled
    found = _calendar(texts, raw)
    year = year_of_weekdays(texts, found.year) if found.year else None
    return found if year == found.year else Calendar(year)


def _printed_calendar(raw: str) -> Calendar | None:
    """The time that the head or a margin of a page prints, which nothing in its text outweighs."""
    spoken = spoken_day(raw)
    if spoken:
        return Calendar(spoken.year, early=spoken.month <= _EARLY)
    head = date_page([raw[:400]])
    day = head.day if head.certain else printed_day(raw)
    return Calendar(day.year, day, early=day.month <= _EARLY) if day else None


def _calendar(texts: list[str], raw: str) -> Calendar:
    dating = date_page(texts)
    told = None if dating.certain else told_year(raw, texts)
    if told and told != dating.year:
        return Calendar(told)
    closed = [int(match[1]) for text in texts for match in _UNTIL.finditer(text)]
    if closed and not dating.certain and max(closed) > (dating.year or 0):
        return Calendar(max(closed))
    late = dating.year and is_late(texts) and not any("今年" in text for text in texts)
    if (
        dating.year
        and not dating.certain
        and not late
        and (_is_past(texts, dating.year) or sums_up(texts, dating.year))
    ):
        return Calendar(dating.year + 1)
    if dating.year and not dating.certain:
        own = {int(match[1]) for text in texts for match in _OWN_YEARS.finditer(text)}
        own = own or _since(texts)
        # in autumn a contract for the next year may be all that names one
        return Calendar(dating.year, dating.day) if {dating.year, dating.year + 1} & own else Calendar(None)
    return Calendar(dating.year, dating.day, early=bool(dating.day and dating.day.month <= _EARLY))


_EARLY: Final = 3
_SINCE: Final = re.compile(r"(?:^|[，,。；;\n(（“)）●■◆▲★])((?:19|20)\d\d)年以来", re.MULTILINE)


_IN_ITS_YEAR: Final = re.compile(
    r"[^。！？!?\n]{0,80}(?:年度(?:计划|任务|目标)|全年(?:计划|任务|目标)|序时进度|时间进度|同比|上年同期|去年同期)"
)


def _since(texts: list[str]) -> set[int]:
    """`2024年以来,` at the head of a clause, on a page that never says 今年 or 去年, is the page's own year.

    It is on any page where its sentence sets the sum beside a plan of the year or the same months of the year before: what
    gathered over several years is measured by neither.
    """
    found = [(text, match) for text in texts for match in _SINCE.finditer(text)]
    if any("今年" in text or "去年" in text for text in texts):
        found = [(text, match) for text, match in found if _IN_ITS_YEAR.match(text, match.end())]
    return {int(match[1]) for _text, match in found}


_THIS_YEAR: Final = re.compile(r"今年(?:以来|[一上前1-9年春夏秋冬初又还再将要计预拟力全])|今[春夏秋冬]")


def _is_past(texts: list[str], year: int) -> bool:
    """`继2023年突破千亿元后,今年一季度…`: a page that says 今年 means another year by the number it only looks back to."""
    if not any(_THIS_YEAR.search(text) for text in texts):
        return False
    told = re.compile(
        rf"(?<!\d){year}年(?!\d{{1,2}}(?:月|[至到—-]))(?![^。；;\n]{{0,30}}(?:计划|安排|力争|确保|预计|将|拟))(?:[末底]|全年|度?[，,]|全?[市县区省州]|[^，,。；;、“《\d]{{0,14}}?(?:实现|完成|达|增长|突破|超过|为|的?\d))"
    )
    back = re.compile(
        rf"(?:(?:^|[，,。；;“\n])(?:在|到|至|截至)?|[继比较与同自从由是为])(?={year}年)", re.MULTILINE
    )
    said = [(text, match) for text in texts for match in re.finditer(rf"(?<!\d){year}年?", text)]
    return bool(said) and all(
        told.match(text, match.start())
        and any(
            one.end() == match.start()
            for one in back.finditer(text, max(0, match.start() - 4), match.start() + 6)
        )
        for text, match in said
    )
