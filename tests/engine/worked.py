"""Small schemes, units, facts and records written by hand, for tests that ask an engine what it makes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import yaml

from youju.engine.data import UNKNOWN_TIME, Facts, Records, Units
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period

HEAD = """
scheme: worked
title: 例
version: 1
basis: {title: 关于考核的通知, issuer: 某县委办公室, adopted: 2023-01-01}
in_force: {from: 2019-01, to: 2023-12}
round: {every: month}
"""
DEFAULTS = """
league: {level: village, at_least: 1}
total: {places: 2, when: total, before_ranking: true, ties: best}
"""


class _Exact(yaml.SafeLoader):
    """Reads ``0.1`` as a Decimal, never as a float, and ``on`` as a name: only ``true`` and ``false`` are truths, as in YAML 1.2."""

    yaml_implicit_resolvers = {
        first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool" or first in "tTfF"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Exact.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: Decimal(str(loader.construct_scalar(node)))
)


def read_yaml(text: str) -> Any:
    """Read YAML with exact numbers."""
    return yaml.load(text, _Exact)


def scheme_of(text: str) -> Scheme:
    """Read a scheme; what the test does not care about is filled in, indicators named in ``names:`` get a title and stay missing."""
    given = read_yaml(text)
    names = given.pop("names", [])
    indicators = {name: {"title": name, "missing": "omit"} for name in names}
    whole = {**read_yaml(HEAD), **read_yaml(DEFAULTS), **given}
    whole["indicators"] = {**indicators, **given.get("indicators", {})} or {
        "nothing": {"title": "无", "missing": "omit"}
    }
    return Scheme.model_validate(whole)


def units_of(*rows: str, **columns: Sequence[str | None]) -> Units:
    """Read units from ``code level parent`` texts (level village and no parent when left out); further columns by name."""
    cells = [(*row.split(), "village", "-")[: max(3, len(row.split()))] for row in rows]
    cells = [
        (c[0], c[1], c[2]) if len(row.split()) == 3 else (c[0], c[1], "-")
        for c, row in zip(cells, rows, strict=True)
    ]
    codes = tuple(code for code, _, _ in cells)
    parents = [codes.index(parent) if parent != "-" else -1 for _, _, parent in cells]
    return Units(
        codes,
        codes,
        tuple(level for _, level, _ in cells),
        np.array(parents, np.int32),
        {k: tuple(v) for k, v in columns.items()},
    )


Row = tuple[str, str, str, object]


def facts_of(units: Units, rows: Sequence[Row | tuple[str, str, str, object, int | None]]) -> Facts:
    """Build facts from ``(unit, indicator, period, value[, recorded_at])`` in the order recorded."""
    names = {name: n for n, name in enumerate(dict.fromkeys(row[1] for row in rows))}
    periods = {text: n for n, text in enumerate(dict.fromkeys(row[2] for row in rows))}
    values = [_whole(row[3]) for row in rows]
    recorded = [UNKNOWN_TIME if len(row) < 5 or row[4] is None else row[4] for row in rows]
    return Facts(
        tuple(names), tuple(Period.parse(text) for text in periods),
        np.array([units.index[row[0]] for row in rows], np.int32),
        np.array([names[row[1]] for row in rows], np.int16),
        np.array([periods[row[2]] for row in rows], np.int16),
        np.array([mantissa for mantissa, _ in values], np.int64), np.array([scale for _, scale in values], np.uint8),
        np.zeros(len(rows), np.uint8), np.zeros(len(rows), np.uint8), np.array(recorded, np.int64),
        pa.nulls(len(rows), pa.string()),
    )  # fmt: skip


def _whole(given: object) -> tuple[int, int]:
    """Return a number as a whole number and how many of its digits are decimals."""
    if isinstance(given, int):
        return given, 0
    number = Decimal(str(given))
    scale = max(-int(number.as_tuple().exponent), 0)
    return int(number.scaleb(scale)), scale


def records_of(
    scheme: Scheme, units: Units, given: Mapping[str, Sequence[Mapping[str, object]]]
) -> dict[str, Records]:
    """Build every declared register from rows of fields; ``unit`` names the unit's code."""
    return {name: _register(scheme, units, name, given.get(name, ())) for name in scheme.registers}


def _register(scheme: Scheme, units: Units, name: str, rows: Sequence[Mapping[str, object]]) -> Records:
    declared = scheme.registers[name]
    cells = {f: tuple(_cell(row.get(f), declared.fields[f].type) for row in rows) for f in declared.fields}
    dates = tuple(_cell(row.get(declared.date or ""), "date") for row in rows)
    items = tuple(row.get(declared.item) if declared.item else None for row in rows)
    owner = np.array([units.index[str(row[declared.unit])] for row in rows], np.int32)
    return Records(owner, cells, dates, items, (None,) * len(rows), tuple(range(2, len(rows) + 2)))


def _cell(given: object, kind: str) -> Any:
    if given is None or given == "":
        return None
    if kind == "number":
        return Decimal(str(given))
    return date.fromisoformat(str(given)) if kind == "date" else given


def told(case: object) -> str:
    """Write a case so that a failing test can be read and run again."""
    return json.dumps(case, ensure_ascii=False, default=str, indent=1)
