"""Many rows in an order, some thousands at a time."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from youju.kernel.models import Trace
from youju.kernel.streams import pour, streamed
from youju.kernel.trace import leave_trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def traces():
    for n in (3, 1, 4, 1, 5):
        leave_trace(None, "test.act", f"thing:{n}", number=n)
    return Trace.objects.select_related("actor").order_by("-subject", "pk")


def test_all_rows_come_in_the_order_asked_for(traces):
    assert list(streamed(traces, at_once=2)) == list(traces)


def test_no_cursor_is_planned_for_the_first_rows(traces):
    """The order is made once, of keys alone; what follows is fetched by key and sorts nothing."""
    with CaptureQueriesContext(connection) as asked:
        list(streamed(traces, at_once=2))
    first, *others = (query["sql"] for query in asked)
    assert "ORDER BY" in first and len(others) == 3
    assert not any("ORDER BY" in sql for sql in others)


def test_rows_are_written_as_they_are():
    """A stream and a bulk insert say the same: lists, what is missing, tabs, ends of lines, backslashes."""
    at = dt.datetime(2026, 11, 3, 8, 0, 0, 7, tzinfo=dt.UTC)
    details = [{"words": 'a\tb\nc\\N "d" 有据', "list": [1, None]}, {}]
    pour(
        [
            Trace(act="test.act", subject=f"thing\t\\N {n}", detail=one, done_at=at)
            for n, one in enumerate(details)
        ]
    )
    rows = Trace.objects.order_by("pk")
    assert [(row.subject, row.detail, row.done_at, row.actor_id) for row in rows] == [
        ("thing\t\\N 0", details[0], at, None), ("thing\t\\N 1", {}, at, None),
    ]  # fmt: skip
