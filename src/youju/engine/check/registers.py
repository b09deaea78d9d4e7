"""Registers: what is counted from them exists there, has the right type, and says what counts twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath

from youju.engine.check.book import Book, Seen
from youju.engine.language.conditions import BOUNDS, Comparison, FieldTest
from youju.engine.language.filling import Column, faults_of
from youju.engine.language.indicators import FromRegister, Register, RegisterField
from youju.engine.language.leaves import Classes, EventList, Panel
from youju.engine.language.parts import Part
from youju.engine.language.values import Days, Table
from youju.engine.problems import Problem
from youju.engine.registers.counted import own_fields, taken_fields
from youju.engine.yaml_tree import Path

Found = Iterator[Problem]
TAKES_NUMBERS = ("sum", "mean", "min", "max")


def registers_are_known(book: Book) -> Found:
    """A register that is counted from is declared."""
    for seen in book.parts:
        name = getattr(seen.part, "register_", None)
        if name is not None and name not in book.scheme.registers:
            yield book.unknown(
                "register_unknown", (*seen.path, "register"), name, list(book.scheme.registers)
            )


def registers_are_sound(book: Book) -> Found:
    """Choices are texts and differ, order needs choices, a date column holds dates, a file stays in the folder."""
    for name, register in book.scheme.registers.items():
        path: Path = ("registers", name)
        yield from _file(book, path, register)
        if register.date in register.fields and register.fields[register.date].type != "date":
            yield book.say("register_date", (*path, "fields", register.date), field=register.date)
        for label, field in register.fields.items():
            place = (*path, "fields", label)
            if field.ordered and not field.choices:
                yield book.say("ordered_needs_choices", place, field=label)
            if field.choices and field.type != "string":
                yield book.say("choices_are_text", place, field=label)
            if field.choices and len(set(field.choices)) < len(field.choices):
                yield book.say("choice_twice", (*place, "choices"), field=label)


def rows_from_duties_are_sound(book: Book) -> Found:
    """Where rows come from duties, a field knows the object, what is put fits, nothing else is required, and gaps can be seen."""
    for name, register in book.scheme.registers.items():
        filled, path = register.duties, ("registers", name)
        if filled is None:
            continue
        key = register.fields.get(filled.by)
        if key is None:
            yield book.unknown("field_unknown", (*path, "duties", "by"), filled.by, list(register.fields))
        elif key.type != "string" or key.choices or filled.by == register.unit:
            yield book.say("register_filled_code", (*path, "duties", "by"), field=filled.by)
        own = own_fields(register)
        for label in sorted(own & set(filled.put)):
            yield book.say("register_filled_unit", (*path, "duties", "put", label), field=label)
        columns = {
            label: Column("choice" if field.choices else field.type, field.required, field.choices or ())
            for label, field in register.fields.items()
            if label not in own
        }
        for fault in faults_of(filled, columns):
            if fault.code != "field_unknown":
                yield book.say(fault.code, (*path, *fault.path), at_key=fault.at_key, **fault.said)
            elif fault.said["given"] not in own:
                given = fault.said["given"]
                yield book.unknown("field_unknown", (*path, *fault.path), given, list(register.fields))


def fields_have_names_of_their_own(book: Book) -> Found:
    """A register that is to be kept in the house has no field called like what every record has, or what pages ask by."""
    for name, register in book.scheme.registers.items():
        for label in taken_fields(register):
            path: Path = ("registers", name, "fields", label)
            said = {"given": label, "register": register.title or name, "instead": f"{label}_said"}
            yield book.say("register_field_taken", path, at_key=True, warning=True, **said)


def _file(book: Book, path: Path, register: Register) -> Found:
    parts = PurePosixPath((register.file or "").replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or "\0" in str(parts) or ":" in str(parts):
        yield book.say("file_outside", (*path, "file"), given=register.file)


def fields_are_known(book: Book) -> Found:
    """Every field that is summed, selected by, multiplied with or classed by is declared, and a number where one is needed."""
    for seen in book.parts:
        register = book.scheme.registers.get(_register(seen) or "")
        if register is None:
            continue
        for path, field, numeric in _asked(seen):
            declared = register.fields.get(field)
            if declared is None:
                yield book.unknown("field_unknown", path, field, list(register.fields))
            elif numeric and declared.type != "number":
                yield book.say("field_not_number", path, field=field, register=_register(seen))


def _register(seen: Seen[Part]) -> str | None:
    if isinstance(seen.part, FieldTest | Days | Table):
        return seen.record_of
    name: str | None = getattr(seen.part, "register_", None)
    return name


def _asked(seen: Seen[Part]) -> Iterator[tuple[Path, str, bool]]:
    """Yield (place, field, must be a number) for every field a part asks for."""
    part = seen.part
    if isinstance(part, FromRegister):
        for way in TAKES_NUMBERS:
            if (field := getattr(part, way)) is not None:
                yield (*seen.path, way), field, True
        if part.distinct is not None:
            yield (*seen.path, "distinct"), part.distinct, False
    elif isinstance(part, EventList) and part.times is not None:
        yield (*seen.path, "times"), part.times, True
    elif isinstance(part, Panel) and isinstance(part.marks, str):
        yield (*seen.path, "marks"), part.marks, True
    elif isinstance(part, FieldTest):
        yield (*seen.path, "field"), part.field, False
    elif isinstance(part, Days):
        yield (*seen.path, "days_from"), part.days_from, False
        yield (*seen.path, "to"), part.to, False
    for key in ("where", "among", "share_where"):
        for field in getattr(part, key, None) or {}:
            yield (*seen.path, key, field), field, False
    for key in ("marks", "weight_by"):
        classes = getattr(part, key, None)
        if isinstance(classes, Classes):
            yield (*seen.path, key, "by"), classes.by, False


def fields_are_compared_with_their_like(book: Book) -> Found:
    """Numbers with numbers, days with days, choices with declared choices, and more or less only where there is an order."""
    for seen in book.parts:
        register = book.scheme.registers.get(_register(seen) or "")
        if register is None:
            continue
        for path, field, comparison in _comparisons(seen):
            if field in register.fields:
                yield from _compared(book, path, field, register.fields[field], comparison)


def _comparisons(seen: Seen[Part]) -> Iterator[tuple[Path, str, Comparison]]:
    if isinstance(seen.part, FieldTest):
        yield seen.path, seen.part.field, seen.part
    for key in ("where", "among", "share_where"):
        entries: Mapping[str, Comparison] = getattr(seen.part, key, None) or {}
        for field, comparison in entries.items():
            yield (*seen.path, key, field), field, comparison


def _compared(book: Book, path: Path, name: str, field: RegisterField, asked: Comparison) -> Found:
    bounds = [(key, getattr(asked, key)) for key in BOUNDS if getattr(asked, key) is not None]
    bounds += [("between", bound) for bound in asked.between or ()]
    if bounds and field.type in {"string", "boolean"} and not field.ordered:
        yield book.say("field_no_order", path, field=name)
        return
    plain = [
        (key, value) for key, value in (("is", asked.is_), ("is_not", asked.is_not)) if value is not None
    ]
    plain += [("in", value) for value in asked.in_ or ()]
    for key, value in [*bounds, *plain]:
        if not _suits(book, field, value, bound=key in {*BOUNDS, "between"}):
            yield _unlike(book, (*path, key), name, field, value)


def _suits(book: Book, field: RegisterField, value: object, *, bound: bool) -> bool:
    if field.type == "number":
        return isinstance(value, Decimal | dict) or (bound and str(value) in book.scheme.parameters)
    if field.type == "date":
        return _is_day(value)
    if field.type == "boolean":
        return isinstance(value, bool)
    return isinstance(value, str) and (field.choices is None or value in field.choices)


def _is_day(value: object) -> bool:
    try:
        return bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _unlike(book: Book, path: Path, name: str, field: RegisterField, value: object) -> Problem:
    if field.choices:
        return book.unknown("choice_unknown", path, str(value), list(field.choices))
    return book.say(f"field_needs_{field.type}", path, field=name, given=value)


def classes_are_complete(book: Book) -> Found:
    """Marks by class name classes that exist, and say something for every class."""
    for seen in book.parts:
        for key in ("marks", "weight_by"):
            classes = getattr(seen.part, key, None)
            register = book.scheme.registers.get(getattr(seen.part, "register_", None) or "")
            if register is not None and isinstance(classes, Classes) and classes.by in register.fields:
                yield from _classes(book, (*seen.path, key), classes, register.fields[classes.by])


def classes_of_values_are_complete(book: Book) -> Found:
    """A number by class, asked of a record's field, names classes that exist and says something for every class."""
    for seen in book.of(Table):
        register = book.scheme.registers.get(seen.record_of or "")
        if register is not None and seen.part.by in register.fields:
            yield from _classes(book, seen.path, seen.part, register.fields[seen.part.by])


def days_are_counted_between_days(book: Book) -> Found:
    """``days_from`` and ``to`` are fields that hold days."""
    for seen in book.of(Days):
        register = book.scheme.registers.get(seen.record_of or "")
        for key, field in (("days_from", seen.part.days_from), ("to", seen.part.to)):
            if register and field in register.fields and register.fields[field].type != "date":
                yield book.say("field_not_date", (*seen.path, key), field=field, register=seen.record_of)


def _classes(book: Book, path: Path, classes: Classes | Table, field: RegisterField) -> Found:
    if field.type != "string":
        yield book.say("class_not_text", (*path, "by"), field=classes.by)
        return
    if field.choices is None:
        if classes.otherwise is None:
            yield book.say("class_open", path, warning=True, field=classes.by)
        return
    for given in classes.table:
        if given not in field.choices:
            yield book.unknown("choice_unknown", (*path, "table", given), given, list(field.choices))
    left = [choice for choice in field.choices if choice not in classes.table]
    if left and classes.otherwise is None:
        yield book.say("class_missing", (*path, "table"), known="、".join(left))


def spans_have_a_date(book: Book) -> Found:
    """Counting by period needs the column that dates a record."""
    for seen in book.parts:
        register = book.scheme.registers.get(getattr(seen.part, "register_", "") or "")
        if register and register.date is None and getattr(seen.part, "span", "all") != "all":
            yield book.say("span_no_date", seen.path, register=getattr(seen.part, "register_", ""))


def same_item_is_chosen(book: Book) -> Found:
    """Where records name an item, the author says what happens when one item comes twice – and only there."""
    for seen in book.of(EventList):
        events = seen.part
        register = book.scheme.registers.get(events.register_)
        if register and register.item is not None and events.same_item is None:
            yield book.say("same_item_choose", seen.path, register=events.register_, item=register.item)
        if register and register.item is None and events.same_item not in {None, "sum"}:
            yield book.say("same_item_no_item", (*seen.path, "same_item"), register=events.register_)


CHECKS = (
    registers_are_known, registers_are_sound, rows_from_duties_are_sound, fields_have_names_of_their_own, fields_are_known, fields_are_compared_with_their_like,
    classes_are_complete, classes_of_values_are_complete, days_are_counted_between_days, spans_have_a_date, same_item_is_chosen,
)  # fmt: skip
