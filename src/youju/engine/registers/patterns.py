"""Patterns of fields: matched in time that grows with the text only, whatever a declaration writes."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from pydantic import StringConstraints, TypeAdapter, ValidationError
from pydantic_core import SchemaError


def fault_of(pattern: str) -> str:
    """Return why a pattern cannot be used, "" where it can. Looking ahead or behind and back-references are not offered."""
    try:
        _adapter(pattern)
    except SchemaError as wrong:
        return str(wrong).strip().rpartition("\n")[2].strip()[:200]
    return ""


def fits(pattern: str, text: str) -> bool:
    """Whether a whole text is as a pattern says."""
    try:
        _adapter(pattern).validate_python(text)
    except ValidationError:
        return False
    return True


@lru_cache(maxsize=512)
def _adapter(pattern: str) -> TypeAdapter[str]:
    return TypeAdapter(Annotated[str, StringConstraints(pattern=rf"\A(?:{pattern})\z")])
