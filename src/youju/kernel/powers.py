"""Powers: may this person do this act on this unit, for this scheme, today?

A unit is given as its chains: for each tree the keys of the unit and of all units above it. A post holds power over
a unit if the post's unit is one of them, so a power follows the tree of the day when units move, and one indexed
query over the few tenures of one person answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from youju.kernel.acts import act_named
from youju.kernel.clock import db_today
from youju.kernel.models import Tenure, User

EVERYWHERE = 0
"""The `unit_id` of a post whose powers do not depend on a unit: the three admins."""

Chains = Mapping[str, Iterable[int]]
Answer = TypeVar("Answer")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Scope:
    """A subtree over which somebody may do an act, for one scheme or ("") for all."""

    tree: str
    unit_id: int
    scheme: str


def may(user: Any, act: str, chains: Chains | None = None, *, scheme: str | None = None) -> bool:
    """Whether the person may do the act today: on the unit with these chains, or, without chains, anywhere at all."""
    held = _carrying(user, act, scheme)
    return bool(held) if chains is None else any(_covers(tenure, chains) for tenure in held)


def tenure_for(
    user: Any, act: str, chains: Chains, *, scheme: str | None = None, roles: Iterable[str] | None = None
) -> Tenure | None:
    """Return the tenure in which the person would do the act, so that the trace can name the post; or None."""
    return tenure_for_each(user, act, {"": chains}, scheme=scheme, roles=roles)[""]


def tenure_for_each(
    user: Any,
    act: str,
    each: Mapping[Key, Chains],
    *,
    scheme: str | None = None,
    roles: Iterable[str] | None = None,
) -> dict[Key, Tenure | None]:
    """Return what `tenure_for` would for each of many chains: the person's posts are asked for once."""
    held = _carrying(user, act, scheme, roles)
    return {
        key: next((tenure for tenure in held if _covers(tenure, chains)), None)
        for key, chains in each.items()
    }


def scopes(
    user: Any, act: str, *, scheme: str | None = None, roles: Iterable[str] | None = None
) -> tuple[Scope, ...]:
    """Return every subtree over which the person may do the act today."""
    posts = (tenure.post for tenure in _carrying(user, act, scheme, roles))
    return tuple(
        sorted(
            {Scope(p.tree, p.unit_id, p.scheme) for p in posts}, key=lambda s: (s.tree, s.unit_id, s.scheme)
        )
    )


def remember(user: Any, *, day: dt.date | None = None, only: Tenure | None = None) -> None:
    """Let this object of a person remember today's tenures: for one request, whose rights are those it began with.

    A token's request has its day and its one tenure in hand already.
    """
    user.remembered = {} if day is None else {"day": day}
    if day is not None and only is not None:
        runs = only.valid_from <= day and (only.valid_to is None or only.valid_to > day)
        user.remembered["tenures"] = [only] if runs else []


def today_of(user: Any) -> dt.date:
    """Return today by the database's clock, asked once for a person who remembers."""
    known: dict[str, Any] | None = getattr(user, "remembered", None)
    if known is None:
        return db_today()
    if "day" not in known:
        known["day"] = db_today()
    day: dt.date = known["day"]
    return day


def asked_once(user: Any, key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Return what `ask()` answers about a person's reach, asked once for a person who remembers."""
    known: dict[Any, Any] | None = getattr(user, "remembered", None)
    if known is None:
        return ask()
    if key not in known:
        known[key] = ask()
    answer: Answer = known[key]
    return answer


def _held_today(user: Any) -> list[Tenure]:
    known: dict[str, Any] | None = getattr(user, "remembered", None)
    if known is not None and "tenures" in known:
        tenures: list[Tenure] = known["tenures"]
        return tenures
    day = today_of(user)
    held = Tenure.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), holder_id=user.pk, valid_from__lte=day
    )
    found = list(held.select_related("post").order_by("pk"))
    if known is not None:
        known["tenures"] = found
    return found


def _carrying(user: Any, act: str, scheme: str | None, among: Iterable[str] | None = None) -> list[Tenure]:
    """Return the tenures of today that carry an act, in some roles if said; a token acts in its own only."""
    roles = act_named(act).roles if among is None else act_named(act).roles & set(among)
    if not isinstance(user, User) or not user.is_active:
        return []
    only = getattr(user, "token_tenure_id", None)
    return [
        tenure for tenure in _held_today(user)
        if tenure.post.role in roles and only in (None, tenure.pk) and (scheme is None or tenure.post.scheme in ("", scheme))
    ]  # fmt: skip


def _covers(tenure: Tenure, chains: Chains) -> bool:
    post = tenure.post
    return post.unit_id == EVERYWHERE or post.unit_id in set(chains.get(post.tree, ()))


def tenures_now(user: Any) -> QuerySet[Tenure]:
    """Return the tenures a person holds today, with their posts."""
    if not isinstance(user, User) or not user.is_active:
        return Tenure.objects.none()
    day = today_of(user)
    held = Tenure.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), holder=user, valid_from__lte=day)
    return held.select_related("post").order_by("pk")


def roles_of(user: Any) -> frozenset[str]:
    """Return the roles the person has today in any post."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    return frozenset(tenure.post.role for tenure in _held_today(user))
