"""The ledger: written once, corrected by later rows, gathered from what was handed in."""

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from tests.pages import beside
from youju.flow.evidence.services import add_evidence
from youju.flow.ledger.exactly import joined, split
from youju.flow.ledger.models import Observation
from youju.flow.ledger.rows import Entry
from youju.flow.ledger.selectors import case_of, cell_of, counting, facts_table
from youju.flow.ledger.services import (
    correct,
    gather_round,
    gathering,
    import_official,
    record,
    take_official,
)
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.models import Trace
from youju.kernel.trace import history_of

pytestmark = pytest.mark.django_db
D = Decimal


def entry(unit, value, basis="reported", **more):
    return Entry(unit.pk, "income", "2026-10", D(value), basis, **more)


def held(unit):
    return cell_of("my-scheme", unit.pk, "income", "2026-10")


@pytest.mark.parametrize("text", ["0", "-12.50", "999999999999999999", "0.000000000000000001", "1E+3"])
def test_a_value_comes_back_exactly(text):
    assert joined(*split(D(text))) == D(text)


@pytest.mark.parametrize("text", ["1000000000000000000", "NaN", "Infinity", "1e-19"])
def test_what_does_not_fit_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        split(D(text))


@pytest.mark.parametrize("text", ["1e9999999", "0e-9999999", "-1e999999999999999999"])
def test_a_number_that_is_long_only_when_written_out_is_judged_at_once(text):
    began = time.process_time()
    with suppress(ValueError):
        split(D(text))
    assert time.process_time() - began < 2


def test_a_value_of_eighteen_digits_survives_the_database(units):
    record(entries=[entry(units.other, "123456789012.345678")], scheme="my-scheme", by=None)
    assert Observation.objects.get().value == D("123456789012.345678")


def test_the_database_refuses_to_change_an_observation(units):
    record(entries=[entry(units.other, 1)], scheme="my-scheme", by=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Observation.objects.update(mantissa=2)


def test_the_database_refuses_to_delete_an_observation(units):
    record(entries=[entry(units.other, 1)], scheme="my-scheme", by=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Observation.objects.all()._raw_delete("default")


def test_all_faults_are_told_at_once_and_nothing_is_stored(units):
    wrong = [entry(units.other, 1), Entry(units.other.pk, "", "十月", D("NaN"), "guess", "~")]
    with pytest.raises(BadInput) as refused:
        record(entries=wrong, scheme="my-scheme", by=None)
    assert len(refused.value.problems) == 5
    assert not Observation.objects.exists()


def test_a_source_enters_once(units):
    rows = [entry(units.other, 1, source="a:1"), entry(units.other, 2, source="a:2")]
    assert record(entries=rows[:1], scheme="my-scheme", by=None) == 1
    assert record(entries=rows, scheme="my-scheme", by=None) == 1
    assert record(entries=rows, scheme="my-scheme", by=None) == 0


def test_what_was_handed_in_becomes_observations(reported, units, zhao):
    assert gather_round(round_=reported, by=zhao) == 15
    assert [row.value for row in held(units.villages[0])] == [D(120000)]


def test_gathering_twice_is_gathering_once(reported, zhao):
    gather_round(round_=reported, by=zhao)
    assert gather_round(round_=reported, by=zhao) == 0


def test_the_engine_scores_what_the_ledger_holds(reported, units, zhao):
    gather_round(round_=reported, by=zhao)
    result = case_of(reported).score()
    assert [result.total(unit.code) for unit in units.villages] == [D("100.00"), D("94.00"), D("85.00")]


def test_reported_and_verified_are_both_kept_and_the_verified_counts(reported, units, zhao):
    gather_round(round_=reported, by=zhao)
    record(entries=[entry(units.villages[0], 60000, "verified")], scheme="my-scheme", by=zhao)
    rows = held(units.villages[0])
    assert [(row.basis, row.value) for row in rows] == [("reported", 120000), ("verified", 60000)]
    assert counting(rows).value == 60000
    assert case_of(reported).score().total(units.villages[0].code) == D("70.00")


def test_a_value_reported_after_its_verification_does_not_count(reported, units, zhao):
    gather_round(round_=reported, by=zhao)
    record(entries=[entry(units.villages[0], 60000, "verified")], scheme="my-scheme", by=zhao)
    record(entries=[entry(units.villages[0], 130000, source="later")], scheme="my-scheme", by=zhao)
    assert case_of(reported).score().total(units.villages[0].code) == D("70.00")


def test_a_correction_is_a_later_row_with_its_reason(reported, units, zhao):
    gather_round(round_=reported, by=zhao)
    wrong = held(units.villages[0])[0]
    correct(observation=wrong, value=D(60000), reason="单位写错一位", by=zhao)
    was, is_ = held(units.villages[0])
    assert (was.value, is_.value, is_.reason, is_.corrects_id) == (120000, 60000, "单位写错一位", was.pk)
    assert history_of(is_).get().detail["was"] == "120000"


def test_a_correction_without_a_reason_is_refused(reported, units, zhao):
    gather_round(round_=reported, by=zhao)
    with pytest.raises(BadInput, match="理由"):
        correct(observation=held(units.villages[0])[0], value=D(1), reason=" ", by=zhao)


def test_a_correction_keeps_to_the_bounds_of_the_scheme(bounded, reported, units, zhao):
    gather_round(round_=reported, by=zhao)
    for value, why in (
        (D(-999), "是 -999，方案要求不小于 0"),
        (D(10**9), "方案要求不大于 99999999"),
        (D("NaN"), "18 位"),
    ):
        with pytest.raises(BadInput) as refused:
            correct(observation=held(units.villages[0])[0], value=value, reason="错", by=zhao)
        assert why in refused.value.problems[0].what


@pytest.fixture
def bounded(starter):
    """Say in the scheme between what an income lies."""
    text = starter["scheme.yaml"].decode()
    more = "title: 村集体经济收入, at_least: 0, at_most: 99999999,"
    starter["scheme.yaml"] = text.replace("title: 村集体经济收入,", more).encode()


def test_a_correction_rests_on_evidence_of_the_unit_or_of_one_above_it(reported, units, zhao, zhang, wang):
    gather_round(round_=reported, by=zhao)
    wrong = held(units.villages[0])[0]
    theirs = add_evidence(content="甲".encode(), name="甲.txt", unit=units.others[0], by=wang)
    for strange in ("zzz", theirs.sha256):
        with pytest.raises(BadInput) as refused:
            correct(observation=wrong, value=D(1), reason="错", by=zhao, evidence=[strange])
        assert "不在这个单位或上级单位的佐证里" in refused.value.problems[0].what
    above = add_evidence(content="乙".encode(), name="乙.txt", unit=units.township, by=zhang)
    assert correct(observation=wrong, value=D(1), reason="错", by=zhao, evidence=[above.sha256]).evidence == [
        above.sha256
    ]


def test_of_two_who_correct_one_row_the_second_is_told(reported, units, zhao):
    gather_round(round_=reported, by=zhao)
    wrong = held(units.villages[0])[0]
    correct(observation=wrong, value=D(1), reason="错", by=zhao)
    with pytest.raises(Refusal, match="更正过"):
        correct(observation=wrong, value=D(2), reason="错", by=zhao)


def test_a_reporter_corrects_nothing(reported, units, zhao, zhang):
    gather_round(round_=reported, by=zhao)
    with pytest.raises(NotAllowed):
        correct(observation=held(units.villages[0])[0], value=D(1), reason="错", by=zhang)


def official(unit, value):
    return f"单位,指标,周期,数值\n{unit.code},income,2026-10,{value}\n".encode()


def test_an_official_statistic_counts_before_what_is_reported(reported, units, zhao):
    gather_round(round_=reported, by=zhao)
    import_official(content=official(units.villages[0], 60000), citation="统计局月报表3", by=zhao)
    assert case_of(reported).score().total(units.villages[0].code) == D("70.00")


def test_a_cell_with_an_official_statistic_takes_no_report(reported, units, zhao):
    import_official(content=official(units.villages[0], 60000), citation="统计局月报表3", by=zhao)
    assert gather_round(round_=reported, by=zhao) == 14


def test_nobody_types_over_an_official_statistic(units, zhao, scheme):
    import_official(content=official(units.villages[0], 60000), citation="统计局月报表3", by=zhao)
    with pytest.raises(Refusal, match="只读"):
        correct(observation=Observation.objects.get(), value=D(1), reason="不对", by=zhao)


def test_a_revision_by_the_statistics_office_is_a_later_row(units, zhao, scheme):
    for value in (60000, 60000, 61000):
        done = import_official(content=official(units.villages[0], value), citation="表3", by=zhao)
    assert (done.added, done.revised, done.same) == (0, 1, 0)
    assert [row.value for row in Observation.objects.order_by("pk")] == [60000, 61000]


def test_a_revision_of_the_relation_alone_is_a_later_row(units, zhao, scheme):
    for relation in ("=", "≥", "≥"):
        content = (
            f"单位,指标,周期,数值,关系\n{units.villages[0].code},income,2026-10,300,{relation}\n".encode()
        )
        done = import_official(content=content, citation="表3", by=zhao)
    assert (done.added, done.revised, done.same) == (0, 0, 1)
    assert [row.relation for row in Observation.objects.order_by("pk")] == ["=", "≥"]


def test_statistics_of_a_scheme_name_its_indicators(units, zhao, scheme):
    content = official(units.villages[0], 5).replace(b"income", b"nope")
    with pytest.raises(BadInput) as refused:
        import_official(content=content, citation="表3", by=zhao, scheme="my-scheme")
    assert [p.what for p in refused.value.problems] == ["方案里没有指标“nope”"]
    with pytest.raises(BadInput, match="没有方案“nope”"):
        import_official(content=official(units.villages[0], 5), citation="表3", by=zhao, scheme="nope")
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("name", "citation"), [("house\x00holds", "表3"), ("income", "表\x00"), ("income", "  ")]
)
def test_statistics_with_control_characters_or_without_a_source_are_refused(units, zhao, name, citation):
    entries = [Entry(units.villages[0].pk, name, "2026-10", D(5), "official", citation=citation)]
    with pytest.raises(BadInput):
        take_official(entries=entries, citation=citation, by=zhao, name="x")


def test_a_file_with_faults_stores_nothing_and_names_every_line(units, zhao, scheme):
    content = official(units.villages[0], "6万") + b"999,income,2026-10,5\n"
    with pytest.raises(BadInput) as refused:
        import_official(content=content, citation="表3", by=zhao)
    assert [p.where for p in refused.value.problems] == ["统计.csv:2 数值", "统计.csv:3 单位"]
    assert not Observation.objects.exists()


def workbook(*rows):
    import io

    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_statistics_come_from_a_workbook_too(units, zhao, scheme):
    content = workbook(
        ("单位", "指标", "周期", "数值"), (units.villages[0].code, "income", "2026-10", 60000.5)
    )
    done = import_official(content=content, citation="表3", by=zhao, name="统计.xlsx")
    assert (done.added, Observation.objects.get().value) == (1, D("60000.5"))


@pytest.mark.parametrize("name", ["统计.xlsx", "统计.csv"])
def test_a_broken_workbook_is_said_to_be_one_whatever_it_is_called(units, zhao, scheme, name):
    content = workbook(("单位", "指标", "周期", "数值"))[:400]
    with pytest.raises(BadInput, match="打不开这个表格文件") as refused:
        import_official(content=content, citation="表3", by=zhao, name=name)
    assert "另存为 .xlsx" in refused.value.instead


def test_a_quote_that_never_ends_is_named_with_its_line(units, zhao, scheme):
    content = official(units.villages[0], 5) + b'"' + b"x" * 200_000
    with pytest.raises(BadInput, match="长得不像表格"):
        import_official(content=content, citation="表3", by=zhao)


def test_a_name_with_braces_is_told_as_it_is(units, zhao, scheme):
    with pytest.raises(BadInput) as refused:
        import_official(content=official(units.villages[0], "六"), citation="表3", by=zhao, name="a{0}.csv")
    assert [p.where for p in refused.value.problems] == ["a{0}.csv:2 数值"]


def test_what_was_imported_wrongly_is_imported_again_and_the_refusal_says_so(client, units, zhao, scheme):
    import_official(content=official(units.villages[0], 60000), citation="表3", by=zhao)
    row = Observation.objects.get()
    with pytest.raises(Refusal, match="只读") as refused:
        correct(observation=row, value=D(61000), reason="导错了", by=zhao)
    assert "当初导错了的" in refused.value.instead
    client.force_login(zhao)
    page = client.get(f"/ledger/{row.pk}/").content.decode()
    assert "当初导错了的" in page
    assert "/ledger/import/" in page
    assert "以前导错了的数" in client.get("/ledger/import/").content.decode()


def test_what_is_no_table_is_refused_beside_the_field_of_the_file(client, zhao, scheme):
    client.force_login(zhao)
    file = SimpleUploadedFile("统计.docx", b"x")
    answer = client.post("/ledger/import/", {"file": file, "citation": "表3"})
    assert answer.status_code == 422
    assert "这不是 .csv、.xlsx、.xls、.ods、.et 文件" in beside(answer.content.decode(), "file")
    assert 'value="表3"' in answer.content.decode()


def test_an_office_elsewhere_imports_nothing_for_a_unit(units, appointed, scheme):
    other = appointed("he", "何", "scoring_office", units.other)
    with pytest.raises(BadInput, match="没有导入"):
        import_official(content=official(units.villages[0], 5), citation="表3", by=other)


def test_facts_as_of_a_moment_leave_out_what_came_later(reported, units, zhao, at):
    gather_round(round_=reported, by=zhao)
    before = Observation.objects.latest("recorded_at").recorded_at
    at("2026-11-05 09:00")
    correct(observation=held(units.villages[0])[0], value=D(1), reason="错", by=zhao)
    assert facts_table(reported, as_of=before).num_rows == 15
    assert facts_table(reported).num_rows == 16


class TestTakenBack:
    @pytest.fixture
    def returned(self, reported, units, zhao, sun):
        """Give the first village's report back after it was gathered, and return it."""
        from youju.flow.reports.selectors import report_of
        from youju.flow.reports.services import return_report

        gather_round(round_=reported, by=zhao)
        return return_report(report=report_of(reported, units.villages[0]), by=sun, reason="数不对")

    def test_what_was_given_back_counts_no_more(self, reported, returned, units, zhao):
        gather_round(round_=reported, by=zhao)
        assert counting(held(units.villages[0])) is None
        assert units.villages[0].code not in facts_table(reported)["unit"].to_pylist()

    def test_what_is_handed_in_again_counts_again_without_what_was_left_empty(
        self, reported, returned, units, zhao, handed_in
    ):
        handed_in(reported, units.villages[0], "7", solved="")
        gather_round(round_=reported, by=zhao)
        assert counting(held(units.villages[0])).value == 7
        assert counting(cell_of("my-scheme", units.villages[0].pk, "solved", "2026-10")) is None

    def test_others_stand_and_it_is_told_once(self, reported, returned, units, zhao):
        gather_round(round_=reported, by=zhao)
        gather_round(round_=reported, by=zhao)
        assert counting(held(units.villages[1])) is not None
        assert Trace.objects.filter(act="ledger.withdraw").count() == 1

    def test_a_corrected_value_stays_corrected(self, reported, units, zhao, sun):
        from youju.flow.reports.selectors import report_of
        from youju.flow.reports.services import return_report

        gather_round(round_=reported, by=zhao)
        correct(observation=held(units.villages[0])[0], value=D(60000), reason="核对账册", by=zhao)
        return_report(report=report_of(reported, units.villages[0]), by=sun, reason="数不对")
        gather_round(round_=reported, by=zhao)
        assert counting(held(units.villages[0])).value == 60000

    def test_what_was_not_found_and_then_was_counts_again(self, reported, units, zhao, monkeypatch):
        gather_round(round_=reported, by=zhao)
        cell = (units.villages[0].pk, "income", "2026-10")
        with monkeypatch.context() as patched:
            patched.setattr(gathering, "_verified", lambda _round: ([], {cell}))
            gather_round(round_=reported, by=zhao)
            assert counting(held(units.villages[0])) is None
        for _time in range(2):
            gather_round(round_=reported, by=zhao)
        assert counting(held(units.villages[0])).value == 120000
        assert len(held(units.villages[0])) == 2
