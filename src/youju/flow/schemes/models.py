"""Schemes, their versions as files that never change, and the rounds that are run by them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Scheme(models.Model):
    """A policy that is run again and again: its code, and the unit whose office keeps it.

    The title is that of the version put in force last (of the first draft until then).
    """

    code = models.SlugField(_("代码"), max_length=80, unique=True)
    title = models.CharField(_("名称"), max_length=200)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    tree = models.CharField(_("按哪棵树"), max_length=20, default="administrative")

    def __str__(self) -> str:
        return self.title


class SchemeVersion(models.Model):
    """One version of a scheme. Its files and its head never change; only the steps of its life are filled in, once.

    `sha256` is over the sorted lines "<sha256 of the file>  <path>" of all its files.
    """

    append_only: ClassVar[bool] = True

    class Status(models.TextChoices):
        DRAFT = "draft", _("草案")
        PROPOSED = "proposed", _("待批准")
        IN_FORCE = "in_force", _("施行")
        RETIRED = "retired", _("停用")
        DISCARDED = "discarded", _("作废")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.DRAFT: {Status.PROPOSED, Status.DISCARDED},
        Status.PROPOSED: {Status.IN_FORCE, Status.DISCARDED},
        Status.IN_FORCE: {Status.RETIRED},
        Status.RETIRED: set(),
        Status.DISCARDED: set(),
    }

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    version = models.CharField(_("版本"), max_length=60)
    title = models.CharField(_("名称"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    is_example = models.BooleanField(_("示例"), default=False)
    in_force_from = models.DateField(_("施行"))
    in_force_to = models.DateField(_("止于"))
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    loaded_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_post = models.ForeignKey("kernel.Post", models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_post = models.ForeignKey("kernel.Post", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="version_once", fields=["scheme", "version"], condition=Q(discarded_at=None)
            ),
            models.CheckConstraint(
                name="version_ends", condition=Q(in_force_to__gte=F("in_force_from"))
            ),
            models.CheckConstraint(
                name="version_by_two_persons",
                condition=Q(approved_at=None)
                | (Q(proposed_at__isnull=False) & ~Q(approved_by=F("proposed_by")) & ~Q(approved_post=F("proposed_post"))),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title} {self.version}"

    @property
    def status(self) -> str:
        """Where the version is in its life, told by the latest step that was filled in."""
        steps = (
            (self.discarded_at, self.Status.DISCARDED),
            (self.retired_at, self.Status.RETIRED),
            (self.approved_at, self.Status.IN_FORCE),
            (self.proposed_at, self.Status.PROPOSED),
        )
        return next((status for filled, status in steps if filled), self.Status.DRAFT)

    @property
    def status_label(self) -> str:
        """The status in the words of the office."""
        return self.Status(self.status).label

    def may_become(self, to: str) -> bool:
        """Whether the table of moves lets the version become that."""
        return to in self.MOVES[self.status]


class SchemeFile(models.Model):
    """One file of a version as it was handed in, byte for byte."""

    append_only: ClassVar[bool] = True

    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="files")
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="scheme_file_once", fields=["version", "path"])]

    def __str__(self) -> str:
        return self.path


class WhatIfKept(models.Model):
    """Who would have moved in a closed round under a version: worked out once, since neither of the two ever changes.

    `said` is the engine's answer as JSON; `bundle` the SHA-256 of the manifest of the round's bundle and the engine's version.
    """

    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="what_ifs")
    bundle = models.CharField(max_length=64)
    said = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="what_if_once", fields=["version", "bundle"])]

    def __str__(self) -> str:
        return f"{self.version} {self.bundle[:12]}"


class Round(models.Model):
    """One period of one scheme, pinned to the version in force when it was opened.

    The four days are the last on which something is in time; they are worked out once, when the round opens.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("已开")
        REPORTING = "reporting", pgettext_lazy("round", "报送")
        VERIFYING = "verifying", _("核查")
        NOTICE = "notice", _("公示")
        CLOSED = "closed", _("关账")
        PUBLISHED = "published", pgettext_lazy("round", "通报")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.OPEN: {Status.REPORTING},
        Status.REPORTING: {Status.VERIFYING},
        Status.VERIFYING: {Status.NOTICE},
        Status.NOTICE: {Status.CLOSED},
        Status.CLOSED: {Status.PUBLISHED},
        Status.PUBLISHED: set(),
    }

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="rounds")
    scheme_version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="rounds")
    period = models.CharField(_("周期"), max_length=10)
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.OPEN)
    report_by = models.DateField(_("报送截止"), null=True)
    verify_by = models.DateField(_("核查截止"), null=True)
    object_by = models.DateField(_("异议截止"), null=True)
    close_on = models.DateField(_("关账日"), null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="round_by_status", fields=["status", "ends_on"])]
        constraints = [
            models.UniqueConstraint(name="round_once", fields=["scheme", "period"]),
            models.CheckConstraint(name="round_closed_has_a_moment",
                                   condition=~Q(status__in=["closed", "published"]) | Q(closed_at__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.scheme_version.title} {self.period}"

    @property
    def is_closed(self) -> bool:
        """Whether nothing that comes now is counted any more."""
        return self.status in {self.Status.CLOSED, self.Status.PUBLISHED}

    @property
    def next_status(self) -> str | None:
        """What the round may become next, None at the end."""
        return next(iter(self.MOVES[self.status]), None)

    @property
    def next_label(self) -> str:
        """The next status in the words of the office, "" at the end."""
        return self.Status(self.next_status).label if self.next_status else ""
