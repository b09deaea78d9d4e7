"""What stands beside a scheme: the columns and levels of units.csv that it names, and the versions it must not have changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as File

from youju.engine.check.book import Book
from youju.engine.language.composite import Composite, NodeFill
from youju.engine.language.conditions import Comparison, UnitTest, as_text
from youju.engine.language.indicators import FillMean, FillMedian
from youju.engine.language.leaves import Head
from youju.engine.language.stage import League
from youju.engine.language.values import Peer, Place, Table
from youju.engine.problems import Problem
from youju.engine.yaml_tree import Path, decode, read_tree

Found = Iterator[Problem]
UNITS, VERSIONS = "units.csv", "versions"
LARGEST = 60_000_000
ALWAYS = ("league", "all")
OWN = ("code", "title", "parent")
"""Columns that say something else of every unit: nobody selects by them from a short list."""


@dataclass(frozen=True)
class UnitNames:
    """The columns and levels of a units.csv."""

    columns: tuple[str, ...]
    levels: tuple[str, ...]
    held: Mapping[str, frozenset[str]]
    """What the units say in each column, but for those that name every unit by itself."""


@lru_cache(maxsize=8)
def _unit_names(file: File, size: int, changed: int) -> UnitNames | None:  # noqa: ARG001 - size and time make the memory honest
    try:
        raw = file.read_bytes()
    except OSError:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            rows = csv.reader(io.StringIO(raw.decode(encoding), newline=""))
            head = [name.strip() for name in next(rows, [])]
            at = head.index("level") if "level" in head else -1
            cells = [[cell.strip() for cell in row] for row in rows]
            levels = dict.fromkeys(row[at] for row in cells if 0 <= at < len(row))
            held = {
                name: frozenset(row[n] for row in cells if n < len(row))
                for n, name in enumerate(head)
                if name not in OWN
            }
            return UnitNames(tuple(head), tuple(levels), held)
        except (UnicodeDecodeError, csv.Error):
            continue
    return None


def unit_names(folder: File | None) -> UnitNames | None:
    """Return what units.csv of a folder names; None where there is none to ask (its own reader says what is wrong with it)."""
    file = folder / UNITS if folder is not None else None
    try:
        if file is None or not file.is_file():
            return None
        about = file.stat()
    except (OSError, ValueError):
        return None
    return _unit_names(file, about.st_size, about.st_mtime_ns) if about.st_size <= LARGEST else None


def unit_columns_are_there(book: Book) -> Found:
    """A scheme selects by columns that units.csv has, and compares levels that its units have."""
    names = unit_names(book.folder)
    if names is None or not names.levels:
        return
    for path, column in _columns(book):
        if column not in names.columns:
            yield book.unknown("column_unknown", path, column, list(names.columns))
    for path, scope in _scopes(book):
        if scope not in {*ALWAYS, *names.levels, *names.columns}:
            yield book.unknown("scope_unknown", path, scope, [*ALWAYS, *names.levels, *names.columns])
    for number, league in enumerate(book.scheme.league):
        for key in ("level", "within"):
            level = getattr(league, key)
            if level is not None and level not in names.levels:
                yield book.unknown("level_unknown", ("league", number, key), level, list(names.levels))


def some_unit_is_meant(book: Book) -> Found:
    """What a scheme chooses units by is said of some unit. A warning: a class may be empty this month, and then nobody is meant."""
    names = unit_names(book.folder)
    if names is None:
        return
    for path, column, test in _tests(book):
        held = {as_text(entry) for entry in names.held.get(column, ())}
        for entry in (as_text(one) for one in _named(test)):
            if column in names.held and entry not in held:
                known = sorted(held - {""})
                yield book.unknown("nobody_is_meant", path, entry, known, warning=True, column=column)


def _tests(book: Book) -> Iterator[tuple[Path, str, Comparison]]:
    """Yield where a scheme compares a column of units.csv with what stands in it."""
    chosen: list[tuple[Path, Mapping[str, Comparison] | None]] = []
    chosen += (((*one.path, "units"), one.part.units) for one in book.of(Head))
    chosen += (((*one.path, "only"), one.part.only) for one in book.of(League))
    for path, where in chosen:
        for column, test in (where or {}).items():
            yield (*path, column), column, test
    for one in book.of(UnitTest):
        yield (*one.path, "unit"), one.part.unit, one.part


def _named(test: Comparison) -> tuple[object, ...]:
    return tuple(one for one in (test.is_, test.is_not, *(test.in_ or ())) if one is not None)


def _columns(book: Book) -> Iterator[tuple[Path, str]]:
    for rule in book.of(Head):
        for column in rule.part.units or {}:
            yield (*rule.path, "units", column), column
    for league in book.of(League):
        for column in league.part.only or {}:
            yield (*league.path, "only", column), column
        if league.part.peers is not None:
            yield (*league.path, "peers"), league.part.peers
    for test in book.of(UnitTest):
        yield (*test.path, "unit"), test.part.unit
    for table in book.of(Table):
        register = book.scheme.registers.get(table.record_of or "")
        if register is None or table.part.by not in register.fields:
            yield (*table.path, "by"), table.part.by


def _scopes(book: Book) -> Iterator[tuple[Path, str]]:
    for seen in book.parts:
        if isinstance(seen.part, Place | Peer | Composite):
            yield (*seen.path, "among"), seen.part.among
        if isinstance(seen.part, FillMean | FillMedian | NodeFill):
            scopes = ((key, getattr(seen.part, key, None)) for key in ("mean", "median"))
            yield from (((*seen.path, key), scope) for key, scope in scopes if scope is not None)


def a_version_in_force_is_not_changed(book: Book) -> Found:
    """A version kept under ``versions/`` says what it said when it was kept: a change is a new version.

    Without a database nobody can stop a file from being edited, but an edit of a kept version is seen.
    """
    if book.folder is None:
        return
    kept = book.folder / kept_as(book.scheme.version)
    try:
        raw = kept.read_bytes() if kept.is_file() else None
    except (OSError, ValueError):
        raw = None
    text = decode(raw, str(kept))[0] if raw is not None else None
    if text is not None and read_tree(text, str(kept)).data != book.tree.data:
        yield book.say(
            "version_changed", ("version",), given=book.scheme.version, file=f"{VERSIONS}/{kept.name}"
        )


def kept_as(version: str) -> str:
    """Return under which name a scheme's folder keeps a version; whatever it is called, it is a file of `versions/`."""
    safe = "".join(c if c.isalnum() or c in "._-" else "_" for c in version)[:100]
    return f"{VERSIONS}/v{safe}.yaml"


CHECKS = (unit_columns_are_there, some_unit_is_meant, a_version_in_force_is_not_changed)
