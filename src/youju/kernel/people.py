"""Acts on people and posts: the only writer of accounts, posts, tenures and tokens."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from youju.kernel.acts import act_named
from youju.kernel.clock import db_now, db_today
from youju.kernel.errors import Problem, Refusal
from youju.kernel.models import Feed, Post, Tenure, Token, User
from youju.kernel.powers import EVERYWHERE
from youju.kernel.roles import ADMINS, Role, estate
from youju.kernel.selectors import token_digest
from youju.kernel.trace import leave_trace


@transaction.atomic
def open_account(
    *, username: str, name: str, by: User | None, password: str | None = None
) -> tuple[User, str]:
    """Open an account and return it with its one-time password, which must be changed at the first sign-in.

    The person can do nothing until appointed to a post. A taken user name is refused, in whichever case it is written:
    signing in tells no cases apart, and two names that differ in nothing else would keep both people out.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise Refusal(
            f"不能开设账号“{username}”", "已经有人用了这个用户名", "换一个用户名，例如在后面加上单位简称",
            english=f"The user name {username} is taken; choose another.",
        )  # fmt: skip
    once = password or secrets.token_urlsafe(9)
    user = User(username=username, name=name, must_change_password=password is None)
    user.set_password(once)
    user.save()
    leave_trace(by, "person.open", user, username=username)
    return user, once


@transaction.atomic
def write_mail(*, user: User, email: str) -> User:
    """Write down where a person wants mail, "" for nowhere. The address itself is not traced."""
    user.email = email
    user.save(update_fields=["email"])
    leave_trace(user, "person.mail", user, kept=bool(email))
    return user


def claimed_for_mail(user: User, lease: dt.timedelta) -> dt.datetime | None:
    """Claim a person for one mail and return until when; None where another has."""
    now = db_now()
    free = Q(mailed_until=None) | Q(mailed_until__lt=now)
    until = now + lease
    return until if User.objects.filter(free, pk=user.pk).update(mailed_until=until) else None


def let_go(user: User, until: dt.datetime) -> None:
    """Let go of a person claimed until then; what somebody else claimed meanwhile stays."""
    User.objects.filter(pk=user.pk, mailed_until=until).update(mailed_until=None)


@dataclass(frozen=True, slots=True)
class Reset:
    """What a reset came to: the one-time password, and how many tokens and calendar feeds it took back."""

    user: User
    once: str
    tokens: int
    feeds: int


@transaction.atomic
def reset_password(*, user: User, by: User, keeps_keys: bool = False) -> Reset:
    """Give a person a new one-time password, which must be changed at the next sign-in. The second factors are gone.

    Whoever lost the phone comes in again, and whoever got in with a passkey of their own does not; nor with a token or a
    feed, which end too, unless the admin knows that nobody else was in: then programs that run on them go on (`keeps_keys`).
    """
    once, now = secrets.token_urlsafe(9), db_now()
    user.set_password(once)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    gone, _each = Authenticator.objects.filter(user_id=user.pk).delete()
    tokens = feeds = 0
    if not keeps_keys:
        tokens = Token.objects.filter(tenure__holder=user, revoked_at=None).update(revoked_at=now)
        feeds = Feed.objects.filter(person=user, revoked_at=None).update(revoked_at=now)
    leave_trace(by, "person.reset", user, factors=gone, tokens=tokens, feeds=feeds)
    return Reset(user, once, tokens, feeds)


@transaction.atomic
def close_account(*, user: User, by: User | None) -> User:
    """Stop a person from signing in. Nothing the person did is removed."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    leave_trace(by, "person.close", user)
    return user


@transaction.atomic
def appoint(
    *,
    holder: User,
    role: Role | str,
    unit_id: int,
    by: User | None,
    tree: str = "administrative",
    scheme: str = "",
    title: str = "",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> Tenure:
    """Give somebody a post in a unit, making the post if it is new. Admin posts are `unit_id=EVERYWHERE`.

    Refused if the person would be in two estates at once: the three admins exclude each other and every working
    role. The database refuses the same (migration 0002), so a hurried second request cannot slip through. A post that
    was given from this day on and taken away again is given again, until the day said now.
    """
    role = Role(role)
    start = valid_from or db_today()
    if valid_to is not None and valid_to <= start:
        raise Refusal(
            f"{holder}没有任命", f"离任日 {valid_to} 不晚于任职日 {start}", "改正日期；没有定离任日的，留空",
            english=f"The post would end on {valid_to}, no later than it begins on {start}.",
            problems=[Problem("valid_to", _("不晚于任职日 {start}").format(start=start), _("改正日期，或者留空"))],
        )  # fmt: skip
    holder = User.objects.select_for_update().get(pk=holder.pk)
    _refuse_two_estates(holder, role, start, valid_to)
    if (role in ADMINS) != (unit_id == EVERYWHERE):
        raise ValueError(f"{role} with unit {unit_id}: admins, and only they, stand outside the units")
    post, _made = Post.objects.get_or_create(
        unit_id=unit_id, tree="" if unit_id == EVERYWHERE else tree, role=role, scheme=scheme, title=title
    )
    tenure, made = Tenure.objects.get_or_create(
        post=post, holder=holder, valid_from=start, defaults={"valid_to": valid_to}
    )
    if not made and tenure.valid_to != valid_to:
        Tenure.objects.filter(pk=tenure.pk).update(valid_to=valid_to)
        tenure.valid_to, made = valid_to, True
    if made:
        leave_trace(by, "post.appoint", tenure, holder=holder, post_row=post, role=role, unit=unit_id, scheme=scheme,
                    valid_from=start, valid_to=valid_to)  # fmt: skip
    return tenure


def _refuse_two_estates(holder: User, role: Role, start: dt.date, end: dt.date | None) -> None:
    held = Tenure.objects.filter(Q(valid_to=None) | Q(valid_to__gt=start), holder=holder).select_related(
        "post"
    )
    if end is not None:
        held = held.filter(valid_from__lt=end)
    for tenure in held:
        if estate(tenure.post.role) != estate(role):
            raise Refusal(
                f"{holder}不能担任{role.label}",
                f"同一时期已担任{tenure.post.get_role_display()}，三类管理员互相独立，也都不能经手数据",
                "请由另一个人担任，或先办理离任",
                english=f"{holder} already holds {tenure.post.role}; the three admins exclude each other and every "
                "role that may write a number.",
            )


@transaction.atomic
def dismiss(*, tenure: Tenure, on: dt.date, by: User | None) -> Tenure:
    """End a tenure on a day; from that day the powers are gone. Its tokens end at once.

    One that has an end already ends earlier, never later; one that ends on the day it began never took effect.
    """
    standing = Q(valid_to=None) | Q(valid_to__gt=on)
    moved = Tenure.objects.filter(standing, pk=tenure.pk, valid_from__lte=on).update(valid_to=on)
    if not moved:
        raise Refusal(
            f"{tenure}不能离任", "已经离任，或者离任日早于任职日", "刷新页面，核对任职时间",
            english="This tenure has ended already, or would end before it began.",
        )  # fmt: skip
    Token.objects.filter(tenure=tenure, revoked_at=None).update(revoked_at=db_now())
    tenure.valid_to = on
    leave_trace(by, "post.dismiss", tenure, on=on)
    return tenure


@transaction.atomic
def issue_token(
    *, tenure: Tenure, name: str, acts: Iterable[str], by: User, days: int = 365
) -> tuple[Token, str]:
    """Issue a program's key for one tenure and some acts; the key itself is returned once and never stored.

    Refused if the post's role may not do one of the acts itself: a token never has more power than its post.
    """
    wanted = sorted(set(acts))
    beyond = [act for act in wanted if tenure.post.role not in act_named(act).roles]
    if beyond:
        raise Refusal(
            "不能发放令牌", f"该岗位自己也不能做：{'、'.join(beyond)}", "去掉这些事项再发放",
            english=f"The post itself may not do: {', '.join(beyond)}.",
        )  # fmt: skip
    key = f"yj_{secrets.token_urlsafe(32)}"
    now = db_now()
    token = Token.objects.create(
        tenure=tenure, name=name, digest=token_digest(key), scopes=wanted, created_at=now,
        expires_at=now + dt.timedelta(days=days),
    )  # fmt: skip
    leave_trace(by, "token.issue", token, acts=wanted, tenure=tenure)
    return token, key


@transaction.atomic
def revoke_token(*, token: Token, by: User) -> Token:
    """Make a token useless from now on."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=db_now())
    leave_trace(by, "token.revoke", token)
    return token
