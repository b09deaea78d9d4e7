"""The demo: every scheme that comes with Youju is checked, scored, printed and verified."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from youju.cli import out
from youju.cli.bundles import may_order
from youju.engine import show
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.verify import verify_bundle
from youju.engine.bundle.write import write_bundle
from youju.engine.case import open_case
from youju.engine.explain import explain
from youju.engine.page import as_page
from youju.engine.period import Period
from youju.engine.problems import BadInputError, Problem
from youju.engine.statement.text import as_text

TOP = 10
SHIPPED = (Path(__file__).resolve().parents[1] / "_schemes", Path(__file__).resolve().parents[3] / "schemes")


def shipped() -> list[Path]:
    """Return the scheme folders that come with Youju: from the package, or from the source tree beside it."""
    home = next((place for place in SHIPPED if place.is_dir()), None)
    found = sorted(path.parent for path in home.glob("*/scheme.yaml")) if home else []
    if not found:
        raise BadInputError(
            [
                Problem(
                    "schemes/",
                    "demo",
                    "没有找到随附方案",
                    "重新安装 youju",
                    "no schemes found",
                    "install youju again",
                )
            ]
        )
    return found


def run_demo(target: Path, *, json: bool) -> None:
    """Score all shipped schemes into ``target`` (made anew); print a board and one statement of marks each, and write a page each."""
    bundles = []
    for home in shipped():
        bundle = _scored(home, target / home.name)
        verified = not verify_bundle(bundle.path)
        rows = show.rows(bundle)
        before = _before(home, bundle, target / f"{home.name}-previous")
        if before is not None:
            show.add_changes(rows, show.rows(before))
        sheet = target / f"{home.name}.html"
        sheet.write_text(as_page(bundle, [dict(row) for row in rows]), encoding="utf-8")
        root = bundle.manifest["root"]
        bundles.append(
            {
                "scheme": home.name,
                "bundle": str(bundle.path),
                "page": str(sheet),
                "root": root,
                "verified": verified,
            }
        )
        if not json:
            _print(bundle, rows, sheet, verified=verified)
    if json:
        out.give(bundles)
    else:
        out.say(
            f"看榜 youju board {target}/<方案>；看一个单位的每一分 youju explain {target}/<方案> <单位代码>；重算核验 youju verify {target}/<方案>"
        )


def _scored(home: Path, target: Path, period: str | None = None) -> Bundle:
    """Score a folder into a bundle made anew."""
    shutil.rmtree(target, ignore_errors=True)
    case = open_case(home, period=period)
    write_bundle(case.score(), target, folder=home, facts=case.facts, as_of=case.as_of)
    return Bundle(target)


def _before(home: Path, bundle: Bundle, target: Path) -> Bundle | None:
    """Score the round before, where the scheme was in force and the facts are about it."""
    period = Period.parse(bundle.manifest["period"]).back()
    case = open_case(home)
    if period not in case.facts.periods or period.start < case.scheme.in_force.from_.start:
        return None
    return _scored(home, target, str(period))


def _print(bundle: Bundle, rows: list[dict[str, Any]], sheet: Path, *, verified: bool) -> None:
    for table in show.as_tables(bundle, rows, order=may_order(bundle), limit=TOP):
        out.console.print(table)
        out.say("")
    first = next((row for row in rows if row["total"] is not None), None)
    if first is not None:
        out.say(as_text(explain(bundle, first["unit"])))
    out.say(f"{'重算核验一致' if verified else '重算核验不一致'}，根哈希 {bundle.manifest['root']}")
    out.say(f"网页（每一分都能点开）{sheet}\n")
