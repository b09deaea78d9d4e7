"""A unit merges or splits in the middle of things: its reports, its values and the rights over them go with it."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.http import Http404
from django.utils.translation import override

from tests.flow.month import *  # noqa: F403
from youju.flow.ledger.models import Observation
from youju.flow.ledger.rows import Entry
from youju.flow.ledger.selectors import facts_table, observations_for
from youju.flow.ledger.services import correct, gather_round, record
from youju.flow.reports.selectors import (
    due_for,
    report_for,
    report_for_writer,
    values_of,
)
from youju.flow.reports.services import begin_report, return_report
from youju.flow.units.services import Part, add_unit, merge_units, split_unit

pytestmark = pytest.mark.django_db
D = Decimal


def told(round_, indicator="income"):
    """Return what the engine is given, the last row of a cell winning: (unit, period) → value."""
    rows = facts_table(round_).to_pylist()
    return {(r["unit"], r["period"]): D(r["value"]) for r in rows if r["indicator"] == indicator}


def merge(unit, into, day, by):
    merge_units(units=[unit], into=into, on=dt.date.fromisoformat(day), by=by, basis="批复")


class TestEarlierValues:
    def test_what_a_merged_unit_reported_before_belongs_to_its_successor(
        self, reported, reporting, units, zhao
    ):
        gather_round(round_=reported, by=zhao)
        first, second, third = units.villages
        merge(third, second, "2026-11-10", zhao)
        later = reporting("2026-11")
        assert told(later)[second.code, "2026-10"] == D(108000 + 90000)
        assert (third.code, "2026-10") not in told(later)
        assert told(later)[first.code, "2026-10"] == D(120000)

    def test_the_board_of_the_month_before_still_shows_both(self, reported, units, zhao):
        gather_round(round_=reported, by=zhao)
        before = told(reported)
        merge(units.villages[2], units.villages[1], "2026-11-10", zhao)
        assert told(reported) == before

    @pytest.mark.parametrize("seed", range(6))
    def test_no_sum_changes_whatever_merges_and_splits(self, reported, reporting, units, zhao, seed):
        gather_round(round_=reported, by=zhao)
        before, dice = told(reported), random.Random(seed)
        standing = [*units.villages]
        for day in range(2, 6):
            if dice.random() < 0.5 and len(standing) > 1:
                gone, into = dice.sample(standing, 2)
                merge(gone, into, f"2026-11-0{day}", zhao)
                standing.remove(gone)
            else:
                old = dice.choice(standing)
                new = add_unit(code=f"22032210339{day}", name=f"新{day}村", level="village", parent=units.township,
                               on=dt.date(2026, 11, 1), by=None)  # fmt: skip
                share = D(dice.randint(1, 99)) / 100
                split_unit(
                    unit=old,
                    parts=[Part(old, share), Part(new, 1 - share)],
                    on=dt.date(2026, 11, day),
                    by=zhao,
                )
                standing.append(new)
        after = told(reporting("2026-11"))
        assert sum(after.values()) == sum(before.values())
        assert {unit for unit, _period in after} == {u.code for u in [*standing, *units.others]}

    def test_both_units_evidence_goes_with_the_value(self, reported, reporting, units, zhao):
        for unit, sha in ((units.villages[1], "a" * 64), (units.villages[2], "b" * 64)):
            record(
                entries=[Entry(unit.pk, "income", "2026-09", D(5), "reported", evidence=(sha,))],
                scheme="my-scheme",
                by=zhao,
            )
        merge(units.villages[2], units.villages[1], "2026-11-10", zhao)
        rows = facts_table(reporting("2026-11")).to_pylist()
        (row,) = (r for r in rows if r["period"] == "2026-09")
        assert set(row["evidence"].split()) == {"a" * 64, "b" * 64}


class TestMidRound:
    @pytest.fixture
    def early(self, reporting, handed_in, units, at):
        """Return October's round, in which villages 1 and 2 reported before they merge on the 20th."""
        at("2026-10-12 09:00")
        round_ = reporting("2026-10")
        handed_in(round_, units.villages[0], "120000")
        handed_in(round_, units.villages[1], "108000")
        return round_

    def test_two_reports_from_before_the_merger_are_added_up(self, early, units, zhao, at):
        merge(units.villages[1], units.villages[0], "2026-10-20", zhao)
        at("2026-11-03 09:00")
        gather_round(round_=early, by=zhao)
        assert told(early) == {(units.villages[0].code, "2026-10"): D(228000)}

    def test_a_report_of_the_successor_from_after_it_speaks_for_both(
        self, early, handed_in, units, zhao, sun, at
    ):
        merge(units.villages[1], units.villages[0], "2026-10-20", zhao)
        at("2026-11-03 09:00")
        report = begin_report(round_=early, unit=units.villages[0], by=None)
        return_report(report=report, by=sun, reason="已合并,请按两村合计报")
        handed_in(early, units.villages[0], "230000")
        gather_round(round_=early, by=zhao)
        assert told(early) == {(units.villages[0].code, "2026-10"): D(230000)}

    def test_a_merger_that_is_recorded_when_both_have_reported_drops_neither(
        self, client, reporting, handed_in, units, zhao, sun, at
    ):
        at("2026-11-03 09:00")
        round_, (first, second, _third) = reporting("2026-10"), units.villages
        handed_in(round_, first, "120000")
        own = handed_in(round_, second, "108000")
        at("2026-11-04 09:00")
        merge(second, first, "2026-10-20", zhao)
        gather_round(round_=round_, by=zhao)
        assert told(round_) == {(first.code, "2026-10"): D(228000)}
        client.force_login(sun)
        assert "不计入本期" not in client.get(f"/reports/{own.pk}/").content.decode()

    def test_a_merger_recorded_later_from_before_the_period_drops_neither(
        self, reporting, handed_in, units, zhao, at
    ):
        at("2026-11-03 09:00")
        round_ = reporting("2026-10")
        handed_in(round_, units.villages[0], "120000")
        handed_in(round_, units.villages[1], "108000")
        at("2026-11-04 09:00")
        merge(units.villages[1], units.villages[0], "2026-10-01", zhao)
        gather_round(round_=round_, by=zhao)
        assert told(round_) == {(units.villages[0].code, "2026-10"): D(228000)}

    def test_what_a_successor_includes_is_shown_as_not_counted(
        self, client, early, handed_in, units, zhao, sun, at
    ):
        first, second = units.villages[:2]
        gather_round(round_=early, by=zhao)
        merge(second, first, "2026-10-20", zhao)
        at("2026-11-03 09:00")
        report = begin_report(round_=early, unit=first, by=None)
        return_report(report=report, by=sun, reason="已合并,请按两村合计报")
        handed_in(early, first, "230000")
        gather_round(round_=early, by=zhao)
        assert told(early) == {
            (first.code, "2026-10"): D(230000)
        }  # though its own stands in the ledger since
        client.force_login(sun)
        own = begin_report(round_=early, unit=second, by=None)
        assert (
            f"“{first}”的报送已经包括它，这一份不计入本期"
            in client.get(f"/reports/{own.pk}/").content.decode()
        )
        assert client.get(f"/reports/rounds/{early.pk}/").content.decode().count("并入后另报，不计入") == 1
        assert client.get(f"/api/reports/{own.pk}").json()["included_in"] == first.code
        rows = client.get(f"/api/reports/rounds/{early.pk}").json()
        assert {row["unit"]: row["included_in"] for row in rows} == {
            first.code: None,
            second.code: first.code,
        }

    def test_the_last_of_a_row_of_mergers_speaks_for_all_that_became_part_of_it(
        self, early, handed_in, units, zhao, at
    ):
        first, second, third = units.villages
        merge(first, second, "2026-10-20", zhao)
        merge(second, third, "2026-10-21", zhao)
        at("2026-11-03 09:00")
        handed_in(early, third, "300000")
        gather_round(round_=early, by=zhao)
        assert set(Observation.objects.values_list("unit", flat=True)) == {third.pk}
        assert told(early) == {(third.code, "2026-10"): D(300000)}

    @pytest.mark.parametrize(("since", "first", "second"), [(False, 36000, 198000), (True, 30000, 70000)])
    def test_what_is_said_after_a_split_is_of_the_unit_as_it_stands_and_not_shared_out_again(
        self, reporting, handed_in, units, zhao, sun, at, since, first, second
    ):
        at("2026-10-25 09:00")
        round_, (one, other, _third) = reporting("2026-10"), units.villages
        reports = [handed_in(round_, unit, income) for unit, income in ((one, "120000"), (other, "114000"))]
        at("2026-10-26 09:00")
        parts = [Part(one, D("0.3")), Part(other, D("0.7"))]
        split_unit(unit=one, parts=parts, on=dt.date(2026, 10, 15), by=zhao)
        at("2026-11-03 09:00")
        for report, unit, income in zip(reports, (one, other), ("30000", "70000"), strict=True):
            if since:
                return_report(report=report, by=sun, reason="请按拆分后报")
                handed_in(round_, unit, income)
        gather_round(round_=round_, by=zhao)
        assert told(round_) == {(one.code, "2026-10"): D(first), (other.code, "2026-10"): D(second)}

    def test_a_correction_of_what_was_said_after_a_split_is_not_shared_out_either(
        self, reporting, handed_in, units, zhao, at
    ):
        at("2026-10-25 09:00")
        round_, (one, other, _third) = reporting("2026-10"), units.villages
        split_unit(
            unit=one, parts=[Part(one, D("0.3")), Part(other, D("0.7"))], on=dt.date(2026, 10, 15), by=zhao
        )
        handed_in(round_, one, "30000")
        gather_round(round_=round_, by=zhao)
        correct(
            observation=Observation.objects.get(indicator="income"), value=D(31000), reason="多写", by=zhao
        )
        assert told(round_) == {(one.code, "2026-10"): D(31000)}

    def test_a_report_from_after_a_split_in_the_next_month_is_about_the_month_before_it(
        self, reported, reporting, handed_in, units, zhao
    ):
        one, other = units.villages[:2]
        split_unit(
            unit=one, parts=[Part(one, D("0.3")), Part(other, D("0.7"))], on=dt.date(2026, 11, 2), by=zhao
        )
        gather_round(round_=reported, by=zhao)
        assert told(reporting("2026-11"))[one.code, "2026-10"] == D(36000)
        assert told(reported)[one.code, "2026-10"] == D(120000)

    def test_the_report_can_be_opened_by_those_of_the_successor_and_no_longer_by_those_before(
        self, reporting, handed_in, units, zhao, zhang, wang, at
    ):
        at("2026-10-12 09:00")
        round_ = reporting("2026-10")
        report = handed_in(round_, units.others[0], "60000")
        with pytest.raises(Http404):
            report_for(zhang, report.pk)
        merge(units.others[0], units.villages[0], "2026-10-20", zhao)
        at("2026-10-21 09:00")
        assert report_for_writer(zhang, report.pk) == report
        with pytest.raises(Http404):
            report_for(wang, report.pk)

    def test_its_rows_in_the_ledger_are_seen_by_those_of_the_successor(
        self, reported, units, zhao, zhang, at
    ):
        gather_round(round_=reported, by=zhao)
        assert not observations_for(zhang, unit=units.others[0].code).exists()
        merge(units.others[0], units.others[1], "2026-11-10", zhao)
        merge(units.others[1], units.villages[0], "2026-11-11", zhao)
        at("2026-11-12 09:00")
        assert observations_for(zhang, unit=units.others[0].code).exists()

    def test_a_draft_begun_before_the_merger_can_still_be_handed_in(
        self, client, reporting, units, zhao, zhang, wang, at
    ):
        at("2026-10-12 09:00")
        round_, gone = reporting("2026-10"), units.villages[1]
        begin_report(round_=round_, unit=gone, by=zhang)
        merge(gone, units.villages[0], "2026-10-20", zhao)
        at("2026-10-21 09:00")
        assert gone in [due.unit for due in due_for(zhang)]
        said = {
            "lock": 0,
            "submit": True,
            "values": {name: {"value": "7"} for name in ("income", "complaints", "solved")},
        }
        client.force_login(wang)
        assert self.put(client, round_, gone, said).status_code == 404
        client.force_login(zhang)
        assert self.put(client, round_, gone, said).json()["status"] == "submitted"
        gather_round(round_=round_, by=zhao)
        assert told(round_)[units.villages[0].code, "2026-10"] == D(7)
        assert gone not in [due.unit for due in due_for(zhang)]

    def test_on_the_page_too(self, client, reporting, units, zhao, zhang, at):
        at("2026-10-12 09:00")
        round_, gone = reporting("2026-10"), units.villages[1]
        report = begin_report(round_=round_, unit=gone, by=zhang)
        merge(gone, units.villages[0], "2026-10-20", zhao)
        at("2026-10-21 09:00")
        client.force_login(zhang)
        assert gone.name in client.get("/reports/").content.decode()
        begun = client.post(f"/reports/rounds/{round_.pk}/units/{gone.code}/begin/")
        assert begun.headers["Location"].endswith(f"/{report.pk}/")

    def test_who_ended_without_a_draft_begins_none(self, client, reporting, units, zhao, zhang, at):
        at("2026-10-12 09:00")
        round_, gone = reporting("2026-10"), units.villages[1]
        merge(gone, units.villages[0], "2026-10-20", zhao)
        at("2026-10-21 09:00")
        client.force_login(zhang)
        assert (
            self.put(client, round_, gone, {"lock": 0, "values": {"income": {"value": "7"}}}).status_code
            == 404
        )
        assert gone not in [due.unit for due in due_for(zhang)]

    def put(self, client, round_, unit, said):
        where = f"/api/reports/rounds/{round_.pk}/units/{unit.code}"
        token = client.get("/").wsgi_request.META["CSRF_COOKIE"]
        return client.put(where, said, "application/json", headers={"X-CSRFToken": token})


class TestHeld:
    def entry(self, unit, value, basis, **more):
        return Entry(unit.pk, "income", "2026-10", D(value), basis, **more)

    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_a_statistic_in_the_ledger_is_filled_into_the_form_and_marked_whoever_reads_it(
        self, reporting, units, zhao, zhang, language
    ):
        village = units.villages[0]
        record(entries=[self.entry(village, 77, "official", citation="统计局快报")], scheme="", by=zhao)
        with override(language):
            report = begin_report(round_=reporting("2026-10"), unit=village, by=zhang)
        row = values_of(report)["income"]
        assert (row.typed, row.held) == ("77", "底账·官方统计 统计局快报")

    def test_what_another_scheme_holds_and_what_was_reported_is_not_offered(
        self, reporting, units, zhao, zhang
    ):
        village = units.villages[0]
        record(entries=[self.entry(village, 77, "document", citation="报告")], scheme="another", by=zhao)
        record(entries=[self.entry(village, 78, "reported")], scheme="my-scheme", by=zhao)
        report = begin_report(round_=reporting("2026-10"), unit=village, by=zhang)
        assert "income" not in values_of(report)
