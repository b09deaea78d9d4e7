"""Observations: one value held to be true, once written never changed."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from youju.flow.ledger.exactly import DIGITS, joined


class Observation(models.Model):
    """A value held to be true: of a unit, an indicator and a period. A wrong one is corrected by a later row.

    `scheme` is the code of the scheme whose indicator it is, "" for official statistics that every scheme may read.
    The value is `mantissa × 10^−scale`, exact on every database. `source` names the row it came from, so that nothing
    enters twice. Reported and verified values stand side by side; which one counts is said by `COUNTS`.
    """

    append_only: ClassVar[bool] = True

    class Basis(models.TextChoices):
        REPORTED = "reported", _("报送")
        VERIFIED = "verified", _("核查")
        REGISTER = "register", _("台账")
        OFFICIAL = "official", _("官方统计")
        DOCUMENT = "document", _("文件")
        MONITOR = "monitor", _("监测")

    # Of several standing values of one cell the highest counts, then the latest.
    COUNTS: ClassVar[dict[str, int]] = {Basis.OFFICIAL: 3, Basis.VERIFIED: 2}
    RELATIONS: ClassVar[tuple[str, ...]] = ("=", "≥", "≤", "≈")

    scheme = models.CharField(_("方案"), max_length=80, blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    indicator = models.CharField(_("指标"), max_length=80)
    period = models.CharField(_("周期"), max_length=10)
    starts_on = models.DateField(_("周期首日"))
    mantissa = models.BigIntegerField()
    scale = models.PositiveSmallIntegerField(default=0)
    relation = models.CharField(_("关系"), max_length=1, default="=")
    basis = models.CharField(_("依据"), max_length=10, choices=Basis.choices)
    evidence = models.JSONField(_("佐证"), default=list, help_text=_("文件的 SHA-256"))
    citation = models.CharField(_("出处"), max_length=300, blank=True)
    source = models.CharField(_("来源"), max_length=160, null=True, unique=True)  # noqa: DJ001  # unique where there is one
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField(_("更正理由"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("入账时间"))

    class Meta:
        indexes = [
            models.Index(name="observation_of_scheme", fields=["scheme", "indicator", "starts_on"]),
            models.Index(name="observation_of_unit", fields=["unit", "indicator", "starts_on"]),
            models.Index(name="observation_by_moment", fields=["recorded_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="observation_relation", condition=Q(relation__in=["=", "≥", "≤", "≈"])
            ),
            models.CheckConstraint(
                name="observation_basis",
                condition=Q(
                    basis__in=["reported", "verified", "register", "official", "document", "monitor"]
                ),
            ),
            models.CheckConstraint(
                name="observation_exact",
                condition=Q(mantissa__gt=-(10**DIGITS), mantissa__lt=10**DIGITS, scale__lte=DIGITS),
            ),
            models.CheckConstraint(
                name="observation_correction_says_why", condition=Q(corrects=None) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="observation_official_is_cited", condition=~Q(basis="official") | ~Q(citation="")
            ),
            models.CheckConstraint(
                name="observation_of_something", condition=~Q(indicator="") & ~Q(period="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator} {self.period} = {self.value}"

    @property
    def value(self) -> Decimal:
        """The value, exact."""
        return joined(self.mantissa, self.scale)


class Withdrawal(models.Model):
    """An observation (with all it corrects) that is not held any more, because the words it rested on are not.

    A value taken from a document is withdrawn when a person decides anew about the fact, a reported one when its round is
    gathered again and no report says it any more. The row stays.
    """

    append_only: ClassVar[bool] = True

    observation = models.OneToOneField(Observation, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(_("理由"), max_length=500)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("收回时间"))

    class Meta:
        constraints = [models.CheckConstraint(name="withdrawal_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.observation_id}: {self.reason}"
