"""The inputs of a form: what may be written, what was typed, what is wrong beside it; and what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration, Field, Move
from youju.flow.units.forms import AnyUnitField
from youju.kernel.errors import Problem
from youju.work.registers.fields.kept import show
from youju.work.registers.models import Record
from youju.work.registers.services.moving import DEAL

HTML = {
    "text": "textarea",
    "choice": "select",
    "boolean": "select",
    "email": "email",
    "uri": "url",
    "unit": "unit",
    "link": "link",
}


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a form, with what was typed and what is wrong with it."""

    name: str
    field: Field
    text: str
    kind: str
    choices: Sequence[tuple[str, str]] = ()
    problems: Sequence[Problem] = field(default=())


def inputs_of(one: Declaration, typed: Mapping[str, str], problems: Iterable[Problem] = ()) -> list[Input]:
    """Return the inputs of a form in the order of the declaration: whoever may write may put private fields right too."""
    wrong = list(problems)
    return [_input(name, made, typed, wrong) for name, made in one.fields.items()]


def intake_inputs(
    one: Declaration, typed: Mapping[str, str], problems: Iterable[Problem] = ()
) -> list[Input]:
    """Return the inputs that anybody fills in who hands something in; how to reach the person is among them."""
    wrong = list(problems)
    opened = one.intake.fields if one.intake else ()
    return [_input(name, one.fields[name], typed, wrong) for name in opened]


def asker_inputs(
    one: Declaration, step: Move, typed: Mapping[str, str], problems: Iterable[Problem] = ()
) -> list[Input]:
    """Return the inputs of a move that an asker makes: what it needs but its days, which are today."""
    wrong = list(problems)
    return [
        _input(name, one.fields[name], typed, wrong) for name in step.needs if one.fields[name].type != "date"
    ]


def move_inputs(
    one: Declaration, record: Record, step: Move, typed: Mapping[str, str], wrong: Sequence[Problem]
) -> list[Input]:
    """Return the inputs for what a move needs, with what was typed or what the record says already."""
    known = {name: show(one.fields[name], record.values.get(name)) for name in step.needs}
    said = {**known, **typed}
    return [
        _input(name, one.fields[name], said, wrong) for name in step.needs if not one.fields[name].private
    ]


def _input(name: str, made: Field, typed: Mapping[str, str], wrong: Sequence[Problem]) -> Input:
    # What is sent is always the Chinese word: it is what the field keeps, and what a workbook holds.
    words = (
        (("是", _("是")), ("否", _("否"))) if made.type == "boolean" else [(c, c) for c in made.choices or ()]
    )
    return Input(name, made, typed.get(name, ""), HTML.get(made.type, "text"), words, [p for p in wrong if p.where == name])  # fmt: skip


def typed_of(one: Declaration, record: Record) -> dict[str, str]:
    """Return a record's values as the form of those who may write it shows them."""
    return {name: show(made, record.values.get(name)) for name, made in one.fields.items()}


def copied(one: Declaration, record: Record) -> dict[str, str]:
    """Return what the form of another record like this one begins with: all but what is private, a file, or may stand only once."""
    again = {
        name for name, made in one.fields.items() if not (made.unique or made.private or made.type == "file")
    }
    return {name: text for name, text in typed_of(one, record).items() if name in again}


def sent_in(one: Declaration, post: Mapping[str, Any], user: Any) -> dict[str, str]:
    """Return what a form sent, by field; a unit that is named is sent by its code."""
    sent = {name: str(post[name]) for name in one.fields if name in post}
    return {
        name: _coded(user, text) if one.fields[name].type == "unit" else text for name, text in sent.items()
    }


def _coded(user: Any, words: str) -> str:
    """Return the code of the unit that is meant, or the words, which are refused as they stand."""
    if not user.is_authenticated:
        return words
    try:
        unit = AnyUnitField(required=False).asked_by(user, "unit.read").clean(words)
    except ValidationError:
        return words
    return unit.code if unit else ""


def moves_from(one: Declaration, record: Record) -> list[Move]:
    """Return the moves that the table allows from where a record stands."""
    if record.suspended_on is not None:
        return []
    return [
        move for move in one.moves if record.stage in move.from_ and (one.match is None or move.id != DEAL)
    ]
