"""Who may do what in PostgreSQL: one role owns the tables and migrates them, another one runs the application.

The application's role may add to an append-only table and fill the columns that may be filled once; it may not change,
delete or empty anything there, and it owns nothing, so it cannot lift the triggers either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from youju.kernel.append_only import AppendOnly
from youju.kernel.errors import BadInput, Refusal

HISTORY = "django_migrations"


@dataclass(frozen=True, slots=True)
class Kept:
    """An append-only table and its columns that may be filled once."""

    table: str
    may_fill: tuple[str, ...]


def append_only_tables() -> tuple[Kept, ...]:
    """Return every append-only table, as the last migration about it says."""
    laid: dict[tuple[str, str], tuple[str, ...]] = {}
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for key in loader.graph.leaf_nodes():
        for step in loader.graph.forwards_plan(key):
            for done in loader.disk_migrations[step].operations:
                if isinstance(done, AppendOnly):
                    laid[step[0], done.model_name.lower()] = done.may_fill
    found = []
    for (app, name), fields in laid.items():
        model = apps.get_model(app, name)
        columns = tuple(str(model._meta.get_field(field).column) for field in fields)
        found.append(Kept(model._meta.db_table, columns))
    return tuple(sorted(found, key=lambda kept: kept.table))


def statements(owner: str, app: str, tables: list[str]) -> Iterator[str]:
    """Yield the SQL that sets both roles right; doing it again changes nothing. Raises BadInput for a strange role name."""
    for role in (owner, app):
        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role):
            raise BadInput(
                "没有授权", f"角色名“{role[:60]}”只能用小写字母、数字和下划线", "换一个名字",
                english="A role name is made of lower-case letters, digits and underscores.",
            )  # fmt: skip
    if owner == app:
        raise BadInput(
            "没有授权", "两个角色是同一个", "分开：一个建表，一个运行", english="The two roles are the same."
        )
    for role in (owner, app):
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN"
            f' CREATE ROLE "{role}" LOGIN; END IF; END $$'
        )
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f'GRANT USAGE, CREATE ON SCHEMA public TO "{owner}"'
    yield f'GRANT USAGE ON SCHEMA public TO "{app}"'
    kept = {one.table: one.may_fill for one in append_only_tables()}
    for table in sorted(tables):
        yield f'ALTER TABLE "{table}" OWNER TO "{owner}"'
        yield f'REVOKE ALL ON "{table}" FROM PUBLIC, "{app}"'
        if table == HISTORY:
            yield f'GRANT SELECT ON "{table}" TO "{app}"'
        elif table not in kept:
            yield f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO "{app}"'
        else:
            yield f'GRANT SELECT, INSERT ON "{table}" TO "{app}"'
            if kept[table]:
                columns = ", ".join(f'"{column}"' for column in kept[table])
                yield f'GRANT UPDATE ({columns}) ON "{table}" TO "{app}"'
    yield f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{app}"'


def script(owner: str, app: str) -> str:
    """Return the grants as SQL for a person who reads before running. Refused where the database is not PostgreSQL."""
    return "".join(f"{statement};\n" for statement in statements(owner, app, _tables()))


@transaction.atomic
def apply(owner: str, app: str) -> int:
    """Set both roles right, all of it or nothing, and return how many append-only tables are kept from the application."""
    with connection.schema_editor() as editor:
        for statement in statements(owner, app, _tables()):
            editor.execute(statement, params=None)
    return len(append_only_tables())


def _tables() -> list[str]:
    if connection.vendor != "postgresql":
        raise Refusal(
            "没有授权",
            "SQLite 没有账号，只有文件权限和触发器",
            "正式运行用 PostgreSQL",
            english="SQLite has no roles.",
        )
    tables = connection.introspection.table_names()
    if HISTORY not in tables:
        raise Refusal(
            "没有授权",
            "数据库里还没有表",
            "先运行 youju manage migrate",
            english="There are no tables yet; migrate first.",
        )
    return tables
