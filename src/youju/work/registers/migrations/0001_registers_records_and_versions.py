"""Registers as declared, their records and every version; the indexed columns stand beside the JSON."""

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
            name="Register",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="代号")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("scheme", models.CharField(blank=True, max_length=80, verbose_name="方案")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="声明版本")),
                ("next_number", models.BigIntegerField(default=1)),
                ("is_example", models.BooleanField(default=False, verbose_name="示例")),
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
            name="Record",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="编号")),
                ("stage", models.CharField(blank=True, max_length=40, verbose_name="阶段")),
                ("suspended_on", models.DateField(null=True, verbose_name="停办")),
                ("values", models.JSONField(default=dict)),
                ("proofs", models.JSONField(default=dict)),
                ("lock", models.PositiveIntegerField(default=1)),
                ("made_on", models.DateField(verbose_name="登记")),
                ("changed_at", models.DateTimeField(verbose_name="改动")),
                ("is_example", models.BooleanField(default=False, verbose_name="示例")),
                ("i1", models.BigIntegerField(null=True)),
                ("i2", models.BigIntegerField(null=True)),
                ("i3", models.BigIntegerField(null=True)),
                ("i4", models.BigIntegerField(null=True)),
                ("i5", models.BigIntegerField(null=True)),
                ("i6", models.BigIntegerField(null=True)),
                ("i7", models.BigIntegerField(null=True)),
                ("i8", models.BigIntegerField(null=True)),
                ("i9", models.BigIntegerField(null=True)),
                ("i10", models.BigIntegerField(null=True)),
                ("s1", models.CharField(max_length=60, null=True)),
                ("s2", models.CharField(max_length=60, null=True)),
                ("s3", models.CharField(max_length=60, null=True)),
                ("s4", models.CharField(max_length=60, null=True)),
                ("s5", models.CharField(max_length=60, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="registers.record",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="责任单位",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="registers.register",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["register", "unit", "-id"], name="record_by_unit"),
                    models.Index(fields=["register", "stage", "-id"], name="record_by_stage"),
                    models.Index(
                        condition=models.Q(("i1__isnull", False)),
                        fields=["register", "i1", "id"],
                        name="record_i1",
                    ),
                    models.Index(
                        condition=models.Q(("i2__isnull", False)),
                        fields=["register", "i2", "id"],
                        name="record_i2",
                    ),
                    models.Index(
                        condition=models.Q(("i3__isnull", False)),
                        fields=["register", "i3", "id"],
                        name="record_i3",
                    ),
                    models.Index(
                        condition=models.Q(("i4__isnull", False)),
                        fields=["register", "i4", "id"],
                        name="record_i4",
                    ),
                    models.Index(
                        condition=models.Q(("i5__isnull", False)),
                        fields=["register", "i5", "id"],
                        name="record_i5",
                    ),
                    models.Index(
                        condition=models.Q(("i6__isnull", False)),
                        fields=["register", "i6", "id"],
                        name="record_i6",
                    ),
                    models.Index(
                        condition=models.Q(("i7__isnull", False)),
                        fields=["register", "i7", "id"],
                        name="record_i7",
                    ),
                    models.Index(
                        condition=models.Q(("i8__isnull", False)),
                        fields=["register", "i8", "id"],
                        name="record_i8",
                    ),
                    models.Index(
                        condition=models.Q(("i9__isnull", False)),
                        fields=["register", "i9", "id"],
                        name="record_i9",
                    ),
                    models.Index(
                        condition=models.Q(("i10__isnull", False)),
                        fields=["register", "i10", "id"],
                        name="record_i10",
                    ),
                    models.Index(
                        condition=models.Q(("s1__isnull", False)),
                        fields=["register", "s1", "id"],
                        name="record_s1",
                    ),
                    models.Index(
                        condition=models.Q(("s2__isnull", False)),
                        fields=["register", "s2", "id"],
                        name="record_s2",
                    ),
                    models.Index(
                        condition=models.Q(("s3__isnull", False)),
                        fields=["register", "s3", "id"],
                        name="record_s3",
                    ),
                    models.Index(
                        condition=models.Q(("s4__isnull", False)),
                        fields=["register", "s4", "id"],
                        name="record_s4",
                    ),
                    models.Index(
                        condition=models.Q(("s5__isnull", False)),
                        fields=["register", "s5", "id"],
                        name="record_s5",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("register", "number"), name="record_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent", None),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="record_not_under_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("made", models.PositiveIntegerField()),
                ("changed", models.PositiveIntegerField()),
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
                (
                    "register",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="registers.register",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("register", "sha256"), name="import_once")],
            },
        ),
        migrations.CreateModel(
            name="RegisterVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("bases", models.JSONField(default=dict, verbose_name="所扩展的声明")),
                ("sha256", models.CharField(max_length=64)),
                ("declared_at", models.DateTimeField()),
                (
                    "declared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="registers.register",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("register", "number"), name="register_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("query", models.CharField(max_length=1000)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_views",
                        to="registers.register",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("register", "owner", "name"), name="saved_view_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="UniqueValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=80)),
                ("value", models.CharField(max_length=200)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registers.record"
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registers.register",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("register", "field", "value"), name="unique_value_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("act", models.CharField(max_length=40)),
                ("values", models.JSONField(default=dict)),
                ("stage_was", models.CharField(blank=True, max_length=40)),
                ("stage", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("evidence", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.post",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="registers.record",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("record", "number"), name="record_version_once")
                ],
            },
        ),
        AppendOnly("registerversion"),
        AppendOnly("recordversion"),
        AppendOnly("import"),
    ]
