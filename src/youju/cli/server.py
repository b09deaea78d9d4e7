"""The verbs of the web part. They need `youju[web]`; everything else of the command does without it."""

from __future__ import annotations

from typing import Annotated

import typer

NEEDS_WEB = (
    "这个命令需要网页部分，现在只装了引擎。请运行：pip install 'youju[web]'\n"
    "This command needs the web part: pip install 'youju[web]'"
)


def manage(context: typer.Context) -> None:
    """运行管理命令，例如 migrate、firstadmins、newkey、auditlog。 Run a management command of the house."""
    needs_web()
    from youju.config.__main__ import main

    main(context.args)


def serve(
    host: Annotated[str, typer.Option(help="监听地址 · address")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口 · port")] = 8000,
    workers: Annotated[int, typer.Option(help="进程数 · processes")] = 2,
) -> None:
    """启动网页服务。 Serve the pages and the API."""
    needs_web()
    from granian import Granian
    from granian.constants import Interfaces

    # One thread with a connection of its own per request in flight: WSGI, not ASGI (docs/adr, Django #33497).
    Granian(
        "youju.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
    ).serve()


def needs_web() -> None:
    """Leave with 2 and the way out where only the engine is installed."""
    import importlib.util

    if importlib.util.find_spec("django") is None:
        typer.echo(NEEDS_WEB, err=True)
        raise typer.Exit(2)
