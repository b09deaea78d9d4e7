"""What another scheme's report said is held for this one only where it is the same number, and of the right time."""

import pytest

from tests.flow.reports.conftest import FULL, put_in_force
from youju.flow.reports.forming import fields_of
from youju.flow.reports.selectors import values_of
from youju.flow.reports.services import (
    accept_report,
    begin_report,
    return_report,
    save_draft,
    submit_report,
)
from youju.flow.reports.services.drafts import Conflict
from youju.flow.reports.typed import Entry
from youju.flow.schemes.services import advance_round, open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(filled, units, zhang, sun):
    """Return a function (round, **typed) → the first village's report, handed in and accepted."""

    def accepted(round_, **typed):
        report = submit_report(report=filled(round_, units.villages[0], zhang, **{**FULL, **typed}), by=zhang)
        return accept_report(report=report, by=sun)

    return accepted


@pytest.fixture
def other(starter, units, zhao, qian):
    """Return a function (was, now, period) → a round of another scheme that says something else in one place."""

    def other(was, now, period="2026-10"):
        text = starter["scheme.yaml"].decode()
        assert was in text
        text = text.replace("scheme: my-scheme", "scheme: other-scheme", 1).replace(was, now)
        examples = starter["examples.yaml"].decode().replace(was, now)
        said = {"scheme.yaml": text.encode(), "examples.yaml": examples.encode()}
        scheme = put_in_force({**starter, **said}, units, zhao, qian)
        return advance_round(
            round_=open_round(scheme=scheme, period=period, by=zhao), to="reporting", by=zhao
        )

    return other


def held_in(round_, units, zhang):
    report = begin_report(round_=round_, unit=units.villages[0], by=zhang)
    return {name: row.typed for name, row in values_of(report).items() if row.held}


def test_the_same_number_is_asked_once(accepted, round_, other, units, zhang):
    accepted(round_)
    assert held_in(other("scheme:", "scheme:"), units, zhang) == FULL


def test_the_same_number_under_another_name_is_asked_once_too(accepted, round_, other, units, zhang):
    accepted(round_)
    said = {"income": FULL["income"], "heard": FULL["complaints"], "solved": FULL["solved"]}
    assert held_in(other("complaints", "heard"), units, zhang) == said


@pytest.mark.parametrize(
    ("was", "now"), [("measure: 元", "measure: 万元"), ("title: 村集体经济收入", "title: 全村工业总产值")]
)
def test_a_number_of_the_same_name_that_is_another_is_not_held(
    accepted, round_, other, units, zhang, was, now
):
    accepted(round_)
    assert "income" not in held_in(other(was, now), units, zhang)


@pytest.fixture
def two(filled, round_, other, units, zhang):
    """Return the first village's draft for this scheme, and its round in the other scheme, which asks the same."""
    return filled(round_, units.villages[0], zhang), other("scheme:", "scheme:")


def test_a_number_handed_in_is_asked_nowhere_else_before_it_is_reviewed(two, units, zhang):
    draft, there = two
    submit_report(report=draft, by=zhang)
    assert held_in(there, units, zhang) == FULL


def test_a_number_that_is_only_a_draft_is_not_held(two, units, zhang):
    assert held_in(two[1], units, zhang) == {}


def test_a_number_that_was_returned_is_not_held(two, units, zhang, sun):
    draft, there = two
    return_report(report=submit_report(report=draft, by=zhang), by=sun, reason="核对")
    assert held_in(there, units, zhang) == {}


def test_a_draft_that_was_begun_before_is_filled_in_when_it_is_opened_again(two, units, zhang):
    draft, there = two
    begun = begin_report(round_=there, unit=units.villages[0], by=zhang)
    save_draft(report=begun, entries={"income": Entry("7")}, lock=begun.lock, by=zhang)
    submit_report(report=draft, by=zhang)
    assert held_in(there, units, zhang) == {name: text for name, text in FULL.items() if name != "income"}


def test_a_page_opened_before_a_draft_was_filled_in_does_not_wipe_it_out(two, units, zhang):
    draft, there = two
    seen = begin_report(round_=there, unit=units.villages[0], by=zhang).lock
    submit_report(report=draft, by=zhang)
    report = begin_report(round_=there, unit=units.villages[0], by=zhang)
    with pytest.raises(Conflict):
        save_draft(report=report, entries={"income": Entry("")}, lock=seen, by=zhang)


def test_the_reviewer_sees_that_a_number_taken_over_is_another_by_now(two, units, zhang, sun):
    draft, there = two
    first = submit_report(report=draft, by=zhang)
    taken = submit_report(report=begin_report(round_=there, unit=units.villages[0], by=zhang), by=zhang)
    assert not [one for field in fields_of(taken) for one in field.doubts]
    return_report(report=first, by=sun, reason="少填了")
    save_draft(report=first, entries={"income": Entry("120000")}, lock=first.lock, by=zhang)
    submit_report(report=first, by=zhang)
    assert [one.says for field in fields_of(taken) for one in field.doubts if one.kind == "moved"] == [
        f"取自“{first.round}已报送”，那边现在是 120000，请核对或退回"
    ]
