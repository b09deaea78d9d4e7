"""Building the demo, from nothing to the last round, by the acts that people do. Each part is one function: add yours to `build`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from youju.config.demo import borders, rounds
from youju.config.demo.city import CITY, MARK, Figures, Place, as_csv, figures, places
from youju.config.demo.kinds import PERIODS, publish_kinds
from youju.config.demo.ledgers import load_ledgers
from youju.config.demo.months import Months, months_at
from youju.config.demo.open_board import publish_open
from youju.config.demo.past_years import settle_tasks
from youju.config.demo.people import SINCE, People, open_accounts
from youju.config.demo.samples import TREE, hands_for, keep_registers, load_drafts, settle_samples
from youju.config.demo.scheme_files import files_for
from youju.config.demo.times import at
from youju.config.demo.work import at_work
from youju.config.demo.world import publish_hdi
from youju.flow.schemes.services import approve, load_scheme, propose
from youju.flow.units.selectors import descendants_at, units_by_code
from youju.flow.units.services import add_tree, import_outlines, import_units, merge_units, place_unit
from youju.kernel.clock import db_today
from youju.kernel.log import sequence

if TYPE_CHECKING:
    from youju.flow.publications.models import Publication
    from youju.flow.schemes.models import Round, Scheme
    from youju.flow.units.models import Unit

START = dt.date(2020, 1, 1)


def _quiet(_words: str) -> None:
    """Say nothing."""


@dataclass(slots=True)
class Demo:
    """What was built: who may sign in, the city and its villages by code, the rounds, and what was published."""

    people: People
    months: Months
    units: dict[str, Unit]
    villages: list[str]
    scheme: Scheme
    hdi: Publication
    publications: list[Publication]
    live: Round
    kinds: list[Publication]
    open_board: Publication

    @property
    def city(self) -> Unit:
        """The root of the city."""
        return self.units[CITY]


def build(
    hdi: Path, *, villages: int = 60, today: dt.date | None = None, tell: Callable[[str], None] = _quiet
) -> Demo:
    """Build the whole demo into an empty database. One transaction for each part, so that it is quick."""
    months = months_at(today or db_today())
    tell("导入单位，开设账号 · units and accounts")
    with transaction.atomic():
        units, people = settle(villages)
    tell("人类发展指数 2021（真实数据）· published real data")
    with transaction.atomic():
        published = publish_hdi(hdi, people)
    tell("共用台账和随附方案 · registers, and the schemes that come along")
    with transaction.atomic():
        compared = settle_samples(hdi.parent, people)
        hands = hands_for(compared, people)
        load_ledgers(hdi.parent, units[CITY], people.zhao, hands)
        settle_tasks(people, hands)
        keep_registers(load_drafts(hdi.parent, compared, people.zhao, but=PERIODS), people.zhao)
    tell("部门、学校、片区的轮次 · rounds of departments, schools and areas")
    with transaction.atomic():
        kinds = publish_kinds(hdi.parent, compared, people, hands.clerk, TREE)
    codes = [code for code, unit in units.items() if unit.level == "village"]
    tell("作战图、包保、积分、监测 · the work rooms")
    with transaction.atomic():
        at_work(months, units, people, codes)
    said = figures(codes, len(months.done) + 1)
    scheme = put_in_force(months, units[CITY], people)
    tell("向社会公开的一期 · a board that is open to everybody")
    with transaction.atomic():
        shown = publish_open(months, units[CITY], people)
    tell(f"三轮：{'、'.join(map(str, months.done))}；在办：{months.live} · three rounds, and one under way")
    circulars = run_rounds(scheme, months, units, people, said, codes)
    with transaction.atomic():
        version, _found = load_scheme(
            files=files_for(months, issue=2, target=320), unit=units[CITY], by=people.zhao
        )
        propose(version=version, by=people.zhao)
        live = rounds.under_way(scheme, months, units[CITY], people, said[-1], risky=codes[4])
    while sequence():
        pass
    return Demo(people, months, units, codes, scheme, published, circulars, live, kinds, shown)


def settle(villages: int = 60) -> tuple[dict[str, Unit], People]:
    """Import the units of the city and their borders, open the accounts, and lay a tree of grids over the first township."""
    rows = places(villages)
    townships = [row.code for row in rows if row.level == "township"]
    with at(START, "09:00"):
        import_units(name="单位.csv", content=as_csv(rows), on=START, by=None)
        units = units_by_code([row.code for row in rows])
        people = open_accounts(units, townships, units[CITY])
        import_outlines(
            name="边界（示例）.geojson", content=borders.as_geojson(borders.shapes(rows)), source=borders.SOURCE, by=people.zhao
        )  # fmt: skip
        add_tree(code="grid", name="网格（示例）", kind="grid", by=people.zhao)
        place_unit(unit=units[townships[0]], tree="grid", parent=None, on=START, by=people.zhao)
        for village in descendants_at(units[townships[0]], SINCE, level="village"):
            place_unit(unit=village, tree="grid", parent=units[townships[0]], on=START, by=people.zhao)
        import_units(
            name="网格.csv", content=_grids(townships[0], rows), on=START, by=people.zhao, tree="grid"
        )
    return units, people


def _grids(township: str, rows: list[Place]) -> bytes:
    inside = [row for row in rows if row.parent == township]
    return as_csv(
        [
            Place(
                f"G{row.code}{number}",
                f"{row.name.removesuffix(MARK)}第{number}网格{MARK}",
                row.code,
                "group",
                "grid",
            )
            for row in inside
            for number in (1, 2)
        ]
    )


@transaction.atomic
def put_in_force(months: Months, city: Unit, people: People) -> Scheme:
    """Load the scheme and put it in force by two persons, before its first month begins."""
    with at(months.done[0].start - dt.timedelta(days=10), "09:00"):
        version, _found = load_scheme(files=files_for(months), unit=city, by=people.zhao)
        proposed = propose(version=version, by=people.zhao)
    with at(months.done[0].start - dt.timedelta(days=9), "09:00"):
        return approve(version=proposed, by=people.qian).scheme


def run_rounds(
    scheme: Scheme,
    months: Months,
    units: dict[str, Unit],
    people: People,
    said: list[Figures],
    codes: list[str],
) -> list[Publication]:
    """Run the three rounds that are done: a clean one; one with a wrong value, objected to and put right; one after a merge."""
    city, mine = units[CITY], codes[:5]
    first, second, third = months.done
    found = []
    with transaction.atomic():
        round_ = rounds.reported(scheme, first, city, people, said[0], number=1, risky=mine[0], wrong={},
                                 returned=mine[2], closed=True)  # fmt: skip
        found.append(rounds.published(rounds.noticed(round_, people), people, signed=True))
    with transaction.atomic():
        income = said[1][mine[1]]["income"]
        wrong = {mine[1]: {"income": f"{income / 10000:g}"}}
        round_ = rounds.reported(scheme, second, city, people, said[1], number=2, risky=mine[3], wrong=wrong,
                                 returned=mine[2], closed=False)  # fmt: skip
        score = rounds.objected(rounds.noticed(round_, people), units[mine[1]], income, people)
        found.append(rounds.published(score, people, signed=True))
    with transaction.atomic():
        with at(third.start + dt.timedelta(days=9), "09:00"):
            merge_units(units=[units[codes[-1]]], into=units[codes[-2]], on=third.start + dt.timedelta(days=10),
                        by=people.zhao, basis="撤并批复（示例）")  # fmt: skip
            grown = borders.merged(borders.shapes(places(len(codes))), codes[-1], codes[-2])
            import_outlines(
                name="撤并后边界（示例）.geojson", content=borders.as_geojson(grown), source=borders.SOURCE, by=people.zhao
            )  # fmt: skip
        round_ = rounds.reported(scheme, third, city, people, said[2], number=3, risky=mine[2], wrong={},
                                 returned=mine[0], closed=True)  # fmt: skip
        found.append(rounds.published(rounds.noticed(round_, people), people, signed=False))
    return found
