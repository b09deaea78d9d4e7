"""Facts are read exactly, long or wide, and mean the same however they are written."""

from decimal import Decimal

import openpyxl
import pytest

from tests.engine.sources.support import JUNE, cells, scheme, units
from youju.engine.data import RELATIONS, UNKNOWN_TIME
from youju.engine.problems import BadInputError
from youju.engine.sources import concat_facts, facts_from_rows, read_facts, read_units

LONG = """unit,indicator,period,value,relation,basis,evidence,recorded_at
v1,income,2023-06,1234.50,,,账页,2023-07-01
v2,集体收入,2023-06,7,>=,verified,,2023-07-01T08:30:00Z
v1,population,, 1000 ,约,,,
v2,population,2023-06,,,,,
"""


def read(source, **also):
    facts, problems = read_facts(source, scheme=scheme(), units=units(), period=JUNE, **also)
    assert problems == []
    return facts


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "facts.csv").write_text(LONG, "utf-8")
    return tmp_path


def test_a_long_table_keeps_every_value_exactly(folder):
    assert [row[:5] for row in cells(read(folder / "facts.csv"))] == [
        (1, "income", "2023-06", 12345, 1),
        (2, "income", "2023-06", 7, 0),
        (1, "population", "2023-06", 1000, 0),
    ]


def test_relation_basis_evidence_and_time_are_kept_with_the_value(folder):
    facts = read(folder / "facts.csv")
    assert [RELATIONS[r] for r in facts.relation] == ["=", "≥", "≈"]
    assert facts.basis.tolist() == [0, 1, 0]
    assert facts.evidence.to_pylist() == ["账页", None, None]
    assert facts.recorded_at.tolist() == [1688140800000000, 1688200200000000, UNKNOWN_TIME]


def test_a_time_without_a_zone_is_the_civil_time_of_china():
    naive, aware = (
        read([{"unit": "v1", "indicator": "income", "value": 1, "recorded_at": time}])
        for time in ("2023-07-01T08:00", "2023-07-01T00:00Z")
    )
    assert naive.recorded_at.tolist() == aware.recorded_at.tolist()


def test_what_was_recorded_after_the_as_of_day_does_not_count(folder):
    rows = [
        {"unit": "v1", "indicator": "income", "value": 1, "recorded_at": "2023-07-05T23:59"},
        {"unit": "v1", "indicator": "income", "value": 2, "recorded_at": "2023-07-06"},
    ]
    assert read(rows, as_of="2023-07-05").mantissa.tolist() == [1]


def test_a_wide_table_says_the_same_as_a_long_one(tmp_path):
    wide = tmp_path / "wide.csv"
    wide.write_text("unit,period,集体收入,population\nv1,2023-06,12.5,3\nv2,2023-06,,4\n,,,\n", "utf-8")
    long = tmp_path / "long.csv"
    long.write_text("unit,indicator,value\nv1,income,12.50\nv1,population,3\nv2,population,4\n", "utf-8")
    assert sorted(cells(read(wide))) == sorted(cells(read(long)))


def test_several_sources_are_read_one_after_the_other(folder):
    more = folder / "more.csv"
    more.write_text("unit,indicator,value\nv3,income,9\n", "utf-8")
    assert read([folder / "facts.csv", more]).unit.tolist() == [1, 2, 1, 3]


def test_facts_are_joined_over_different_indicators_and_periods():
    one = facts_from_rows(
        [{"unit": "v1", "indicator": "income", "period": "2023-06", "value": 1}],
        scheme=scheme(),
        units=units(),
        period=JUNE,
    )
    other = facts_from_rows(
        [{"unit": "v2", "indicator": "extra", "period": "2023-05", "value": 2}],
        scheme=scheme(extra={"title": "另一项"}),
        units=units(),
        period=JUNE,
    )
    assert [row[:4] for row in cells(concat_facts(one, other))] == [
        (1, "income", "2023-06", 1),
        (2, "extra", "2023-05", 2),
    ]


def test_rows_in_place_are_refused_with_every_problem():
    with pytest.raises(BadInputError) as refused:
        facts_from_rows(
            [{"unit": "x", "indicator": "y", "value": "z"}], scheme=scheme(), units=units(), period=JUNE
        )
    assert [p.code for p in refused.value.problems] == ["unit-unknown", "indicator-unknown", "value-text"]


def test_decimals_and_integers_in_memory_are_exact():
    facts = read([{"unit": "v1", "income": Decimal("0.10")}, {"unit": "v2", "income": 3}])
    assert (facts.mantissa.tolist(), facts.scale.tolist()) == ([1, 3], [1, 0])


@pytest.mark.parametrize(
    "text", ["unit,indicator,value\n", "unit,income\n", "unit,indicator,value\nv1,income,\n,,\n"]
)
def test_a_table_without_a_value_gives_no_facts(tmp_path, text):
    (tmp_path / "facts.csv").write_text(text, "utf-8")
    assert len(read(tmp_path / "facts.csv")) == 0


def test_a_wide_row_of_a_month_gives_the_year_to_what_is_asked_by_the_year():
    facts = read([{"unit": "v1", "period": "2023-06", "income": 1, "plan": 12}])
    assert [row[1:3] for row in cells(facts)] == [("income", "2023-06"), ("plan", "2023")]


def test_without_a_period_each_indicator_takes_its_own_around_the_round():
    rows = [{"unit": "v1", "indicator": name, "value": 1} for name in ("income", "plan", "population")]
    assert [row[2] for row in cells(read(rows))] == ["2023-06", "2023", "2023-06"]


def test_a_coarser_period_than_the_round_is_read_with_a_warning_unless_it_is_asked():
    rows = [{"unit": "v1", "indicator": "population", "period": "2023", "value": 1}]
    facts, problems = read_facts(rows, scheme=scheme(), units=units(), period=JUNE)
    assert len(facts) == 1
    assert [(p.code, p.warning) for p in problems] == [("period-length", True)]


def test_the_base_of_a_growth_may_be_of_any_length():
    growing = scheme(more={"title": "增长", "value": {"growth": "population", "over": {"base": "2020"}}})
    rows = [{"unit": "v1", "indicator": "population", "period": "2020", "value": 1}]
    assert read_facts(rows, scheme=growing, units=units(), period=JUNE)[1] == []


def test_columns_without_name_and_content_are_passed_over(tmp_path):
    (tmp_path / "facts.csv").write_text("unit,income,,\nv1,5,,\n", "utf-8")
    assert read(tmp_path / "facts.csv").mantissa.tolist() == [5]


def test_a_value_said_twice_alike_is_no_contradiction_and_a_later_one_corrects():
    rows = [
        {"unit": "v1", "indicator": "income", "value": value, "recorded_at": time}
        for value, time in (("1", "2023-07-01"), ("1.0", "2023-07-01"), ("2", "2023-07-02"))
    ]
    assert read(rows).mantissa.tolist() == [1, 1, 2]


def test_codes_that_a_workbook_holds_as_numbers_are_the_codes_a_clerk_sees(tmp_path):
    book = openpyxl.Workbook()
    for row in (["unit", "income", "evidence"], [220581, 12.5, 7], [220582, 3, 1.5]):
        book.active.append(row)
    book.save(tmp_path / "facts.xlsx")
    villages, _ = read_units([{"code": "220581", "level": "village"}, {"code": "220582", "level": "village"}])
    facts, problems = read_facts(tmp_path / "facts.xlsx", scheme=scheme(), units=villages, period=JUNE)
    assert problems == []
    assert [(row[0], *row[3:5], row[8]) for row in cells(facts)] == [(0, 125, 1, "7"), (1, 3, 0, "1.5")]
