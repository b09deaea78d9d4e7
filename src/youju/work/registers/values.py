"""From what was sent to the values of a record: every field read, every name that leads elsewhere followed, all faults at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.flow.evidence.selectors import units_of_evidence
from youju.flow.units.selectors import units_by_code
from youju.kernel.clock import db_today
from youju.kernel.errors import BadInput, Problem
from youju.work.registers.fields.kept import first_day
from youju.work.registers.fields.reading import read_value
from youju.work.registers.models import Record, Register, UniqueValue
from youju.work.registers.reach import usable_evidence
from youju.work.registers.shadows import unique_key

Values = dict[str, Any]
Texts = Mapping[str, str]


def read_values(
    one: Declaration, texts: Texts, standing: Mapping[str, Any] | None = None
) -> tuple[Values, list[Problem]]:
    """Return the values after what was sent is laid over what stands, and every fault, each under its field."""
    values, problems = dict(standing or {}), []
    for name, text in texts.items():
        field = one.fields.get(name)
        if field is None:
            problems.append(
                Problem(
                    name[:80],
                    _("“{title}”没有这个字段").format(title=one.title),
                    _("字段有：") + "、".join(list(one.fields)[:30]),
                )
            )
            continue
        kept, wrong = read_value(field, text)
        if wrong:
            problems.append(Problem(name, f"{field.title}:{wrong[0]}", wrong[1]))
        elif kept is None:
            values.pop(name, None)
        else:
            values[name] = kept
    said = {problem.where for problem in problems}
    for name, field in one.fields.items():
        if field.required and name not in values and name not in said:
            problems.append(Problem(name, _("{title}：必填，却是空的").format(title=field.title), _("填上")))
    return values, problems


class Ties:
    """What the values of many records point to, asked once for all of them."""

    def __init__(self, register: Register, one: Declaration, rows: Sequence[Mapping[str, Any]]) -> None:
        self.one, self.day = one, db_today()
        self.happened = {one.plan.actual_start, one.plan.actual_finish} if one.plan is not None else set()
        asked: dict[str, set[str]] = defaultdict(set)
        for name, field in one.fields.items():
            if field.type in {"unit", "file", "link"} or field.unique:
                for row in rows:
                    kept = row.get(name)
                    if kept is not None:
                        asked[name] |= set(kept) if isinstance(kept, list) else {str(kept)}
        of = {
            kind: {name for name in asked if one.fields[name].type == kind}
            for kind in ("unit", "file", "link")
        }
        codes = sorted({code for name in of["unit"] for code in asked[name]})
        self.units = units_by_code(codes) if codes else {}
        self.files = (
            units_of_evidence({sha for name in of["file"] for sha in asked[name]}) if of["file"] else {}
        )
        self.links = {
            (to, number)
            for name in of["link"]
            for to in [one.fields[name].to]
            for number in _known_numbers(str(to), asked[name])
        }
        self.taken: dict[tuple[str, str], int] = {}
        for name in one.fields:
            if one.fields[name].unique and name in asked:
                self.taken |= _taken(register, name, map(unique_key, asked[name]))

    def problems(
        self, values: Mapping[str, Any], unit_id: int, record_id: int | None = None
    ) -> list[Problem]:
        """Return what is wrong with where the values of one record of a unit lead."""
        found = []
        for name, kept in values.items():
            field = self.one.fields.get(name)
            if field is None:
                continue
            if name in self.happened and first_day(kept) > self.day:
                found.append(
                    Problem(name, _("{title}：这一天还没有到").format(title=field.title), _("写实际的日子"))
                )
            if field.type == "unit" and (wrong := self._unit(str(kept))):
                found.append(Problem(name, f"{field.title}:{wrong[0]}", wrong[1]))
            if field.type == "link" and (field.to, kept) not in self.links:
                found.append(
                    Problem(
                        name,
                        _("{title}：没有编号“{number}”").format(title=field.title, number=str(kept)[:40]),
                        _("填关联台账里的编号"),
                    )
                )
            if field.type == "file" and set(kept) - usable_evidence(kept, unit_id, among=self.files):
                found.append(
                    Problem(name, _("{title}：没有这份佐证").format(title=field.title), _("先在“佐证”页上传"))
                )
            if field.unique and self.taken.get((name, unique_key(kept)), record_id) != record_id:
                found.append(
                    Problem(
                        name,
                        _("{title}：“{value}”已经有一条").format(title=field.title, value=str(kept)[:40]),
                        _("改正，或去改那一条"),
                    )
                )
        return found

    def _unit(self, code: str) -> tuple[str, str] | None:
        unit = self.units.get(code)
        if unit is None:
            return _("没有代码为“{code}”的单位").format(code=code[:40]), _("填单位代码")
        if unit.valid_to is not None and unit.valid_to <= self.day:
            return _("{name}已于 {valid_to} 撤销").format(name=unit.name, valid_to=unit.valid_to), _(
                "填承接它的单位"
            )
        return None


def _known_numbers(code: str, numbers: Iterable[str]) -> set[str]:
    wanted, found = sorted(numbers), set[str]()
    for at in range(0, len(wanted), 500):
        rows = Record.objects.filter(register__code=code, number__in=wanted[at : at + 500])
        found |= set(rows.values_list("number", flat=True))
    return found


def _taken(register: Register, name: str, values: Iterable[str]) -> dict[tuple[str, str], int]:
    wanted, found = sorted(values), {}
    for at in range(0, len(wanted), 500):
        rows = UniqueValue.objects.filter(register=register, field=name, value__in=wanted[at : at + 500])
        found |= {(name, value): record for value, record in rows.values_list("value", "record_id")}
    return found


def refused(register: Register, problems: Sequence[Problem]) -> BadInput:
    """Return the refusal of a record with everything that is wrong with it."""
    return BadInput(
        f"“{register}”没有存", f"有 {len(problems)} 处不对；什么也没有存", "按下面逐处改正后再存",
        english=f"Nothing was stored in {register}: {len(problems)} faults. Mend them one by one and save again.", problems=problems,
    )  # fmt: skip
