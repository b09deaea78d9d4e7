"""Lay reports with their values, and every handing-in as it was, which the database never lets change."""

import django.db.models.deletion
import youju.flow.reports.fields
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
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "已报送"),
                            ("returned", "退回"),
                            ("accepted", "采信"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("lock", models.PositiveIntegerField(default=0)),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="报送时间")),
                ("late", models.BooleanField(default=False, verbose_name="迟报")),
                ("after_close", models.BooleanField(default=False, verbose_name="关账后报")),
                ("no_change", models.BooleanField(default=False, verbose_name="无变化")),
                ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="退回理由")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="审核时间")),
                ("saved_at", models.DateTimeField(null=True, verbose_name="保存时间")),
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
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="schemes.round",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="units.unit"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["round", "status"], name="report_by_status")],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "unit"), name="report_once"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "submitted", "returned", "accepted"])),
                        name="report_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"), ("submitted_at__isnull", False), _connector="OR"
                        ),
                        name="report_submitted_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="report_returned_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.CharField(max_length=80, verbose_name="指标")),
                ("period", models.CharField(max_length=10, verbose_name="周期")),
                ("typed", models.CharField(blank=True, max_length=80, verbose_name="所填")),
                ("value", youju.flow.reports.fields.ExactField(null=True, verbose_name="数值")),
                (
                    "relation",
                    models.CharField(
                        choices=[("=", "等于"), ("≥", "不少于"), ("≤", "不超过"), ("≈", "约")],
                        default="=",
                        max_length=1,
                        verbose_name="关系",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("evidence", models.JSONField(default=list, verbose_name="佐证")),
                ("held", models.CharField(blank=True, max_length=120, verbose_name="已有")),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("report", "indicator"), name="report_value_once"),
                    models.CheckConstraint(
                        condition=models.Q(("relation__in", ["=", "≥", "≤", "≈"])),
                        name="report_value_relation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="第几次")),
                ("submitted_at", models.DateTimeField(verbose_name="报送时间")),
                ("late", models.BooleanField(verbose_name="迟报")),
                ("after_close", models.BooleanField(verbose_name="关账后报")),
                ("no_change", models.BooleanField(default=False, verbose_name="无变化")),
                ("values", models.JSONField(default=list)),
                ("doubts", models.JSONField(default=list)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.post",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("report", "number"), name="submission_once")],
            },
        ),
        AppendOnly("Submission"),
    ]
