"""The path of a unit in a tree: the keys of all units above it and its own, six base-36 digits each.

A subtree is a range of paths, so one index answers for it. The lookup `under` writes that range in the way each
database can use its index: SQLite never uses one for LIKE, and PostgreSQL may not compare in byte order under a
Chinese collation, but uses a pattern index for LIKE.
"""

from __future__ import annotations

from typing import Any

from django.db import models

WIDTH = 6
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# The first character after "z": everything below a path sorts between the path and the path with this added.
AFTER = "{"


def segment(key: int) -> str:
    """Return a row's key as six base-36 digits; ValueError beyond 36^6 − 1 (2,176,782,335)."""
    if not 0 < key < 36**WIDTH:
        raise ValueError(f"not a key: {key}")
    digits = ""
    while key:
        key, digit = divmod(key, 36)
        digits = DIGITS[digit] + digits
    return digits.rjust(WIDTH, "0")


def keys(path: str) -> tuple[int, ...]:
    """Return the keys of the units on a path, from the root to the unit itself."""
    return tuple(int(path[at : at + WIDTH], 36) for at in range(0, len(path), WIDTH))


class PathField(models.CharField):  # type: ignore[type-arg]
    """A path; filter with `path__under="000001…"` for a unit and everything below it."""

    description = "path in a tree"


@PathField.register_lookup
class Under(models.Lookup):  # type: ignore[type-arg]
    """`path__under=prefix`: the unit with this path and all below it."""

    lookup_name = "under"

    def get_prep_lookup(self) -> str:
        """Refuse anything that is not a path, so nothing from outside becomes a pattern."""
        prefix = str(self.rhs)
        if len(prefix) % WIDTH or not set(prefix) <= set(DIGITS):
            raise ValueError(f"not a path: {prefix!r}")
        return prefix

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Write the range for SQLite."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"({column} >= %s AND {column} < %s)", [*parameters, self.rhs, *parameters, self.rhs + AFTER]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Write the pattern for PostgreSQL."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", [*parameters, self.rhs + "%"]
