"""The smallest parts of the language: exact numbers, names, dated amounts, and unions told apart by their key."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar, Union, get_type_hints

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from youju.engine.period import Period

_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(%|‰|万|亿)?")
_SCALE = {
    None: Decimal(1),
    "%": Decimal("0.01"),
    "‰": Decimal("0.001"),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
}
MAX_DIGITS = 18
MAX_WRITTEN = 60


def read_number(given: object) -> Decimal:
    """Read an exact number: an integer, a decimal, or text such as ``10%``, ``3‰``, ``5000万``, ``1.2亿``."""
    if isinstance(given, bool) or not isinstance(given, int | Decimal | str):
        raise PydanticCustomError("number", "not a number: {given}", {"given": str(given)})
    if isinstance(given, str):
        found = _NUMBER.fullmatch(given.strip().replace(",", "")) if len(given) <= MAX_WRITTEN else None
        if not found:
            raise PydanticCustomError("number", "not a number: {given}", {"given": given})
        given = Decimal(found[1]) * _SCALE[found[2]]
    try:
        number = Decimal(given)
    except InvalidOperation:
        raise PydanticCustomError("number", "not a number: {given}", {"given": str(given)}) from None
    digits = number.as_tuple()
    if not number.is_finite() or len(digits.digits) > MAX_DIGITS or abs(number.adjusted()) > MAX_DIGITS:
        raise PydanticCustomError("number_range", "number out of range: {given}", {"given": str(given)})
    return number


def read_period(given: object) -> Period:
    """Read a period from text, or from the bare year that YAML takes for an integer."""
    try:
        return given if isinstance(given, Period) else Period.parse(str(given))
    except ValueError:
        raise PydanticCustomError("period", "not a period: {given}", {"given": str(given)}) from None


def read_date(given: object) -> date:
    """Read a day such as 2023-02-01; a bare number is no day, though some libraries would count seconds with it."""
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given).strip())
    except ValueError:
        raise PydanticCustomError("date", "not a day: {given}", {"given": str(given)}) from None


def read_text(given: object) -> object:
    """Take a bare number for the text it is written as: ``title: 2023``."""
    return str(given) if isinstance(given, int | Decimal) and not isinstance(given, bool) else given


def read_plain(given: object) -> Decimal | bool | str:
    """Read what a record or a unit's column may hold: true or false, a number, or text."""
    if isinstance(given, bool | str):
        return given
    return read_number(given)


def read_bound(given: object) -> Decimal | str | dict[Period, Decimal]:
    """Read what a field is compared with: a number, dated numbers, a parameter, a choice of the field, or a day."""
    if isinstance(given, dict):
        return {read_period(period): read_number(number) for period, number in given.items()}
    if isinstance(given, str) and not _NUMBER.fullmatch(given.strip().replace(",", "")[:MAX_WRITTEN]):
        return given
    return read_number(given)


def amount_tag(given: object) -> str:
    """Return by which tag the union of amounts knows what was written."""
    if isinstance(given, dict):
        return "~dated"
    return "~number" if looks_like_number(given) else "~name"


def looks_like_number(given: object) -> bool:
    """Say whether a scalar is meant as a number rather than as a name."""
    return not isinstance(given, str) or bool(re.match(r"\s*[+-]?[\d.]", given))


Number = Annotated[
    Decimal,
    BeforeValidator(read_number),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": _NUMBER.pattern}]}),
]
When = Annotated[
    Period,
    BeforeValidator(read_period),
    PlainSerializer(str),
    WithJsonSchema({"type": ["string", "integer"], "format": "period"}),
]
Name = Annotated[str, StringConstraints(pattern=r"^[^\W\d][\w.-]*$", max_length=80)]
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, strip_whitespace=True),
    BeforeValidator(read_text),
    WithJsonSchema({"type": ["string", "number"], "minLength": 1, "maxLength": 2000}),
]
Day = Annotated[date, BeforeValidator(read_date)]
Plain = Annotated[
    Decimal | bool | str,
    PlainValidator(read_plain),
    WithJsonSchema({"type": ["number", "boolean", "string"]}),
]
Dated = Annotated[dict[When, Number], Field(min_length=1)]
Bound = Annotated[
    Decimal | str | dict[Period, Decimal],
    PlainValidator(read_bound),
    WithJsonSchema({"type": ["number", "string", "object"]}),
]
"""What a field of a record or a column of a unit is compared with: an amount, a choice of the field, or a day."""
Amount = Annotated[
    Union[Annotated[Number, Tag("~number")], Annotated[Name, Tag("~name")], Annotated[Dated, Tag("~dated")]],
    Discriminator(amount_tag),
]
"""A fixed number, the name of a parameter, or numbers by the period from which each holds."""


def number_or(other: Any, label: str) -> Any:
    """Build the union of a number and something else, told apart by how it is written."""
    members = (Annotated[Number, Tag("~number")], Annotated[other, Tag(label)])
    return Annotated[
        Union[members], Discriminator(lambda given: "~number" if looks_like_number(given) else label)
    ]


def word_or_mapping(words: Any, mapping: Any) -> Any:
    """Build the union of a word from a short list and a mapping."""
    members = (Annotated[words, Tag("~word")], Annotated[mapping, Tag("~mapping")])
    return Annotated[
        Union[members], Discriminator(lambda given: "~mapping" if isinstance(given, dict | Part) else "~word")
    ]


class Part(BaseModel):
    """Anything in a scheme: closed (unknown keys are problems) and frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)
    """Deferred: a scheme is built once, whole; were each of its hundred parts built on its own, starting a process would take twice as long."""
    key: ClassVar[str] = ""


def tag_by_key(parts: tuple[type[Part], ...]) -> Callable[[object], str | None]:
    """Return the function that tells which part a mapping is, by the one key that names its kind."""
    names = {part.key: part for part in parts}

    def tag(given: object) -> str | None:
        if isinstance(given, Part):
            return f"~{type(given).key}"
        if isinstance(given, dict):
            return next((f"~{name}" for name in names if name in given), None)
        return None

    return tag


def keyed(*parts: type[Part]) -> Any:
    """Build the union of parts, told apart by their key."""
    tagged = tuple(Annotated[part, Tag(f"~{part.key}")] for part in parts)
    known = ", ".join(part.key for part in parts)
    return Annotated[
        Union[tagged],
        Discriminator(
            tag_by_key(parts),
            custom_error_type="kind",
            custom_error_message=f"expected exactly one of: {known}",
        ),
    ]


def hints(part: type[Part]) -> dict[str, Any]:
    """Return the types of a part's fields with their notes: those, too, that were declared after the part."""
    found = get_type_hints(part, include_extras=True)
    return {name: found[name] for name in part.model_fields}
