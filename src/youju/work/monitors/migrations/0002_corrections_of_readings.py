"""Room for corrections of readings: what counts at a moment instead. Additive; no reading is touched.

What rested on the reading is known only once the correction counts, so `touched` is filled once, in the same transaction.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("monitors", "0001_monitors_readings_and_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("moment", models.BigIntegerField()),
                ("turn", models.PositiveSmallIntegerField(verbose_name="第几次")),
                ("was", models.BigIntegerField(null=True, verbose_name="更正前")),
                ("value", models.BigIntegerField(null=True, verbose_name="更正为")),
                ("why", models.CharField(max_length=300, verbose_name="原因")),
                ("evidence", models.JSONField(default=list, verbose_name="佐证")),
                ("touched", models.JSONField(null=True, verbose_name="用到它的预警")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "monitor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="monitors.monitor",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("monitor", "moment", "turn"), name="correction_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("value", models.F("was")), _negated=True),
                            ("value", None),
                            ("was", None),
                            _connector="OR",
                        ),
                        name="correction_changes_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="correction_says_why"
                    ),
                ],
            },
        ),
        AppendOnly("correction", may_fill=("touched",)),
    ]
