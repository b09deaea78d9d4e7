"""Visits, what was verified and found there, and what became of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from youju.flow.inspections.models.plans import InspectionArea, InspectionTeam, Plan
from youju.flow.reports.fields import ExactField

PERSON = settings.AUTH_USER_MODEL


class Visit(models.Model):
    """One unit to be seen, by one team, unannounced unless somebody says why not.

    `why`, `stratum` and `ticket` say how it was drawn; inspectors are not shown them, the unit is shown nothing of a
    visit before `Feedback`.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("待查")
        VISITED = "visited", _("已查")
        DROPPED = "dropped", _("未查")

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("实地")
        REMOTE = "remote", _("远程")

    class Why(models.TextChoices):
        RISK = "risk", _("按风险")
        CHANCE = "chance", _("随机")
        FOLLOW_UP = "follow_up", _("回头看")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.PLANNED: {Status.VISITED, Status.DROPPED},
        Status.VISITED: set(),
        Status.DROPPED: set(),
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="visits")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    area = models.ForeignKey(InspectionArea, models.PROTECT, related_name="visits")
    team = models.ForeignKey(InspectionTeam, models.PROTECT, null=True, related_name="visits")
    day = models.DateField(_("日期"), null=True)
    announced = models.BooleanField(_("事先告知"), default=False)
    mode = models.CharField(_("方式"), max_length=8, choices=Mode.choices, default=Mode.ON_SITE)
    why = models.CharField(max_length=10, choices=Why.choices)
    stratum = models.CharField(max_length=60, blank=True)
    ticket = models.CharField(max_length=64, blank=True)
    status = models.CharField(_("状态"), max_length=8, choices=Status.choices, default=Status.PLANNED)
    note = models.TextField(_("情况"), blank=True)
    finished_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="visit_once_a_plan", fields=["plan", "unit"]),
            models.CheckConstraint(
                name="visit_status_known", condition=Q(status__in=["planned", "visited", "dropped"])
            ),
            models.CheckConstraint(
                name="visit_finished_has_a_moment",
                condition=Q(status="planned") | Q(finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_dropped_says_why", condition=~Q(status="dropped") | ~Q(note="")
            ),
        ]
        indexes = [models.Index(name="visit_of_unit", fields=["unit", "-finished_at"])]

    def __str__(self) -> str:
        return f"{self.plan}：{self.unit}"


class Verification(models.Model):
    """One value as it was reported and as it was found. Both are kept; the verified one counts.

    The result follows from the two: what the report said holds, or it differs; nothing to be seen is not found.
    A correction is a later row that names the earlier one.
    """

    append_only: ClassVar[bool] = True

    class Result(models.TextChoices):
        CONFIRMED = "confirmed", _("属实")
        DIFFERS = "differs", _("不符")
        NOT_FOUND = "not_found", _("未见")

    uuid = models.UUIDField(unique=True)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="verifications")
    indicator = models.CharField(_("指标"), max_length=80)
    period = models.CharField(_("周期"), max_length=10, blank=True)
    reported = ExactField(_("报送值"), null=True)
    reported_relation = models.CharField(max_length=1, default="=")
    submission = models.ForeignKey("reports.Submission", models.PROTECT, null=True, related_name="+")
    verified = ExactField(_("核查值"), null=True)
    result = models.CharField(_("结果"), max_length=10, choices=Result.choices)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    evidence = models.JSONField(_("佐证"), default=list)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="verification_first_once", fields=["visit", "indicator"], condition=Q(corrects=None)
            ),
            models.CheckConstraint(
                name="verification_result_known",
                condition=Q(result__in=["confirmed", "differs", "not_found"]),
            ),
            models.CheckConstraint(
                name="verification_result_follows",
                condition=Q(result="not_found", verified=None)
                | (~Q(result="not_found") & Q(verified__isnull=False)),
            ),
            models.CheckConstraint(
                name="verification_differs_if_other", condition=~Q(result="differs", verified=F("reported"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit} {self.indicator}"


class Finding(models.Model):
    """Something that was found wrong on a visit."""

    append_only: ClassVar[bool] = True

    uuid = models.UUIDField(unique=True)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="findings")
    what = models.TextField(_("问题"))
    clause = models.CharField(_("依据条款"), max_length=200, blank=True)
    evidence = models.JSONField(_("佐证"), default=list)
    found_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="finding_says_what", condition=~Q(what=""))]

    def __str__(self) -> str:
        return self.what[:40]


class Feedback(models.Model):
    """What the unit was told of a visit. From here on it sees the visit, its values and its photographs."""

    append_only: ClassVar[bool] = True

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="feedback")
    text = models.TextField(_("反馈"))
    given_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    answer = models.TextField(_("单位陈述"), null=True)  # noqa: DJ001  # filled in once: empty means not answered
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="feedback_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.visit}反馈"


class Rectification(models.Model):
    """A finding that somebody has to put right by a day. It is closed by somebody other than who put it right."""

    class Status(models.TextChoices):
        ASSIGNED = "assigned", _("整改中")
        REPORTED = "reported", _("已报整改")
        CLOSED = "closed", _("已销号")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.ASSIGNED: {Status.REPORTED},
        Status.REPORTED: {Status.ASSIGNED, Status.CLOSED},
        Status.CLOSED: set(),
    }

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="rectification")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("整改单位"))
    due_on = models.DateField(_("整改期限"))
    status = models.CharField(_("状态"), max_length=8, choices=Status.choices, default=Status.ASSIGNED)
    assigned_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField()
    measures = models.TextField(_("整改措施"), blank=True)
    evidence = models.JSONField(_("整改佐证"), default=list)
    rectified_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    rectified_at = models.DateTimeField(null=True)
    return_reason = models.CharField(_("退回理由"), max_length=500, blank=True)
    closed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closing_note = models.CharField(_("销号核实"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rectification_status_known", condition=Q(status__in=["assigned", "reported", "closed"])
            ),
            models.CheckConstraint(
                name="rectification_closed_by_another",
                condition=~Q(status="closed")
                | (Q(closed_by__isnull=False) & ~Q(closed_by=F("rectified_by"))),
            ),
            models.CheckConstraint(
                name="rectification_closed_was_verified", condition=~Q(status="closed") | ~Q(closing_note="")
            ),
        ]
        indexes = [models.Index(name="rectification_due", fields=["status", "due_on"])]

    def __str__(self) -> str:
        return str(self.finding)


class SyncedItem(models.Model):
    """An item that came from a device, under the number the device gave it, and the answer it got. A retry gets it again."""

    append_only: ClassVar[bool] = True

    uuid = models.UUIDField(primary_key=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    answer = models.JSONField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.uuid)
