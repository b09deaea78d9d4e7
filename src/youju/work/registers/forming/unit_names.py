"""What the units are called that stand in the fields of records: asked once for all that one page or one batch shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from youju.engine.registers import Declaration
from youju.flow.units.selectors import units_by_code


def unit_names(one: Declaration, kept: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return code → name of the units in some values; nothing is asked where no field holds any. An unknown code has no name."""
    fields = [name for name, made in one.fields.items() if made.type == "unit"]
    codes = {str(values[name]) for values in (kept if fields else ()) for name in fields if values.get(name)}
    return {code: unit.name for code, unit in units_by_code(sorted(codes)).items()} if codes else {}
