"""Lay units, their trees and their changes."""

import django.db.models.deletion
import youju.flow.units.paths
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Tree",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("administrative", "行政区划"),
                            ("party", "党组织"),
                            ("grid", "网格"),
                            ("zone", "园区"),
                            ("other", "其他"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("country", "国家"),
                            ("province", "省级"),
                            ("prefecture", "地级"),
                            ("county", "县级"),
                            ("township", "乡级"),
                            ("village", "村级"),
                            ("group", "组、网格"),
                        ],
                        max_length=12,
                        verbose_name="层级",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("government", "政府、村居"),
                            ("party", "党组织"),
                            ("department", "部门"),
                            ("inspection_office", "督查室、考核办"),
                            ("leading_group", "领导小组"),
                            ("task_force", "专班"),
                            ("grid", "网格"),
                            ("zone", "园区"),
                            ("enterprise", "企业"),
                        ],
                        default="government",
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="设立")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="撤销")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="unit_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="unit_has_a_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="unit_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("merge", "合并"), ("split", "拆分"), ("rename", "更名"), ("move", "改隶")],
                        max_length=10,
                    ),
                ),
                ("effect_on", models.DateField(verbose_name="生效")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("recorded_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="units.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", youju.flow.units.paths.PathField(max_length=96)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "tree",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="units.tree",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="units.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["tree", "path"],
                        name="placement_path",
                        opclasses=["int8_ops", "varchar_pattern_ops"],
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="placement_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("unit")), _negated=True),
                        name="placement_not_under_itself",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("tree", "unit"),
                        name="placement_one_open",
                    ),
                    models.UniqueConstraint(
                        fields=("tree", "unit", "valid_from"), name="placement_once_a_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("until", models.DateField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_names",
                        to="units.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "until"), name="former_name_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effect_on", models.DateField()),
                ("share", models.DecimalField(decimal_places=8, max_digits=9)),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="units.unit",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="units.unit",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="units.unitchange",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__gt", 0), ("share__lte", 1)), name="succession_share"
                    ),
                    models.UniqueConstraint(fields=("change", "before", "after"), name="succession_once"),
                ],
            },
        ),
    ]
