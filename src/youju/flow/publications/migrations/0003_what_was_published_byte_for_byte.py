"""Keep what was published, byte for byte; the database refuses to change or delete what says so."""

import django.db.models.deletion
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("publications", "0002_number_head_and_issuer"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(max_length=8)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("kept_at", models.DateTimeField(verbose_name="留存时间")),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="publications.publication",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("publication", "form"), name="edition_once")],
            },
        ),
        AppendOnly("Edition"),
    ]
