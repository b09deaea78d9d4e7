"""Units, the dated trees they stand in, and how they came out of one another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from youju.flow.units.paths import PathField

DEPTH = 16


class Tree(models.Model):
    """One way of ordering units under one another: administrative, party, grid, zone. Several stand side by side."""

    class Kind(models.TextChoices):
        ADMINISTRATIVE = "administrative", _("行政区划")
        PARTY = "party", _("党组织")
        GRID = "grid", _("网格")
        ZONE = "zone", _("园区")
        OTHER = "other", _("其他")

    code = models.SlugField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices, default=Kind.OTHER)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """Anything that answers for work: a county, a department, a village, a grid, a task force.

    `name` is that of today: a rename of a later day waits in UnitChange (`coming`) until the day has come. What it was called
    before is in FormerName. A unit that merged or split away
    ends (`valid_to`, the first day it is no more) and is never removed.
    """

    class Level(models.TextChoices):
        COUNTRY = "country", _("国家")
        PROVINCE = "province", _("省级")
        PREFECTURE = "prefecture", _("地级")
        COUNTY = "county", _("县级")
        TOWNSHIP = "township", _("乡级")
        VILLAGE = "village", _("村级")
        GROUP = "group", _("组、网格")

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("政府、村居")
        PARTY = "party", _("党组织")
        DEPARTMENT = "department", _("部门")
        INSPECTION_OFFICE = "inspection_office", _("督查室、考核办")
        LEADING_GROUP = "leading_group", _("领导小组")
        TASK_FORCE = "task_force", _("专班")
        GRID = "grid", _("网格")
        ZONE = "zone", _("园区")
        AREA = "area", _("片区")
        SCHOOL = "school", _("学校")
        HOSPITAL = "hospital", _("医院")
        ENTERPRISE = "enterprise", _("企业")

    code = models.CharField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    level = models.CharField(_("层级"), max_length=12, choices=Level.choices)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices, default=Kind.GOVERNMENT)
    valid_from = models.DateField(_("设立"))
    valid_to = models.DateField(_("撤销"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unit_in_order", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
            models.CheckConstraint(name="unit_has_a_code", condition=~Q(code="")),
            models.CheckConstraint(name="unit_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """How far down its level lies: 0 for a country."""
        return [*self.Level.values].index(self.level)


class Outline(models.Model):
    """The border of a unit, as the office's file draws it: rings of whole hundred-thousandths of a degree (ground.py)."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="outline")
    rings = models.JSONField(_("边界"))
    source = models.CharField(_("来源和审图号"), max_length=200)
    taken_at = models.DateTimeField(_("导入时间"))

    class Meta:
        constraints = [models.CheckConstraint(name="outline_has_a_source", condition=~Q(source=""))]
        indexes = [models.Index(name="outline_latest", fields=["-taken_at"])]

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def is_schematic(self) -> bool:
        """Whether it was not surveyed but drawn to show what lies beside what: its source says so, and every map does."""
        return any(word in self.source.lower() for word in ("示意", "sketch"))


class FormerName(models.Model):
    """What a unit was called until a day (the first day of its next name)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=80)
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(name="former_name_once_a_day", fields=["unit", "until"])]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """Where a unit stands in a tree, from one day until, but not including, another."""

    tree = models.ForeignKey(Tree, models.PROTECT, related_name="placements", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    path = PathField(max_length=6 * DEPTH)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(name="placement_children", fields=["tree", "parent"]),
            models.Index(
                name="placement_path", fields=["tree", "path"], opclasses=["int8_ops", "varchar_pattern_ops"]
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="placement_in_order", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
            models.CheckConstraint(name="placement_not_under_itself", condition=~Q(parent=F("unit"))),
            models.UniqueConstraint(
                name="placement_one_open", fields=["tree", "unit"], condition=Q(valid_to=None)
            ),
            models.UniqueConstraint(name="placement_once_a_day", fields=["tree", "unit", "valid_from"]),
        ]

    def __str__(self) -> str:
        return self.path


class UnitChange(models.Model):
    """A merge, split, rename or move, with the day it takes effect and the document it rests on.

    `coming` is the name that a rename gives, as long as its day has not come.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", _("合并")
        SPLIT = "split", _("拆分")
        RENAME = "rename", _("更名")
        MOVE = "move", _("改隶")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes")
    effect_on = models.DateField(_("生效"))
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    coming = models.CharField(_("将用名"), max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(name="change_coming", fields=["effect_on"], condition=~Q(coming=""))]

    def __str__(self) -> str:
        return f"{self.effect_on} {self.get_kind_display()} {self.unit}"


class Succession(models.Model):
    """From a day on, a share of what belonged to one unit belongs to another. The shares of one unit sum to one."""

    change = models.ForeignKey(UnitChange, models.PROTECT, related_name="successions")
    before = models.ForeignKey(Unit, models.PROTECT, related_name="successors")
    after = models.ForeignKey(Unit, models.PROTECT, related_name="predecessors")
    effect_on = models.DateField()
    share = models.DecimalField(max_digits=9, decimal_places=8)

    class Meta:
        constraints = [
            models.CheckConstraint(name="succession_share", condition=Q(share__gt=0, share__lte=1)),
            models.UniqueConstraint(name="succession_once", fields=["change", "before", "after"]),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
