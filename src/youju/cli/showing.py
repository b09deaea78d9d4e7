"""The command `youju demo`: the shipped schemes scored and printed, then a whole invented city to walk through."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from youju.cli import out

Json = Annotated[bool, typer.Option("--json", help="print the boards for machines 输出 JSON(只评分)")]


def demo(
    target: Annotated[Path, typer.Option("--out", help="where everything goes 放在哪里")] = Path("var/demo"),
    *,
    engine: Annotated[
        bool, typer.Option("--engine", help="only score the shipped schemes 只给自带的方案评分")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="build the city anew 重建演示城市")] = False,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="serve the pages when built 建好后打开网页")
    ] = True,
    port: Annotated[int, typer.Option(help="端口 · port")] = 8000,
    json: Json = False,
) -> None:
    """Score the shipped schemes, build a city of invented villages, and open it in the browser 演示."""
    from youju.cli.demo import run_demo

    web = not (engine or json) and _has_web()
    target = target.resolve() if web else target
    if not web or _to_be_built(target) or fresh:
        with out.refusing(json=json):
            run_demo(target / "boards" if web else target, json=json)
    if web:
        _city(target, fresh=fresh, serve=serve and not _nobody_looks(), port=port)


def _to_be_built(target: Path) -> bool:
    from youju.config.demo.run import NotTheDemo, is_there

    try:
        return not is_there(target)
    except NotTheDemo as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(out.BAD) from None


def _has_web() -> bool:
    import importlib.util

    return importlib.util.find_spec("django") is not None


def _nobody_looks() -> bool:
    """Whether to stop after building: DEMO_SERVE=0, or a machine that builds (CI) without a terminal."""
    said = os.environ.get("DEMO_SERVE", "")
    return said == "0" or (said == "" and bool(os.environ.get("CI")) and not sys.stdin.isatty())


def _city(target: Path, *, fresh: bool, serve: bool, port: int) -> None:
    from youju.cli.demo import shipped
    from youju.config.demo.run import HOUSE, NotTheDemo, accounts_in, environment, ready

    hdi = next(home for home in shipped() if home.name == "hdi-2021")
    try:
        said = ready(target, hdi, fresh=fresh, tell=out.say)
    except NotTheDemo as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(out.BAD) from None
    _print(said, accounts_in(target), port)
    if serve:
        home = {**os.environ, **environment(target / HOUSE)}
        words = [sys.executable, "-m", "youju", "serve", "--port", str(port)]
        # The server begins as a process that has opened nothing yet; the words are our own.
        os.execve(sys.executable, words, home)  # noqa: S606  # no shell is wanted


def _print(said: dict[str, Any], accounts: list[dict[str, str]], port: int) -> None:
    from rich.table import Table

    out.say(
        f"\n示例城市：{said['villages']} 个村，{'、'.join(said['months'])}；全部数据由固定种子生成，都标着“示例”。"
    )
    for row in said["published"]:
        out.say(f"  {row['title']}  根哈希 {row['root'][:16]}…")
    table = Table(title="账号（一次性口令，首次登录须修改）· accounts with one-time passwords")
    for head in ("用户名", "角色", "单位", "一次性口令"):
        table.add_column(head, no_wrap=True)
    for one in accounts:
        table.add_row(one["username"], one["role"], one["where"], one["password"])
    out.console.print(table)
    address = f"http://127.0.0.1:{port}"
    out.say(f"打开 {address}  不用登录就能看：{address}/publications/")
