"""On Spark itself: two local threads give the bundles of this process, byte for byte. `make test-spark` runs it; without PySpark or Java it is skipped."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

import pytest

from benchmarks.data import AS_OF, make
from tests.house.sources import ROOT
from youju.engine.bundle.close import close_case
from youju.engine.case import open_case
from youju.engine.sources import stream

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("pyspark") is None,
        reason="NOT TESTED HERE: PySpark is not installed; `make test-spark` brings it",
    ),
    pytest.mark.skipif(
        shutil.which("java") is None,
        reason="NOT TESTED: there is no Java on this machine, and Spark needs one",
    ),
]
SHIPPED = sorted(path.parent for path in (ROOT / "schemes").glob("*/scheme.yaml"))


@pytest.fixture(scope="module")
def spark():
    from youju.cli.cluster import session

    with session() as opened:
        yield opened


def both_roots(case, folder, tmp_path, spark):
    from youju.engine.spark.run import close_on_spark

    here = close_case(case, tmp_path / "here", folder=folder)[0]
    return here, close_on_spark(case, tmp_path / "there", folder=folder, spark=spark)[0]


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_shipped_scheme_has_one_root(folder, spark, tmp_path):
    here, there = both_roots(open_case(folder), folder, tmp_path, spark)
    assert here == there


def test_a_nation_whose_facts_the_workers_read_has_one_root(spark, tmp_path, monkeypatch):
    """70,000 villages: two partitions, facts in four stretches."""
    monkeypatch.setattr(stream, "LARGE", 1)
    monkeypatch.setattr(stream, "AT_ONCE", 1 << 21)
    work = make(tmp_path / "w1", villages=70_000, seed=5)
    case = open_case(work.folder, period="2023-06", as_of=AS_OF)
    assert isinstance(case.facts, stream.FactFile)
    here, there = both_roots(case, work.folder, tmp_path, spark)
    assert here == there


def test_a_fact_the_workers_doubt_is_told_as_it_is_here(spark, tmp_path, monkeypatch):
    from youju.engine.problems import BadInputError
    from youju.engine.spark.run import close_on_spark

    monkeypatch.setattr(stream, "LARGE", 1)
    work = make(tmp_path / "w1", villages=50, seed=5)
    scheme = work.folder / "scheme.yaml"
    text = scheme.read_text("utf-8")
    scheme.write_text(
        text.replace("i0: {title: 指标0, ask: month}", "i0: {title: 指标0, ask: month, at_most: 1}"), "utf-8"
    )
    case = open_case(work.folder, period="2023-06", as_of=AS_OF)
    with pytest.raises(BadInputError, match=r"facts\.parquet"):
        close_on_spark(case, tmp_path / "bundle", folder=work.folder, spark=spark)
    assert not (tmp_path / "bundle").exists()
