"""Accounts of households that joined of their own will, and of merchants."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from youju.flow.units.powers import post_or_refuse
from youju.kernel.clock import db_today
from youju.kernel.errors import Problem, refused
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.points.models import Account, Book

if TYPE_CHECKING:
    from youju.flow.units.models import Unit


@transaction.atomic
def open_account(
    *, book: Book, kind: str, number: str, name: str, unit: Unit, by: User, opted_in_on: dt.date | None = None
) -> Account:
    """Open an account for a household that opted in, or for a merchant."""
    post = post_or_refuse(by, "points.book", unit.pk, "开户")
    problems = []
    if kind not in (Account.Kind.HOUSEHOLD, Account.Kind.MERCHANT):
        problems.append(Problem("kind", _("只给农户和商户开户"), _("选农户或商户")))
    if kind == Account.Kind.HOUSEHOLD and (opted_in_on is None or opted_in_on > db_today()):
        problems.append(
            Problem("opted_in_on", _("没有写哪天自愿加入，或者是以后的日子"), _("农户自己同意了再开户"))
        )
    if not number.strip() or not name.strip() or number.strip() == "0":
        problems.append(Problem("number", _("户号、名称要写全"), _("户号不能是 0")))
    if Account.objects.filter(book=book, number=number.strip()).exists():
        problems.append(
            Problem("number", _("户号“{number}”已有").format(number=number), _("查一查是不是已经开过"))
        )
    if problems:
        raise refused("没有开户", problems, english="The account was not opened")
    account = Account.objects.create(
        book=book, kind=kind, number=number.strip(), name=name.strip(), unit=unit, opened_on=db_today(),
        opted_in_on=opted_in_on if kind == Account.Kind.HOUSEHOLD else None,
    )  # fmt: skip
    leave_trace(
        by, "points.account", account, post=post, book=book, number=account.number, opted_in_on=opted_in_on
    )
    return account


@transaction.atomic
def leave(*, account: Account, by: User) -> Account:
    """Let a household go that wants to: nothing is awarded any more; what it has, it may still redeem."""
    post = post_or_refuse(by, "points.book", account.unit_id, "办理退出")
    if Account.objects.filter(pk=account.pk, kind=Account.Kind.HOUSEHOLD, left_on=None).update(
        left_on=db_today()
    ):
        leave_trace(by, "points.leave", account, post=post)
    account.refresh_from_db()
    return account
