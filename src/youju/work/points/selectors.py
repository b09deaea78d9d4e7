"""Questions about points: which books and accounts a person sees, what they hold, and whether the books are in balance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Sum
from django.http import Http404

from youju.flow.units.powers import units_for
from youju.work.points.models import Account, AwardRule, Batch, Book, Entry

PAGE = 50
FAULTS = 100


def books_for(user: Any, act: str = "points.read") -> QuerySet[Book]:
    """Return the books of the units in a person's reach, by title."""
    reach = units_for(user, act, scheme="")
    return Book.objects.filter(unit__in=reach.values("pk")).select_related("unit").order_by("title", "code")


def book_for(user: Any, act: str, code: str) -> Book:
    """Return a book on which a person may do the act, or answer 404 as if it did not exist."""
    found = books_for(user, act).filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


def accounts_for(user: Any, book: Book, *, said: str = "", act: str = "points.read") -> QuerySet[Account]:
    """Return the accounts of a book in a person's reach, by number; `said` is part of a name or the beginning of a number."""
    reach = units_for(user, act, scheme="")
    rows = Account.objects.filter(book=book, unit__in=reach.values("pk")).select_related("unit")
    if said:
        rows = rows.filter(Q(number__startswith=said) | Q(name__contains=said))
    return rows.order_by("number")


def every_account_for(user: Any) -> QuerySet[Account]:
    """Return the accounts in a person's reach of all books the person reads, by number."""
    reach = units_for(user, "points.read", scheme="")
    rows = Account.objects.filter(
        book__in=books_for(user).order_by().values("pk"), unit__in=reach.values("pk")
    )
    return rows.select_related("book", "unit").order_by("number")


def account_for(user: Any, act: str, code: str, number: str) -> Account:
    """Return an account of a book on which a person may do the act, or answer 404."""
    book = book_for(user, act, code)
    found = accounts_for(user, book, act=act).filter(number=number).first()
    if found is None:
        raise Http404(number)
    # Not joined in the list: with the join SQLite sorts all accounts of the book instead of reading them by number.
    found.book = book
    return found


def entry_for(user: Any, act: str, code: str, pk: int) -> Entry:
    """Return an entry of a book on which a person may do the act, or answer 404."""
    book = book_for(user, act, code)
    found = Entry.objects.filter(pk=pk, giver__book=book).select_related("giver", "taker", "by").first()
    if found is None:
        raise Http404(pk)
    return found


def entries_of(account: Account, before: int | None = None) -> tuple[list[Entry], int | None]:
    """Return a page of what an account gave and took, the latest first, and before which entry the next page begins (None at the end).

    Each side is read from its own index: asked for both at once, SQLite reads all entries of all books from the end.
    """
    keys: list[int] = []
    for side in (account.given, account.taken):
        rows = side.all() if before is None else side.filter(pk__lt=before)
        keys += rows.order_by("-pk").values_list("pk", flat=True)[: PAGE + 1]
    keys.sort(reverse=True)
    found = Entry.objects.filter(pk__in=keys[:PAGE]).order_by("-pk")
    rows = found.select_related("giver", "taker", "rule", "by", "undone_by")
    return list(rows), keys[PAGE - 1] if len(keys) > PAGE else None


def rules_on(book: Book, day: dt.date) -> QuerySet[AwardRule]:
    """Return the rules of a book that are in force on a day."""
    return book.rules.filter(Q(ended_on=None) | Q(ended_on__gt=day), since__lte=day).order_by("clause", "pk")


def merchants_of(book: Book) -> QuerySet[Account]:
    """Return the merchants of a book, by number."""
    return Account.objects.filter(book=book, kind=Account.Kind.MERCHANT).order_by("number")


@dataclass(frozen=True, slots=True)
class Turnover:
    """What came to an account and what went from it by all its entries, undone ones and what undid them counted both."""

    taken: int
    given: int

    @property
    def balance(self) -> int:
        """What the entries say the account holds."""
        return self.taken - self.given


def turnover_of(account: Account) -> Turnover:
    """Return what all entries of an account come to: its balance must be the difference."""
    taken, given = (side.aggregate(n=Sum("amount"))["n"] or 0 for side in (account.taken, account.given))
    return Turnover(int(taken), int(given))


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial balance: the sum of balances by kind of account, their total, and accounts whose entries say otherwise."""

    kinds: dict[str, int]
    total: int
    faults: list[tuple[str, int, int]]

    @property
    def holds(self) -> bool:
        """Whether every balance is the sum of its entries and all of them together are zero."""
        return self.total == 0 and not self.faults


def trial_balance(book: Book) -> Trial:
    """Return the trial balance of a book, from all its entries, with the first accounts that differ."""
    # Account by account along the two indexes that hold the amounts: no entry of another book is read, and nothing is sorted.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, balance, summed FROM (SELECT number, balance,"
            " (SELECT COALESCE(SUM(amount), 0) FROM points_entry WHERE taker_id = a.id)"
            " - (SELECT COALESCE(SUM(amount), 0) FROM points_entry WHERE giver_id = a.id) AS summed"
            " FROM points_account a WHERE book_id = %s) m WHERE balance <> summed ORDER BY number LIMIT %s",
            [book.pk, FAULTS],
        )
        faults = [(number, balance, int(summed)) for number, balance, summed in cursor.fetchall()]
    rows = Account.objects.filter(book=book).values("kind").annotate(n=Sum("balance")).order_by("kind")
    kinds = {row["kind"]: int(row["n"]) for row in rows}
    return Trial(kinds, sum(kinds.values()), faults)


@dataclass(frozen=True, slots=True)
class BatchReport:
    """A batch of vouchers in numbers, in the smallest coin. `leverage` is None where nothing was issued or no turnover is known."""

    batch: Batch
    issued: int
    redeemed: int
    expired: int
    outstanding: int
    turnover: int | None
    unknown: int
    """Redemptions that say no turnover: it is missing, not zero."""
    merchants: list[tuple[str, int, int | None]]
    leverage: Decimal | None
    attribution: str


def leverage(turnover: int | None, issued: int) -> Decimal | None:
    """Return turnover over what was issued, two places, half up; None where one of them is not known."""
    if turnover is None or issued <= 0:
        return None
    return (Decimal(turnover) / issued).quantize(Decimal("0.01"), ROUND_HALF_UP)


def batch_report(batch: Batch) -> BatchReport:
    """Return what was issued, redeemed at which merchant, expired and is outstanding, and the leverage with its method."""
    account = batch.account
    issued = account.taken.filter(kind=Entry.Kind.ISSUE).aggregate(n=Sum("amount"))["n"] or 0
    expired = account.given.filter(kind=Entry.Kind.EXPIRE).aggregate(n=Sum("amount"))["n"] or 0
    used = account.given.filter(kind=Entry.Kind.REDEEM, undone_by=None)
    by_merchant = used.values_list("taker__name").annotate(n=Sum("amount"), t=Sum("turnover"))
    merchants = sorted((str(name), int(n), t) for name, n, t in by_merchant)
    turnover = used.aggregate(t=Sum("turnover"))["t"]
    return BatchReport(
        batch,
        int(issued),
        sum(n for _name, n, _t in merchants),
        int(expired),
        Account.objects.values_list("balance", flat=True).get(pk=account.pk),
        turnover,
        used.filter(turnover=None).count(),
        merchants,
        leverage(turnover, int(issued)),
        batch.attribution,
    )


def batches_of(book: Book) -> list[BatchReport]:
    """Return the batches of a book in numbers, in the order of issue."""
    rows = Batch.objects.filter(account__book=book).select_related("account").order_by("pk")
    return [batch_report(batch) for batch in rows]


def shown(amount: int | None, places: int) -> str:
    """Return an amount as it is read: 209300 with two places is 2093.00."""
    return "" if amount is None else format(Decimal(amount).scaleb(-places), "f")
