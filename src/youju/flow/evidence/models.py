"""Evidence: files by their content, and which pictures look alike."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}


class Evidence(models.Model):
    """A file that a unit's value or mark rests on, as it may be shown. The same file twice for one unit is one row.

    `sha256` names the bytes that are served; `original_sha256` those that were uploaded, which are sealed where they
    differ (pictures are written anew). `open_at` is when the unit itself may see it: at once, or, for what
    inspectors bring home (`withheld`), when it is fed back: the same file that the unit itself has is another row,
    so that nobody learns from an upload what inspectors hold.
    """

    append_only: ClassVar[bool] = True

    class Kind(models.TextChoices):
        PICTURE = "picture", _("图片")
        PDF = "pdf", "PDF"
        DOCUMENT = "document", _("文字文件")
        WORKBOOK = "workbook", _("表格")
        TEXT = "text", _("文本")

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    scheme = models.CharField(
        _("方案"), max_length=80, blank=True, help_text=_("相似照片在同一方案里比对；空表示不分方案")
    )
    sha256 = models.CharField(max_length=64, db_index=True)
    original_sha256 = models.CharField(max_length=64)
    is_sealed = models.BooleanField(_("存有原件"), default=True)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    media_type = models.CharField(max_length=100)
    name = models.CharField(_("文件名"), max_length=120)
    size = models.PositiveIntegerField(_("字节数"))
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    # The perceptual hash in four numbers of 16 bits: two pictures nearer than 8 bits share one of them to one bit.
    look_a = models.PositiveIntegerField(null=True)
    look_b = models.PositiveIntegerField(null=True)
    look_c = models.PositiveIntegerField(null=True)
    look_d = models.PositiveIntegerField(null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    withheld = models.BooleanField(_("督查带回"), default=False)
    open_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="evidence_once_a_unit", fields=["unit", "scheme", "original_sha256", "withheld"]
            ),
            models.CheckConstraint(
                name="evidence_kind_known",
                condition=Q(kind__in=["picture", "pdf", "document", "workbook", "text"]),
            ),
            models.CheckConstraint(name="evidence_not_empty", condition=Q(size__gt=0)),
        ]
        indexes = [
            models.Index(name=f"evidence_{look}", fields=["scheme", look])
            for look in ("look_a", "look_b", "look_c", "look_d")
        ] + [models.Index(name="evidence_newest", fields=["unit", "-uploaded_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def file_name(self) -> str:
        """The name under which the file is sent: its ending is that of what it is, whatever it was called."""
        stem = self.name.rpartition(".")[0] or self.name
        return f"{stem}.{ENDINGS[self.media_type.partition(';')[0]]}"


class Likeness(models.Model):
    """Two pictures of one scheme look alike: a question for people, from which nothing follows by itself.

    `distance` counts the bits, of 64, in which their perceptual hashes differ; 0 may be the same file.
    """

    append_only: ClassVar[bool] = True

    later = models.ForeignKey(Evidence, models.PROTECT, related_name="like_earlier")
    earlier = models.ForeignKey(Evidence, models.PROTECT, related_name="like_later")
    distance = models.PositiveSmallIntegerField(_("相差"))

    class Meta:
        constraints = [
            models.UniqueConstraint(name="likeness_once", fields=["later", "earlier"]),
            models.CheckConstraint(name="likeness_in_order", condition=Q(later__gt=F("earlier"))),
        ]

    def __str__(self) -> str:
        return f"{self.later_id} ~ {self.earlier_id}"
