"""A publication as data to be taken over: its places and the facts behind them, exact, as outsiders may see them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from youju.flow.boards.selectors import board_of, reader_of
from youju.flow.ledger.exchange import plain
from youju.flow.publications.models import Publication
from youju.flow.schemes.selectors import scheme_of
from youju.flow.scores.bundles import opened
from youju.kernel.errors import Refusal

MOST = 200_000
"""Facts that are handed out as text; more are read from the bundle."""
PLACES = {
    "circle": "同组", "unit": "单位代码", "title": "单位", "band": "档次", "total": "得分", "place": "位次", "of": "同组单位数",
}  # fmt: skip
FACTS = {
    "unit": "单位代码", "title": "单位", "indicator": "指标代码", "indicator_title": "指标", "period": "周期", "value": "数值",
    "measure": "计量单位", "recorded_at": "记入时间", "evidence": "佐证",
}  # fmt: skip


def places_of(publication: Publication) -> list[dict[str, Any]]:
    """Return who stands where: marks and places only where the scheme publishes them, nothing of groups that are too small."""
    score = publication.score
    numbers = reader_of(score, inside=False).numbers
    return [
        {
            "circle": circle.title, "unit": row.unit, "title": row.title, "band": row.band,
            "total": None if row.total is None or not numbers else f"{row.total:f}",
            "place": row.place if numbers else None, "of": circle.of,
        }
        for circle in board_of(score, inside=False) if not circle.withheld for row in circle.rows
    ]  # fmt: skip


def facts_of(publication: Publication) -> list[dict[str, Any]]:
    """Return what the marks were worked out from: of each unit, indicator and period the value that counted."""
    score = publication.score
    bundle = opened(score.root)
    table = bundle.facts()
    if table.num_rows > MOST:
        raise Refusal(
            "没有取出", f"事实有 {table.num_rows} 条，超过 {MOST} 条", "下载核验包，里面的 facts.parquet 是全部",
            english=f"Nothing was handed out: there are more than {MOST} facts. Read facts.parquet in the bundle.",
        )  # fmt: skip
    rows = table.to_pylist()
    counted = {(row["unit"], row["indicator"], row["period"]): row for row in sorted(rows, key=_recorded)}
    titles = dict(zip(bundle.units["code"].to_pylist(), bundle.units["title"].to_pylist(), strict=True))
    asked = scheme_of(score.round.scheme_version).indicators
    return [_fact(row, titles, asked) for _key, row in sorted(counted.items())]


def _recorded(row: dict[str, Any]) -> str:
    return row["recorded_at"].isoformat() if row["recorded_at"] else ""


def _fact(row: dict[str, Any], titles: dict[str, str], asked: Any) -> dict[str, Any]:
    known = asked.get(row["indicator"])
    return {
        "unit": row["unit"], "title": titles.get(row["unit"], ""), "indicator": row["indicator"],
        "indicator_title": getattr(known, "title", None) or row["indicator"], "period": row["period"],
        "value": None if row["value"] is None else f"{row['value'].normalize():f}", "measure": getattr(known, "measure", None),
        "recorded_at": _recorded(row), "evidence": row["evidence"],
    }  # fmt: skip


def csv_of(heads: dict[str, str], rows: Iterable[dict[str, Any]]) -> str:
    """Return rows as a sheet: UTF-8 with a mark, as spreadsheets want it, and nothing that one would run as a formula."""
    out = io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out)
    writer.writerow(heads.values())
    writer.writerows([_text(name, row[name]) for name in heads] for row in rows)
    return out.getvalue()


def _text(name: str, value: Any) -> Any:
    if value is None or name in ("total", "value"):
        return value
    return plain(
        ", ".join(map(str, value))
        if isinstance(value, Sequence) and not isinstance(value, str)
        else str(value)
    )


def json_of(publication: Publication, facts: list[dict[str, Any]]) -> str:
    """Return a publication as JSON: what it is, its places and these of its facts, every number as exact text."""
    score = publication.score
    published = publication.published_at
    said = {
        "title": publication.title, "kind": publication.kind, "scheme": score.round.scheme.code,
        "version": score.round.scheme_version.version, "period": str(score.round.period), "root": publication.root,
        "published_at": timezone.localtime(published).isoformat() if published else None,
        "places": places_of(publication), "facts": facts,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=1, default=str)
