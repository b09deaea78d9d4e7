"""Registers handed to the engine: the records of a round's schemes as the files a scheme folder would carry."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from youju.engine.registers import Declaration
from youju.flow.schemes.selectors import scheme_of
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record, Register
from youju.work.registers.typing import amount_of, last_day

if TYPE_CHECKING:
    from youju.engine.language.indicators import Register as Wanted
    from youju.flow.schemes.models import Round


def registers_for_scoring(round_: Round) -> dict[str, bytes]:
    """Return `registers/<name>.csv` for every register that the round's scheme counts from and that is kept here for it.

    A register is kept for a scheme when its code is the scheme's name for it and its scheme is that scheme. Only columns the
    scheme declares leave; nothing private does.
    """
    scheme = scheme_of(round_.scheme_version)
    kept = {
        r.code: r
        for r in Register.objects.filter(
            code__in=list(scheme.registers), scheme=round_.scheme.code, version__gt=0
        )
    }
    return {
        (scheme.registers[name].file or f"registers/{name}.csv"): _csv(register, scheme.registers[name])
        for name, register in kept.items()
    }


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
    if name == wanted.evidence and name not in one.fields:
        return f"台账 {record.number} 第{record.lock}版"
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
