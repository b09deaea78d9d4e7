"""Rules that watch: they open one case, on whoever answers for the place at that moment, and clear with hysteresis."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from tests.work.monitors.conftest import days, hourly
from youju.kernel.errors import BadInput
from youju.work.monitors import services
from youju.work.monitors.models import Alarm, WatchRule
from youju.work.monitors.selectors import against_normal, value_of

pytestmark = pytest.mark.django_db
DAY = "2023-06-10"


@pytest.fixture
def watched(monitor, zhao):
    """Return a function (kind, side, opens, clears, **more) -> a rule on the hourly inflow of 郭家店镇."""

    def watched(kind, side, opens, clears, on=None, **more):
        return services.add_rule(
            monitor=on or monitor("in", places=2, every=3600), kind=kind, side=side, opens=Decimal(opens), clears=Decimal(clears),
            basis="供水预案", by=zhao, **more,
        )  # fmt: skip

    return watched


def look(at, rule, moment):
    at(moment)
    return services.look(rule=rule)


def test_a_threshold_opens_once_and_not_again_before_it_came_back_inside(watched, feed, at):
    rule = watched("threshold", "above", "100", "80")
    feed(hourly("in", DAY, [90, 101, 99, 105, 85, 80, 101]))
    told = [bool(look(at, rule, f"{DAY} {hour:02}:00")) for hour in range(1, 8)]
    # 101 opens; 99, 105 and 85 are still the same alarm; 80 clears; 101 opens the second
    assert told == [False, True, False, False, False, False, True]
    assert Alarm.objects.count() == 2
    assert Alarm.objects.filter(cleared_at=None).count() == 1


def test_exactly_the_limit_does_not_open(watched, feed, at):
    rule = watched("threshold", "above", "100", "80")
    feed(hourly("in", DAY, [100]))
    assert look(at, rule, f"{DAY} 01:00") is None


def test_a_missing_reading_neither_opens_nor_clears(watched, feed, at):
    rule = watched("threshold", "below", "5", "6", hours=1)
    assert look(at, rule, f"{DAY} 01:00") is None
    feed(hourly("in", DAY, [4]))
    assert Alarm.objects.get().cleared_at is None
    assert look(at, rule, f"{DAY} 09:00") is None
    assert Alarm.objects.get().cleared_at is None


def test_leakage_of_12_percent_over_a_limit_of_10_opens_a_case(watched, monitor, feed, at):
    billed = monitor("billed", "billed", places=2, every=3600)
    rule = watched("leakage", "above", "0.10", "0.09", against=billed)
    feed(hourly("in", DAY, [100] * 24) + hourly("billed", DAY, [88] * 24))
    alarm = look(at, rule, "2023-06-11 00:00")
    assert alarm.value == 1200


def test_leakage_is_not_computed_where_one_hour_of_one_meter_is_missing(watched, monitor, feed, at):
    billed = monitor("billed", "billed", places=2, every=3600)
    rule = watched("leakage", "above", "0.10", "0.09", against=billed)
    feed(hourly("in", DAY, [100] * 24) + hourly("billed", DAY, [88] * 23))
    assert look(at, rule, "2023-06-11 00:00") is None


def test_the_night_minimum_is_the_least_flow_between_two_and_four(watched, feed, at):
    rule = watched("night", "above", "20", "15")
    feed(hourly("in", DAY, [9, 9, 25, 21, 9, 9]))
    alarm = look(at, rule, f"{DAY} 06:00")
    assert alarm.value == 21 * 10_000
    assert value_of(rule, dt.datetime.fromisoformat(f"{DAY} 03:00+08:00")) is None


def test_the_same_hours_of_the_days_before_are_what_a_change_is_measured_against(watched, feed, at):
    rule = watched("same_hours", "above", "0.5", "0.2", hours=2, days=3)
    past = days("2023-06-07", "2023-06-09")
    # nights are low and mornings high every day, so a high morning alone is no change
    feed(
        [row for day in past for row in hourly("in", day, [10] * 6 + [40] * 2)]
        + hourly("in", DAY, [10] * 4 + [20, 20, 40, 40])
    )
    assert look(at, rule, f"{DAY} 08:00") is None
    alarm = look(at, rule, f"{DAY} 06:00")
    assert alarm.value == 10_000


def test_a_share_of_the_normal_below_a_fifth_opens(watched, monitor, feed, at, zhao):
    gauge = monitor("rain", "rain", measure="毫米", places=1)
    services.set_normal(
        monitor=gauge, starts="03-01", ends="05-04", value=Decimal("58.0"), source="气象局", by=zhao
    )
    rule = watched("normal", "below", "0.2", "0.5", on=gauge, hours=24 * 65)
    feed([("rain", "2019-03-01 08:00", "4.5"), ("rain", "2019-03-21 08:00", "7.0")])
    alarm = look(at, rule, "2019-05-05 00:00")
    assert alarm.value == 1982


def test_an_alarm_falls_on_whoever_answers_for_the_place_at_that_moment(watched, feed, at, units, zhao):
    from youju.work.duties import services as duties

    at("2023-06-01 09:00")
    said = {"basis": "供水方案", "rights": "可停水抢修", "support": "抢修队"}
    place = duties.add_charge(
        system="water", code="1", kind="unit", title="水区", unit=units.township, by=zhao
    )
    first = duties.give_duty(
        charge=place,
        kind="watch",
        person="刘站长",
        unit=units.township,
        since=dt.date(2023, 6, 1),
        by=zhao,
        **said,
    )
    duties.hand_over(
        duty=first, person="何站长", unit=units.villages[0], on=dt.date(2023, 6, 11), note="阀门图", by=zhao
    )
    rule = watched("threshold", "above", "100", "80", system="water")
    at("2023-08-01 09:00")
    feed(hourly("in", DAY, [101]) + hourly("in", "2023-06-11", [70, 101]))
    alarm = look(at, rule, f"{DAY} 01:00")
    assert (alarm.person, alarm.unit) == ("刘站长", units.township)
    look(at, rule, "2023-06-11 01:00")
    alarm = look(at, rule, "2023-06-11 02:00")
    assert (alarm.person, alarm.unit) == ("何站长", units.villages[0])


def test_an_alarm_opens_one_case_in_the_register_of_cases(watched, feed, at, units, zhao):
    from youju.work.registers.models import Record

    rule = watched("threshold", "above", "100", "80")
    feed(hourly("in", DAY, [101, 102]))
    with override("en"):  # a case is kept, and read by others than the one who looks
        alarm = look(at, rule, f"{DAY} 01:00")
    assert look(at, rule, f"{DAY} 02:00") is None
    record = Record.objects.get()
    assert alarm.case == f"case/{record.number}"
    assert (record.unit, record.values["kind"], record.values["channel"]) == (
        units.township,
        "预警",
        "监测预警",
    )
    assert "没有明确责任人" in record.values["said"]
    assert "读数 101.0000，高于 100" in record.values["said"]


@pytest.mark.parametrize("name", ["nowhere", "task"])
def test_a_rule_into_a_register_that_takes_no_cases_is_refused(watched, units, zhao, name):
    from tests.house.sources import ROOT
    from youju.work.registers.services import declare_register

    text = (ROOT / "schemes" / "_registers" / "task.yaml").read_text("utf-8")
    declare_register(text=text, unit=units.county, by=zhao)
    with pytest.raises(BadInput) as refused:
        watched("threshold", "above", "100", "80", register=name)
    assert [p.where for p in refused.value.problems] == ["register"]


def test_without_a_register_of_cases_the_alarm_stands_and_says_so(watched, feed, at):
    rule = watched("threshold", "above", "100", "80", register="")
    feed(hourly("in", DAY, [101]))
    assert look(at, rule, f"{DAY} 01:00").case == ""


def test_the_database_knows_one_open_alarm_of_a_rule(watched, feed, at):
    rule = watched("threshold", "above", "100", "80")
    feed(hourly("in", DAY, [101]))
    alarm = look(at, rule, f"{DAY} 01:00")
    with pytest.raises(IntegrityError), transaction.atomic():
        Alarm.objects.create(rule=rule, opened_at=alarm.opened_at, value=1, unit=alarm.unit)


@pytest.mark.parametrize(
    ("side", "clears"), [("above", "100"), ("above", "101"), ("below", "99"), ("below", "100")]
)
def test_a_rule_that_would_clear_where_it_opens_is_refused(watched, side, clears):
    with pytest.raises(BadInput) as refused:
        watched("threshold", side, "100", clears)
    assert [problem.where for problem in refused.value.problems] == ["clears"]
    assert WatchRule.objects.count() == 0


def test_a_leakage_rule_without_the_billed_meter_is_refused(watched):
    with pytest.raises(BadInput) as refused:
        watched("leakage", "above", "0.1", "0.09")
    assert [problem.where for problem in refused.value.problems] == ["against"]


def test_all_rules_are_looked_at_by_the_command_and_ended_ones_are_not(watched, feed, at, zhao, capsys):
    from django.core.management import call_command

    rule = watched("threshold", "above", "100", "80")
    feed(hourly("in", DAY, [101]))
    at(f"{DAY} 01:00")
    services.end_rule(rule=rule, by=zhao)
    call_command("watch")
    assert Alarm.objects.count() == 0
    WatchRule.objects.update(ended_on=None)
    call_command("watch")
    assert "没有责任人" in capsys.readouterr().out


def test_a_day_brought_in_the_next_morning_opens_what_it_would_have_opened(watched, monitor, feed, at):
    billed = monitor("billed", "billed", places=2, every=3600)
    watched("leakage", "above", "0.12", "0.10", against=billed)
    at("2023-06-11 09:30")
    feed(hourly("in", DAY, [100] * 24) + hourly("billed", DAY, [50] * 24))
    alarm = Alarm.objects.get()
    assert (alarm.value, f"{alarm.opened_at:%Y-%m-%d %H:%M}") == (5000, "2023-06-10 16:00")


def test_a_peak_among_late_readings_opens_and_clears_in_its_own_hour(watched, feed, at):
    watched("threshold", "above", "50", "40")
    at("2023-06-11 09:30")
    feed([("in", f"{DAY} 03:00", "80"), ("in", f"{DAY} 08:00", "1")])
    alarm = Alarm.objects.get()
    hours = [timezone.localtime(moment).hour for moment in (alarm.opened_at, alarm.cleared_at)]
    assert hours == [4, 9]


def test_what_is_late_by_more_than_a_month_is_history_and_opens_nothing(watched, feed, at):
    watched("threshold", "above", "50", "40")
    at("2023-08-11 09:30")
    feed([("in", f"{DAY} 03:00", "80")])
    assert not Alarm.objects.exists()


def test_late_readings_do_not_clear_what_opened_after_them(watched, feed, at):
    watched("threshold", "above", "50", "40")
    at("2023-06-11 09:30")
    feed([("in", "2023-06-11 08:00", "80")])
    feed([("in", f"{DAY} 03:00", "1")])
    assert Alarm.objects.get().cleared_at is None


def test_normals_that_follow_each_other_make_the_normal_of_a_longer_time(watched, monitor, feed, at, zhao):
    gauge = monitor("rain", "rain", measure="毫米", places=1)
    for starts, ends, value in (("03-01", "03-10", "10"), ("03-11", "03-20", "20"), ("03-22", "03-31", "9")):
        services.set_normal(
            monitor=gauge, starts=starts, ends=ends, value=Decimal(value), source="气象局", by=zhao
        )
    feed([("rain", "2019-03-05 08:00", "3"), ("rain", "2019-03-30 08:00", "3")])

    def share(first, last):
        found = against_normal(gauge, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        return found and found.share

    assert share("2019-03-01", "2019-03-20") == Decimal("10.0")
    assert share("2019-03-11", "2019-03-31") is None


def test_a_rule_whose_days_no_normal_covers_is_refused(watched, monitor):
    with pytest.raises(BadInput) as refused:
        watched("normal", "below", "0.2", "0.5", on=monitor("rain", "rain", measure="毫米"), hours=24 * 65)
    assert [problem.where for problem in refused.value.problems] == ["hours"]


def test_a_limit_that_no_meter_reads_is_refused(watched):
    with pytest.raises(BadInput) as refused:
        watched("threshold", "above", "1" + "0" * 18, "5")
    assert [problem.where for problem in refused.value.problems] == ["opens"]
