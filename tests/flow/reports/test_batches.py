"""Many reports in one request: all of it or nothing, and what stands afterwards is what one by one would leave."""

import datetime as dt
import hashlib
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.flow.reports.conftest import FULL
from tests.flow.reports.test_books_in_bulk import stands
from tests.flow.reports.test_doors import bearer
from youju.flow.evidence.models import Evidence
from youju.flow.reports import selectors
from youju.flow.reports.models import Report, Submission
from youju.flow.reports.ports import Held
from youju.flow.reports.services import Handed, books, storing, submit_report, take_batch, write_report
from youju.flow.reports.typed import Entry
from youju.kernel.errors import BadInput
from youju.kernel.models import Trace

pytestmark = pytest.mark.django_db
SAID = {name: {"value": text} for name, text in FULL.items()}


@pytest.fixture
def put(client, zhang, round_):
    """Return a function (reports, submit) → the answer to 张's program."""

    def put(reports, *, submit=True, acts=("report.write", "report.submit")):
        return client.put(
            f"/api/reports/rounds/{round_.pk}/units",
            {"reports": reports, "submit": submit},
            content_type="application/json",
            headers=bearer(zhang, *acts),
        )

    return put


@pytest.fixture
def photo_of(zhang):
    """Return a function unit → the SHA-256 of evidence of it."""

    def photo_of(unit):
        sha = hashlib.sha256(unit.code.encode()).hexdigest()
        Evidence.objects.create(
            unit=unit, sha256=sha, original_sha256=sha, kind="text", media_type="text/plain", name="x.txt", size=1,
            uploaded_by=zhang, uploaded_at=dt.datetime(2026, 11, 3, tzinfo=dt.UTC),
        )  # fmt: skip
        return sha

    return photo_of


def entries(**said):
    return {name: Entry(text) for name, text in {**FULL, **said}.items()}


def test_a_program_hands_in_for_all_its_units_at_once(put, round_, units):
    answer = put([{"unit": unit.code, "values": SAID} for unit in units.villages])
    assert (answer.status_code, answer.json()) == (200, {"saved": 3, "submitted": 3})
    assert set(Report.objects.values_list("status", flat=True)) == {"submitted"}
    assert Trace.objects.filter(act="report.submit").count() == 3
    assert Trace.objects.get(act="report.batch").detail == {"saved": 3, "submitted": 3}


def test_a_batch_leaves_what_one_by_one_leaves(round_, zhang, units):
    first, second, _third = units.villages
    take_batch(round_=round_, handed=[Handed(first.code, 0, entries())], by=zhang, submit=True)
    write_report(round_=round_, unit=second, entries=entries(), lock=0, submit=True, by=zhang)
    in_batch, alone = (stands(selectors.report_of(round_, unit)) for unit in (first, second))
    assert in_batch == alone


def test_every_fault_of_a_batch_is_told_with_its_path_and_nothing_is_kept(put, units):
    answer = put(
        [
            {"unit": units.villages[0].code, "values": SAID},
            {"unit": units.villages[1].code, "values": {**SAID, "income": {"value": "很多"}}},
            {"unit": units.others[0].code, "values": SAID},
            {"unit": units.villages[2].code, "values": {"height": {"value": "5"}}},
            {"unit": units.villages[0].code, "values": SAID},
        ]
    )
    assert answer.status_code == 422
    assert [one["where"] for one in answer.json()["problems"]] == [
        "reports[1].values.income", "reports[2]", "reports[3].values.height", "reports[4]",
    ]  # fmt: skip
    assert not Report.objects.exists()


def test_whose_the_units_of_a_batch_are_is_asked_once(put, units, monkeypatch):
    asked = []
    for module in (books, storing):
        monkeypatch.setattr(
            module, "units_coded", lambda *said: asked.append(said) or selectors.units_coded(*said)
        )
    assert put([{"unit": unit.code, "values": SAID} for unit in units.villages]).status_code == 200
    assert len(asked) == 1


def test_a_unit_of_somebody_else_is_told_by_its_path_where_nothing_else_is_wrong(put, units):
    answer = put([{"unit": unit.code, "values": SAID} for unit in (units.villages[0], units.others[0])])
    assert answer.status_code == 422
    assert [one["where"] for one in answer.json()["problems"]] == ["reports[1]"]
    assert not Report.objects.exists()


def test_what_keeps_one_report_from_being_handed_in_keeps_back_the_batch(put, units):
    lone = {"income": {"value": "1", "evidence": ["0" * 64]}}
    answer = put(
        [{"unit": units.villages[0].code, "values": SAID}, {"unit": units.villages[1].code, "values": lone}]
    )
    assert [one["where"] for one in answer.json()["problems"]] == ["reports[1].values.income"]
    assert not Report.objects.exists()


def test_what_a_batch_does_not_mention_stays(put, round_, units):
    put([{"unit": units.villages[0].code, "values": SAID}], submit=False)
    put([{"unit": units.villages[0].code, "lock": 1, "values": {"income": {"value": "7"}}}], submit=False)
    values = selectors.values_of(selectors.report_of(round_, units.villages[0]))
    assert {name: row.typed for name, row in values.items()} == {**FULL, "income": "7"}


def test_a_batch_that_has_not_seen_the_last_save_is_told_what_stands(put, units):
    put([{"unit": units.villages[0].code, "values": SAID}], submit=False)
    answer = put([{"unit": units.villages[0].code, "values": {"income": {"value": "7"}}}], submit=False)
    (problem,) = answer.json()["problems"]
    assert problem["where"] == "reports[0].values.income"
    assert FULL["income"] in problem["what"]


@pytest.mark.parametrize("said", [{"value": "1", "note": "a\x00"}, {"value": "1", "note": "a\x07"}])
def test_a_control_character_in_a_note_is_told_with_its_path(put, units, said):
    answer = put([{"unit": units.villages[0].code, "values": {**SAID, "income": said}}])
    assert [one["where"] for one in answer.json()["problems"]] == ["reports[0].values.income.note"]
    assert not Report.objects.exists()


def test_one_by_one_a_control_character_in_a_note_is_refused_too(round_, zhang, units):
    said = {"income": Entry("1", "a\x07")}
    with pytest.raises(BadInput):
        write_report(round_=round_, unit=units.villages[0], entries=said, lock=0, submit=False, by=zhang)


def test_a_batch_is_told_what_a_program_can_do(put, units):
    first, second, third = (unit.code for unit in units.villages)
    put([{"unit": first, "values": SAID}])
    put([{"unit": second, "values": SAID}], submit=False)
    other = {"income": {"value": "7"}}
    whole = [
        [],
        [{"unit": units.others[0].code, "values": SAID}],
        [{"unit": third, "values": SAID}, {"unit": third, "values": SAID}],
        [{"unit": third, "values": {"height": {"value": "5"}}}],
        [{"unit": first, "lock": 2, "values": other}],
        [{"unit": second, "lock": 7, "values": other}],
    ]
    told = [str(put(reports, submit=False).json()["problems"]) for reports in whole]
    assert not [words for words in told if "表" in words or "行" in words or "下载" in words]
    assert "带上现在的 lock 再发" in told[-1]


def test_a_batch_sent_again_changes_nothing(put, units):
    batch = [{"unit": unit.code, "values": SAID} for unit in units.villages]
    put(batch)
    again = put(batch)
    assert again.json() == {"saved": 3, "submitted": 0}
    assert Trace.objects.filter(act="report.submit").count() == 3


def test_evidence_comes_with_a_batch(put, zhang, round_, units, photo_of):
    sha = photo_of(units.villages[0])
    said = {**SAID, "income": {"value": "9", "evidence": [sha]}}
    assert put([{"unit": units.villages[0].code, "values": said}]).status_code == 200
    row = selectors.values_of(selectors.report_of(round_, units.villages[0]))["income"]
    assert row.evidence == [sha]


def test_evidence_of_another_unit_is_not_taken(put, units, photo_of):
    sha = photo_of(units.others[0])
    said = {**SAID, "income": {"value": "9", "evidence": [sha]}}
    answer = put([{"unit": units.villages[0].code, "values": said}])
    assert answer.json()["problems"][0]["where"] == "reports[0].values.income"


def test_statements_do_not_grow_with_the_batch(zhang, round_, units):
    def asked(some):
        with CaptureQueriesContext(connection) as queries:
            handed = [Handed(unit.code, 0, entries()) for unit in some]
            take_batch(round_=round_, handed=handed, by=zhang, submit=True)
        return len(queries)

    asked_of_one = asked(units.villages[:1])
    assert asked(units.villages[1:]) <= asked_of_one


def test_a_batch_asks_the_right_to_hand_in(put, units):
    answer = put([{"unit": units.villages[0].code, "values": SAID}], acts=("report.write",))
    assert answer.status_code == 403


def test_a_batch_that_no_reporter_of_these_units_sends_is_refused_by_the_service(round_, units, qian):
    with pytest.raises(BadInput):
        take_batch(round_=round_, handed=[Handed(units.villages[0].code, 0, entries())], by=qian)


def test_a_finished_draft_is_handed_in_without_saying_it_again(put, units):
    put([{"unit": units.villages[0].code, "values": SAID}], submit=False)
    answer = put([{"unit": units.villages[0].code, "lock": 1}])
    assert answer.json() == {"saved": 1, "submitted": 1}


class TestNoChange:
    @pytest.fixture(autouse=True)
    def last(self, reporting, filled, zhang, units):
        """Hand in September for the first village, before October takes reports."""
        submit_report(report=filled(reporting("2026-09"), units.villages[0], zhang, **FULL), by=zhang)

    @pytest.fixture
    def round_(self, reporting, last):
        return reporting("2026-10")

    def test_last_values_are_handed_in_and_the_report_says_so(self, put, round_, units):
        assert put([{"unit": units.villages[0].code, "no_change": True}]).json()["submitted"] == 1
        report = selectors.report_of(round_, units.villages[0])
        assert report.no_change
        assert Submission.objects.get(report=report).no_change
        assert {name: row.typed for name, row in selectors.values_of(report).items()} == FULL

    def test_a_draft_that_says_something_else_is_not_written_over(self, put, round_, units):
        code = units.villages[0].code
        put([{"unit": code, "values": {"income": {"value": "999"}}}], submit=False)
        (problem,) = put([{"unit": code, "lock": 1, "no_change": True}]).json()["problems"]
        assert problem["where"] == "reports[0]"
        assert "999" in problem["what"]
        assert selectors.values_of(selectors.report_of(round_, units.villages[0]))["income"].typed == "999"

    def test_what_is_held_for_this_period_counts_before_last_values(self, put, round_, units, monkeypatch):
        held = {units.villages[0].pk: {"income": Held(Decimal(555), "统计局")}}
        monkeypatch.setattr(storing, "held_by", lambda *_: held)
        put([{"unit": units.villages[0].code, "no_change": True}])
        row = selectors.values_of(selectors.report_of(round_, units.villages[0]))["income"]
        assert (row.typed, row.held) == ("555", "统计局")

    def test_a_unit_without_last_values_is_told_which_are_missing(self, put, units):
        answer = put([{"unit": units.villages[1].code, "no_change": True}])
        assert len(answer.json()["problems"]) == len(FULL)


def test_what_is_no_name_of_evidence_is_refused_before_it_stands_anywhere(put, units):
    said = {"income": {"value": "1", "evidence": ["zz"]}}
    (problem,) = put([{"unit": units.villages[0].code, "values": said}], submit=False).json()["problems"]
    assert (problem["where"], problem["what"]) == ("reports[0].values.income", "“zz”不是佐证的编号")
