"""Acts and questions on calendar feeds: a secret address of one person's own due days, taken back at once when asked."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import get_language

from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Problem, Refusal
from youju.kernel.models import Feed, User
from youju.kernel.powers import remember
from youju.kernel.selectors import token_digest
from youju.kernel.trace import leave_trace

MOST, DAYS = 5, 366


@transaction.atomic
def open_feed(*, name: str, by: User) -> tuple[Feed, str]:
    """Open a feed for a year and return it with its secret, which is shown once and never stored."""
    if not name.strip() or len(name) > 80:
        raise BadInput("没有开通", "没有写用途，或者太长", "写一句，例如 手机日历", english="Name what it is for.",
                       problems=[Problem("name", "空的，或者超过 80 个字", "写短些")])  # fmt: skip
    now = db_now()
    if Feed.objects.filter(person=by, revoked_at=None, expires_at__gt=now).count() >= MOST:
        raise Refusal(
            "没有开通",
            f"已经有 {MOST} 个在用的订阅",
            "先收回一个",
            english=f"{MOST} feeds are open; take one back.",
        )
    secret = secrets.token_urlsafe(32)
    feed = Feed.objects.create(
        person=by, name=name.strip(), digest=token_digest(secret), opened_at=now, expires_at=now + dt.timedelta(days=DAYS),
        language=get_language() or settings.LANGUAGE_CODE,
    )  # fmt: skip
    leave_trace(by, "feed.open", feed)
    return feed, secret


@transaction.atomic
def revoke_feed(*, feed: Feed, by: User) -> Feed:
    """Take a feed back: from now on its address is unknown."""
    if Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=db_now()):
        leave_trace(by, "feed.revoke", feed)
    feed.refresh_from_db()
    return feed


def feeds_of(user: Any) -> QuerySet[Feed]:
    """Return a person's own feeds, newest first."""
    return Feed.objects.filter(person_id=user.pk).order_by("-pk")


def feed_at(secret: str) -> Feed:
    """Return the feed at a secret address, with whose days it tells, or answer 404: unknown, taken back, over, or the account is closed."""
    row = (
        Feed.objects.filter(digest=token_digest(secret), revoked_at=None, expires_at__gt=db_now())
        .select_related("person")
        .first()
    )
    if row is None or not row.person.is_active or row.person.must_change_password:
        raise Http404("feed")
    remember(row.person)
    return row
