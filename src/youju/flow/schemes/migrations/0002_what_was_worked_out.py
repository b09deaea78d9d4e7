"""Keep what a version would have changed in a closed round: the page worked it out again whenever it was opened."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schemes", "0001_schemes_rounds_and_their_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="WhatIfKept",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bundle", models.CharField(max_length=64)),
                ("said", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="what_ifs",
                        to="schemes.schemeversion",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "bundle"), name="what_if_once")],
            },
        ),
    ]
