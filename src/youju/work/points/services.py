"""Acts on points and vouchers: the only writers of this room. Each is one transaction and leaves one trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from youju.flow.reports.ports import evidence_known
from youju.flow.units.powers import tenure_on
from youju.kernel.clock import db_now, db_today
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import Post, User
from youju.kernel.named import own_code
from youju.kernel.trace import leave_trace
from youju.work.points.models import Account, AwardRule, Batch, Book, Entry
from youju.work.points.selectors import rules_on, shown

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

Kind = Account.Kind


@transaction.atomic
def open_book(
    *, title: str, unit: Unit, basis: str, evidence: str, agreed_on: dt.date, ends_on: dt.date, by: User, code: str = "",
    measure: str = "分", places: int = 0, months: int | None = None, is_example: bool = False,
) -> Book:  # fmt: skip
    """Open a book with its issuer; without a code it gets one. Refused, with all that is wrong, without a rule or an end."""
    post = _post_or_refuse(by, "points.keep", unit.pk, "建立积分簿")
    code = code or own_code(Book.objects.all(), "b")
    problems = []
    if not basis.strip():
        problems.append(Problem("basis", _("没有写依据"), _("写村规民约或文件的标题、文号")))
    if evidence not in evidence_known([evidence], unit_id=unit.pk):
        problems.append(
            Problem("evidence", _("没有附村规民约或文件"), _("先把它传到佐证，再填它的编号(SHA-256)"))
        )
    if not agreed_on < ends_on:
        problems.append(Problem("ends_on", _("结束日期不晚于议定日期"), _("写它管到哪一天；到期再议")))
    if not 0 <= places <= 2:
        problems.append(Problem("places", _("小数位只能是 0、1、2"), _("积分写 0，金额写 2")))
    if Book.objects.filter(code=code).exists():
        problems.append(Problem("code", _("代号“{code}”已有").format(code=code), _("换一个代号")))
    if problems:
        raise BadInput(f"没有建立“{title}”", f"有 {len(problems)} 处不对", "改正后再提交",
                       english=f"The book was not opened: {len(problems)} faults. Mend them and submit again.", problems=problems)  # fmt: skip
    book = Book.objects.create(
        code=code, title=title, unit=unit, basis=basis.strip(), evidence=evidence, agreed_on=agreed_on, ends_on=ends_on,
        measure=measure, places=places, months=months, is_example=is_example,
    )  # fmt: skip
    Account.objects.create(
        book=book, kind=Kind.ISSUER, number="0", name=unit.name, unit=unit, opened_on=db_today()
    )
    leave_trace(
        by, "points.open", book, post=post, code=code, basis=basis, evidence=evidence, ends_on=ends_on
    )
    return book


@transaction.atomic
def add_rule(*, book: Book, clause: str, title: str, amount: int, by: User) -> AwardRule:
    """Add a rule from today on. Only positive ones: points are never taken as a punishment."""
    post = _post_or_refuse(by, "points.keep", book.unit_id, "定积分规则")
    _refuse_ended(book, "没有定这条规则")
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
    post = _post_or_refuse(by, "points.keep", rule.book.unit_id, "停用规则")
    if AwardRule.objects.filter(pk=rule.pk, ended_on=None).update(ended_on=db_today()):
        leave_trace(by, "points.rule_end", rule.book, post=post, rule=rule)
    rule.refresh_from_db()
    return rule


@transaction.atomic
def open_account(
    *, book: Book, kind: str, number: str, name: str, unit: Unit, by: User, opted_in_on: dt.date | None = None
) -> Account:
    """Open an account for a household that opted in, or for a merchant."""
    post = _post_or_refuse(by, "points.book", unit.pk, "开户")
    problems = []
    if kind not in (Kind.HOUSEHOLD, Kind.MERCHANT):
        problems.append(Problem("kind", _("只给农户和商户开户"), _("选农户或商户")))
    if kind == Kind.HOUSEHOLD and (opted_in_on is None or opted_in_on > db_today()):
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
        raise BadInput("没有开户", f"有 {len(problems)} 处不对", "改正后再提交",
                       english=f"The account was not opened: {len(problems)} faults. Mend them and submit again.", problems=problems)  # fmt: skip
    account = Account.objects.create(
        book=book, kind=kind, number=number.strip(), name=name.strip(), unit=unit, opened_on=db_today(),
        opted_in_on=opted_in_on if kind == Kind.HOUSEHOLD else None,
    )  # fmt: skip
    leave_trace(
        by, "points.account", account, post=post, book=book, number=account.number, opted_in_on=opted_in_on
    )
    return account


@transaction.atomic
def leave(*, account: Account, by: User) -> Account:
    """Let a household go that wants to: nothing is awarded any more; what it has, it may still redeem."""
    post = _post_or_refuse(by, "points.book", account.unit_id, "办理退出")
    if Account.objects.filter(pk=account.pk, kind=Kind.HOUSEHOLD, left_on=None).update(left_on=db_today()):
        leave_trace(by, "points.leave", account, post=post)
    account.refresh_from_db()
    return account


@transaction.atomic
def award(
    *, account: Account, rule: AwardRule, witness: str, by: User, note: str = "", evidence: Sequence[str] = ()
) -> Entry:
    """Give a household what a rule says. Refused without a witness who is neither the household nor the one who books."""
    post = _post_or_refuse(by, "points.book", account.unit_id, "奖励积分")
    book, witness = account.book, witness.strip()
    _refuse_ended(book, "没有奖励")
    if rule.pk not in rules_on(book, db_today()).values_list("pk", flat=True):
        raise Refusal("没有奖励", "这条规则不在这本积分簿里，或者已经停用", "选现行的规则",
                      english="Nothing was awarded: the rule is not in this book, or has ended. Choose a rule in force.")  # fmt: skip
    if not witness or witness in {account.name, by.name}:
        raise BadInput(
            "没有奖励", "没有见证人，或者见证人就是本户、就是记账的人", "写在场的另一个人",
            english="Nothing was awarded: a witness is needed who is neither the household nor the one who books. Name somebody else who was there.",
            problems=[Problem("witness", _("缺见证人"), _("写在场的另一个人的姓名"))],
        )  # fmt: skip
    unknown = set(evidence) - evidence_known(evidence, unit_id=account.unit_id)
    if unknown:
        raise BadInput("没有奖励", "佐证找不到", "先上传佐证", english="Nothing was awarded: the evidence is unknown. Upload it first.",
                       problems=[Problem("evidence", _("没有 {sha}").format(sha=sha[:12]), _("先上传")) for sha in sorted(unknown)])  # fmt: skip
    issuer, account = _locked(_issuer(book), account)
    if account.kind != Kind.HOUSEHOLD or account.left_on is not None:
        raise Refusal("没有奖励", "只奖励自愿加入、没有退出的农户", "请农户先自愿加入",
                      english="Nothing was awarded: only households that opted in and have not left are awarded. The household joins of its own will first.")  # fmt: skip
    return _write(
        Entry.Kind.AWARD, issuer, account, rule.amount, by, post, rule=rule, witness=witness, note=note, evidence=list(evidence)
    )  # fmt: skip


@transaction.atomic
def redeem(
    *, account: Account, merchant: Account, amount: int, by: User, note: str = "", turnover: int | None = None
) -> Entry:
    """Let a household, or the holders of a batch of vouchers, spend at a merchant. Never more than there is."""
    post = _post_or_refuse(by, "points.book", account.unit_id, "兑换积分")
    account, merchant = _locked(account, merchant)
    if (
        account.kind not in (Kind.HOUSEHOLD, Kind.BATCH)
        or merchant.kind != Kind.MERCHANT
        or account.book_id != merchant.book_id
    ):
        raise Refusal("没有兑换", "只能由农户或消费券向同一本簿里的商户兑换", "查一查户号",
                      english="Nothing was redeemed: only a household or a batch of vouchers redeems, at a merchant of the same book. Check the number.")  # fmt: skip
    if amount <= 0 or (turnover is not None and turnover < amount):
        raise BadInput("没有兑换", "数额不是正数，或者交易额小于抵用的数额", "照小票填写", english="Nothing was redeemed: the amount is not positive, or the turnover is less than what was redeemed. Fill it in from the receipt.",
                       problems=[Problem("amount", _("数额不对"), _("写大于 0 的整数，交易额不小于它"))])  # fmt: skip
    if account.kind == Kind.BATCH and not account.batch.starts_on <= db_today() <= account.batch.ends_on:
        raise Refusal(
            "没有兑换",
            "不在这批消费券的使用期里",
            "看批次的起止日期",
            english="Nothing was redeemed: these vouchers are not valid today. See the dates of the batch.",
        )
    _refuse_overdraft(account, amount, "没有兑换", "amount")
    return _write(Entry.Kind.REDEEM, account, merchant, amount, by, post, note=note, turnover=turnover)


@transaction.atomic
def settle(*, merchant: Account, amount: int, note: str, by: User) -> Entry:
    """Take back from a merchant what it was paid for; `note` names the payment."""
    post = _post_or_refuse(by, "points.keep", merchant.book.unit_id, "与商户结算")
    merchant, issuer = _locked(merchant, _issuer(merchant.book))
    if merchant.kind != Kind.MERCHANT or amount <= 0 or not note.strip():
        raise BadInput("没有结算", "不是商户，或者没有写数额、付款凭证", "写数额和付款凭证号", english="Nothing was settled: this is no merchant, or the amount or the payment is not named. Write the amount and the number of the payment.",
                       problems=[Problem("note", _("数额、凭证要写全"), _("例如：2023-06 转账 0012"))])  # fmt: skip
    _refuse_overdraft(merchant, amount, "没有结算", "amount")
    return _write(Entry.Kind.SETTLE, merchant, issuer, amount, by, post, note=note.strip())


@transaction.atomic
def issue(
    *, book: Book, number: str, title: str, amount: int, basis: str, starts_on: dt.date, ends_on: dt.date, attribution: str, by: User
) -> Batch:  # fmt: skip
    """Issue a batch of vouchers. How turnover will be attributed to them is said now, not when the number is wanted."""
    post = _post_or_refuse(by, "points.keep", book.unit_id, "发放消费券")
    _refuse_ended(book, "没有发放")
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
        raise BadInput("没有发放", f"有 {len(problems)} 处不对", "改正后再提交", english=f"Nothing was issued: {len(problems)} faults. Mend them and submit again.",
                       problems=problems)  # fmt: skip
    account = Account.objects.create(
        book=book, kind=Kind.BATCH, number=number.strip(), name=title, unit=book.unit, opened_on=db_today()
    )
    batch = Batch.objects.create(
        account=account,
        basis=basis.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        attribution=attribution.strip(),
    )
    issuer, account = _locked(_issuer(book), account)
    _write(Entry.Kind.ISSUE, issuer, account, amount, by, post)
    return batch


@transaction.atomic
def expire(*, book: Book, by: User) -> list[Entry]:
    """Take back what expired by today: points older than the book's months, oldest used first, and vouchers after their last day."""
    post = _post_or_refuse(by, "points.keep", book.unit_id, "办理到期")
    today, issuer = db_today(), _issuer(book)
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


@transaction.atomic
def undo(*, entry: Entry, reason: str, by: User) -> Entry:
    """Undo a mistaken entry by one the other way round. Refused for the one who made it, twice, and where it was spent already."""
    post = _post_or_refuse(by, "points.keep", entry.giver.book.unit_id, "冲正")
    if entry.kind not in (Entry.Kind.AWARD, Entry.Kind.REDEEM):
        raise Refusal(
            "没有冲正",
            "只有奖励和兑换可以冲正",
            "别的事照实再记一笔",
            english="Nothing was undone: only awards and redemptions are. Book anything else as another entry.",
        )
    if entry.by_id == by.pk:
        raise NotAllowed(
            "不能冲正",
            "这一笔是你自己记的",
            "请另一个人办",
            english="You may not undo this: you booked it. Ask somebody else.",
        )
    if not reason.strip():
        raise BadInput("没有冲正", "没有写理由", "写明错在哪里", english="Nothing was undone: the reason is missing. Write what was wrong.",
                       problems=[Problem("reason", _("没有写"), _("写明错在哪里"))])  # fmt: skip
    giver, taker = _locked(entry.taker, entry.giver)
    if Entry.objects.filter(corrects=entry).exists():
        raise Refusal(
            "没有冲正",
            "这一笔已经冲正过",
            "看户头的往来",
            english="Nothing was undone: this entry was undone already. See the entries of the account.",
        )
    _refuse_overdraft(giver, entry.amount, "没有冲正")
    return _write(Entry.Kind.UNDO, giver, taker, entry.amount, by, post, corrects=entry, note=reason.strip())


def _post_or_refuse(by: User, act: str, unit_id: int, title: str) -> Post:
    tenure = tenure_on(by, act, unit_id, scheme="")
    if tenure is None:
        raise NotAllowed(f"不能{title}", "这件事归别的岗位，或者单位不在你的范围里", "请有这个岗位的人来办",
                         english="You may not do this: it belongs to another post, or the unit is outside your reach. Ask somebody who holds that post.")  # fmt: skip
    return tenure.post


def _refuse_ended(book: Book, what: str) -> None:
    if book.ends_on < db_today():
        raise Refusal(
            what,
            f"“{book}”依据的规则到 {book.ends_on} 为止",
            "村民再议定后另立新簿",
            english=f"Nothing was done: the rule that {book} rests on ended on {book.ends_on}. Open a new book when the village has agreed again.",
        )


def _issuer(book: Book) -> Account:
    return Account.objects.get(book=book, kind=Kind.ISSUER)


def _locked(*accounts: Account) -> list[Account]:
    """Return the accounts as they stand, each held until the transaction ends, always taken in the same order."""
    rows = Account.objects.select_for_update(no_key=True).filter(pk__in=[a.pk for a in accounts])
    found = {row.pk: row for row in rows.order_by("pk")}
    return [found[a.pk] for a in accounts]


def _refuse_overdraft(account: Account, amount: int, what: str, where: str = "") -> None:
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


def _write(
    kind: str, giver: Account, taker: Account, amount: int, by: User, post: Post, **more: object
) -> Entry:
    entry = Entry(
        kind=kind, giver=giver, taker=taker, amount=amount, on=db_today(), by=by, at=db_now(), **more
    )
    entry.save(force_insert=True)
    leave_trace(by, f"points.{kind}", entry, post=post, giver=giver, taker=taker, amount=amount)
    return entry


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
    households = Account.objects.filter(book=book, kind=Kind.HOUSEHOLD, balance__gt=0)
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
