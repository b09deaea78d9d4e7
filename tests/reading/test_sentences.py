"""Single sentences from twenty regions, read as pages of their own: whose a number is, when, whether it is so, against what."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from youju.reading.pages import read_facts

sys.path.insert(0, str(Path(__file__).parent))
from gold_pages import FOLDER, STATUS, _period
from measure import alike

Case = tuple[str, str, list[list[str]]]


def cases() -> Iterator[Case]:
    """The head of the page, the sentence, and its numbers with what is told of them."""
    head, words, numbers = "", "", list[list[str]]()
    for line in (FOLDER / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(">"):
            numbers.append([part.strip() for part in line[1:].split(";")])
        elif line and not line.startswith("#"):
            if numbers:
                yield head, words, numbers
            head, words, numbers = (
                (line[1:].replace(" | ", "\n\n"), "", []) if line[0] == "@" else (head, line, [])
            )
    yield head, words, numbers


@cache
def right() -> Counter[str]:
    """How many numbers there are, and of how many each part is read as the careful reader reads it."""
    found: Counter[str] = Counter()
    for head, words, numbers in cases():
        page = f"{head}\n\n{words}\n"
        said = [json.loads(line) for line in read_facts(page).lines("page")]
        for number in numbers:
            at = page.index(number[0], page.index(words))
            ours = _at(said, at, at + len(number[0]))
            judged = _judge(ours, number) if ours else {"found": False}
            found.update(name for name, well in judged.items() if well)
            found["all"] += all(judged.values())
            found["numbers"] += 1
    return found


def _at(said: list[dict[str, Any]], start: int, end: int) -> dict[str, Any] | None:
    """The fact whose number stands in a place."""
    for fact in said:
        spans = [fact.get("value_span"), (fact.get("change") or {}).get("span")]
        if any(span and 2 * (min(span[1], end) - max(span[0], start)) >= end - start for span in spans):
            return fact
    return None


def _judge(ours: dict[str, Any], number: list[str]) -> dict[str, bool]:
    _, names, time, status, *basis = number
    wanted = _period(time) if time != "~" else None
    if wanted and time.startswith(".."):
        wanted["start"] = None
    period = ours.get("period") or {}
    return {
        "found": True,
        "subject": alike(ours["subject"], names.split("/"), 0.6),
        "status": ours["status"] in [STATUS[one] for one in status.split("/")],
        "time": not wanted
        or all(not wanted[end] or period.get(end) == wanted[end] for end in ("start", "end")),
        "basis": not basis or not ours.get("change") or ours["change"]["basis"] in basis[0].split("/"),
    }


@pytest.mark.parametrize(
    ("part", "least"),
    [("found", 0.99), ("subject", 0.97), ("status", 0.97), ("time", 0.96), ("basis", 0.99), ("all", 0.93)],
)
def test_the_sentences_are_read_as_a_careful_reader_reads_them(part: str, least: float) -> None:
    assert right()[part] >= least * right()["numbers"], right()


def told(
    words: str, head: str = "神木市发展见闻", lead: str = "2024年5月16日,神木市召开会议。"
) -> list[dict[str, Any]]:
    """The facts that a sentence states."""
    page = f"{head}\n\n{lead}\n\n{words}\n"
    low = page.index(words)
    return [
        fact
        for line in read_facts(page).lines("page")
        if (fact := json.loads(line))["start"] >= low and fact["kind"] in ("indicator", "task")
    ]


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("高家堡镇凤凰村种粮大户李长山承包土地600亩。", "李长山"),
        ("尔林兔苏木赛乌素嘎查牧民巴雅尔家养羊350只。", "巴雅尔"),
        ("江苏省常熟市援建的高家堡镇食用菌加工车间已收购鲜菇640吨。", "高家堡镇食用菌加工车间"),
        ("大保当镇的百万千瓦光伏基地已并网600兆瓦。", "百万千瓦光伏基地"),
        ("神木市消防救援大队接到报警称,店塔镇一仓库起火。大队调派消防车5辆。", "神木市消防救援大队"),
        ("正在扩建的神木职业学院占地120亩。", "神木职业学院"),
        ("中央储备粮神木直属库仓容28万吨。", "中央储备粮神木直属库"),
    ],
)
def test_the_nearest_owner_is_named_where_a_place_stands_before_it(words: str, whose: str) -> None:
    assert [fact["subject"] for fact in told(words)] == [whose]


def test_a_village_told_of_by_a_kind_of_village_is_none() -> None:
    (fact,) = told("全市种植苹果3000亩。", head="神木市边境幸福村建设纪实")
    assert fact["subject"] == "神木市"


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("年内新增托位600个。", "2024-12-31"),
        ("全年计划新造林8000亩。", "2024-12-31"),
        ("会议强调,做好明年工作,要突出项目牵引,实施重点工程320项。要改造小区12个。", "2025-12-31"),
        ("刚刚过去的2023年,产煤3亿吨;新建矿井2座。", "2023-12-31"),
    ],
)
def test_a_year_is_understood_from_what_is_set_for_it(words: str, end: str) -> None:
    assert {fact["period"]["end"] for fact in told(words)} == {end}


def test_an_office_that_signs_with_a_day_dates_the_page() -> None:
    (fact,) = told("今年1至8月,出入境货车38万辆次。", head="神木市运行情况", lead="神木海关 2024年9月10日")
    assert fact["period"]["end"] == "2024-08-31"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("正在实施的榆神热电扩建项目投资1.8亿元。", "planned"),
        ("榆神抽水蓄能电站项目装机容量120万千瓦,预计2025年开工。", "planned"),
        ("光伏基地剩余装机400兆瓦计划明年6月底前并网。", "planned"),
        ("县城水厂5月底通水,届时日供水3万吨。", "planned"),
        ("光伏基地装机400兆瓦去年6月并网。", "achieved"),
    ],
)
def test_what_is_still_under_way_is_a_plan(words: str, status: str) -> None:
    assert [fact["status"] for fact in told(words)] == [status]


def test_the_headline_of_a_plan_makes_its_numbers_plans() -> None:
    plan, news = (
        told("新建公厕12座。", head=head)[0]["status"]
        for head in ("神木市2024年重点工作安排", "神木市研究2024年重点工作安排情况")
    )
    assert (plan, news) == ("planned", "achieved")


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("与去年同期相比,鲜果均价每公斤上涨4.5元。", "yoy"),
        ("接待游客较2019年同期增长12%。", "unspecified"),
    ],
)
def test_a_change_is_measured_against_what_its_sentence_sets_beside_it(words: str, basis: str) -> None:
    assert [fact["change"]["basis"] for fact in told(words)] == [basis]
