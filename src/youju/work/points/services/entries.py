"""What is given and spent: awards, redemptions, settlements, and a mistaken entry undone."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from youju.flow.reports.ports import evidence_known
from youju.flow.units.powers import post_or_refuse
from youju.kernel.clock import db_today
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import User
from youju.work.points.models import Account, AwardRule, Entry
from youju.work.points.selectors import rules_on
from youju.work.points.services.writing import issuer_of, locked, refuse_ended, refuse_overdraft, write


@transaction.atomic
def award(
    *, account: Account, rule: AwardRule, witness: str, by: User, note: str = "", evidence: Sequence[str] = ()
) -> Entry:
    """Give a household what a rule says. Refused without a witness who is neither the household nor the one who books."""
    post = post_or_refuse(by, "points.book", account.unit_id, "奖励积分")
    book, witness = account.book, witness.strip()
    refuse_ended(book, "没有奖励")
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
    issuer, account = locked(issuer_of(book), account)
    if account.kind != Account.Kind.HOUSEHOLD or account.left_on is not None:
        raise Refusal("没有奖励", "只奖励自愿加入、没有退出的农户", "请农户先自愿加入",
                      english="Nothing was awarded: only households that opted in and have not left are awarded. The household joins of its own will first.")  # fmt: skip
    return write(
        Entry.Kind.AWARD, issuer, account, rule.amount, by, post, rule=rule, witness=witness, note=note, evidence=list(evidence)
    )  # fmt: skip


@transaction.atomic
def redeem(
    *, account: Account, merchant: Account, amount: int, by: User, note: str = "", turnover: int | None = None
) -> Entry:
    """Let a household, or the holders of a batch of vouchers, spend at a merchant. Never more than there is."""
    post = post_or_refuse(by, "points.book", account.unit_id, "兑换积分")
    account, merchant = locked(account, merchant)
    if (
        account.kind not in (Account.Kind.HOUSEHOLD, Account.Kind.BATCH)
        or merchant.kind != Account.Kind.MERCHANT
        or account.book_id != merchant.book_id
    ):
        raise Refusal("没有兑换", "只能由农户或消费券向同一本簿里的商户兑换", "查一查户号",
                      english="Nothing was redeemed: only a household or a batch of vouchers redeems, at a merchant of the same book. Check the number.")  # fmt: skip
    if amount <= 0 or (turnover is not None and turnover < amount):
        raise BadInput("没有兑换", "数额不是正数，或者交易额小于抵用的数额", "照小票填写", english="Nothing was redeemed: the amount is not positive, or the turnover is less than what was redeemed. Fill it in from the receipt.",
                       problems=[Problem("amount", _("数额不对"), _("写大于 0 的整数，交易额不小于它"))])  # fmt: skip
    if (
        account.kind == Account.Kind.BATCH
        and not account.batch.starts_on <= db_today() <= account.batch.ends_on
    ):
        raise Refusal(
            "没有兑换",
            "不在这批消费券的使用期里",
            "看批次的起止日期",
            english="Nothing was redeemed: these vouchers are not valid today. See the dates of the batch.",
        )
    refuse_overdraft(account, amount, "没有兑换", "amount")
    return write(Entry.Kind.REDEEM, account, merchant, amount, by, post, note=note, turnover=turnover)


@transaction.atomic
def settle(*, merchant: Account, amount: int, note: str, by: User) -> Entry:
    """Take back from a merchant what it was paid for; `note` names the payment."""
    post = post_or_refuse(by, "points.keep", merchant.book.unit_id, "与商户结算")
    merchant, issuer = locked(merchant, issuer_of(merchant.book))
    if merchant.kind != Account.Kind.MERCHANT or amount <= 0 or not note.strip():
        raise BadInput("没有结算", "不是商户，或者没有写数额、付款凭证", "写数额和付款凭证号", english="Nothing was settled: this is no merchant, or the amount or the payment is not named. Write the amount and the number of the payment.",
                       problems=[Problem("note", _("数额、凭证要写全"), _("例如：2023-06 转账 0012"))])  # fmt: skip
    refuse_overdraft(merchant, amount, "没有结算", "amount")
    return write(Entry.Kind.SETTLE, merchant, issuer, amount, by, post, note=note.strip())


@transaction.atomic
def undo(*, entry: Entry, reason: str, by: User) -> Entry:
    """Undo a mistaken entry by one the other way round. Refused for the one who made it, twice, and where it was spent already."""
    post = post_or_refuse(by, "points.keep", entry.giver.book.unit_id, "冲正")
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
    giver, taker = locked(entry.taker, entry.giver)
    if Entry.objects.filter(corrects=entry).exists():
        raise Refusal(
            "没有冲正",
            "这一笔已经冲正过",
            "看户头的往来",
            english="Nothing was undone: this entry was undone already. See the entries of the account.",
        )
    refuse_overdraft(giver, entry.amount, "没有冲正")
    return write(Entry.Kind.UNDO, giver, taker, entry.amount, by, post, corrects=entry, note=reason.strip())
