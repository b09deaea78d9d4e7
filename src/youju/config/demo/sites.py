"""Where things of the demo lie: points inside the sketch of their own unit, drawn from one seed. No such place is on earth."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from youju.config.demo.borders import shapes, somewhere
from youju.config.demo.city import MARK, places
from youju.work.registers.selectors import records_for, register_named
from youju.work.registers.services import change_record, fill_from_duties, make_record, move_record

if TYPE_CHECKING:
    from youju.config.demo.people import People
    from youju.flow.units.models import Unit
    from youju.work.registers.models import Register

SEED = 2023
SECTORS = ("医药健康", "人参", "文旅", "装备制造", "食品", "新能源")
EACH = 3


def on_the_map(units: dict[str, Unit], people: People, villages: list[str]) -> None:
    """Put projects into every county, and the stretches of the river, which duties list, into their villages."""
    dice = random.Random(SEED)  # noqa: S311  # invented places need to be repeatable, not secret
    rings = shapes(places(len(villages)))

    def spot(code: str) -> str:
        lon, lat = somewhere(rings[code][0], dice)
        return f"{units[code].name} @{lon:.5f},{lat:.5f}"

    _projects([code for code, unit in units.items() if unit.level == "county"], units, people, spot, dice)
    _stretches(people, spot)


def _projects(
    counties: list[str],
    units: dict[str, Unit],
    people: People,
    spot: Callable[[str], str],
    dice: random.Random,
) -> None:
    register = _shared("project")
    for code in counties:
        for number in range(1, EACH + 1):
            sector, invest = dice.choice(SECTORS), dice.randint(3, 90)
            said = {
                "title": f"{units[code].name.removesuffix(MARK)}{sector}项目{number}（示例）", "class": dice.choice(("新建项目", "续建项目")),
                "sector": sector, "invest": f"{invest}00万元", "spent": f"{invest * dice.randint(5, 95)}万元", "plan_year": "2023",
                "place": spot(code),
            }  # fmt: skip
            record = make_record(register=register, unit=units[code], values=said, by=None, is_example=True)
            if number > 1:
                move_record(record=record, lock=record.lock, move="prepare", by=people.zhao)


def _stretches(people: People, spot: Callable[[str], str]) -> None:
    """Let the list of river chiefs take its rows from the duties; the last stretch has no chief, and shows it."""
    register = _shared("chief")
    fill_from_duties(register=register, by=people.zhao)
    for record in records_for(people.zhao, register).select_related("register", "unit").order_by("pk"):
        place = {"place": spot(record.values["object"])}
        change_record(record=record, lock=record.lock, values=place, by=people.zhao)


def _shared(code: str) -> Register:
    register = register_named(code)
    if register is None:
        raise ValueError("the demo declares the shared registers first")
    return register
