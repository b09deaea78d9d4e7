"""A round under many hands: three villages, retries, lateness, lost updates, a merger and the freeze.

The model is a plain dictionary; after every step the house must agree with it, and after the closing the ledger must
hold just what the model froze. Each planted fault is a service made careless: the machine must find every one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from youju.flow.ledger.models import Observation
from youju.flow.ledger.selectors import standing
from youju.flow.ledger.services import close_round
from youju.flow.reports.models import Report, Submission
from youju.flow.reports.services import accept_report, return_report
from youju.flow.schemes.models import Round
from youju.flow.schemes.services import advance_round
from youju.flow.units.models import Unit
from youju.flow.units.services import merge_units
from youju.kernel.clock import as_if
from youju.kernel.errors import Refusal
from youju.kernel.models import Tenure, Trace
from youju.kernel.people import issue_token

pytestmark = pytest.mark.django_db
DAYS = {
    "early": dt.datetime(2026, 11, 3, 9),
    "late": dt.datetime(2026, 11, 9, 9),
    "after": dt.datetime(2026, 12, 1, 9),
}
MERGED_ON = dt.date(2026, 10, 20)
AMOUNTS = st.sampled_from(["1", "250.5", "9999999", "1", "250.5", ""])
STANDING, OPEN = {"submitted", "accepted"}, {"draft", "returned"}
VILLAGES = st.sampled_from([0, 1, 0, 1, 2])  # the two that merge are met more often
SELDOM = st.sampled_from([False, False, False, True])


class Region(RuleBasedStateMachine):
    """张 hands in for three villages through the API, 孙 decides, 赵 merges the second into the first and closes."""

    stage: dict[str, Any] = {}

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.round = Round.objects.get(pk=self.stage["round"].pk)
        self.units = list(Unit.objects.filter(code__in=self.stage["codes"]).order_by("code"))
        self.day, self.merged, self.frozen, self.key = "early", False, None, 0
        self.said = {n: {"status": "none", "lock": 0, "now": "", "sent": []} for n in range(3)}
        self.last: tuple[int, str, dict[str, Any], int, bytes] | None = None
        self.traces = Trace.objects.filter(act__startswith="report.").count()

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def post(self, village: int, key: str, body: dict[str, Any]) -> Any:
        address = f"/api/reports/rounds/{self.round.pk}/units/{self.units[village].code}"
        headers = {"Authorization": f"Bearer {self.stage['bearer']}", "Idempotency-Key": key}
        with as_if(DAYS[self.day]):
            return Client().put(address, body, "application/json", headers=headers)

    @contextmanager
    def expected(self, *, allowed: bool) -> Any:
        try:
            with transaction.atomic(), as_if(DAYS[self.day]):
                yield
        except Refusal as refusal:
            if allowed:
                raise AssertionError("the house refused what the model allows") from refusal
        else:
            assert allowed, "the house did what the model forbids"

    @rule(village=VILLAGES, amount=AMOUNTS, submit=st.booleans(), stale=st.booleans())
    def write(self, village: int, amount: str, submit: bool, stale: bool) -> None:
        """One request: a draft, or handed in at once; perhaps from a page that was opened before the last save."""
        one = self.said[village]
        seen = max(one["lock"] - 1, 0) if stale else one["lock"]
        lost, changes = stale and one["lock"] > 0, amount != one["now"]
        editable = one["status"] in {"none", *OPEN}
        # a village that became part of another within the period only ends what it had begun
        gone = self.merged and village == 1 and one["status"] == "none"
        allowed = not gone and not (changes and (lost or not editable))
        # a request that changes nothing and hands in goes by what stands
        allowed = allowed and not (submit and (not editable or not amount))
        self.key += 1
        body = {"lock": seen, "values": {"income": {"value": amount}}, "submit": submit}
        answer = self.post(village, f"key-{self.key}", body)
        assert (answer.status_code < 300) == allowed, (answer.status_code, answer.content.decode(), one, body)
        if not allowed:
            return
        self.last = (village, f"key-{self.key}", body, answer.status_code, answer.content)
        one["status"] = "draft" if one["status"] == "none" else one["status"]
        one["lock"], one["now"] = one["lock"] + changes, amount
        if submit:
            one["sent"].append((amount, self.day != "early", self.frozen is not None))
            one["status"], one["lock"], self.traces = "submitted", one["lock"] + 1, self.traces + 1

    @rule(village=VILLAGES, amount=AMOUNTS)
    def two_have_the_page_open(self, village: int, amount: str) -> None:
        """Both opened the same page; the second saves without having seen what the first wrote."""
        self.write(village, "77", submit=False, stale=False)
        self.write(village, amount, submit=False, stale=True)

    @rule(amount=st.sampled_from(["1", "250.5"]))
    def everybody_hands_in(self, amount: str) -> None:
        for village in range(3):
            self.write(village, amount, submit=True, stale=False)

    @precondition(lambda self: self.last is not None)
    @rule(times=st.integers(1, 2))
    def retry(self, times: int) -> None:
        """The answer got lost and the browser asks again, perhaps days later: the first answer, and nothing more."""
        village, key, body, status, content = self.last
        for _time in range(times):
            answer = self.post(village, key, body)
            assert (answer.status_code, answer.content) == (status, content)
            assert answer["Idempotent-Replayed"] == "true"

    def report(self, village: int) -> Report:
        rows = Report.objects.select_related("round__scheme__unit", "round__scheme_version", "unit")
        return rows.get(round=self.round, unit=self.units[village])

    @rule(village=VILLAGES, back=st.booleans())
    def decide(self, village: int, back: bool) -> None:
        one = self.said[village]
        if one["status"] == "none":
            return
        allowed = one["status"] == "submitted" and self.frozen is None
        with self.expected(allowed=allowed):
            if back:
                return_report(report=self.report(village), by=self.stage["sun"], reason="多写一个零")
            else:
                accept_report(report=self.report(village), by=self.stage["sun"])
        if allowed:
            one["status"], self.traces = "returned" if back else "accepted", self.traces + 1

    @rule()
    def days_pass(self) -> None:
        self.day = {"early": "late", "late": "after", "after": "after"}[self.day]

    @precondition(lambda self: not self.merged)
    @rule()
    def merge(self) -> None:
        """The second village became part of the first within the period; it is entered when the paper arrives."""
        with as_if(DAYS[self.day]):
            merge_units(units=[self.units[1]], into=self.units[0], on=MERGED_ON, by=None, basis="批复")
        self.merged = True

    @precondition(lambda self: sum(len(one["sent"]) for one in self.said.values()) > 1)
    @rule(twice=SELDOM)
    def close(self, twice: bool) -> None:
        self.day = "after"
        for _press in range(1 + twice):
            allowed = self.frozen is None
            with self.expected(allowed=allowed):
                close_round(round_=Round.objects.get(pk=self.round.pk), by=self.stage["zhao"])
            if allowed:
                self.frozen = self.counting()

    def counting(self) -> dict[int, Decimal]:
        """Return what the ledger must hold: of every standing report the last handing-in, of merged ones the successor's."""
        found = {
            n: Decimal(one["sent"][-1][0])
            for n, one in self.said.items()
            if one["status"] in STANDING and one["sent"]
        }
        if self.merged and 0 in found:
            found.pop(1, None)
        return found

    @invariant()
    def every_report_stands_as_the_model_says(self) -> None:
        rows = Report.objects.filter(round=self.round).values_list("unit_id", "status", "lock")
        keys = {unit.pk: n for n, unit in enumerate(self.units)}
        told = {keys[unit]: (status, lock) for unit, status, lock in rows}
        assert told == {n: (o["status"], o["lock"]) for n, o in self.said.items() if o["status"] != "none"}

    @invariant()
    def every_handing_in_is_kept_once_as_it_was(self) -> None:
        rows = Submission.objects.filter(report__round=self.round).order_by("report__unit__code", "number")
        told = [(r.values[0]["value"] and Decimal(r.values[0]["value"]), r.late, r.after_close) for r in rows]
        assert told == [
            (Decimal(amount), late, closed)
            for one in self.said.values()
            for amount, late, closed in one["sent"]
        ]

    @invariant()
    def every_act_left_one_trace(self) -> None:
        assert Trace.objects.filter(act__startswith="report.").count() == self.traces

    @invariant()
    def the_ledger_holds_what_was_frozen(self) -> None:
        rows = standing(self.round.scheme.code, ["income"]).filter(period=self.round.period)
        keys = {unit.pk: n for n, unit in enumerate(self.units)}
        assert {keys[row.unit_id]: row.value for row in rows} == (self.frozen or {})
        assert Observation.objects.filter(period=self.round.period).count() == len(self.frozen or {})


@pytest.fixture
def region(reporting, units, zhang, sun, zhao, at):
    """Return the machine on a round that takes reports, with a token for 张."""
    at("2026-11-02 09:00")
    round_ = reporting("2026-10")
    Round.objects.filter(pk=round_.pk).update(object_by=None)
    _token, bearer = issue_token(
        tenure=Tenure.objects.get(holder=zhang),
        name="对接",
        acts=["report.write", "report.submit"],
        by=zhang,
        days=300,
    )
    for status in ("verifying", "notice"):
        round_ = advance_round(round_=round_, to=status, by=zhao)
    stage = {
        "round": round_,
        "codes": [unit.code for unit in units.villages],
        "bearer": bearer,
        "sun": sun,
        "zhao": zhao,
    }
    return type("Stage", (Region,), {"stage": stage})


def run(machine: type, *, months: int = 8) -> None:
    """Live some months. What fails is printed step by step as it was found; making it short costs more than it tells."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=months, phases=[Phase.generate], stateful_step_count=12, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck), print_blob=False, database=None,
        ),
    )  # fmt: skip


def test_whatever_happens_in_a_month_the_house_agrees_with_the_model(region):
    run(region)


def _forgets_the_key(monkeypatch):
    from youju.kernel.models import FirstAnswer

    monkeypatch.setattr(
        "youju.web.once.claim", lambda key, request: (FirstAnswer(key=key, request=request), True)
    )
    monkeypatch.setattr("youju.web.once.keep", lambda *_args, **_said: None)


def _never_late(monkeypatch):
    monkeypatch.setattr(
        "youju.flow.reports.services.submitting.timezone.localtime", lambda _now: dt.datetime(2026, 11, 1)
    )


def _counts_both_of_a_merger(monkeypatch):
    monkeypatch.setattr("youju.flow.ledger.services.gathering.spoken_for", lambda _round: {})


def _saves_over_others(monkeypatch):
    from youju.flow.reports.services.drafts import kept

    def careless(report, standing, entries, _lock, by, now):
        return kept(report, standing, entries, report.lock, by, now)

    monkeypatch.setattr("youju.flow.reports.services.submitting.kept", careless)


def _decides_after_the_freeze(monkeypatch):
    monkeypatch.setattr("youju.flow.reports.services.review.status_held", lambda _round: "notice")


def _counts_what_went_back(monkeypatch):
    from youju.flow.reports.selectors import counted

    def careless(round_):
        back = Submission.objects.filter(report__round=round_, report__status="returned").order_by("-number")
        return [*counted(round_), *back[:1]]

    monkeypatch.setattr("youju.flow.ledger.services.gathering.counted", careless)


FAULTS: dict[str, Callable[[Any], None]] = {
    "a retry is done again": _forgets_the_key,
    "late is not shown": _never_late,
    "a merged village counts twice": _counts_both_of_a_merger,
    "a save goes over what others saved": _saves_over_others,
    "a report is decided after the freeze": _decides_after_the_freeze,
    "what went back is frozen": _counts_what_went_back,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_by_living_some_months(region, monkeypatch, fault):
    FAULTS[fault](monkeypatch)
    with pytest.raises(Exception) as told:
        run(region, months=100)
    assert isinstance(told.value, AssertionError | KeyError | ExceptionGroup), told.value
