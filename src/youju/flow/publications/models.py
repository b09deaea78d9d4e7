"""What was published: which score, in which form, by which two persons."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Publication(models.Model):
    """A score made public. Written once: proposed by one post, signed by another, and then it stands as it is.

    A mistake is mended by an erratum, which is another publication that names this one in `corrects`. `is_open` says
    that everybody may read and download it; otherwise those who have a post in the scheme's units.
    """

    append_only: ClassVar[bool] = True

    class Kind(models.TextChoices):
        CIRCULAR = "circular", _("通报")
        BULLETIN = "bulletin", _("简报")
        NOTICE = "notice", _("公示")
        OPEN_DATA = "open_data", _("数据公开")
        ERRATUM = "erratum", _("勘误")

    score = models.ForeignKey("scores.Score", models.PROTECT, related_name="publications")
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("标题"), max_length=200)
    words = models.TextField(_("正文"), max_length=20_000, blank=True)
    number = models.CharField(_("文号"), max_length=60, blank=True, default="")
    red_head = models.CharField(_("红头"), max_length=40, blank=True, default="")
    issuer = models.CharField(_("落款单位"), max_length=60, blank=True, default="")
    root = models.CharField(_("根哈希"), max_length=64)
    is_open = models.BooleanField(_("向社会公开"), default=False)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="errata")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_post = models.ForeignKey("kernel.Post", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("提请时间"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_post = models.ForeignKey("kernel.Post", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("发布时间"), null=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="publication_once", fields=["score", "kind"], condition=Q(withdrawn_at=None)
            ),
            models.CheckConstraint(
                name="publication_kind_known",
                condition=Q(kind__in=["circular", "bulletin", "notice", "open_data", "erratum"]),
            ),
            models.CheckConstraint(
                name="publication_by_two_persons",
                condition=Q(published_at=None)
                | (
                    Q(signed_by__isnull=False)
                    & ~Q(signed_by=F("proposed_by"))
                    & ~Q(signed_post=F("proposed_post"))
                ),
            ),
            models.CheckConstraint(
                name="publication_stays", condition=Q(published_at=None) | Q(withdrawn_at=None)
            ),
            models.CheckConstraint(
                name="publication_erratum_names_another",
                condition=~Q(kind="erratum") | Q(corrects__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """A publication in one form as it was published, byte for byte: what is handed out from then on, whatever becomes of the software.

    The bytes lie among the files of the house under their `sha256`; the trace of keeping them tells it to the log.
    """

    append_only: ClassVar[bool] = True

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="editions")
    form = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    kept_at = models.DateTimeField(_("留存时间"))

    class Meta:
        constraints = [models.UniqueConstraint(name="edition_once", fields=["publication", "form"])]

    def __str__(self) -> str:
        return f"{self.publication} {self.form}"
