"""Places outside that hear of acts, and what is said to each until it is heard."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0003_external_identities"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("url", models.CharField(max_length=300, verbose_name="地址")),
                ("acts", models.JSONField(default=list, verbose_name="告诉哪些事")),
                ("secret", models.TextField()),
                ("position", models.BigIntegerField(default=-1)),
                ("opened_at", models.DateTimeField(verbose_name="开通时间")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="停用时间")),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40, unique=True, verbose_name="投递编号")),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "待投"), ("delivered", "已送达"), ("given_up", "已放弃")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                ("due_at", models.DateTimeField(verbose_name="下次")),
                ("delivered_at", models.DateTimeField(null=True, verbose_name="送达时间")),
                ("last_answer", models.CharField(blank=True, max_length=200, verbose_name="最近的答复")),
                (
                    "trace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.trace"
                    ),
                ),
                (
                    "hook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="kernel.hook",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "waiting")), fields=["due_at"], name="delivery_due"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("hook", "trace"), name="delivery_once")],
            },
        ),
    ]
