"""Registers are read as typed records, or refused with every reason."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from tests.engine.sources.support import JUNE, cells, scheme, units
from youju.engine.problems import blocking
from youju.engine.sources import read_registers, read_results

HEAD = "unit,on,item,evidence,size,level,proven\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "registers").mkdir()
    (tmp_path / "results").mkdir()
    return tmp_path


def read(folder, text):
    (folder / "registers" / "fires.csv").write_text(HEAD + text, "utf-8")
    return read_registers(scheme(), folder, units())


def kept_in(path):
    """Return the scheme with its register in another file."""
    rules = scheme()
    return rules.model_copy(
        update={"registers": {"fires": rules.registers["fires"].model_copy(update={"file": path})}}
    )


def codes(folder, text):
    found, problems = read(folder, text)
    assert found == {}
    return [(p.where, p.code) for p in problems]


def test_cells_are_typed_by_the_declared_fields(folder):
    found, problems = read(folder, "v1,2023-06-03,a,照片,2.50,市级,是\nv3,,,,,,\n")
    fires = found["fires"]
    assert problems == []
    assert fires.unit.tolist() == [1, 3]
    assert fires.dates == (date(2023, 6, 3), None)
    assert (fires.items, fires.evidence) == (("a", None), ("照片", None))
    assert fires.fields == {
        "unit": ("v1", "v3"), "on": (date(2023, 6, 3), None), "size": (Decimal("2.5"), None),
        "level": ("市级", None), "proven": (True, None),
    }  # fmt: skip


def test_every_record_knows_its_line(folder):
    assert read(folder, 'v1,,"两\n行",,,,\n\nv2,,,,,,\n')[0]["fires"].lines == (2, 5)


def test_all_that_is_wrong_with_a_register_is_said_at_once(folder):
    assert codes(folder, "v9,2023-06-31,,,约3,县级,也许\n,,,,1,,\n") == [
        ("registers/fires.csv:2", "field-date"), ("registers/fires.csv:2", "value-relation"), ("registers/fires.csv:2", "field-choice"),
        ("registers/fires.csv:2", "field-truth"), ("registers/fires.csv:2", "unit-unknown"),
        ("registers/fires.csv:3", "field-required"), ("registers/fires.csv:3", "unit-unknown"),
    ]  # fmt: skip


def test_a_declared_column_that_is_not_there_is_told(folder):
    (folder / "registers" / "fires.csv").write_text("unit,on,size,level,proven\n", "utf-8")
    problems = read_registers(scheme(), folder, units())[1]
    assert [p.code for p in problems] == ["column-missing", "column-missing"]


def test_a_column_nobody_declared_is_passed_over_with_a_warning(folder):
    (folder / "registers" / "fires.csv").write_text(HEAD.strip() + ",note\nv1,,,,,,,hi\n", "utf-8")
    found, problems = read_registers(scheme(), folder, units())
    assert [p.warning for p in problems] == [True]
    assert len(found["fires"].unit) == 1


def test_a_register_without_its_file_is_refused_because_nothing_is_not_zero(folder):
    problems = read_registers(scheme(), folder, units())[1]
    assert [p.code for p in blocking(problems)] == ["file-missing"]


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/passwd", "a/../../b.csv", "C:\\x.csv", "a\0.csv"])
def test_a_register_cannot_lead_out_of_the_folder(folder, path):
    problems = read_registers(kept_in(path), folder, units())[1]
    assert [p.code for p in problems] == ["register-path"]


def test_an_empty_register_has_no_records(folder):
    assert len(read(folder, "")[0]["fires"].unit) == 0


def test_a_register_may_be_a_workbook(folder):
    book = openpyxl.Workbook()
    book.active.append(HEAD.strip().split(","))
    book.active.append(["v1", date(2023, 6, 3), "a", "照片", 2.5, "市级", True])
    book.save(folder / "registers" / "fires.xlsx")
    fires = read_registers(kept_in("registers/fires.xlsx"), folder, units())[0]["fires"]
    assert (fires.dates, fires.fields["size"], fires.fields["proven"]) == (
        (date(2023, 6, 3),),
        (Decimal("2.5"),),
        (True,),
    )


def test_results_of_another_scheme_become_facts_of_the_indicators_that_take_them(folder):
    (folder / "results" / "2022.csv").write_text(
        "unit,scheme,rule,period,marks\nv1,village-2022,total,2023-06,88.50\nv1,village-2022,other,2023-06,x\nv2,elsewhere,total,2023-06,1\n",
        "utf-8",
    )
    facts, problems = read_results(scheme(), folder, units(), period=JUNE)
    assert problems == []
    assert [row[:5] for row in cells(facts)] == [(1, "last_year", "2023-06", 885, 1)]


def test_a_wrong_result_is_placed_in_its_own_file(folder):
    (folder / "results" / "2022.csv").write_text(
        "unit,scheme,rule,period,marks\nv2,elsewhere,total,2023-06,1\nv9,village-2022,total,2023-06,88分\n",
        "utf-8",
    )
    facts, problems = read_results(scheme(), folder, units(), period=JUNE)
    assert facts is None
    assert [(p.where, p.code) for p in problems] == [
        ("results/2022.csv:3", "unit-unknown"),
        ("results/2022.csv:3", "value-measure"),
    ]


def test_without_results_there_are_no_facts_and_no_problems(tmp_path):
    facts, problems = read_results(scheme(), tmp_path, units(), period=JUNE)
    assert (len(facts), problems) == (0, [])
