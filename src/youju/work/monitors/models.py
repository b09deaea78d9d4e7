"""Places with time series, their readings, the rules that watch them, and what was normal in earlier years.

Values are whole numbers of the monitor's smallest part (`places`), moments are seconds since 1970: exact and narrow,
because there are many. Limits of rules are whole ten-thousandths.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Monitor(models.Model):
    """A place with a series: a water district's inflow, what was billed there, a rain gauge, an enterprise's output."""

    class Kind(models.TextChoices):
        INFLOW = "inflow", _("进水量")
        BILLED = "billed", _("售水量")
        RAIN = "rain", _("降水")
        OUTPUT = "output", _("产值")
        OTHER = "other", _("其他")

    code = models.SlugField(_("代号"), max_length=60, unique=True)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("名称"), max_length=100)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("所在单位"))
    measure = models.CharField(_("计量单位"), max_length=20)
    places = models.PositiveSmallIntegerField(_("小数位"), default=0)
    every = models.PositiveIntegerField(_("间隔（秒）"), null=True)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta:
        constraints = [models.CheckConstraint(name="monitor_places", condition=Q(places__lte=6))]

    def __str__(self) -> str:
        return self.title


class Feed(models.Model):
    """A file of readings that was taken in; the same file again brings nothing."""

    append_only: ClassVar[bool] = True

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    made = models.PositiveIntegerField()
    same = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """What a monitor read at a moment. Never changed."""

    append_only: ClassVar[bool] = True

    monitor = models.ForeignKey(Monitor, models.PROTECT, related_name="readings", db_index=False)
    at = models.BigIntegerField()
    value = models.BigIntegerField()
    feed = models.ForeignKey(Feed, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="reading_once", fields=["monitor", "at"])]

    def __str__(self) -> str:
        return f"{self.monitor_id} {self.at} {self.value}"


class Correction(models.Model):
    """A reading that was found wrong: what counts at that moment instead, or that nothing was read. The reading stays; the latest turn holds."""

    append_only: ClassVar[bool] = True

    monitor = models.ForeignKey(Monitor, models.PROTECT, related_name="corrections", db_index=False)
    moment = models.BigIntegerField()
    turn = models.PositiveSmallIntegerField(_("第几次"))
    was = models.BigIntegerField(_("更正前"), null=True)
    value = models.BigIntegerField(_("更正为"), null=True)
    why = models.CharField(_("原因"), max_length=300)
    evidence = models.JSONField(_("佐证"), default=list)
    touched = models.JSONField(_("用到它的预警"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="correction_once", fields=["monitor", "moment", "turn"]),
            models.CheckConstraint(
                name="correction_changes_something",
                condition=~Q(value=F("was")) | Q(value=None) | Q(was=None),
            ),
            models.CheckConstraint(name="correction_says_why", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.monitor_id} {self.moment} {self.value}"


class Normal(models.Model):
    """What a monitor reads in the same days of the year over many years, and who says so."""

    append_only: ClassVar[bool] = True

    monitor = models.ForeignKey(Monitor, models.PROTECT, related_name="normals", db_index=False)
    starts = models.CharField(_("起（月-日）"), max_length=5)
    ends = models.CharField(_("止（月-日）"), max_length=5)
    value = models.BigIntegerField(_("常年值"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="normal_once", fields=["monitor", "starts", "ends"]),
            models.CheckConstraint(name="normal_has_a_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.monitor} {self.starts}—{self.ends}"


class Area(models.Model):
    """An area whose mean is asked for: which gauges, with which weights, and why those. Without weights there is no mean."""

    append_only: ClassVar[bool] = True

    code = models.SlugField(_("代号"), max_length=60, unique=True)
    title = models.CharField(_("名称"), max_length=100)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    weights = models.JSONField(_("权重"))
    method = models.CharField(_("权重办法"), max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(name="area_says_how", condition=~Q(method=""))]

    def __str__(self) -> str:
        return self.title


class WatchRule(models.Model):
    """A rule that opens a case when a series is beyond a limit, once, and not again before it came back inside another."""

    class Kind(models.TextChoices):
        THRESHOLD = "threshold", _("读数")
        SAME_HOURS = "same_hours", _("比前些天同一时段的变化")
        NORMAL = "normal", _("占常年的份额")
        LEAKAGE = "leakage", _("漏损率")
        NIGHT = "night", _("夜间最小流量")

    class Side(models.TextChoices):
        ABOVE = "above", _("高于")
        BELOW = "below", _("低于")

    monitor = models.ForeignKey(Monitor, models.PROTECT, related_name="rules")
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    side = models.CharField(_("方向"), max_length=5, choices=Side.choices)
    opens = models.BigIntegerField(_("报警值（万分之一）"))
    clears = models.BigIntegerField(_("解除值（万分之一）"))
    hours = models.PositiveIntegerField(_("时段（小时）"), default=24)
    days = models.PositiveIntegerField(_("对比天数"), default=7)
    against = models.ForeignKey(
        Monitor, models.PROTECT, null=True, related_name="+", verbose_name=_("对照监测点")
    )
    system = models.CharField(_("责任体系"), max_length=40, blank=True)
    register = models.CharField(_("立案台账"), max_length=40, default="case")
    basis = models.CharField(_("依据"), max_length=200)
    ended_on = models.DateField(_("停用"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="watch_rule_hysteresis",
                condition=Q(side="above", clears__lt=F("opens")) | Q(side="below", clears__gt=F("opens")),
            ),
            models.CheckConstraint(
                name="watch_rule_against", condition=~Q(kind="leakage") | Q(against__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.monitor} {self.get_kind_display()}{self.get_side_display()}"


class Alarm(models.Model):
    """A rule found its series beyond the limit: since when, whose duty it was at that moment, which case it opened, when it cleared."""

    rule = models.ForeignKey(WatchRule, models.PROTECT, related_name="alarms")
    opened_at = models.DateTimeField(pgettext_lazy("when", "报警"))
    value = models.BigIntegerField(_("报警时的值（万分之一）"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    person = models.CharField(_("责任人"), max_length=60, blank=True)
    case = models.CharField(_("立案"), max_length=100, blank=True)
    cleared_at = models.DateTimeField(pgettext_lazy("alarm", "解除"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="alarm_one_open", fields=["rule"], condition=Q(cleared_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.opened_at:%Y-%m-%d %H:%M}"
