"""Scores and objections; the database refuses to change either, but for the answer to an objection, filled in once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0002_laws_of_the_database"),
        ("schemes", "0001_schemes_rounds_and_their_files"),
        ("units", "0002_children_of_a_unit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="第几次")),
                ("root", models.CharField(db_index=True, max_length=64, verbose_name="根哈希")),
                ("engine", models.CharField(max_length=40, verbose_name="引擎版本")),
                ("as_of", models.DateTimeField(verbose_name="账至")),
                ("is_final", models.BooleanField(default=False, verbose_name="关账后")),
                ("because", models.CharField(blank=True, max_length=300, verbose_name="缘由")),
                ("scored_at", models.DateTimeField(verbose_name="计分时间")),
                ("object_by", models.DateField(verbose_name="异议截止")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="schemes.round"
                    ),
                ),
                (
                    "scored_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="score_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1), models.Q(("because", ""), _negated=True), _connector="OR"
                        ),
                        name="score_again_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=80, verbose_name="规则")),
                ("clause", models.CharField(blank=True, max_length=200, verbose_name="条款")),
                ("marks", models.CharField(blank=True, max_length=40, verbose_name="原得分")),
                ("words", models.TextField(max_length=2000, verbose_name="异议内容")),
                ("evidence", models.JSONField(default=list, help_text="文件的 SHA-256", verbose_name="佐证")),
                ("raised_at", models.DateTimeField(verbose_name="提出时间")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("upheld", "成立"), ("dismissed", "不成立")],
                        max_length=10,
                        null=True,
                        verbose_name="复核结论",
                    ),
                ),
                ("answer", models.TextField(max_length=2000, null=True, verbose_name="复核意见")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="复核时间")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.post",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raised_post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.post",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "led_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scores.score",
                        verbose_name="重新计分",
                    ),
                ),
                (
                    "score",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="scores.score",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("score", "unit", "rule"),
                        name="objection_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="objection_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("raised_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="objection_by_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("verdict", None)),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("verdict__in", ["upheld", "dismissed"]),
                            ),
                            _connector="OR",
                        ),
                        name="objection_answered_whole",
                    ),
                ],
            },
        ),
        AppendOnly("Score"),
        AppendOnly("Objection", ("verdict", "answer", "decided_by", "decided_post", "decided_at", "led_to")),
    ]
