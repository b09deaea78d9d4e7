"""Registers as declared, their records, every version a record had, and what was said about it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from youju.engine.registers.slots import INTS, TEXTS


class Register(models.Model):
    """A declared ledger of work, kept by the office of a unit."""

    code = models.SlugField("代号", max_length=40, unique=True)
    title = models.CharField("名称", max_length=200)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name="主办单位")
    scheme = models.CharField("方案", max_length=80, blank=True)
    version = models.PositiveIntegerField("声明版本", default=0)
    next_number = models.BigIntegerField(default=1)
    is_example = models.BooleanField("示例", default=False)

    def __str__(self) -> str:
        return self.title


class RegisterVersion(models.Model):
    """The declaration of a register as it was put into force, byte for byte. The latest counts."""

    append_only: ClassVar[bool] = True

    register = models.ForeignKey(Register, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    bases = models.JSONField("所扩展的声明", default=dict)
    sha256 = models.CharField(max_length=64)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="register_version_once", fields=["register", "number"])]

    def __str__(self) -> str:
        return f"{self.register} {self.number}"


class Record(models.Model):
    """One record of a register. What it says is `values`; `i…` and `s…` are the columns it is found and ordered by.

    `lock` counts its versions: a change is made to the version that was seen, or refused.
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="records", db_index=False)
    number = models.CharField("编号", max_length=40)
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", verbose_name="责任单位", db_index=False
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    stage = models.CharField("阶段", max_length=40, blank=True)
    suspended_on = models.DateField("停办", null=True)
    values = models.JSONField(default=dict)
    proofs = models.JSONField(default=dict)
    lock = models.PositiveIntegerField(default=1)
    made_on = models.DateField("登记")
    changed_at = models.DateTimeField("改动")
    is_example = models.BooleanField("示例", default=False)
    i1 = models.BigIntegerField(null=True)
    i2 = models.BigIntegerField(null=True)
    i3 = models.BigIntegerField(null=True)
    i4 = models.BigIntegerField(null=True)
    i5 = models.BigIntegerField(null=True)
    i6 = models.BigIntegerField(null=True)
    i7 = models.BigIntegerField(null=True)
    i8 = models.BigIntegerField(null=True)
    i9 = models.BigIntegerField(null=True)
    i10 = models.BigIntegerField(null=True)
    s1 = models.CharField(max_length=60, null=True)  # noqa: DJ001  # nothing said is not an empty text
    s2 = models.CharField(max_length=60, null=True)  # noqa: DJ001
    s3 = models.CharField(max_length=60, null=True)  # noqa: DJ001
    s4 = models.CharField(max_length=60, null=True)  # noqa: DJ001
    s5 = models.CharField(max_length=60, null=True)  # noqa: DJ001

    class Meta:
        indexes = [
            models.Index(name="record_by_unit", fields=["register", "unit", "-id"]),
            models.Index(name="record_by_stage", fields=["register", "stage", "-id"]),
            *(
                models.Index(
                    name=f"record_{slot}",
                    fields=["register", slot, "id"],
                    condition=Q((f"{slot}__isnull", False)),
                )
                for slot in [*(f"i{n}" for n in range(1, INTS + 1)), *(f"s{n}" for n in range(1, TEXTS + 1))]
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="record_number_once", fields=["register", "number"]),
            models.CheckConstraint(
                name="record_not_under_itself", condition=Q(parent=None) | ~Q(parent=models.F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RecordVersion(models.Model):
    """What a record said after an act: made, changed, moved, suspended. Never rewritten; a record is its last version."""

    append_only: ClassVar[bool] = True

    record = models.ForeignKey(Record, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", db_index=False)
    stage_was = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    evidence = models.JSONField(default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    post = models.ForeignKey("kernel.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="record_version_once", fields=["record", "number"])]

    def __str__(self) -> str:
        return f"{self.record_id}/{self.number}"


class SavedView(models.Model):
    """A way of looking at a register that somebody keeps: filters, order and columns, as the address says them."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="saved_views")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(name="saved_view_once", fields=["register", "owner", "name"])]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """A workbook that was taken in: the same file again brings nothing new."""

    append_only: ClassVar[bool] = True

    register = models.ForeignKey(Register, models.PROTECT, related_name="imports", db_index=False)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    made = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="import_once", fields=["register", "sha256"])]

    def __str__(self) -> str:
        return self.name


class UniqueValue(models.Model):
    """A value that may stand once in a register, so that the database itself refuses the second of two at once."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="+", db_index=False)
    field = models.CharField(max_length=80)
    value = models.CharField(max_length=200)
    record = models.ForeignKey(Record, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="unique_value_once", fields=["register", "field", "value"])
        ]

    def __str__(self) -> str:
        return f"{self.field}={self.value}"
