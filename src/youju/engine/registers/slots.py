"""Which indexed column a field of a register is kept in beside its JSON, so that a million records filter and sort at once.

Whatever has an order becomes one exact 64-bit integer (scaled numbers, days, choices by their place); short texts keep
their first characters. A field without a column cannot be filtered or sorted by; the declaration may choose which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from youju.engine.registers.language import Declaration

INTS, TEXTS = 10, 5
_INT = frozenset(
    {
        "integer",
        "number",
        "money",
        "quantity",
        "year",
        "duration",
        "boolean",
        "date",
        "yearmonth",
        "datetime",
        "choice",
    }
)
_TEXT = frozenset({"string", "email", "uri", "person", "post", "unit", "place", "link"})


def wanted(one: Declaration) -> tuple[dict[str, str], list[str]]:
    """Return field → column (`i1`…, `s1`…), and the fields that were promised one and found none left."""
    free = {"i": [f"i{n}" for n in range(1, INTS + 1)], "s": [f"s{n}" for n in range(1, TEXTS + 1)]}
    given: dict[str, str] = {}
    over: list[str] = []
    leaned = {one.named_by, *one.columns, *(f for f in _used(one) if f)}
    order = sorted(
        one.fields,
        key=lambda name: (not (one.fields[name].index or one.fields[name].unique), name not in leaned),
    )
    for name in order:
        field = one.fields[name]
        kind = "i" if field.type in _INT else "s" if field.type in _TEXT else ""
        if not kind or field.index is False or field.private:
            continue
        if free[kind]:
            given[name] = free[kind].pop(0)
        elif field.index or field.unique:
            over.append(name)
    return {name: given[name] for name in one.fields if name in given}, over


def _used(one: Declaration) -> list[str | None]:
    used: list[str | None] = [one.calendar]
    used += [one.clock.due] if one.clock else []
    used += (
        [one.plan.start, one.plan.finish, one.plan.actual_start, one.plan.actual_finish] if one.plan else []
    )
    used += [one.tree.weight, one.tree.progress, one.tree.stated] if one.tree else []
    used += [one.match.side, one.match.category] if one.match else []
    for indicator in one.indicators.values():
        used += [indicator.sum, indicator.mean, indicator.distinct, indicator.by, indicator.additive_over]
        for picks in (indicator.where, indicator.among, indicator.share):
            used += list(picks or {})
    return used
