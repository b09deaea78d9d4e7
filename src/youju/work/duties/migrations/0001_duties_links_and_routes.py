"""Charges and who answers for them, departures, help links, and the department of each industry."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("units", "0002_children_of_a_unit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Charge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("system", models.SlugField(db_index=False, max_length=40, verbose_name="责任体系")),
                ("code", models.CharField(max_length=60, verbose_name="代号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unit", "单位"),
                            ("household", "农户"),
                            ("river", "河湖"),
                            ("forest", "林地"),
                            ("field", "田块"),
                            ("enterprise", "企业"),
                            ("record", "台账事项"),
                            ("point", "值守点"),
                            ("risk", "风险"),
                            ("group", "领导小组、专班"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("line", models.CharField(blank=True, max_length=60, verbose_name="整条名称")),
                ("from_m", models.PositiveIntegerField(null=True, verbose_name="起点（米）")),
                ("to_m", models.PositiveIntegerField(null=True, verbose_name="终点（米）")),
                ("since", models.DateField(verbose_name="起")),
                ("ended_on", models.DateField(null=True, verbose_name="注销")),
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
                    models.UniqueConstraint(fields=("system", "code"), name="charge_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_m", None), ("to_m", None)),
                            models.Q(("to_m__gt", models.F("from_m")), models.Q(("line", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="charge_stretch_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=60, verbose_name="姓名")),
                ("on", models.DateField(verbose_name="调离")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "person", "on"), name="departure_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
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
                            ("bao", "包保"),
                            ("river", "河长"),
                            ("forest", "林长"),
                            ("field", "田长"),
                            ("grid", "网格"),
                            ("task_force", "专班"),
                            ("group", "领导小组"),
                            ("watch", "值守"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("person", models.CharField(max_length=60, verbose_name="责任人")),
                ("post", models.CharField(blank=True, max_length=80, verbose_name="职务")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(null=True, verbose_name="止")),
                ("basis", models.CharField(max_length=200, verbose_name="依据")),
                ("rights", models.CharField(max_length=500, verbose_name="权限")),
                ("support", models.CharField(max_length=500, verbose_name="保障")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="交接说明")),
                (
                    "came_from",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_to",
                        to="duties.duty",
                    ),
                ),
                (
                    "charge",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="duties.charge",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="责任单位",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["charge", "since", "until"], name="duty_of_charge"),
                    models.Index(fields=["unit", "person"], name="duty_of_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="duty_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rights", ""), _negated=True), models.Q(("support", ""), _negated=True)
                        ),
                        name="duty_has_rights_and_support",
                    ),
                    models.UniqueConstraint(
                        fields=("charge", "kind", "unit", "person", "since"), name="duty_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpLink",
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
                            ("village", "村村结对"),
                            ("enterprise", "企村联建"),
                            ("attached", "挂职"),
                            ("borrowed", "借调"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("helper", models.CharField(max_length=100, verbose_name="帮扶方")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(null=True, verbose_name="止")),
                ("basis", models.CharField(max_length=200, verbose_name="依据")),
                ("result", models.CharField(blank=True, max_length=500, verbose_name="成效")),
                (
                    "helper_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="帮扶方单位",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="受帮扶单位",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "helper", "unit", "since"), name="help_link_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="help_link_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=10, verbose_name="行业代码")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(null=True, verbose_name="止")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="地区",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="主管部门",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("area", "code"),
                        name="route_one_department",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="route_in_order",
                    ),
                ],
            },
        ),
    ]
