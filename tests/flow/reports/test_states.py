"""A report under many hands: whatever people press, in whatever order and how often, its law holds.

The model is a few lines of plain Python; the house must agree with it after every step. Two planted faults show that
the machine would notice: a handing-in that forgets its record, and a save that forgets to look at the lock.
"""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from decimal import Decimal
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.flow.reports.conftest import FULL
from youju.flow.reports.models import Report, Submission
from youju.flow.reports.selectors import counted, values_of
from youju.flow.reports.services import (
    accept_report,
    begin_report,
    return_report,
    save_draft,
    submit_report,
)
from youju.flow.reports.typed import Entry
from youju.flow.schemes.models import Round
from youju.flow.schemes.services import advance_round
from youju.kernel.clock import as_if
from youju.kernel.errors import Refusal
from youju.kernel.trace import history_of

pytestmark = pytest.mark.django_db
AMOUNTS = st.sampled_from(["1", "250.5", "9999999", "三百", ""])
DAYS = {"early": dt.datetime(2026, 11, 3, 9), "late": dt.datetime(2026, 11, 9, 9)}
STEPS = {"reporting": "verifying", "verifying": "notice", "notice": "closed"}
"""Each moment lies after the one before, as clocks do."""


class Hands(RuleBasedStateMachine):
    """Zhang writes and hands in, Sun decides, Zhao moves the round on; anybody may hold a stale page."""

    stage: dict = {}

    @initialize()
    def begin(self):
        from django.db import transaction

        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.round = Round.objects.get(pk=self.stage["round"].pk)
        self.zhang, self.sun, self.zhao = (self.stage[name] for name in ("zhang", "sun", "zhao"))
        self.report = begin_report(round_=self.round, unit=self.stage["unit"], by=self.zhang)
        self.status, self.lock, self.typed, self.sent = "draft", 0, dict.fromkeys(FULL, ""), []
        self.day, self.traces = "early", 0

    def teardown(self):
        if hasattr(self, "savepoint"):
            from django.db import transaction

            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def fresh(self):
        return Report.objects.select_related("round__scheme__unit", "round__scheme_version", "unit").get(
            pk=self.report.pk
        )

    @contextmanager
    def expected(self, *, allowed):
        """The house does it exactly where the model says it may."""
        try:
            with as_if(DAYS[self.day]):
                yield
        except Refusal:
            assert not allowed, "the house refused what the model allows"
        else:
            assert allowed, "the house did what the model forbids"

    @rule(amount=AMOUNTS, name=st.sampled_from(sorted(FULL)), stale=st.booleans())
    def save(self, amount, name, stale):
        changes = self.typed[name] != amount
        fits = self.status in {"draft", "returned"} and not (stale and self.lock)
        seen = max(self.lock - 1, 0) if stale else self.lock
        with self.expected(allowed=not changes or fits):
            save_draft(report=self.fresh(), entries={name: Entry(amount)}, lock=seen, by=self.zhang)
        if changes and fits:
            self.typed[name], self.lock = amount, self.lock + 1

    @rule()
    def fill(self):
        for name, amount in FULL.items():
            self.save(amount, name, stale=False)

    @rule(stale=st.booleans(), times=st.integers(1, 2))
    def hand_in(self, stale, times):
        for _press in range(times):
            reads = all(text != "三百" for text in self.typed.values()) and any(self.typed.values())
            fits = self.status in {"draft", "returned"} and reads and not (stale and self.lock)
            seen = max(self.lock - 1, 0) if stale else self.lock
            with self.expected(allowed=fits):
                submit_report(report=self.fresh(), by=self.zhang, lock=seen)
            if fits:
                self.status, self.lock, self.traces = "submitted", self.lock + 1, self.traces + 1
                said = {n: None if t == "" else Decimal(t) for n, t in self.typed.items()}
                self.sent.append((said, self.day == "late", self.round.status == "closed"))

    @rule(reason=st.sampled_from(["多写一个零", "  "]))
    def give_back(self, reason):
        fits = self.status == "submitted" and bool(reason.strip()) and self.round.status != "closed"
        with self.expected(allowed=fits):
            return_report(report=self.fresh(), by=self.sun, reason=reason)
        if fits:
            self.status, self.traces = "returned", self.traces + 1

    @rule(by_the_writer=st.booleans())
    def accept(self, by_the_writer):
        fits = self.status == "submitted" and self.round.status != "closed" and not by_the_writer
        with self.expected(allowed=fits):
            accept_report(report=self.fresh(), by=self.zhang if by_the_writer else self.sun)
        if fits:
            self.status, self.traces = "accepted", self.traces + 1

    @rule()
    def midnight_passes(self):
        self.day = "late"

    @rule()
    def the_round_goes_on(self):
        if self.round.status in STEPS:
            self.round = advance_round(round_=self.round, to=STEPS[self.round.status], by=self.zhao)

    @invariant()
    def the_house_agrees(self):
        report = Report.objects.get(pk=self.report.pk)
        assert (report.status, report.lock) == (self.status, self.lock)
        values = values_of(report)
        assert {n: values[n].typed if n in values else "" for n in FULL} == self.typed

    @invariant()
    def every_handing_in_stands_as_it_was(self):
        rows = Submission.objects.filter(report=self.report).order_by("number")
        assert [r.number for r in rows] == list(range(1, len(self.sent) + 1))
        for row, (said, late, closed) in zip(rows, self.sent, strict=True):
            kept = {v["indicator"]: v["value"] and Decimal(v["value"]) for v in row.values}
            assert {n: v for n, v in kept.items() if v is not None} == {
                n: v for n, v in said.items() if v is not None
            }
            assert (row.late, row.after_close) == (late, closed)

    @invariant()
    def every_act_left_one_trace(self):
        assert history_of(self.report).count() == self.traces

    @invariant()
    def what_counts_is_the_last_before_closing(self):
        standing = self.status in {"submitted", "accepted"}
        before = [number for number, sent in enumerate(self.sent, 1) if not sent[2]]
        assert [s.number for s in counted(self.round)] == (before[-1:] if standing else [])


@pytest.fixture
def hands(round_, units, zhang, sun, zhao):
    stage = {"round": round_, "unit": units.villages[0], "zhang": zhang, "sun": sun, "zhao": zhao}
    return type("Stage", (Hands,), {"stage": stage})


def run(hands, *, shrink=True):
    """Twenty lives of a report; a planted fault need only be found, not made short."""
    phases = set(Phase) - (set() if shrink else {Phase.shrink, Phase.explain})
    run_state_machine_as_test(
        hands,
        settings=settings(
            max_examples=20 if shrink else 300, phases=phases, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )  # fmt: skip


def test_whatever_people_press_the_law_holds(hands):
    run(hands)


def test_a_handing_in_that_forgets_its_record_is_found(hands):
    create = mock.patch("youju.flow.reports.models.Submission.save", return_value=None)
    with create, pytest.raises(AssertionError):
        run(hands, shrink=False)


def test_a_save_that_does_not_look_at_the_lock_is_found(hands):
    careful = save_draft

    def careless(*, report, entries, lock, by):
        return careful(report=report, entries=entries, lock=report.lock, by=by)

    with mock.patch(f"{__name__}.save_draft", careless), pytest.raises(AssertionError):
        run(hands, shrink=False)


def test_a_round_that_is_only_opened_has_asked_nothing_of_a_unit_yet(scheme, zhao, zhang, units):
    from youju.flow.reports.burden import burden_of
    from youju.flow.schemes.services import advance_round, open_round

    opened = open_round(scheme=scheme, period="2026-10", by=zhao)
    assert burden_of(zhang, units.villages[0], 2026) == []
    advance_round(round_=opened, to="reporting", by=zhao)
    (asked,) = burden_of(zhang, units.villages[0], 2026)
    assert asked.forms == 1
