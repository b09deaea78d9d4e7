"""What people say about pages, answered once; and secret addresses for calendar programs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0004_webhooks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="用途")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("opened_at", models.DateTimeField(verbose_name="开通时间")),
                ("expires_at", models.DateTimeField(verbose_name="到期")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="收回时间")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page", models.CharField(max_length=300, verbose_name="哪一页")),
                ("wrong", models.TextField(max_length=2000, verbose_name="哪里不对")),
                ("wish", models.TextField(blank=True, max_length=2000, verbose_name="希望怎样")),
                ("said_at", models.DateTimeField(verbose_name="提出时间")),
                ("answer", models.TextField(max_length=2000, null=True, verbose_name="答复")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["said_by", "said_at"], name="opinion_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("wrong", ""), _negated=True), name="opinion_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", None), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                ("answer__isnull", False),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="opinion_answered_whole",
                    ),
                ],
            },
        ),
        AppendOnly("Opinion", ("answer", "answered_by", "answered_at")),
    ]
