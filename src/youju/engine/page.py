"""A board as one self-contained page: bands, contribution bars, reasons that unfold; printable, no script, no outside request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from html import escape
from typing import Any

from youju.engine.bundle.read import Bundle
from youju.engine.expand import expand_scheme
from youju.engine.explain import because_of, placed, plain
from youju.engine.read import read_scheme
from youju.engine.show import league

UNFOLDED = 2000
"""Up to so many units the page carries every reason; larger boards point to ``youju explain``."""
STYLE = """
:root{--ink:#1f2937;--pale:#6b7280;--line:#d9dee5;--plus:#2f6f9f;--minus:#b5472f;--paper:#fff}
*{box-sizing:border-box}body{margin:0 auto;max-width:64rem;padding:2rem 1.25rem;color:var(--ink);background:var(--paper);
font:15px/1.6 "Noto Sans SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif}
h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:2px solid var(--ink);padding-bottom:.25rem}
p.sub{color:var(--pale);margin:.25rem 0 1rem}.row{display:grid;grid-template-columns:3.5rem 1fr 7rem 8rem 9rem;gap:.75rem;align-items:center;
padding:.3rem .25rem;border-bottom:1px solid var(--line)}.head{color:var(--pale);font-size:.85rem}
.n{text-align:right;font-variant-numeric:tabular-nums}.band{display:inline-block;padding:0 .5rem;border:1px solid currentColor;border-radius:2px;font-size:.85rem}
summary{cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}summary:focus-visible{outline:2px solid var(--plus)}
details[open]>summary{background:#f4f6f8}table{width:100%;border-collapse:collapse;margin:.25rem 0 1rem;font-size:.9rem}
th{text-align:left;font-weight:normal;color:var(--pale)}td,th{padding:.15rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}
svg{display:block}.foot{margin-top:2rem;color:var(--pale);font-size:.8rem;overflow-wrap:anywhere}
@media(max-width:40rem){.row{grid-template-columns:2.5rem 1fr 5rem}.row>:nth-child(n+4){display:none}}
@media print{body{max-width:none;padding:0}details{break-inside:avoid}}
"""
COLOURS = ("#a61b29", "#1d6a96", "#5a6470", "#2e7d4f", "#8a5a00", "#5b3f8c")


def as_page(bundle: Bundle, rows: list[dict[str, Any]]) -> str:
    """Return the whole page as HTML. Names from data are escaped; order is printed only where the scheme may publish it."""
    scheme = read_scheme(bundle.path / "scheme").scheme
    order = scheme is not None and scheme.publish.order and scheme.publish.approval is not None
    about = bundle.manifest
    reasons = _reasons(bundle, rows)
    circles: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        circles[f"{row['level']} {league(row)}"].append(row)
    bands = list(dict.fromkeys(row["band"] for row in rows if row["band"]))
    colours = {band: COLOURS[i % len(COLOURS)] for i, band in enumerate(bands)}
    body = "".join(_circle(name, members, reasons, colours, order=order) for name, members in circles.items())
    mark = "（示例）" if about["example"] else ""
    title = escape(f"{about['title']} {about['period']}{mark}")
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1>"
        f'<p class="sub">{escape(about["scheme"])} {escape(about["version"])} 版。点开一行，看每一分的条款、数值和比较对象。</p>{body}'
        f'<p class="foot">根哈希 {escape(about["root"])}。任何人可用 youju verify 重算核验。</p></body></html>'
    )


def _reasons(bundle: Bundle, rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the reasons of every unit with what they say, when the board is small enough to carry them."""
    loaded = read_scheme(bundle.path / "scheme").scheme
    if loaded is None or len({row["unit"] for row in rows}) > UNFOLDED:
        return {}
    scheme = expand_scheme(loaded)
    where = placed(scheme)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for reason in bundle.all_reasons().to_pylist():
        at = where.get(reason["rule"])
        if at is None and not reason["contribution"]:
            continue
        words = "四舍五入的尾差，或总分的上下限" if at is None else because_of(scheme, at.rule, reason)
        title = "尾差与总分封顶" if at is None else at.rule.title or reason["rule"]
        found[reason["unit"]].append(
            {**reason, "title": title, "clause": at.clause if at else "", "because": words}
        )
    return found


def _circle(
    name: str,
    members: list[dict[str, Any]],
    reasons: dict[str, list[dict[str, Any]]],
    colours: dict[str, str],
    *,
    order: bool,
) -> str:
    head = f'<div class="row head"><span class="n">{"位次" if order else ""}</span><span>单位</span><span class="n">得分</span><span>榜</span><span>构成</span></div>'
    return f"<h2>{escape(name)}</h2>{head}" + "".join(
        _row(row, reasons.get(row["unit"], []), colours, order=order) for row in members
    )


def _row(row: dict[str, Any], reasons: list[dict[str, Any]], colours: dict[str, str], *, order: bool) -> str:
    place = str(row["place"]) if order and row["place"] is not None else ""
    if order and row["low"] is not None:
        place += f"<br><small>{row['low']}–{row['high']}</small>"
    total = "暂不计分" if row["total"] is None else format(row["total"], "f")
    band = (
        f'<span class="band" style="color:{colours[row["band"]]}">{escape(row["band"])}</span>'
        if row["band"]
        else ""
    )
    line = (
        f'<span class="n">{place}</span><span>{escape(str(row["title"]))}</span><span class="n">{total}</span>'
        f"<span>{band}</span><span>{_bars(reasons)}</span>"
    )
    if not reasons:
        return f'<div class="row">{line}</div>'
    return f'<details><summary class="row">{line}</summary>{_table(reasons)}</details>'


def _bars(reasons: Iterable[dict[str, Any]]) -> str:
    """Draw the contributions as small bars around a line, one per reason, in the order of the rules."""
    marks = [reason["contribution"] or Decimal(0) for reason in reasons]
    top = max((abs(mark) for mark in marks), default=Decimal(0))
    if not top:
        return ""
    width, parts = 140 / len(marks), []
    for i, mark in enumerate(marks):
        height = float(abs(mark) / top) * 13
        y = 14 - height if mark >= 0 else 14
        colour = "var(--plus)" if mark >= 0 else "var(--minus)"
        parts.append(
            f'<rect x="{i * width:.1f}" y="{y:.1f}" width="{max(width - 1, 0.8):.1f}" height="{height:.1f}" fill="{colour}"/>'
        )
    return f'<svg width="140" height="28" viewBox="0 0 140 28" role="img" aria-label="各项得分构成">{"".join(parts)}</svg>'


def _table(reasons: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<tr><td>{escape(r['title'])}</td><td>{escape(r['clause'])}</td><td>{escape(r['because'])}</td>"
        f'<td class="n">{plain(r["marks"])}</td><td class="n">{plain(r["contribution"])}</td></tr>'
        for r in reasons
    )
    return f'<table><tr><th>项目</th><th>条款</th><th>依据</th><th class="n">得分</th><th class="n">计入总分</th></tr>{rows}</table>'
