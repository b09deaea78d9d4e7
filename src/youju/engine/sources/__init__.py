"""The doors to data: units, facts, registers and results, from CSV, Parquet, Excel or memory, exact or refused as a whole."""

from youju.engine.sources.facts import facts_from_rows, read_facts
from youju.engine.sources.join import concat_facts
from youju.engine.sources.registers import read_registers
from youju.engine.sources.results import read_results
from youju.engine.sources.units import read_units

__all__ = ["concat_facts", "facts_from_rows", "read_facts", "read_registers", "read_results", "read_units"]
