"""What travels between driver and workers: units and facts as Arrow streams, a stretch of facts or a partition's units at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from youju.engine.data import Facts, Units
from youju.engine.period import Period
from youju.engine.sources.stream import DoubtfulError

Rows = NDArray[np.int64]
_SQUEEZED = pa.ipc.IpcWriteOptions(compression="lz4")


def pack(columns: dict[str, Any], about: dict[str, Any]) -> bytes:
    """Return columns and what is said about them as one Arrow stream."""
    table = pa.table(columns).replace_schema_metadata({"about": json.dumps(about, ensure_ascii=False)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=_SQUEEZED) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def unpack(data: bytes) -> tuple[pa.Table, dict[str, Any]]:
    """Return what ``pack`` was given."""
    table = pa.ipc.open_stream(data).read_all()
    return table, json.loads(table.schema.metadata[b"about"])


def array(table: pa.Table, name: str) -> NDArray[Any]:
    """Return a column without gaps as an array."""
    column: NDArray[Any] = table[name].to_numpy()
    return column


def pack_units(units: Units, seen: Rows, about: dict[str, Any]) -> bytes:
    """Return a tree of units, with the number each has in the round."""
    texts: dict[str, tuple[str | None, ...]] = {
        "code": units.codes,
        "title": units.titles,
        "level": units.levels,
    }
    texts |= {f"+{name}": column for name, column in units.columns.items()}
    columns = {name: pa.array(column, pa.large_string()) for name, column in texts.items()}
    return pack({**columns, "parent": units.parents, "seen": seen}, {**about, "levels": units.level_names})


def unpack_units(data: bytes) -> tuple[Units, Rows, dict[str, Any]]:
    """Return what ``pack_units`` was given."""
    table, about = unpack(data)

    def texts(name: str) -> tuple[Any, ...]:
        return tuple(table[name].to_pylist())

    more = {name[1:]: texts(name) for name in table.schema.names if name.startswith("+")}
    units = Units(texts("code"), texts("title"), texts("level"), array(table, "parent"), more)
    vars(units)["level_names"] = tuple(about["levels"])
    return units, array(table, "seen"), about


def pack_facts(facts: Facts, keep: Rows, unit: NDArray[np.int32], first: int) -> bytes:
    """Return some rows of facts, as the facts of ``unit`` (their new numbers); the row numbers count from ``first``."""
    scale, relation = facts.scale[keep], facts.relation[keep]
    columns: dict[str, Any] = {
        "unit": unit,
        "indicator": facts.indicator[keep],
        "period": facts.period[keep],
        "mantissa": facts.mantissa[keep],
        "recorded_at": facts.recorded_at[keep],
        "row": keep.astype(np.int32),
    }
    same = {}
    for name, column in (("scale", scale), ("relation", relation)):
        if len(column) and bool((column == column[0]).all()):
            same[name] = int(column[0])
        else:
            columns[name] = column
    about = {
        "first": first,
        "same": same,
        "indicators": facts.indicators,
        "periods": [str(period) for period in facts.periods],
    }
    return pack(columns, about)


def unpack_facts(data: bytes) -> tuple[Facts, Rows]:
    """Return the facts ``pack_facts`` was given (without basis and evidence, which no rule looks at) and the rows they stood in.

    Raises DoubtfulError where they could not be read without a doubt.
    """
    table, about = unpack(data)
    if "doubt" in about:
        raise DoubtfulError(about["doubt"])
    rows = table.num_rows

    def small(name: str) -> NDArray[np.uint8]:
        if name in about["same"]:
            return np.broadcast_to(np.uint8(about["same"][name]), rows)
        return array(table, name)

    periods: Sequence[Period] = [Period.parse(text) for text in about["periods"]]
    facts = Facts(
        tuple(about["indicators"]), tuple(periods), array(table, "unit"), array(table, "indicator"), array(table, "period"),
        array(table, "mantissa"), small("scale"), small("relation"), np.broadcast_to(np.uint8(0), rows), array(table, "recorded_at"),
        pa.nulls(rows, pa.string()),
    )  # fmt: skip
    return facts, array(table, "row").astype(np.int64) + about["first"]
