"""What this room brings to the page of one unit: the books it keeps or has accounts in, and how many, counted and never named."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q

from youju.work.points.selectors import books_for, every_account_for

TEMPLATE = "points/_of_unit.html"


def of_unit(user: Any, unit: Any, today: dt.date) -> list[dict[str, Any]]:  # noqa: ARG001  # every room is asked alike
    """Return each book with the accounts of a unit in it: how many households and merchants."""
    mine = every_account_for(user).filter(unit=unit, left_on=None).exclude(kind="issuer").order_by()
    rows = mine.values("book").annotate(
        households=Count("pk", filter=Q(kind="household")),
        merchants=Count("pk", filter=Q(kind="merchant")),
    )
    counted = {row["book"]: row for row in rows}
    books = books_for(user).filter(Q(unit=unit) | Q(pk__in=list(counted)))
    none = {"households": 0, "merchants": 0}
    return [{"row": book, **none, **counted.get(book.pk, {}), "book": book.title} for book in books]


def as_data(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the same for programs."""
    return [
        {"code": one["row"].code, **{name: one[name] for name in ("book", "households", "merchants")}}
        for one in found
    ]
