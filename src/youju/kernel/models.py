"""People and their posts, the trace of what they did, and the log that proves the trace."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from youju.kernel.roles import ADMINS, Role


class User(AbstractBaseUser):
    """A person who can sign in. A person has no powers; the posts the person holds have.

    Until `mailed_until` one worker mails the person; one that dies leaves a claim that runs out.
    """

    username = models.CharField(
        _("用户名"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("邮箱"), blank=True)
    is_active = models.BooleanField(_("可登录"), default=True)
    must_change_password = models.BooleanField(_("须改密码"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    mailed_until = models.DateTimeField(null=True)

    objects = BaseUserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.username


class ExternalIdentity(models.Model):
    """Somebody as another sign-in service knows them (OIDC, CAS). It opens nothing until an admin links it to a person."""

    provider = models.CharField(_("登录服务"), max_length=40)
    subject = models.CharField(_("对方的编号"), max_length=200)
    name = models.CharField(_("对方给的名字"), max_length=120, blank=True)
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="identities")
    met_at = models.DateTimeField(_("第一次来"))
    linked_at = models.DateTimeField(_("关联时间"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="external_identity_once", fields=["provider", "subject"]),
            models.CheckConstraint(
                name="external_identity_linked", condition=Q(person=None) | ~Q(linked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}:{self.subject}"


class Post(models.Model):
    """A place in a unit with powers: one role over the unit and everything under it, for one scheme or for all.

    `unit_id` is the key of a unit of the units room, which stands in front of the kernel, so it is kept by value;
    `tree` is the code of the tree in which "under it" is meant.
    """

    append_only: ClassVar[bool] = True

    unit_id = models.BigIntegerField(_("单位"), db_index=True)
    tree = models.CharField(_("树"), max_length=20, default="administrative")
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    scheme = models.CharField(_("方案"), max_length=80, blank=True, help_text=_("留空表示全部方案"))
    title = models.CharField(_("岗位名称"), max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="post_once", fields=["unit_id", "tree", "role", "scheme", "title"]),
            models.CheckConstraint(name="post_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="post_admin_for_no_scheme", condition=~Q(role__in=ADMINS) | Q(scheme="")
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_role_display()


class Tenure(models.Model):
    """Somebody holds a post from one day until, but not including, another. People come and go; the post stays."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures")
    holder = models.ForeignKey(User, models.PROTECT, related_name="tenures")
    valid_from = models.DateField(_("任职"))
    valid_to = models.DateField(_("离任"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="tenure_of_holder", fields=["holder", "valid_from", "valid_to"])]
        constraints = [
            models.CheckConstraint(
                name="tenure_in_order", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            models.UniqueConstraint(name="tenure_once", fields=["post", "holder", "valid_from"]),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.post}"


class Token(models.Model):
    """A program's key to the API: it acts in one post, for the acts named in `scopes`, until it expires."""

    tenure = models.ForeignKey(Tenure, models.PROTECT, related_name="tokens")
    name = models.CharField(_("用途"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("可做的事"), default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Trace(models.Model):
    """Who did what to which thing, when, in which post, and with what in hand. One row for each act."""

    append_only: ClassVar[bool] = True

    actor = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", help_text=_("空表示系统自己")
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)
    done_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="trace_of_subject", fields=["subject", "done_at"]),
            models.Index(name="trace_of_actor", fields=["actor", "done_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"


class LogEntry(models.Model):
    """A leaf of the log, written in the transaction of its trace; the sequencer gives it its place later.

    The two leaves are the hash of the same bytes (`merkle.leaf` of the trace's canonical JSON) by SHA-256 and SM3.
    """

    append_only: ClassVar[bool] = True

    trace = models.OneToOneField(Trace, models.PROTECT, primary_key=True, related_name="entry")
    sha256 = models.BinaryField(max_length=32)
    sm3 = models.BinaryField(max_length=32)
    seq = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(name="log_entry_waiting", fields=["trace"], condition=Q(seq=None))]

    def __str__(self) -> str:
        return f"#{self.seq}"


class LogNode(models.Model):
    """The hash of a perfect subtree of the log: 2^level leaves, from leaf index·2^level."""

    append_only: ClassVar[bool] = True

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    sha256 = models.BinaryField(max_length=32)
    sm3 = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(name="log_node_once", fields=["level", "index"])]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class TreeHead(models.Model):
    """The signed head of the log: its size, its two roots, and the note that says so under our key."""

    append_only: ClassVar[bool] = True

    size = models.BigIntegerField(primary_key=True)
    sha256 = models.BinaryField(max_length=32)
    sm3 = models.BinaryField(max_length=32)
    signed_at = models.DateTimeField()
    note = models.TextField()

    def __str__(self) -> str:
        return f"{self.size} {bytes(self.sha256).hex()}"


class Hook(models.Model):
    """A place outside that hears of some acts. `position` is the last entry of the log it was told of or passed over.

    `secret` signs what is said and is sealed (kernel/sealed.py). A robot of a group chat (`form`) hears of no acts but
    of what falls due in a month, for the people of one unit or of all (`unit_id`, kept by value); its address holds a key
    and is sealed with the secret, so `url` ends before it (kernel/robots.py).
    """

    class Form(models.TextChoices):
        STANDARD = "standard", _("系统")
        WECOM = "wecom", _("企业微信群机器人")
        DINGTALK = "dingtalk", _("钉钉群机器人")

    name = models.CharField(_("名称"), max_length=80)
    url = models.CharField(_("地址"), max_length=300)
    acts = models.JSONField(_("告诉哪些事"), default=list)
    secret = models.TextField()
    form = models.CharField(_("样式"), max_length=10, choices=Form.choices, default=Form.STANDARD)
    unit_id = models.BigIntegerField(_("单位"), null=True)
    position = models.BigIntegerField(default=-1)
    opened_at = models.DateTimeField(_("开通时间"))
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("停用时间"), null=True)

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One act for one hook, said under one number (`key`) until it is heard or given up."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("待投")
        DELIVERED = "delivered", _("已送达")
        GIVEN_UP = "given_up", _("已放弃")

    hook = models.ForeignKey(Hook, models.PROTECT, related_name="deliveries")
    trace = models.ForeignKey(Trace, models.PROTECT, related_name="+")
    key = models.CharField(_("投递编号"), max_length=40, unique=True)
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    due_at = models.DateTimeField(_("下次"))
    delivered_at = models.DateTimeField(_("送达时间"), null=True)
    last_answer = models.CharField(_("最近的答复"), max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(name="delivery_due", fields=["due_at"], condition=Q(status="waiting"))]
        constraints = [models.UniqueConstraint(name="delivery_once", fields=["hook", "trace"])]

    def __str__(self) -> str:
        return self.key


class FirstAnswer(models.Model):
    """The answer that the first request with an Idempotency-Key got; every repetition gets it again."""

    key = models.CharField(max_length=64, primary_key=True, help_text=_("谁、用什么编号的摘要"))
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key


class Opinion(models.Model):
    """What somebody says about a page of this house, and what it was answered. Both are written once.

    `said_by` None is somebody who was not signed in.
    """

    append_only: ClassVar[bool] = True

    page = models.CharField(_("哪一页"), max_length=300)
    wrong = models.TextField(_("哪里不对"), max_length=2000)
    wish = models.TextField(_("希望怎样"), max_length=2000, blank=True)
    said_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="opinions")
    said_at = models.DateTimeField(_("提出时间"))
    answer = models.TextField(_("答复"), max_length=2000, null=True)  # noqa: DJ001  # filled once
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta:
        indexes = [models.Index(name="opinion_of_person", fields=["said_by", "said_at"])]
        constraints = [
            models.CheckConstraint(name="opinion_says_something", condition=~Q(wrong="")),
            models.CheckConstraint(
                name="opinion_answered_whole",
                condition=Q(answered_at=None, answer=None, answered_by=None)
                | (
                    Q(answered_at__isnull=False, answer__isnull=False, answered_by__isnull=False)
                    & ~Q(answer="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.wrong[:20]}"


class Feed(models.Model):
    """A secret address under which somebody's own due days are read by a calendar program, until it is taken back or ends.

    It speaks the `language` of the pages on which it was opened: a calendar program asks in one of its own.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="feeds")
    name = models.CharField(_("用途"), max_length=80)
    language = models.CharField(max_length=10, default="zh-hans")
    digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField(_("开通时间"))
    expires_at = models.DateTimeField(_("到期"))
    revoked_at = models.DateTimeField(_("收回时间"), null=True)

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """Work that somebody asked for and that may take longer than a page: a closing, an import. It ends once, one way.

    While it waits it may be worked on: whoever does holds it (kernel/jobs.py). `content` is the file handed in, `copy` that
    file with its faults marked, given back for a while. `where` leads to where it was asked for, then to what it made.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("办理中")
        DONE = "done", _("已办成")
        REFUSED = "refused", _("没有办")
        BROKEN = "broken", _("出了错")

    kind = models.CharField(max_length=40)
    title = models.CharField(_("办什么"), max_length=200)
    language = models.CharField(max_length=10)
    arguments = models.JSONField(default=dict)
    content = models.BinaryField(default=b"")
    digest = models.CharField(max_length=64)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="jobs")
    asked_at = models.DateTimeField(_("提交时间"))
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(_("开始次数"), default=0)
    started_at = models.DateTimeField(_("开始时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    words = models.CharField(_("结果"), max_length=500, blank=True)
    where = models.CharField(max_length=300, blank=True)
    refusal = models.JSONField(null=True)
    copy = models.BinaryField(default=b"")
    copy_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(name="job_of_person", fields=["asked_by", "-id"])]
        constraints = [
            models.UniqueConstraint(name="job_waits_once", fields=["digest"], condition=Q(status="waiting")),
            models.CheckConstraint(
                name="job_ended_whole",
                condition=Q(status="waiting", ended_at=None)
                | (~Q(status="waiting") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="job_refused_with_reasons",
                condition=Q(status__in=["waiting", "done"], refusal__isnull=True)
                | Q(status__in=["refused", "broken"], refusal__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
