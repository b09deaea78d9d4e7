"""Books of points and vouchers, their rules and accounts, and the entries between accounts."""

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
            name="Book",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="代号")),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("measure", models.CharField(default="分", max_length=10, verbose_name="计量")),
                ("places", models.PositiveSmallIntegerField(default=0, verbose_name="小数位")),
                ("basis", models.CharField(max_length=200, verbose_name="依据")),
                ("evidence", models.CharField(max_length=64, verbose_name="村规民约")),
                ("agreed_on", models.DateField(verbose_name="议定")),
                ("ends_on", models.DateField(verbose_name="止于")),
                ("months", models.PositiveSmallIntegerField(null=True, verbose_name="有效月数")),
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", ""), _negated=True), models.Q(("evidence", ""), _negated=True)
                        ),
                        name="book_has_its_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("agreed_on"))), name="book_ends"
                    ),
                    models.CheckConstraint(condition=models.Q(("places__lte", 2)), name="book_places"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AwardRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clause", models.CharField(max_length=80, verbose_name="条款")),
                ("title", models.CharField(max_length=100, verbose_name="做了什么")),
                ("amount", models.BigIntegerField(verbose_name="积分")),
                ("since", models.DateField(verbose_name="起")),
                ("ended_on", models.DateField(null=True, verbose_name="停用")),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="points.book"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="award_rule_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("clause", ""), _negated=True), name="award_rule_has_a_clause"
                    ),
                    models.UniqueConstraint(
                        fields=("book", "clause", "title", "since"), name="award_rule_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
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
                            ("issuer", "发放方"),
                            ("household", "农户"),
                            ("merchant", "商户"),
                            ("batch", "消费券批次"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="户号")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("opened_on", models.DateField(verbose_name="开户")),
                ("opted_in_on", models.DateField(null=True, verbose_name="自愿加入")),
                ("left_on", models.DateField(null=True, verbose_name="退出")),
                ("balance", models.BigIntegerField(default=0, editable=False, verbose_name="余额")),
                ("last_entry", models.BigIntegerField(default=0, editable=False)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="所在村",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="points.book",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "number"), name="account_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "issuer")), fields=("book",), name="account_one_issuer"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "issuer"), ("balance__gte", 0), _connector="OR"),
                        name="account_never_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "household"), _negated=True),
                            ("opted_in_on__isnull", False),
                            _connector="OR",
                        ),
                        name="account_household_opted_in",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
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
                            ("award", "奖励"),
                            ("issue", "发放"),
                            ("redeem", "兑换"),
                            ("expire", "到期"),
                            ("settle", "结算"),
                            ("undo", "冲正"),
                        ],
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                ("amount", models.BigIntegerField(verbose_name="数额")),
                ("on", models.DateField(verbose_name="日期")),
                ("witness", models.CharField(blank=True, max_length=60, verbose_name="见证人")),
                ("turnover", models.BigIntegerField(null=True, verbose_name="交易额")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("evidence", models.JSONField(default=list, verbose_name="佐证")),
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
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="points.entry",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given",
                        to="points.account",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="points.awardrule",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken",
                        to="points.account",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["giver", "kind", "on", "amount"], name="entry_given"),
                    models.Index(fields=["taker", "kind", "on", "amount"], name="entry_taken"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="entry_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("taker")), _negated=True),
                        name="entry_between_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "award"), _negated=True),
                            models.Q(("rule__isnull", False), models.Q(("witness", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="entry_award_has_rule_and_witness",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "undo"),
                                ("corrects__isnull", False),
                                models.Q(("note", ""), _negated=True),
                            ),
                            models.Q(models.Q(("kind", "undo"), _negated=True), ("corrects", None)),
                            _connector="OR",
                        ),
                        name="entry_undo_corrects",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("turnover", None),
                            models.Q(("kind", "redeem"), ("turnover__gte", models.F("amount"))),
                            _connector="OR",
                        ),
                        name="entry_turnover_covers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("basis", models.CharField(max_length=200, verbose_name="依据")),
                ("starts_on", models.DateField(verbose_name="可用自")),
                ("ends_on", models.DateField(verbose_name="可用至")),
                ("attribution", models.CharField(max_length=300, verbose_name="归因办法")),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batch", to="points.account"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="batch_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attribution", ""), _negated=True), name="batch_says_how"
                    ),
                ],
            },
        ),
    ]
