"""Keep evidence by its content, and flag pictures that look alike.

The database refuses to change or delete either; only the moment at which a unit may see what was withheld is
filled in once.
"""

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
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        blank=True,
                        help_text="相似照片在同一方案里比对；空表示不分方案",
                        max_length=80,
                        verbose_name="方案",
                    ),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("original_sha256", models.CharField(max_length=64)),
                ("is_sealed", models.BooleanField(default=True, verbose_name="存有原件")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("picture", "图片"),
                            ("pdf", "PDF"),
                            ("document", "文字文件"),
                            ("workbook", "表格"),
                            ("text", "文本"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("media_type", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("size", models.PositiveIntegerField(verbose_name="字节数")),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("pages", models.PositiveIntegerField(null=True)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("look_a", models.PositiveIntegerField(null=True)),
                ("look_b", models.PositiveIntegerField(null=True)),
                ("look_c", models.PositiveIntegerField(null=True)),
                ("look_d", models.PositiveIntegerField(null=True)),
                ("uploaded_at", models.DateTimeField()),
                ("open_at", models.DateTimeField(null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["scheme", "look_a"], name="evidence_look_a"),
                    models.Index(fields=["scheme", "look_b"], name="evidence_look_b"),
                    models.Index(fields=["scheme", "look_c"], name="evidence_look_c"),
                    models.Index(fields=["scheme", "look_d"], name="evidence_look_d"),
                    models.Index(fields=["unit", "-uploaded_at"], name="evidence_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "scheme", "original_sha256"), name="evidence_once_a_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["picture", "pdf", "document", "workbook", "text"])),
                        name="evidence_kind_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="evidence_not_empty"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("distance", models.PositiveSmallIntegerField(verbose_name="相差")),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="like_later",
                        to="evidence.evidence",
                    ),
                ),
                (
                    "later",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="like_earlier",
                        to="evidence.evidence",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("later", "earlier"), name="likeness_once"),
                    models.CheckConstraint(
                        condition=models.Q(("later__gt", models.F("earlier"))), name="likeness_in_order"
                    ),
                ],
            },
        ),
        AppendOnly("evidence", may_fill=("open_at",)),
        AppendOnly("likeness"),
    ]
