"""Questions about duties: who answers for what on a day, what nobody answers for, what two do, what was left behind."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from youju.flow.units.powers import units_for
from youju.flow.units.selectors import ancestors_at, tree_at
from youju.kernel.clock import db_today
from youju.work.duties.models import Charge, Departure, Duty, HelpLink, Route
from youju.work.duties.words import SECTIONS

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

LEVELS = (("county", _("县级")), ("township", _("乡级")), ("village", _("村级")))
HOUSEHOLD = _("农户")


def in_force(day: dt.date, prefix: str = "") -> Q:
    """Return the condition that a duty (link, route) stands on a day; `until` is the first day it does not."""
    return Q((f"{prefix}since__lte", day)) & (Q((f"{prefix}until", None)) | Q((f"{prefix}until__gt", day)))


def there(day: dt.date) -> Q:
    """Return the condition that a charge is there on a day."""
    return Q(since__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))


def in_season(day: dt.date, prefix: str = "") -> Q:
    """Return the condition that a charge must be answered for on a day: all year, or in a season that returns each year.

    Both days of a season belong to it, and one may run over the end of the year (11-01 to 03-31).
    """
    first, last, now = f"{prefix}season_from", f"{prefix}season_to", f"{day:%m-%d}"
    within = Q((f"{first}__lte", F(last)), (f"{first}__lte", now), (f"{last}__gte", now))
    over = Q((f"{first}__gt", F(last))) & (Q((f"{first}__lte", now)) | Q((f"{last}__gte", now)))
    return Q((first, "")) | within | over


def charges_for(user: Any, act: str = "duty.read", *, system: str = "") -> QuerySet[Charge]:
    """Return the charges that lie in a person's reach, by system and code."""
    rows = Charge.objects.filter(unit__in=units_for(user, act, scheme="").values("pk")).select_related("unit")
    return (rows.filter(system=system) if system else rows).order_by("system", "code")


def charge_for(user: Any, act: str, system: str, code: str) -> Charge:
    """Return a charge on which a person may do the act, or answer 404 as if it did not exist."""
    found = charges_for(user, act, system=system).filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


def duties_for(user: Any, act: str = "duty.read", *, system: str = "") -> QuerySet[Duty]:
    """Return the duties about charges in a person's reach."""
    rows = Duty.objects.filter(charge__in=charges_for(user, act, system=system).order_by().values("pk"))
    return rows.select_related("charge", "charge__unit", "unit", "came_from").order_by("-since", "-pk")


def duty_for(user: Any, act: str, pk: int) -> Duty:
    """Return a duty on which a person may do the act, or answer 404."""
    found = duties_for(user, act).filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def systems_for(user: Any) -> list[str]:
    """Return the systems of duties that a person sees anything of."""
    return list(charges_for(user).order_by("system").values_list("system", flat=True).distinct())


def without_owner(charges: QuerySet[Charge], day: dt.date) -> QuerySet[Charge]:
    """Return the charges that are there on a day and that nobody answers for: the gaps."""
    standing = Duty.objects.filter(in_force(day), charge=OuterRef("pk"))
    return charges.filter(there(day), in_season(day)).exclude(Exists(standing))


def overlaps(charges: QuerySet[Charge], day: dt.date) -> list[tuple[Charge, list[Duty]]]:
    """Return the charges that several people answer for in the same kind on a day."""
    rows = Duty.objects.filter(
        in_force(day), in_season(day, "charge__"), charge__in=charges.order_by().values("pk")
    )
    found: dict[tuple[int, str], list[Duty]] = defaultdict(list)
    for duty in (
        rows.exclude(kind=Duty.Kind.GROUP).select_related("charge", "unit").order_by("charge_id", "pk")
    ):
        found[duty.charge_id, duty.kind].append(duty)
    return [(several[0].charge, several) for several in found.values() if len(several) > 1]


def without_object(duties: QuerySet[Duty], day: dt.date) -> QuerySet[Duty]:
    """Return the duties that stand on a day about something that is no more."""
    return duties.filter(in_force(day), charge__ended_on__lte=day)


def left_behind(duties: QuerySet[Duty], day: dt.date) -> QuerySet[Duty]:
    """Return the duties of people who left the unit by a day and handed nothing over.

    Written down as departed; in no post any more; or in a post elsewhere, who had one in the unit since the duty began.
    """
    gone = Departure.objects.filter(
        unit=OuterRef("unit"), person=OuterRef("person"), on__lte=day, on__gte=OuterRef("since")
    )
    rows, here = duties.filter(in_force(day)), Q(holder__tenures__post__unit_id=F("unit_id"))
    anywhere = rows.filter(in_force_tenure(day)).values("pk")
    stayed = rows.filter(in_force_tenure(day) & here).values("pk")
    left = rows.filter(here, holder__tenures__valid_to__lte=day, holder__tenures__valid_to__gt=F("since"))
    moved = Q(pk__in=left.values("pk")) & ~Q(pk__in=stayed)
    return rows.filter(Exists(gone) | (Q(holder__isnull=False) & ~Q(pk__in=anywhere)) | moved)


def in_force_tenure(day: dt.date) -> Q:
    """Return the condition that the holder of a duty has any post on a day."""
    return Q(holder__tenures__valid_from__lte=day) & (
        Q(holder__tenures__valid_to=None) | Q(holder__tenures__valid_to__gt=day)
    )


@dataclass(frozen=True, slots=True)
class Link:
    """A level of a chain: how many there are, how many have an owner, and which have none."""

    level: str
    all: int
    owned: int
    gaps: tuple[str, ...]


def chain_report(county: Unit, system: str, day: dt.date) -> list[Link]:
    """Return the chain county → township → village → household of a system: each level with those nobody answers for.

    A unit that was never entered as a charge is a gap too: it cannot be answered for by somebody nobody wrote down.
    """
    nodes = tree_at("administrative", day, under=county)
    keys = {node.unit_id for node in nodes}
    owned = Charge.objects.filter(there(day), system=system, unit__in=keys).filter(
        Exists(Duty.objects.filter(in_force(day), charge=OuterRef("pk")))
    )
    units = set(owned.filter(kind=Charge.Kind.UNIT).values_list("unit_id", flat=True))
    links = []
    for level, title in LEVELS:
        here = [node for node in nodes if node.level == level]
        gaps = tuple(node.name for node in here if node.unit_id not in units)
        links.append(Link(str(title), len(here), len(here) - len(gaps), gaps))
    homes = Charge.objects.filter(there(day), system=system, unit__in=keys, kind=Charge.Kind.HOUSEHOLD)
    alone = tuple(without_owner(homes, day).order_by("code").values_list("title", flat=True))
    return [*links, Link(str(HOUSEHOLD), homes.count(), homes.count() - len(alone), alone)]


def holder_of_place(unit_id: int, day: dt.date, system: str = "") -> Duty | None:
    """Return who answers for a unit as a place on a day, in a system or in any: of several the one who began last."""
    rows = Duty.objects.filter(
        in_force(day),
        in_season(day, "charge__"),
        charge__unit=unit_id,
        charge__kind__in=("unit", "point", "risk"),
    )
    if system:
        rows = rows.filter(charge__system=system)
    return (
        rows.filter(Q(charge__ended_on=None) | Q(charge__ended_on__gt=day))
        .select_related("unit")
        .order_by("-since", "-pk")
        .first()
    )


def department_of(area: Unit, code: str, day: dt.date) -> Unit | None:
    """Return the department that answers for an industry code on a day: by the code itself, or by the nearest class above it."""
    return _departments(area, [code], day)[code]


def unrouted(area: Unit, codes: Sequence[str], day: dt.date) -> list[str]:
    """Return the industry codes that no department answers for."""
    return [code for code, department in _departments(area, codes, day).items() if department is None]


def _departments(area: Unit, codes: Sequence[str], day: dt.date) -> dict[str, Unit | None]:
    """Return code → who answers for it: the nearest area that says anything of the code or of a class above it."""
    areas = [area.pk, *(unit.pk for unit in reversed(ancestors_at(area, day)))]
    classes = {code: [code[:n] for n in range(len(code), 0, -1)] for code in codes}
    asked = {part for parts in classes.values() for part in parts}
    rows = Route.objects.filter(in_force(day), area__in=areas, code__in=sorted(asked))
    found = {(row.area_id, row.code): row.department for row in rows.select_related("department")}
    return {
        code: next((found[key, part] for key in areas for part in parts if (key, part) in found), None)
        for code, parts in classes.items()
    }


def routes_for(user: Any) -> QuerySet[Route]:
    """Return the routes of today in areas within a person's reach."""
    reach = units_for(user, "duty.read", scheme="")
    rows = Route.objects.filter(in_force(db_today()), area__in=reach.values("pk"))
    return rows.select_related("area", "department").order_by("area__code", "code")


def without_department(routes: Iterable[Route], day: dt.date) -> list[tuple[Unit, list[str]]]:
    """Return the areas that route industries, each with the sections of GB/T 4754 that no department answers for there."""
    areas = {row.area_id: row.area for row in routes}
    told = ((area, unrouted(area, list(SECTIONS), day)) for area in areas.values())
    return [(area, codes) for area, codes in told if codes]


def links_for(user: Any, act: str = "duty.read") -> QuerySet[HelpLink]:
    """Return the help links of units within a person's reach, the latest first."""
    reach = units_for(user, act, scheme="")
    rows = HelpLink.objects.filter(unit__in=reach.values("pk"))
    return rows.select_related("unit", "helper_unit").order_by("-since", "-pk")


def link_for(user: Any, act: str, pk: int) -> HelpLink:
    """Return a help link on which a person may do the act, or answer 404."""
    found = links_for(user, act).filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found
