"""A register kept here is what the engine scores: the same indicator, from the same records."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.flow.reports.conftest import put_in_force
from tests.work.registers.conftest import SHARED
from youju.flow.schemes.package import from_folder
from youju.work.registers.scoring import registers_for_scoring

pytestmark = pytest.mark.django_db
SCHEME = SHARED.parent / "projects-226"
DECLARED = """\
register: projects
title: 项目台账
prefix: XM
fields:
  code: {title: 项目代码, type: string, required: true, max_length: 40}
  title: {title: 项目名称, type: string, required: true}
  kind: {title: 性质, type: choice, choices: [新建, 续建]}
  investment: {title: 总投资, type: money, required: true}
stages:
  idea: {title: 项目谋划}
  started: {title: 开工建设}
moves:
  - {id: start, title: 开工, from: [idea], to: started, who: [reporter]}
"""


@pytest.fixture
def round_(units, zhao, qian):
    from youju.flow.schemes.services import open_round

    scheme = put_in_force(from_folder(SCHEME), units, zhao, qian)
    return open_round(scheme=scheme, period="2023H1", by=zhao)


def test_the_engine_reads_the_records_of_a_round(units, zhao, zhang, make, round_):
    from youju.work.registers.services import declare_register, move_record

    register = declare_register(text=DECLARED, unit=units.county, by=zhao, scheme="projects-226")
    for n in range(4):
        record = make(register, code=f"X{n}", title=f"示例{n}", kind="新建", investment="6000万")
        if n:
            move_record(record=record, lock=1, move="start", by=zhang)
    files = registers_for_scoring(round_)
    assert list(files) == ["registers/projects.csv"]
    lines = files["registers/projects.csv"].decode().splitlines()
    assert lines[0] == "code,title,unit,kind,investment,stage,evidence"
    assert lines[1] == f"X0,示例0,{units.township.code},新建,60000000,项目谋划,台账 XM-000001 第1版"
    assert sum("开工建设" in line for line in lines) == 3


def test_a_register_of_another_scheme_is_not_taken(units, zhao, make, round_):
    from youju.work.registers.services import declare_register

    declare_register(text=DECLARED, unit=units.county, by=zhao, scheme="something-else")
    assert registers_for_scoring(round_) == {}


def test_the_ledger_asks_this_room(round_, units, zhao, make):
    from youju.flow.ledger.ports import files_of
    from youju.work.registers.services import declare_register

    register = declare_register(text=DECLARED, unit=units.county, by=zhao, scheme="projects-226")
    make(register, code="X", title="示例", investment=str(Decimal("60000000.50")))
    assert b"60000000.5," in files_of(round_)["registers/projects.csv"]
