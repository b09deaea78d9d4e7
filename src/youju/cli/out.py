"""What commands share: printing for people or machines, refusing bad input, and a progress bar for long work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from youju.engine.problems import BadInputError, Problem
from youju.engine.show import as_json

GOOD, FINDINGS, BAD = 0, 1, 2
console = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
errors = Console(stderr=True, soft_wrap=True, highlight=False, markup=False, emoji=False)


def harmless(text: str) -> str:
    """Return text in which no control character can reach the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def say(text: str) -> None:
    """Print for people."""
    sys.stdout.write(harmless(text) + "\n")


def give(data: Any) -> None:
    """Print for machines."""
    sys.stdout.write(as_json(data) + "\n")


def refuse(problems: tuple[Problem, ...] | list[Problem], *, json: bool) -> NoReturn:
    """Print every problem and leave with 2: nothing has been written."""
    if json:
        give({"problems": [p.as_dict() for p in problems]})
    else:
        for problem in problems:
            errors.print(harmless(str(problem)))
        errors.print(
            f"共 {len(problems)} 处问题，什么也没有写 ({len(problems)} problems; nothing was written)"
        )
    raise typer.Exit(BAD)


def problem(where: str, what: str, fix: str, what_en: str, fix_en: str) -> Problem:
    """Build a problem of a command's own."""
    return Problem(where, "command", what, fix, what_en, fix_en)


def located(problem: Problem, folder: Path | None) -> Problem:
    """Return a problem of a folder's data with the folder in front of the file, as problems of scheme.yaml have it."""
    if folder is None or problem.where.startswith(str(folder)):
        return problem
    return replace(problem, where=f"{folder}/{problem.where}")


@contextmanager
def refusing(*, json: bool) -> Iterator[None]:
    """Turn bad input of any kind into printed problems and exit code 2."""
    try:
        yield
    except BadInputError as bad:
        refuse(bad.problems, json=json)
    except (OSError, LookupError, ValueError) as bad:
        refuse([_as_problem(bad)], json=json)


def _as_problem(bad: OSError | LookupError | ValueError) -> Problem:
    """Return what went wrong with a file, or with what was written, as a problem with its mend."""
    first = str(bad.args[0]) if bad.args else str(bad)
    if isinstance(bad, FileExistsError):
        where = first.split(" ", 1)[0]
        return problem(where, str(bad.args[-1]), "换一个目录名", "exists already", "choose another folder")
    if isinstance(bad, FileNotFoundError):
        where = str(bad.filename or bad)
        return problem(where, "没有这个文件或目录", "检查路径", "no such file or folder", "check the path")
    if isinstance(bad, OSError):
        return problem(
            str(bad.filename or "youju"),
            f"读写不了：{bad.strerror or bad}",
            "检查磁盘和权限；成果包用 youju verify 看哪一处变了",
            f"cannot be read or written: {bad.strerror or bad}",
            "check disk and permissions; for a bundle, youju verify says what has changed",
        )
    what, _, what_en = first.partition(" / ")
    return problem(
        "youju",
        what,
        "核对写的文件夹、成果包和编码；youju board 列出成果包里的单位",
        what_en or what,
        "check the folder, bundle and codes that were written; youju board lists the units of a bundle",
    )


@contextmanager
def progress(title: str, total: int | None, *, quiet: bool) -> Iterator[Progress | None]:
    """Show a bar on stderr while long work runs; nothing when quiet or not on a terminal. Without a ``total`` it only moves."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    bar = Progress(
        TextColumn(title),
        BarColumn(),
        *([] if total is None else [TextColumn("{task.completed}/{task.total}")]),
        TimeElapsedColumn(),
        console=errors,
        transient=True,
    )
    with bar:
        bar.add_task(title, total=total)
        yield bar


def ticking(bar: Progress | None) -> Callable[[int], None] | None:
    """Return what moves a bar on by so many, None where there is none."""
    return None if bar is None else lambda done: bar.advance(bar.task_ids[0], done)
