"""Closing: once, after the notice, and every report is before it or after it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from time import sleep

import pytest
from django.db import connections

from youju.flow.ledger.models import Observation
from youju.flow.ledger.services import close_round, correct, gather_round
from youju.flow.reports.services import begin_report, save_draft, submit_report
from youju.flow.reports.typed import Entry
from youju.flow.units.services import add_unit
from youju.kernel.errors import NotAllowed, Refusal

pytestmark = pytest.mark.django_db


def test_a_closed_round_holds_what_was_handed_in(closed):
    assert closed.status == "closed"
    assert Observation.objects.count() == 15


def test_a_report_after_closing_is_kept_marked_and_not_counted(reporting, handed_in, moved, units, zhao, at):
    at("2026-11-03 09:00")
    round_ = moved(reporting("2026-10"), "verifying", "notice")
    at("2026-11-26 09:00")
    round_ = close_round(round_=round_, by=zhao).round
    report = handed_in(round_, units.villages[0], "120000")
    assert (report.after_close, report.late) == (True, True)
    assert not Observation.objects.exists()


def test_a_round_is_not_closed_while_its_notice_runs(reported, moved, zhao, at):
    round_ = moved(reported, "verifying", "notice")
    at(f"{round_.object_by} 23:59")
    with pytest.raises(Refusal, match="公示到"):
        close_round(round_=round_, by=zhao)


def test_a_round_is_closed_once(closed, zhao):
    with pytest.raises(Refusal, match="不能转入"):
        close_round(round_=closed, by=zhao)


def test_a_refused_closing_records_nothing(reported, zhao):
    with pytest.raises(Refusal):
        close_round(round_=reported, by=zhao)
    assert not Observation.objects.exists()


def test_an_office_elsewhere_closes_nothing(reported, moved, units, appointed, at):
    other = appointed("he", "何", "scoring_office", units.other)
    round_ = moved(reported, "verifying", "notice")
    at("2026-11-26 09:00")
    with pytest.raises(NotAllowed):
        close_round(round_=round_, by=other)


def test_a_closed_round_takes_no_gathering(closed, zhao):
    with pytest.raises(Refusal, match="已经关账"):
        gather_round(round_=closed, by=zhao)


def test_a_value_of_a_closed_round_is_not_simply_corrected(closed, zhao):
    with pytest.raises(Refusal, match="异议"):
        correct(observation=Observation.objects.first(), value=1, reason="错", by=zhao)


@pytest.mark.django_db(transaction=True)
def test_each_of_64_reports_is_before_the_closing_or_after_it(units, reporting, moved, zhang, zhao):
    extra = [
        add_unit(code=f"2203221035{n:02}", name=f"多{n}村", level="village", parent=units.township, on=units.county.valid_from, by=None)
        for n in range(61)
    ]  # fmt: skip
    round_ = reporting("2026-10")
    drafts = []
    for unit in [*units.villages, *extra]:
        report = begin_report(round_=round_, unit=unit, by=zhang)
        said = {"income": "1", "complaints": "1", "solved": "1"}
        save_draft(
            report=report,
            entries={k: Entry(v, note="对") for k, v in said.items()},
            lock=report.lock,
            by=zhang,
        )
        drafts.append(report)
    round_ = moved(round_, "verifying", "notice")
    type(round_).objects.filter(pk=round_.pk).update(object_by=None)
    round_.refresh_from_db()
    one = drafts[0].__class__
    done, shut = Semaphore(0), Event()

    def submit(mine):
        found = []
        for number, report in enumerate(mine, 1):
            if number == len(mine):
                shut.wait(30)
            found.append(submit_report(report=one.objects.get(pk=report.pk), by=zhang).after_close)
            done.release()
            sleep(0.01)
        connections.close_all()
        return found

    def close():
        for _ in range(12):
            done.acquire()
        recorded = close_round(round_=round_, by=zhao).recorded
        shut.set()
        connections.close_all()
        return recorded

    with ThreadPoolExecutor(9) as pool:
        closing = pool.submit(close)
        after = [flag for flags in pool.map(submit, [drafts[n::8] for n in range(8)]) for flag in flags]
        recorded = closing.result()
    before = len(after) - sum(after)
    assert len(after) == 64
    assert recorded == Observation.objects.count() == 3 * before
    assert 12 <= before <= 56
