"""A reading that was wrong: a later row counts, the reading stays, and the case it opened is told and stays."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils.translation import override

from tests.work.monitors.conftest import hourly
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.models import Trace
from youju.work.monitors import correcting, held, services
from youju.work.monitors.correcting import correct_reading
from youju.work.monitors.models import Alarm, Correction, Reading

pytestmark = pytest.mark.django_db
DAY = "2023-06-10"


def moment(hour, day=DAY):
    return dt.datetime.fromisoformat(f"{day} {hour:02}:00+08:00")


@pytest.fixture
def gauge(monitor, feed):
    """Return an hourly meter with a day of readings: 100 an hour, but 900 at four o'clock."""
    made = monitor("in", places=2, every=3600)
    feed(hourly("in", DAY, [100] * 4 + [900] + [100] * 19))
    return made


@pytest.fixture
def correct(gauge, zhao):
    """Return a function (hour, value, **more) -> the correction of the reading of that hour."""
    return lambda hour, value=None, **more: correct_reading(
        **{
            "monitor": gauge,
            "moment": moment(hour),
            "value": None if value is None else Decimal(value),
            "why": "抄表核对",
            "by": zhao,
            **more,
        }
    )


def summed(gauge, first=0, last=24):
    start = int(moment(0).timestamp())
    return held.summed(gauge, start + first * 3600, start + last * 3600)


def test_the_corrected_value_counts_and_the_reading_stays_as_it_came(gauge, correct):
    assert summed(gauge) == 3200
    row = correct(4, "90.5")
    assert summed(gauge) == Decimal("2390.50")
    assert (row.turn, row.was, row.value) == (1, 90000, 9050)
    assert Reading.objects.get(monitor=gauge, at=row.moment).value == 90000
    trace = Trace.objects.get(act="monitor.correct")
    assert (trace.detail["was"], trace.detail["value"], trace.detail["why"]) == ("900.00", "90.5", "抄表核对")


def test_a_second_correction_counts_instead_of_the_first_and_both_are_kept(gauge, correct):
    correct(4, "90.5")
    correct(4, "91")
    assert summed(gauge) == 2391
    assert list(Correction.objects.order_by("turn").values_list("turn", "was", "value")) == [
        (1, 90000, 9050),
        (2, 9050, 9100),
    ]


def test_a_reading_that_was_none_is_missing_and_not_zero(gauge, correct):
    correct(4, None)
    assert summed(gauge) is None
    assert summed(gauge, 5) == 1900
    day = held.by_day(gauge, moment(0).date(), moment(0).date())[0]
    assert (day.n, day.expected, day.total, day.most) == (23, 24, None, 100)
    correct(4, "100")
    assert summed(gauge) == 2400


def test_least_last_and_latest_follow_the_correction(gauge, correct):
    start, end = int(moment(0).timestamp()), int(moment(4).timestamp()) + 1
    correct(2, "3")
    assert held.amounts(gauge, start, end).least == 300
    correct(4, None)
    assert held.last_read(gauge, start, end) == 10000
    seen = {one.at.hour: (one.value, one.is_corrected, one.was) for one in held.latest(gauge)}
    assert seen[2] == (3, True, 100)
    assert seen[4] == (None, True, 900)
    assert seen[5] == (100, False, None)


def test_days_without_readings_stand_in_a_series_with_nothing(gauge):
    days = held.by_day(gauge, dt.date(2023, 6, 9), dt.date(2023, 6, 11))
    assert [(one.day.day, one.n, one.total, one.least) for one in days] == [
        (9, 0, None, None),
        (10, 24, 3200, 100),
        (11, 0, None, None),
    ]


def test_an_irregular_series_is_summed_from_what_there_is_and_a_day_with_nothing_has_no_sum(monitor, feed):
    rain = monitor("rain", "rain", places=1)
    feed(
        [
            ("rain", f"{DAY} 03:17", "4.5"),
            ("rain", f"{DAY} 23:59:30", "0.0"),
            ("rain", "2023-06-11 00:00", "7.0"),
        ]
    )
    days = held.by_day(rain, dt.date(2023, 6, 9), dt.date(2023, 6, 11))
    assert [(one.n, one.expected, one.total) for one in days] == [
        (0, None, None),
        (2, None, Decimal("4.5")),
        (1, None, Decimal("7.0")),
    ]


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"value": Decimal(900)}, ["value"]),
        ({"value": Decimal("1.234")}, ["value"]),
        ({"value": Decimal(10) ** 14}, ["value"]),
        ({"why": "  "}, ["why"]),
        ({"moment": moment(4, "2023-06-11")}, ["moment"]),
        ({"evidence": ["f" * 64], "why": ""}, ["why", "evidence"]),
    ],
)
def test_what_is_wrong_with_a_correction_is_told_at_its_field(correct, said, where):
    with pytest.raises(BadInput) as refused:
        correct(**{"hour": 4, "value": "90", **said})
    assert [problem.where for problem in refused.value.problems] == where
    assert Correction.objects.count() == 0


def test_whoever_does_not_keep_the_monitor_may_not_correct_it(correct, zhang):
    with pytest.raises(NotAllowed):
        correct(4, "90", by=zhang)
    assert Correction.objects.count() == 0


def test_of_two_who_correct_at_once_one_is_told_of_the_other(correct, monkeypatch):
    correct(4, "90")
    # the other looked before the first correction was there
    monkeypatch.setattr(correcting, "corrections_of", lambda _monitor: Correction.objects.none())
    with pytest.raises(Refusal, match="刚才有人"):
        correct(4, "80")
    assert Correction.objects.count() == 1


def test_the_database_keeps_corrections_as_they_are(correct):
    row = correct(4, "90")
    for work in (
        lambda: Correction.objects.filter(pk=row.pk).update(value=1),
        lambda: Correction.objects.filter(pk=row.pk).update(touched=[{"alarm": 1}]),
        Correction.objects.all().delete,
    ):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            work()


def test_a_file_may_bring_the_corrected_value_or_the_first_again_but_no_third(gauge, correct, feed):
    correct(4, "90")
    for value in ("900", "90"):
        assert feed([("in", f"{DAY} 04:00", value)], name=f"{value}.csv").same == 1
    with pytest.raises(BadInput) as refused:
        feed([("in", f"{DAY} 04:00", "91")])
    assert "更正" in refused.value.problems[0].mend


@pytest.fixture
def case(gauge, at, zhao, units):
    """Return the alarm of the hour that read 900, with the case it opened."""
    from youju.work.registers.services import declare_register

    text = (Path(__file__).parents[3] / "schemes" / "_registers" / "case.yaml").read_text("utf-8")
    declare_register(text=text, unit=units.county, by=zhao)
    rule = services.add_rule(
        monitor=gauge, kind="threshold", side="above", opens=Decimal(500), clears=Decimal(400), basis="预案", by=zhao
    )  # fmt: skip
    at(f"{DAY} 05:00")
    return services.look(rule=rule)


def test_the_case_that_a_wrong_reading_opened_stays_and_gets_a_note(case, correct, gauge, at):
    from youju.work.registers.models import Record, Remark

    at("2023-06-11 09:00")
    with override("en"):  # the note is kept, and read by others than the one who corrects
        row = correct(4, "90")
    assert [(one["alarm"], one["case"], one["value"]) for one in row.touched] == [
        (case.pk, case.case, "90.0000")
    ]
    record = Record.objects.get()
    said = Remark.objects.get(record=record, kind="note").text
    for words in (
        "in示例 2023-06-10 04:00",
        "900.00 更正为 90.00",
        "抄表核对",
        "900.0000",
        "应为 90.0000",
        "照旧办",
    ):
        assert words in said
    assert record.stage == Record.objects.get(pk=record.pk).stage
    assert Alarm.objects.get().cleared_at is None


def test_an_alarm_that_did_not_rest_on_the_reading_is_not_touched(case, correct):
    from youju.work.registers.models import Remark

    assert correct(1, "90").touched == []
    assert Remark.objects.count() == 0


def test_the_next_look_judges_by_the_corrected_value(case, correct, at):
    correct(4, "90")
    at(f"{DAY} 05:30")
    services.look(rule=case.rule)
    assert Alarm.objects.get().cleared_at is not None


def test_a_correction_of_what_was_billed_reaches_the_alarm_of_the_inflow(
    gauge, monitor, feed, correct, zhao, at
):
    billed = monitor("billed", "billed", places=2, every=3600)
    feed(hourly("billed", DAY, [10] * 24))
    rule = services.add_rule(
        monitor=gauge, kind="leakage", side="above", opens=Decimal("0.1"), clears=Decimal("0.05"), against=billed, basis="方案", by=zhao
    )  # fmt: skip
    at("2023-06-11 00:00")
    alarm = services.look(rule=rule)
    row = correct(7, "2970", monitor=billed)
    assert [(one["alarm"], one["value"]) for one in row.touched] == [(alarm.pk, "0.0000")]


def test_a_reading_is_corrected_from_the_page_which_then_shows_both(client, zhao, gauge, case):
    client.force_login(zhao)
    address = "/monitors/at/in/correct/"
    assert (
        'value="2023-06-10 04:00:00"' in client.get(f"{address}?moment=2023-06-10 04:00:00").content.decode()
    )
    said = {"moment": "2023-06-10 04:00:00", "why": "抄表核对"}
    for wrong in ({}, {"value": "90", "nothing": "on"}):
        answer = client.post(address, {**said, **wrong})
        assert answer.status_code == 422
        assert "二选一" in answer.content.decode()
    assert client.post(address, {**said, "value": "90"}).status_code == 302
    page = client.get("/monitors/at/in/").content.decode()
    assert "已更正，原读数 900.00" in page
    assert "按更正后为 90.0000" in page
    series = client.get("/monitors/at/in/series/?first=2023-06-10&last=2023-06-11").content.decode()
    assert (
        '<td data-name="读数个数" class="number">24/24</td><td data-name="合计" class="number">2390.00</td>'
        in series
    )
    assert "1 天缺读数" in series


@pytest.mark.parametrize("span", ["first=2023-06-10&last=2023-06-09", "first=2021-01-01&last=2023-06-10"])
def test_days_that_run_backwards_or_too_far_are_refused(client, zhao, gauge, span):
    client.force_login(zhao)
    answer = client.get(f"/monitors/at/in/series/?{span}")
    assert answer.status_code == 422
    assert "367 天" in answer.content.decode()
    assert client.get(f"/api/monitors/at/in/series?{span}").status_code == 422


@pytest.mark.parametrize("span", ["first=9999-12-01&last=9999-12-31", "first=0001-01-01&last=0001-01-02"])
def test_days_that_no_calendar_of_an_office_has_are_said_beside_the_day(client, zhao, gauge, span):
    client.force_login(zhao)
    for page, status in (("series/", 422), ("", 200)):
        answer = client.get(f"/monitors/at/in/{page}?{span}")
        assert answer.status_code == status
        assert "写 1900 年到 2999 年之间的日期" in answer.content.decode()
    assert client.get(f"/api/monitors/at/in/series?{span}").status_code == 422
    assert client.get(f"/api/monitors/at/in/anomaly?{span}").status_code == 422


def test_programs_correct_and_ask_for_days_alike(client, zhao, gauge):
    client.force_login(zhao)
    said = {"moment": "2023-06-10T04:00:00", "value": None, "why": "检修"}
    answer = client.post("/api/monitors/at/in/corrections", said, content_type="application/json")
    assert answer.json() == {"turn": 1, "was": "900.00", "touched": []}
    day = client.get("/api/monitors/at/in/series?first=2023-06-10&last=2023-06-10").json()
    assert day == [{"day": DAY, "n": 23, "expected": 24, "total": None, "least": "100.00", "most": "100.00"}]
    seen = client.get("/api/monitors/at/in/readings").json()
    assert {"at": "2023-06-10T04:00:00+08:00", "value": None, "is_corrected": True} in seen
