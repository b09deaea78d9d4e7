"""Judged partition by partition, each seeing only its own units and those it must: every bundle is the bundle of the whole."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.data import AS_OF, make
from tests.engine.compare import read
from tests.engine.spark.in_process import Session
from tests.engine.strategies.parts import TIMES
from tests.engine.strategies.schemes import cases, indicators_with
from tests.engine.worked import facts_of, read_yaml, scheme_of, told, units_of
from tests.house.sources import ROOT
from youju.engine import blocks
from youju.engine.bundle import tables
from youju.engine.bundle.close import close_case
from youju.engine.case import Case, open_case
from youju.engine.expand import expand_scheme
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.sources import stream
from youju.engine.spark import parts as spark_parts
from youju.engine.spark.alone import Alone
from youju.engine.spark.parts import partitions
from youju.engine.spark.run import close_on_spark

SHIPPED = sorted(path.parent for path in (ROOT / "schemes").glob("*/scheme.yaml"))


@pytest.fixture
def small(monkeypatch):
    """Blocks of a few units, and files of reasons to match."""

    def of(block):
        monkeypatch.setattr(blocks, "BLOCK", block)
        monkeypatch.setattr(tables, "PART", block)
        monkeypatch.setattr(blocks.score_in_blocks, "__kwdefaults__", {"block": block, "threads": 1})

    return of


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    return make(tmp_path_factory.mktemp("w1"), villages=2000, seed=11)


def both_roots(case, folder, tmp_path, session=None):
    here = close_case(case, tmp_path / "here", folder=folder)[0]
    there = close_on_spark(case, tmp_path / "there", folder=folder, spark=session or Session())[0]
    return here, there


@pytest.mark.parametrize("block", [3, 65_536])
@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_shipped_schemes_have_one_root(folder, block, small, tmp_path):
    small(block)
    here, there = both_roots(open_case(folder), folder, tmp_path)
    assert here == there


@pytest.mark.parametrize("session", [Session, Alone], ids=["shuffled", "one after the other"])
@pytest.mark.parametrize("large", [1, 10**9], ids=["read by workers", "read here"])
def test_a_nation_in_many_partitions_has_one_root(nation, large, session, small, tmp_path, monkeypatch):
    small(128)
    monkeypatch.setattr(stream, "LARGE", large)
    monkeypatch.setattr(stream, "AT_ONCE", 25_000)
    case = open_case(nation.folder, period="2023-06", as_of=AS_OF)
    parts = partitions(expand_scheme(case.scheme), case.units, case.period)
    assert parts is not None
    assert len(parts) == 16
    here, there = both_roots(case, nation.folder, tmp_path, session())
    assert here == there


def test_units_compared_with_everybody_stay_together(nation):
    text = (nation.folder / "scheme.yaml").read_text("utf-8").replace("among: county", "among: all")
    scheme = expand_scheme(Scheme.model_validate(read_yaml(text)))
    units = open_case(nation.folder, period="2023-06", as_of=AS_OF).units
    assert partitions(scheme, units, scheme.in_force.from_, block=128) is None


@settings(
    max_examples=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
@given(case=cases(indicators=indicators_with(), with_board=True, lengths=tuple(TIMES)))
def test_random_schemes_have_one_root(case):
    """Whatever the rules: registers, ratings, peers, standing values, roll-ups, vetoes – two units at a time."""
    scheme, units, facts, registers, period = read(case)
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as work:
        patch.setattr(blocks, "BLOCK", 2)
        patch.setattr(tables, "PART", 2)
        patch.setattr(spark_parts, "BROAD", 10**6)
        one = Case(None, scheme, units, facts, registers, period, None)
        here, there = both_roots(one, None, Path(work))
    assert here == there, told(case)


def test_a_reason_names_the_same_fact_wherever_the_other_units_are(small, tmp_path):
    """What one unit rests on must not hang on what units elsewhere have reported, or when."""
    small(1)
    scheme = scheme_of("""
indicators:
  done: {title: 完成, missing: omit}
  plan: {title: 计划, missing: omit}
  homes: {title: 户数, ask: once, missing: omit}
marks:
  - {id: share, clause: 一, value: {ratio: done, to: plan}, shape: {times: 10}}
  - {id: size, clause: 二, value: homes, shape: {times: 1}}
""")
    units = units_of("a", "b")
    facts = facts_of(
        units,
        [
            ("a", "done", "2023-06", 1),
            ("a", "plan", "2023-06", 2),
            ("b", "plan", "2023-06", 3),
            ("a", "homes", "2022-01", 7),
            ("b", "homes", "2023-01", 8),
        ],
    )
    case = Case(None, scheme, units, facts, {}, Period.parse("2023-06"), None)
    here, there = both_roots(case, None, tmp_path)
    assert here == there
    said = {
        (row["unit"], row["rule"]): row["fact"]
        for part in sorted((tmp_path / "here/reasons").iterdir())
        for row in pq.read_table(part).to_pylist()
    }
    assert (said["a", "size"], said["b", "size"]) == (3, 4)
    assert (said["a", "share"], said["b", "share"]) == (0, 2)
