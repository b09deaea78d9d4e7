"""The engine against an independent implementation: the work W1 written by hand in SQL gives the same marks, reasons and places."""

from __future__ import annotations

import pytest

from benchmarks import w1_sql
from benchmarks.data import AS_OF, make
from youju.engine.bundle.write import write_bundle
from youju.engine.case import open_case


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    home = tmp_path_factory.mktemp("w1")
    work = make(home / "work", villages=700, seed=7)
    case = open_case(work.folder, period="2023-06", as_of=AS_OF)
    write_bundle(case.score(), home / "ours", folder=work.folder, facts=case.facts, as_of=case.as_of)
    w1_sql.score(work, home / "sql")
    ours = w1_sql.checksums(str(home / "ours/reasons/*.parquet"), str(home / "ours/places.parquet"))
    sql = w1_sql.checksums(str(home / "sql/reasons.parquet"), str(home / "sql/places.parquet"))
    return ours, sql


@pytest.mark.parametrize("what", ["scores", "ranks", "bands", "reasons"])
def test_sql_on_duckdb_gives_the_same(both, what):
    ours, sql = both
    assert ours[what] == sql[what] != 0
