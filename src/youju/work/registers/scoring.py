"""Registers handed to the engine: the records of a round's schemes as the files a scheme folder would carry."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from youju.engine.registers import Declaration
from youju.flow.ledger.ports import NOTHING, Adoptable, Held
from youju.flow.schemes.selectors import scheme_of
from youju.work.registers.fields.kept import amount_of, last_day
from youju.work.registers.models import Record, Register
from youju.work.registers.standing import Stand, now_of, stands_at, stands_now

if TYPE_CHECKING:
    import datetime as dt

    from youju.engine.language.indicators import Register as Wanted
    from youju.flow.schemes.models import Round, SchemeVersion
    from youju.flow.units.models import Unit

RECORD = "registers.record"


def registers_for_scoring(round_: Round, held: Held = NOTHING) -> dict[str, bytes]:
    """Return `registers/<name>.csv` for every register that the round's scheme counts from and that is kept here for it.

    Only columns the scheme declares leave; nothing private does. A closed round counts the records as they stood at its
    closing, and those that an upheld objection to it names as they stood at the verdict.
    """
    if round_.closed_at is None:
        return files_kept_for(round_.scheme_version)
    wanted = scheme_of(round_.scheme_version).registers
    versions = held.versions(RECORD)
    kept = _kept_at(round_, round_.closed_at)
    found = {}
    for name, one in wanted.items():
        path, register = _path(name, one), kept.get(name)
        is_named = Record.objects.filter(register=register, pk__in=versions).exists() if register else False
        if path in held.files and not is_named:
            found[path] = held.files[path]
        elif register is not None:
            found[path] = _csv(stands_at(register, round_.closed_at, versions), one)
    return found


def files_kept_for(version: SchemeVersion) -> dict[str, bytes]:
    """Return path → file of every register kept here for a version of a scheme, as the records stand now."""
    scheme = scheme_of(version)
    return {
        _path(name, scheme.registers[name]): _csv(stands_now(register), scheme.registers[name])
        for name, register in kept_for(version.scheme.code, scheme.registers).items()
    }


def kept_for(scheme: str, names: Iterable[str], *, at: dt.datetime | None = None) -> dict[str, Register]:
    """Return name → the register of the house that is kept for a scheme under it, perhaps as it was at a moment.

    It is the one the office declared with the name as its code, or else the one the scheme declared for itself.
    """
    wanted = set(names)
    rows = Register.objects.filter(scheme=scheme, version__gt=0)
    if at is not None:
        rows = rows.filter(versions__declared_at__lte=at).distinct()
    own = {row.counted_as: row for row in rows.exclude(counted_as="")}
    offices = {row.code: row for row in rows.filter(counted_as="")}
    return {name: row for name, row in {**own, **offices}.items() if name in wanted}


def records_otherwise(round_: Round, unit: Unit, moment: dt.datetime, held: Held) -> list[Adoptable]:
    """Return the records of a unit that say something else by now than what a round counts of them, in what its scheme reads."""
    wanted, versions = scheme_of(round_.scheme_version).registers, held.versions(RECORD)
    found = []
    for name, register in _kept_at(round_, moment).items():
        before = {one.pk: one for one in stands_at(register, moment, versions, changed_since=True)}
        for stand in now_of(register, moment):
            was = before.get(stand.pk)
            if unit.pk in {stand.unit_id, was.unit_id if was else 0}:
                one = _adoptable(register, wanted[name], was, stand)
                found += [one] if one is not None else []
    return found


def _adoptable(register: Register, wanted: Wanted, was: Stand | None, now: Stand) -> Adoptable | None:
    titles = {name: field.title or name for name, field in wanted.fields.items()} | {wanted.unit: "责任单位"}
    after = _cells(now, wanted)
    before = _cells(was, wanted) if was else {}
    names = [name for name in after if before.get(name, "") != after[name]]
    if not names:
        return None
    said, says = (
        "、".join(f"{titles.get(name, name)} {row.get(name) or '（空）'}" for name in names)
        for row in (before, after)
    )
    return Adoptable(
        f"{RECORD}:{now.pk}", now.version, f"{register.title} {now.number}"[:200],
        (said if was else "关账时还没有这条记录")[:500], says[:500], now.by,
    )  # fmt: skip


def _kept_at(round_: Round, moment: dt.datetime) -> dict[str, Register]:
    return kept_for(round_.scheme.code, scheme_of(round_.scheme_version).registers, at=moment)


def _path(name: str, wanted: Wanted) -> str:
    return wanted.file or f"registers/{name}.csv"


def _csv(stands: Iterable[Stand], wanted: Wanted) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_columns(wanted))
    writer.writerows(list(_cells(one, wanted, whole=True).values()) for one in stands)
    return out.getvalue().encode("utf-8")


def _columns(wanted: Wanted) -> list[str]:
    special = [name for name in (wanted.unit, wanted.date, wanted.item, wanted.evidence) if name]
    return list(dict.fromkeys([*wanted.fields, *special]))


def _cells(stand: Stand, wanted: Wanted, *, whole: bool = False) -> dict[str, str]:
    """Return what a scheme reads of a record, by column; the evidence, which names the version, only in the whole row."""
    names = [name for name in _columns(wanted) if whole or name != wanted.evidence]
    return {name: _cell(stand, name, wanted) for name in names}


def _cell(stand: Stand, name: str, wanted: Wanted) -> str:
    """Return a record's cell as the engine reads it: exact numbers, days, the stage in the scheme's own words."""
    one = stand.declaration
    if name == wanted.unit:
        return stand.unit_code
    if name == wanted.evidence:
        return _plain(one, name, stand.values.get(name)) or f"台账 {stand.number} 第{stand.version}版"
    if name == "stage":
        field = wanted.fields.get(name)
        titled = bool(
            field and field.choices and stand.stage not in field.choices and stand.stage in one.stages
        )
        return one.stages[stand.stage].title if titled else stand.stage
    built_in = {
        "number": stand.number,
        "made_on": stand.made_on.isoformat(),
        "suspended": "是" if stand.suspended else "否",
    }
    return built_in[name] if name in built_in else _plain(one, name, stand.values.get(name))


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
