"""A model behind the same interface: believed only as far as its quotes stand in the page."""

from __future__ import annotations

from typing import Any

import pytest

from youju.reading.extractors import Deterministic, Extractor, read_with
from youju.reading.pages import read_facts

PAGE = "某县简讯\n\n全县新建卫生室12所,群众普遍叫好。医生说,患者候诊不再漫长。"


class Proposing:
    """An extractor that proposes what the test gave it."""

    name = "other"

    def __init__(self, *facts: dict[str, Any]) -> None:
        self.facts = facts

    def extract(self, raw: str) -> list[dict[str, Any]]:
        assert raw == PAGE
        return list(self.facts)


class Broken:
    name = "other"

    def extract(self, raw: str) -> list[dict[str, Any]]:
        raise RuntimeError(raw)


def proposal(quote: str, start: int | None = None, **more: Any) -> dict[str, Any]:
    at = PAGE.find(quote) if start is None else start
    return {
        "kind": "indicator",
        "start": at,
        "end": at + len(quote),
        "quote": quote,
        "subject": "某县",
        "status": "achieved",
    } | more


def test_a_fact_whose_quote_stands_in_the_page_is_kept_and_marked_uncertain() -> None:
    reading = read_with(PAGE, [Proposing(proposal("候诊不再漫长", indicator="候诊时间"))])
    kept = [fact for fact in reading.facts if fact.quote == "候诊不再漫长"]
    assert [fact.certain for fact in kept] == [False]
    assert reading.counts["other.kept"] == 1


def test_an_invented_quote_is_dropped_and_counted() -> None:
    reading = read_with(PAGE, [Proposing(proposal("全县新建医院3所", 6), proposal("候诊不再漫长", 0))])
    assert reading.facts == read_facts(PAGE).facts
    assert reading.counts["other.invented"] == 2


def test_a_fact_that_is_known_already_is_not_added_again() -> None:
    reading = read_with(PAGE, [Proposing(proposal("新建卫生室12所", value="12", unit="item"))])
    assert (len(reading.facts), reading.counts["other.known"]) == (1, 1)


@pytest.mark.parametrize(
    "odd",
    [
        {"kind": "indicator"},
        proposal("候诊不再漫长", kind="rumour"),
        proposal("候诊不再漫长", status="maybe"),
    ],
)
def test_a_malformed_proposal_is_dropped_and_counted(odd: dict[str, Any]) -> None:
    assert read_with(PAGE, [Proposing(odd)]).counts["other.malformed"] == 1


def test_an_extractor_that_fails_leaves_the_page_as_it_was_read() -> None:
    reading = read_with(PAGE, [Broken()])
    assert (reading.facts, reading.counts["other.failed"]) == (read_facts(PAGE).facts, 1)


def test_without_an_extractor_nothing_is_asked_and_nothing_counted() -> None:
    assert read_with(PAGE).counts == {}


def test_the_deterministic_reader_fulfils_the_protocol_and_adds_nothing_to_itself() -> None:
    reader = Deterministic()
    assert isinstance(reader, Extractor)
    assert read_with(PAGE, [reader]).facts == read_facts(PAGE).facts
