"""Youju in a notebook: tables in, tables and pictures out."""

from __future__ import annotations

from decimal import Decimal

import pytest

import youju
from youju.engine.catalog import new_scheme
from youju.engine.problems import BadInputError

pandas = pytest.importorskip("pandas")

UNITS = [
    {"code": "east", "title": "东乡", "level": "乡镇", "parent": None},
    {"code": "a", "title": "甲村", "level": "村", "parent": "east"},
    {"code": "b", "title": "乙村", "level": "村", "parent": "east"},
]
FACTS = [
    {"unit": "a", "income": 100000, "complaints": 4, "solved": 4},
    {"unit": "b", "income": 50000, "complaints": 10, "solved": 8},
]


@pytest.fixture
def scheme(tmp_path):
    new_scheme(tmp_path / "scheme")
    return youju.read_scheme(tmp_path / "scheme")


@pytest.mark.parametrize("form", [list, pandas.DataFrame])
def test_rows_and_frames_give_the_same_totals(scheme, form):
    result = youju.score(scheme, form(FACTS), form(UNITS))
    assert (result.raw.total("a"), result.raw.total("b")) == (Decimal(100), Decimal(60))


def test_the_reasons_of_a_unit_add_up_to_its_total(scheme):
    result = youju.score(scheme, FACTS, UNITS)
    assert sum(result.explain("b")["contribution"].to_pylist()) == Decimal(60)


def test_the_board_is_a_frame_with_places_and_bands(scheme):
    board = youju.score(scheme, FACTS, UNITS).board().set_index("unit")
    assert list(board.loc[["a", "b"], "place"]) == [1, 2]


def test_a_stranger_has_no_reasons(scheme):
    with pytest.raises(LookupError):
        youju.score(scheme, FACTS, UNITS).explain("nobody")


def test_bad_facts_are_refused_with_every_problem(scheme):
    with pytest.raises(BadInputError) as refused:
        youju.score(scheme, [{"unit": "z", "income": "一千"}], UNITS)
    assert len(refused.value.problems) == 2


def test_a_written_round_verifies(scheme, tmp_path):
    from youju.engine.bundle.verify import verify_bundle

    youju.score(scheme, FACTS, UNITS).write(tmp_path / "bundle")
    assert verify_bundle(tmp_path / "bundle") == []


def test_a_board_and_a_unit_can_be_drawn(scheme):
    pytest.importorskip("altair")
    result = youju.score(scheme, FACTS, UNITS)
    assert result.plot_board().to_dict()["mark"]["type"] == "bar"
    assert len(result.plot_unit("a").to_dict()["datasets"]) == 1
