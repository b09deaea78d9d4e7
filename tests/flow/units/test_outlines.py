"""Borders come from the office's own file: checked as a whole, known by their codes, drawn on boards and registers."""

import datetime as dt
import json
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from tests.web.test_figures import of_bands
from youju.flow.units import ground
from youju.flow.units.models import Outline
from youju.flow.units.selectors import outlines_of
from youju.flow.units.services import add_unit, import_outlines, merge_units
from youju.kernel.errors import BadInput
from youju.kernel.models import Trace

SQUARE = [[124.0, 43.0], [124.4, 43.0], [124.4, 43.3], [124.0, 43.3], [124.0, 43.0]]
SOURCE = "县自然资源局，吉S(2026)012号"


def feature(code, rings=(SQUARE,), kind="Polygon", **about):
    return {
        "type": "Feature",
        "properties": {"code": code, **about},
        "geometry": {"type": kind, "coordinates": list(rings)},
    }


def book(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def moved(east, ring=SQUARE):
    return [[lon + east, lat] for lon, lat in ring]


def taken(zhao, *features, source=SOURCE):
    return import_outlines(name="边界.geojson", content=book(*features), source=source, by=zhao)


def test_known_units_get_their_borders_and_unknown_codes_are_told(zhao, units):
    done = taken(zhao, feature("220322103"), feature("220322104000", (moved(0.4),)), feature("110101001"))
    assert (done.stored, done.unknown) == (2, ("110101001",))
    assert "110101001" in done.words
    kept = outlines_of(["220322103", "220322104", "220322"])
    assert set(kept) == {"220322103", "220322104"}
    assert kept["220322103"].rings[0][0] == [12400000, 4300000], "whole numbers: no binary float is stored"
    trace = Trace.objects.get(act="unit.outline")
    assert (trace.detail["stored"], trace.detail["unknown"], trace.detail["source"]) == (2, 1, SOURCE)


def test_a_zone_whose_code_is_no_number_gets_its_border(zhao, units):
    add_unit(
        code="Z22032201", name="开发区", level="county", parent=units.county, on=dt.date(2020, 1, 1), by=None
    )
    assert taken(zhao, feature("Z22032201")).stored == 1


def test_a_later_file_takes_the_place_of_an_earlier_one(zhao, units):
    taken(zhao, feature("220322103"))
    taken(zhao, feature("220322103", (moved(1),)), source="重测")
    (row,) = Outline.objects.all()
    assert (row.rings[0][0][0], row.source) == (12500000, "重测")


def test_whoever_may_not_change_a_unit_draws_no_border_for_it(zhang, units):
    with pytest.raises(BadInput):
        taken(zhang, feature("220322103"))
    assert not Outline.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe not", "GeoJSON"),
        (b"[" * 100_000, "GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "GeoJSON"),
        (b'{"type": "Topology"}', "FeatureCollection"),
        (book(feature("")), "没有区划代码"),
        (book(feature("2203221")), "6、9、12 位"),
        (book(feature("22032210 3")), "不像代码"),
        (book(feature("220322103", kind="LineString")), "不是面"),
        (book(feature("220322103", ([[43.0, 124.0]] * 4,))), "不在我国范围里"),
        (book(feature("220322103", ([[412000.5, 4761000.2]] * 4,))), "不在我国范围里"),
        (book(feature("220322103", (SQUARE[:-1],))), "首尾不相接"),
        (book(feature("220322103", ([["124", "43"]] * 4,))), "坐标写得不对"),
        (book(feature("220322103", ())), "一圈坐标也没有"),
        (book(feature("220322103"), feature("220322103000")), "前面已经出现过"),
        (book(feature("220322103"), {"type": "Feature"}), "没有区划代码"),
        (book(feature("999999999")), "不认识"),
    ],
)
def test_a_file_with_a_fault_is_refused_as_a_whole_with_its_place(zhao, units, content, said):
    with pytest.raises(BadInput) as told:
        import_outlines(name="边界.geojson", content=content, source=SOURCE, by=zhao)
    assert said in " ".join([str(told.value), *(str(problem) for problem in told.value.problems)])
    assert told.value.problems
    assert not Outline.objects.exists()


@pytest.mark.parametrize(("limit", "to"), [("LARGEST", 10), ("MOST_SPOTS", 3)])
def test_a_file_that_is_too_large_is_refused(zhao, units, monkeypatch, limit, to):
    monkeypatch.setattr(ground, limit, to)
    with pytest.raises(BadInput, match="超过"):
        taken(zhao, feature("220322103"))


def test_borders_without_a_source_are_refused(zhao, units):
    with pytest.raises(BadInput, match="来源"):
        taken(zhao, feature("220322103"), source=" ")


def test_the_form_keeps_the_source_and_says_the_fault_beside_it(client, zhao, units):
    client.force_login(zhao)
    file = SimpleUploadedFile("边界.geojson", book(feature("220322103", kind="Point")))
    answer = client.post("/units/outlines/", {"file": file, "source": SOURCE})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert f'value="{SOURCE}"' in told
    assert "第 1 个图形" in told
    file = SimpleUploadedFile("边界.geojson", book(feature("220322103")))
    answer = client.post("/units/outlines/", {"file": file, "source": SOURCE}, follow=True)
    assert "存了 1 个单位的边界" in answer.content.decode()


def test_a_program_brings_borders_and_is_told_the_unknown_codes(client, zhao, units):
    client.force_login(zhao)
    token = client.get("/").wsgi_request.META["CSRF_COOKIE"]
    file = SimpleUploadedFile("边界.geojson", book(feature("220322103"), feature("110101001")))
    answer = client.post(
        f"/api/units/outlines?source={SOURCE}", {"file": file}, headers={"X-CSRFToken": token}
    )
    assert answer.json() == {"stored": 1, "unknown": ["110101001"]}


def test_the_list_of_units_leads_to_both_imports_whoever_may_change_units(client, zhao, zhang, units):
    for person, leads in ((zhao, True), (zhang, False)):
        client.force_login(person)
        page = client.get("/units/").content.decode()
        assert ('href="/units/outlines/"' in page, 'href="/units/import/"' in page) == (leads, leads)


spots = st.lists(
    st.tuples(st.integers(7_300_000, 13_600_000), st.integers(300_000, 5_400_000)), min_size=1, max_size=40
)


@given(spots)
def test_every_place_stands_on_the_sheet(found):
    sheet = ground.ground(found, 900, 600, 20)
    for spot in found:
        x, y = map(Decimal, sheet.at(spot))
        assert 20 <= x <= Decimal("880.1")
        assert 20 <= y <= Decimal("580.1")


@given(spots.filter(lambda found: len(found) > 3))
def test_what_is_thinned_is_closed_and_no_longer_than_before(found):
    ring = [*found, found[0]]
    (kept,) = ground.thinned([ring])
    assert kept[0] == kept[-1] == ring[0]
    assert len(kept) <= len(ring)
    assert set(kept) <= set(ring)


def test_an_island_smaller_than_a_dot_is_left_out_and_a_hole_stays_a_hole():
    big = [(0, 0), (100_000, 0), (100_000, 100_000), (0, 0)]
    dot = [(50, 50), (60, 50), (60, 60), (50, 50)]
    assert ground.thinned([big, dot]) == [big]
    hole = [(20_000, 10_000), (40_000, 10_000), (40_000, 20_000), (20_000, 10_000)]
    assert ground.thinned([big, hole]) == [big, hole]


def test_a_name_that_would_lie_on_another_is_not_written():
    said = [
        ("东岭一村", "100.0", "50.0"),
        ("东岭二村", "130.0", "60.0"),
        ("东岭三村", "160.0", "50.0"),
        ("", "100.0", "50.0"),
    ]
    assert ground.lettered(said, 12) == ["东岭一村", "", "东岭三村", ""]
    assert ground.lettered([said[0], ("东岭二村", "100.0", "80.0")], 12) == ["东岭一村", "东岭二村"]


def test_north_is_up_and_east_is_right():
    sheet = ground.ground([(12_400_000, 4_300_000), (12_440_000, 4_330_000)], 900, 600, 20)
    west_south, east_north = sheet.at((12_400_000, 4_300_000)), sheet.at((12_440_000, 4_330_000))
    assert Decimal(west_south[0]) < Decimal(east_north[0])
    assert Decimal(west_south[1]) > Decimal(east_north[1])


def test_a_board_is_drawn_by_borders_with_words_beside_colour_and_those_without_are_named(
    zhao, units, monkeypatch
):
    from youju.web.templatetags.figures import lands

    circle = SimpleNamespace(
        rows=[
            SimpleNamespace(unit="220322103", title="郭家店镇", band="红榜"),
            SimpleNamespace(unit="220322104", title="榆树台镇", band=None),
        ],
        league="l", group="g", title="乡镇", withheld=False,
    )  # fmt: skip
    score = of_bands(monkeypatch, "红榜", "蓝榜")
    assert render_to_string("web/figures/lands.html", lands(circle, score)).strip() == ""
    taken(zhao, feature("220322103"))
    drawn = render_to_string("web/figures/lands.html", lands(circle, score))
    assert drawn.count('fill-rule="evenodd"') == 1
    assert "url(#hatch-red-land-l-g)" in drawn
    assert "<title>郭家店镇 红榜</title>" in drawn
    assert "没有边界图形，图上没有的单位：榆树台镇" in drawn
    assert SOURCE in drawn


def test_borders_whose_source_says_so_are_a_sketch_on_the_board_itself(zhao, units, monkeypatch):
    from youju.web.templatetags.figures import lands

    row = SimpleNamespace(unit="220322103", title="郭家店镇", band="红榜")
    circle = SimpleNamespace(rows=[row], league="l", group="g", title="乡镇", withheld=False)
    taken(zhao, feature("220322103"))
    said = "示意图，不是行政区域界线</text>"
    assert said not in render_to_string(
        "web/figures/lands.html", lands(circle, of_bands(monkeypatch, "红榜", "蓝榜"))
    )
    for source in ("示意图形，自绘", "A sketch, own drawing"):
        taken(zhao, feature("220322103"), source=source)
        assert said in render_to_string(
            "web/figures/lands.html", lands(circle, of_bands(monkeypatch, "红榜", "蓝榜"))
        )


def test_where_nothing_can_be_opened_a_map_has_no_links_and_too_few_units_have_no_map(
    zhao, units, monkeypatch
):
    from youju.web.templatetags.figures import lands

    row = SimpleNamespace(unit="220322103", title="郭家店镇", band="红榜")
    circle = SimpleNamespace(rows=[row], league="l", group="g", title="乡镇", withheld=False)
    taken(zhao, feature("220322103"))
    drawn = render_to_string(
        "web/figures/lands.html", lands(circle, of_bands(monkeypatch, "红榜", "蓝榜"), opens=False)
    )
    assert "<title>郭家店镇 红榜</title>" in drawn
    assert "href" not in drawn
    circle.withheld = True
    assert lands(circle, of_bands(monkeypatch, "红榜", "蓝榜"))["lands"] == []


def test_a_unit_that_is_no_more_is_not_drawn_under_the_records_of_today(zhao, units):
    from youju.flow.units.selectors import every_unit, outlines_within

    taken(zhao, *(feature(unit.code, (moved(0.4 * n),)) for n, unit in enumerate(units.villages[:2])))
    merge_units(
        units=[units.villages[1]], into=units.villages[0], on=dt.date(2026, 1, 1), by=zhao, basis="批复"
    )
    assert list(outlines_within(every_unit(), 9)) == [units.villages[0].code]


def test_a_register_lies_on_the_borders_of_its_units(zhao, units):
    from youju.work.registers import looking

    taken(zhao, feature("220322"), feature("220322103"))
    rows = SimpleNamespace(order_by=lambda _by: [])
    points, without, drawn = looking.points(
        rows, SimpleNamespace(map="where"), outlines_of(["220322", "220322103"])
    )
    assert (points, without) == ([], 0)
    assert [border.name for border in drawn] == ["", "郭家店镇"], (
        "the county lies below its township and bears no name"
    )
