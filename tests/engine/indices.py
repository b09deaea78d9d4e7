"""Published indices as scheme folders in the documented language: written out, read back, scored; no code of their own."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from youju.engine.case import open_case
from youju.engine.index.nodes import node_scores
from youju.engine.result import Result

HEAD = {
    "version": "1",
    "basis": {"title": "A published index", "issuer": "its author", "issuer_level": "international", "adopted": "2020-01-01"},
    "in_force": {"from": "2020", "to": "2020"},
    "round": {"every": "year"},
    "league": [{"level": "country", "at_least": 1}],
    "total": {"places": 9, "before_ranking": True, "ties": "best"},
    "bands": {"all": {"rest": True}},
    "publish": {"order": True, "approval": "published"},
}  # fmt: skip


def write_table(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(head)
        table.writerows(rows)


def scored(folder: Path, scheme: dict[str, Any], units: Sequence[Sequence[object]], facts: dict[str, Sequence[object]], *, columns: Sequence[str] = ()) -> Result:  # fmt: skip
    """Write a folder with a scheme, units (code and further columns) and wide facts (column → values), and score it."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = json.loads(
        json.dumps({**HEAD, **scheme})
    )  # what stands twice is written out twice: a scheme has no anchors
    (folder / "scheme.yaml").write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False), "utf-8")
    write_table(
        folder / "units.csv",
        ("code", "title", "level", *columns),
        ((unit[0], unit[0], "country", *unit[1:]) for unit in units),
    )
    rows = zip([unit[0] for unit in units], *facts.values(), strict=True)
    write_table(folder / "facts.csv", ("unit", *facts), rows)
    return open_case(folder).score()


def nodes(result: Result) -> dict[str, np.ndarray]:
    """Scores of every node by id, in the order of the units."""
    return node_scores(result.levels[0].tree)


def places(result: Result, key: str | None = None) -> list[int]:
    """Places of all units in one league, in the order of the units (0 for none)."""
    return [int(result.place(unit, key) or 0) for unit in result.units.codes]
