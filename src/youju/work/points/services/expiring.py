"""What expires: points older than the months of their book, and vouchers after their last day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Sum

from youju.flow.units.powers import post_or_refuse
from youju.kernel.clock import db_now, db_today
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.points.models import Account, Batch, Book, Entry
from youju.work.points.services.writing import issuer_of


@transaction.atomic
def expire(*, book: Book, by: User) -> list[Entry]:
    """Take back what expired by today: points older than the book's months, oldest used first, and vouchers after their last day."""
    post = post_or_refuse(by, "points.keep", book.unit_id, "办理到期")
    today, issuer = db_today(), issuer_of(book)
    due = _old_points(book, _months_before(today, book.months)) if book.months else {}
    for batch in Batch.objects.filter(account__book=book, ends_on__lt=today).select_related("account"):
        due[batch.account_id] = batch.account.balance
    keys = sorted(key for key, amount in due.items() if amount > 0)
    # Locked together and in order, then asked again: somebody may have spent meanwhile.
    locked = list(
        Account.objects.select_for_update(no_key=True).filter(pk__in=[*keys, issuer.pk]).order_by("pk")
    )
    made = [
        Entry(kind=Entry.Kind.EXPIRE, giver=one, taker=issuer, amount=min(due[one.pk], one.balance), on=today, by=by, at=db_now())
        for one in locked
        if one.pk != issuer.pk and one.balance > 0
    ]  # fmt: skip
    Entry.objects.bulk_create(made, batch_size=500)
    if made:
        leave_trace(
            by, "points.expire", book, post=post, accounts=len(made), amount=sum(e.amount for e in made)
        )
    return made


def _months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day some months before, or the last day of that month."""
    whole = day.year * 12 + day.month - 1 - months
    first = dt.date(whole // 12, whole % 12 + 1, 1)
    last = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def _old_points(book: Book, until: dt.date) -> dict[int, int]:
    """Return what is left of the points awarded up to a day, by household: whatever went out used the oldest first.

    An award or a redemption that was undone counts as if it had never been.
    """
    households = Account.objects.filter(book=book, kind=Account.Kind.HOUSEHOLD, balance__gt=0)
    old = (
        households.filter(taken__kind=Entry.Kind.AWARD, taken__on__lte=until, taken__undone_by=None)
        .annotate(n=Sum("taken__amount"))
        .values_list("pk", "n")
    )
    out = dict(
        households.filter(given__isnull=False, given__undone_by=None, given__corrects=None)
        .annotate(n=Sum("given__amount"))
        .values_list("pk", "n")
    )
    return {key: int(n) - int(out.get(key, 0)) for key, n in old}
