"""Commands on rounds and bundles: score, board, explain, whatif, robust, verify."""

from __future__ import annotations

from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from youju.cli import out
from youju.cli.signatures import key_of
from youju.engine import page, show
from youju.engine import robust as firmness
from youju.engine import whatif as other_rules
from youju.engine.bundle import manifest
from youju.engine.bundle.close import close_case
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.verify import verify_bundle
from youju.engine.case import Case, open_case
from youju.engine.compliance import findings
from youju.engine.explain import explain as explained
from youju.engine.problems import BadInputError, Problem, blocking
from youju.engine.result import level_names
from youju.engine.statement.text import as_text

Json = Annotated[bool, typer.Option("--json", help="print for machines 输出 JSON")]
BundleDir = Annotated[Path, typer.Argument(metavar="BUNDLE", help="a bundle 成果包")]
SchemeDir = Annotated[Path, typer.Argument(metavar="DIR", help="a scheme folder 方案文件夹")]


class On(StrEnum):
    """Where the preparation runs."""

    duckdb = "duckdb"
    parts = "parts"
    spark = "spark"


class Form(StrEnum):
    """How a board is printed."""

    table = "table"
    csv = "csv"
    json = "json"
    html = "html"


def score(
    folder: SchemeDir,
    bundle: Annotated[
        Path, typer.Option("--out", metavar="BUNDLE", help="where the bundle goes 成果包写到哪里")
    ],
    facts: Annotated[
        list[Path] | None, typer.Option(help="facts instead of the folder's own 事实文件")
    ] = None,
    units: Annotated[Path | None, typer.Option(help="units instead of the folder's own 单位文件")] = None,
    period: Annotated[str | None, typer.Option(help="2023-07, 2023Q3, 2023 周期")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="leave out what was recorded later 只看此时之前记录的")
    ] = None,
    on: Annotated[
        On,
        typer.Option(help="where it runs; parts: here, one partition at a time, in little memory 在哪里算"),
    ] = On.duckdb,
    master: Annotated[
        str | None,
        typer.Option(
            help="a Spark cluster: spark://…, yarn, k8s://…, sc://… (implies --on spark) Spark 集群地址"
        ),
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Score a scheme and write a bundle; leave with 1 where its rules touch what is forbidden 评分并写成果包."""
    with out.refusing(json=json):
        with out.progress("读方案和数据", None, quiet=json):
            case = opened(folder, facts=facts or None, units=units, period=period, as_of=as_of)
        spread = on is not On.duckdb or master is not None
        alone = on is On.parts and master is None
        root, period_, units_ = (
            on_spark(case, folder, bundle, master, alone=alone, quiet=json)
            if spread
            else scored(case, folder, bundle, quiet=json)
        )
        broken = blocking(findings(case.loaded))
        if json:
            told = {"bundle": str(bundle), "root": root, "period": period_, "units": units_}
            out.give(told | ({"findings": [p.as_dict() for p in broken]} if broken else {}))
        else:
            out.say(f"{bundle}: {period_}，{units_} 个单位，根哈希 {root}")
            for problem in broken:
                out.errors.print(out.harmless(str(problem)))
    if broken:
        raise typer.Exit(out.FINDINGS)


def opened(folder: Path, **given: Any) -> Case:
    """Open a case. Raises BadInputError with the folder in front of its own files, so that they can be found from where one stands."""
    try:
        return open_case(folder, **given)
    except BadInputError as bad:
        handed = {Path(path).name for path in (*(given["facts"] or ()), given["units"]) if path}
        raise BadInputError(
            [out.located(one, folder) if _is_inside(one, folder, handed) else one for one in bad.problems]
        ) from None


def _is_inside(problem: Problem, folder: Path, handed: set[str]) -> bool:
    """Whether a problem stands in a file of the folder, and not in one that was handed in by the same name."""
    name = problem.where.split(":", maxsplit=1)[0]
    return name not in handed and (folder / name).is_file()


def scored(case: Case, folder: Path, bundle: Path, *, quiet: bool) -> tuple[str, str, int]:
    """Score a case into a bundle; return its root, period and number of units."""
    number = sum(len(case.units.at_level(name)) for name in level_names(case.scheme))
    with out.progress("写成果包", number, quiet=quiet) as bar:
        root, result = close_case(case, bundle, folder=folder, tick=out.ticking(bar))
    return root, str(result.period), number


def on_spark(
    case: Case, folder: Path, bundle: Path, master: str | None, *, alone: bool, quiet: bool
) -> tuple[str, str, int]:
    """Score a case into the same bundle partition by partition: on Spark, or here one after the other."""
    from youju.cli.cluster import session
    from youju.engine.spark.alone import Alone
    from youju.engine.spark.run import close_on_spark

    where = nullcontext(Alone()) if alone else session(master)
    said_of = "一块一块评分" if alone else "在 Spark 上评分"
    with where as spark, out.progress(said_of, None, quiet=quiet):
        root, said = close_on_spark(case, bundle, folder=folder, spark=spark)
    return root, str(said["period"]), sum(level["units"] for level in said["levels"])


def board(
    bundle: BundleDir,
    level: Annotated[str | None, typer.Option(help="only this level 只看这一级")] = None,
    form: Annotated[Form, typer.Option("--format", help="table csv json html")] = Form.table,
    previous: Annotated[
        Path | None, typer.Option(help="the bundle of the round before, to show changes 上期成果包")
    ] = None,
    intervals: Annotated[
        bool, typer.Option("--intervals", help="compute rank intervals 计算位次区间")
    ] = False,
    seed: Annotated[int, typer.Option(help="seed of the rank intervals 随机种子")] = 2023,
    *,
    json: Json = False,
) -> None:
    """Print the board of a bundle 打印榜单."""
    with out.refusing(json=json):
        opened = Bundle(bundle)
        found = show.rows(opened, _known_level(bundle, level))
        if intervals:
            firmness.fill_intervals(opened, found, seed=seed)
        if previous is not None:
            show.add_changes(found, show.rows(Bundle(previous), level))
        if json or form is Form.json:
            out.give(found)
        elif form is Form.csv:
            out.say(show.as_csv(found).rstrip("\n"))
        elif form is Form.html:
            out.say(page.as_page(opened, found))
        else:
            for table in show.as_tables(opened, found, order=may_order(opened)):
                out.console.print(table)
                out.say("")


def _known_level(bundle: Path, level: str | None) -> str | None:
    """Return a level that a bundle holds. Raises BadInputError for any other: an empty board would say that nobody is there."""
    known = [str(one["level"]) for one in manifest.load(bundle)["levels"]]
    if level is not None and level not in known:
        raise BadInputError(
            [
                out.problem(
                    "--level",
                    f"成果包里没有“{level}”这一级",
                    f"可选：{'、'.join(known)}",
                    f"no level is called {level}",
                    f"choose from: {', '.join(known)}",
                )
            ]
        )
    return level


def may_order(bundle: Bundle) -> bool:
    """Return whether the scheme in a bundle may print ordinal places."""
    scheme = bundle.scheme
    return scheme is not None and scheme.publish.order and scheme.publish.approval is not None


def explain(
    bundle: BundleDir,
    unit: Annotated[str, typer.Argument(help="the code of a unit 单位代码")],
    rule: Annotated[str | None, typer.Argument(help="one rule only 只看一条规则")] = None,
    *,
    json: Json = False,
) -> None:
    """Print the statement of marks of one unit 打印得分说明书."""
    with out.refusing(json=json):
        statement = explained(Bundle(bundle), unit, rule)
        if json:
            out.give(statement.as_dict())
        else:
            out.say(as_text(statement))


def whatif(bundle: BundleDir, folder: SchemeDir, *, json: Json = False) -> None:
    """Score a closed round again with other rules: who moves, why, and by which rule 换规则试算."""
    with out.refusing(json=json):
        found = other_rules.compare(Bundle(bundle), folder)
        if json:
            out.give(found.as_dict())
        else:
            out.say(found.as_text())


def robust(
    bundle: BundleDir,
    runs: Annotated[int, typer.Option(min=10, max=100_000, help="replications 重复次数")] = 1000,
    noise: Annotated[
        float, typer.Option(min=0, max=1, help="relative noise of weights 权重的相对扰动")
    ] = 0.25,
    seed: Annotated[int, typer.Option(help="seed 随机种子")] = 2023,
    error: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="relative error of reported values, scored again in every run 数据误差"
        ),
    ] = 0.0,
    *,
    json: Json = False,
) -> None:
    """Say how firm the places are: rank intervals, statistical ties, saturated and doubled indicators 位次稳健性."""
    with out.refusing(json=json):
        with out.progress("扰动重算", None, quiet=json):
            found = firmness.firmness(Bundle(bundle), runs=runs, noise=noise, seed=seed, error=error)
        if json:
            out.give(found.as_dict())
        else:
            out.say(found.as_text())


def verify(
    bundle: BundleDir,
    key: Annotated[
        Path | None, typer.Option(help="the key that must have signed it, PEM 必须由这把公钥签名")
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Recompute a bundle bit for bit; say the first file, row and column that differ, and whose key signed it 重算核验."""
    with out.refusing(json=json):
        if not (bundle / manifest.NAME).is_file():
            raise ValueError(f"{bundle} 不是成果包（没有 {manifest.NAME}） / not a bundle")
        with out.progress("重算核验", units_in(bundle), quiet=json) as bar:
            found = verify_bundle(bundle, tick=out.ticking(bar))
        signer = ""
        if not found:
            signer, found = key_of(bundle, str(manifest.load(bundle)["root"]), wanted=key)
        if json:
            out.give(
                {
                    "verified": not found,
                    "root": None if found else manifest.load(bundle)["root"],
                    "signed_by": signer or None,
                    "differences": [vars(d) for d in found],
                }
            )
        elif found:
            for difference in found:
                out.say(str(difference))
        else:
            out.say(f"核验一致 verified: {manifest.load(bundle)['root']}")
            if signer:
                out.say(f"签名有效，密钥指纹 signed by key sha256:{signer}")
    if found:
        raise typer.Exit(out.FINDINGS)


def units_in(bundle: Path) -> int | None:
    """Return how many units a bundle says it holds, None where it does not say."""
    try:
        return sum(int(level["units"]) for level in manifest.load(bundle)["levels"])
    except (ValueError, LookupError, TypeError):
        return None


def verify_manifest(bundle: BundleDir, *, json: Json = False) -> None:
    """Check every byte against the manifest with the standard library alone 只核对清单."""
    raise typer.Exit(manifest.main([str(bundle), *(["--json"] if json else [])]))
