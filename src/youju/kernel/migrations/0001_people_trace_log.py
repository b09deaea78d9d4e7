"""Lay people, posts, the trace and the log."""

import django.contrib.auth.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "username",
                    models.CharField(
                        max_length=60,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="用户名",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                ("is_active", models.BooleanField(default=True, verbose_name="可登录")),
                ("must_change_password", models.BooleanField(default=False, verbose_name="须改密码")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FirstAnswer",
            fields=[
                (
                    "key",
                    models.CharField(
                        help_text="谁、用什么编号的摘要", max_length=64, primary_key=True, serialize=False
                    ),
                ),
                ("request", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("headers", models.JSONField(default=dict)),
                ("body", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=80)),
                ("subject", models.CharField(max_length=120)),
                ("detail", models.JSONField(default=dict)),
                ("done_at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        help_text="空表示系统自己",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "done_at"], name="trace_of_subject"),
                    models.Index(fields=["actor", "done_at"], name="trace_of_actor"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_id", models.BigIntegerField(db_index=True, verbose_name="单位")),
                ("tree", models.CharField(default="administrative", max_length=20, verbose_name="树")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reporter", "填报员"),
                            ("reviewer", "审核人"),
                            ("inspector", "督查员"),
                            ("scoring_office", "考核办"),
                            ("second_approver", "复核人"),
                            ("leader", "领导"),
                            ("enterprise", "企业"),
                            ("public", "公众"),
                            ("audit_admin", "审计管理员"),
                            ("system_admin", "系统管理员"),
                            ("security_admin", "安全管理员"),
                        ],
                        max_length=20,
                        verbose_name="角色",
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        blank=True, help_text="留空表示全部方案", max_length=80, verbose_name="方案"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="岗位名称")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit_id", "tree", "role", "scheme", "title"), name="post_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "reporter",
                                    "reviewer",
                                    "inspector",
                                    "scoring_office",
                                    "second_approver",
                                    "leader",
                                    "enterprise",
                                    "public",
                                    "audit_admin",
                                    "system_admin",
                                    "security_admin",
                                ],
                            )
                        ),
                        name="post_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("role__in", ("audit_admin", "system_admin", "security_admin")), _negated=True
                            ),
                            ("scheme", ""),
                            _connector="OR",
                        ),
                        name="post_admin_for_no_scheme",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tenure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="任职")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="离任")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="tenure_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="用途")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("scopes", models.JSONField(default=list, verbose_name="可做的事")),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TreeHead",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sha256", models.BinaryField(max_length=32)),
                ("sm3", models.BinaryField(max_length=32)),
                ("signed_at", models.DateTimeField()),
                ("note", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                (
                    "trace",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="entry",
                        serialize=False,
                        to="kernel.trace",
                    ),
                ),
                ("sha256", models.BinaryField(max_length=32)),
                ("sm3", models.BinaryField(max_length=32)),
                ("seq", models.BigIntegerField(null=True, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("seq", None)), fields=["trace"], name="log_entry_waiting"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LogNode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("sha256", models.BinaryField(max_length=32)),
                ("sm3", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("level", "index"), name="log_node_once")],
            },
        ),
        migrations.AddField(
            model_name="trace",
            name="post",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.post"
            ),
        ),
        migrations.AddField(
            model_name="tenure",
            name="holder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tenures",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tenure",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="tenures", to="kernel.post"
            ),
        ),
        migrations.AddField(
            model_name="token",
            name="tenure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to="kernel.tenure"
            ),
        ),
        migrations.AddIndex(
            model_name="tenure",
            index=models.Index(fields=["holder", "valid_from", "valid_to"], name="tenure_of_holder"),
        ),
        migrations.AddConstraint(
            model_name="tenure",
            constraint=models.UniqueConstraint(fields=("post", "holder", "valid_from"), name="tenure_once"),
        ),
    ]
