"""A board as one self-contained page: bands, contribution bars, sparklines, reasons that unfold; printable, no script, no outside request."""

from __future__ import annotations

from collections import Counter, defaultdict
from html import escape
from typing import Any

from youju.engine.bundle.read import Bundle
from youju.engine.explain import Explainer
from youju.engine.page_parts import bars, statement_table
from youju.engine.page_style import COLOURS, STYLE
from youju.engine.show import in_circles, league, name_circles, number
from youju.engine.statement.lines import Statement

UNFOLDED = 2000
"""Up to so many units the page carries every reason; larger boards point to ``youju explain``."""


def as_page(bundle: Bundle, rows: list[dict[str, Any]]) -> str:
    """Return the whole page as HTML. Names from data are escaped; order is printed only where the scheme may publish it."""
    explainer = Explainer(bundle)
    rows = in_circles(rows)
    statements = _statements(explainer, rows)
    circles: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        circles[row["level"], league(row)].append(row)
    for members in circles.values():
        name_circles(bundle, members[:1])
    bands = list(dict.fromkeys([*explainer.scheme.bands, *(row["band"] for row in rows if row["band"])]))
    board = _Board(explainer, statements, {band: COLOURS[i % len(COLOURS)] for i, band in enumerate(bands)})
    body = "".join(board.circle(members) for members in circles.values())
    title = escape(f"{bundle.manifest['title']} {bundle.manifest['period']}")
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style></head><body>{_head(explainer, rows)}<main>{body}</main>{_foot(bundle)}</body></html>"
    )


def _head(explainer: Explainer, rows: list[dict[str, Any]]) -> str:
    scheme, period = explainer.scheme, explainer.period
    basis = scheme.basis
    document = f"{basis.issuer}《{basis.title}》{f'（{basis.number}）' if basis.number else ''}"
    notes = []
    if scheme.example:
        notes.append("示例：数字是编的，用来说明方法，不得引用。")
    if any(row["band"] and not row["published"] for row in rows):
        notes.append("本页有内部掌握的档次，只供内部使用，不得张贴、公开。")
    if scheme.attribution:
        notes.append(scheme.attribution)
    said = "".join(f'<p class="note">{escape(note)}</p>' for note in notes)
    about = f'<p class="lead">{escape(scheme.description)}</p>' if scheme.description else ""
    return (
        f'<header><h1>{escape(scheme.title)}</h1><p class="sub">{escape(str(period))} · 方案 {escape(scheme.version)} 版 · 依据 {escape(document)}</p>'
        f'{about}{said}<p class="sub">点开一行，看每一分的条款、数值、比较对象和佐证。</p></header>'
    )


def _foot(bundle: Bundle) -> str:
    return f"<footer><p>根哈希 {escape(bundle.manifest['root'])}。任何人可用 youju verify 重算核验。</p></footer>"


def _statements(explainer: Explainer, rows: list[dict[str, Any]]) -> dict[str, Statement]:
    """Return the statement of every unit on the board, when the board is small enough to carry them."""
    wanted = {row["unit"] for row in rows}
    if len(wanted) > UNFOLDED:
        return {}
    reasons: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for reason in explainer.bundle.all_reasons().to_pylist():
        reasons[reason["unit"]].append(reason)
    facts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for fact in explainer.bundle.facts().to_pylist():
        facts[fact["unit"]].append(fact)
    standings: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        standings[row["unit"]].append(dict(row))
    return {unit: explainer.statement(unit, reasons[unit], facts[unit], standings[unit]) for unit in wanted}


class _Board:
    """Draws the circles of one board."""

    def __init__(
        self, explainer: Explainer, statements: dict[str, Statement], colours: dict[str, str]
    ) -> None:
        publish = explainer.scheme.publish
        self.order = publish.order and publish.approval is not None
        self.statements, self.colours = statements, colours

    def circle(self, members: list[dict[str, Any]]) -> str:
        """Return one circle: its name, how many stand in each band, and its units."""
        change = any("total_before" in row for row in members)
        counted = Counter(row["band"] for row in members if row["band"])
        summary = " ".join(f"{self.band(band)} {count}" for band, count in counted.items())
        head = '<span class="n">{}</span><span>单位</span><span class="n">得分</span><span class="n">{}</span><span>榜</span><span>各项得分</span>'
        return (
            f'<section{"" if self.order else " class=bands"}><h2>{escape(str(members[0]["circle"]))}</h2><p class="sub">{len(members)} 个单位 {summary}</p>'
            f'<div class="row head">{head.format("位次" if self.order else "", "比上期" if change else "")}</div>'
            + "".join(self.row(row) for row in members)
            + "</section>"
        )

    def band(self, name: str, *, published: bool = True) -> str:
        """Return a band as a framed word."""
        inside = "" if published else "（内部）"
        return f'<span class="band" style="color:{self.colours[name]}">{escape(name)}{inside}</span>'

    def row(self, row: dict[str, Any]) -> str:
        """Return one unit: a line that unfolds to its statement."""
        statement = self.statements.get(row["unit"])
        total = "暂不计分" if row["total"] is None else format(row["total"], "f")
        band = self.band(row["band"], published=row["published"]) if row["band"] else ""
        line = (
            f'<span class="n">{self._place(row)}</span><span class="unit">{escape(str(row["title"]))}</span><span class="n total">{total}</span>'
            f'<span class="n">{self._change(row)}</span><span>{band}</span><span>{bars(statement.lines) if statement else ""}</span>'
        )
        if statement is None:
            return f'<div class="row">{line}</div>'
        return f'<details><summary class="row">{line}</summary>{statement_table(statement)}</details>'

    def _place(self, row: dict[str, Any]) -> str:
        place = str(row["place"]) if self.order and row["place"] is not None else ""
        if row["low"] is not None:
            place += f"<small>{number(row['low'])}–{number(row['high'])} 位</small>"
        return place

    def _change(self, row: dict[str, Any]) -> str:
        before = row.get("total_before")
        if before is None or row["total"] is None:
            return ""
        moved = row["total"] - before
        arrow = "▲" if moved > 0 else "▼" if moved < 0 else "＝"
        then = row.get("band_before")
        band = f"<small>原 {escape(str(then))}</small>" if then and then != row["band"] else ""
        return f"{arrow} {moved:+f}{band}"
