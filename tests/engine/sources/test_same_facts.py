"""The same facts are the same facts in CSV, Parquet, Excel and memory, whatever the order of their rows."""

import io
import random
from decimal import Decimal

import numpy as np
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.sources.support import JUNE, cells, scheme, units
from youju.engine.sources import read_facts

RULES, UNITS = scheme(), units()
row = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["v1", "v2", "v3"]),
        "indicator": st.sampled_from(["income", "population", "集体收入"]),
        "period": st.sampled_from(["2023-05", "2023-06", "", "2022-12"]),
        "value": st.none() | st.integers(0, 10**7).map(lambda n: Decimal(n) / 1000),
        "relation": st.sampled_from(["", "=", "≥", "<=", "约"]),
        "evidence": st.none()
        | st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).filter(str.strip),
    }
)
rows = st.lists(row, min_size=1, max_size=12).map(
    lambda many: [{**one, "recorded_at": f"2023-07-01T00:00:{n:02d}"} for n, one in enumerate(many)]
)
relaxed = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(source):
    facts, problems = read_facts(source, scheme=RULES, units=UNITS, period=JUNE)
    assert problems == []
    return cells(facts)


def texts(given_rows):
    return {
        name: ["" if one[name] is None else str(one[name]) for one in given_rows] for name in given_rows[0]
    }


def as_csv(given_rows, folder, encoding="utf-8"):
    pd.DataFrame(texts(given_rows)).to_csv(folder / "facts.csv", index=False, encoding=encoding)
    return folder / "facts.csv"


def as_parquet(given_rows, folder):
    held = pa.table(
        {**texts(given_rows), "value": pa.array([one["value"] for one in given_rows], pa.decimal128(18, 3))}
    )
    pq.write_table(held, folder / "facts.parquet", row_group_size=3)
    return folder / "facts.parquet"


def as_excel(given_rows, folder):
    book = openpyxl.Workbook()
    book.active.append(list(given_rows[0]))
    for one in given_rows:
        book.active.append(
            [
                float(cell) if isinstance(cell, Decimal) else cell
                for cell in (one[name] for name in given_rows[0])
            ]
        )
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    held = io.BytesIO()
    book.save(held)
    (folder / "facts.xlsx").write_bytes(held.getvalue())
    return folder / "facts.xlsx"


@relaxed
@given(given_rows=rows)
def test_csv_parquet_excel_and_memory_give_the_same_facts(given_rows, tmp_path):
    first = read(given_rows)
    assert read(as_csv(given_rows, tmp_path)) == first
    assert read(as_csv(given_rows, tmp_path, "utf-8-sig")) == first
    assert read(as_parquet(given_rows, tmp_path)) == first
    assert read(as_excel(given_rows, tmp_path)) == first


@relaxed
@given(given_rows=rows, seed=st.integers(0, 999))
def test_the_order_of_rows_does_not_change_what_is_said(given_rows, seed):
    mixed = list(given_rows)
    random.Random(seed).shuffle(mixed)
    assert sorted(read(given_rows), key=repr) == sorted(read(mixed), key=repr)


@relaxed
@given(given_rows=rows)
def test_gb18030_is_the_same_as_utf_8(given_rows, tmp_path):
    plain = [{**one, "evidence": "会议纪要和照片"} for one in given_rows]
    assert read(as_csv(plain, tmp_path, "gb18030")) == read(as_csv(plain, tmp_path))


@pytest.mark.parametrize(
    "frame", [pd.DataFrame, pl.DataFrame, pa.Table.from_pylist], ids=["pandas", "polars", "arrow"]
)
def test_frames_are_read_as_lists_of_rows_are(frame):
    given_rows = [
        {"unit": "v1", "income": 1.5, "population": 3},
        {"unit": "v2", "income": None, "population": 4},
    ]
    assert read(frame(given_rows)) == read(given_rows)


@pytest.mark.parametrize("small", [1e-05, Decimal("1E-5")])
def test_a_small_number_of_a_program_is_no_power_of_ten_somebody_wrote(small):
    rows = [{"unit": "v1", "indicator": "income", "period": "2023-06", "value": small}]
    assert read(rows) == read([rows[0] | {"value": "0.00001"}])


def test_nan_in_a_frame_is_refused_unless_it_is_an_empty_cell():
    held = pa.table({"unit": ["v1"], "income": np.array([np.nan])})
    facts, problems = read_facts(held, scheme=RULES, units=UNITS, period=JUNE)
    assert facts is None
    assert [p.code for p in problems] == ["value-nothing"]


def test_a_parquet_of_dictionaries_in_many_groups_is_read_like_its_text(tmp_path):
    size = 300
    codes = pa.DictionaryArray.from_arrays(
        pa.array(np.arange(size) % 3, pa.int32()), pa.array(["v1", "v2", "v3"])
    )
    months = [f"{2000 + n // 12}-{n % 12 + 1:02d}" for n in range(size // 3) for _ in range(3)]
    held = pa.table(
        {"unit": codes, "indicator": ["income"] * size, "period": months, "value": np.arange(size)}
    )
    pq.write_table(held, tmp_path / "facts.parquet", row_group_size=7)
    assert read(tmp_path / "facts.parquet") == read(held.to_pylist())
