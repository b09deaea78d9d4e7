"""The cells of a list and the lines of a page: what a record says, in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from youju.engine.registers import Declaration, Field
from youju.engine.registers.language import NUMBERS
from youju.flow.ledger import amounts
from youju.flow.ledger.amounts import Amount
from youju.flow.ledger.templatetags.amounts import scaled
from youju.kernel.words import bracketed
from youju.work.registers.asking import BUILT_IN, MET
from youju.work.registers.fields.kept import amount_of, show
from youju.work.registers.forming.unit_names import unit_names
from youju.work.registers.models import Record

SOME = 6
NAMELESS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a list: its words, or the number it shows to the right, with what stands before it (more than, about)."""

    text: str
    is_number: bool = False
    amount: Amount | None = None
    before: str = ""


def told(made: Field, kept: Any, names: Mapping[str, str] = NAMELESS) -> str:
    """Return a kept value in the reader's language: only yes and no differ, the rest is data. A unit is called by its name in `names`."""
    if made.type == "boolean" and kept is not None:
        return _("是") if kept else _("否")
    shown = show(made, kept)
    return names.get(shown, shown) if made.type == "unit" else shown


def fields_of(one: Declaration, record: Record) -> list[tuple[Field, Cell]]:
    """Return a record's fields that everybody may read, each with what it says."""
    names = unit_names(one, [record.values])
    shown = [(name, made) for name, made in one.fields.items() if not made.private]
    return [(made, _column(one, [record], name, names)[0]) for name, made in shown]


def private_lines(one: Declaration, record: Record) -> list[tuple[str, str]]:
    """Return the titles and texts of a record's private fields that say something: for those who handle it."""
    private = {name: made for name, made in one.fields.items() if made.private}
    names = unit_names(one, [record.values]) if private else NAMELESS
    kept = [(made.title, told(made, record.values.get(name), names)) for name, made in private.items()]
    return [(title, text) for title, text in kept if text]


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


def cell(one: Declaration, record: Record, name: str, names: Mapping[str, str] = NAMELESS) -> str:
    """Return a cell of a list; a unit in a field is called by its name in `names`."""
    if name == "stage":
        stage = one.stages[record.stage].title if record.stage in one.stages else ""
        return f"{stage}{bracketed(one.suspend.title)}" if record.suspended_on and one.suspend else stage
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
    return told(one.fields[name], record.values.get(name), names)


def _deadline(due: dt.date | None, met_on: dt.date | None) -> str:
    """Return how a deadline of the clock stands: by when, and when it was met."""
    if due is None:
        return ""
    until = _("{due} 前").format(due=due)
    return f"{until},{met_on}" if met_on else until


def grid(
    one: Declaration, records: Sequence[Record], names: Sequence[str]
) -> list[tuple[Record, list[Cell]]]:
    """Return the rows of a list; the numbers of a column are in one measure."""
    units = unit_names(one, [row.values for row in records])
    columns = [_column(one, records, name, units) for name in names]
    return [(row, [cells[at] for cells in columns]) for at, row in enumerate(records)]


def _column(one: Declaration, records: Sequence[Record], name: str, units: Mapping[str, str]) -> list[Cell]:
    words = [cell(one, row, name, units) for row in records]
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
