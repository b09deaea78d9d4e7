"""Plans of inspection: on what basis, who goes where, and how the list was drawn."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Plan(models.Model):
    """An inspection as it was planned. It rests on a document, has days on which it ends, and ends with feedback.

    `level` narrows whom it is about; empty means every unit that reports in the round. `overlap_reason` is why it may
    fall together with another plan about the same units.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("制定中")
        UNDER_WAY = "under_way", _("进行中")
        CONCLUDED = "concluded", _("办结")
        CANCELLED = "cancelled", _("取消")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.PLANNED: {Status.UNDER_WAY, Status.CANCELLED},
        Status.UNDER_WAY: {Status.CONCLUDED},
        Status.CONCLUDED: set(),
        Status.CANCELLED: set(),
    }

    office = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    tree = models.CharField(_("树"), max_length=20, default="administrative")
    round = models.ForeignKey("schemes.Round", models.PROTECT, null=True, related_name="inspection_plans")
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    title = models.CharField(_("名称"), max_length=120)
    basis = models.CharField(_("依据"), max_length=200, help_text=_("文件名称和文号"))
    level = models.CharField(_("督查对象层级"), max_length=12, blank=True)
    starts_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("结束"))
    overlap_reason = models.CharField(_("与别的督查重叠的理由"), max_length=200, blank=True)
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    conclusion = models.TextField(_("督查结论"), blank=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="plan_has_a_basis", condition=~Q(basis="")),
            models.CheckConstraint(name="plan_in_order", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="plan_status_known",
                condition=Q(status__in=["planned", "under_way", "concluded", "cancelled"]),
            ),
            models.CheckConstraint(
                name="plan_concluded_says_what", condition=~Q(status="concluded") | ~Q(conclusion="")
            ),
        ]
        indexes = [models.Index(name="plan_by_days", fields=["starts_on", "ends_on"])]

    def __str__(self) -> str:
        return self.title

    def may_become(self, to: str) -> bool:
        """Whether the table of moves lets the plan become that."""
        return to in self.MOVES[self.status]


class InspectionTeam(models.Model):
    """A team of a plan, led by a named head."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="teams")
    name = models.CharField(_("组名"), max_length=60)
    head = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("组长"))

    class Meta:
        constraints = [models.UniqueConstraint(name="team_once", fields=["plan", "name"])]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Somebody in a team, the head included."""

    team = models.ForeignKey(InspectionTeam, models.PROTECT, related_name="members")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="team_member_once", fields=["team", "person"])]

    def __str__(self) -> str:
        return str(self.person)


class InspectionArea(models.Model):
    """A part of the inspected units. The areas of a plan leave none out and share none."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="areas")
    name = models.CharField(_("片区"), max_length=60)
    team = models.ForeignKey(InspectionTeam, models.PROTECT, null=True, related_name="areas")

    class Meta:
        constraints = [models.UniqueConstraint(name="area_once", fields=["plan", "name"])]

    def __str__(self) -> str:
        return self.name


class AreaUnit(models.Model):
    """A unit in an area. The database refuses a second area of the same plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    area = models.ForeignKey(InspectionArea, models.PROTECT, related_name="members")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="area_unit_in_one_area", fields=["plan", "unit"])]

    def __str__(self) -> str:
        return f"{self.area}: {self.unit}"


class Recusal(models.Model):
    """Somebody does not inspect a unit, nor what is under it, and why."""

    append_only: ClassVar[bool] = True

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=200)
    declared_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="recusal_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.person} – {self.unit}"


class Draw(models.Model):
    """A list drawn by lot. First everything that decides it is fixed and traced (`basis`, `seed`); then it is drawn.

    The seed that counts is made of `seed` and the first signed head of the log that contains the fixing: a head that
    nobody could know when the seed was fixed, and that nobody can choose afterwards. Anybody who holds the trace and
    the head draws the same list again.
    """

    append_only: ClassVar[bool] = True

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="draw")
    seed = models.CharField(_("种子"), max_length=64)
    basis = models.JSONField()
    fixed_trace = models.OneToOneField("kernel.Trace", models.PROTECT, related_name="+")
    fixed_at = models.DateTimeField()
    fixed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    head_size = models.BigIntegerField(null=True)
    head_sha256 = models.CharField(max_length=64, null=True)  # noqa: DJ001  # filled in once: empty means not drawn yet
    drawn_at = models.DateTimeField(null=True)
    drawn_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="draw_with_a_head",
                condition=Q(drawn_at=None) | Q(head_size__isnull=False, head_sha256__isnull=False),
            ),
            models.CheckConstraint(name="draw_has_a_seed", condition=~Q(seed="")),
        ]

    def __str__(self) -> str:
        return f"{self.plan}抽签"
