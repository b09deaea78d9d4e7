"""Keep the borders of units, so that a board and a register can be drawn as a map."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0002_children_of_a_unit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rings", models.JSONField(verbose_name="边界")),
                ("source", models.CharField(max_length=200, verbose_name="来源和审图号")),
                ("taken_at", models.DateTimeField(verbose_name="导入时间")),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outline", to="units.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="outline_has_a_source"
                    )
                ],
            },
        ),
    ]
