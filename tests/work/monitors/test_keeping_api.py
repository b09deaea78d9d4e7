"""Monitors set up and watched by programs: the same acts as the pages, the same refusals."""

import pytest

from youju.work.monitors.models import Area, Monitor, Normal, WatchRule

pytestmark = pytest.mark.django_db
GAUGE = {"kind": "rain", "title": "雨量站", "measure": "毫米", "places": 1, "every": 3600}
RULE = {
    "kind": "threshold",
    "side": "above",
    "opens": "50",
    "clears": "30",
    "basis": "防汛预案",
    "register": "",
}


@pytest.fixture
def post(client):
    def post(person, address, **said):
        client.force_login(person)
        return client.post(f"/api/monitors/{address}", said, content_type="application/json")

    return post


@pytest.fixture
def gauge(post, zhao, units):
    return post(zhao, "", **GAUGE, unit=units.township.code, code="gauge-1").json()["code"]


def test_a_hundred_gauges_are_set_up_and_one_with_a_code_twice_is_refused(post, zhao, units):
    for n in range(100):
        assert post(zhao, "", **GAUGE, unit=units.township.code, code=f"g{n}").status_code == 200
    assert Monitor.objects.filter(unit=units.township, every=3600).count() == 100
    assert post(zhao, "", **GAUGE, unit=units.township.code, code="g0").status_code == 422
    assert post(zhao, "", **GAUGE, unit=units.township.code).json()["code"]


def test_only_the_office_over_the_unit_sets_one_up(post, zhang, zhao, appointed, units):
    assert post(zhang, "", **GAUGE, unit=units.township.code).status_code == 403
    elsewhere = appointed("he", "何", "scoring_office", units.other)
    assert post(elsewhere, "", **GAUGE, unit=units.township.code).status_code == 404
    assert Monitor.objects.count() == 0


def test_a_rule_is_made_read_and_ended(client, post, zhao, gauge):
    made = post(zhao, f"at/{gauge}/rules", **RULE).json()
    assert (made["opens"], made["clears"], made["ended"]) == ("50", "30", False)
    assert client.get(f"/api/monitors/at/{gauge}/rules").json() == [made]
    assert post(zhao, f"at/{gauge}/rules/{made['id']}/end").json()["ended"] is True
    assert WatchRule.objects.get().ended_on is not None


def test_a_rule_without_room_between_its_limits_is_refused_with_its_field(post, zhao, gauge):
    answer = post(zhao, f"at/{gauge}/rules", **{**RULE, "clears": "60"})
    assert answer.status_code == 422
    assert "clears" in answer.content.decode()


def test_normals_and_weights_are_said_with_their_source(post, zhao, units, gauge):
    normal = {"starts": "03-01", "ends": "05-04", "value": "58.0", "source": "气象局 1991—2020"}
    assert post(zhao, f"at/{gauge}/normals", **normal).status_code == 200
    assert post(zhao, f"at/{gauge}/normals", **normal).status_code == 422
    area = {"title": "全市", "unit": units.county.code, "weights": {gauge: 5}, "method": "泰森多边形面积"}
    assert post(zhao, "areas", **area).status_code == 200
    assert post(zhao, "areas", **{**area, "weights": {"nowhere": 5}}).status_code == 404
    assert (Normal.objects.get().value, Area.objects.get().weights) == (580, {gauge: 5})
