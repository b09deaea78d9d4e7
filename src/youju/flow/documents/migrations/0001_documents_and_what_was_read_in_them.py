"""Keep documents by their content, each reading of them, and every decision about a fact.

The database refuses to change or delete any of them: a later decision replaces an earlier one by being later.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=20, verbose_name="类别")),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("quote", models.TextField(verbose_name="原话")),
                ("record", models.JSONField()),
            ],
            options={
                "ordering": ["start", "end", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="read_fact_span"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("text_sha256", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("file_name", models.CharField(max_length=120, verbose_name="文件名")),
                ("size", models.PositiveIntegerField(verbose_name="字节数")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("resolution", "决议"),
                            ("decision", "决定"),
                            ("order", "命令（令）"),
                            ("communique", "公报"),
                            ("announcement", "公告"),
                            ("public_notice", "通告"),
                            ("opinions", "意见"),
                            ("notice", "通知"),
                            ("circular", "通报"),
                            ("report", "报告"),
                            ("request", "请示"),
                            ("reply", "批复"),
                            ("proposal", "议案"),
                            ("letter", "函"),
                            ("minutes", "纪要"),
                            ("newspaper_page", "报纸版面"),
                        ],
                        max_length=20,
                        verbose_name="文种",
                    ),
                ),
                ("issuer", models.CharField(blank=True, max_length=100, verbose_name="发文机关或报纸")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="文号或版次")),
                ("place", models.CharField(blank=True, max_length=40, verbose_name="从何地说起")),
                ("dated_on", models.DateField(null=True, verbose_name="成文或见报日期")),
                ("date_reason", models.CharField(blank=True, max_length=200, verbose_name="日期的依据")),
                ("text", models.TextField(verbose_name="原文")),
                ("uploaded_at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "uploaded_by",
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
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), models.Q(("text", ""), _negated=True)),
                        name="document_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dated_on", None), models.Q(("date_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="document_date_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("accepted", "采信"), ("corrected", "改正后采信"), ("rejected", "不采信")],
                        max_length=10,
                        verbose_name="决定",
                    ),
                ),
                ("unit_code", models.CharField(blank=True, max_length=40, verbose_name="单位代码")),
                ("scheme", models.CharField(blank=True, max_length=80, verbose_name="方案")),
                ("indicator", models.CharField(blank=True, max_length=80, verbose_name="指标")),
                ("register", models.CharField(blank=True, max_length=80, verbose_name="台账")),
                ("period", models.CharField(blank=True, max_length=10, verbose_name="周期")),
                ("mantissa", models.BigIntegerField(null=True)),
                ("scale", models.PositiveSmallIntegerField(default=0)),
                ("measure", models.CharField(blank=True, max_length=20, verbose_name="计量单位")),
                ("relation", models.CharField(default="=", max_length=1, verbose_name="关系")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("decided_at", models.DateTimeField(verbose_name="决定时间")),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="documents.document",
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="documents.readfact",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["document", "id"], name="decision_of_document"),
                    models.Index(fields=["unit_code", "indicator", "period"], name="decision_of_cell"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["accepted", "corrected", "rejected"])),
                        name="decision_verdict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", "accepted"), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="decision_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("relation__in", ["=", "≥", "≤", "≈"])), name="decision_relation"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("indicator", ""), ("register", ""), _connector="OR"),
                        name="decision_one_target",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("mantissa__gt", -1000000000000000000),
                                ("mantissa__lt", 1000000000000000000),
                                ("scale__lte", 18),
                            ),
                            ("mantissa", None),
                            _connector="OR",
                        ),
                        name="decision_exact",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader", models.CharField(max_length=80, verbose_name="阅读程序版本")),
                ("doubts", models.JSONField(default=list, verbose_name="存疑")),
                ("read_at", models.DateTimeField(verbose_name="阅读时间")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="documents.document",
                    ),
                ),
                (
                    "read_by",
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
                    models.UniqueConstraint(fields=("document", "reader"), name="reading_once_a_version")
                ],
            },
        ),
        migrations.AddField(
            model_name="readfact",
            name="reading",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="documents.reading"
            ),
        ),
        migrations.AddConstraint(
            model_name="readfact",
            constraint=models.UniqueConstraint(fields=("reading", "key"), name="read_fact_once"),
        ),
        AppendOnly("document"),
        AppendOnly("reading"),
        AppendOnly("readfact"),
        AppendOnly("decision"),
    ]
