"""The wall chart of a register with a plan."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from youju.kernel.api import doors
from youju.kernel.clock import db_today
from youju.work.registers import selectors
from youju.work.registers.declared import declaration_of
from youju.work.registers.wall import chart as draw_wall

router = Router()


class SpanOut(Schema):
    """From one day to another, both included."""

    start: dt.date
    end: dt.date


class BarOut(Schema):
    """One line of the wall chart: where it stands in the tree, its light, and the plan against what happened."""

    number: str
    name: str
    unit: str
    parent: str = Field(description="上级记录的编号；空表示最上一层")
    depth: int
    light: str = Field(description="red、yellow、green、grey")
    light_title: str
    progress: str = Field(description="百分数，按权重由下级汇总；空表示没有声明")
    baseline: SpanOut | None
    plan: SpanOut | None
    actual: SpanOut | None


class WallOut(Schema):
    """The wall chart of a stretch of time. `cut`: there are more records than the chart draws."""

    since: dt.date
    until: dt.date
    cut: bool
    left: int = Field(description="别的时段的、没有画的有几条")
    late: int | None = Field(description="其中超期未办结的有几条；空表示太多，没有数")
    rows: list[BarOut]


class WallIn(Schema):
    """Which stretch: how wide, and the month in which it lies."""

    by: Literal["year", "quarter", "month"] = "year"
    at: str = Field(
        "", pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$", description="例如 2026-11；空表示今天所在的一段"
    )
    others: bool = Field(False, description="别的时段的记录也要")


@router.get("/{code}/wall", auth=doors("register.read"), response=WallOut, summary="作战图")
def wall(request: HttpRequest, code: str, asked: Query[WallIn]) -> Any:
    """Return the wall chart of a register: its tree against time. 404 for a register that declares no plan."""
    register = selectors.register_for(request.user, code)
    one = declaration_of(register)
    if one.plan is None:
        raise Http404(code)
    rows = selectors.records_for(request.user, register)
    drawn = draw_wall(rows, one, db_today(), span=asked.by, at=asked.at, others=asked.others)
    numbers = {row.record.pk: row.record.number for row in drawn.rows}
    return {
        "since": drawn.since, "until": drawn.until, "cut": drawn.cut, "left": drawn.left, "late": drawn.late,
        "rows": [
            {"number": row.record.number, "name": row.name, "unit": row.record.unit.code, "depth": row.depth,
             "parent": numbers.get(row.record.parent_id or 0, ""), "light": row.light, "light_title": row.word,
             "progress": row.progress,
             **{name: {"start": span[0], "end": span[1]} if span else None
                for name, span in zip(("baseline", "plan", "actual"), row.spans, strict=True)}}
            for row in drawn.rows
        ],
    }  # fmt: skip
