"""A closed round changes only by an objection to it: what other rounds put right of the same numbers does not move it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from youju.flow.evidence.services import add_evidence
from youju.flow.ledger.models import Observation
from youju.flow.ledger.rows import Entry
from youju.flow.ledger.selectors import cell_of, counting
from youju.flow.ledger.services import close_round, correct, record
from youju.flow.scores.selectors import erratum, statement
from youju.flow.scores.services import (
    Mend,
    decide_objection,
    open_notice,
    propose_correction,
    score_round,
)
from youju.kernel.clock import db_today

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter(starter):
    """Give the second mark by growth against the month before."""
    text = starter["scheme.yaml"].decode()
    text = text.replace("{ratio: solved, to: complaints}", "{growth: income, over: previous_period}")
    text = text.replace("{at_least: 95%, marks: 40}, {at_least: 80%, marks: 30}", "{at_least: 0%, marks: 40}")
    starter["scheme.yaml"] = text.encode()
    del starter["examples.yaml"]
    return starter


@pytest.fixture
def finished(reporting, handed_in, moved, units, zhao, at):
    """Return a function (period, first day of reporting, day of the notice, day of closing, incomes) → its final score."""

    def finished(period, *days, incomes):
        at(days[0])
        round_ = reporting(period)
        for unit, income in zip([*units.villages, *units.others], incomes, strict=True):
            handed_in(round_, unit, str(income))
        at(days[1])
        open_notice(round_=moved(round_, "verifying"), by=zhao)
        at(days[2])
        round_.refresh_from_db()
        return score_round(round_=close_round(round_=round_, by=zhao).round, by=zhao, because="关账")

    return finished


@pytest.fixture
def august(finished):
    days = ("2026-09-03 09:00", "2026-09-18 09:00", "2026-09-28 09:00")
    return finished("2026-08", *days, incomes=(120000, 108000, 90000, 60000, 132000))


@pytest.fixture
def september(august, finished, at):
    """Return September's final score; nobody took in less than the month before. Then it is a week later."""
    days = ("2026-10-09 09:00", "2026-10-23 09:00", "2026-11-03 09:00")
    score = finished("2026-09", *days, incomes=(120000, 110000, 90000, 60000, 132000))
    at("2026-11-10 09:00")
    return score


@pytest.fixture
def put_right(zhao, qian, at):
    """Return a function (score, village, income) → the score that the correction led to, once nobody may object to the other any more."""

    def put_right(score, unit, income):
        at(f"{max(db_today(), score.object_by + dt.timedelta(days=1))} 09:00")
        row = propose_correction(score=score, unit=unit, rule="income", words="审计发现", by=zhao)
        mend = Mend("income", score.round.period, Decimal(income))
        return decide_objection(objection=row, verdict="upheld", answer="属实", by=qian, mends=[mend]).led_to

    return put_right


def moved_in(score):
    """Return the units whose totals a score changed; a band also goes by what others have."""
    return {change.unit for change in erratum(score) if change.was != change.now}


def test_a_number_put_right_in_another_round_moves_nobody_here(august, september, units, put_right):
    first, second, *_ = units.villages
    put_right(august, second, 120000)
    again = put_right(september, first, 108000)
    assert statement(again, second).total == statement(september, second).total
    assert moved_in(again) == {first.code}


def test_each_round_keeps_its_own_word_of_a_cell_that_both_put_right(
    august, september, units, put_right, appointed, zhao
):
    second = units.villages[1]
    right = put_right(august, second, 120000)
    wu = appointed("wu", "吴", "second_approver", units.county)
    row = propose_correction(score=september, unit=second, rule="solved", words="上月数不对", by=zhao)
    mends = [Mend("income", "2026-08", Decimal(115000))]
    decided = decide_objection(objection=row, verdict="upheld", answer="属实", by=wu, mends=mends)
    assert statement(decided.led_to, second).total < statement(september, second).total
    again = put_right(right, units.villages[0], 60000)
    assert statement(again, second).total == statement(right, second).total


def test_what_a_later_round_says_of_the_month_before_does_not_reach_back(
    august, september, units, put_right, zhao, qian
):
    second = units.villages[1]
    row = propose_correction(score=september, unit=second, rule="solved", words="上月数不对", by=zhao)
    mends = [Mend("income", "2026-08", Decimal(115000))]
    led_to = decide_objection(objection=row, verdict="upheld", answer="属实", by=qian, mends=mends).led_to
    assert statement(led_to, second).total < statement(september, second).total
    again = put_right(august, units.villages[0], 60000)
    assert statement(again, second).total == statement(august, second).total
    assert moved_in(again) == {units.villages[0].code}


def test_a_round_still_open_reads_what_was_put_right(
    august, units, put_right, reporting, handed_in, moved, zhao, at
):
    second = units.villages[1]
    at("2026-10-09 09:00")
    round_ = reporting("2026-09")
    for unit in [*units.villages, *units.others]:
        handed_in(round_, unit, "110000")
    put_right(august, second, 120000)
    at("2026-10-23 09:00")
    score = open_notice(round_=moved(round_, "verifying"), by=zhao)
    assert statement(score, second).total == Decimal("65.00")


def test_a_number_before_all_rounds_corrected_by_hand_moves_no_closed_round(
    finished, units, put_right, zhao, at
):
    first, second, *_ = units.villages
    record(
        entries=[Entry(second.pk, "income", "2026-07", Decimal(100000), "register")],
        scheme="my-scheme",
        by=zhao,
    )
    days = ("2026-09-03 09:00", "2026-09-18 09:00", "2026-09-28 09:00")
    august = finished("2026-08", *days, incomes=(120000, 108000, 90000, 60000, 132000))
    at("2026-10-12 09:00")
    held = counting(cell_of("my-scheme", second.pk, "income", "2026-07"))
    correct(observation=held, value=Decimal(200000), reason="台账写错", by=zhao)
    again = put_right(august, first, 60000)
    assert statement(again, second).total == statement(august, second).total


def test_what_is_typed_without_a_source_after_the_closing_counts_in_no_closed_round(
    august, units, put_right, zhao, at
):
    """Somebody writes August's income of village 2 by hand in October; the round is scored again for another village."""
    second = units.villages[1]
    at("2026-10-12 09:00")
    record(
        entries=[Entry(second.pk, "income", "2026-08", Decimal(1), "verified")], scheme="my-scheme", by=zhao
    )
    again = put_right(august, units.villages[0], 60000)
    assert statement(again, second).total == statement(august, second).total
    assert moved_in(again) == {units.villages[0].code}


def test_a_value_brought_in_before_rows_named_their_round_still_counts(
    august, units, put_right, qian, zhao, at
):
    """Such a row has neither a source nor a row before it; its trace names the objection."""
    at("2026-10-12 09:00")
    second = units.villages[1]
    row = propose_correction(score=august, unit=second, rule="solved", words="七月漏报", by=zhao)
    sha = add_evidence(unit=second, name="七月.txt", content="七月收入".encode(), by=zhao).sha256
    mends = [Mend("income", "2026-07", Decimal(200000), (sha,))]
    once = decide_objection(objection=row, verdict="upheld", answer="属实", by=qian, mends=mends).led_to
    without_sources()
    again = put_right(once, units.villages[0], 60000)
    assert statement(once, second).total != statement(august, second).total
    assert statement(again, second).total == statement(once, second).total


def without_sources():
    """Let the last row be as it was written before rows named their round."""
    row = Observation.objects.order_by("-pk").first()
    assert row.source.startswith("schemes.round:")
    on = " ON ledger_observation" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER ledger_observation_no_update{on}")
        cursor.execute("UPDATE ledger_observation SET source = NULL WHERE id = %s", [row.pk])


def test_a_correction_from_before_rows_named_their_round_still_counts(august, units, put_right, at):
    """Such a row has no source; its trace names the objection."""
    at("2026-10-12 09:00")
    once = put_right(august, units.villages[1], 120000)
    without_sources()
    again = put_right(once, units.villages[0], 60000)
    assert statement(again, units.villages[1]).total == statement(once, units.villages[1]).total
