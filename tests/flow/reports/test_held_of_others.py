"""What another scheme's report said is held for this one only where it is the same number, and of the right time."""

import pytest

from tests.flow.reports.conftest import FULL, put_in_force
from youju.flow.reports.selectors import values_of
from youju.flow.reports.services import accept_report, begin_report, submit_report
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
        scheme = put_in_force({**starter, "scheme.yaml": text.encode()}, units, zhao, qian)
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


@pytest.mark.parametrize(
    ("was", "now"), [("measure: 元", "measure: 万元"), ("title: 村集体经济收入", "title: 全村工业总产值")]
)
def test_a_number_of_the_same_name_that_is_another_is_not_held(
    accepted, round_, other, units, zhang, was, now
):
    accepted(round_)
    assert "income" not in held_in(other(was, now), units, zhang)
