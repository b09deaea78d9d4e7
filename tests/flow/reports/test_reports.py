"""A report's life: begun, saved, handed in, returned, fixed, taken as true."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from tests.flow.reports.conftest import FULL
from youju.flow.evidence.services import add_evidence
from youju.flow.reports.models import Report, ReportValue, Submission
from youju.flow.reports.past import doubts_about
from youju.flow.reports.selectors import counted, due_for, to_review_for, values_of
from youju.flow.reports.services import (
    Conflict,
    accept_report,
    begin_report,
    no_change,
    return_report,
    save_draft,
    submit_report,
    submitting,
    write_report,
)
from youju.flow.reports.typed import Entry
from youju.flow.schemes.services import advance_round
from youju.kernel.errors import BadInput, Refusal
from youju.kernel.trace import history_of

pytestmark = pytest.mark.django_db


def save(report, by, lock=None, **typed):
    entries = {name: Entry(text) for name, text in typed.items()}
    return save_draft(report=report, entries=entries, lock=report.lock if lock is None else lock, by=by)


def close(round_, by):
    for to in ("verifying", "notice", "closed"):
        advance_round(round_=round_, to=to, by=by)


def kinds(report):
    return {name: [d.kind for d in doubts] for name, doubts in doubts_about(report).items()}


def test_a_value_is_kept_to_its_last_digit(report, zhang):
    save(report, zhang, income="123456789012.345678")
    assert values_of(report)["income"].value == Decimal("123456789012.345678")


def test_a_draft_keeps_what_is_no_number(report, zhang):
    save(report, zhang, income="约三百")
    assert values_of(report)["income"].typed == "约三百"
    assert values_of(report)["income"].value is None


def test_a_relation_is_read_from_what_was_typed(report, zhang):
    save(report, zhang, income="≥300")
    row = values_of(report)["income"]
    assert (row.relation, row.value) == ("≥", Decimal(300))


def test_an_indicator_that_is_not_asked_is_refused(report, zhang):
    with pytest.raises(BadInput) as refused:
        save(report, zhang, gdp="1", income="5")
    assert [p.where for p in refused.value.problems] == ["gdp"]
    assert values_of(report)["income"].value == Decimal(100000)


def test_saving_the_same_again_is_nothing(report, zhang):
    lock = report.lock
    assert save(report, zhang, lock=0, income="100000").lock == lock


def test_the_second_who_saves_sees_both_versions(report, zhang):
    seen = report.lock
    save(report, zhang, income="5")
    with pytest.raises(Conflict) as refused:
        save(report, zhang, lock=seen, income="7")
    assert (refused.value.mine, refused.value.theirs) == ({"income": "7"}, {"income": "5"})
    assert values_of(report)["income"].value == Decimal(5)


def test_handing_in_writes_a_record_that_never_changes(report, zhang):
    submit_report(report=report, by=zhang)
    record = Submission.objects.get(report=report)
    assert {v["indicator"]: v["value"] for v in record.values} == {
        "income": "100000", "complaints": "20", "solved": "19"
    }  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.update(late=True)


def test_handing_in_leaves_one_trace_in_the_name_of_the_post(report, zhang):
    submit_report(report=report, by=zhang)
    (trace,) = history_of(report)
    assert (trace.act, trace.actor, trace.post.role) == ("report.submit", zhang, "reporter")


def test_every_fault_is_told_at_once(report, zhang):
    save(report, zhang, income="若干", solved="12%")
    with pytest.raises(BadInput) as refused:
        submit_report(report=report, by=zhang)
    assert [p.where for p in refused.value.problems] == ["income", "solved"]
    assert Submission.objects.count() == 0


def test_an_empty_report_is_refused(round_, units, zhang):
    report = begin_report(round_=round_, unit=units.villages[0], by=zhang)
    with pytest.raises(BadInput, match="没有报送"):
        submit_report(report=report, by=zhang)


def test_an_empty_value_is_missing_and_asks_for_a_word(report, zhang):
    save(report, zhang, complaints="")
    assert kinds(report) == {"complaints": ["missing"]}
    submit_report(report=report, by=zhang)
    record = Submission.objects.get(report=report)
    assert next(v for v in record.values if v["indicator"] == "complaints")["value"] is None


def test_late_is_shown_and_not_refused(report, zhang, at):
    at("2026-11-07 00:00")
    assert submit_report(report=report, by=zhang).late


def test_the_last_second_of_the_last_day_is_in_time(report, zhang, at):
    at("2026-11-06 23:59")
    assert not submit_report(report=report, by=zhang).late


def test_what_comes_after_closing_is_kept_and_not_counted(report, zhang, zhao, round_):
    close(round_, zhao)
    assert submit_report(report=report, by=zhang).after_close
    assert list(counted(round_)) == []


def test_what_came_before_closing_is_counted(report, zhang, zhao, round_):
    submit_report(report=report, by=zhang)
    close(round_, zhao)
    assert [s.report for s in counted(round_)] == [report]


def test_a_round_that_has_not_begun_takes_drafts_and_no_reports(scheme, zhao, zhang, units, filled):
    from youju.flow.schemes.services import open_round

    draft = filled(open_round(scheme=scheme, period="2026-09", by=zhao), units.villages[0], zhang)
    with pytest.raises(Refusal, match="还没有开始报送"):
        submit_report(report=draft, by=zhang)


def test_what_was_handed_in_cannot_be_edited(report, zhang):
    submit_report(report=report, by=zhang)
    with pytest.raises(Refusal, match="已报送"):
        save(Report.objects.get(pk=report.pk), zhang, income="1")


def test_a_return_needs_a_reason(report, zhang, sun):
    submit_report(report=report, by=zhang)
    with pytest.raises(BadInput, match="没有写理由"):
        return_report(report=report, by=sun, reason="  ")


def test_a_returned_report_is_fixed_in_place(report, zhang, sun):
    submit_report(report=report, by=zhang)
    return_report(report=report, by=sun, reason="收入多写一个零")
    save(report, zhang, income="10000")
    again = submit_report(report=report, by=zhang)
    assert again.pk == report.pk
    assert [s.number for s in Submission.objects.filter(report=report).order_by("number")] == [1, 2]


def test_the_last_handing_in_counts(report, zhang, sun, round_):
    submit_report(report=report, by=zhang)
    return_report(report=report, by=sun, reason="收入多写一个零")
    assert list(counted(round_)) == []
    save(report, zhang, income="10000")
    submit_report(report=report, by=zhang)
    assert [s.number for s in counted(round_)] == [2]


def test_who_handed_in_cannot_accept(report, zhang):
    submit_report(report=report, by=zhang)
    with pytest.raises(Refusal, match="是你报送的"):
        accept_report(report=report, by=zhang)


def test_of_two_reviewers_one_is_told(report, zhang, sun, zhao):
    submit_report(report=report, by=zhang)
    accept_report(report=Report.objects.get(pk=report.pk), by=sun)
    with pytest.raises(Refusal, match="现在是“采信”"):
        return_report(report=report, by=zhao, reason="再看看")


def test_nothing_is_decided_after_closing(report, zhang, sun, zhao, round_):
    submit_report(report=report, by=zhang)
    close(round_, zhao)
    with pytest.raises(Refusal, match="已经关账"):
        accept_report(report=report, by=sun)


def test_a_desk_shows_what_is_due_and_nothing_else(round_, units, zhang, report):
    assert [due.unit for due in due_for(zhang)] == units.villages
    submit_report(report=report, by=zhang)
    assert [due.unit for due in due_for(zhang)] == units.villages[1:]


def test_a_reviewer_sees_what_waits(report, zhang, sun):
    assert to_review_for(sun) == []
    submit_report(report=report, by=zhang)
    assert to_review_for(sun) == [report]


class TestFromOneMonthToTheNext:
    @pytest.fixture
    def november(self, report, zhang, sun, reporting):
        submit_report(report=report, by=zhang)
        accept_report(report=report, by=sun)
        return reporting("2026-11")

    def test_no_change_is_one_click_and_a_valid_report(self, november, units, zhang):
        report = no_change(round_=november, unit=units.villages[0], by=zhang)
        assert (report.status, report.no_change) == ("submitted", True)
        assert {n: v.value for n, v in values_of(report).items()} == {
            "income": 100000, "complaints": 20, "solved": 19
        }  # fmt: skip

    def test_no_change_is_refused_where_there_is_nothing_to_repeat(self, november, units, zhang):
        with pytest.raises(Refusal) as refused:
            no_change(round_=november, unit=units.villages[1], by=zhang)
        assert len(refused.value.problems) == 3

    def test_no_change_does_not_write_over_a_draft_that_says_otherwise(self, november, units, zhang, filled):
        filled(november, units.villages[0], zhang, income="7")
        with pytest.raises(Refusal, match="不能按无变化报送"):
            no_change(round_=november, unit=units.villages[0], by=zhang)

    def test_ten_thousand_times_the_last_value_asks_about_the_measure(self, november, units, zhang, filled):
        assert kinds(filled(november, units.villages[0], zhang, income="10")) == {"income": ["measure"]}

    def test_twenty_times_the_last_value_asks_for_a_word(self, november, units, zhang, filled):
        assert kinds(filled(november, units.villages[0], zhang, income="2000000")) == {"income": ["jump"]}

    def test_a_little_more_asks_for_nothing(self, november, units, zhang, filled):
        assert kinds(filled(november, units.villages[0], zhang, income="110000")) == {}

    def test_a_doubt_never_stops_a_report(self, november, units, zhang, filled):
        report = submit_report(report=filled(november, units.villages[0], zhang, income="10"), by=zhang)
        (record,) = Submission.objects.filter(report=report)
        assert [d["kind"] for d in record.doubts] == ["measure"]


def test_what_the_house_holds_is_filled_in_and_marked(round_, units, zhang, monkeypatch):
    from youju.flow.reports import ports

    held = ports.Held(Decimal("88.5"), "统计局 2026-10")
    monkeypatch.setattr(
        ports,
        "_held",
        [lambda some, wanted, _scheme: {one: {"income": held} for one in some if "income" in wanted}],
    )
    report = begin_report(round_=round_, unit=units.villages[0], by=zhang)
    (row,) = ReportValue.objects.filter(report=report)
    assert (row.indicator, row.value, row.held) == ("income", Decimal("88.5"), "统计局 2026-10")


def test_a_held_value_that_is_changed_is_no_longer_marked(round_, units, zhang, monkeypatch):
    from youju.flow.reports import ports

    monkeypatch.setattr(
        ports,
        "_held",
        [lambda units, _w, _s: {unit: {"income": ports.Held(Decimal(5), "统计局")} for unit in units}],
    )
    report = begin_report(round_=round_, unit=units.villages[0], by=zhang)
    save(report, zhang, income="6")
    assert values_of(report)["income"].held == ""


def test_evidence_that_is_not_in_the_house_is_refused(report, zhang):
    entry = Entry("100000", evidence=("ab" * 32,))
    save_draft(report=report, entries={"income": entry}, lock=report.lock, by=zhang)
    with pytest.raises(BadInput) as refused:
        submit_report(report=report, by=zhang)
    assert "不在库里" in refused.value.problems[0].what


def test_evidence_of_another_township_does_not_count(report, zhang, wang, units):
    file = add_evidence(unit=units.others[0], name="台账.txt", content="别处".encode(), by=wang)
    entry = Entry("100000", evidence=(file.sha256,))
    save_draft(report=report, entries={"income": entry}, lock=report.lock, by=zhang)
    with pytest.raises(BadInput):
        submit_report(report=report, by=zhang)


def test_evidence_is_optional_unless_the_scheme_asks(starter, units, zhao, qian, zhang, filled):
    from tests.flow.reports.conftest import put_in_force
    from youju.flow.schemes.services import open_round

    text = (
        starter["scheme.yaml"]
        .decode()
        .replace("up_the_tree: sum, missing: withhold", "up_the_tree: sum, missing: withhold, evidence: true")
    )
    scheme = put_in_force({**starter, "scheme.yaml": text.encode()}, units, zhao, qian)
    round_ = advance_round(
        round_=open_round(scheme=scheme, period="2026-10", by=zhao), to="reporting", by=zhao
    )
    report = filled(round_, units.villages[0], zhang)
    with pytest.raises(BadInput) as refused:
        submit_report(report=report, by=zhang)
    assert [p.where for p in refused.value.problems] == ["income"]
    file = add_evidence(unit=units.villages[0], name="台账.txt", content="收入十万".encode(), by=zhang)
    entry = Entry("100000", evidence=(file.sha256,))
    save_draft(report=report, entries={"income": entry}, lock=report.lock, by=zhang)
    assert submit_report(report=report, by=zhang).status == "submitted"


def test_a_draft_takes_no_evidence_that_no_page_could_lead_to(report, zhang):
    with pytest.raises(BadInput) as refused:
        save_draft(
            report=report, entries={"income": Entry("1", evidence=("zz",))}, lock=report.lock, by=zhang
        )
    assert refused.value.problems[0].what == "“zz”不是佐证的编号"


class TestInTheSameMoment:
    """Two look for a report that is not there; one begins it, and the other finds that out in writing it down."""

    @pytest.fixture
    def looked_before(self, monkeypatch):
        real, unwritten = submitting.found_or_new, []

        def before(round_, unit, by, now):
            if unwritten:
                return real(round_, unit, by, now)
            unwritten.append(Report(round=round_, unit=unit, saved_at=now, saved_by=by))
            return unwritten[0], {}

        monkeypatch.setattr(submitting, "found_or_new", before)
        return unwritten

    @pytest.fixture
    def hand_in(self, round_, units, zhang):
        entries = {name: Entry(text) for name, text in FULL.items()}
        return lambda: write_report(
            round_=round_, unit=units.villages[0], entries=entries, lock=0, submit=True, by=zhang
        )

    def test_what_was_only_begun_meanwhile_is_handed_in(self, looked_before, hand_in, round_, units, zhang):
        begun = begin_report(round_=round_, unit=units.villages[0], by=zhang)
        done = hand_in()
        assert looked_before
        assert (done.report.pk, done.report.status, done.report.lock) == (begun.pk, "submitted", 2)
        assert (Report.objects.count(), Submission.objects.count()) == (1, 1)

    def test_what_was_handed_in_meanwhile_is_told(self, looked_before, hand_in, report, zhang):
        submit_report(report=report, by=zhang)
        with pytest.raises(Refusal, match="不能再改"):
            hand_in()
        assert looked_before
        assert Submission.objects.count() == 1


def test_a_report_that_begins_as_it_is_handed_in_is_what_begun_and_handed_in_is(round_, units, zhang, filled):
    first, second, _third = units.villages
    entries = {name: Entry(text) for name, text in FULL.items()}
    at_once = write_report(round_=round_, unit=first, entries=entries, lock=0, submit=True, by=zhang).report
    later = submit_report(report=filled(round_, second, zhang), by=zhang)
    kept = ("status", "lock", "late", "after_close", "no_change", "submitted_by_id", "saved_by_id")
    stands = [Report.objects.get(pk=one.pk) for one in (at_once, later)]
    assert [getattr(stands[0], name) for name in kept] == [getattr(stands[1], name) for name in kept]
    assert all(getattr(at_once, name) == getattr(stands[0], name) for name in kept)
    records = [Submission.objects.get(report=one) for one in stands]
    assert records[0].sha256 == records[1].sha256
    assert [history_of(one).count() for one in stands] == [1, 1]


def test_who_names_a_save_of_a_report_that_is_not_there_is_told(round_, units, zhang):
    said = {"income": Entry("1")}
    with pytest.raises(Conflict):
        write_report(round_=round_, unit=units.villages[0], entries=said, lock=3, submit=True, by=zhang)
    assert not Report.objects.exists()
