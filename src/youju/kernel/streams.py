"""Many rows in an order, a few thousand in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

AT_ONCE = 2_000
Row = TypeVar("Row", bound=Model)


def streamed(rows: QuerySet[Row], at_once: int = AT_ONCE) -> Iterator[Row]:
    """Yield the rows of a question in its order; only their keys stand in memory together.

    Not by a cursor: PostgreSQL plans one for its first rows, and to spare a sort by unit it walked all 540,000 units for
    each of 5,000 reports (three minutes instead of a tenth of a second).
    """
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), at_once):
        some = keys[start : start + at_once]
        found = rows.order_by().in_bulk(some)
        yield from (found[key] for key in some if key in found)
