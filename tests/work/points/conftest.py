"""A village's book of points: 张 books, 孙 keeps it, 王 is elsewhere. Two households and a merchant."""

import datetime as dt

import pytest

AGREED, ENDS = dt.date(2023, 1, 10), dt.date(2023, 12, 31)


@pytest.fixture
def village_rule(units, zhang):
    """Return the SHA-256 of the village rule as agreed."""
    from youju.flow.evidence.services import add_evidence

    return add_evidence(
        unit=units.villages[0], name="村规民约.txt", content="村民代表会议议定".encode(), by=zhang
    ).sha256


@pytest.fixture
def book(units, sun, village_rule, at):
    """Return the book of 示例1村, opened in February 2023."""
    from youju.work.points.services import open_book

    at("2023-02-01 09:00")
    return open_book(
        code="moral-bank", title="道德银行", unit=units.villages[0], basis="示例1村村规民约", evidence=village_rule,
        agreed_on=AGREED, ends_on=ENDS, months=6, by=sun,
    )  # fmt: skip


@pytest.fixture
def other_book(units, sun, village_rule, book):
    """Return a second book of the same village, opened later."""
    from youju.work.points.services import open_book

    return open_book(
        code="green-bank", title="绿色银行", unit=book.unit, basis="示例1村村规民约", evidence=village_rule,
        agreed_on=AGREED, ends_on=ENDS, months=6, by=sun,
    )  # fmt: skip


@pytest.fixture
def rule(book, sun):
    """Return the rule for a tidy yard: five points."""
    from youju.work.points.services import add_rule

    return add_rule(book=book, clause="第七条", title="庭院整洁", amount=5, by=sun)


def opened(book, by, number, name, kind="household"):
    from youju.work.points.services import open_account

    joined = AGREED if kind == "household" else None
    return open_account(
        book=book, kind=kind, number=number, name=name, unit=book.unit, opted_in_on=joined, by=by
    )


def forge(account, balance):
    """Write a balance below the laws, as somebody at the console of the database could."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS points_account_balance")
        cursor.execute("UPDATE points_account SET balance = %s WHERE id = %s", [balance, account.pk])
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def home(book, zhang):
    """Return the account of a household."""
    return opened(book, zhang, "101", "陈家")


@pytest.fixture
def other_home(book, zhang):
    """Return the account of another household."""
    return opened(book, zhang, "102", "林家")


@pytest.fixture
def shop(book, zhang):
    """Return the account of the village shop."""
    return opened(book, zhang, "S1", "便民超市", kind="merchant")


@pytest.fixture
def awarded(home, rule, zhang):
    """Return the entry of five points for the household."""
    from youju.work.points.services import award

    return award(account=home, rule=rule, witness="吴会计", by=zhang)
