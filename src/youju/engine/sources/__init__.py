"""The doors to data: units, facts, registers and results, from CSV, Parquet, Excel or memory, exact or refused as a whole.

A door is loaded when it is asked for: a child process that only looks into a workbook needs none of the tables behind them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from youju.engine.sources.facts import facts_from_rows, read_facts
    from youju.engine.sources.join import concat_facts
    from youju.engine.sources.registers import read_registers
    from youju.engine.sources.results import read_results
    from youju.engine.sources.units import read_units

__all__ = ["concat_facts", "facts_from_rows", "read_facts", "read_registers", "read_results", "read_units"]

_ROOMS = {
    "concat_facts": "join", "facts_from_rows": "facts", "read_facts": "facts", "read_registers": "registers",
    "read_results": "results", "read_units": "units",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load a door from its module."""
    if name in _ROOMS:
        return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
    raise AttributeError(name)
