"""A writer who waited too long is told to try again, and nothing of it is kept."""

import sqlite3

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings

from youju.kernel.models import Trace
from youju.web.errors import is_busy


def _raised(cause):
    try:
        raise OperationalError("no") from cause
    except OperationalError as error:
        return error


def _sqlite(code):
    cause = sqlite3.OperationalError("no")
    cause.sqlite_errorcode = code
    return cause


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_BUSY_SNAPSHOT])
def test_a_busy_sqlite_may_be_tried_again(code):
    assert is_busy(_raised(_sqlite(code)))


@pytest.mark.parametrize(
    "name", ["DeadlockDetected", "SerializationFailure", "LockNotAvailable", "TooManyConnections"]
)
def test_a_busy_postgresql_may_be_tried_again(name):
    errors = pytest.importorskip("psycopg.errors")
    assert is_busy(_raised(getattr(errors, name)("no")))


def test_a_full_disk_or_a_missing_table_is_not_busy():
    assert not is_busy(_raised(_sqlite(sqlite3.SQLITE_FULL)))
    assert not is_busy(_raised(_sqlite(sqlite3.SQLITE_ERROR)))
    assert not is_busy(ValueError("no"))
    assert not is_busy(None)


@pytest.fixture
def held(transactional_db):
    """Let somebody else hold the writer's place of SQLite, and wait for it a tenth of a second only."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one writer's place")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    connection.ensure_connection()
    connection.connection.execute("PRAGMA busy_timeout = 100")
    yield lambda: other.execute("BEGIN IMMEDIATE")
    other.close()
    connection.close()


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "one"}])
def test_a_starved_writer_hears_503_and_can_say_the_same_again(held, zhao, units, key):
    client = Client(raise_request_exception=False)
    client.force_login(zhao)
    said = {"name": "新名", "on": "2023-07-01"}

    def rename():
        address = f"/api/units/{units.villages[0].code}/rename"
        return client.post(address, said, "application/json", headers=key)

    before = Trace.objects.count()
    held()
    answer = rename()
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert (answer["Retry-After"], answer.json()["title"]) == ("3", "这一步还没有办成")
    assert Trace.objects.count() == before


@override_settings(DEBUG=False)
def test_a_starved_page_says_that_nothing_was_lost(held, zhang):
    client = Client(raise_request_exception=False)
    client.force_login(zhang)
    held()
    answer = client.post("/mine/tokens/", {"tenure": "1", "name": "对接", "acts": ["unit.read"], "days": "30"},
                         headers={"Accept": "text/html", "Idempotency-Key": "two"})  # fmt: skip
    assert answer.status_code == 503
    assert "什么也没有丢" in answer.content.decode()
