"""A book of points, opened with its issuer, and the rules by which it awards."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from youju.flow.reports.ports import evidence_known
from youju.flow.units.powers import post_or_refuse
from youju.kernel.clock import db_today
from youju.kernel.errors import BadInput, Problem, Refusal, refused
from youju.kernel.models import User
from youju.kernel.named import own_code
from youju.kernel.trace import leave_trace
from youju.work.points.models import Account, AwardRule, Book
from youju.work.points.services.writing import refuse_ended

if TYPE_CHECKING:
    from youju.flow.units.models import Unit


@transaction.atomic
def open_book(
    *, title: str, unit: Unit, basis: str, evidence: str, agreed_on: dt.date, ends_on: dt.date, by: User, code: str = "",
    measure: str = "分", places: int = 0, months: int | None = None, is_example: bool = False,
) -> Book:  # fmt: skip
    """Open a book with its issuer; without a code it gets one. Refused, with all that is wrong, without a rule or an end."""
    post = post_or_refuse(by, "points.keep", unit.pk, "建立积分簿")
    code = code or own_code(Book.objects.all(), "b")
    problems = []
    if not basis.strip():
        problems.append(Problem("basis", _("没有写依据"), _("写村规民约或文件的标题、文号")))
    if evidence not in evidence_known([evidence], unit_id=unit.pk):
        problems.append(Problem("evidence", _("没有附村规民约或文件"), _("先把它传到主办单位的佐证")))
    if not agreed_on < ends_on:
        problems.append(Problem("ends_on", _("结束日期不晚于议定日期"), _("写它管到哪一天；到期再议")))
    if not 0 <= places <= 2:
        problems.append(Problem("places", _("小数位只能是 0、1、2"), _("积分写 0，金额写 2")))
    if Book.objects.filter(code=code).exists():
        problems.append(Problem("code", _("代号“{code}”已有").format(code=code), _("换一个代号")))
    if problems:
        raise refused(f"没有建立“{title}”", problems, english="The book was not opened")
    book = Book.objects.create(
        code=code, title=title, unit=unit, basis=basis.strip(), evidence=evidence, agreed_on=agreed_on, ends_on=ends_on,
        measure=measure, places=places, months=months, is_example=is_example,
    )  # fmt: skip
    Account.objects.create(
        book=book, kind=Account.Kind.ISSUER, number="0", name=unit.name, unit=unit, opened_on=db_today()
    )
    leave_trace(
        by, "points.open", book, post=post, code=code, basis=basis, evidence=evidence, ends_on=ends_on
    )
    return book


@transaction.atomic
def add_rule(*, book: Book, clause: str, title: str, amount: int, by: User) -> AwardRule:
    """Add a rule from today on. Only positive ones: points are never taken as a punishment."""
    post = post_or_refuse(by, "points.keep", book.unit_id, "定积分规则")
    refuse_ended(book, "没有定这条规则")
    if amount <= 0:
        raise BadInput(
            "没有定这条规则", "积分只加不扣，不设惩罚", "写奖励多少分；违规的事依村规民约另行处理",
            english="The rule was not made: points are only given, never taken as a penalty. Write how many are awarded; breaches follow the village rule by another way.",
            problems=[Problem("amount", _("不是正数"), _("写大于 0 的整数"))],
        )  # fmt: skip
    if not clause.strip():
        raise BadInput("没有定这条规则", "没有写依据哪一条", "写村规民约的条款", english="The rule was not made: it names no clause. Write the clause of the village rule.",
                       problems=[Problem("clause", _("没有写"), _("例如：第七条"))])  # fmt: skip
    try:
        with transaction.atomic():
            rule = AwardRule.objects.create(
                book=book, clause=clause.strip(), title=title.strip(), amount=amount, since=db_today()
            )
    except IntegrityError:
        raise Refusal("没有定这条规则", "今天已经定过同一条", "要改分值，先停用旧的",
                      english="The rule was not made: the same clause got one today. To change what it awards, end the old rule first.",
                      problems=[Problem("clause", _("今天已经定过同一条"), _("要改分值，先停用旧的"))]) from None  # fmt: skip
    leave_trace(
        by, "points.rule", book, post=post, rule=rule, clause=rule.clause, title=rule.title, amount=amount
    )
    return rule


@transaction.atomic
def end_rule(*, rule: AwardRule, by: User) -> AwardRule:
    """End a rule today: nothing is awarded by it any more; what was awarded stays."""
    post = post_or_refuse(by, "points.keep", rule.book.unit_id, "停用规则")
    if AwardRule.objects.filter(pk=rule.pk, ended_on=None).update(ended_on=db_today()):
        leave_trace(by, "points.rule_end", rule.book, post=post, rule=rule)
    rule.refresh_from_db()
    return rule
