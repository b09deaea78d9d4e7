"""Who answers for what, from when to when; who helps whom; which department answers for an industry.

A duty carries the rights and the support that go with it. There is nothing to sign: no pledge, no 责任状.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Charge(models.Model):
    """What somebody answers for in a system of duties (straw ban, river chiefs …): a unit, a household, a stretch, a record, a risk."""

    class Kind(models.TextChoices):
        UNIT = "unit", _("单位")
        HOUSEHOLD = "household", _("农户")
        RIVER = "river", _("河湖")
        FOREST = "forest", _("林地")
        FIELD = "field", _("田块")
        ENTERPRISE = "enterprise", _("企业")
        RECORD = "record", _("台账事项")
        POINT = "point", _("值守点")
        RISK = "risk", _("风险")
        GROUP = "group", _("领导小组、专班")

    system = models.SlugField(_("责任体系"), max_length=40, db_index=False)
    code = models.CharField(_("代号"), max_length=60)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("名称"), max_length=100)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("所在单位"))
    line = models.CharField(_("整条名称"), max_length=60, blank=True)
    from_m = models.PositiveIntegerField(_("起点（米）"), null=True)
    to_m = models.PositiveIntegerField(_("终点（米）"), null=True)
    season_from = models.CharField(_("每年自（月-日）"), max_length=5, blank=True, default="")
    season_to = models.CharField(_("每年至（月-日）"), max_length=5, blank=True, default="")
    since = models.DateField(_("起"))
    ended_on = models.DateField(_("注销"), null=True)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="charge_once", fields=["system", "code"]),
            models.CheckConstraint(
                name="charge_stretch_in_order",
                condition=Q(from_m=None, to_m=None) | (Q(to_m__gt=F("from_m")) & ~Q(line="")),
            ),
            models.CheckConstraint(
                name="charge_season_whole",
                condition=Q(season_from="", season_to="") | (~Q(season_from="") & ~Q(season_to="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Line(models.Model):
    """A river, a belt of wood or a field of a system, whole: how long it is, so that the parts nobody answers for can be told."""

    system = models.SlugField(_("责任体系"), max_length=40, db_index=False)
    title = models.CharField(_("整条名称"), max_length=60)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("所在单位"))
    length_m = models.PositiveIntegerField(_("全长（米）"))
    source = models.CharField(_("全长出处"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="line_once", fields=["system", "title"]),
            models.CheckConstraint(name="line_has_a_length", condition=Q(length_m__gt=0)),
            models.CheckConstraint(name="line_has_a_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return self.title


class Duty(models.Model):
    """Somebody answers for a charge from a day until, but not including, another. Ended by a day, never removed."""

    class Kind(models.TextChoices):
        PLEDGE = "bao", _("包保")
        RIVER = "river", _("河长")
        FOREST = "forest", _("林长")
        FIELD = "field", _("田长")
        GRID = "grid", _("网格")
        TASK_FORCE = "task_force", _("专班")
        GROUP = "group", _("领导小组")
        WATCH = "watch", _("值守")

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="duties", db_index=False)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    person = models.CharField(_("责任人"), max_length=60)
    post = models.CharField(_("职务"), max_length=80, blank=True)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True)
    basis = models.CharField(_("依据"), max_length=200)
    rights = models.CharField(_("权限"), max_length=500)
    support = models.CharField(_("保障"), max_length=500)
    came_from = models.OneToOneField("self", models.PROTECT, null=True, related_name="handed_to")
    note = models.CharField(_("交接说明"), max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(name="duty_of_charge", fields=["charge", "since", "until"]),
            models.Index(name="duty_of_person", fields=["unit", "person"]),
        ]
        constraints = [
            models.CheckConstraint(name="duty_in_order", condition=Q(until=None) | Q(until__gte=F("since"))),
            models.CheckConstraint(
                name="duty_has_rights_and_support", condition=~Q(rights="") & ~Q(support="")
            ),
            models.UniqueConstraint(name="duty_once", fields=["charge", "kind", "unit", "person", "since"]),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()} {self.charge}"


class Departure(models.Model):
    """Somebody left a unit on a day. What they answered for there is handed over, or shows as left behind."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    person = models.CharField(_("姓名"), max_length=60)
    on = models.DateField(_("调离"))

    class Meta:
        constraints = [models.UniqueConstraint(name="departure_once", fields=["unit", "person", "on"])]

    def __str__(self) -> str:
        return f"{self.person} {self.on}"


class HelpLink(models.Model):
    """Who helps whom: a strong village a weak one, an enterprise a village, somebody attached to a township. Many to many."""

    class Kind(models.TextChoices):
        VILLAGE = "village", _("村村结对")
        ENTERPRISE = "enterprise", _("企村联建")
        ATTACHED = "attached", _("挂职")
        BORROWED = "borrowed", _("借调")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    helper = models.CharField(_("帮扶方"), max_length=100)
    helper_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("帮扶方单位")
    )
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("受帮扶单位"))
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True)
    basis = models.CharField(_("依据"), max_length=200)
    result = models.CharField(_("成效"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="help_link_once", fields=["kind", "helper", "unit", "since"]),
            models.CheckConstraint(
                name="help_link_in_order", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.helper} → {self.unit}"


class Route(models.Model):
    """An industry code and the department that answers for it in an area. One at a time, the database says."""

    area = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("地区"))
    code = models.CharField(_("行业代码"), max_length=10)
    department = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("主管部门"))
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="route_one_department", fields=["area", "code"], condition=Q(until=None)
            ),
            models.CheckConstraint(name="route_in_order", condition=Q(until=None) | Q(until__gte=F("since"))),
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.department}"
