"""Points for programs: the same questions and acts as the pages. Amounts are integers of the book's smallest part."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from youju.flow.units.powers import unit_for
from youju.kernel.api import PageOf, doors, page_of
from youju.kernel.errors import BadInput
from youju.work.points import selectors, services
from youju.work.points.models import Entry

router = Router()


class BookOut(Schema):
    """A book of points or vouchers."""

    code: str
    title: str
    measure: str
    places: int
    basis: str
    agreed_on: dt.date
    ends_on: dt.date


class AccountOut(Schema):
    """An account and its balance."""

    number: str
    kind: str
    name: str
    balance: int
    opened_on: dt.date
    left_on: dt.date | None


class AccountPage(Schema):
    """A page of accounts, and where the next begins ("" at the end)."""

    items: list[AccountOut]
    after: str


class TrialOut(Schema):
    """A trial balance: sums by kind of account, their total (zero), and accounts whose entries say otherwise."""

    holds: bool
    total: int
    kinds: dict[str, int]
    faults: list[tuple[str, int, int]]


class BatchOut(Schema):
    """A batch of vouchers in numbers; `leverage` is turnover over issued by the stated attribution, null where unknown."""

    number: str
    issued: int
    redeemed: int
    expired: int
    outstanding: int
    turnover: int | None
    unknown: int
    leverage: str | None
    attribution: str


class EntryOut(Schema):
    """What was written."""

    id: int
    kind: str
    giver: str
    taker: str
    amount: int
    on: dt.date


class AccountIn(Schema):
    """A household that opted in, or a merchant."""

    kind: str
    number: str = Field(max_length=40)
    name: str = Field(max_length=80)
    unit: str
    opted_in_on: dt.date | None = None


class AwardIn(Schema):
    """Which rule, and who saw it."""

    rule: int
    witness: str = Field(max_length=60)
    note: str = Field("", max_length=300)
    evidence: list[str] = []


class RedeemIn(Schema):
    """What is spent at which merchant."""

    merchant: str
    amount: int
    turnover: int | None = None
    note: str = Field("", max_length=300)


class UndoIn(Schema):
    """Why an entry was wrong."""

    reason: str = Field(max_length=300)


@router.get("/", auth=doors("points.read"), response=list[BookOut], summary="积分簿")
def index(request: HttpRequest) -> Any:
    """Return the books this post may see."""
    return list(selectors.books_for(request.user)[:1000])


@router.get("/{code}/accounts", auth=doors("points.read"), response=AccountPage, summary="账户")
def accounts(request: HttpRequest, code: str, page: Query[PageOf]) -> Any:
    """Return the accounts of a book, by number."""
    book = selectors.book_for(request.user, "points.read", code)
    rows, after = page_of(selectors.accounts_for(request.user, book), "number", page)
    return {"items": rows, "after": after}


@router.get("/{code}/accounts/{number}", auth=doors("points.read"), response=AccountOut, summary="一个账户")
def account(request: HttpRequest, code: str, number: str) -> Any:
    """Return one account."""
    return selectors.account_for(request.user, "points.read", code, number)


@router.get("/{code}/trial", auth=doors("points.read"), response=TrialOut, summary="试算平衡")
def trial(request: HttpRequest, code: str) -> Any:
    """Return the trial balance of a book."""
    found = selectors.trial_balance(selectors.book_for(request.user, "points.read", code))
    return {"holds": found.holds, "total": found.total, "kinds": found.kinds, "faults": found.faults}


@router.get("/{code}/batches", auth=doors("points.read"), response=list[BatchOut], summary="消费券批次")
def batches(request: HttpRequest, code: str) -> Any:
    """Return the batches of a book in numbers."""
    book = selectors.book_for(request.user, "points.read", code)
    return [
        {"number": one.batch.account.number, "leverage": None if one.leverage is None else str(one.leverage),
         **{name: getattr(one, name) for name in ("issued", "redeemed", "expired", "outstanding", "turnover", "unknown", "attribution")}}
        for one in selectors.batches_of(book)
    ]  # fmt: skip


@router.post("/{code}/accounts", auth=doors("points.book"), response=AccountOut, summary="开户")
def open_account(request: HttpRequest, code: str, said: AccountIn) -> Any:
    """Open an account."""
    book = selectors.book_for(request.user, "points.book", code)
    unit = unit_for(request.user, "points.book", said.unit, scheme="")
    return services.open_account(book=book, by=request.user, **{**said.model_dump(), "unit": unit})


class BroughtOut(Schema):
    """What an import brought."""

    opened: int
    same: int


@router.post("/{code}/import", auth=doors("points.book"), response=BroughtOut, summary="导入账户")
def import_(request: HttpRequest, code: str, file: File[UploadedFile]) -> Any:
    """Open the accounts of a table, all or nothing."""
    book = selectors.book_for(request.user, "points.book", code)
    return services.import_accounts(book=book, name=file.name or "", content=file.read(), by=request.user)


@router.post("/{code}/accounts/{number}/award", auth=doors("points.book"), response=EntryOut, summary="奖励")
def award(request: HttpRequest, code: str, number: str, said: AwardIn) -> Any:
    """Give a household what a rule says."""
    row = selectors.account_for(request.user, "points.book", code, number)
    rule = row.book.rules.filter(pk=said.rule).first()
    if rule is None:
        raise BadInput(
            "没有奖励",
            "这本积分簿里没有这条规则",
            "填规则的编号",
            english="Nothing was awarded: this book has no such rule. Give the number of a rule.",
        )
    return _told(services.award(account=row, by=request.user, **{**said.model_dump(), "rule": rule}))


@router.post("/{code}/accounts/{number}/redeem", auth=doors("points.book"), response=EntryOut, summary="兑换")
def redeem(request: HttpRequest, code: str, number: str, said: RedeemIn) -> Any:
    """Spend points or vouchers at a merchant; 409 if there is not enough."""
    row = selectors.account_for(request.user, "points.book", code, number)
    merchant = selectors.merchants_of(row.book).filter(number=said.merchant).first()
    if merchant is None:
        raise BadInput(
            "没有兑换",
            "这本积分簿里没有这个商户",
            "填商户号",
            english="Nothing was redeemed: this book has no such merchant. Give the number of a merchant.",
        )
    return _told(services.redeem(account=row, by=request.user, **{**said.model_dump(), "merchant": merchant}))


@router.post("/{code}/entries/{pk}/undo", auth=doors("points.keep"), response=EntryOut, summary="冲正")
def undo(request: HttpRequest, code: str, pk: int, said: UndoIn) -> Any:
    """Undo a mistaken entry; somebody else's."""
    entry = selectors.entry_for(request.user, "points.keep", code, pk)
    return _told(services.undo(entry=entry, reason=said.reason, by=request.user))


@router.post("/{code}/expire", auth=doors("points.keep"), response=list[EntryOut], summary="到期")
def expire(request: HttpRequest, code: str) -> Any:
    """Take back what expired by today."""
    made = services.expire(book=selectors.book_for(request.user, "points.keep", code), by=request.user)
    return [_told(entry) for entry in made]


def _told(entry: Entry) -> dict[str, Any]:
    return {"id": entry.pk, "kind": entry.kind, "giver": entry.giver.number, "taker": entry.taker.number,
            "amount": entry.amount, "on": entry.on}  # fmt: skip
