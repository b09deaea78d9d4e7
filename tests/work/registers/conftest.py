"""A register of tasks as it is shipped, kept by the county, and one of bridges that uses every type of field."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SHARED = ROOT / "schemes" / "_registers"
EVERYTHING = """\
register: bridge
title: 桥梁
prefix: QL
name: title
fields:
  title:    {title: 桥名, type: string, required: true, max_length: 20, unique: true}
  note:     {title: 说明, type: text, max_length: 50}
  spans:    {title: 跨数, type: integer, minimum: 1, maximum: 99}
  length:   {title: 长度, type: number, places: 2, minimum: 0, measure: 米}
  cost:     {title: 造价, type: money, minimum: 0}
  visitors: {title: 参观, type: quantity, measure: 人, minimum: 0}
  open:     {title: 通车, type: boolean}
  built:    {title: 建成, type: date, minimum: 1900-01-01}
  checked:  {title: 检查, type: date, precision: day}
  year:     {title: 年份, type: year, minimum: 1900}
  month:    {title: 月份, type: yearmonth}
  at:       {title: 时间, type: datetime, index: false}
  clock:    {title: 时刻, type: time}
  kind:     {title: 类型, type: choice, choices: [梁桥, 拱桥, 索桥], ordered: true}
  tags:     {title: 标签, type: list, choices: [老, 新, 险]}
  mail:     {title: 邮箱, type: email, index: false}
  site:     {title: 网址, type: uri, index: false}
  keeper:   {title: 管护单位, type: unit}
  person:   {title: 管护人, type: person, pattern: '\\S{2,10}'}
  spot:     {title: 位置, type: place}
  point:    {title: 坐标, type: geopoint}
  photo:    {title: 照片, type: file}
  next:     {title: 下一座, type: link, to: bridge, index: false}
stages:
  plan: {title: 规划}
  use:  {title: 在用}
  gone: {title: 拆除, closed: true}
moves:
  - {id: open, title: 启用, from: [plan], to: use, who: [reporter], needs: [built]}
  - {id: tear, title: 拆除, from: [use], to: gone, who: [scoring_office], reason: true}
suspend: {who: [scoring_office]}
columns: [title, stage, kind, cost, built]
"""


def declared(units, by, text):
    from youju.work.registers.services import declare_register

    return declare_register(text=text, unit=units.county, by=by)


@pytest.fixture
def tasks(units, zhao):
    """Return the register of tasks."""
    return declared(units, zhao, (SHARED / "task.yaml").read_text("utf-8"))


@pytest.fixture
def bridges(units, zhao):
    """Return a register with a field of every type."""
    return declared(units, zhao, EVERYTHING)


@pytest.fixture
def make(units, zhang):
    """Return a function that makes a record for 郭家店镇 as 张."""
    from youju.work.registers.services import make_record

    return lambda register, by=None, unit=None, parent=None, **values: make_record(
        register=register, unit=unit or units.township, values=values, by=by or zhang, parent=parent
    )


@pytest.fixture
def proof(units, zhang, settings, tmp_path):
    """Return the SHA-256 of evidence of 郭家店镇."""
    from youju.flow.evidence.services import add_evidence

    return add_evidence(unit=units.township, name="说明.txt", content="办结说明".encode(), by=zhang).sha256
