"""Let an upheld objection name records and marks that count in its round as they stood at the verdict."""

import django.db.models.deletion
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("scores", "0003_objections_taken_back"),
    ]

    operations = [
        migrations.CreateModel(
            name="Adoption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=80)),
                ("version", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("was", models.CharField(max_length=500, verbose_name="原来")),
                ("now", models.CharField(max_length=500, verbose_name="现在")),
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="scores.objection",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("objection", "subject"), name="adoption_once")
                ],
            },
        ),
        AppendOnly("Adoption"),
    ]
