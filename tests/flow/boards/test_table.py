"""What a board shows to whom: withheld where few are compared, places only with an approval, change, ties and medians."""

from decimal import Decimal

import pytest

from tests.house.sources import ROOT
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.write import write_bundle
from youju.engine.case import open_case
from youju.flow.boards.table import Reader, circles, peer_medians

HOME = ROOT / "schemes" / "village-living-environment"
GREY = frozenset({"灰榜"})
OFFICE = Reader(inside=True, ordinal=False, hidden=GREY)
UNIT = Reader(inside=False, ordinal=False, hidden=GREY)
APPROVED = Reader(inside=False, ordinal=True, hidden=GREY)


def scored(folder, period, text=None):
    """Score a month of the shipped villages, with another scheme text if given."""
    import shutil

    home = shutil.copytree(HOME, folder / f"scheme-{period}-{bool(text)}")
    if text is not None:
        (home / "scheme.yaml").write_text(text((home / "scheme.yaml").read_text("utf-8")), "utf-8")
    case = open_case(home, period=period)
    write_bundle(
        case.score(), folder / f"{period}-{bool(text)}", folder=home, facts=case.facts, as_of=case.as_of
    )
    return Bundle(folder / f"{period}-{bool(text)}")


@pytest.fixture(scope="module")
def may(tmp_path_factory):
    return scored(tmp_path_factory.mktemp("may"), "2023-05")


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Six villages, compared under a scheme that wants seven."""
    return scored(
        tmp_path_factory.mktemp("few"), "2023-05", lambda text: text.replace("at_least: 5", "at_least: 7")
    )


def test_where_too_few_are_compared_places_bands_and_totals_are_withheld(few):
    circle, *_others = circles(few, APPROVED)
    assert circle.withheld
    assert circle.median is None
    assert {(row.place, row.band, row.total) for row in circle.rows} == {(None, None, None)}


def test_the_control_one_fewer_and_they_are_compared(may):
    circle, *_others = circles(may, APPROVED)
    assert not circle.withheld
    assert circle.rows[0].place == "1"


def test_without_an_approval_document_nobody_outside_reads_a_place_or_a_total(may):
    circle, *_others = circles(may, UNIT)
    assert {(row.place, row.total, row.change) for row in circle.rows} == {(None, None, None)}


def test_inside_a_band_units_without_places_stand_in_the_order_of_their_codes(may):
    circle, *_others = circles(may, UNIT)
    blue = [row.unit for row in circle.rows if row.band == "蓝榜"]
    assert blue == sorted(blue)


def test_a_band_that_is_not_published_is_seen_by_the_office_only(may):
    outside, inside = circles(may, UNIT)[0], circles(may, OFFICE)[0]
    assert "灰榜" not in {row.band for row in outside.rows}
    assert "灰榜" in {row.band for row in inside.rows}


def test_every_total_is_told_against_the_month_before(may, tmp_path):
    april = scored(tmp_path, "2023-04")
    was = {row["unit"]: row["total"] for row in april.places.to_pylist()}
    circle, *_others = circles(may, OFFICE, earlier=[april])
    assert all(row.change == row.total - was[row.unit] for row in circle.rows)
    assert any(row.change for row in circle.rows)


def test_a_rank_interval_stands_beside_the_place_of_those_it_is_about(may):
    circle, *_others = circles(may, OFFICE)
    first = circle.rows[0].unit
    again, *_others = circles(may, OFFICE, firm={("village", first): ("1", "3", True)})
    assert [(r.low, r.high, r.tied) for r in again.rows][:2] == [("1", "3", True), (None, None, False)]


def test_the_median_of_a_rule_is_that_of_the_own_circle(may):
    circle, *_others = circles(may, OFFICE)
    brought = sorted(
        reason["contribution"]
        for row in circle.rows
        for reason in may.reasons(row.unit)
        if reason["rule"] == "residents"
    )
    middle = (brought[2] + brought[3]) / 2
    assert peer_medians(may, circle.rows[0].unit)["residents"] == Decimal(middle)
