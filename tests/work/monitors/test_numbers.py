"""Figures of the pages: the rain of a spring beside its normal, an area mean that needs weights, water that leaks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.work.monitors.conftest import days
from youju.kernel.errors import BadInput, Refusal
from youju.work.monitors import selectors, services
from youju.work.monitors.numbers import anomaly, area_mean, leakage, lowered

GAUGES = {"urban": Decimal("9.7"), "dongfeng": Decimal("7.8"), "dongliao": Decimal("5.9")}


def test_rain_of_11_5_beside_a_normal_of_58_0_is_46_5_less_and_19_8_percent():
    found = anomaly(Decimal("11.5"), Decimal("58.0"))
    assert (found.difference, found.share) == (Decimal("-46.5"), Decimal("19.8"))
    assert 100 - found.share == Decimal("80.2")


def test_nothing_is_said_of_rain_that_was_not_read_and_zero_is_a_reading():
    assert anomaly(None, Decimal(58)) is None
    assert anomaly(Decimal("11.5"), None) is None
    assert anomaly(Decimal(0), Decimal(58)).difference == -58
    assert anomaly(Decimal(1), Decimal(0)).share is None


def test_the_mean_of_9_7_and_7_8_and_5_9_is_refused_until_its_weights_are_declared():
    # the plain mean is 7.8, the page states 7.5: so the plain mean is not what was meant
    assert sum(GAUGES.values()) / 3 == Decimal("7.8") != Decimal("7.5")
    for weights in (
        None,
        {},
        {"urban": 1, "dongfeng": 1},
        {**dict.fromkeys(GAUGES, 1), "other": 1},
        dict.fromkeys(GAUGES, 0),
    ):
        with pytest.raises(Refusal, match="权重"):
            area_mean(GAUGES, weights)
    assert area_mean(GAUGES, dict.fromkeys(GAUGES, 1)) == Decimal("7.8")
    assert area_mean(GAUGES, {"urban": 5, "dongfeng": 6, "dongliao": 8}) == Decimal("7.5")


def test_an_area_with_a_gauge_that_was_not_read_has_no_mean():
    assert area_mean({**GAUGES, "urban": None}, dict.fromkeys(GAUGES, 1)) is None


@given(
    st.dictionaries(
        st.sampled_from("abcdef"), st.tuples(st.integers(0, 5000), st.integers(1, 90)), min_size=1
    )
)
def test_a_mean_lies_between_its_gauges_and_is_theirs_when_they_agree(gauges):
    values = {code: Decimal(value) / 10 for code, (value, _w) in gauges.items()}
    weights = {code: weight for code, (_v, weight) in gauges.items()}
    mean = area_mean(values, weights)
    slack = Decimal("1e-20")
    assert min(values.values()) - slack <= mean <= max(values.values()) + slack
    assert area_mean(dict.fromkeys(values, Decimal("7.5")), weights) == Decimal("7.5")


def test_leakage_is_what_came_in_and_was_not_billed_over_what_came_in():
    assert leakage(Decimal(1000), Decimal(880)) == Decimal("0.12")
    assert leakage(Decimal(1000), None) is None
    assert leakage(Decimal(0), Decimal(0)) is None
    # more billed than came in is said as it is: negative, a fault of the meters
    assert leakage(Decimal(100), Decimal(110)) == Decimal("-0.1")


def test_lowered_by_7_percent_is_said_in_points_and_in_percent_because_the_words_leave_it_open():
    told = lowered(Decimal("0.17"), Decimal("0.10"))
    assert (told.points, told.percent) == (Decimal("7.0"), Decimal("41.2"))
    assert lowered(Decimal("0.1"), Decimal("0.093")).percent == Decimal("7.0")


@pytest.mark.django_db
def test_the_spring_of_a_gauge_beside_its_normal_from_its_readings(monitor, feed, zhao):
    gauge = monitor("rain-liaoyuan", "rain", measure="毫米", places=1)
    dry = days("2019-03-01", "2019-05-04")
    rain = {0: "4.5", 20: "7.0"}
    feed([(gauge.code, f"{day} 08:00", rain.get(n, "0.0")) for n, day in enumerate(dry)])
    assert selectors.against_normal(gauge, dry[0], dry[-1]) is None
    said = {"monitor": gauge, "starts": "03-01", "ends": "05-04", "value": Decimal("58.0"), "by": zhao}
    with pytest.raises(BadInput, match="1 处"):
        services.set_normal(source=" ", **said)
    services.set_normal(source="市气象局,1981—2010", **said)
    found = selectors.against_normal(gauge, dry[0], dry[-1])
    assert (found.actual, found.normal, found.difference, found.share) == tuple(
        map(Decimal, ("11.5", "58.0", "-46.5", "19.8"))
    )
    assert selectors.against_normal(gauge, dry[1], dry[-1]) is None


@pytest.mark.django_db
def test_the_mean_of_a_city_is_taken_by_its_declared_weights(monitor, feed, units, zhao):
    for code, value in GAUGES.items():
        monitor(code, "rain", measure="毫米", places=1)
        feed([(code, "2019-05-05 20:00", value)])
    said = {"code": "liaoyuan", "title": "全市", "unit": units.county, "by": zhao}
    for weights, method in (({}, "面积"), (dict.fromkeys(GAUGES, 1), " "), ({"urban": 1, "none": 1}, "面积")):
        with pytest.raises(BadInput):
            services.declare_area(weights=weights, method=method, **said)
    area = services.declare_area(
        weights={"urban": 5, "dongfeng": 6, "dongliao": 8}, method="泰森多边形面积", **said
    )
    (day,) = days("2019-05-05", "2019-05-05")
    assert selectors.mean_of(area, day, day) == Decimal("7.5")
    (next_day,) = days("2019-05-06", "2019-05-06")
    assert selectors.mean_of(area, next_day, next_day) is None


@pytest.mark.parametrize("day", ["02-30", "04-31", "13-01"])
def test_a_normal_of_a_day_that_no_year_has_is_refused(monitor, zhao, day):
    gauge = monitor("rain-liaoyuan", "rain", measure="毫米", places=1)
    with pytest.raises(BadInput):
        services.set_normal(
            monitor=gauge, starts="02-01", ends=day, value=Decimal("58.0"), source="市气象局", by=zhao
        )


def test_the_mean_of_an_area_is_of_one_measure(monitor, units, zhao):
    monitor("rain-a", "rain", measure="毫米")
    monitor("in-a", measure="立方米")
    with pytest.raises(BadInput) as refused:
        services.declare_area(
            code="a", title="面", unit=units.county, weights={"rain-a": 1, "in-a": 2}, method="面积", by=zhao
        )
    assert "毫米、立方米" in refused.value.problems[0].what
