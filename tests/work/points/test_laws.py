"""What the database refuses by itself: SQL written past the services changes no balance and breaks no law."""

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from tests.work.points.conftest import forge, opened
from youju.work.points.models import Account, Entry
from youju.work.points.selectors import trial_balance

pytestmark = pytest.mark.django_db
REFUSED = (IntegrityError, InternalError)


def refused(work):
    with pytest.raises(REFUSED), transaction.atomic():
        work()


def entry(kind, giver, taker, amount, **more):
    return lambda: Entry.objects.create(
        kind=kind, giver=giver, taker=taker, amount=amount, on="2023-02-01", at=timezone.now(), **more
    )


def issuer(book):
    return Account.objects.get(book=book, kind="issuer")


def test_a_balance_is_moved_by_entries_alone(awarded, home, book):
    refused(lambda: Account.objects.filter(pk=home.pk).update(balance=500))
    refused(lambda: Account.objects.filter(pk=home.pk).update(balance=10, last_entry=awarded.pk))
    refused(lambda: Account.objects.filter(pk=home.pk).update(last_entry=0))
    refused(lambda: Account.objects.filter(pk=home.pk).update(balance=10, last_entry=awarded.pk + 1))
    refused(
        lambda: Account.objects.create(
            book=book, kind="merchant", number="9", name="九", unit=book.unit, opened_on="2023-02-01", balance=9
        )
    )  # fmt: skip
    home.refresh_from_db()
    assert home.balance == 5


def test_no_household_merchant_or_batch_goes_below_zero(awarded, home, shop):
    refused(entry("redeem", home, shop, 6))
    entry("redeem", home, shop, 5)()
    home.refresh_from_db()
    assert home.balance == 0


@pytest.mark.parametrize("amount", [0, -1])
def test_an_entry_is_positive(home, shop, awarded, amount):
    refused(entry("redeem", home, shop, amount))


def test_an_award_needs_rule_and_witness_even_in_sql(home, rule, book):
    refused(entry("award", issuer(book), home, 5))
    refused(entry("award", issuer(book), home, 5, rule=rule))
    entry("award", issuer(book), home, 5, rule=rule, witness="吴会计")()


def test_there_is_no_way_from_a_household_to_the_issuer_but_expiry_and_undoing(
    awarded, home, other_home, book
):
    for kind in ("redeem", "settle", "award", "issue"):
        refused(entry(kind, home, issuer(book), 1))
    refused(entry("undo", home, issuer(book), 1, corrects=awarded, note="部分"))
    refused(entry("undo", other_home, issuer(book), 5, corrects=awarded, note="别户"))
    refused(entry("penalty", home, issuer(book), 1))
    refused(entry("redeem", home, other_home, 1))
    entry("undo", home, issuer(book), 5, corrects=awarded, note="错")()


def test_nothing_goes_from_one_book_to_another(awarded, home, units, sun, village_rule, zhang):
    from tests.work.points.conftest import AGREED, ENDS
    from youju.work.points.services import open_book

    there = open_book(
        code="there", title="别处", unit=units.villages[0], basis="另一份", evidence=village_rule, agreed_on=AGREED, ends_on=ENDS, by=sun
    )  # fmt: skip
    refused(entry("redeem", home, opened(there, zhang, "S9", "别店", kind="merchant"), 1))


def test_an_account_stays_in_its_book_and_of_its_kind(home):
    refused(lambda: Account.objects.filter(pk=home.pk).update(kind="issuer"))


def test_entries_are_never_changed_or_deleted(awarded):
    refused(lambda: Entry.objects.filter(pk=awarded.pk).update(amount=500))
    refused(lambda: Entry.objects.filter(pk=awarded.pk).delete())


def test_a_trial_balance_finds_a_balance_that_somebody_forged_below_the_laws(awarded, home, book):
    assert trial_balance(book).holds
    forge(home, 7)
    found = trial_balance(book)
    assert (found.holds, found.total, found.faults) == (False, 2, [("101", 7, 5)])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces rows")
def test_no_account_and_no_entry_is_replaced(awarded, home, other_home, book, rule):
    accounts = "id, kind, number, name, opened_on, opted_in_on, book_id, unit_id"
    entries = 'kind, giver_id, taker_id, amount, "on", rule_id, witness, note, evidence, at'

    def asked(sql, *told):
        with connection.cursor() as cursor:
            cursor.execute(sql, told)

    emptied = f"INSERT OR REPLACE INTO points_account ({accounts}, balance, last_entry) SELECT {accounts}, 0, 0 FROM points_account WHERE id = %s"
    moved = f"INSERT OR REPLACE INTO points_entry (id, {entries}) SELECT id, kind, giver_id, %s, {entries.partition('taker_id, ')[2]} FROM points_entry WHERE id = %s"
    refused(lambda: asked(emptied, home.pk))
    refused(lambda: asked(moved, other_home.pk, awarded.pk))
    assert trial_balance(book).kinds["household"] == 5
