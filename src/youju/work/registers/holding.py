"""What registers count of what a form asks: offered as held, so that nobody counts by hand what the records say."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db.models import Q

from youju.engine.asking import Asked
from youju.engine.burden import key_of
from youju.engine.period import Period
from youju.engine.registers.telling import tells
from youju.flow.reports.ports import Held
from youju.flow.units.paths import keys
from youju.flow.units.selectors import placements_on, trees
from youju.kernel.written import written_once
from youju.work.registers.counting import Measured, measure
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record, Register

FEW = 100
"""So many units are looked for below one by one; of more, the whole tree is read."""
MANY = 5000
"""So many units are named in a question to the records."""
Counted = tuple[Decimal, str]


_declared = written_once(lambda: Register.objects.filter(version__gt=0, counted_as="").order_by("code"))


def held_in_registers(
    units: Collection[int], wanted: Mapping[str, Asked], _scheme: str
) -> dict[int, dict[str, Held]]:
    """Return what registers of the house count of what is asked: the same title and measure, of a unit and all below it.

    A register speaks for a unit from the first record of it on, and then none in a period is 0. What a scheme counts from
    registers of its own, and what is asked once, is not looked for.
    """
    numbers = {
        name: key_of(one.indicator, "")[:2] for name, one in wanted.items() if one.indicator.ask != "once"
    }
    found: dict[int, dict[str, Held]] = defaultdict(dict)
    for register in _declared():
        told = tells(declaration_of(register))
        for name in (name for name, number in numbers.items() if number in told):
            period, source = Period.parse(wanted[name].period), f"台账·{register.title}"
            for unit, (value, relation) in _counted(register, told[numbers[name]], period, units).items():
                held = Held(value, source[:120], relation, (f"{source} {period}",))
                found[unit].setdefault(name, held)
    return found


def _counted(register: Register, name: str, period: Period, units: Collection[int]) -> dict[int, Counted]:
    """Return what a register counts in a period for each of some units that it speaks for by then."""
    above = _above(units, period.end)
    rows = Record.objects.filter(register=register)
    if len(above) <= MANY:
        rows = rows.filter(unit_id__in=above)
    known = rows.filter(made_on__lte=period.end).order_by().values_list("unit_id", flat=True).distinct()
    lines: dict[int, list[Measured]] = {one: [] for unit in known for one in above.get(unit, ())}
    for line in measure(rows, declaration_of(register), name, period=period, by_unit=True) if lines else ():
        for unit in above.get(line.unit_id or 0, set()) & lines.keys():
            lines[unit].append(line)
    return {unit: _together(some) for unit, some in lines.items()}


def _above(units: Collection[int], on: dt.date) -> dict[int, set[int]]:
    """Return for each of some units, and for every unit that stood below one in any tree on a day, which of them it counts for."""
    found: dict[int, set[int]] = defaultdict(set, {unit: {unit} for unit in units})
    for tree in trees():
        standing = placements_on(tree.code, on)
        if len(units) <= FEW:
            below = Q(pk__in=[])
            for path in standing.filter(unit_id__in=units).values_list("path", flat=True):
                below |= Q(path__under=path)
            standing = standing.filter(below)
        for unit, path in standing.values_list("unit_id", "path"):
            found[unit] |= {key for key in keys(path) if key in units}
    return {unit: theirs for unit, theirs in found.items() if theirs}


def _together(lines: Collection[Measured]) -> Counted:
    """Return the sum of lines and how it stands to the truth: exact only where every line is."""
    said = {one.relation for one in lines} or {"="}
    return sum((one.value or Decimal(0) for one in lines), Decimal(0)), said.pop() if len(said) == 1 else "≈"
