"""What this room brings to the page of one unit: what is answered for there, by whom, and what nobody answers for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from youju.work.duties.models import Charge, Duty
from youju.work.duties.selectors import charges_for, duties_for, in_force, there

TEMPLATE = "duties/_of_unit.html"
SHOWN = 30
Answered = tuple[Charge, list[Duty]]


def of_unit(user: Any, unit: Any, today: dt.date) -> list[Answered]:
    """Return the charges of a unit on a day, as far as the person may read them, each with who answers for it."""
    charges = list(charges_for(user).filter(there(today), unit=unit)[:SHOWN])
    standing: dict[int, list[Duty]] = {charge.pk: [] for charge in charges}
    for duty in duties_for(user).filter(in_force(today), charge__in=charges):
        standing[duty.charge_id].append(duty)
    return [(charge, standing[charge.pk]) for charge in charges]


def as_data(found: list[Answered]) -> list[dict[str, Any]]:
    """Return the same for programs."""
    return [
        {
            "system": charge.system, "code": charge.code, "title": charge.title,
            "people": [{"person": duty.person, "kind": duty.kind, "since": duty.since} for duty in duties],
        }
        for charge, duties in found
    ]  # fmt: skip
