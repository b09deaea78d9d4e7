"""Somebody as another sign-in service knows them: nobody here until an admin links them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_laws_of_the_database"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExternalIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=40, verbose_name="登录服务")),
                ("subject", models.CharField(max_length=200, verbose_name="对方的编号")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="对方给的名字")),
                ("met_at", models.DateTimeField(verbose_name="第一次来")),
                ("linked_at", models.DateTimeField(null=True, verbose_name="关联时间")),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "subject"), name="external_identity_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person", None), models.Q(("linked_at", None), _negated=True), _connector="OR"
                        ),
                        name="external_identity_linked",
                    ),
                ],
            },
        ),
    ]
