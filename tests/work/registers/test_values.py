"""What is typed into a field of every type: what it means, and what is refused with words."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.work.registers.conftest import EVERYTHING
from youju.engine.registers import Field, read_declaration
from youju.work.registers.fields.kept import last_day, show
from youju.work.registers.fields.reading import read_value
from youju.work.registers.shadows import shadow

ONE = read_declaration(EVERYTHING, "bridge.yaml", {}).declaration
GOOD = [
    ("title", "石桥", "石桥"), ("spans", "３", "3"), ("length", "12.50", "12.5"), ("length", "12.5米", "12.5"),
    ("cost", "5000万", "50000000"), ("cost", "1.2亿元", "120000000"), ("cost", "2093万元", "20930000"),
    ("visitors", "20多人", {"n": "20", "r": "≥"}), ("visitors", "≥300", {"n": "300", "r": "≥"}),
    ("visitors", "近200", {"n": "200", "r": "≤"}), ("visitors", "约300", {"n": "300", "r": "≈"}), ("visitors", "12万余人", {"n": "120000", "r": "≥"}), ("visitors", "80多位", {"n": "80", "r": "≥"}),
    ("visitors", "20", {"n": "20", "r": "="}), ("open", "是", True), ("open", "否", False),
    ("built", "2023-3-1", "2023-03-01"), ("built", "2023年3月", "2023-03"), ("built", "2017年底", "2017-end"), ("built", "2017", "2017"),
    ("year", "2023年", "2023"), ("month", "2023.6", "2023-06"), ("at", "2023-06-30 09:00", "2023-06-30T09:00"), ("clock", "9:05".zfill(5), "09:05"),
    ("kind", "拱桥", "拱桥"), ("tags", "老、险", ["老", "险"]), ("mail", "a@b.cn", "a@b.cn"), ("site", "https://a.cn/x", "https://a.cn/x"),
    ("person", "张三", "张三"), ("spot", "石桥村 @124.82,43.35", {"name": "石桥村", "lon": "124.82", "lat": "43.35"}),
    ("point", "124.82,43.35", {"lon": "124.82", "lat": "43.35"}), ("photo", "a" * 64, ["a" * 64]),
]  # fmt: skip
BAD = [
    ("title", ""), ("title", "桥" * 21), ("title", "石\x00桥"), ("note", "字" * 51), ("spans", "三"), ("spans", "1.5"), ("spans", "0"), ("spans", "100"), ("spans", "≥3"),
    ("length", "-1"), ("length", "1.234"), ("length", "1e999"), ("cost", "不少"), ("cost", "1万万亿"), ("cost", "9" * 30), ("visitors", "许多"), ("visitors", "20多头牛"), ("visitors", "20多家"), ("visitors", "12万余人次"),
    ("open", "也许"), ("built", "2023-02-30"), ("built", "1899-12-31"), ("built", "下周"), ("checked", "2023-06"), ("year", "23"), ("year", "1899"), ("month", "2023-06-01"), ("month", "2023-13"),
    ("at", "早上"), ("clock", "25:00"), ("kind", "浮桥"), ("tags", "老、旧"), ("mail", "a.b.cn"), ("site", "javascript:alert(1)"), ("person", "张"), ("spot", "村 @500,43"),
    ("point", "43.35"), ("photo", "照片.jpg"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "kept"), GOOD, ids=lambda v: str(v)[:20])
def test_what_is_typed_is_kept_exactly(name, text, kept):
    assert read_value(ONE.fields[name], text) == (kept, None)


@pytest.mark.parametrize(("name", "text", "kept"), GOOD, ids=lambda v: str(v)[:20])
def test_what_is_shown_reads_back_to_the_same(name, text, kept):
    assert read_value(ONE.fields[name], show(ONE.fields[name], kept)) == (kept, None)


@pytest.mark.parametrize(("name", "text"), BAD, ids=lambda v: repr(v)[:24])
def test_what_breaks_a_constraint_is_refused_with_what_and_how_to_mend(name, text):
    kept, wrong = read_value(ONE.fields[name], text)
    assert kept is None
    assert wrong
    assert all(wrong)


def test_every_type_of_field_has_a_bad_value_here():
    free = {"unit", "link", "text", "string", "list"}  # where these lead is asked of the database
    assert {field.type for field in ONE.fields.values()} - {ONE.fields[name].type for name, _ in BAD} <= free


def test_twenty_odd_is_at_least_twenty_and_never_twenty():
    assert read_value(ONE.fields["visitors"], "20多人")[0] != read_value(ONE.fields["visitors"], "20人")[0]


@pytest.mark.parametrize(
    ("kept", "day"),
    [
        ("2023-03-01", (2023, 3, 1)),
        ("2024-02", (2024, 2, 29)),
        ("2023", (2023, 12, 31)),
        ("2017-end", (2017, 12, 31)),
    ],
)
def test_a_date_known_less_well_counts_by_its_last_day(kept, day):
    assert last_day(kept) == dt.date(*day)


def test_money_is_kept_in_its_column_to_the_fen():
    assert shadow(ONE.fields["cost"], "20930000.15") == 2093000015


def test_an_ordered_choice_is_kept_by_its_place():
    assert shadow(ONE.fields["kind"], "拱桥") == 1


def made(**said):
    """Return a field as declared."""
    return Field.model_validate({"title": "栏", **said})


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (made(type="number", places=6), "999999999999999"),
        (made(type="datetime", minimum="2023-01-01"), "1999-01-01 09:00"),
        (made(type="string", pattern="a*", max_length=1000), "a" * 500 + "b"),
        (made(type="list", required=True), "、、"),
        (made(type="list", min_length=2), "很长的一项"),
        (made(type="place"), "@124.82,43.35"),
        (made(type="place"), "地" * 121),
        (made(type="datetime"), "2023-06-30T09:00+00:00"),
        (made(type="datetime"), "2023-06-30 09:00:30"),
        (made(type="time"), "09:00:30"),
        (made(type="quantity", measure="吨"), "20多家"),
    ],
    ids=lambda one: str(one)[:20] if isinstance(one, str) else one.type,
)
def test_what_would_be_lost_or_passes_a_bound_is_refused(field, text):
    kept, wrong = read_value(field, text)
    assert kept is None and wrong and all(wrong)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("近400场次", {"n": "400", "r": "≤"}), ("400余期", {"n": "400", "r": "≥"}), ("130余处", {"n": "130", "r": "≥"}), ("20来家", {"n": "20", "r": "≈"}), ("300件左右", {"n": "300", "r": "≈"})],
)  # fmt: skip
def test_things_are_counted_in_the_words_of_the_papers(text, kept):
    assert read_value(made(type="quantity"), text) == (kept, None)


def test_two_long_texts_that_begin_alike_are_two_in_their_column():
    field = made(type="string")
    first, second = (shadow(field, "一" * 90 + end) for end in "甲乙")
    assert first != second
    assert len(first) == len(second) == 80
    assert shadow(field, "一" * 80) == "一" * 80


def test_words_of_a_list_a_person_and_a_place_stay_as_they_were_written():
    made = Field(title="标签", type="list", choices=("整治（一）", "整治（二）"))
    assert read_value(made, "整治（一）、整治（二）") == (["整治（一）", "整治（二）"], None)
    assert read_value(Field(title="责任人", type="person"), "张三（兼）") == ("张三（兼）", None)
    kept = {"name": "某村（东）", "lon": "124.82", "lat": "43.35"}
    assert read_value(Field(title="地点", type="place"), "某村（东）＠124.82，43.35") == (kept, None)
