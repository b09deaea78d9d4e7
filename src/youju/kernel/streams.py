"""Many rows: read in an order, a few thousand in memory at a time; and written, as fast as the database takes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection
from django.db.models import JSONField, Model, QuerySet

AT_ONCE = 2_000
Row = TypeVar("Row", bound=Model)


def streamed(rows: QuerySet[Row], at_once: int = AT_ONCE) -> Iterator[Row]:
    """Yield the rows of a question in its order; only their keys stand in memory together.

    Not by a cursor: PostgreSQL plans one for its first rows, and to spare a sort by unit it joined all 540,000 units to
    5,000 reports, for more than three minutes.
    """
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), at_once):
        some = keys[start : start + at_once]
        found = rows.order_by().in_bulk(some)
        yield from (found[key] for key in some if key in found)


def pour(rows: Sequence[Row]) -> None:
    """Write new rows, all of one table, just as they are: keys and automatic values are left to the database, and not told back.

    Making the SQL of a million parameters is most of a large insert. PostgreSQL takes a stream instead; SQLite gets the
    parameters.
    """
    if not rows:
        return
    table = type(rows[0])
    if connection.vendor != "postgresql":
        table._default_manager.bulk_create(rows, batch_size=AT_ONCE)
        return
    fields = [field for field in table._meta.concrete_fields if not field.primary_key]
    said = attrgetter(*(field.attname for field in fields))
    in_json = [at for at, field in enumerate(fields) if isinstance(field, JSONField)]
    pour_lines(
        table._meta.db_table, [field.column for field in fields], (_line(said(row), in_json) for row in rows)
    )


def _line(values: tuple[Any, ...], in_json: Sequence[int]) -> list[Any]:
    line = list(values)
    for at in in_json:
        line[at] = None if line[at] is None else json.dumps(line[at])
    return line


def pour_lines(table: str, columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Stream lines of ready values into a table of PostgreSQL. What it refuses is raised as Django raises it."""
    from psycopg import sql  # the driver is there only where the database is

    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    stream = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(stream) as copy:
        for line in lines:
            copy.write_row(line)
