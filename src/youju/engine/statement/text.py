"""A statement of marks as its unit would read it: printed lines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from youju.engine.show import circle_name
from youju.engine.statement.cited import Listed
from youju.engine.statement.lines import Line, Statement
from youju.engine.statement.numbers import plain

LISTED = 6
"""Records printed per line; the page and --json have them all."""


def as_text(statement: Statement) -> str:
    """Print a statement as its unit would read it."""
    mark = "【示例】" if statement.example else ""
    lines = [
        f"得分说明书  {statement.title}（{statement.unit}）{mark}",
        f"{statement.scheme_title}  {statement.period}  方案 {statement.version} 版",
    ]
    for line in statement.lines:
        lines += _line(line)
    lines.append(f"  合计 {'暂不计分' if statement.total is None else plain(statement.total) + ' 分'}")
    lines += [f"  {said}" for said in map(standing_words, statement.standings) if said]
    # a line break inside a name would pass for a line of the statement
    return "\n".join(" ".join(line.splitlines()) for line in lines)


def _line(line: Line) -> Iterator[str]:
    indent = "  " * (line.depth + 1)
    clause = f"［{line.clause}］" if line.clause else ""
    if line.state == "section":
        yield f"{indent}{line.title}{clause}：{line.because}"
        return
    yield f"{indent}{signed(line.contribution):>7} 分  {line.title}{clause}：{line.because}{own_marks(line)}"
    behind = f"{indent}            "
    if line.how and line.how != line.because:
        yield f"{behind}计分 {line.how}"
    for listed in line.records:
        yield from (f"{behind}{text}" for text in listed_words(listed, LISTED))
    if line.evidence:
        yield f"{behind}佐证 {'、'.join(line.evidence)}"


def own_marks(line: Line) -> str:
    """Say what a rule gave by itself where weights or what does not apply make it count for another amount."""
    if line.marks is None or line.marks == line.contribution or line.state not in {"given", "filled"}:
        return ""
    return f"，本项得 {plain(line.marks)} 分，折算计入"


def listed_words(listed: Listed, at_most: int | None = None) -> Iterator[str]:
    """Yield what a register holds behind a mark: those that fall short are named first, and all of them."""
    if listed.population is not None:
        yield f"{listed.register}：共 {listed.population} 条，符合 {len(listed.found)} 条"
        yield from (f"  未符合：{text}" for text in listed.short)
        return
    if not listed.found:
        yield f"{listed.register}：没有记录"
        return
    yield f"{listed.register}：{len(listed.found)} 条"
    yield from (f"  {text}" for text in listed.found[:at_most])
    if at_most is not None and len(listed.found) > at_most:
        yield f"  …… 另有 {len(listed.found) - at_most} 条"


def signed(number: Decimal) -> str:
    """Write a contribution with its sign; nothing is 0."""
    return f"+{plain(number)}" if number > 0 else plain(number)


def standing_words(standing: dict[str, Any]) -> str:
    """Say where a unit stands in one circle; empty where it stands in none."""
    if standing["group"] is None:
        return ""
    band = standing["band"]
    said = "" if band is None else f"：{band}" if standing["published"] else f"：{band}（内部掌握，不公开）"
    return f"{circle_name(standing)}，{standing['of']} 个单位{said}"
