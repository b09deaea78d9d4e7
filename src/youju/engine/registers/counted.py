"""The registers a scheme counts from, said as declarations: whoever runs the scheme keeps them here instead of in files beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from youju.engine.language.conditions import BOUNDS, Comparison
from youju.engine.language.indicators import FromRegister, Register, RegisterField
from youju.engine.language.parts import Part
from youju.engine.language.scheme import Scheme
from youju.engine.registers.check import BUILT_IN, TAKEN
from youju.engine.registers.read import is_sound, read_declaration

STAGE = "stage"
COLUMNS = 6
WRITERS = {
    "unit": ("reporter", "scoring_office"),
    "office": ("scoring_office",),
    "inspection": ("inspector", "scoring_office"),
    "machine": ("scoring_office",),
}
"""Who writes in a register, by who is said to keep it; they move its records too."""


def declaration_for(scheme: Scheme, name: str, code: str, ends: date | None = None) -> str:
    """Return the declaration of a register that a scheme counts from, under a code, asking until a day.

    Fields are the scheme's, but for the unit, which every record has; a field `stage` with choices becomes stages, between
    which records move freely, since the scheme says nothing about the order of work. Of the scheme's indicators those are
    said again that a register can count by itself.
    """
    register, basis = scheme.registers[name], scheme.basis
    fields = {label: field for label, field in register.fields.items() if label not in own_fields(register)}
    stages = _stages(register)
    known_by = register.duties.by if register.duties is not None else None
    said = {
        "register": code,
        "title": register.title or name,
        "definition": f"{scheme.title}从这本台账计数",
        "basis": " ".join(part for part in (basis.title, basis.number) if part),
        "ends": None if ends is None else ends.isoformat(),
        "fields": {label: _field(label, field, known_by) for label, field in fields.items()},
        "write": list(WRITERS[register.kept_by]),
        "stages": {stage: {"title": title} for title, stage in stages.items()},
        "moves": _moves(stages, WRITERS[register.kept_by]),
        "calendar": register.date if register.date in fields else None,
        "columns": [*list(fields)[:COLUMNS], *([STAGE] if stages else [])],
        "example": scheme.example or None,
        "duties": _filled(register),
    }
    said = {key: value for key, value in said.items() if value not in (None, {}, [])}
    asked = {
        label: _count(made.title, made.measure, register, made.from_, stages)
        for label, made in scheme.indicators.items()
        if isinstance(made.from_, FromRegister) and made.from_.register_ == name
    }
    return _written(_with_indicators(said, {label: count for label, count in asked.items() if count}))


def stage_called(title: str) -> str:
    """Return the name of a stage that a scheme knows by a title only: the same title has the same name for ever."""
    return f"s{hashlib.sha256(title.encode()).hexdigest()[:8]}"


def own_fields(register: Register) -> frozenset[str]:
    """Return the fields of a scheme's register that no declaration repeats: a record has its unit and its stage itself."""
    return frozenset({register.unit, *([STAGE] if _stages(register) else [])})


def taken_fields(register: Register) -> list[str]:
    """Return the fields that a register kept here could not have: every record has them already, or pages ask by their name."""
    return [
        name for name in register.fields if name in {*BUILT_IN, *TAKEN} and name not in own_fields(register)
    ]


def _stages(register: Register) -> dict[str, str]:
    field = register.fields.get(STAGE)
    return {title: stage_called(title) for title in (field.choices or ())} if field is not None else {}


def _filled(register: Register) -> dict[str, Any] | None:
    filled = register.duties
    if filled is None:
        return None
    return {**filled.model_dump(mode="json"), "system": list(filled.systems)}


def _field(label: str, field: RegisterField, known_by: str | None) -> dict[str, Any]:
    said: dict[str, Any] = {"title": field.title or label, "type": field.type}
    if field.choices:
        said |= {"type": "choice", "choices": list(field.choices)}
    if label == known_by:
        said |= {"unique": True, "required": True}
    if field.type == "number":
        said["places"] = 6
    if field.type == "date":
        said["precision"] = "day"
    return said | {key: True for key in ("ordered", "required") if getattr(field, key)}


def _moves(stages: Mapping[str, str], who: Iterable[str]) -> list[dict[str, Any]]:
    """Return a move to every stage from every other."""
    return [
        {
            "id": f"to-{stage}",
            "title": f"转为{title}",
            "from": [other for other in stages.values() if other != stage],
            "to": stage,
            "who": list(who),
        }
        for title, stage in stages.items()
        if len(stages) > 1
    ]


def _count(
    title: str, measure: str | None, register: Register, asked: FromRegister, stages: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return an indicator in the words of registers; None for what they cannot say: extremes, and bounds by parameter."""
    if asked.min is not None or asked.max is not None:
        return None
    said: dict[str, Any] = {
        "title": title,
        "measure": measure,
        "count": asked.count,
        "sum": asked.sum,
        "mean": asked.mean,
        "distinct": asked.distinct,
        "by": None if asked.span == "all" else register.date,
    }
    for key, tests in (("share", asked.share_where), ("where", asked.where), ("among", asked.among)):
        if not _is_plain(register, tests or {}):
            return None
        said[key] = {label: _test(label, test, stages) for label, test in (tests or {}).items()}
    return {key: value for key, value in said.items() if value not in (None, {})}


def _is_plain(register: Register, tests: Mapping[str, Comparison]) -> bool:
    """Whether tests ask of fields with what stands there, not with a parameter that changes with the period."""
    return all(
        label != register.unit
        and (
            register.fields[label].type != "number"
            or not any(isinstance(bound, str | Part) for bound in _bounds(test))
        )
        for label, test in tests.items()
    )


def _bounds(test: Comparison) -> Iterable[object]:
    return (*(getattr(test, key) for key in BOUNDS), *(test.between or ()))


def _test(label: str, test: Comparison, stages: Mapping[str, str]) -> dict[str, Any]:
    said = test.model_dump(by_alias=True, exclude_none=True)
    if label != STAGE:
        return said
    return {
        key: [stages.get(one, one) for one in value]
        if isinstance(value, list | tuple)
        else stages.get(value, value)
        for key, value in said.items()
    }


def _with_indicators(said: dict[str, Any], asked: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a declaration with those indicators that it can carry: each field they lean on needs a column of its own."""
    if not asked or _is_carried(whole := {**said, "indicators": dict(asked)}):
        return whole if asked else said
    kept: dict[str, Any] = {}
    for label, count in asked.items():
        if _is_carried({**said, "indicators": {**kept, label: count}}):
            kept[label] = count
    return {**said, "indicators": kept} if kept else said


def _is_carried(said: Mapping[str, Any]) -> bool:
    return is_sound(read_declaration(_written(said), "register.yaml"))


class _Writer(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes numbers as they are, without quotes and without exponents."""


_Writer.add_representer(
    Decimal, lambda writer, number: writer.represent_scalar("tag:yaml.org,2002:float", f"{number:f}")
)
_Writer.add_representer(tuple, lambda writer, items: writer.represent_list(list(items)))


def _written(said: Mapping[str, Any]) -> str:
    text: str = yaml.dump(dict(said), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=120)
    return text
