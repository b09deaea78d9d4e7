"""Questions about people, posts and traces."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.http import Http404

from youju.kernel.clock import as_told, db_today
from youju.kernel.models import Tenure, Token, Trace, User
from youju.kernel.powers import may
from youju.kernel.written import written_once


def traces_for(user: Any) -> QuerySet[Trace]:
    """Return the traces a person may read, newest first: all for the audit admin, else what the person did."""
    found = Trace.objects.select_related("actor", "post").order_by("-pk")
    return found if may(user, "trace.read") else found.filter(Q(actor_id=user.pk))


def trace_for(user: Any, trace_id: int) -> Trace:
    """Return a trace the person may read, or answer 404 as if it did not exist."""
    trace = traces_for(user).filter(pk=trace_id).first()
    if trace is None:
        raise Http404(trace_id)
    return trace


def active_people() -> QuerySet[User]:
    """Return everybody who can sign in, by user name."""
    return User.objects.filter(is_active=True).order_by("username")


def holders_on(day: dt.date, units: Collection[int] | None = None) -> QuerySet[User]:
    """Return everybody who can sign in and holds a post on a day, in some units or anywhere, by user name."""
    runs = Q(valid_to=None) | Q(valid_to__gt=day)
    held = Tenure.objects.filter(runs, valid_from__lte=day)
    if units is not None:
        held = held.filter(post__unit_id__in=units)
    return active_people().filter(pk__in=held.values("holder"))


def serving_in(unit_id: int, role: str, day: dt.date) -> list[str]:
    """Return the names of those who hold a post of a role in a unit on a day."""
    runs = Q(valid_to=None) | Q(valid_to__gt=day)
    rows = Tenure.objects.filter(runs, valid_from__lte=day, post__unit_id=unit_id, post__role=role)
    return list(rows.order_by("holder__username").values_list("holder__name", flat=True))


def holding_posts(units: Any) -> QuerySet[Tenure]:
    """Return who holds a post today in some units (keys, or a question for them), by user name, with people and posts loaded."""
    day = db_today()
    runs = Q(valid_to=None) | Q(valid_to__gt=day)
    rows = Tenure.objects.filter(runs, valid_from__lte=day, post__unit_id__in=units)
    return rows.select_related("post", "holder").order_by("holder__username", "pk")


def tenures_in(unit_id: int) -> QuerySet[Tenure]:
    """Return who held which post in a unit, those still in it first, with people and posts loaded."""
    return (
        Tenure.objects.filter(post__unit_id=unit_id)
        .select_related("post", "holder")
        .order_by(F("valid_to").desc(nulls_first=True), "post__role", "holder__username")
    )


def everybody(words: str = "") -> QuerySet[User]:
    """Return all accounts, by user name, or those whose user name or name holds the words."""
    found = User.objects.order_by("username")
    return found.filter(Q(username__contains=words) | Q(name__contains=words)) if words else found


def token_now(key: str) -> Token | None:
    """Return the token of a key with its post and holder and the moment (`asked_at`), None if it is not valid now."""
    for found in _token(token_digest(key)):
        found.asked_at = as_told(found.asked_at)
        if found.expires_at > found.asked_at and found.tenure.holder.is_active:
            return found
    return None


_token = written_once(
    lambda digest: (
        Token.objects.select_related("tenure__holder", "tenure__post")
        .annotate(asked_at=Now())
        .filter(digest=digest, revoked_at=None)
    )
)


def token_digest(key: str) -> str:
    """Return what is stored of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(key.encode("utf-8")).hexdigest()


def tokens_of(user: Any) -> QuerySet[Token]:
    """Return a person's own tokens, newest first."""
    return Token.objects.filter(tenure__holder_id=user.pk).select_related("tenure__post").order_by("-pk")
