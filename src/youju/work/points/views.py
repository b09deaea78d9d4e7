"""Pages of this room. Each view is one question or one act."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from youju.flow.units.powers import may_on
from youju.kernel.access import allow
from youju.kernel.clock import db_now, db_today
from youju.kernel.forms import by_form
from youju.kernel.powers import may
from youju.work.points import forms, selectors, services
from youju.work.points.models import Account, Book
from youju.work.points.selectors import PAGE, shown
from youju.work.points.services.importing import HEADINGS

GET_POST = require_http_methods(["GET", "POST"])
Said = tuple[str, Callable[..., Any]]
"""The title of a form, and what is done with what it says."""


@allow("points.read")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the books this person may see."""
    context = {"books": selectors.books_for(request.user), "keeps": may(request.user, "points.keep")}
    return render(request, "points/index.html", context)


@allow("points.read")
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show a book: its rule, its accounts and its batches. The trial balance has a page of its own: it reads every entry."""
    book = selectors.book_for(request.user, "points.read", code)
    said = request.GET.get("q", "").strip()
    page = Paginator(selectors.accounts_for(request.user, book, said=said), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "book": book, "said": said, "page": page, "rules": selectors.rules_on(book, db_today()),
        "rows": [(one, shown(one.balance, book.places)) for one in page],
        "batches": [_batch(one, book) for one in selectors.batches_of(book)],
        "keeps": may_on(request.user, "points.keep", book.unit_id, scheme=""), "books": may_on(request.user, "points.book", book.unit_id, scheme=""),
    }  # fmt: skip
    return render(request, "points/show.html", context)


@allow("points.read")
@require_safe
def trial(request: HttpRequest, code: str) -> HttpResponse:
    """Show the trial balance of a book, summed now from all its entries."""
    book = selectors.book_for(request.user, "points.read", code)
    found = selectors.trial_balance(book)
    kinds = [(Account.Kind(kind).label, shown(amount, book.places)) for kind, amount in found.kinds.items()]
    faults = [
        (number, shown(kept, book.places), shown(summed, book.places))
        for number, kept, summed in found.faults
    ]
    context = {
        "book": book, "trial": found, "total": shown(found.total, book.places), "kinds": kinds, "faults": faults,
        "now": db_now(),
    }  # fmt: skip
    return render(request, "points/trial.html", context)


def _batch(one: selectors.BatchReport, book: Book) -> dict[str, Any]:
    amounts = {
        name: shown(getattr(one, name), book.places)
        for name in ("issued", "redeemed", "expired", "outstanding", "turnover")
    }
    return {
        **amounts,
        "batch": one.batch,
        "leverage": one.leverage,
        "unknown": one.unknown,
        "attribution": one.attribution,
    }


@allow("points.read")
@require_safe
def account(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Show an account with what it gave and took."""
    row = selectors.account_for(request.user, "points.read", code, number)
    before = request.GET.get("before", "")
    # longer than a key can be, it is no place in the list
    found, older = selectors.entries_of(row, int(before) if re.fullmatch(r"[0-9]{1,18}", before) else None)
    places = row.book.places
    told = None if row.kind == Account.Kind.ISSUER else selectors.turnover_of(row)
    entries = [(one, shown(one.amount if one.taker_id == row.pk else -one.amount, places)) for one in found]
    context = {
        "account": row, "book": row.book, "balance": shown(row.balance, places), "entries": entries, "older": older,
        "turnover": told and (shown(told.taken, places), shown(told.given, places)), "differs": told is not None and told.balance != row.balance,
        "books": may_on(request.user, "points.book", row.unit_id, scheme=""), "keeps": may_on(request.user, "points.keep", row.book.unit_id, scheme=""),
    }  # fmt: skip
    return render(request, "points/account.html", context)


@allow("points.keep")
@GET_POST
def open_book(request: HttpRequest) -> HttpResponse:
    """Open a book."""
    form = forms.BookForm(request.POST or None, user=request.user)
    return by_form(
        request, form, _("建立积分簿"),
        lambda said: redirect("points:show", services.open_book(by=request.user, **said).code),
    )  # fmt: skip


def on(
    found: Callable[..., Account | Book], act: str, form: Callable[..., Any]
) -> Callable[[Callable[[Any], Said]], Callable[..., HttpResponse]]:
    """Make a door of something done by form to a book or an account: found for the act that the door names, so the two agree.

    The view says the title and what is done; afterwards the book or the account is shown. Faults stand in the form.
    """

    def door(said_of: Callable[[Any], Said]) -> Callable[..., HttpResponse]:
        @allow(act)
        @GET_POST
        @wraps(said_of)
        def view(request: HttpRequest, **address: str) -> HttpResponse:
            row = found(request.user, act, **address)
            title, do = said_of(row)
            book = row if isinstance(row, Book) else row.book
            return _act(request, form(request.POST or None, book=book), title, row, do)

        return view

    return door


@on(selectors.book_for, "points.keep", forms.RuleForm)
def rule(book: Book) -> Said:
    """Add a rule to a book."""
    return _("定积分规则"), partial(services.add_rule, book=book)


@allow("points.keep")
@require_POST
def end_rule(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """End a rule today."""
    book = selectors.book_for(request.user, "points.keep", code)
    services.end_rule(rule=get_object_or_404(book.rules, pk=pk), by=request.user)
    return redirect("points:show", code)


@allow("points.book")
@GET_POST
def open_account(request: HttpRequest, code: str) -> HttpResponse:
    """Open an account in a book."""
    book = selectors.book_for(request.user, "points.book", code)
    form = forms.AccountForm(request.POST or None, book=book, user=request.user)
    return _act(request, form, _("开户"), book, partial(services.open_account, book=book))


@allow("points.book")
@GET_POST
def import_accounts(request: HttpRequest, code: str) -> HttpResponse:
    """Open the accounts of a table."""
    book = selectors.book_for(request.user, "points.book", code)
    form = forms.ImportForm(request.POST or None, request.FILES or None)
    form.fields["file"].help_text = _("第一行是列名：") + "、".join(words[0] for words in HEADINGS.values())

    def act(*, file: Any, by: Any) -> None:
        made = services.import_accounts(book=book, name=file.name, content=file.read(), by=by)
        said = _("新开 {opened} 户，{same} 行已经有了").format(opened=made.opened, same=made.same)
        messages.success(request, said)

    return _act(request, form, _("导入账户"), book, act)


@on(selectors.book_for, "points.keep", forms.BatchForm)
def issue(book: Book) -> Said:
    """Issue a batch of vouchers."""
    return _("发放消费券"), partial(services.issue, book=book)


@allow("points.keep")
@require_POST
def expire(request: HttpRequest, code: str) -> HttpResponse:
    """Take back what expired by today."""
    made = services.expire(book=selectors.book_for(request.user, "points.keep", code), by=request.user)
    messages.success(request, _("{count} 个账户有到期的").format(count=len(made)))
    return redirect("points:show", code)


@allow("points.book")
@require_POST
def leave(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Let a household go that wants to."""
    services.leave(account=selectors.account_for(request.user, "points.book", code, number), by=request.user)
    return redirect("points:account", code, number)


@on(selectors.account_for, "points.book", forms.AwardForm)
def award(row: Account) -> Said:
    """Give a household what a rule says."""
    return _("奖励 {name}").format(name=row.name), partial(services.award, account=row)


@on(selectors.account_for, "points.book", forms.RedeemForm)
def redeem(row: Account) -> Said:
    """Spend points or vouchers at a merchant."""
    return _("{name}兑换").format(name=row.name), partial(services.redeem, account=row)


@on(selectors.account_for, "points.keep", forms.SettleForm)
def settle(row: Account) -> Said:
    """Settle with a merchant."""
    return _("与{name}结算").format(name=row.name), partial(services.settle, merchant=row)


@allow("points.keep")
@GET_POST
def undo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Undo a mistaken entry."""
    entry = selectors.entry_for(request.user, "points.keep", code, pk)
    account = entry.taker if entry.kind == "award" else entry.giver
    form = forms.UndoForm(request.POST or None)
    title = _("冲正：{entry}").format(entry=entry)
    return _act(request, form, title, account, partial(services.undo, entry=entry))


def _act(
    request: HttpRequest, form: Any, title: str, of: Account | Book, act: Callable[..., Any]
) -> HttpResponse:
    """Do an act with what the form says and go back to the book or the account; faults stand in the form."""

    def done(said: dict[str, Any]) -> HttpResponse:
        act(**said, by=request.user)
        return (
            redirect("points:show", of.code)
            if isinstance(of, Book)
            else redirect("points:account", of.book.code, of.number)
        )

    return by_form(request, form, title, done)
