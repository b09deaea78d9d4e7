"""Registers as declared, their records, every version a record had, and what was said about it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from youju.engine.registers.slots import INTS, TEXTS


class Register(models.Model):
    """A declared ledger of work, kept by the office of a unit."""

    code = models.SlugField(_("代号"), max_length=40, unique=True)
    title = models.CharField(_("名称"), max_length=200)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    scheme = models.CharField(_("方案"), max_length=80, blank=True)
    counted_as = models.CharField(_("方案里的名称"), max_length=80, blank=True, default="")
    """What its scheme calls it, where the scheme itself declared it."""
    version = models.PositiveIntegerField(_("声明版本"), default=0)
    sha256 = models.CharField(_("声明摘要"), max_length=64, blank=True, default="")
    next_number = models.BigIntegerField(default=1)
    is_example = models.BooleanField(_("示例"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="register_counted_once", fields=["scheme", "counted_as"], condition=~Q(counted_as="")
            )
        ]

    def __str__(self) -> str:
        return self.title


class RegisterVersion(models.Model):
    """The declaration of a register as it was put into force, byte for byte. The latest counts."""

    append_only: ClassVar[bool] = True

    register = models.ForeignKey(Register, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    bases = models.JSONField(_("所扩展的声明"), default=dict)
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
    number = models.CharField(_("编号"), max_length=40)
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", verbose_name=_("责任单位"), db_index=False
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    stage = models.CharField(_("阶段"), max_length=40, blank=True)
    suspended_on = models.DateField(_("停办"), null=True)
    values = models.JSONField(default=dict)
    proofs = models.JSONField(default=dict)
    lock = models.PositiveIntegerField(default=1)
    made_on = models.DateField(_("登记"))
    changed_at = models.DateTimeField(_("改动"))
    is_example = models.BooleanField(_("示例"), default=False)
    accept_by = models.DateField(_("应签收"), null=True)
    accepted_on = models.DateField(_("签收"), null=True)
    reply_by = models.DateField(_("应首次答复"), null=True)
    replied_on = models.DateField(_("首次答复"), null=True)
    finish_by = models.DateField(_("时限"), null=True)
    finished_on = models.DateField(_("办结"), null=True)
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
    s1 = models.CharField(max_length=80, null=True)  # noqa: DJ001  # nothing said is not an empty text
    s2 = models.CharField(max_length=80, null=True)  # noqa: DJ001  # as s1
    s3 = models.CharField(max_length=80, null=True)  # noqa: DJ001  # as s1
    s4 = models.CharField(max_length=80, null=True)  # noqa: DJ001  # as s1
    s5 = models.CharField(max_length=80, null=True)  # noqa: DJ001  # as s1

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
    name = models.CharField(_("名称"), max_length=60)
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


class Party(models.Model):
    """A unit that stands beside the lead unit of a record: supporting （配合、承办） or supervising （督办）. The lead is the record's own unit."""

    class Part(models.TextChoices):
        SUPPORT = "support", _("配合")
        SUPERVISE = "supervise", _("督办")

    record = models.ForeignKey(Record, models.PROTECT, related_name="parties", db_index=False)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices)
    asked = models.CharField(_("要办的"), max_length=500, blank=True)
    since = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="party_once", fields=["record", "unit"], condition=Q(ended_on=None))
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_part_display()}"


class Remark(models.Model):
    """Something said or done about a record that changes none of its values: a note, an instruction, a receipt, a reminder."""

    append_only: ClassVar[bool] = True

    class Kind(models.TextChoices):
        NOTE = "note", _("进展")
        INSTRUCT = "instruct", _("批示")
        ACCEPT = "accept", _("签收")
        EXTEND = "extend", _("延期")
        HAND = "hand", _("增加承办单位")
        PART = "part", _("分办答复")
        REMIND = "remind", _("提醒")
        URGE = "urge", _("催办")
        NOTICE = "notice", _("督办单")
        CIRCULAR = "circular", _("通报")
        DRAWN = "drawn", _("抽中回头看")
        LOOKED = "looked", _("回头看")
        MERGED = "merged", _("并案")
        ASKER = "asker", _("诉求人")
        REWARD = "reward", _("奖励")

    record = models.ForeignKey(Record, models.PROTECT, related_name="remarks", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    text = models.CharField(max_length=2000, blank=True)
    detail = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    post = models.ForeignKey("kernel.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="remark_of_record", fields=["record", "kind", "at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.record_id}"


class Digest(models.Model):
    """What a unit is told about its records: a day's digests are shown, and sent, as one message instead of many."""

    append_only: ClassVar[bool] = True

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    day = models.DateField()
    lines = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="digest_of_unit", fields=["unit", "day"])]

    def __str__(self) -> str:
        return f"{self.unit} {self.day}"


class FollowCode(models.Model):
    """The code by which an asker follows a case without a name; only its digest is kept."""

    append_only: ClassVar[bool] = True

    record = models.OneToOneField(Record, models.PROTECT, related_name="follow_code")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.record_id}"


class Identity(models.Model):
    """Who gave a tip, sealed: a key of its own, itself sealed by the house's vault key. Never in the record."""

    append_only: ClassVar[bool] = True

    record = models.OneToOneField(Record, models.PROTECT, related_name="identity")
    sealed = models.BinaryField()
    key = models.BinaryField()
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.record_id}"


class Unlock(models.Model):
    """A request to see who gave a tip: asked with a reason by one, granted by another person in another post, seen once."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="unlocks")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_post = models.ForeignKey("kernel.Post", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    granted_post = models.ForeignKey("kernel.Post", models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unlock_by_two_persons",
                condition=Q(granted_by=None)
                | (~Q(granted_by=models.F("asked_by")) & ~Q(granted_post=models.F("asked_post"))),
            ),
            models.CheckConstraint(
                name="unlock_seen_after_granted", condition=Q(seen_at=None) | Q(granted_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}"
