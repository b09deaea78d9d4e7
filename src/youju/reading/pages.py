"""The door of the reader: a raw page goes in, its articles, facts and doubts come out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from youju.reading.articles import Article, read_articles
from youju.reading.facts import Context, frame_of, read_measures, read_ranks
from youju.reading.indicators import Namer
from youju.reading.model import Fact, Reading
from youju.reading.passages import Passage
from youju.reading.periods import Calendar
from youju.reading.places import Home, find_home
from youju.reading.projects import read_projects
from youju.reading.status import reads_as_plan
from youju.reading.subjects import Subjects, find_topic
from youju.reading.text import Clean, Doubt
from youju.reading.ties import read_agreements, read_exchanges

_FULL_DATE: Final = re.compile(r"((?:19|20)\d\d)[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?")
_CUT_NUMBER: Final = re.compile(r"\d[万亿]?[一-鿿]{0,3}$")
_CUT_UNIT: Final = re.compile(r"(?:米|吨|里|元|次|亩|公里|人次|[(（]次[)）])(?:[，,。、]|$)")
_YEAR: Final = re.compile(r"(?<!到)(?<!至)(?<![\d])((?:19|20)\d\d)年")


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
    calendar = find_calendar(texts)
    facts: list[Fact] = []
    found: list[Doubt] = list(doubts)
    for article in articles:
        facts.extend(_read_article(article, home, calendar))
    return Reading(raw, articles, tuple(facts), tuple(found))


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


def _read_article(article: Article, home: Home, calendar: Calendar) -> list[Fact]:
    passages = [Passage(clean, article.no, role, calendar, home) for role, clean in _parts(article)]
    if not passages:
        return []
    topic = find_topic(passages, home)
    frame = frame_of(passages)
    facts: list[Fact] = []
    seen: set[str] = set()
    for passage in sorted(passages, key=lambda one: one.role == "title"):
        context = Context(
            passage, Subjects(passage, topic), Namer(passage), topic, frame, reads_as_plan(passage.text)
        )
        found = read_measures(context)
        found += read_ranks(context, found)
        if passage.role == "title":
            known = {(fact.value, fact.unit) for fact in facts}
            found = [fact for fact in found if (fact.value, fact.unit) not in known]
        facts.extend(found)
        if passage.role == "title":
            continue
        facts.extend(read_projects(context, seen))
        facts.extend(read_agreements(context))
        facts.extend(read_exchanges(context))
    return facts


def find_calendar(texts: list[str]) -> Calendar:
    """The year the page speaks in and, if it says so, the day it appeared."""
    head = "\n".join(text[:200] for text in texts[:3])
    printed = _FULL_DATE.search(head)
    if printed:
        day = _date(*(int(piece) for piece in printed.groups()))
        if day:
            return Calendar(day.year, day)
    votes: dict[int, int] = {}
    for text in texts:
        for match in _YEAR.finditer(text):
            around = text[max(0, match.start() - 16) : match.end() + 16]
            if not re.search(r"要求|预计|力争|计划|目标|规划|到20|早在", around):
                votes[int(match[1])] = votes.get(int(match[1]), 0) + 1
    year = max(votes, default=None)
    return Calendar(year, _news_day(texts, year) if year else None)


def _news_day(texts: list[str], year: int) -> date | None:
    """A report that says `5月5日,记者从…获悉` goes to print that night and appears the next day."""
    days = [
        _date(year, int(match[1]), int(match[2]))
        for text in texts
        for match in re.finditer(
            r"(\d{1,2})月(\d{1,2})日[,，]\s*(?:本报)?记者[^。]{0,12}(?:获悉|了解到)", text
        )
    ]
    known = [day for day in days if day]
    return max(known) + timedelta(days=1) if known else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
