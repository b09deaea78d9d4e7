"""Questions whose SQL is written once.

Django writes the sentence of a question anew each time, and for one row out of four tables that is most of the work; the
sentence itself is the same for every value.

    _token = written_once(lambda digest: Token.objects.select_related("tenure").filter(digest=digest))
    found = _token(digest)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

FEW = 64
"""A question with more values than this is written anew: it is long work anyway, and of another length each time."""
Make = Callable[..., QuerySet[Any, Any]]
Ask = Callable[..., list[Any]]


def written_once(make: Make) -> Ask:
    """Return a function that answers the question `make(*said)` with the list of its rows, its SQL written at the first time.

    What is said are keys, texts, days, moments, and sequences of them; `make` may do nothing with them but compare
    columns with them, as they are, and whole numbers only for being equal (Django finds nothing below a stand-in that no column
    can hold). Raises TypeError at the first time for a value that is not found in the SQL again.
    """
    known: dict[tuple[Any, ...], _Written | None] = {}

    def ask(*said: Any) -> list[Any]:
        shape = (connection.vendor, *(_shape(one) for one in said))
        if sum(one for one in shape if isinstance(one, int)) > FEW:
            return list(make(*said))
        if shape not in known:
            known[shape] = _written(make, said)
        written = known[shape]
        return [] if written is None else written.rows([*_values(said)])

    return ask


@dataclass(frozen=True, slots=True)
class _Written:
    """A question as written for one kind of database, and where in it which value stands: (place, number of the value, kind)."""

    question: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int, Callable[[Any], Any]], ...]
    converters: dict[int, Any]
    """What makes the values of a column those of its field: looked for once as well."""

    def rows(self, values: Sequence[Any]) -> list[Any]:
        """Return the rows for these values."""
        params = list(self.params)
        for place, number, kind in self.places:
            params[place] = kind(values[number])
        database = connections[self.question.db]
        compiler = copy(self.compiler)
        compiler.connection = database
        compiler.execute_sql = lambda *_, **__: [_fetched(database, self.sql, params)]  # type: ignore[method-assign]
        compiler.get_converters = lambda _columns: self.converters  # type: ignore[method-assign]
        question = self.question.all()
        question.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(question)


def _written(make: Make, said: Sequence[Any]) -> _Written | None:
    """Write a question with values that nobody says, and see where they stand. None where it has no rows whatever is said."""
    stand_ins = [_stand_in(one, number) for number, one in enumerate(_values(said))]
    left = iter(stand_ins)
    question = make(*(tuple(next(left) for _ in one) if _is_many(one) else next(left) for one in said))
    compiler = question.query.get_compiler(using=question.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    numbers = {_adapted(one): number for number, one in enumerate(stand_ins)}
    places = tuple(
        (place, numbers[one], _kind(one, stand_ins[numbers[one]]))
        for place, one in enumerate(params) if isinstance(one, int | str | dt.date) and one in numbers
    )  # fmt: skip
    if {number for _place, number, _kind in places} != set(range(len(stand_ins))):
        raise TypeError(f"a value does not stand in the question as it was said: {sql}")
    converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
    return _Written(question, compiler, sql, tuple(params), places, converters)


def _fetched(database: Any, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a sentence. PostgreSQL is told values apart from it, so that it plans the sentence once for a connection."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            from django.db.backends.postgresql.base import ServerBindingCursor

            with database._prepare_cursor(ServerBindingCursor(database.connection)) as planned:  # noqa: SLF001  # Django has no public way to one
                planned.execute(sql, params)
                return planned.fetchall()
        cursor.execute(sql, params)
        return cursor.fetchall()


def _is_many(one: Any) -> bool:
    return isinstance(one, list | tuple)


def _shape(one: Any) -> Any:
    return len(one) if _is_many(one) else type(one)


def _values(said: Sequence[Any]) -> Iterator[Any]:
    for one in said:
        if _is_many(one):
            yield from one
        else:
            yield one


def _stand_in(one: Any, number: int) -> Any:
    """Return a value of the same type that is no other's: no key is below zero, nobody types a control character."""
    if isinstance(one, str):
        return f"\x02{number}\x03"
    if isinstance(one, dt.datetime):
        return dt.datetime(2, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=number)
    if isinstance(one, dt.date):
        return dt.date(3, 1, 1) + dt.timedelta(days=number)
    if isinstance(one, int) and not isinstance(one, bool):
        return -(2**50) - number
    raise TypeError(f"no question is written once about {one!r}")


def _adapted(one: Any) -> Any:
    """Return a value as the driver gets it: SQLite is told days and moments as text."""
    if isinstance(one, dt.datetime):
        return connection.ops.adapt_datetimefield_value(one)
    return connection.ops.adapt_datefield_value(one) if isinstance(one, dt.date) else one


def _kind(param: Any, stand_in: Any) -> Callable[[Any], Any]:
    """Return what makes a value what the driver gets: Django tells PostgreSQL of how many bytes a whole number is."""
    return _adapted if isinstance(stand_in, dt.date) else type(param)
