"""One result: whatever the threads, the stretches in which facts are read, the blocks in which units are judged, and the order of rows."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.data import AS_OF, make
from youju.engine import blocks
from youju.engine.bundle import tables
from youju.engine.bundle.close import close_case
from youju.engine.bundle.verify import verify_bundle
from youju.engine.bundle.write import write_bundle, write_table
from youju.engine.case import open_case
from youju.engine.problems import BadInputError
from youju.engine.sources import stream


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    return make(tmp_path_factory.mktemp("w1"), villages=700, seed=11)


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 128)
    monkeypatch.setattr(tables, "PART", 128)
    monkeypatch.setattr(blocks.score_in_blocks, "__kwdefaults__", {"block": 128, "threads": 2})


@pytest.fixture
def streamed(small_parts, monkeypatch):
    monkeypatch.setattr(stream, "LARGE", 1)


def opened(work, facts=None):
    return open_case(work.folder, facts=facts, period="2023-06", as_of=AS_OF)


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_blocks_and_threads_give_the_bytes_of_the_whole(work, streamed, threads, tmp_path):
    case = opened(work)
    assert isinstance(case.facts, stream.FactFile)
    assert blocks.large(case.world())
    result = case.score()
    root = write_bundle(
        result, tmp_path / "whole", folder=work.folder, facts=case.facts, as_of=case.as_of, threads=1
    )
    assert close_case(case, tmp_path / "blocks", folder=work.folder, threads=threads)[0] == root


@pytest.mark.parametrize("at_once", [1, 20_000, 1 << 20])
def test_the_stretches_in_which_facts_are_read_change_nothing(work, streamed, at_once, tmp_path, monkeypatch):
    root = close_case(opened(work), tmp_path / "usual", folder=work.folder)[0]
    monkeypatch.setattr(stream, "AT_ONCE", at_once)
    assert close_case(opened(work), tmp_path / "other", folder=work.folder)[0] == root


def test_reading_whole_and_reading_in_stretches_give_the_same_places(
    work, small_parts, tmp_path, monkeypatch
):
    close_case(opened(work), tmp_path / "careful", folder=work.folder)
    monkeypatch.setattr(stream, "LARGE", 1)
    close_case(opened(work), tmp_path / "quick", folder=work.folder)
    assert (tmp_path / "careful/places.parquet").read_bytes() == (
        tmp_path / "quick/places.parquet"
    ).read_bytes()


def test_the_order_of_rows_changes_no_place(work, streamed, tmp_path):
    table = pq.read_table(work.facts)
    turned = table.take(np.random.default_rng(3).permutation(table.num_rows))
    close_case(opened(work), tmp_path / "one", folder=work.folder)
    write_table(turned, tmp_path / "turned.parquet")
    close_case(opened(work, tmp_path / "turned.parquet"), tmp_path / "two", folder=work.folder)
    assert (tmp_path / "one/places.parquet").read_bytes() == (tmp_path / "two/places.parquet").read_bytes()


def test_a_bundle_scored_in_blocks_verifies(work, streamed, tmp_path):
    close_case(opened(work), tmp_path / "bundle", folder=work.folder)
    assert verify_bundle(tmp_path / "bundle") == []


def test_two_values_of_one_moment_are_refused_in_a_streamed_file_too(work, streamed, tmp_path):
    table = pq.read_table(work.facts)
    one = table.slice(62_990, 1)
    value = pa.array([one["value"][0].as_py() + 1], table.schema.field("value").type)
    other = one.set_column(3, table.schema.field("value"), value)
    write_table(pa.concat_tables([table, other]), tmp_path / "twice.parquet")
    case = opened(work, tmp_path / "twice.parquet")
    with pytest.raises(BadInputError, match="记录时间却一样"):
        case.world()
