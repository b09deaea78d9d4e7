"""Figures are geometry: what is drawn follows from the numbers, and what cannot be drawn is not drawn."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from youju.web.figures import SPARK_WIDE, TILE_HIGH, TILES, WIDE, interval, share, spark, tiles, waterfall
from youju.web.templatetags.figures import aligned, plain, tone

marks = st.decimals(min_value=-50, max_value=50, places=2)


def test_each_bar_begins_where_the_one_before_ended():
    first, second, third = waterfall([Decimal(10), Decimal(20), Decimal(-5)])
    assert (first.x, first.width, first.kind) == ("0.0", "73.3", "gain")
    assert (second.x, second.width) == ("73.3", "146.7")
    assert (third.x, third.width, third.kind) == ("183.3", "36.7", "loss")


def test_a_part_that_is_not_counted_has_no_bar_and_moves_nothing():
    first, gap, second = waterfall([Decimal(10), None, Decimal(10)])
    assert gap is None
    assert (first.x, second.x) == ("0.0", "110.0")


def test_full_marks_stretch_the_scale():
    (one,) = waterfall([Decimal(50)], full=Decimal(100))
    assert one.width == "110.0"


@given(st.lists(marks, max_size=12))
def test_every_bar_stays_inside_its_box(parts):
    for one in waterfall(parts):
        assert Decimal(one.x) >= 0
        assert Decimal(one.x) + Decimal(one.width) <= WIDE + Decimal(
            "1.1"
        )  # a bar of nothing is drawn one unit wide
        assert 0 <= Decimal(one.zero) <= WIDE


def test_a_share_has_no_length_where_there_is_no_whole():
    assert share(Decimal(5), Decimal(10)) == "110.0"
    assert share(Decimal(50), Decimal(10)) == "220.0"
    assert share(None, Decimal(10)) is None
    assert share(Decimal(5), Decimal(0)) is None


def test_one_point_is_no_course_and_a_gap_is_a_gap():
    assert spark([Decimal(1)]) is None
    assert spark([Decimal(1), None]) is None
    assert len(spark([Decimal(1), Decimal(2), None, Decimal(3)]).pieces) == 2


@given(st.lists(marks, min_size=2, max_size=12))
def test_a_course_ends_at_the_last_value(values):
    line = spark(values)
    assert line.x == f"{SPARK_WIDE - 3:.1f}"
    assert len(line.pieces[0].split()) == len(values)


def test_a_band_takes_the_colour_it_is_named_after():
    assert [tone(band) for band in ("红榜", "蓝榜", "灰榜", "领先", None)] == ["red", "blue", "", "", ""]


def test_numbers_are_plain_and_in_a_column_have_places_alike():
    assert [plain(Decimal("9.910")), plain(Decimal(100)), plain(None)] == ["9.91", "100", ""]
    column = [Decimal("1.5"), Decimal(-2), None]
    assert [aligned(value, column) for value in column] == ["1.50", "-2.00", ""]


units = st.lists(
    st.tuples(
        st.text("0123456789", min_size=1), st.text("村屯", max_size=20), st.sampled_from(["红榜", None])
    ),
    unique_by=lambda one: one[0],
)


@given(units, st.randoms())
def test_the_order_of_tiles_tells_nothing_of_the_order_of_marks(given_, random):
    shuffled = random.sample(given_, len(given_))
    assert tiles(given_) == tiles(shuffled)


@given(units)
def test_every_unit_has_one_tile_and_no_two_stand_on_one_place(given_):
    drawn, high = tiles(given_)
    assert sorted(tile.unit for tile in drawn) == sorted(code for code, _title, _band in given_)
    assert len({(tile.x, tile.y) for tile in drawn}) == len(given_)
    assert high == -(-len(given_) // TILES) * TILE_HIGH


def of_bands(monkeypatch, *names):
    """Return a score whose scheme has these bands, the best first."""
    from types import SimpleNamespace

    monkeypatch.setattr(
        "youju.web.templatetags.figures.scheme_of", lambda bands: SimpleNamespace(bands=bands)
    )
    return SimpleNamespace(pk=7, round=SimpleNamespace(scheme_version=dict.fromkeys(names)))


def test_bands_named_after_no_colour_are_shaded_by_their_order_and_no_band_is_blank(monkeypatch):
    from youju.web.templatetags.figures import _BLANK, fills

    found = fills(of_bands(monkeypatch, "前列", "稳定", "关注"), "n")
    shades = [found[name] for name in ("前列", "稳定", "关注")]
    assert len(set(shades)) == 3 and shades == sorted(shades) and _BLANK not in shades


def test_a_band_of_no_colour_beside_coloured_ones_is_grey_and_looks_like_none_of_them(monkeypatch):
    from youju.web.templatetags.figures import _GREY, fills

    found = fills(of_bands(monkeypatch, "红榜", "蓝榜", "灰榜"), "n")
    assert found == {"红榜": "url(#hatch-red-n)", "蓝榜": "url(#hatch-blue-n)", "灰榜": _GREY}


def test_many_bands_go_from_dark_to_light_each_its_own_shade(monkeypatch):
    from youju.web.templatetags.figures import fills

    found = list(fills(of_bands(monkeypatch, *"甲乙丙丁戊己"), "n").values())
    assert found == sorted(found) and len(set(found)) == 6


def test_a_tile_says_its_band_in_words_beside_colour_and_hatching(monkeypatch):
    from types import SimpleNamespace

    from django.template.loader import render_to_string

    from youju.web.templatetags.figures import tiles as drawn

    rows = [
        SimpleNamespace(unit="2", title="乙村", band="红榜"),
        SimpleNamespace(unit="1", title="甲村", band=None),
    ]
    circle = SimpleNamespace(rows=rows, league="l", group="g", title="东岭镇")
    text = render_to_string("web/figures/tiles.html", drawn(circle, of_bands(monkeypatch, "红榜", "蓝榜")))
    assert text.index("甲村") < text.index("乙村")
    assert "url(#hatch-red-l-g)" in text
    assert ">红榜</text>" in text
    assert ">未分档</text>" in text


def test_an_interval_of_places_is_drawn_over_all_places_of_its_circle():
    assert interval(Decimal(1), Decimal(4), 4) == ("0.0", f"{WIDE}.0")
    assert interval(Decimal(2), Decimal(2), 4) == (f"{WIDE // 4}.0", f"{WIDE // 4}.0")
