"""What counts of a declaration is its text: another text under the same number is another declaration."""

import pytest
from django.db import transaction

from tests.work.registers.conftest import declared
from youju.kernel.errors import BadInput
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Register

pytestmark = pytest.mark.django_db
TEXT = """\
register: tried
title: 试台账
prefix: SH
name: title
fields:
  title: {title: 名称, type: string, required: true}
  NAME: {title: 第二栏, type: string}
"""


def test_what_was_read_before_is_not_taken_for_another_text_under_the_same_numbers(units, zhao):
    with transaction.atomic():
        first = declared(units, zhao, TEXT.replace("NAME", "then"))
        assert "then" in declaration_of(first).fields
        transaction.set_rollback(True)
    second = declared(units, zhao, TEXT.replace("NAME", "now"))
    # as in another database, whose rows are numbered anew
    other = Register(pk=first.pk, version=first.version, sha256=second.sha256)
    assert second.version == first.version
    for register in (second, other, Register.objects.get(pk=second.pk)):
        assert list(declaration_of(register).fields) == ["title", "now"]


def test_a_register_that_was_never_declared_has_no_declaration(units):
    empty = Register.objects.create(code="empty", title="空", unit=units.county)
    with pytest.raises(ValueError, match="declared as nothing"):
        declaration_of(empty)


def again(units, by, was, now):
    """Declare a register, register two records in it, and declare it anew with another second field."""
    from youju.work.registers.services import make_record

    text = TEXT.replace("  NAME: {title: 第二栏, type: string}", "  second: {title: 第二栏, %s}")
    register = declared(units, by, text % was[0])
    for n, said in enumerate(was[1:]):
        make_record(register=register, unit=units.county, values={"title": f"条{n}", "second": said}, by=by)
    return declared(units, by, text % now)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (("type: string", "甲"), "type: integer"), (("type: string", "3"), "type: quantity"), (("type: string", "石桥"), "type: place"),
        (("type: string", "甲"), "type: list"), (("type: string", "甲"), "type: boolean"), (("type: number, places: 2", "1.25"), "type: number, places: 0"),
        (("type: quantity", "≥3"), "type: integer"), (("type: choice, choices: [甲, 乙]", "甲"), "type: choice, choices: [丙]"),
        (("type: string", "同", "同"), "type: string, unique: true"),
    ],
    ids=str,
)  # fmt: skip
def test_a_declaration_under_which_a_record_could_not_be_read_is_refused(units, zhao, was, now):
    with pytest.raises(BadInput, match="对不上") as told:
        again(units, zhao, was, now)
    assert {problem.where for problem in told.value.problems} == {"second"}
    assert Register.objects.get(code="tried").version == 1


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (("type: string", "3"), "type: integer"),
        (("type: string", "甲"), "type: 'choice', choices: [甲, 乙]"),
        (("type: integer", "3"), "type: integer, maximum: 2"),
        (("type: choice, choices: [甲, 乙]", "甲"), "type: choice, choices: [乙, 甲, 丙]"),
    ],
    ids=str,
)
def test_what_still_reads_as_it_stands_may_be_declared_otherwise(units, zhao, was, now):
    assert again(units, zhao, was, now).version == 2


def test_what_must_stand_once_from_now_on_counts_what_stands(units, zhao):
    from youju.work.registers.services import make_record

    register = again(units, zhao, ("type: string", "甲", "乙"), "type: string, unique: true")
    with pytest.raises(BadInput) as told:
        make_record(register=register, unit=units.county, values={"title": "又", "second": "甲"}, by=zhao)
    assert [problem.where for problem in told.value.problems] == ["second"]


def test_two_long_addresses_that_begin_alike_are_not_doubles(units, zhao):
    base = "https://a.cn/" + "x" * 300
    assert again(
        units, zhao, ("type: uri, unique: true", f"{base}1", f"{base}2"), "type: uri, unique: true"
    ).version


def test_what_the_rules_of_the_land_forbid_is_not_declared(units, zhao):
    with pytest.raises(BadInput) as told:
        declared(units, zhao, TEXT.replace("  NAME: {title: 第二栏", "  second: {title: 打卡次数"))
    assert "打卡" in told.value.problems[0].what


def test_after_its_end_a_register_asks_nobody_any_more(units, zhao, at):
    from youju.work.registers.services import make_record

    register = declared(units, zhao, TEXT.replace("NAME", "second") + "ends: 2023-06-30\n")
    at("2023-06-30 09:00")
    make_record(register=register, unit=units.county, values={"title": "最后一条"}, by=zhao)
    at("2023-07-01 09:00")
    with pytest.raises(BadInput) as told:
        make_record(register=register, unit=units.county, values={"title": "晚了"}, by=zhao)
    assert "不再登记" in told.value.problems[0].what
