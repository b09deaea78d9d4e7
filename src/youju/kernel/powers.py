"""Powers: may this person do this act on this unit, for this scheme, today?

A unit is given as its chains: for each tree the keys of the unit and of all units above it. A post holds power over
a unit if the post's unit is one of them, so a power follows the tree of the day when units move, and one indexed
query over the few tenures of one person answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from youju.kernel.acts import act_named
from youju.kernel.clock import db_today
from youju.kernel.models import Tenure, User

EVERYWHERE = 0
"""The `unit_id` of a post whose powers do not depend on a unit: the three admins."""

Chains = Mapping[str, Iterable[int]]


@dataclass(frozen=True, slots=True)
class Scope:
    """A subtree over which somebody may do an act, for one scheme or ("") for all."""

    tree: str
    unit_id: int
    scheme: str


def tenures_for(
    user: Any,
    act: str,
    *,
    scheme: str | None = None,
    on: dt.date | None = None,
    roles: Iterable[str] | None = None,
) -> QuerySet[Tenure]:
    """Return the tenures of today (or of a day) that carry the act; `scheme` None asks for any scheme.

    `roles` narrows further: only posts of these roles, as a register may say. Raises ValueError for an act that no
    room declares.
    """
    allowed: set[str] = {str(role) for role in act_named(act).roles}
    if roles is not None:
        allowed &= {str(role) for role in roles}
    if not isinstance(user, User) or not user.is_active:
        return Tenure.objects.none()
    day = on or db_today()
    found = Tenure.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day),
        holder=user,
        valid_from__lte=day,
        post__role__in=sorted(allowed),
    )
    if scheme is not None:
        found = found.filter(post__scheme__in=["", scheme])
    token_tenure = getattr(user, "token_tenure_id", None)
    if token_tenure is not None:
        found = found.filter(pk=token_tenure)
    return found.select_related("post")


def may(user: Any, act: str, chains: Chains | None = None, *, scheme: str | None = None) -> bool:
    """Whether the person may do the act today: on the unit with these chains, or, without chains, anywhere at all."""
    found = tenures_for(user, act, scheme=scheme)
    if chains is not None:
        found = found.filter(_covering(chains))
    return found.exists()


def tenure_for(
    user: Any, act: str, chains: Chains, *, scheme: str | None = None, roles: Iterable[str] | None = None
) -> Tenure | None:
    """Return the tenure in which the person would do the act, so that the trace can name the post; or None."""
    return tenures_for(user, act, scheme=scheme, roles=roles).filter(_covering(chains)).order_by("pk").first()


def scopes(
    user: Any, act: str, *, scheme: str | None = None, roles: Iterable[str] | None = None
) -> tuple[Scope, ...]:
    """Return every subtree over which the person may do the act today."""
    posts = (tenure.post for tenure in tenures_for(user, act, scheme=scheme, roles=roles))
    return tuple(
        sorted(
            {Scope(p.tree, p.unit_id, p.scheme) for p in posts}, key=lambda s: (s.tree, s.unit_id, s.scheme)
        )
    )


def tenures_now(user: Any) -> QuerySet[Tenure]:
    """Return the tenures a person holds today, with their posts."""
    if not isinstance(user, User) or not user.is_active:
        return Tenure.objects.none()
    day = db_today()
    held = Tenure.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), holder=user, valid_from__lte=day)
    return held.select_related("post").order_by("pk")


def roles_of(user: Any) -> frozenset[str]:
    """Return the roles the person has today in any post."""
    return frozenset(tenure.post.role for tenure in tenures_now(user))


def _covering(chains: Chains) -> Q:
    condition = Q(post__unit_id=EVERYWHERE)
    for tree, ids in chains.items():
        condition |= Q(post__tree=tree, post__unit_id__in=list(ids))
    return condition
