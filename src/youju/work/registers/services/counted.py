"""The registers a scheme counts from, declared for it: when it is put in force, or when its own files are taken over."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from youju.engine.registers.counted import declaration_for, taken_fields
from youju.flow.schemes.days import working_days_after
from youju.flow.schemes.selectors import files_of, scheme_of
from youju.flow.units.powers import tenure_on
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import User
from youju.work.registers.models import Register
from youju.work.registers.scoring import kept_for
from youju.work.registers.services.declaring import declare_register
from youju.work.registers.services.importing import Taken, take_book

if TYPE_CHECKING:
    from youju.engine.language.indicators import Register as Wanted
    from youju.engine.language.scheme import Scheme
    from youju.flow.schemes.models import SchemeVersion

LONGEST = 40


@transaction.atomic
def declare_registers_of(version: SchemeVersion, by: User | None) -> dict[str, Register]:
    """Declare the registers that a version of a scheme counts from; return name → register.

    What the office declared itself for the scheme stays as it is; and where the scheme's folder carries rows, those are
    counted until somebody takes them over, so that no mark changes because a scheme is put in force.
    """
    carried, kept = _carried(version), kept_for(version.scheme.code, scheme_of(version).registers)
    return _declared(version, by, [name for name in carried if name in kept or not carried[name]])


@transaction.atomic
def take_over_registers(*, version: SchemeVersion, by: User) -> dict[str, Taken]:
    """Keep all registers of a scheme here from now on: they are declared, and the rows that its folder carries become records.

    All or nothing: refused with every wrong row of the first file that has any. What was taken in before does nothing.
    """
    tenure = tenure_on(by, "register.declare", version.scheme.unit_id, scheme=version.scheme.code)
    if tenure is None:
        raise NotAllowed(f"不能为“{version.scheme}”声明台账", "这件事归主办这个方案的考核办", "请考核办来办",
                         english=f"You may not declare the registers of {version.scheme}: that is for the scoring office that keeps it.")  # fmt: skip
    carried = _carried(version)
    return {
        name: take_book(register=register, name=f"{name}.csv", content=carried[name], by=by, brought=True)
        for name, register in _declared(version, by, list(carried)).items()
        if carried[name] and register.counted_as
    }


def _carried(version: SchemeVersion) -> dict[str, bytes]:
    """Return name → the file of a register that a version carries; empty where it has no rows."""
    files = files_of(version)
    found = {
        name: files.get(register.file or f"registers/{name}.csv", b"")
        for name, register in scheme_of(version).registers.items()
    }
    return {name: content if content.strip().count(b"\n") else b"" for name, content in found.items()}


def _declared(version: SchemeVersion, by: User | None, names: Iterable[str]) -> dict[str, Register]:
    said, scheme = scheme_of(version), version.scheme
    kept = kept_for(scheme.code, names)
    ends = _last_closing(said)
    for name in names:
        standing = kept.get(name)
        if standing is not None and not standing.counted_as:
            continue
        _refuse_taken(version, name, said.registers[name])
        code = standing.code if standing is not None else _free_code(name, scheme.code)
        kept[name] = declare_register(
            text=declaration_for(said, name, code, ends), unit=scheme.unit, by=by, scheme=scheme.code,
            counted_as=name, is_example=version.is_example,
        )  # fmt: skip
    return kept


def _refuse_taken(version: SchemeVersion, name: str, register: Wanted) -> None:
    """Refuse a register with fields that every record has already, in the scheme's own words, before a declaration is made of it."""
    taken, called = taken_fields(register), register.title or name
    if not taken:
        return
    problems = [
        Problem(
            f"registers.{name}.fields.{label}",
            _("“{given}”是每条记录自己有的，或者网页要用的词").format(given=label),
            _("换一个名字，例如 {instead}，用到它的指标一起改").format(instead=f"{label}_said"),
        )
        for label in taken
    ]
    raise BadInput(
        f"“{version.scheme}”的台账“{called}”没有声明",
        f"方案里有 {len(taken)} 个字段的名字已被占用：{'、'.join(taken)}",
        "在方案里给它们换名字，再提请",
        english=f"Register {called} of {version.scheme} was not declared: the names {', '.join(taken)} are taken. Rename these fields in the scheme, then propose it again.",
        problems=problems,
    )


def _last_closing(said: Scheme) -> dt.date | None:
    """Return the day on which the last round of a scheme is to be closed; None where that cannot be told yet."""
    try:
        return working_days_after(said.in_force.to.end, said.round.close_on or 0)
    except Refusal:
        return None


def _free_code(name: str, scheme: str) -> str:
    """Return a code for a register: its name, with the scheme's where another scheme took that, or a number."""
    plain = re.sub(r"[^a-z0-9_-]", "-", name.lower()) if re.match(r"[a-z]", name.lower()) else "register"
    tried = [plain[:LONGEST], f"{scheme}-{plain}"[:LONGEST]]
    taken = set(Register.objects.values_list("code", flat=True))
    numbered = (f"{plain[: LONGEST - 4]}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (*tried, *numbered) if re.match(r"[a-z]", code) and code not in taken)
