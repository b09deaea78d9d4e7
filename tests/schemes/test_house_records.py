"""What a shipped scheme counts from its own files, it counts from the records of the house: the same marks, all of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil

import pytest

from tests.schemes.kept import HOME
from youju.engine.case import open_case
from youju.flow.schemes.package import from_folder
from youju.flow.schemes.services import load_scheme
from youju.flow.units.services import add_unit
from youju.work.registers.models import Record
from youju.work.registers.scoring import files_kept_for
from youju.work.registers.services import take_over_registers

pytestmark = pytest.mark.django_db
KEEPING = sorted(path.parent.name for path in HOME.glob("*/registers"))
LONG_AGO = dt.date(2015, 1, 1)


@pytest.fixture
def taken_over(appointed):
    """Return a function that brings a shipped scheme into the house, units first, and takes its registers over."""

    def bring(name):
        folder = HOME / name
        rows = list(csv.DictReader(io.StringIO((folder / "units.csv").read_text("utf-8"))))
        made = {}
        for row in rows:
            parent = made.get(row["parent"])
            made[row["code"]] = add_unit(
                code=row["code"], name=row["title"], level="village" if parent else "county", parent=parent, on=LONG_AGO, by=None
            )  # fmt: skip
        root = made[rows[0]["code"]]
        office = appointed("zhao", "赵", "scoring_office", root)
        version, _found = load_scheme(files=from_folder(folder), unit=root, by=office)
        return version, take_over_registers(version=version, by=office)

    return bring


def told(case):
    """Return every mark, total and place that a case comes to."""
    result = case.score()
    return {
        code: (result.marks(code), result.total(code), result.place(code))
        for level in result.levels
        for code in (result.units.codes[unit] for unit in level.at)
    }


@pytest.mark.parametrize("name", KEEPING)
def test_the_records_of_the_house_give_the_marks_of_the_files(name, taken_over, tmp_path):
    version, taken = taken_over(name)
    house = tmp_path / "house"
    shutil.copytree(HOME / name, house)
    shutil.rmtree(house / "registers")
    for path, content in files_kept_for(version).items():
        (house / path).parent.mkdir(exist_ok=True)
        (house / path).write_bytes(content)
    case = open_case(HOME / name)
    assert set(taken) == set(case.scheme.registers)
    assert Record.objects.count() == sum(one.made for one in taken.values()) > 0
    assert told(open_case(house)) == told(case)
