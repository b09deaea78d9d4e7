"""One way to write a value as bytes, so that its hash means the same everywhere."""

from __future__ import annotations

import datetime as dt
import enum
import json
from decimal import Decimal
from typing import Any

from django.db.models import Model


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it exactly: decimals and moments become text, rows become labels.

    Raises TypeError for a binary float (its text depends on who writes it) and for anything unknown,
    ValueError for text that a database cannot keep (NUL, lone surrogates).
    """
    # what most of it is made of comes first: reports are thousands of short texts
    if type(value) is str:
        return _text(value)
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dict):
        return {str(plain(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, str):
        return _text(str(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Model):
        return label(value)
    if isinstance(value, set | frozenset):
        return sorted(plain(inner) for inner in value)
    raise TypeError(f"cannot be written down exactly: {value!r}")


def _text(value: str) -> str:
    if "\x00" in value:
        raise ValueError(f"NUL in {value!r}")
    if not value.isascii():
        value.encode("utf-8")
    return value


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of a plain value: keys in order, no spaces, UTF-8 (RFC 8785 without floats)."""
    return json.dumps(
        plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("utf-8")


def label(row: Model) -> str:
    """Return how a row is named in traces: `reports.report:12`."""
    return f"{row._meta.label_lower}:{row.pk}"
