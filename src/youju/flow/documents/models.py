"""Documents, what was read in them, and what a person made of each fact."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

DIGITS = 18


class Document(models.Model):
    """A paper the work rests on, by its content: the same file twice is one row.

    `sha256` names the bytes that were uploaded, `text_sha256` the text drawn from them; spans count its characters.
    `dated_on` is the day of publication, `date_reason` who or what says so.
    """

    append_only: ClassVar[bool] = True

    class Kind(models.TextChoices):
        """The fifteen kinds of official documents （党政机关公文处理工作条例, 2012, 第八条）, and the newspaper page."""

        RESOLUTION = "resolution", _("决议")
        DECISION = "decision", _("决定")
        ORDER = "order", _("命令（令）")
        COMMUNIQUE = "communique", _("公报")
        ANNOUNCEMENT = "announcement", _("公告")
        PUBLIC_NOTICE = "public_notice", _("通告")
        OPINIONS = "opinions", _("意见")
        NOTICE = "notice", _("通知")
        CIRCULAR = "circular", _("通报")
        REPORT = "report", _("报告")
        REQUEST = "request", _("请示")
        REPLY = "reply", _("批复")
        PROPOSAL = "proposal", _("议案")
        LETTER = "letter", _("函")
        MINUTES = "minutes", _("纪要")
        NEWSPAPER_PAGE = "newspaper_page", _("报纸版面")

    sha256 = models.CharField(max_length=64, unique=True)
    text_sha256 = models.CharField(max_length=64)
    title = models.CharField(_("标题"), max_length=200)
    file_name = models.CharField(_("文件名"), max_length=120)
    size = models.PositiveIntegerField(_("字节数"))
    kind = models.CharField(_("文种"), max_length=20, choices=Kind.choices)
    issuer = models.CharField(_("发文机关或报纸"), max_length=100, blank=True)
    number = models.CharField(_("文号或版次"), max_length=80, blank=True)
    place = models.CharField(_("从何地说起"), max_length=40, blank=True)
    dated_on = models.DateField(_("成文或见报日期"), null=True)
    date_reason = models.CharField(_("日期的依据"), max_length=200, blank=True)
    text = models.TextField(_("原文"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        constraints = [
            models.CheckConstraint(name="document_not_empty", condition=Q(size__gt=0) & ~Q(text="")),
            models.CheckConstraint(
                name="document_date_has_reason", condition=Q(dated_on=None) | ~Q(date_reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Reading(models.Model):
    """One reading of a document by one version of the reader; the same version reads the same and is kept once.

    `counts` tells what became of the proposals of a language model, where one was asked.
    """

    append_only: ClassVar[bool] = True

    document = models.ForeignKey(Document, models.PROTECT, related_name="readings")
    reader = models.CharField(_("阅读程序版本"), max_length=80)
    doubts = models.JSONField(_("存疑"), default=list)
    counts = models.JSONField(_("语言模型提出的"), default=dict)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(_("阅读时间"))

    class Meta:
        constraints = [models.UniqueConstraint(name="reading_once_a_version", fields=["document", "reader"])]

    def __str__(self) -> str:
        return f"{self.document_id} {self.reader}"


class ReadFact(models.Model):
    """One fact as one reading found it. `quote` stands verbatim at `start:end` of the document's text.

    `key` names the fact by kind, span and value, so that another reading that finds it again gives it the same name.
    `record` holds all fields of the reader's schema.
    """

    append_only: ClassVar[bool] = True

    reading = models.ForeignKey(Reading, models.PROTECT, related_name="facts")
    key = models.CharField(max_length=20)
    kind = models.CharField(_("类别"), max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(_("原话"))
    record = models.JSONField()

    class Meta:
        ordering: ClassVar[list[str]] = ["start", "end", "pk"]
        constraints = [
            models.UniqueConstraint(name="read_fact_once", fields=["reading", "key"]),
            models.CheckConstraint(name="read_fact_span", condition=Q(end__gt=models.F("start"))),
        ]

    def __str__(self) -> str:
        return self.quote


class Decision(models.Model):
    """What a person made of a fact: accepted, corrected or rejected. A later decision replaces an earlier one.

    An accepted fact goes to an indicator (of `scheme`, "" for official statistics) or to a `register`, or waits
    until somebody says where to. Its value is `mantissa × 10^−scale`, exact on every database; None where the fact
    has no value (a project, a visit).
    """

    append_only: ClassVar[bool] = True

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("采信")
        CORRECTED = "corrected", _("改正后采信")
        REJECTED = "rejected", _("不采信")

    fact = models.ForeignKey(ReadFact, models.PROTECT, related_name="decisions")
    document = models.ForeignKey(Document, models.PROTECT, related_name="decisions")
    verdict = models.CharField(_("决定"), max_length=10, choices=Verdict.choices)
    unit_code = models.CharField(_("单位代码"), max_length=40, blank=True)
    scheme = models.CharField(_("方案"), max_length=80, blank=True)
    indicator = models.CharField(_("指标"), max_length=80, blank=True)
    register = models.CharField(_("台账"), max_length=80, blank=True)
    period = models.CharField(_("周期"), max_length=10, blank=True)
    mantissa = models.BigIntegerField(null=True)
    scale = models.PositiveSmallIntegerField(default=0)
    measure = models.CharField(_("计量单位"), max_length=20, blank=True)
    relation = models.CharField(_("关系"), max_length=1, default="=")
    note = models.CharField(_("说明"), max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        indexes = [
            models.Index(name="decision_of_document", fields=["document", "id"]),
            models.Index(name="decision_of_cell", fields=["unit_code", "indicator", "period"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="decision_verdict", condition=Q(verdict__in=["accepted", "corrected", "rejected"])
            ),
            models.CheckConstraint(name="decision_says_why", condition=Q(verdict="accepted") | ~Q(note="")),
            models.CheckConstraint(name="decision_relation", condition=Q(relation__in=["=", "≥", "≤", "≈"])),
            models.CheckConstraint(name="decision_one_target", condition=Q(indicator="") | Q(register="")),
            models.CheckConstraint(
                name="decision_exact",
                condition=Q(mantissa__gt=-(10**DIGITS), mantissa__lt=10**DIGITS, scale__lte=DIGITS)
                | Q(mantissa=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.fact_id}"

    @property
    def value(self) -> Decimal | None:
        """The value, exact; None where the fact has none."""
        return None if self.mantissa is None else Decimal(self.mantissa).scaleb(-self.scale)

    @property
    def holds(self) -> bool:
        """Whether the fact is held to be true."""
        return self.verdict != Decision.Verdict.REJECTED

    @property
    def said(self) -> dict[str, Any]:
        """What was decided, as the form shows it."""
        return {
            "unit_code": self.unit_code, "scheme": self.scheme, "indicator": self.indicator, "register": self.register,
            "period": self.period, "value": self.value, "measure": self.measure, "relation": self.relation,
        }  # fmt: skip
