"""Pages into articles: what the given pages show, and what any page must keep."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from youju.reading.articles import Article, read_articles

SHARED = Path(__file__).parents[2].parent / "shared"
given_pages = pytest.mark.skipif(not SHARED.exists(), reason="the given pages are not here")

PIECES = ["本报讯(记者 张三)近日,", "一、", "——", "本报记者 李四 摄", "全市增长", "5.5", "%。", "产业", "\n", "\n\n", "“", "”", "(转自《日报》)", "\r\n", "\u3000", "发展"]  # fmt: skip


def rows(doc: str, articles: tuple[Article, ...]) -> Iterator[dict[str, Any]]:
    for article in articles:
        for block in article.blocks:
            for line in block.lines:
                yield {"doc": doc, "line": line, "article_no": article.no, "role": block.kind,
                       "order": block.order, "join_prev": block.joins, "duplicate_of": block.duplicate_of}  # fmt: skip


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_articles", SHARED / "gold" / "score_articles.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def marks_of_the_scorer() -> dict[str, dict[str, Any]]:
    judge, found = scorer(), {}
    gold = judge.load(SHARED / "gold" / "lines.jsonl")
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as page:
            articles, _ = read_articles(page.read())
        said = {row["line"]: row for row in map(json.loads, map(json.dumps, rows(path.name, articles)))}
        key = judge.key(path.name)
        found[key] = judge.score(gold[key], said)
    return found


def share(found: dict[str, dict[str, Any]], name: str) -> float:
    right, said, wanted = (sum(page[name][at] for page in found.values()) for at in range(3))
    return 2 * right / (said + wanted)


@given_pages
def test_lines_of_the_given_pages_are_grouped_into_their_articles(
    marks_of_the_scorer: dict[str, dict[str, Any]],
) -> None:
    assert min(page["b3"][2] for page in marks_of_the_scorer.values()) >= 0.97


@given_pages
def test_the_reading_order_of_the_given_pages_is_restored(
    marks_of_the_scorer: dict[str, dict[str, Any]],
) -> None:
    assert share(marks_of_the_scorer, "succ") >= 0.98


@given_pages
def test_broken_sentences_of_the_given_pages_are_joined(
    marks_of_the_scorer: dict[str, dict[str, Any]],
) -> None:
    assert share(marks_of_the_scorer, "join") >= 0.97


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join))
def test_any_string_is_read_and_every_line_stands_in_one_block(raw: str) -> None:
    articles, doubts = read_articles(raw)
    lines = [line for article in articles for block in article.blocks for line in block.lines]
    assert len(lines) == len(set(lines))
    for doubt in doubts:
        assert raw[doubt.start : doubt.end] == doubt.quote
    for article in articles:
        for at in range(len(article.body)):
            low, high = article.body.span(at, at + 1)
            assert 0 <= low <= high <= len(raw)
