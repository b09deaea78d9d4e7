"""A tree comes in from a file: all problems at once, all or nothing, twice is the same as once."""

import datetime as dt
import io

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from youju.flow.units.gb2260 import problem_of
from youju.flow.units.models import Unit
from youju.flow.units.selectors import check_tree, children_at, name_on
from youju.flow.units.services import import_units
from youju.flow.units.services.importing import Import
from youju.kernel.errors import BadInput
from youju.kernel.models import Trace
from youju.kernel.people import appoint, open_account

MARCH, JULY = dt.date(2023, 3, 1), dt.date(2023, 7, 1)
HEAD = "代码,名称,上级代码,层级\n"
GOOD = HEAD + "220500,通化市,,地级\n220581,梅河口市,220500,县级\n220581100,山城镇,220581,乡级\n"


def bring(text, on=MARCH, name="单位.csv", encoding="utf-8"):
    return import_units(name=name, content=text.encode(encoding), on=on, by=None)


def book(rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("单位")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_becomes_a_tree(encoding):
    done = bring(GOOD, encoding=encoding)

    assert done == Import(added=3)
    assert [u.name for u in children_at(Unit.objects.get(code="220500"), MARCH)] == ["梅河口市"]
    assert check_tree("administrative", MARCH) == []


@pytest.mark.django_db
def test_children_may_come_before_their_parents():
    lines = GOOD.splitlines()
    bring("\n".join([lines[0], *reversed(lines[1:])]))
    assert check_tree("administrative", MARCH) == []


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing():
    bring(GOOD)
    assert bring(GOOD, on=JULY) == Import(same=3)


@pytest.mark.django_db
def test_a_new_name_and_a_new_parent_take_effect_on_the_day():
    bring(GOOD)
    done = bring(
        HEAD + "220500,通化市,,地级\n220581,梅河口新市,220500,县级\n220581100,山城镇,220581,乡级\n", on=JULY
    )
    unit = Unit.objects.get(code="220581")
    assert done == Import(renamed=1, same=2)
    assert (name_on(unit, MARCH), name_on(unit, JULY)) == ("梅河口市", "梅河口新市")


@pytest.mark.django_db
def test_every_problem_is_said_with_its_line_and_nothing_is_stored():
    with pytest.raises(BadInput) as refused:
        bring(
            HEAD + "220500,通化市,,地级\n220500,又一个,,地级\n,没有代码,220500,县级\n"
            "220581,,220500,县级\n220582,集安市,220599,县级\n220583,某市,220500,大级\n2205,三位,220500,县级\n"
        )
    assert sorted(p.where for p in refused.value.problems) == [
        "单位.csv:3 代码",
        "单位.csv:4 代码",
        "单位.csv:5 名称",
        "单位.csv:6 上级代码",
        "单位.csv:6 代码",
        "单位.csv:7 层级",
        "单位.csv:8 代码",
    ]
    assert not Unit.objects.exists()
    assert not Trace.objects.filter(act="unit.import").exists()


@pytest.mark.django_db
def test_a_problem_in_a_workbook_names_its_cell():
    content = book(
        [["代码", "名称", "上级代码", "层级"], ["220500", "通化市", "", "地级"], [220581, "", 220500, "县级"]]
    )
    with pytest.raises(BadInput) as refused:
        import_units(name="单位.xlsx", content=content, on=MARCH, by=None)
    assert [p.where for p in refused.value.problems] == ["单位!B3"]


@pytest.mark.django_db
def test_units_in_a_circle_are_refused():
    with pytest.raises(BadInput) as refused:
        bring(HEAD + "a,甲,b,乡级\nb,乙,c,乡级\nc,丙,a,乡级\n")
    assert [p.what for p in refused.value.problems] == ["上级转成了一圈：a → b → c"]


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04 not a book", "甲,乙\n1,2".encode()])
def test_a_file_that_is_not_a_table_is_refused_in_words(content):
    for name in ("单位.csv", "单位.xlsx"):
        with pytest.raises(BadInput, match="没有导入"):
            import_units(name=name, content=content, on=MARCH, by=None)


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("220000", "province", ""),
        ("220500", "prefecture", "220000"),
        ("220581", "county", "220500"),
        ("220581100", "township", "220581"),
        ("220581100201", "village", "220581100"),
        ("220500000000", "prefecture", "220000000000"),
        ("G-7", "county", "220500"),
    ],
)
def test_national_codes_are_accepted(code, level, parent):
    assert problem_of(code, level, parent) is None


@pytest.mark.parametrize(
    ("code", "level", "parent", "word"),
    [
        ("2205811", "county", "", "7 位"),
        ("990000", "province", "", "不是省级代码"),
        ("220500", "county", "", "写法"),
        ("220581", "county", "220600", "不在上级"),
    ],
)
def test_a_wrong_national_code_is_explained(code, level, parent, word):
    what, mend = problem_of(code, level, parent)
    assert word in what
    assert mend


@given(st.text(max_size=14), st.sampled_from(["province", "village", "group"]), st.text(max_size=14))
def test_no_code_breaks_the_check(code, level, parent):
    problem_of(code, level, parent)


@pytest.mark.django_db
@pytest.mark.parametrize("level", ["组", "网格", "组、网格"])
def test_the_lowest_level_is_known_by_either_of_its_names(level):
    bring(GOOD)
    assert bring(f"{HEAD}G1,一组,220581100,{level}\n").added == 1


@pytest.mark.django_db
def test_a_row_that_says_another_level_or_kind_of_a_standing_unit_is_told():
    bring(GOOD)
    with pytest.raises(BadInput) as refused:
        bring("代码,名称,上级代码,层级,类别\n220581100,山城镇,220581,村级,企业\n")
    assert [one.where for one in refused.value.problems if "登记为" in one.what] == [
        "单位.csv:2 层级",
        "单位.csv:2 类别",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["A/B", "..", "import", "M\u200b8", "２２０５", "a b"])
def test_a_code_can_stand_in_an_address(code):
    with pytest.raises(BadInput) as refused:
        bring(f"{HEAD}{code},甲,,乡级\n")
    assert refused.value.problems[0].where == "单位.csv:2 代码"


class TestWhose:
    """王 keeps the other county's units; 赵 those of the county."""

    @pytest.fixture
    def keeper(self, units):
        person = open_account(username="keeper", name="管", by=None)[0]
        appoint(holder=person, role="scoring_office", unit_id=units.other.pk, by=None)
        return person

    def brought(self, by, *rows):
        text = "代码,名称,上级代码,层级,类别\n" + "\n".join(rows)
        return import_units(name="单位.csv", content=text.encode(), on=JULY, by=by)

    def test_one_s_own_are_renamed_and_added_to(self, keeper, units):
        own = units.others[0]
        done = self.brought(
            keeper, f"{own.code},改了名,{units.other.code},村级", f"N1,新村,{units.other.code},村级,企业"
        )
        assert (done.renamed, done.added) == (1, 1)

    def test_another_s_unit_is_neither_renamed_nor_added_to_nor_taken(self, keeper, units):
        with pytest.raises(BadInput) as refused:
            self.brought(
                keeper,
                f"{units.township.code},改了名,{units.county.code},乡级",
                f"N1,新村,{units.township.code},村级,企业",
                f"{units.villages[0].code},{units.villages[0].name},{units.other.code},村级",
                "N2,新的最高一级,,县级,企业",
            )
        assert [one.where for one in refused.value.problems if "不归你" in one.what] == [
            "单位.csv:2 代码", "单位.csv:3 上级代码", "单位.csv:4 代码", "单位.csv:5 上级代码",
        ]  # fmt: skip

    def test_another_s_unit_that_stays_as_it_is_may_be_in_the_file(self, keeper, units):
        row = f"{units.township.code},{units.township.name},{units.county.code},乡级"
        assert self.brought(keeper, row).same == 1
