"""Keep long work in the database: who asked for what, how it ended, and why it was refused."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_opinions_and_feeds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200, verbose_name="办什么")),
                ("language", models.CharField(max_length=10)),
                ("arguments", models.JSONField(default=dict)),
                ("content", models.BinaryField(default=b"")),
                ("digest", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField(verbose_name="提交时间")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "办理中"),
                            ("done", "已办成"),
                            ("refused", "没有办"),
                            ("broken", "出了错"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="开始次数")),
                ("started_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="结果")),
                ("where", models.CharField(blank=True, max_length=300)),
                ("refusal", models.JSONField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["asked_by", "-id"], name="job_of_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "waiting")), fields=("digest",), name="job_waits_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("status", "waiting")),
                            models.Q(
                                models.Q(("status", "waiting"), _negated=True), ("ended_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="job_ended_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refusal__isnull", True), ("status__in", ["waiting", "done"])),
                            models.Q(("refusal__isnull", False), ("status__in", ["refused", "broken"])),
                            _connector="OR",
                        ),
                        name="job_refused_with_reasons",
                    ),
                ],
            },
        ),
    ]
