"""Many rules looked at together see what each sees alone, corrections and missing hours included."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.work.monitors.conftest import days, hourly
from youju.work.monitors import services
from youju.work.monitors.correcting import correct_reading
from youju.work.monitors.held import Sums
from youju.work.monitors.models import Alarm, WatchRule
from youju.work.monitors.selectors import value_of, windows_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime.fromisoformat("2023-06-10 06:00+08:00")


@pytest.fixture
def rules(monitor, feed, zhao):
    """Set up six districts with rules of every kind, ten days of readings with holes, and some corrections."""
    rng, rows, made = random.Random(2023), [], []
    for n in range(6):
        inflow = monitor(f"in{n}", places=2, every=3600 if n % 2 else None)
        billed = monitor(f"out{n}", "billed", places=2, every=3600)
        made.append(inflow)
        for day in days("2023-05-31", "2023-06-10"):
            rows += [
                row
                for row in hourly(inflow.code, day, [rng.randint(50, 99) for _ in range(24)])
                if rng.random() > 0.003 * n
            ]
            rows += hourly(billed.code, day, [rng.randint(10, 49) for _ in range(24)])
        services.set_normal(
            monitor=inflow, starts="06-08", ends="06-09", value=Decimal(5000), source="气象局", by=zhao
        )
        said = {"monitor": inflow, "side": "above", "basis": "方案", "by": zhao}
        for kind, opens, more in (
            ("threshold", "90", {}), ("night", "60", {}), ("leakage", "0.5", {"against": billed}),
            ("same_hours", "0.01", {"hours": 3, "days": 5}), ("normal", "0.6", {"hours": 48}),
        ):  # fmt: skip
            services.add_rule(kind=kind, opens=Decimal(opens), clears=Decimal(opens) / 2, **said, **more)
    feed(rows)
    for monitor_, hour, value in ((made[0], 3, "1"), (made[1], 3, None), (made[2], 5, "77.5")):
        at = NOW.replace(hour=hour)
        correct_reading(monitor=monitor_, moment=at, value=value and Decimal(value), why="抄表", by=zhao)
    return list(WatchRule.objects.select_related("monitor", "against").order_by("pk"))


def test_a_window_fetched_together_is_what_it_is_alone(rules):
    sums = Sums()
    sums.load(window for rule in rules for window in windows_of(rule, NOW))
    with CaptureQueriesContext(connection) as asked:
        together = [value_of(rule, NOW, sums) for rule in rules]
    alone = [value_of(rule, NOW) for rule in rules]
    assert together == alone
    assert any(value is None for value in alone)
    assert sum(value is not None for value in alone) > len(rules) / 2
    # only the last readings and the normals are asked for one by one
    assert not any("SUM" in query["sql"] for query in asked.captured_queries)


def test_watching_opens_and_clears_what_looking_one_by_one_does(rules, at):
    moments = ("2023-06-09 06:00", "2023-06-10 06:00", "2023-06-10 12:00")

    def seen():
        return list(
            Alarm.objects.order_by("rule_id", "opened_at").values_list(
                "rule_id", "opened_at", "value", "cleared_at"
            )
        )

    for moment in moments:
        at(moment)
        services.watch()
    together = seen()
    Alarm.objects.all().delete()
    for moment in moments:
        at(moment)
        for rule in rules:
            services.look(rule=rule)
    assert together == seen()
    assert {bool(cleared) for *_rest, cleared in together} == {True, False}


def test_a_quiet_hour_asks_the_same_few_questions_however_many_rules_there_are(rules, at):
    at("2023-06-09 06:00")
    services.watch()
    WatchRule.objects.exclude(kind="leakage").update(ended_on="2023-06-01")

    def questions():
        with CaptureQueriesContext(connection) as asked:
            services.watch()
        return len(asked.captured_queries)

    many = questions()
    WatchRule.objects.filter(monitor__code__gt="in0").update(ended_on="2023-06-01")
    assert questions() == many
