"""Batches of vouchers."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from youju.flow.units.powers import post_or_refuse
from youju.kernel.clock import db_today
from youju.kernel.errors import Problem, refused
from youju.kernel.models import User
from youju.work.points.models import Account, Batch, Book, Entry
from youju.work.points.services.writing import issuer_of, locked, refuse_ended, write


@transaction.atomic
def issue(
    *, book: Book, number: str, title: str, amount: int, basis: str, starts_on: dt.date, ends_on: dt.date, attribution: str, by: User
) -> Batch:  # fmt: skip
    """Issue a batch of vouchers. How turnover will be attributed to them is said now, not when the number is wanted."""
    post = post_or_refuse(by, "points.keep", book.unit_id, "发放消费券")
    refuse_ended(book, "没有发放")
    problems = [
        Problem(where, what, mend)
        for wrong, where, what, mend in (
            (amount <= 0, "amount", _("不是正数"), _("写发放总额")),
            (
                not attribution.strip(),
                "attribution",
                _("没有写怎样算作带动"),
                _("例如：核销小票的全额，不含未用券的消费"),
            ),
            (not basis.strip(), "basis", _("没有写依据"), _("写文件标题、文号")),
            (ends_on < starts_on, "ends_on", _("止日早于起日"), _("写可用的起止日期")),
            (
                not number.strip() or Account.objects.filter(book=book, number=number).exists(),
                "number",
                _("批次号没有写，或者已有"),
                _("换一个批次号"),
            ),
        )
        if wrong
    ]
    if problems:
        raise refused("没有发放", problems, english="Nothing was issued")
    account = Account.objects.create(
        book=book,
        kind=Account.Kind.BATCH,
        number=number.strip(),
        name=title,
        unit=book.unit,
        opened_on=db_today(),
    )
    batch = Batch.objects.create(
        account=account,
        basis=basis.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        attribution=attribution.strip(),
    )
    issuer, account = locked(issuer_of(book), account)
    write(Entry.Kind.ISSUE, issuer, account, amount, by, post)
    return batch
