"""Read declarations from text or a folder: problems are values, all at once, each with file, line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from youju.engine.faults import faults
from youju.engine.problems import Problem, blocking
from youju.engine.registers.check import check_declaration
from youju.engine.registers.language import Declaration
from youju.engine.wording import say
from youju.engine.yaml_tree import Tree, decode, read_tree

FOLDER = "_registers"
Look = Callable[[Declaration, Tree], Iterable[Problem]]
MERGED = ("fields", "stages", "indicators")


@dataclass(frozen=True)
class Declared:
    """A declaration as read; None where it cannot be understood."""

    declaration: Declaration | None
    problems: tuple[Problem, ...]
    tree: Tree
    text: str = ""


def read_declaration(text: str, file: str, known: Mapping[str, Declared] | None = None) -> Declared:
    """Read one declaration. `known` are those it may extend and link to. Never raises for what somebody wrote."""
    tree = read_tree(text, file)
    if not isinstance(tree.data, dict):
        problems = tree.problems or (say("register_empty", f"{file}:1:1"),)
        return Declared(None, problems, tree, text)
    data, missing = _extended(tree, known)
    if missing:
        return Declared(None, (*tree.problems, *missing), tree, text)
    try:
        one = Declaration.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        return Declared(None, (*tree.problems, *faults(error, tree, Declaration)), tree, text)
    names = None if known is None else {*known, one.register_}
    return Declared(one, (*tree.problems, *check_declaration(one, tree, names)), tree, text)


def _extended(tree: Tree, known: Mapping[str, Declared] | None) -> tuple[dict[str, Any], list[Problem]]:
    """Return what is written over what it extends: mappings are joined, the rest replaced."""
    given: dict[str, Any] = tree.data
    base = given.get("extends")
    if base is None or known is None:
        return given, []
    found = known.get(str(base))
    if found is None or found.declaration is None:
        where = tree.where(("extends",))
        return given, [say("register_base", where, given=base, known="、".join(sorted(known)))]
    under = _whole(found, known, 0)
    merged = {**under, **given}
    for key in MERGED:
        if isinstance(given.get(key), dict) and isinstance(under.get(key), dict):
            merged[key] = {**under[key], **given[key]}
    return merged, []


def _whole(one: Declared, known: Mapping[str, Declared], depth: int) -> dict[str, Any]:
    data: dict[str, Any] = dict(one.tree.data)
    base = known.get(str(data.get("extends"))) if data.get("extends") else None
    if base is None or base is one or depth > 8 or not isinstance(base.tree.data, dict):
        return data
    under = _whole(base, known, depth + 1)
    merged = {**under, **data}
    for key in MERGED:
        if isinstance(data.get(key), dict) and isinstance(under.get(key), dict):
            merged[key] = {**under[key], **data[key]}
    return merged


def read_declarations(files: Iterable[Path]) -> dict[str, Declared]:
    """Read the declarations of files, by the name each gives itself (its file where it gives none); bases before what extends them."""
    waiting: dict[str, tuple[str, str]] = {}
    found: dict[str, Declared] = {}
    for file in sorted(files):
        try:
            text, problems = decode(file.read_bytes(), str(file))
        except OSError as wrong:
            text, problems = None, [say("unreadable_file", str(file), detail=type(wrong).__name__)]
        if text is None:
            found[str(file)] = Declared(None, tuple(problems), Tree(str(file), None))
            continue
        name = _name_in(text, str(file))
        if name in waiting:
            first = Declared(
                None,
                (say("register_twice", f"{file}:1:1", given=name, other=waiting[name][0]),),
                Tree(str(file), None),
            )
            found[str(file)] = first
            continue
        waiting[name] = (str(file), text)
    return {**found, **_in_order(waiting)}


def _in_order(waiting: dict[str, tuple[str, str]]) -> dict[str, Declared]:
    """Read what extends nothing first; links may point anywhere."""
    plain = {name: Declared(None, (), Tree(file, None)) for name, (file, _text) in waiting.items()}
    done: dict[str, Declared] = {}
    left = dict(waiting)
    while left:
        ready = [
            name
            for name, (file, text) in left.items()
            if _base(text, file) not in left or _base(text, file) == name
        ]
        for name in ready or list(left):
            file, text = left.pop(name)
            done[name] = read_declaration(text, file, {**plain, **done})
    return {name: done[name] for name in waiting}


def _name_in(text: str, file: str) -> str:
    data = read_tree(text, file).data
    return str(data.get("register") or file) if isinstance(data, dict) else file


def _base(text: str, file: str) -> str:
    data = read_tree(text, file).data
    return str(data.get("extends") or "") if isinstance(data, dict) else ""


def check_registers(folders: Iterable[Path], looks: Sequence[Look] = ()) -> tuple[int, list[Problem]]:
    """Return how many declarations stand in `_registers` and `registers` beside schemes, and everything wrong with them.

    `looks` are further looks at every declaration that can be understood: the rules of the land.
    """
    files = [file for folder in folders for file in declaration_files(folder)]
    read = read_declarations(dict.fromkeys(files))
    found = [problem for one in read.values() for problem in one.problems]
    for one in read.values():
        if one.declaration is not None:
            found += [problem for look in looks for problem in look(one.declaration, one.tree)]
    return len(read), found


def declaration_files(folder: Path) -> list[Path]:
    """Return the declarations of a folder of schemes, or of one scheme."""
    places = (folder, folder / FOLDER) if folder.name == FOLDER else (folder / FOLDER, folder / "registers")
    return [file for place in places if place.is_dir() for file in sorted(place.glob("*.yaml"))]


def is_sound(one: Declared) -> bool:
    """Whether a declaration can be used."""
    return one.declaration is not None and not blocking(one.problems)
