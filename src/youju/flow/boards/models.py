"""How firm the places of a score are, once somebody asked."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Firmness(models.Model):
    """The rank intervals of a score under so many draws of weights, from a seed that is kept, so anybody gets the same.

    `intervals` is a list of {league, unit, low, high, tied}: places as text; `tied` says that the next unit cannot be
    told from this one.
    """

    append_only: ClassVar[bool] = True

    score = models.OneToOneField("scores.Score", models.PROTECT, related_name="firmness")
    runs = models.PositiveIntegerField(_("次数"))
    noise = models.DecimalField(_("权重变动"), max_digits=4, decimal_places=3)
    seed = models.BigIntegerField(_("种子"))
    intervals = models.JSONField(default=list)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.score} ×{self.runs}"
