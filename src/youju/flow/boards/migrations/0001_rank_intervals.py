"""Rank intervals, kept once somebody asked; the seed is kept with them, so anybody gets the same."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("scores", "0001_scores_and_objections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Firmness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("runs", models.PositiveIntegerField(verbose_name="次数")),
                ("noise", models.DecimalField(decimal_places=3, max_digits=4, verbose_name="权重变动")),
                ("seed", models.BigIntegerField(verbose_name="种子")),
                ("intervals", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "score",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="firmness",
                        to="scores.score",
                    ),
                ),
            ],
        ),
        AppendOnly("Firmness"),
    ]
