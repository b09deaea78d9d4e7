"""What the ledger holds of what a form asks, whoever brought it: offered as held, so that nobody types it twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from youju.flow.ledger.models import Observation
from youju.flow.ledger.selectors import counting, withdrawn
from youju.flow.reports.ports import Held

Basis = Observation.Basis
# What was reported or verified came out of reports: offering it again would let a round confirm itself.
BROUGHT = (Basis.OFFICIAL, Basis.REGISTER, Basis.DOCUMENT, Basis.MONITOR)


def held_in_ledger(unit_id: int, wanted: Mapping[str, str], scheme: str) -> dict[str, Held]:
    """Return what the ledger holds of a unit for these indicators and periods, from statistics, registers and documents."""
    cells: dict[str, list[Observation]] = defaultdict(list)
    rows = Observation.objects.filter(
        unit_id=unit_id, scheme__in=["", scheme], indicator__in=wanted, period__in=set(wanted.values())
    )
    gone = withdrawn()
    for row in rows:
        if row.pk not in gone and row.period == wanted[row.indicator]:
            cells[row.indicator].append(row)
    found = {}
    for name, held in cells.items():
        row = counting(held)
        if row is not None and row.basis in BROUGHT:
            source = f"底账·{row.get_basis_display()}{' ' + row.citation if row.citation else ''}"
            found[name] = Held(row.value, source[:120], row.relation, tuple(row.evidence))
    return found
