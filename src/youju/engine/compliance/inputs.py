"""What marks are given for: the texts a scheme scores by, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from youju.engine.check.book import Book, children, names_in
from youju.engine.language.composite import Node
from youju.engine.language.conditions import Comparison
from youju.engine.language.indicators import FromRegister
from youju.engine.language.leaves import Classes, EventList, Panel
from youju.engine.language.parts import Part
from youju.engine.yaml_tree import Path


@dataclass(frozen=True)
class Input:
    """One text that marks are given for. ``leaf`` is the place of the rule or node; ``path`` that of the text itself."""

    leaf: Path
    path: Path
    text: str


def leaves(book: Book) -> Iterator[tuple[Path, Part]]:
    """Yield the rules that give marks themselves, and the leaves of a composite."""
    for seen in book.rules:
        if not children(seen.part):
            yield seen.path, seen.part
    for node in book.of(Node):
        if node.part.of is not None:
            yield node.path, node.part


def inputs(book: Book) -> list[Input]:
    """Return every text that marks are given for: titles of rules, of their indicators and registers, and classes of records."""
    found: list[Input] = []
    owners = {path for path, _ in leaves(book)}
    for path, part in leaves(book):
        title = getattr(part, "title", None)
        found.append(Input(path, (*path, "title") if title else path, title or str(getattr(part, "id", ""))))
    reached: dict[Path, set[str]] = {}
    for seen in book.parts:
        leaf = next((seen.path[:n] for n in range(len(seen.path), 0, -1) if seen.path[:n] in owners), None)
        if leaf is None or {"when", "if", "units"} & set(seen.path[len(leaf) :]):
            continue
        names = {
            name for _, name, kind in names_in(seen) if kind == "operand" and name in book.scheme.indicators
        }
        reached.setdefault(leaf, set()).update(names)
        if isinstance(seen.part, EventList | Panel):
            found += _of_register(book, leaf, seen.path, seen.part)
    for leaf, names in reached.items():
        for name in sorted(_all_below(book, names)):
            found += _of_indicator(book, leaf, name)
    return found


def reached_by(book: Book, leaf: Path) -> set[str]:
    """Return the indicators that a rule or node rests on."""
    named = {
        name
        for seen in book.parts
        if seen.path[: len(leaf)] == leaf
        for _, name, kind in names_in(seen)
        if kind == "operand"
    }
    return _all_below(book, named & book.scheme.indicators.keys())


def _all_below(book: Book, names: set[str]) -> set[str]:
    found, queue = set(names), list(names)
    while queue:
        for inner in book.rests[queue.pop()] - found:
            found.add(inner)
            queue.append(inner)
    return found


def _of_indicator(book: Book, leaf: Path, name: str) -> Iterator[Input]:
    indicator, path = book.scheme.indicators[name], ("indicators", name)
    yield Input(leaf, (*path, "title"), indicator.title)
    yield Input(leaf, path, name)
    if isinstance(indicator.from_, FromRegister):
        yield from _register_name(book, leaf, indicator.from_.register_)
        for key in ("where", "share_where", "among"):
            yield from _asked(leaf, (*path, "from", key), getattr(indicator.from_, key) or {})


def _of_register(book: Book, leaf: Path, path: Path, part: EventList | Panel) -> Iterator[Input]:
    if part.register_ is not None:
        yield from _register_name(book, leaf, part.register_)
    yield from _asked(leaf, (*path, "where"), part.where)
    if isinstance(part.marks, Classes):
        for given in part.marks.table:
            yield Input(leaf, (*path, "marks", "table", given), given)


def _register_name(book: Book, leaf: Path, name: str) -> Iterator[Input]:
    register = book.scheme.registers.get(name)
    if register is not None:
        yield Input(leaf, ("registers", name), register.title or name)


def _asked(leaf: Path, path: Path, where: dict[str, Comparison]) -> Iterator[Input]:
    for field, comparison in where.items():
        for value in (comparison.is_, *(comparison.in_ or ())):
            if isinstance(value, str):
                yield Input(leaf, (*path, field), value)
