"""The door of the reader: a raw page goes in, its articles, facts and doubts come out."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from youju.reading.agreements import read_agreements
from youju.reading.articles import Article, read_articles
from youju.reading.doubts import find_doubts, is_unit_doubtful
from youju.reading.exchanges import read_exchanges
from youju.reading.facts import Context, read_measures
from youju.reading.frames import frame_of
from youju.reading.indicators import Namer
from youju.reading.model import Fact, Reading
from youju.reading.page_year import find_calendar, year_looked_back_on
from youju.reading.passages import Passage
from youju.reading.periods import Calendar
from youju.reading.places import Home, find_home
from youju.reading.projects import read_projects
from youju.reading.standings import read_ranks
from youju.reading.status import reads_as_plan
from youju.reading.subjects import Subjects
from youju.reading.text import Clean, Doubt
from youju.reading.topics import find_topic

# without one of these a text states no number and no place among peers
_COUNTS: Final = re.compile(r"[\d零一二三四五六七八九十百千万亿两半几数首唯最创]|极值|榜|前列")
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
