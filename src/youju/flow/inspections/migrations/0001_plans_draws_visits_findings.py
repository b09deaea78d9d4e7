"""Plan inspections, draw by lot, and keep what was verified and found.

The database refuses to change a verification, a finding, a feedback or an answer to a device; a draw is fixed once
and drawn once; a unit stands in one area of a plan; nobody closes what they put right themselves.
"""

import django.db.models.deletion
import uuid
import youju.flow.reports.fields
from django.conf import settings
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0002_laws_of_the_database"),
        ("reports", "0001_reports_values_and_submissions"),
        ("schemes", "0001_schemes_rounds_and_their_files"),
        ("units", "0002_children_of_a_unit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(unique=True)),
                ("what", models.TextField(verbose_name="问题")),
                ("clause", models.CharField(blank=True, max_length=200, verbose_name="依据条款")),
                ("evidence", models.JSONField(default=list, verbose_name="佐证")),
                ("found_at", models.DateTimeField()),
                (
                    "found_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="finding_says_what"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tree", models.CharField(default="administrative", max_length=20, verbose_name="树")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("basis", models.CharField(help_text="文件名称和文号", max_length=200, verbose_name="依据")),
                ("level", models.CharField(blank=True, max_length=12, verbose_name="督查对象层级")),
                ("starts_on", models.DateField(verbose_name="开始")),
                ("ends_on", models.DateField(verbose_name="结束")),
                (
                    "overlap_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="与别的督查重叠的理由"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "制定中"),
                            ("under_way", "进行中"),
                            ("concluded", "办结"),
                            ("cancelled", "取消"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("conclusion", models.TextField(blank=True, verbose_name="督查结论")),
                ("made_at", models.DateTimeField()),
                ("concluded_at", models.DateTimeField(null=True)),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="inspections.plan",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="组织单位",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspection_plans",
                        to="schemes.round",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["starts_on", "ends_on"], name="plan_by_days")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True), name="plan_has_a_basis"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="plan_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["planned", "under_way", "concluded", "cancelled"])
                        ),
                        name="plan_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "concluded"), _negated=True),
                            models.Q(("conclusion", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="plan_concluded_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionTeam",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="组名")),
                (
                    "head",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="组长",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="inspections.plan",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("plan", "name"), name="team_once")],
            },
        ),
        migrations.CreateModel(
            name="InspectionArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="片区")),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="inspections.inspectionteam",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="inspections.plan",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("plan", "name"), name="area_once")],
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seed", models.CharField(max_length=64, verbose_name="种子")),
                ("basis", models.JSONField()),
                ("fixed_at", models.DateTimeField()),
                ("head_size", models.BigIntegerField(null=True)),
                ("head_sha256", models.CharField(max_length=64, null=True)),
                ("drawn_at", models.DateTimeField(null=True)),
                (
                    "drawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fixed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fixed_trace",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.trace"
                    ),
                ),
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draw",
                        to="inspections.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("drawn_at", None),
                            models.Q(("head_sha256__isnull", False), ("head_size__isnull", False)),
                            _connector="OR",
                        ),
                        name="draw_with_a_head",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seed", ""), _negated=True), name="draw_has_a_seed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="inspections.inspectionarea",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspections.plan"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "unit"), name="area_unit_in_one_area")
                ],
            },
        ),
        migrations.CreateModel(
            name="Rectification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="整改期限")),
                (
                    "status",
                    models.CharField(
                        choices=[("assigned", "整改中"), ("reported", "已报整改"), ("closed", "已销号")],
                        default="assigned",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("assigned_at", models.DateTimeField()),
                ("measures", models.TextField(blank=True, verbose_name="整改措施")),
                ("evidence", models.JSONField(default=list, verbose_name="整改佐证")),
                ("rectified_at", models.DateTimeField(null=True)),
                ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="退回理由")),
                ("closed_at", models.DateTimeField(null=True)),
                ("closing_note", models.CharField(blank=True, max_length=500, verbose_name="销号核实")),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rectification",
                        to="inspections.finding",
                    ),
                ),
                (
                    "rectified_by",
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
                        verbose_name="整改单位",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["status", "due_on"], name="rectification_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["assigned", "reported", "closed"])),
                        name="rectification_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True),
                            models.Q(
                                ("closed_by__isnull", False),
                                models.Q(("closed_by", models.F("rectified_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rectification_closed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True),
                            models.Q(("closing_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="rectification_closed_was_verified",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("declared_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                        condition=models.Q(("reason", ""), _negated=True), name="recusal_says_why"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SyncedItem",
            fields=[
                ("uuid", models.UUIDField(primary_key=True, serialize=False)),
                ("sha256", models.CharField(max_length=64)),
                ("answer", models.JSONField()),
                ("received_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="inspections.inspectionteam",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("team", "person"), name="team_member_once")],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("day", models.DateField(null=True, verbose_name="日期")),
                ("announced", models.BooleanField(default=False, verbose_name="事先告知")),
                (
                    "mode",
                    models.CharField(
                        choices=[("on_site", "实地"), ("remote", "远程")],
                        default="on_site",
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[("risk", "按风险"), ("chance", "随机"), ("follow_up", "回头看")],
                        max_length=10,
                    ),
                ),
                ("stratum", models.CharField(blank=True, max_length=60)),
                ("ticket", models.CharField(blank=True, max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "待查"), ("visited", "已查"), ("dropped", "未查")],
                        default="planned",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="情况")),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="inspections.inspectionarea",
                    ),
                ),
                (
                    "finished_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="inspections.plan",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="inspections.inspectionteam",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "-finished_at"], name="visit_of_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "unit"), name="visit_once_a_plan"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["planned", "visited", "dropped"])),
                        name="visit_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "planned"), ("finished_at__isnull", False), _connector="OR"
                        ),
                        name="visit_finished_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "dropped"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="visit_dropped_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(unique=True)),
                ("indicator", models.CharField(max_length=80, verbose_name="指标")),
                ("period", models.CharField(blank=True, max_length=10, verbose_name="周期")),
                ("reported", youju.flow.reports.fields.ExactField(null=True, verbose_name="报送值")),
                ("reported_relation", models.CharField(default="=", max_length=1)),
                ("verified", youju.flow.reports.fields.ExactField(null=True, verbose_name="核查值")),
                (
                    "result",
                    models.CharField(
                        choices=[("confirmed", "属实"), ("differs", "不符"), ("not_found", "未见")],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("evidence", models.JSONField(default=list, verbose_name="佐证")),
                ("recorded_at", models.DateTimeField()),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="inspections.verification",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.submission",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="inspections.visit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("corrects", None)),
                        fields=("visit", "indicator"),
                        name="verification_first_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["confirmed", "differs", "not_found"])),
                        name="verification_result_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "not_found"), ("verified", None)),
                            models.Q(
                                models.Q(("result", "not_found"), _negated=True), ("verified__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="verification_result_follows",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result", "differs"), ("verified", models.F("reported")), _negated=True
                        ),
                        name="verification_differs_if_other",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="finding",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="inspections.visit"
            ),
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="反馈")),
                ("given_at", models.DateTimeField()),
                ("answer", models.TextField(null=True, verbose_name="单位陈述")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="inspections.visit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="feedback_says_something"
                    )
                ],
            },
        ),
        AppendOnly("recusal", may_fill=("ended_at",)),
        AppendOnly("draw", may_fill=("head_size", "head_sha256", "drawn_at", "drawn_by")),
        AppendOnly("verification"),
        AppendOnly("finding"),
        AppendOnly("feedback", may_fill=("answer", "answered_by", "answered_at")),
        AppendOnly("synceditem"),
    ]
