"""Observations, and the database's refusal to change or delete one.

The value is kept as two integers, because SQLite keeps a decimal column as a binary float. A correction is a later
row; `corrects` is unique, so one row is corrected once and the chain has one end.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("units", "0002_children_of_a_unit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Observation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scheme", models.CharField(blank=True, max_length=80, verbose_name="方案")),
                ("indicator", models.CharField(max_length=80, verbose_name="指标")),
                ("period", models.CharField(max_length=10, verbose_name="周期")),
                ("starts_on", models.DateField(verbose_name="周期首日")),
                ("mantissa", models.BigIntegerField()),
                ("scale", models.PositiveSmallIntegerField(default=0)),
                ("relation", models.CharField(default="=", max_length=1, verbose_name="关系")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("reported", "报送"),
                            ("verified", "核查"),
                            ("register", "台账"),
                            ("official", "官方统计"),
                            ("document", "文件"),
                            ("monitor", "监测"),
                        ],
                        max_length=10,
                        verbose_name="依据",
                    ),
                ),
                ("evidence", models.JSONField(default=list, help_text="文件的 SHA-256", verbose_name="佐证")),
                ("citation", models.CharField(blank=True, max_length=300, verbose_name="出处")),
                ("source", models.CharField(max_length=160, null=True, unique=True, verbose_name="来源")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="更正理由")),
                ("recorded_at", models.DateTimeField(verbose_name="入账时间")),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="ledger.observation",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["scheme", "indicator", "starts_on"], name="observation_of_scheme"),
                    models.Index(fields=["unit", "indicator", "starts_on"], name="observation_of_unit"),
                    models.Index(fields=["recorded_at"], name="observation_by_moment"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("relation__in", ["=", "≥", "≤", "≈"])),
                        name="observation_relation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "basis__in",
                                ["reported", "verified", "register", "official", "document", "monitor"],
                            )
                        ),
                        name="observation_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mantissa__gt", -1000000000000000000),
                            ("mantissa__lt", 1000000000000000000),
                            ("scale__lte", 18),
                        ),
                        name="observation_exact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects", None), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="observation_correction_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "official"), _negated=True),
                            models.Q(("citation", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="observation_official_is_cited",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("indicator", ""), _negated=True),
                            models.Q(("period", ""), _negated=True),
                        ),
                        name="observation_of_something",
                    ),
                ],
            },
        ),
        AppendOnly("Observation"),
    ]
