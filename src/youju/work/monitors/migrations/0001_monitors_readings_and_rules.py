"""Monitors, their readings, what is normal, how areas are weighted, and the rules that watch."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("units", "0002_children_of_a_unit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("made", models.PositiveIntegerField()),
                ("same", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "by",
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
            name="Monitor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="代号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("inflow", "进水量"),
                            ("billed", "售水量"),
                            ("rain", "降水"),
                            ("output", "产值"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("measure", models.CharField(max_length=20, verbose_name="计量单位")),
                ("places", models.PositiveSmallIntegerField(default=0, verbose_name="小数位")),
                ("every", models.PositiveIntegerField(null=True, verbose_name="间隔（秒）")),
                ("is_example", models.BooleanField(default=False, verbose_name="示例")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="所在单位",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("places__lte", 6)), name="monitor_places")
                ],
            },
        ),
        migrations.CreateModel(
            name="Normal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.CharField(max_length=5, verbose_name="起（月-日）")),
                ("ends", models.CharField(max_length=5, verbose_name="止（月-日）")),
                ("value", models.BigIntegerField(verbose_name="常年值")),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
                (
                    "monitor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="normals",
                        to="monitors.monitor",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("monitor", "starts", "ends"), name="normal_once"),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="normal_has_a_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.BigIntegerField()),
                ("value", models.BigIntegerField()),
                (
                    "feed",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="monitors.feed",
                    ),
                ),
                (
                    "monitor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="monitors.monitor",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("monitor", "at"), name="reading_once")],
            },
        ),
        migrations.CreateModel(
            name="WatchRule",
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
                        choices=[
                            ("threshold", "读数"),
                            ("same_hours", "比前些天同一时段的变化"),
                            ("normal", "占常年的份额"),
                            ("leakage", "漏损率"),
                            ("night", "夜间最小流量"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("above", "高于"), ("below", "低于")], max_length=5, verbose_name="方向"
                    ),
                ),
                ("opens", models.BigIntegerField(verbose_name="报警值（万分之一）")),
                ("clears", models.BigIntegerField(verbose_name="解除值（万分之一）")),
                ("hours", models.PositiveIntegerField(default=24, verbose_name="时段（小时）")),
                ("days", models.PositiveIntegerField(default=7, verbose_name="对比天数")),
                ("system", models.CharField(blank=True, max_length=40, verbose_name="责任体系")),
                ("register", models.CharField(default="case", max_length=40, verbose_name="立案台账")),
                ("basis", models.CharField(max_length=200, verbose_name="依据")),
                ("ended_on", models.DateField(null=True, verbose_name="停用")),
                (
                    "against",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="monitors.monitor",
                        verbose_name="对照监测点",
                    ),
                ),
                (
                    "monitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="monitors.monitor",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("clears__lt", models.F("opens")), ("side", "above")),
                            models.Q(("clears__gt", models.F("opens")), ("side", "below")),
                            _connector="OR",
                        ),
                        name="watch_rule_hysteresis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "leakage"), _negated=True),
                            ("against__isnull", False),
                            _connector="OR",
                        ),
                        name="watch_rule_against",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="报警")),
                ("value", models.BigIntegerField(verbose_name="报警时的值（万分之一）")),
                ("person", models.CharField(blank=True, max_length=60, verbose_name="责任人")),
                ("case", models.CharField(blank=True, max_length=100, verbose_name="立案")),
                ("cleared_at", models.DateTimeField(null=True, verbose_name="解除")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alarms",
                        to="monitors.watchrule",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cleared_at", None)), fields=("rule",), name="alarm_one_open"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="代号")),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("weights", models.JSONField(verbose_name="权重")),
                ("method", models.CharField(max_length=200, verbose_name="权重办法")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("method", ""), _negated=True), name="area_says_how"
                    )
                ],
            },
        ),
        AppendOnly("feed"),
        AppendOnly("reading"),
        AppendOnly("normal"),
        AppendOnly("area"),
    ]
