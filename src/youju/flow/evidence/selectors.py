"""Questions about evidence. What a person may not see is answered as if it did not exist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from youju.flow.evidence.likeness import DISTANCE, Look, distance, neighbours
from youju.flow.evidence.models import Evidence, Likeness
from youju.flow.units.powers import rows_for, tenure_on
from youju.kernel.roles import Role
from youju.kernel.written import written_once

LIMIT = 100
LOOKS = ("look_a", "look_b", "look_c", "look_d")


def visible_to(user: Any) -> QuerySet[Evidence]:
    """Return the evidence a person may see today: of the units in reach, and withheld only for those who may."""
    rows = Evidence.objects.filter(rows_for(user, "evidence.read"))
    return rows.filter(
        Q(open_at__isnull=False) | Q(uploaded_by_id=user.pk) | rows_for(user, "evidence.read_withheld")
    )


def found_among(
    rows: QuerySet[Evidence], words: str = "", on: dt.date | None = None, *, whole: bool = False
) -> QuerySet[Evidence]:
    """Return of some evidence, the newest first, what came on a day and whose name or note holds the words; with `whole` what is called by them, or is their SHA-256."""
    if whole:
        rows = rows.filter(Q(name=words) | Q(sha256=words))
    elif words:
        rows = rows.filter(Q(name__contains=words) | Q(note__contains=words))
    if on is not None:
        rows = rows.filter(uploaded_at__date=on)
    return rows.order_by("-pk")


def evidence_for(user: Any, sha: str) -> Evidence:
    """Return evidence by the SHA-256 of what is served, if the person may see it for some unit; else 404."""
    found = visible_to(user).filter(sha256=sha).select_related("unit", "uploaded_by").order_by("pk").first()
    if found is None:
        raise Http404(sha)
    return found


def evidence_known(
    shas: Iterable[str], *, unit_id: int | None = None, units: Collection[int] | None = None
) -> set[str]:
    """Return which of these SHA-256 are evidence at all, or of one unit, or of some. For services; says nothing to a person."""
    rows = Evidence.objects.filter(sha256__in=set(shas))
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    if units is not None:
        return set(_of_units(sorted(set(shas)), sorted(units)))
    return set(rows.values_list("sha256", flat=True))


_of_units = written_once(
    lambda shas, units: Evidence.objects.filter(sha256__in=shas, unit_id__in=units).values_list(
        "sha256", flat=True
    )
)


def units_of_evidence(shas: Iterable[str]) -> dict[str, set[int]]:
    """Return SHA-256 → the units whose evidence it is; nothing for what nobody uploaded. For services."""
    found: dict[str, set[int]] = {}
    rows = Evidence.objects.filter(sha256__in=set(shas)).values_list("sha256", "unit_id")
    for sha, unit_id in rows:
        found.setdefault(sha, set()).add(unit_id)
    return found


def evidence_named(shas: Iterable[str], *, unit_id: int | None = None) -> dict[str, Evidence]:
    """Return evidence by SHA-256 (the first row of each), for services and for pages that ask rights themselves."""
    rows = Evidence.objects.filter(sha256__in=set(shas)).order_by("-pk")
    return {row.sha256: row for row in (rows.filter(unit_id=unit_id) if unit_id is not None else rows)}


def latest_for(
    user: Any,
    *,
    unit: str = "",
    words: str = "",
    on: dt.date | None = None,
    after: int = 0,
    limit: int = LIMIT,
) -> tuple[list[Evidence], int]:
    """Return the newest evidence a person may see (below key `after`), and where the next page begins (0: nowhere)."""
    rows = found_among(visible_to(user), words, on).select_related("unit", "uploaded_by")
    if unit:
        rows = rows.filter(unit__code=unit)
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: limit + 1])
    return found[:limit], found[limit - 1].pk if len(found) > limit else 0


def alike_for(user: Any, evidence: Evidence) -> list[tuple[Evidence, int]]:
    """Return the pictures that look like this one and that the person may see, nearest first, with the distance."""
    rows = Likeness.objects.filter(Q(later=evidence) | Q(earlier=evidence))
    near = {r.earlier_id if r.later_id == evidence.pk else r.later_id: r.distance for r in rows}
    found = visible_to(user).filter(pk__in=near).select_related("unit", "uploaded_by")
    return sorted(((row, near[row.pk]) for row in found), key=lambda pair: (pair[1], pair[0].pk))


def looking_like(look: Look, scheme: str) -> list[tuple[Evidence, int]]:
    """Return the pictures of a scheme whose hash is at most `DISTANCE` bits away, with the distance."""
    near = Q(pk__in=[])
    for name, part in zip(LOOKS, look, strict=True):
        near |= Q(**{f"{name}__in": neighbours(part)})
    pairs = (
        (row, distance(look, [getattr(row, name) for name in LOOKS]))
        for row in Evidence.objects.filter(near, scheme=scheme).order_by("pk")
    )
    return [(row, far) for row, far in pairs if far <= DISTANCE]


def brings_home(user: Any, unit: Any) -> bool:
    """Whether what this person uploads for a unit is an inspector's, and so not shown to the unit before feedback."""
    tenure = tenure_on(user, "evidence.add", unit)
    return tenure is not None and tenure.post.role == Role.INSPECTOR
