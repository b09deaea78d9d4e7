"""Units are read as a tree of one day, or refused with every reason."""

import pytest

from youju.engine.period import Period
from youju.engine.problems import blocking
from youju.engine.sources import read_units

TREE = "code,title,level,parent,kind\nt1,向阳镇,township,,\nv1,一村,village,t1,山区\nv2,,village,t1,\n"


def written(tmp_path, text, name="units.csv"):
    (tmp_path / name).write_text(text, "utf-8", newline="")
    return tmp_path / name


def good(source, **also):
    units, problems = read_units(source, **also)
    assert blocking(problems) == []
    return units


def refused(source, **also):
    units, problems = read_units(source, **also)
    assert units is None
    return [(p.where.rpartition(":")[2], p.code) for p in problems]


def test_a_tree_is_read_in_the_order_of_the_file(tmp_path):
    units = good(written(tmp_path, TREE))
    assert units.codes == ("t1", "v1", "v2")
    assert units.parents.tolist() == [-1, 0, 0]
    assert units.levels == ("township", "village", "village")


def test_a_unit_without_a_title_is_called_by_its_code(tmp_path):
    assert good(written(tmp_path, TREE)).titles == ("向阳镇", "一村", "v2")


def test_further_columns_are_kept_as_text_and_an_empty_cell_is_none(tmp_path):
    assert good(written(tmp_path, TREE)).columns == {"kind": (None, "山区", None)}


def test_codes_alone_are_enough_when_the_level_is_known():
    units = good([{"code": "CHN"}, {"code": "NOR"}], default_level="country")
    assert (units.titles, units.levels, units.parents.tolist()) == (
        ("CHN", "NOR"),
        ("country", "country"),
        [-1, -1],
    )


def test_numbers_as_codes_are_the_codes_a_clerk_sees(tmp_path):
    assert good([{"code": 220100.0, "level": "city"}]).codes == ("220100",)


def test_only_units_in_force_on_the_last_day_of_the_period_count():
    rows = [
        {"code": "a", "level": "v", "from": "2020-01-01", "to": "2023-06-29"},
        {"code": "b", "level": "v", "from": "2020-01-01", "to": "2023-06-30"},
        {"code": "c", "level": "v", "from": "2023-06-30", "to": ""},
        {"code": "d", "level": "v", "from": "2023-07-01", "to": ""},
    ]
    assert good(rows, period=Period.parse("2023-06")).codes == ("b", "c")


def test_a_renamed_unit_may_keep_its_code_when_only_one_name_holds_at_a_time():
    rows = [
        {"code": "a", "title": "旧名", "level": "v", "from": "", "to": "2023-03-31"},
        {"code": "a", "title": "新名", "level": "v", "from": "2023-04-01", "to": ""},
    ]
    assert good(rows, period=Period.parse("2023-03")).titles == ("旧名",)
    assert good(rows, period=Period.parse("2023-04")).titles == ("新名",)
    assert refused(rows) == [("2", "unit-twice")]


def test_all_that_is_wrong_with_units_is_said_at_once(tmp_path):
    text = (
        "code,title,level,parent,from\n"
        "t1,镇,township,,\nv1,村,village,t1,\nv1,村,village,t1,\nv2,村,village,t9,\nv3,村,village,v2,\n"
        ",村,village,t1,\nv4,村,,t1,\nv5,村,village,t1,去年\nv\x006,村,village,t1,\n"
    )
    assert refused(written(tmp_path, text)) == [
        ("4", "unit-twice"), ("5", "unit-parent"), ("6", "unit-parent-level"), ("7", "unit-code"),
        ("8", "unit-level"), ("9", "unit-date"), ("10", "unit-code"),
    ]  # fmt: skip


def test_a_circle_of_parents_is_told_once_however_long_it_is():
    rows = [{"code": f"u{n}", "level": f"l{n}", "parent": f"u{(n + 1) % 50}"} for n in range(50)]
    rows += [
        {"code": "below", "level": "x", "parent": "u7"},
        {"code": "self", "level": "y", "parent": "self"},
    ]
    assert refused(rows) == [("1", "unit-circle"), ("52", "unit-circle")]


def test_a_long_chain_is_no_circle():
    rows = [{"code": f"u{n}", "level": f"l{n}", "parent": f"u{n + 1}" if n < 199 else ""} for n in range(200)]
    assert good(rows).parents.tolist() == [*range(1, 200), -1]


def test_codes_that_only_look_different_to_a_machine_are_the_same():
    assert refused([{"code": "é1", "level": "v"}, {"code": "e\u03011", "level": "v"}]) == [
        ("2", "unit-twice")
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file-empty"),
        ("code\n", "units-none"),
        ("title\nx\n", "column-missing"),
        ("code,level\n,\n", "units-none"),
    ],
)
def test_a_file_without_units_is_refused(tmp_path, text, code):
    assert [c for _, c in refused(written(tmp_path, text))] == [code]


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert refused(tmp_path / "units.csv") == [("units.csv", "file-missing")]


def test_strange_names_are_kept_and_control_characters_become_visible():
    names = ["“引号'\"", "a';--", "𠮷野🏯", "nul\x00in", "esc\x1b[31m", "=1+1"]
    units, problems = read_units([{"code": f"u{n}", "title": t, "level": "v"} for n, t in enumerate(names)])
    assert units.titles == ("“引号'\"", "a';--", "𠮷野🏯", "nul␀in", "esc␛[31m", "=1+1")
    assert [(p.where, p.code, p.warning) for p in problems] == [
        ("units:4", "unit-control", True),
        ("units:5", "unit-control", True),
    ]


def test_too_long_a_name_is_refused():
    assert refused(
        [{"code": "x" * 101, "level": "v"}, {"code": "y", "title": "长" * 2001, "level": "v"}]
    ) == [
        ("1", "unit-code"),
        ("2", "unit-text-long"),
    ]


def test_a_unit_that_ends_before_it_begins_is_refused_where_it_stands():
    rows = [
        {"code": "a", "from": "2023-05-01", "to": "2023-01-01"},
        {"code": "b", "from": "2023-01-01", "to": "2023-05-01"},
        {"code": "c", "from": "2023-01-01", "to": ""},
    ]
    found, problems = read_units(rows, default_level="village")
    assert found is None
    assert [(one.where.split("!")[0], one.code) for one in problems] == [("units:1", "unit-date")]
