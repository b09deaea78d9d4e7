"""Scores and the objections against their reasons. Neither ever changes; a recalculation is a new score."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from youju.kernel.roles import Role


class Score(models.Model):
    """One scoring of a round. Its marks are the reasons in the bundle that `root` names; here is only when and by whom.

    `as_of` is the moment up to which the ledger was read. A later score of the same round takes the place of the one
    before it and says why; both stay readable. `published_at` is filled once, when two posts publish it: until then
    everybody else keeps reading the score that was published before.
    """

    append_only: ClassVar[bool] = True

    round = models.ForeignKey("schemes.Round", models.PROTECT, related_name="scores")
    number = models.PositiveIntegerField(_("第几次"))
    root = models.CharField(_("根哈希"), max_length=64, db_index=True)
    engine = models.CharField(_("引擎版本"), max_length=40)
    as_of = models.DateTimeField(_("账至"))
    is_final = models.BooleanField(_("关账后"), default=False)
    because = models.CharField(_("缘由"), max_length=300, blank=True)
    scored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    scored_at = models.DateTimeField(_("计分时间"))
    object_by = models.DateField(_("异议截止"))
    published_at = models.DateTimeField(_("发布时间"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="score_numbered", fields=["round", "number"]),
            models.CheckConstraint(name="score_again_says_why", condition=Q(number=1) | ~Q(because="")),
        ]

    def __str__(self) -> str:
        return f"{self.round} 第 {self.number} 次计分"


class Objection(models.Model):
    """What a unit says against one reason of its score, and how it ended. Both are written once.

    Somebody else decided it, or whoever raised it took it back before: then nobody is named in `decided_by`.
    """

    append_only: ClassVar[bool] = True

    class Verdict(models.TextChoices):
        UPHELD = "upheld", _("成立")
        DISMISSED = "dismissed", _("不成立")
        WITHDRAWN = "withdrawn", _("已撤回")

    DECIDED: ClassVar[tuple[str, ...]] = (Verdict.UPHELD, Verdict.DISMISSED)

    score = models.ForeignKey(Score, models.PROTECT, related_name="objections")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+", verbose_name=_("单位"))
    rule = models.CharField(_("规则"), max_length=80)
    clause = models.CharField(_("条款"), max_length=200, blank=True)
    marks = models.CharField(_("原得分"), max_length=40, blank=True)
    words = models.TextField(_("异议内容"), max_length=2000)
    evidence = models.JSONField(_("佐证"), default=list, help_text=_("文件的 SHA-256"))
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_post = models.ForeignKey("kernel.Post", models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField(_("提出时间"))
    verdict = models.CharField(_("复核结论"), max_length=10, choices=Verdict.choices, null=True)  # noqa: DJ001  # filled once
    answer = models.TextField(_("复核意见"), max_length=2000, null=True)  # noqa: DJ001  # filled once
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_post = models.ForeignKey("kernel.Post", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("复核时间"), null=True)
    led_to = models.ForeignKey(Score, models.PROTECT, null=True, related_name="+", verbose_name=_("重新计分"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="objection_one_open", fields=["score", "unit", "rule"], condition=Q(decided_at=None)
            ),
            models.CheckConstraint(name="objection_says_something", condition=~Q(words="")),
            models.CheckConstraint(
                name="objection_by_somebody_else",
                condition=Q(decided_by=None) | ~Q(decided_by=F("raised_by")),
            ),
            models.CheckConstraint(
                name="objection_answered_whole",
                condition=Q(decided_at=None, verdict=None)
                | Q(decided_at__isnull=False, verdict__in=["upheld", "dismissed"], decided_by__isnull=False)
                | Q(decided_at__isnull=False, verdict="withdrawn", decided_by=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.rule}"

    @property
    def is_correction(self) -> bool:
        """Whether the office of the scheme said it, after the window for the unit's own objections."""
        return self.raised_post is not None and self.raised_post.role == Role.SCORING_OFFICE


class Adoption(models.Model):
    """What counts in a round as it stood at a verdict, and not as it stood at the closing: an objection that was upheld names it.

    It is a record of a register in one of its versions, or the published marks of another scheme (a score and its number).
    `subject` names the row, `was` and `now` say what changed in words that an erratum prints.
    """

    append_only: ClassVar[bool] = True

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="adoptions")
    subject = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(_("名称"), max_length=200)
    was = models.CharField(_("原来"), max_length=500)
    now = models.CharField(_("现在"), max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(name="adoption_once", fields=["objection", "subject"])]

    def __str__(self) -> str:
        return f"{self.title}：{self.now}"
