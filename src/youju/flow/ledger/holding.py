"""What the ledger holds of what a form asks, whoever brought it: offered as held, so that nobody types it twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from youju.engine.asking import Asked
from youju.flow.ledger.models import Observation
from youju.flow.ledger.selectors import counting, withdrawn
from youju.flow.reports.ports import Held
from youju.kernel.words import as_written
from youju.kernel.written import written_once

Basis = Observation.Basis
# What was reported or verified came out of reports: offering it again would let a round confirm itself.
BROUGHT = (Basis.OFFICIAL, Basis.REGISTER, Basis.DOCUMENT, Basis.MONITOR)


_rows = written_once(
    lambda units, scheme, names, periods: Observation.objects.filter(
        unit_id__in=units, scheme__in=["", scheme], indicator__in=names, period__in=periods
    )
)


def held_in_ledger(
    units: Collection[int], wanted: Mapping[str, Asked], scheme: str
) -> dict[int, dict[str, Held]]:
    """Return what the ledger holds of units for these indicators and periods, from statistics, registers and documents."""
    cells: dict[tuple[int, str], list[Observation]] = defaultdict(list)
    periods = sorted({one.period for one in wanted.values()})
    for row in _rows(sorted(units), scheme, sorted(wanted), periods):
        if row.period == wanted[row.indicator].period:
            cells[row.unit_id, row.indicator].append(row)
    gone = withdrawn({row.pk for held in cells.values() for row in held}) if cells else set()
    found: dict[int, dict[str, Held]] = defaultdict(dict)
    for (unit, name), held in cells.items():
        row = counting([one for one in held if one.pk not in gone])
        if row is not None and row.basis in BROUGHT:
            basis = as_written(Basis(row.basis).label)
            source = f"底账·{basis}{' ' + row.citation if row.citation else ''}"
            found[unit][name] = Held(row.value, source[:120], row.relation, tuple(row.evidence))
    return found
