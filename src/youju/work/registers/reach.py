"""Who may see and do what in a register: the declaration names the roles, the tree of units the reach."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from youju.flow.units.powers import tenure_on, units_for
from youju.kernel.errors import NotAllowed
from youju.kernel.models import Post
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record, Register


def readers(register: Register) -> Iterable[str] | None:
    """Return the roles that may read a register, None for every working role."""
    return declaration_of(register).read


def units_to(user: Any, act: str, register: Register) -> QuerySet[Any]:
    """Return the units whose records a person may read, or write."""
    one = declaration_of(register)
    roles = one.read if act == "register.read" else one.write
    return units_for(user, act, scheme=register.scheme, roles=roles)


def post_to_write(user: Any, register: Register, unit_id: int) -> Post:
    """Return the post in which a person may write for a unit, or refuse."""
    return _post_or_refuse(
        user, "register.write", register, unit_id, declaration_of(register).write, f"填写“{register}”"
    )


def post_to_move(user: Any, record: Record, who: Iterable[str], title: str) -> Post:
    """Return the post in which a person may move a record, or refuse."""
    return _post_or_refuse(user, "register.move", record.register, record.unit_id, who, title)


def _post_or_refuse(
    user: Any, act: str, register: Register, unit_id: int, roles: Iterable[str], title: str
) -> Post:
    tenure = tenure_on(user, act, unit_id, scheme=register.scheme, roles=roles)
    if tenure is None:
        raise NotAllowed(
            f"不能{title}", "这件事归别的岗位,或者单位不在你的范围里", "请有这个岗位的人来办",
            english="You may not do this: it belongs to another post, or the unit is outside your reach. Ask somebody who holds that post.",
        )  # fmt: skip
    return tenure.post
