"""What one unit says in one round: its report, the values in it, and every handing-in as it was."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from youju.flow.reports.fields import ExactField

RELATIONS = (("=", _("等于")), ("≥", _("不少于")), ("≤", _("不超过")), ("≈", _("约")))


class Report(models.Model):
    """The report of one unit in one round. It keeps its identity when it is returned and fixed.

    `lock` counts the saves: whoever saves says which one was seen. `late` and `after_close` tell of the last handing-in.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("已报送")
        RETURNED = "returned", _("退回")
        ACCEPTED = "accepted", _("采信")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.RETURNED, Status.ACCEPTED},
        Status.RETURNED: {Status.SUBMITTED},
        Status.ACCEPTED: set(),
    }
    EDITABLE = (Status.DRAFT, Status.RETURNED)

    round = models.ForeignKey("schemes.Round", models.PROTECT, related_name="reports", db_index=False)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="reports")
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    lock = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(_("报送时间"), null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    late = models.BooleanField(_("迟报"), default=False)
    after_close = models.BooleanField(_("关账后报"), default=False)
    no_change = models.BooleanField(_("无变化"), default=False)
    return_reason = models.CharField(_("退回理由"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("审核时间"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(_("保存时间"), null=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(name="report_by_status", fields=["round", "status"])]
        constraints = [
            models.UniqueConstraint(name="report_once", fields=["round", "unit"]),
            models.CheckConstraint(name="report_status_known",
                                   condition=Q(status__in=["draft", "submitted", "returned", "accepted"])),
            models.CheckConstraint(name="report_submitted_has_a_moment",
                                   condition=Q(status="draft") | Q(submitted_at__isnull=False)),
            models.CheckConstraint(name="report_returned_says_why",
                                   condition=~Q(status="returned") | ~Q(return_reason="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit} {self.round}"

    def may_become(self, to: str) -> bool:
        """Whether the table of moves lets the report become that."""
        return to in self.MOVES[self.status]

    @property
    def may_edit(self) -> bool:
        """Whether values may be changed: while it is a draft, or returned."""
        return self.status in self.EDITABLE


class ReportValue(models.Model):
    """One value of a report as it stands now. `typed` is what was typed; `value` is empty while that is no number.

    `held` means the house held the value already and nobody changed it. `evidence` lists files by their SHA-256.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="values", db_index=False)
    indicator = models.CharField(_("指标"), max_length=80)
    period = models.CharField(_("周期"), max_length=10)
    typed = models.CharField(_("所填"), max_length=80, blank=True)
    value = ExactField(_("数值"), null=True)
    relation = models.CharField(_("关系"), max_length=1, choices=RELATIONS, default="=")
    note = models.CharField(_("说明"), max_length=500, blank=True)
    evidence = models.JSONField(_("佐证"), default=list)
    held = models.CharField(_("已有"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="report_value_once", fields=["report", "indicator"]),
            models.CheckConstraint(name="report_value_relation", condition=Q(relation__in=["=", "≥", "≤", "≈"])),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator} {self.typed}"


class Submission(models.Model):
    """One handing-in of a report, with its values and doubts as they were. Never changed; the last one counts.

    `values` is a list of {indicator, period, value, relation, note, evidence}; values are exact text.
    """

    append_only: ClassVar[bool] = True

    report = models.ForeignKey(Report, models.PROTECT, related_name="submissions", db_index=False)
    number = models.PositiveIntegerField(_("第几次"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("kernel.Post", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("报送时间"))
    late = models.BooleanField(_("迟报"))
    after_close = models.BooleanField(_("关账后报"))
    no_change = models.BooleanField(_("无变化"), default=False)
    values = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(name="submission_once", fields=["report", "number"])]

    def __str__(self) -> str:
        return f"{self.report} #{self.number}"
