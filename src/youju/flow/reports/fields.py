"""A column for exact numbers. SQLite keeps a DecimalField as a binary float, so the digits are kept as text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

DIGITS = 18
"""Significant digits, as in the engine."""


class ExactField(models.CharField):  # type: ignore[type-arg]
    """A Decimal of at most 18 significant digits, kept as its shortest plain text; equal numbers are equal texts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 40
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Say how to write this field in a migration."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> Decimal | None:
        """Return the number of a row."""
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        """Return the number of what was assigned."""
        return None if value in {None, ""} else Decimal(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Return the text of a number; a binary float is a programmer's fault."""
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError(f"a binary float is not exact: {value!r}")
        return plain(Decimal(value))


def plain(number: Decimal) -> str:
    """Return the shortest plain text of a number: 12.50 → 12.5, 1E+3 → 1000, -0 → 0."""
    text = format(number.normalize(), "f")
    return "0" if text in {"-0", ""} else text
