"""The whole database as one file, as it stood at one moment, and back again. SQLite by its online backup, PostgreSQL by pg_dump."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from youju.kernel.errors import Refusal

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


@dataclass(frozen=True, slots=True)
class Moment:
    """The log and the steps of the database as they stand in a copy."""

    size: int
    root: str
    note: str
    migrations: tuple[str, ...]


def dump(target: Path) -> Moment:
    """Write the database as it stands at one moment into a file, while others go on working, and say what stands in it."""
    if connection.vendor == "postgresql":
        with _one_moment() as snapshot:
            _client("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
            with connection.cursor() as cursor:
                return _moment(cursor)
    with (
        closing(sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        # All pages in one step: others may write meanwhile and are not in it.
        source.backup(copy, pages=-1)
        told = copy.execute("PRAGMA integrity_check").fetchone()[0]
        moment = _moment(copy.cursor())
    if told != "ok":
        raise Refusal(
            "没有备份", f"数据库检查没有通过：{told}", "先停机，用上一份备份恢复，保留现场查原因",
            english=f"The database does not pass its integrity check: {told}.",
        )  # fmt: skip
    return moment


def _moment(cursor: Any) -> Moment:
    cursor.execute("SELECT size, sha256, note FROM kernel_treehead ORDER BY size DESC LIMIT 1")
    size, root, note = cursor.fetchone() or (0, b"", "")
    cursor.execute("SELECT app, name FROM django_migrations")
    return Moment(
        size, bytes(root).hex(), note, tuple(sorted(f"{app}.{name}" for app, name in cursor.fetchall()))
    )


def load(source: Path) -> None:
    """Fill an empty database from a file made by `dump`: all of it or nothing."""
    connection.close()
    if connection.vendor == "postgresql":
        _client(
            "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
            f"--dbname={connection.settings_dict['NAME']}", str(source), named=False,
        )  # fmt: skip
        return
    target = Path(connection.settings_dict["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(source, part)
        part.chmod(0o600)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def is_empty() -> bool:
    """Whether there is no table in the database yet."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    return not connection.introspection.table_names()


@contextmanager
def _one_moment() -> Iterator[str]:
    """Hold a moment of PostgreSQL that pg_dump can look at too, and give its name."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def _client(program: str, *words: str, named: bool = True) -> None:
    """Run a program of PostgreSQL against our database. The password goes by the environment, never on the line."""
    said = connection.settings_dict
    where = {"PGHOST": said["HOST"], "PGPORT": said["PORT"], "PGUSER": said["USER"], "PGPASSWORD": said["PASSWORD"],
             "PGSSLMODE": said["OPTIONS"].get("sslmode", ""), "PGSSLROOTCERT": said["OPTIONS"].get("sslrootcert", "")}  # fmt: skip
    surroundings = {**os.environ, **{name: str(value) for name, value in where.items() if value}}
    line = [_found(program), *words, *([str(said["NAME"])] if named else [])]
    done = subprocess.run(line, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603  # fixed words
    if done.returncode:
        told = done.stderr.strip().splitlines()[:5]
        raise Refusal(
            f"{program} 没有做成", ";".join(told) or f"退出码 {done.returncode}", "按这条信息处理后再运行；什么也没有留下",
            english=f"{program} failed: {' '.join(told)}",
        )  # fmt: skip


def _found(program: str) -> str:
    """Return the newest copy of a program of PostgreSQL: of a client older than the server it would refuse to work."""
    at = [path for path in Path("/usr/lib/postgresql").glob(f"*/bin/{program}") if os.access(path, os.X_OK)]
    newest = max(at, key=lambda path: [int(n) for n in path.parts[4].split(".") if n.isdigit()], default=None)
    found = str(newest) if newest else shutil.which(program)
    if found is None:
        raise Refusal(
            f"没有 {program}", "本机没有装 PostgreSQL 的客户端程序", "apt-get install postgresql-client",
            english=f"{program} is not installed on this machine.",
        )  # fmt: skip
    return found
