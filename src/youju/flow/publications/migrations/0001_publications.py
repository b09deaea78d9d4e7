"""Publications: the database refuses to change one; the second signature is filled in once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0002_laws_of_the_database"),
        ("scores", "0001_scores_and_objections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
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
                            ("circular", "通报"),
                            ("bulletin", "简报"),
                            ("notice", "公示"),
                            ("open_data", "数据公开"),
                            ("erratum", "勘误"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("words", models.TextField(blank=True, max_length=20000, verbose_name="正文")),
                ("root", models.CharField(max_length=64, verbose_name="根哈希")),
                ("is_open", models.BooleanField(default=False, verbose_name="向社会公开")),
                ("proposed_at", models.DateTimeField(verbose_name="提请时间")),
                ("published_at", models.DateTimeField(null=True, verbose_name="发布时间")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="errata",
                        to="publications.publication",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.post"
                    ),
                ),
                (
                    "score",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="scores.score",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.post",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("score", "kind"),
                        name="publication_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["circular", "bulletin", "notice", "open_data", "erratum"])
                        ),
                        name="publication_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None),
                            models.Q(
                                ("signed_by__isnull", False),
                                models.Q(("signed_by", models.F("proposed_by")), _negated=True),
                                models.Q(("signed_post", models.F("proposed_post")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="publication_by_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("published_at", None), ("withdrawn_at", None), _connector="OR"),
                        name="publication_stays",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "erratum"), _negated=True),
                            ("corrects__isnull", False),
                            _connector="OR",
                        ),
                        name="publication_erratum_names_another",
                    ),
                ],
            },
        ),
        AppendOnly("Publication", ("signed_by", "signed_post", "published_at", "withdrawn_at")),
    ]
