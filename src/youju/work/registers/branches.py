"""What stands under a record, all the way down: one progress for the page, the wall chart and programs alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.work.registers.fields.kept import amount_of
from youju.work.registers.models import Record
from youju.work.registers.tree import RollUp, roll_up

PART = 500
Below = Mapping[int, Sequence[Record]]


def all_below(records: Iterable[Record]) -> dict[int, list[Record]]:
    """Return parent → children of everything under some records, whoever may read it: level by level, few questions."""
    found: dict[int, list[Record]] = {}
    level = [record.pk for record in records]
    while level:
        under: list[Record] = []
        for at in range(0, len(level), PART):
            under += Record.objects.filter(parent__in=level[at : at + PART]).order_by("pk")
        for child in under:
            found.setdefault(child.parent_id or 0, []).append(child)
        level = [child.pk for child in under if child.pk not in found]
    return found


def counted(one: Declaration, children: Iterable[Record]) -> list[Record]:
    """Return the children that count: what was dropped or merged is no part of the whole any more."""
    gone = one.closed - one.done
    return [child for child in children if child.stage not in gone]


def progress_of(one: Declaration, record: Record, below: Below) -> Decimal | None:
    """Return how far a record is: what it says, or, where others stand under it, theirs rolled up by weight."""
    rolled = rolled_up(one, record, below, {})
    if rolled is not None:
        return rolled.total
    name = one.tree.progress if one.tree is not None else None
    return amount_of(one.fields[name], record.values.get(name)) if name is not None else None


def rolled_up(one: Declaration, record: Record, below: Below, names: Mapping[int, str]) -> RollUp | None:
    """Return the sum over what stands directly under a record, each with its own roll-up; None where nothing does.

    Those without a name here are not named.
    """
    children = counted(one, below.get(record.pk, ()))
    tree = one.tree
    if tree is None or tree.progress is None or not children:
        return None
    weight = tree.weight
    return roll_up(
        [
            (
                names.get(child.pk) or _("范围外的一条"),
                amount_of(one.fields[weight], child.values.get(weight)) if weight is not None else None,
                progress_of(one, child, below),
            )
            for child in children
        ]
    )
