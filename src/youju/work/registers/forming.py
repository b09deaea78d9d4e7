"""Records as pages show them: inputs of a form, cells of a list, the timeline of one record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from youju.engine.registers import Declaration, Field, Move
from youju.engine.registers.language import NUMBERS
from youju.flow.evidence.proofs import Proof, proofs_in
from youju.flow.ledger import amounts
from youju.flow.ledger.amounts import Amount
from youju.flow.ledger.templatetags.amounts import scaled
from youju.flow.units.forms import AnyUnitField
from youju.kernel.errors import Problem, Refusal
from youju.work.registers.asking import BUILT_IN, MET
from youju.work.registers.branches import all_below, counted, rolled_up
from youju.work.registers.clock import scheduled_back
from youju.work.registers.fields.kept import amount_of, last_day, show
from youju.work.registers.models import Record, RecordVersion, Remark
from youju.work.registers.services.keeping import ACTS
from youju.work.registers.services.moving import DEAL
from youju.work.registers.tree import Counted

HTML = {
    "text": "textarea",
    "choice": "select",
    "boolean": "select",
    "email": "email",
    "uri": "url",
    "unit": "unit",
    "link": "link",
}
SOME = 6


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


def told(made: Field, kept: Any) -> str:
    """Return a kept value in the reader's language: only yes and no differ, the rest is data."""
    if made.type == "boolean" and kept is not None:
        return _("是") if kept else _("否")
    return show(made, kept)


def fields_of(one: Declaration, record: Record) -> list[tuple[Field, Cell]]:
    """Return a record's fields that everybody may read, each with what it says."""
    return [(made, _column(one, [record], name)[0]) for name, made in one.fields.items() if not made.private]


def private_lines(one: Declaration, record: Record) -> list[tuple[str, str]]:
    """Return the titles and texts of a record's private fields that say something: for those who handle it."""
    kept = [
        (made.title, told(made, record.values.get(name))) for name, made in one.fields.items() if made.private
    ]
    return [(title, text) for title, text in kept if text]


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


def columns_shown(one: Declaration, asked: Sequence[str] = ()) -> list[str]:
    """Return the columns of a list: those asked for, those declared, or the first few."""
    wanted = asked or one.columns or (*list(one.fields)[:SOME], *(("stage",) if one.stages else ()), "unit")
    return [name for name in wanted if name not in one.fields or not one.fields[name].private]


def heading(one: Declaration, name: str) -> str:
    """Return the heading of a column."""
    built_in = {
        "stage": _("阶段"),
        "unit": _("单位"),
        "number": _("编号"),
        "made_on": pgettext("day", "登记"),
        "suspended": _("停办"),
        "accept": _("签收"),
        "reply": _("首次答复"),
        "finish": _("时限"),
    }
    return built_in.get(name) or one.fields[name].title


def cell(one: Declaration, record: Record, name: str) -> str:
    """Return a cell of a list."""
    if name == "stage":
        stage = one.stages[record.stage].title if record.stage in one.stages else ""
        return f"{stage}({one.suspend.title})" if record.suspended_on and one.suspend else stage
    if name == "unit":
        return record.unit.name
    if name == "number":
        return record.number
    if name == "made_on":
        return record.made_on.isoformat()
    if name == "suspended":
        return record.suspended_on.isoformat() if record.suspended_on else ""
    if name in MET and name not in one.fields:
        return _deadline(getattr(record, BUILT_IN[name]), getattr(record, MET[name]))
    return told(one.fields[name], record.values.get(name))


def _deadline(due: dt.date | None, met_on: dt.date | None) -> str:
    """Return how a deadline of the clock stands: by when, and when it was met."""
    if due is None:
        return ""
    until = _("{due} 前").format(due=due)
    return f"{until},{met_on}" if met_on else until


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a list: its words, or the number it shows to the right, with what stands before it (more than, about)."""

    text: str
    is_number: bool = False
    amount: Amount | None = None
    before: str = ""


def grid(
    one: Declaration, records: Sequence[Record], names: Sequence[str]
) -> list[tuple[Record, list[Cell]]]:
    """Return the rows of a list; the numbers of a column are in one measure."""
    columns = [_column(one, records, name) for name in names]
    return [(row, [cells[at] for cells in columns]) for at, row in enumerate(records)]


def _column(one: Declaration, records: Sequence[Record], name: str) -> list[Cell]:
    words = [cell(one, row, name) for row in records]
    made = one.fields.get(name)
    if made is None or not is_number(made):
        return [Cell(text) for text in words]
    found = amounts.column(
        [number_in(made, row.values.get(name)) for row in records],
        made.measure or ("元" if made.type == "money" else ""),
        scaled=scaled(),
    )
    return [
        Cell(text, True, shown, before_of(made, row.values.get(name)))
        for text, shown, row in zip(words, found, records, strict=True)
    ]


def is_number(made: Field) -> bool:
    """Whether a field holds numbers that are read as amounts: a year is none."""
    return made.type in NUMBERS - {"year", "duration"}


def number_in(made: Field, kept: Any) -> Decimal | None:
    """Return the number that a field keeps, None where it keeps none, or one from when it was of another type."""
    try:
        return amount_of(made, kept)
    except (ArithmeticError, TypeError, LookupError):
        return None


def before_of(made: Field, kept: Any) -> str:
    """Return the sign before a quantity that is not said exactly."""
    said = kept.get("r", "=") if made.type == "quantity" and isinstance(kept, dict) else "="
    return "" if said == "=" else str(said)


def name_of(one: Declaration, record: Record) -> str:
    """Return what a record is called: its name where the declaration says which field that is, else its number."""
    name = one.named_by if one.name else None
    return (cell(one, record, name) if name and not one.fields[name].private else "") or record.number


def moves_from(one: Declaration, record: Record) -> list[Move]:
    """Return the moves that the table allows from where a record stands."""
    if record.suspended_on is not None:
        return []
    return [
        move for move in one.moves if record.stage in move.from_ and (one.match is None or move.id != DEAL)
    ]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline of a record."""

    at: Any
    who: str
    what: str
    changes: Sequence[tuple[str, str, str]]
    reason: str
    evidence: Sequence[str]

    @property
    def proofs(self) -> list[Proof]:
        """What the step rests on, with where it leads: files, and words of documents."""
        return proofs_in(self.evidence)


def steps_of(one: Declaration, versions: Sequence[RecordVersion]) -> list[Step]:
    """Return the timeline from the versions (latest first): who did what when, and which words changed from what to what."""
    found = []
    for at, version in enumerate(versions):
        before = versions[at + 1].values if at + 1 < len(versions) else {}
        move = one.move(version.act)
        what = move.title if move else str(ACTS.get(version.act, version.act))
        if version.stage != version.stage_was and version.stage in one.stages:
            what += f" → {one.stages[version.stage].title}"
        who = _who(version)
        found.append(
            Step(
                version.at, who, what, _changes(one, before, version.values), version.reason, version.evidence
            )
        )
    return found


def lines_of(one: Declaration, versions: Sequence[RecordVersion], remarks: Sequence[Remark]) -> list[Step]:
    """Return one line of time from versions (latest first) and remarks, the latest first."""
    said = [
        Step(
            r.at,
            _who(r),
            f"{r.get_kind_display()}{_about(r)}",
            (),
            r.text,
            (),
        )
        for r in remarks
    ]
    return sorted([*steps_of(one, versions), *said], key=lambda step: step.at, reverse=True)


def _who(said: RecordVersion | Remark) -> str:
    by = said.by or _("系统")
    return f"{by}({said.post})" if said.post else str(by)


def _about(remark: Remark) -> str:
    told = (
        [str(remark.unit)]
        if remark.unit_id
        and remark.kind in {"accept", "hand", "part", "urge", "notice", "circular", "remind"}
        else []
    )
    words = {
        "due": _("时限"),
        "until": _("延到"),
        "into": _("并入"),
        "taken": _("并来"),
        "amount": _("金额"),
    }
    told += [f"{word} {remark.detail[key]}" for key, word in words.items() if remark.detail.get(key)]
    return f"({','.join(told)})" if told else ""


def beside(
    one: Declaration, record: Record, children: Sequence[Record], seen: Collection[int]
) -> dict[str, Any]:
    """Return the roll-up of the children, the list counted against what is stated, and the nodes scheduled backwards.

    All children count; only those that may be `seen` are named.
    """
    told: dict[str, Any] = {}
    if one.tree is not None:
        names = {child.pk: child.number for child in children if child.pk in seen}
        told["rolled"] = rolled_up(one, record, all_below([record]), names)
        stated = _amount(one, record, one.tree.stated)
        told["counted"] = Counted(int(stated), len(counted(one, children))) if stated is not None else None
    finish = record.values.get(one.plan.finish) if one.plan else None
    if one.plan is not None and finish:
        try:
            nodes = scheduled_back(one, last_day(finish))
        except Refusal:
            nodes = {}
        told["nodes"] = [
            (one.fields[name].title, day) for name, day in sorted(nodes.items(), key=lambda item: item[1])
        ]
    return told


def _amount(one: Declaration, record: Record, name: str | None) -> Decimal | None:
    return amount_of(one.fields[name], record.values.get(name)) if name else None


def _changes(
    one: Declaration, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    return [
        (made.title, told(made, before.get(name)), told(made, after.get(name)))
        for name, made in one.fields.items()
        if before.get(name) != after.get(name) and not made.private
    ]
