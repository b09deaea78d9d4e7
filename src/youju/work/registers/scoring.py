"""Registers handed to the engine: the records of a round's schemes as the files a scheme folder would carry."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from youju.engine.registers import Declaration
from youju.flow.schemes.selectors import scheme_of
from youju.work.registers.declared import declaration_of
from youju.work.registers.fields.kept import amount_of, last_day
from youju.work.registers.models import Record, Register

if TYPE_CHECKING:
    from youju.engine.language.indicators import Register as Wanted
    from youju.flow.schemes.models import Round, SchemeVersion


def registers_for_scoring(round_: Round) -> dict[str, bytes]:
    """Return `registers/<name>.csv` for every register that the round's scheme counts from and that is kept here for it.

    Only columns the scheme declares leave; nothing private does.
    """
    return files_kept_for(round_.scheme_version)


def files_kept_for(version: SchemeVersion) -> dict[str, bytes]:
    """Return path → file of every register kept here for a version of a scheme."""
    scheme = scheme_of(version)
    return {
        (scheme.registers[name].file or f"registers/{name}.csv"): _csv(register, scheme.registers[name])
        for name, register in kept_for(version.scheme.code, scheme.registers).items()
    }


def kept_for(scheme: str, names: Iterable[str]) -> dict[str, Register]:
    """Return name → the register of the house that is kept for a scheme under it.

    It is the one the office declared with the name as its code, or else the one the scheme declared for itself.
    """
    wanted = set(names)
    rows = Register.objects.filter(scheme=scheme, version__gt=0)
    own = {row.counted_as: row for row in rows.exclude(counted_as="")}
    offices = {row.code: row for row in rows.filter(counted_as="")}
    return {name: row for name, row in {**own, **offices}.items() if name in wanted}


def _csv(register: Register, wanted: Wanted) -> bytes:
    one = declaration_of(register)
    special = [name for name in (wanted.unit, wanted.date, wanted.item, wanted.evidence) if name]
    columns = list(dict.fromkeys([*wanted.fields, *special]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for record in (
        Record.objects.filter(register=register)
        .select_related("unit")
        .order_by("pk")
        .iterator(chunk_size=5000)
    ):
        writer.writerow([_cell(one, record, name, wanted) for name in columns])
    return out.getvalue().encode("utf-8")


def _cell(one: Declaration, record: Record, name: str, wanted: Wanted) -> str:
    """Return a record's cell as the engine reads it: exact numbers, days, the stage in the scheme's own words."""
    if name == wanted.unit:
        return str(record.unit.code)
    if name == wanted.evidence:
        return _plain(one, name, record.values.get(name)) or f"台账 {record.number} 第{record.lock}版"
    if name == "stage":
        field = wanted.fields.get(name)
        titled = bool(
            field and field.choices and record.stage not in field.choices and record.stage in one.stages
        )
        return one.stages[record.stage].title if titled else record.stage
    built_in = {
        "number": record.number,
        "made_on": record.made_on.isoformat(),
        "suspended": "是" if record.suspended_on else "否",
    }
    return built_in[name] if name in built_in else _plain(one, name, record.values.get(name))


def _plain(one: Declaration, name: str, kept: Any) -> str:
    field = one.fields.get(name)
    if field is None or kept is None or field.private:
        return ""
    if field.type in {"integer", "number", "money", "quantity", "duration", "year"}:
        return format(amount_of(field, kept) or 0, "f")
    if field.type in {"date", "yearmonth"}:
        return last_day(kept).isoformat()
    if field.type == "boolean":
        return "是" if kept else "否"
    if isinstance(kept, dict):
        return str(kept.get("name", ""))
    return "、".join(kept) if isinstance(kept, list) else str(kept)
