"""What stands beside a record: the roll-up of its children, a list counted against what is stated, nodes scheduled backwards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from youju.engine.registers import Declaration
from youju.kernel.errors import Refusal
from youju.work.registers.branches import all_below, counted, rolled_up
from youju.work.registers.clock import scheduled_back
from youju.work.registers.fields.kept import amount_of, last_day
from youju.work.registers.models import Record
from youju.work.registers.tree import Counted


def beside(
    one: Declaration, record: Record, children: Sequence[Record], seen: Collection[int]
) -> dict[str, Any]:
    """Return the roll-up of the children, the list counted against what is stated, and the nodes scheduled backwards.

    All children count; only those that may be `seen` are named.
    """
    told: dict[str, Any] = {}
    if one.tree is not None:
        names = {child.pk: child.number for child in children if child.pk in seen}
        told["rolled"] = rolled_up(one, record, all_below([record]), names)
        stated = _amount(one, record, one.tree.stated)
        told["counted"] = Counted(int(stated), len(counted(one, children))) if stated is not None else None
    finish = record.values.get(one.plan.finish) if one.plan else None
    if one.plan is not None and finish:
        try:
            nodes = scheduled_back(one, last_day(finish))
        except Refusal:
            nodes = {}
        told["nodes"] = [
            (one.fields[name].title, day) for name, day in sorted(nodes.items(), key=lambda item: item[1])
        ]
    return told


def _amount(one: Declaration, record: Record, name: str | None) -> Decimal | None:
    return amount_of(one.fields[name], record.values.get(name)) if name else None
