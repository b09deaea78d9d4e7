"""Putting a declaration into force."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from youju.engine.compliance.registers import declared_findings
from youju.engine.problems import blocking
from youju.engine.registers import Declaration, Declared
from youju.engine.yaml_tree import Tree
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Problem, Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.registers.declared import declaration_of, read_with_bases
from youju.work.registers.models import Record, Register, RegisterVersion
from youju.work.registers.services.redeclaring import keep_unique_again, refuse_lost_values
from youju.work.registers.shadows import SLOTS, shadows

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

BATCH = 2000


@transaction.atomic
def declare_register(
    *,
    text: str,
    unit: Unit,
    by: User | None,
    bases: Mapping[str, str] | None = None,
    scheme: str = "",
    counted_as: str = "",
    is_example: bool = False,
) -> Register:
    """Declare a register, or declare it anew. The same text again is nothing. Refused with everything wrong at once.

    `bases` are the texts of the declarations it extends; `counted_as` is what its scheme calls it, where the scheme
    declares it. Records stay; a field that is no longer declared keeps what
    it held in the versions. A declaration under which standing records would lose their stage is refused.
    """
    bases = dict(bases or {})
    one = _understood(text, bases)
    sha = hashlib.sha256((text + "\x00".join(bases.values())).encode("utf-8")).hexdigest()
    register, made = Register.objects.get_or_create(
        code=one.register_,
        defaults={
            "title": one.title,
            "unit": unit,
            "scheme": scheme,
            "counted_as": counted_as,
            "is_example": is_example or one.example,
        },
    )
    register = Register.objects.select_for_update().get(pk=register.pk)
    if not made and register.unit_id != unit.pk:
        raise Refusal("台账没有声明", f"“{register}”归{register.unit}主办", "换一个代号，或请主办单位来改",
                      english=f"The register was not declared: {register} is kept by {register.unit}. Choose another code, or ask that unit.")  # fmt: skip
    latest = RegisterVersion.objects.filter(register=register).order_by("-number").first()
    if latest is not None and latest.sha256 == sha:
        return register
    version = RegisterVersion(
        register=register,
        number=register.version + 1,
        text=text,
        bases=bases,
        sha256=sha,
        declared_by=by,
        declared_at=db_now(),
    )
    _put_into_force(register, one, version)
    leave_trace(by, "register.declare", register, version=version.number, sha256=sha)
    return register


def _understood(text: str, bases: Mapping[str, str]) -> Declaration:
    """Return what a text declares, or refuse it with all that is wrong with it."""
    nothing = Tree("", None)
    known = {code: Declared(None, (), nothing) for code in Register.objects.values_list("code", flat=True)}
    read = read_with_bases(text, bases, known)
    one = read.declaration
    found = [*read.problems, *(declared_findings(one, read.tree) if one is not None else ())]
    wrong = blocking(found)
    if one is None or wrong:
        raise BadInput(
            "台账没有声明", f"声明里有 {len(wrong)} 处不对", "按下面逐处改正后再交",
            english=f"The register was not declared: {len(wrong)} faults in the declaration. Mend them one by one and hand it in again.",
            problems=[Problem.of(p) for p in wrong],
        )  # fmt: skip
    return one


def _put_into_force(register: Register, one: Declaration, version: RegisterVersion) -> None:
    """Let a version count from now on; what the database holds of the records' values follows it."""
    _refuse_lost_stages(register, one)
    before = declaration_of(register) if register.version else None
    if before is not None:
        refuse_lost_values(register, before, one)
    version.save(force_insert=True)
    changed = {"version": version.number, "sha256": version.sha256, "title": one.title}
    Register.objects.filter(pk=register.pk).update(**changed)
    for name, value in changed.items():
        setattr(register, name, value)
    if before is not None:
        if _columns_differ(before, one):
            _shadow_again(register, one)
        keep_unique_again(register, before, one)


def _refuse_lost_stages(register: Register, one: Declaration) -> None:
    stages = set(Record.objects.filter(register=register).values_list("stage", flat=True).distinct())
    lost = stages - set(one.stages or {"": None})
    if lost:
        raise Refusal("台账没有声明", f"还有记录停在阶段 {'、'.join(sorted(lost))}，新的声明里没有它", "先把这些记录流转走，或保留这个阶段",
                      english=f"The register was not declared: records stand in the stages {', '.join(sorted(lost))}, which the new declaration does not have. Move them on first, or keep the stages.")  # fmt: skip


def _columns_differ(before: Declaration, after: Declaration) -> bool:
    return before.slots != after.slots or any(
        (before.fields[name].choices, before.fields[name].digits)
        != (after.fields[name].choices, after.fields[name].digits)
        for name in after.slots
    )


def _shadow_again(register: Register, one: Declaration) -> None:
    rows = Record.objects.filter(register=register).only("pk", "values").order_by("pk")
    batch: list[Record] = []
    for record in rows.iterator(chunk_size=BATCH):
        for slot, value in shadows(one, record.values).items():
            setattr(record, slot, value)
        batch.append(record)
        if len(batch) == BATCH:
            Record.objects.bulk_update(batch, SLOTS)
            batch = []
    if batch:
        Record.objects.bulk_update(batch, SLOTS)
