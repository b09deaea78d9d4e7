"""Books of points and vouchers, the accounts in them, and the entries between accounts. Integers only.

An entry has a giver and a taker, so what was given and what was taken cannot differ. The balance of an account is moved
by the database when an entry is written, and by nothing else (migration 0002).
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Book(models.Model):
    """Points of a village, or vouchers of an office: the rule it rests on, when that was agreed and when it ends."""

    code = models.SlugField(_("代号"), max_length=40, unique=True)
    title = models.CharField(_("名称"), max_length=100)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    measure = models.CharField(_("计量"), max_length=10, default="分")
    places = models.PositiveSmallIntegerField(_("小数位"), default=0)
    basis = models.CharField(_("依据"), max_length=200)
    evidence = models.CharField(_("村规民约"), max_length=64)
    agreed_on = models.DateField(_("议定"))
    ends_on = models.DateField(_("止于"))
    months = models.PositiveSmallIntegerField(_("有效月数"), null=True)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="book_has_its_rule", condition=~Q(basis="") & ~Q(evidence="")),
            models.CheckConstraint(name="book_ends", condition=Q(ends_on__gt=F("agreed_on"))),
            models.CheckConstraint(name="book_places", condition=Q(places__lte=2)),
        ]

    def __str__(self) -> str:
        return self.title


class AwardRule(models.Model):
    """What earns how many points, by which clause of the rule the village agreed on. There is no negative rule."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="rules")
    clause = models.CharField(_("条款"), max_length=80)
    title = models.CharField(pgettext_lazy("award", "做了什么"), max_length=100)
    amount = models.BigIntegerField(_("积分"))
    since = models.DateField(_("起"))
    ended_on = models.DateField(_("停用"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="award_rule_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="award_rule_has_a_clause", condition=~Q(clause="")),
            models.UniqueConstraint(name="award_rule_once", fields=["book", "clause", "title", "since"]),
        ]

    def __str__(self) -> str:
        return self.title


class Account(models.Model):
    """Who holds points in a book. A household is there because it opted in; only the issuer may owe."""

    class Kind(models.TextChoices):
        ISSUER = "issuer", _("发放方")
        HOUSEHOLD = "household", _("农户")
        MERCHANT = "merchant", _("商户")
        BATCH = "batch", _("消费券批次")

    book = models.ForeignKey(Book, models.PROTECT, related_name="accounts", db_index=False)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    number = models.CharField(_("户号"), max_length=40)
    name = models.CharField(_("名称"), max_length=80)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("所在村"))
    opened_on = models.DateField(_("开户"))
    opted_in_on = models.DateField(_("自愿加入"), null=True)
    left_on = models.DateField(pgettext_lazy("household", "退出"), null=True)
    balance = models.BigIntegerField(_("余额"), default=0, editable=False)
    last_entry = models.BigIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="account_number_once", fields=["book", "number"]),
            models.UniqueConstraint(name="account_one_issuer", fields=["book"], condition=Q(kind="issuer")),
            models.CheckConstraint(
                name="account_never_negative", condition=Q(kind="issuer") | Q(balance__gte=0)
            ),
            models.CheckConstraint(
                name="account_household_opted_in",
                condition=~Q(kind="household") | Q(opted_in_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Batch(models.Model):
    """Vouchers issued together: their dates, and by which method turnover is said to come from them."""

    append_only: ClassVar[bool] = True

    account = models.OneToOneField(Account, models.PROTECT, related_name="batch")
    basis = models.CharField(_("依据"), max_length=200)
    starts_on = models.DateField(_("可用自"))
    ends_on = models.DateField(_("可用至"))
    attribution = models.CharField(_("归因办法"), max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(name="batch_in_order", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="batch_says_how", condition=~Q(attribution="")),
        ]

    def __str__(self) -> str:
        return self.account.name


class Entry(models.Model):
    """An amount that went from one account of a book to another of the same book. Never changed; a mistake is undone by a later one."""

    append_only: ClassVar[bool] = True

    class Kind(models.TextChoices):
        AWARD = "award", _("奖励")
        ISSUE = "issue", _("发放")
        REDEEM = "redeem", _("兑换")
        EXPIRE = "expire", pgettext_lazy("entry", "到期")
        SETTLE = "settle", _("结算")
        UNDO = "undo", _("冲正")

    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices)
    giver = models.ForeignKey(Account, models.PROTECT, related_name="given", db_index=False)
    taker = models.ForeignKey(Account, models.PROTECT, related_name="taken", db_index=False)
    amount = models.BigIntegerField(_("数额"))
    on = models.DateField(_("日期"))
    rule = models.ForeignKey(AwardRule, models.PROTECT, null=True, related_name="+", db_index=False)
    witness = models.CharField(_("见证人"), max_length=60, blank=True)
    turnover = models.BigIntegerField(_("交易额"), null=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    note = models.CharField(_("说明"), max_length=300, blank=True)
    evidence = models.JSONField(_("佐证"), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # an account's page in order, and the sums of its entries without looking at the rows
            models.Index(name="entry_given", fields=["giver", "id", "kind", "on", "amount"]),
            models.Index(name="entry_taken", fields=["taker", "id", "kind", "on", "amount"]),
            # The unique index has all the rows that correct nothing: SQLite thinks it useless and reads the table instead.
            models.Index(name="entry_undone", fields=["corrects"], condition=Q(corrects__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="entry_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="entry_between_two", condition=~Q(giver=F("taker"))),
            models.CheckConstraint(
                name="entry_award_has_rule_and_witness",
                condition=~Q(kind="award") | (Q(rule__isnull=False) & ~Q(witness="")),
            ),
            models.CheckConstraint(
                name="entry_undo_corrects",
                condition=(Q(kind="undo") & Q(corrects__isnull=False) & ~Q(note=""))
                | (~Q(kind="undo") & Q(corrects=None)),
            ),
            models.CheckConstraint(
                name="entry_turnover_covers",
                condition=Q(turnover=None) | (Q(kind="redeem") & Q(turnover__gte=F("amount"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
