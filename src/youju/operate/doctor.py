"""The doctor: what is unsafe about how this house is run, each with what it is, why it matters, and what to do instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import DatabaseError

from youju.operate.examined.about_database import about_postgres, about_sqlite, about_tables
from youju.operate.examined.about_files import about_files
from youju.operate.examined.about_settings import about_settings
from youju.operate.examined.about_time import about_holidays, about_log, about_time
from youju.operate.finding import Finding, unsafe

EXAMINED: tuple[Callable[[], Iterator[Finding]], ...] = (
    about_settings, about_files, about_sqlite, about_postgres, about_tables, about_time, about_holidays, about_log,
)  # fmt: skip


def examine() -> list[Finding]:
    """Return everything that is unsafe or doubtful, the unsafe first. A part that cannot be asked is itself a finding."""
    found: list[Finding] = []
    for part in EXAMINED:
        try:
            found += part()
        except DatabaseError as error:
            found.append(
                unsafe("database-away", f"问不到数据库：{str(error).strip()[:200]}", "没有数据库，什么也存不下",
                       "检查 YOUJU_DATABASE、网络和数据库服务，再运行体检", "The database does not answer.")
            )  # fmt: skip
            break
    return sorted(found, key=lambda one: not one.is_unsafe)
