"""Many rows in an order, some thousands at a time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from youju.kernel.models import Trace
from youju.kernel.streams import streamed
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
