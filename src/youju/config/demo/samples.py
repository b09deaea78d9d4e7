"""The schemes that come along, in the house: the units they compare in a tree of their own, each as a draft, its registers kept here."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from youju.config.demo.city import CITY, MARK, Place, as_csv
from youju.config.demo.ledgers import Hands
from youju.config.demo.times import at
from youju.flow.schemes.levels import KIND_OF, LEVEL_OF
from youju.flow.schemes.package import from_folder
from youju.flow.schemes.services import load_scheme
from youju.flow.units.gb2260 import problem_of
from youju.flow.units.selectors import units_by_code
from youju.flow.units.services import add_tree, import_units
from youju.kernel.people import appoint, open_account
from youju.kernel.roles import Role
from youju.work.registers.services import take_over_registers

if TYPE_CHECKING:
    from youju.config.demo.people import People
    from youju.flow.schemes.models import SchemeVersion
    from youju.flow.units.models import Unit
    from youju.kernel.models import User

TREE, ROOT = "samples", "SAMPLES"
SINCE = dt.date(2018, 1, 1)


def samples_in(home: Path) -> list[Path]:
    """Return the folders of the schemes that say they are examples; what is published elsewhere is not one."""
    folders = sorted(file.parent for file in home.glob("*/scheme.yaml"))
    return [one for one in folders if "\nexample: true" in (one / "scheme.yaml").read_text("utf-8")]


def settle_samples(home: Path, people: People) -> dict[str, Unit]:
    """Import the units that the schemes compare below one root, and let the office, an inspector and a leader see them."""
    add_tree(code=TREE, name=f"随附方案的单位{MARK}", by=people.zhao)
    rows = _places(home)
    with at(SINCE, "09:00"):
        import_units(name="方案单位.csv", content=as_csv(rows), on=SINCE, by=None, tree=TREE)
    units = units_by_code([row.code for row in rows])
    for user, role in (
        (people.zhao, Role.SCORING_OFFICE),
        (people.qian, Role.SECOND_APPROVER),
        (people.li, Role.INSPECTOR),
        (people.zhou, Role.LEADER),
    ):
        appoint(
            holder=user, role=role, unit_id=units[ROOT].pk, by=people.security_admin, tree=TREE, valid_from=SINCE
        )  # fmt: skip
    return units


def hands_for(units: dict[str, Unit], people: People) -> Hands:
    """Open two more accounts: who keeps the shared ledgers of the city, and who verifies them from another unit."""
    clerk, _once = open_account(username="clerk", name="台账员（示例）", by=people.system_admin)
    verifier, _once = open_account(username="verifier", name="核验员（示例）", by=people.system_admin)
    said = {"by": people.security_admin, "valid_from": SINCE}
    appoint(holder=clerk, role=Role.REPORTER, unit_id=units[CITY].pk, **said)
    for role in (Role.SCORING_OFFICE, Role.INSPECTOR):
        appoint(holder=verifier, role=role, unit_id=units[ROOT].pk, tree=TREE, **said)
    appoint(holder=clerk, role=Role.REPORTER, unit_id=units[ROOT].pk, tree=TREE, **said)
    return Hands(clerk, verifier)


def _places(home: Path) -> list[Place]:
    """Return every unit once, those above first; what stands already keeps its name and its level."""
    said: dict[str, dict[str, str]] = {}
    for folder in samples_in(home):
        with (folder / "units.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                said[row["code"]] = {**row, "parent": row["parent"] or said.get(row["code"], row)["parent"]}
    standing = units_by_code(list(said))
    found = [Place(ROOT, f"随附方案{MARK}", "", "group", "leading_group")]
    for code, row in said.items():
        unit, word = standing.get(code), row["level"]
        name = row["title"] if MARK in row["title"] else f"{row['title']}{MARK}"
        level, kind = LEVEL_OF.get(word, "county"), KIND_OF.get(word, "government")
        if kind == "government" and problem_of(code, level):  # a city of a county's rank
            level = "county"
        if unit is not None:
            name, level, kind = unit.name, unit.level, unit.kind
        found.append(Place(code, name, row["parent"] or ROOT, level, kind))
    return found


def load_drafts(
    home: Path, units: dict[str, Unit], by: User, but: Collection[str] = ()
) -> list[SchemeVersion]:
    """Take in every demonstration scheme but some as a draft of its topmost unit, so that the scoring office can read it."""
    return [
        load_scheme(files=from_folder(folder), unit=units[topmost(folder)], by=by, tree=TREE)[0]
        for folder in samples_in(home)
        if folder.name not in but
    ]


def topmost(folder: Path) -> str:
    """Return the code of the unit under which a scheme compares: the first of its units."""
    with (folder / "units.csv").open(encoding="utf-8", newline="") as file:
        return next(row["code"] for row in csv.DictReader(file))


def keep_registers(versions: list[SchemeVersion], by: User) -> int:
    """Keep the registers of all drafts here; return how many records there are now."""
    taken = [take_over_registers(version=version, by=by) for version in versions]
    return sum(one.made for each in taken for one in each.values())
