"""How an entry is written: both accounts held, never more than there is, nothing after the end of a book."""

from __future__ import annotations

from django.utils.translation import gettext as _

from youju.kernel.clock import db_now, db_today
from youju.kernel.errors import Problem, Refusal
from youju.kernel.models import Post, User
from youju.kernel.trace import leave_trace
from youju.work.points.models import Account, Book, Entry
from youju.work.points.selectors import shown


def refuse_ended(book: Book, what: str) -> None:
    """Refuse to go on with a book whose rule has ended."""
    if book.ends_on < db_today():
        raise Refusal(
            what,
            f"“{book}”依据的规则到 {book.ends_on} 为止",
            "村民再议定后另立新簿",
            english=f"Nothing was done: the rule that {book} rests on ended on {book.ends_on}. Open a new book when the village has agreed again.",
        )


def issuer_of(book: Book) -> Account:
    """Return the account out of which a book gives, and into which everything comes back."""
    return Account.objects.get(book=book, kind=Account.Kind.ISSUER)


def locked(*accounts: Account) -> list[Account]:
    """Return the accounts as they stand, each held until the transaction ends, always taken in the same order."""
    rows = Account.objects.select_for_update(no_key=True).filter(pk__in=[a.pk for a in accounts])
    found = {row.pk: row for row in rows.order_by("pk")}
    return [found[a.pk] for a in accounts]


def refuse_overdraft(account: Account, amount: int, what: str, where: str = "") -> None:
    """Refuse to give more than there is; `where` is the field of the form in which the amount was written."""
    if account.balance < amount:
        places = account.book.places
        lacks = Problem(
            where, _("只有 {there}").format(there=shown(account.balance, places)), _("写不超过它的数")
        )
        raise Refusal(
            what, f"“{account}”只有 {shown(account.balance, places)}，不够 {shown(amount, places)}", "按余额办，或者先查往来",
            english=f"Nothing was done: {account} has {shown(account.balance, places)}, less than {shown(amount, places)}. Keep to the balance, or look at the entries first.",
            problems=[lacks] if where else [],
        )  # fmt: skip


def write(
    kind: str, giver: Account, taker: Account, amount: int, by: User, post: Post, **more: object
) -> Entry:
    """Write an entry down, with its trace."""
    entry = Entry(
        kind=kind, giver=giver, taker=taker, amount=amount, on=db_today(), by=by, at=db_now(), **more
    )
    entry.save(force_insert=True)
    leave_trace(by, f"points.{kind}", entry, post=post, giver=giver, taker=taker, amount=amount)
    return entry
