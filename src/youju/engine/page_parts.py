"""The parts of a board's page: bars of contributions, sparklines of earlier values, the table of a statement."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from youju.engine.statement.cited import Listed
from youju.engine.statement.lines import Line, Statement
from youju.engine.statement.numbers import plain
from youju.engine.statement.text import own_marks, signed

WIDTH, HEIGHT = 150, 28
SHOWN = 200
"""Records listed per line; more are counted."""


def bars(lines: Sequence[Line]) -> str:
    """Draw the contributions as small bars around a line, one per rule, in the order of the rules; empty where nothing was given."""
    drawn = [line for line in lines if line.state != "section"]
    top = max((abs(line.contribution) for line in drawn), default=Decimal(0))
    if not top:
        return ""
    below = max((-line.contribution for line in drawn), default=Decimal(0))
    room = Decimal(HEIGHT - 2)
    base = room * top / (top + max(below, Decimal(0)))
    width = Decimal(WIDTH) / len(drawn)
    parts = []
    for i, line in enumerate(drawn):
        height = abs(line.contribution) / (top + max(below, Decimal(0))) * room
        y = base - height if line.contribution >= 0 else base
        colour = "var(--plus)" if line.contribution >= 0 else "var(--minus)"
        parts.append(
            f'<rect x="{i * width:.1f}" y="{y + 1:.1f}" width="{max(width - 1, Decimal(1)):.1f}" height="{max(height, Decimal(1)):.1f}" fill="{colour}">'
            f"<title>{escape(line.title)} {signed(line.contribution)}</title></rect>"
        )
    said = "；".join(f"{line.title} {signed(line.contribution)}" for line in drawn)
    return f'<svg width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(said)}">{"".join(parts)}</svg>'


def sparkline(history: Sequence[tuple[str, Decimal]]) -> str:
    """Draw earlier values as a line with a dot at the end; empty with fewer than three."""
    if len(history) < 3:
        return ""
    values = [value for _, value in history]
    low, spread = min(values), max(values) - min(values)
    step = Decimal(86) / (len(values) - 1)
    points = [
        (2 + i * step, 20 - (16 * (value - low) / spread if spread else Decimal(8)))
        for i, value in enumerate(values)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    said = escape("，".join(f"{period} {plain(value)}" for period, value in history))
    x, y = points[-1]
    return (
        f'<svg width="90" height="24" viewBox="0 0 90 24" role="img" aria-label="{said}"><title>{said}</title>'
        f'<polyline points="{path}" fill="none" stroke="var(--plus)" stroke-width="1.5"/><circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="var(--minus)"/></svg>'
    )


def statement_table(statement: Statement) -> str:
    """Return a statement of marks as a table whose lines add up to the total."""
    total = "暂不计分" if statement.total is None else plain(statement.total)
    trend = any(line.history for line in statement.lines)
    head = f'<tr><th>项目</th><th>条款</th><th>依据</th>{"<th>走势</th>" if trend else ""}<th class="n">计入总分</th></tr>'
    rows = "".join(_row(line, trend=trend) for line in statement.lines)
    wide = 4 if trend else 3
    return f'<table>{head}{rows}<tr class="section"><td colspan="{wide}">合计</td><td class="n">{total}</td></tr></table>'


def _row(line: Line, *, trend: bool) -> str:
    indent = f' style="padding-left:{2 * line.depth + 1}ch"' if line.depth else ""
    section = line.state == "section"
    marks = "" if section else signed(line.contribution)
    how = f"<small>计分：{escape(line.how)}</small>" if line.how and line.how != line.because else ""
    proof = f"<small>佐证：{escape('、'.join(line.evidence))}</small>" if line.evidence else ""
    spark = f"<td>{sparkline(line.history)}</td>" if trend else ""
    return (
        f'<tr{" class=section" if section else ""}><td{indent}>{escape(line.title)}</td><td class="clause">{escape(line.clause)}</td>'
        f'<td>{escape(line.because)}{escape(own_marks(line))}{how}{proof}{"".join(map(_listed, line.records))}</td>{spark}<td class="n">{marks}</td></tr>'
    )


def _listed(listed: Listed) -> str:
    """Return records as a list that unfolds; those that fall short of a condition are named at once."""
    if listed.population is not None:
        short = "".join(f'<li class="short">未符合：{escape(text)}</li>' for text in listed.short)
        head = f"{escape(listed.register)}：共 {listed.population} 条，符合 {len(listed.found)} 条"
        return f"<small>{head}</small>{f'<ul>{short}</ul>' if short else ''}{_folded('符合的', listed.found)}"
    if not listed.found:
        return f"<small>{escape(listed.register)}：没有记录</small>"
    return _folded(f"{listed.register}：{len(listed.found)} 条", listed.found)


def _folded(head: str, found: Sequence[str]) -> str:
    if not found:
        return ""
    more = f"<li>…… 另有 {len(found) - SHOWN} 条</li>" if len(found) > SHOWN else ""
    items = "".join(f"<li>{escape(text)}</li>" for text in found[:SHOWN])
    return f"<details><summary>{escape(head)}</summary><ul>{items}{more}</ul></details>"
