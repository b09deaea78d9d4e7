"""A straw ban in 梨树县: 赵 keeps the county's duties, 孙 those of 郭家店镇, 王 is elsewhere."""

import datetime as dt

import pytest

DAY = dt.date(2023, 3, 1)
SAID = {
    "kind": "bao",
    "since": DAY,
    "basis": "秸秆禁烧方案",
    "rights": "可调动镇村力量",
    "support": "经费列入预算",
}


@pytest.fixture(autouse=True)
def in_march(at):
    at("2023-03-01 09:00")


@pytest.fixture
def charge_of(zhao):
    """Return a function unit -> its charge in the straw ban."""
    from youju.work.duties.services import add_charge

    return lambda unit, **more: add_charge(
        **{"system": "straw-ban", "code": unit.code, "kind": "unit", "title": unit.name, **more},
        unit=unit,
        by=zhao,
    )


@pytest.fixture
def give(zhao):
    """Return a function (charge, person, unit) -> the duty."""
    from youju.work.duties.services import give_duty

    return lambda charge, person, unit, **more: give_duty(
        **{**SAID, **more}, charge=charge, person=person, unit=unit, by=zhao
    )
