"""The demo: every scheme that comes with Youju is checked, scored, printed and verified."""

from __future__ import annotations

import shutil
from pathlib import Path

from youju.cli import out
from youju.cli.bundles import may_order
from youju.engine import show
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.verify import verify_bundle
from youju.engine.bundle.write import write_bundle
from youju.engine.case import open_case
from youju.engine.explain import as_text, explain
from youju.engine.problems import BadInputError, Problem

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
    """Score all shipped schemes into ``target`` (made anew) and print a board and one statement of marks each."""
    bundles = []
    for home in shipped():
        bundle = target / home.name
        shutil.rmtree(bundle, ignore_errors=True)
        case = open_case(home)
        result = case.score()
        root = write_bundle(result, bundle, folder=home, facts=case.facts, as_of=case.as_of)
        differences = verify_bundle(bundle)
        bundles.append(
            {"scheme": home.name, "bundle": str(bundle), "root": root, "verified": not differences}
        )
        if not json:
            _print(bundle, verified=not differences)
    if json:
        out.give(bundles)
    else:
        out.say(
            f"成果包在 {target}。看榜 youju board {target}/<方案>，看分 youju explain {target}/<方案> <单位>，核验 youju verify {target}/<方案>"
        )


def _print(path: Path, *, verified: bool) -> None:
    bundle = Bundle(path)
    rows = show.rows(bundle)
    for table in show.as_tables(bundle, rows, order=may_order(bundle), limit=TOP):
        out.console.print(table)
        out.say("")
    first = next((row for row in rows if row["total"] is not None), None)
    if first is not None:
        out.say(as_text(explain(bundle, first["unit"])))
    out.say(f"{'核验一致' if verified else '核验不一致'} {bundle.manifest['root']}\n")
