"""Who may see and do what in a register: the declaration names the roles, the tree of units the reach."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.flow.evidence.selectors import units_of_evidence
from youju.flow.units.forms import UnitField
from youju.flow.units.powers import post_or_refuse, reach_of, tenure_on, tenures_over, units_for
from youju.kernel.errors import Problem
from youju.kernel.models import Post
from youju.work.registers.declared import declaration_of
from youju.work.registers.fields.kept import last_day
from youju.work.registers.models import Record, Register


def readers(register: Register) -> Iterable[str] | None:
    """Return the roles that may read a register, None for every working role."""
    return declaration_of(register).read


def units_to(user: Any, act: str, register: Register) -> QuerySet[Any]:
    """Return the units whose records a person may read, or write."""
    one = declaration_of(register)
    roles = one.read if act == "register.read" else one.write
    return units_for(user, act, scheme=register.scheme, roles=roles)


def unit_field(user: Any, register: Register) -> UnitField:
    """Return the field that asks for a unit whose records a person may write."""
    field = UnitField().asked_by(user, "register.write", register.scheme)
    field.units = units_to(user, "register.write", register)
    return field


def post_to_write(user: Any, register: Register, unit_id: int) -> Post:
    """Return the post in which a person may write for a unit, or refuse."""
    roles = declaration_of(register).write
    return post_or_refuse(
        user, "register.write", unit_id, f"填写“{register}”", scheme=register.scheme, roles=roles
    )


def posts_to_write(user: Any, register: Register, units: Collection[int]) -> dict[int, Post]:
    """Return for each of many units the post in which a person may write for it, or refuse: asked of all at once."""
    roles = declaration_of(register).write
    found = tenures_over(user, "register.write", units, scheme=register.scheme, roles=roles)
    return {
        key: tenure.post if tenure is not None else post_to_write(user, register, key)
        for key, tenure in found.items()
    }


OFFICE = ("scoring_office",)


def held_deadline(record: Record, one: Declaration, kept: Mapping[str, Any], by: Any) -> list[Problem]:
    """Return what is wrong with giving oneself more time: a deadline that stands is moved on or taken away by the office only."""
    name = one.clock.due if one.clock is not None else None
    was, now = (record.values.get(name), kept.get(name)) if name is not None else (None, None)
    if name is None or by is None or was is None or (now is not None and last_day(now) <= last_day(was)):
        return []
    if tenure_on(by, "register.move", record.unit_id, scheme=record.register.scheme, roles=OFFICE):
        return []
    return [
        Problem(
            name,
            _("{title}：时限不能自己往后改").format(title=one.fields[name].title),
            _("请交办的单位延期，写明理由"),
        )
    ]


def post_to_move(user: Any, record: Record, who: Iterable[str], title: str) -> Post:
    """Return the post in which a person may move a record, or refuse."""
    return post_or_refuse(
        user, "register.move", record.unit_id, title, scheme=record.register.scheme, roles=who
    )


def usable_evidence(
    shas: Iterable[str], unit_id: int, beside: Iterable[int] = (), among: Mapping[str, set[int]] | None = None
) -> set[str]:
    """Return which of these files a record may rest on: those of its unit, of units above it today, or of units beside it.

    `among` says whose evidence they are, where that was asked already.
    """
    owners = units_of_evidence(shas) if among is None else among
    if not owners:
        return set()
    allowed = whose_evidence(unit_id, beside)
    return {sha for sha in shas if owners.get(sha, set()) & allowed}


def whose_evidence(unit_id: int, beside: Iterable[int] = ()) -> set[int]:
    """Return the units on whose evidence a record may rest: its own, those above it today, those beside it."""
    return {unit_id, *beside, *(key for chain in reach_of(unit_id).values() for key in chain)}
