"""A board of many is read page by page, on the page and by programs; a page is drawn once for all who see the same."""

import json

import pytest

from youju.flow.boards import selectors, views
from youju.flow.units.services import import_outlines

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_a_page(monkeypatch):
    views._drawn.cache_clear()
    monkeypatch.setattr(selectors, "ROWS", 2)
    yield
    views._drawn.cache_clear()


def titles(page, units):
    return [unit.name for unit in (*units.villages, *units.others) if f">{unit.name}</a>" in page]


def test_every_unit_stands_on_one_page(client, zhao, noticed, units, two_a_page):
    client.force_login(zhao)
    pages = [client.get(f"/boards/{noticed.pk}/?page={n}").content.decode() for n in (1, 2, 3)]
    found = [titles(page, units) for page in pages]
    assert [len(some) for some in found] == [2, 2, 1]
    assert sorted(name for some in found for name in some) == sorted(
        unit.name for unit in (*units.villages, *units.others)
    )
    assert "?page=2&amp;" in pages[0]
    assert "下一页" not in pages[2]
    assert "3 / 3" in pages[2]


def test_a_board_of_few_has_no_pages(client, zhao, noticed, units):
    client.force_login(zhao)
    page = client.get(f"/boards/{noticed.pk}/").content.decode()
    assert len(titles(page, units)) == 5
    assert "下一页" not in page


def test_a_program_reads_the_same_pages(client, zhao, noticed, two_a_page):
    client.force_login(zhao)
    said = [client.get(f"/api/boards/{noticed.pk}?page={n}").json() for n in (1, 2, 3)]
    assert {one["pages"] for one in said} == {3}
    assert len({row["unit"] for one in said for circle in one["circles"] for row in circle["rows"]}) == 5


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999999", "99"])
def test_a_page_that_is_not_there_is_no_error(client, zhao, noticed, page):
    client.force_login(zhao)
    assert client.get(f"/boards/{noticed.pk}/?page={page}").status_code == 200


def test_a_page_is_drawn_once(client, zhao, noticed, two_a_page):
    client.force_login(zhao)
    for _ in range(3):
        client.get(f"/boards/{noticed.pk}/")
    drawn = views._drawn.cache_info()
    assert (drawn.misses, drawn.hits) == (1, 2)


def test_borders_that_came_after_a_page_was_drawn_are_on_it(client, zhao, noticed, units):
    client.force_login(zhao)
    ring = [[124.0, 43.0], [124.4, 43.0], [124.4, 43.3], [124.0, 43.3], [124.0, 43.0]]
    feature = {
        "type": "Feature",
        "properties": {"code": units.villages[0].code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    assert "吉S(2026)012号" not in client.get(f"/boards/{noticed.pk}/").content.decode()
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    import_outlines(name="边界.geojson", content=content, source="吉S(2026)012号", by=zhao)
    assert "吉S(2026)012号" in client.get(f"/boards/{noticed.pk}/").content.decode()


def test_a_board_that_is_not_published_tells_what_is_still_open(client, zhao, zhang, noticed, units):
    from youju.flow.scores.services import raise_objection

    client.force_login(zhao)
    assert "件异议没有复核" not in client.get(f"/boards/{noticed.pk}/").content.decode()
    raise_objection(score=noticed, unit=units.villages[0], rule="income", words="少算一笔", by=zhang)
    page = client.get(f"/boards/{noticed.pk}/").content.decode()
    assert "还没有了结的：1 件异议没有复核" in page
