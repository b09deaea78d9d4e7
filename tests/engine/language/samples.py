"""A small scheme that is right, for tests to spoil."""

from youju.engine.problems import blocking
from youju.engine.read import Loaded, read_text

HEAD = """\
scheme: village-income
title: 村集体经济增收考核
version: 2023.2
owner: 市委考核办
basis: {title: 关于考核的通知, number: 通办发〔2023〕5号, issuer: 通化市委办公室, issuer_level: city, adopted: 2023-02-01, plan: 2023年度督查检查考核计划第4项}
in_force: {from: 2023-02, to: 2023-12}
round: {every: month}
league: {level: village, within: township}
parameters: {target: {2023-01: 100000, 2023-07: 120000}, cost: 2}
registers:
  fires:
    item: item
    date: on
    fields: {unit: {}, on: {type: date}, item: {}, level: {choices: [市级, 省级], ordered: true}, size: {type: number}}
indicators:
  income: {title: 村集体收入, ask: month, up_the_tree: sum, missing: withhold}
  fires_seen: {title: 火点, ask: month, missing: zero}
"""
MARKS = """\
marks:
  - {id: income, clause: 第三条, full: 20, value: {ratio: income, to: target}, shape: {curve: [[0, 0], [1, 20]]}}
"""
TAIL = """\
total: {places: 2, before_ranking: true, ties: best}
"""


def read(marks: str = MARKS, *, head: str = HEAD, tail: str = TAIL) -> Loaded:
    """Read the sample with other marks."""
    return read_text(head + marks + tail)


def rules(loaded: Loaded):
    """Return the rules, having made sure that nothing was refused."""
    assert [str(p) for p in blocking(loaded.problems)] == []
    return loaded.scheme.marks
