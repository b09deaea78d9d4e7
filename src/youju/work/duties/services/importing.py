"""Charges with who answers for them, from a table as an office keeps it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from youju.flow.units.powers import units_for
from youju.flow.units.selectors import units_by_code
from youju.kernel.days import day_in
from youju.kernel.errors import Problem
from youju.kernel.models import User
from youju.kernel.tables import Row, read, refused_table
from youju.kernel.trace import leave_trace
from youju.kernel.words import as_written
from youju.work.duties.models import Charge, Duty
from youju.work.duties.services.faults import faults, gone, outside

if TYPE_CHECKING:
    from youju.flow.units.models import Unit


HEADINGS = {
    "system": ("责任体系", "system"), "code": ("对象代号", "code"), "kind": ("对象类别",), "title": ("对象名称",), "unit": ("所在单位代码",),
    "duty": ("责任类别",), "person": ("责任人",), "post": ("职务",), "duty_unit": ("责任单位代码",), "since": ("起",),
    "basis": ("依据",), "rights": ("权限",), "support": ("保障",),
}  # fmt: skip


NEEDED = (
    "system",
    "code",
    "kind",
    "title",
    "unit",
    "duty",
    "person",
    "duty_unit",
    "since",
    "basis",
    "rights",
    "support",
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought."""

    charges: int
    duties: int
    same: int


@transaction.atomic
def import_duties(*, name: str, content: bytes, by: User) -> Imported:
    """Take in a table of charges with who answers for them, CSV or Excel. All or nothing; the same file again brings nothing."""
    rows = list(read(name, content, HEADINGS, NEEDED))
    units = units_by_code(sorted({row[field] for row in rows for field in ("unit", "duty_unit")}))
    mine = set(units_for(by, "duty.keep", scheme="").values_list("pk", flat=True))
    problems = [problem for row in rows for problem in _wrong(row, units, mine)]
    problems += _untied(rows, units) if not problems else []
    if problems or not rows:
        raise refused_table(name, problems)
    charges = duties = 0
    for row in rows:
        charge, made = Charge.objects.get_or_create(
            system=row["system"], code=row["code"],
            defaults={"kind": _value(Charge.Kind, row["kind"]), "title": row["title"], "unit": units[row["unit"]], "since": day_in(row["since"])},
        )  # fmt: skip
        _duty, given = Duty.objects.get_or_create(
            charge=charge, kind=_value(Duty.Kind, row["duty"]), unit=units[row["duty_unit"]], person=row["person"], since=day_in(row["since"]),
            defaults={"post": row["post"], "basis": row["basis"], "rights": row["rights"], "support": row["support"]},
        )  # fmt: skip
        charges, duties = charges + made, duties + given
    done = Imported(charges, duties, len(rows) - duties)
    leave_trace(by, "duty.import", f"duties {name[:60]}", charges=charges, duties=duties, same=done.same)
    return done


def _untied(rows: list[Row], units: dict[str, Unit]) -> list[Problem]:
    """Return what does not fit the charges that stand, or the rows above: a code is one thing in one unit, and is there that day."""
    systems = {row["system"] for row in rows}
    charges = {
        (one.system, one.code): one
        for one in Charge.objects.filter(system__in=systems).select_related("unit")
    }
    standing = Duty.objects.filter(charge__system__in=systems).values_list(
        "charge_id", "kind", "unit_id", "person", "since"
    )
    known, said, problems = set(standing), dict[tuple[str, str], str](), list[Problem]()
    for row in rows:
        key = (row["system"], row["code"])
        charge, unit, since = charges.get(key), units[row["unit"]], dt.date.fromisoformat(row["since"][:10])
        where = charge.unit.code if charge else said.setdefault(key, unit.code)
        if where != unit.code:
            told = _("代号 {code} 已登记在单位 {unit}").format(code=row["code"], unit=where)
            problems.append(Problem(row.at("unit"), told, _("换一个代号，或者写它所在的单位")))
            continue
        of = units[row["duty_unit"]]
        if charge and (charge.pk, _value(Duty.Kind, row["duty"]), of.pk, row["person"], since) in known:
            continue
        wrong = [*(outside(charge, since) if charge else gone(unit, since)), *gone(of, since)]
        problems += [Problem(row.at(fault.where), fault.what, fault.mend) for fault in wrong]
    return problems


def _wrong(row: Row, units: dict[str, Unit], mine: set[int]) -> list[Problem]:
    """Return everything that is wrong with a row."""
    problems = [
        Problem(row.at(fault.where), fault.what, fault.mend)
        for fault in faults(row["person"], row["basis"], row["rights"], row["support"])
    ]
    problems += [
        Problem(row.at(field), _("没有代码为 {code} 的单位").format(code=row[field]), _("查到代码再填"))
        for field in ("unit", "duty_unit")
        if row[field] not in units
    ]
    if row["unit"] in units and units[row["unit"]].pk not in mine:
        problems.append(Problem(row.at("unit"), _("这个单位不归你管"), _("只填归你管的单位")))
    for field, kinds in (("kind", Charge.Kind), ("duty", Duty.Kind)):
        if not _value(kinds, row[field]):
            problems.append(
                Problem(
                    row.at(field),
                    _("“{said}”不认识").format(said=row[field]),
                    _("从这些里选：{words}").format(words="、".join(_labels(kinds))),
                )
            )
    if day_in(row["since"]) is None:
        problems.append(
            Problem(row.at("since"), _("“{said}”不是日期").format(said=row["since"]), _("写成 2023-06-30"))
        )
    if not row["code"] or not row["system"].replace("-", "").isalnum() or not row["title"]:
        problems.append(
            Problem(
                row.at("code"), _("责任体系、代号、名称要写全"), _("体系用字母、数字和短横，例如 straw-ban")
            )
        )
    return problems


def _value(kinds: type[Charge.Kind | Duty.Kind], word: str) -> str:
    return next(
        (one.value for one, label in zip(kinds, _labels(kinds), strict=True) if word in (label, one.value)),
        "",
    )


def _labels(kinds: type[Charge.Kind | Duty.Kind]) -> list[str]:
    """Return the words of a kind as a table holds them: a table is Chinese, whatever language its sender reads."""
    return [as_written(one.label) for one in kinds]
