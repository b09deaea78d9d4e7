"""What duties say of every object of a system, in words, for whoever keeps a list of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from youju.kernel.words import as_written
from youju.work.duties.models import Charge, Duty
from youju.work.duties.selectors import in_force, without_owner

JOINED = ("person", "post", "basis", "rights", "support")


@dataclass(frozen=True, slots=True)
class Told:
    """An object of a system on a day: where it lies, where its page is, what is said of it, whether nobody answers, and whether it is there no more."""

    code: str
    title: str
    unit_id: int
    where: str
    said: dict[str, str]
    is_gap: bool
    is_gone: bool


def told_of(system: str, day: dt.date) -> list[Told]:
    """Return every object a system has had by a day, by code: for the house itself, asks no rights."""
    charges = Charge.objects.filter(system=system)
    standing: dict[int, list[Duty]] = defaultdict(list)
    rows = Duty.objects.filter(in_force(day), charge__system=system).select_related("unit")
    for duty in rows.order_by("since", "pk"):
        standing[duty.charge_id].append(duty)
    gaps = set(without_owner(charges, day).values_list("pk", flat=True))
    return [
        Told(
            row.code,
            row.title,
            row.unit_id,
            reverse("duties:charge", args=[system, row.code]),
            _said(row, standing[row.pk]),
            row.pk in gaps,
            row.ended_on is not None and row.ended_on <= day,
        )
        for row in charges.filter(since__lte=day).select_related("unit").order_by("code")
    ]


def _said(charge: Charge, duties: Sequence[Duty]) -> dict[str, str]:
    """Return what is said of an object; several who answer for it at once stand side by side.

    System and level are said by their codes (`household` where somebody answers for a household), for whoever has words of
    their own for them; `holder` is the post, or the person where no post is written.
    """
    said: dict[str, object] = {
        "title": charge.title, "kind": as_written(charge.get_kind_display()), "line": charge.line, "from_m": charge.from_m,
        "to_m": charge.to_m, "ended": charge.ended_on, "system": charge.system,
        "level": Charge.Kind.HOUSEHOLD if charge.kind == Charge.Kind.HOUSEHOLD else charge.unit.level,
    }  # fmt: skip
    for name in JOINED:
        said[name] = "、".join(dict.fromkeys(text for duty in duties if (text := getattr(duty, name))))
    said["holder"] = "、".join(dict.fromkeys(duty.post or duty.person for duty in duties))
    if duties:
        said |= {"unit": duties[0].unit.code, "since": duties[0].since}
    return {name: "" if value is None else str(value) for name, value in said.items()}
