"""The units of the demo: a city, its counties, townships and sixty villages, made from one seed. Pure."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass

SEED = 2023
MARK = "（示例）"
CITY = "220500"
# The eight counties, cities and districts of the city that the demo is named after; nothing below them is real.
COUNTIES = {
    "220502": "东昌区",
    "220503": "二道江区",
    "220521": "通化县",
    "220523": "辉南县",
    "220524": "柳河县",
    "220581": "梅河口市",
    "220582": "集安市",
    "Z22050001": "医药高新区",
}
TOWNSHIPS = ("东岭镇", "西河镇", "南山乡", "北沟镇", "松江镇", "柞木乡", "石桥镇", "清泉乡", "红松镇", "白桦乡",
             "参园镇", "果园乡")  # fmt: skip
VILLAGES = ("一村", "二村", "三村", "四村", "五村")
HEADINGS = ("代码", "名称", "上级代码", "层级", "类别")

Figures = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the file the units are imported from."""

    code: str
    name: str
    parent: str
    level: str
    kind: str = "government"


def places(villages: int = 60) -> list[Place]:
    """Return the units of the demo, parents first; every name carries the mark. `villages` is a multiple of five."""
    found = [Place(CITY, f"通化市{MARK}", "", "prefecture")]
    found += [
        Place(code, f"{name}{MARK}", CITY, "county", "zone" if code.startswith("Z") else "government")
        for code, name in COUNTIES.items()
    ]
    counties = list(COUNTIES)
    for number, name in enumerate(TOWNSHIPS[: villages // len(VILLAGES)]):
        county = counties[number % len(counties)]
        code = f"{county}{901 + number:03}"
        found.append(Place(code, f"{name}{MARK}", county, "township"))
        found += [
            Place(f"{code}{201 + at}", f"{name[:2]}{village}{MARK}", code, "village")
            for at, village in enumerate(VILLAGES)
        ]
    return found


def as_csv(rows: list[Place]) -> bytes:
    """Return the rows as the file an office would import."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows((row.code, row.name, row.parent, row.level, row.kind) for row in rows)
    return out.getvalue().encode("utf-8")


def figures(villages: list[str], rounds: int) -> list[Figures]:
    """Return for each round what every village has to report: village → indicator → whole number. Same seed, same city."""
    dice = random.Random(SEED)  # noqa: S311  # invented figures need to be repeatable, not secret
    base = {
        code: (dice.randint(150, 420), dice.randint(150, 330), dice.randint(60, 92), dice.randint(3, 16))
        for code in villages
    }
    found = []
    for _round in range(rounds):
        said = {}
        for code, (households, each, tidy, appeals) in base.items():
            came = max(0, appeals + dice.randint(-3, 3))
            said[code] = {
                "households": households,
                "income": households * each * dice.randint(88, 116) // 100 // 100 * 100,
                "appeals": came,
                "solved": max(0, came - dice.choice((0, 0, 0, 1, 1, 2))),
                "tidy": min(households, households * (tidy + dice.randint(-4, 6)) // 100),
            }
        found.append(said)
    return found
