"""Lay schemes, their versions as files that never change, and the rounds pinned to them.

Only the steps of a version's life may be filled in, once; the database refuses everything else.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0002_laws_of_the_database"),
        ("units", "0002_children_of_a_unit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Scheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=80, unique=True, verbose_name="代码")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("tree", models.CharField(default="administrative", max_length=20, verbose_name="按哪棵树")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="主办单位",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SchemeVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=60, verbose_name="版本")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("is_example", models.BooleanField(default=False, verbose_name="示例")),
                ("in_force_from", models.DateField(verbose_name="施行")),
                ("in_force_to", models.DateField(verbose_name="止于")),
                ("loaded_at", models.DateTimeField()),
                ("proposed_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                ("discarded_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approved_post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.post",
                    ),
                ),
                (
                    "loaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.post",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="schemes.scheme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("discarded_at", None)),
                        fields=("scheme", "version"),
                        name="version_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("in_force_to__gte", models.F("in_force_from"))),
                        name="version_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_at", None),
                            models.Q(
                                ("proposed_at__isnull", False),
                                models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                                models.Q(("approved_post", models.F("proposed_post")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="version_by_two_persons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="schemes.schemeversion",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "path"), name="scheme_file_once")],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.CharField(max_length=10, verbose_name="周期")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "已开"),
                            ("reporting", "报送"),
                            ("verifying", "核查"),
                            ("notice", "公示"),
                            ("closed", "关账"),
                            ("published", "通报"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("report_by", models.DateField(null=True, verbose_name="报送截止")),
                ("verify_by", models.DateField(null=True, verbose_name="核查截止")),
                ("object_by", models.DateField(null=True, verbose_name="异议截止")),
                ("close_on", models.DateField(null=True, verbose_name="关账日")),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="schemes.scheme",
                    ),
                ),
                (
                    "scheme_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="schemes.schemeversion",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["status", "ends_on"], name="round_by_status")],
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "period"), name="round_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["closed", "published"]), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="round_closed_has_a_moment",
                    ),
                ],
            },
        ),
        AppendOnly(
            "SchemeVersion",
            (
                "proposed_by",
                "proposed_post",
                "proposed_at",
                "approved_by",
                "approved_post",
                "approved_at",
                "retired_at",
                "discarded_at",
            ),
        ),
        AppendOnly("SchemeFile"),
    ]
