"""Seasons that return each year, and how long a line is as a whole. Additive: what is there is for the whole year.

Both are needed to say when and where nobody answers: outside its season a charge without an owner is no gap, and the
end of a river is no gap unless its length is known.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_duties_links_and_routes"), ("units", "0002_children_of_a_unit")]

    operations = [
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("system", models.SlugField(db_index=False, max_length=40, verbose_name="责任体系")),
                ("title", models.CharField(max_length=60, verbose_name="整条名称")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="所在单位",
                    ),
                ),
                ("length_m", models.PositiveIntegerField(verbose_name="全长（米）")),
                ("source", models.CharField(max_length=200, verbose_name="全长出处")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("system", "title"), name="line_once"),
                    models.CheckConstraint(condition=models.Q(("length_m__gt", 0)), name="line_has_a_length"),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="line_has_a_source"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="charge",
            name="season_from",
            field=models.CharField(blank=True, default="", max_length=5, verbose_name="每年自（月-日）"),
        ),
        migrations.AddField(
            model_name="charge",
            name="season_to",
            field=models.CharField(blank=True, default="", max_length=5, verbose_name="每年至（月-日）"),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("season_from", ""), ("season_to", "")),
                    models.Q(
                        models.Q(("season_from", ""), _negated=True),
                        models.Q(("season_to", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="charge_season_whole",
            ),
        ),
    ]
