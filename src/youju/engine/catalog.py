"""Folders of schemes: check several at once, and write one to start from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path

from youju.engine.compliance import Rule, findings, same_schemes
from youju.engine.problems import Problem
from youju.engine.read import SCHEME_FILE, Loaded, read_scheme
from youju.engine.wording import say

STARTER = ("scheme.yaml", "units.csv", "facts.csv", "examples.yaml")
VETO_CODES = frozenset({"veto_basis", "veto_level"})
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
Look = Callable[[Loaded], Iterable[Problem]]


def check_folder(
    folders: Sequence[Path | str],
    *,
    rules: Sequence[Rule] | None = None,
    as_of: date | None = None,
    looks: Sequence[Look] = (),
) -> list[Problem]:
    """Return everything that is wrong with some scheme folders: the schemes, their compliance, and what they repeat of each other.

    ``looks`` are further looks at every scheme that could be read (its examples, its data), each from a loaded
    scheme to problems; they are asked only where nothing blocks.
    """
    loaded = [read_scheme(folder) for folder in folders]
    problems: list[Problem] = []
    for one in loaded:
        problems += check_loaded(one, rules=rules, as_of=as_of, looks=looks)
    return [*problems, *_twice(loaded), *same_schemes(loaded, rules, as_of)]


def check_loaded(
    loaded: Loaded,
    *,
    rules: Sequence[Rule] | None = None,
    as_of: date | None = None,
    looks: Sequence[Look] = (),
) -> list[Problem]:
    """Return everything that is wrong with one loaded scheme, compliance included."""
    found = findings(loaded, rules, as_of)
    legal = {problem.where for problem in found}
    # a veto without a basis is said once, with its rule and source
    own = [p for p in loaded.problems if not (p.code in VETO_CODES and any(_near(p.where, w) for w in legal))]
    problems = [*own, *found]
    if loaded.scheme is not None and all(problem.warning for problem in loaded.problems):
        problems += [problem for look in looks for problem in look(loaded)]
    return problems


def _near(where: str, other: str) -> bool:
    """Say whether two places stand on the same line."""
    return where.rsplit(":", 1)[0] == other.rsplit(":", 1)[0]


def _twice(loaded: Sequence[Loaded]) -> list[Problem]:
    """Return the schemes whose id and version stand in two folders."""
    seen: dict[tuple[str, str], Loaded] = {}
    found = []
    for one in loaded:
        if one.scheme is None:
            continue
        name = (one.scheme.scheme, one.scheme.version)
        if name in seen and seen[name].folder != one.folder:
            where = one.tree.where(("scheme",))
            found.append(say("scheme_twice", where, given=" ".join(name), other=seen[name].tree.file))
        seen.setdefault(name, one)
    return found


def new_scheme(folder: Path | str) -> list[Problem]:
    """Write a small scheme that runs, with units, facts and examples, into a folder that holds none. Nothing is overwritten."""
    target = Path(folder)
    there = [name for name in STARTER if (target / name).exists()]
    if there or (target.exists() and not target.is_dir()):
        return [say("not_empty", str(target), known="、".join(there) or target.name)]
    source = files("youju.engine").joinpath("starter")
    target.mkdir(parents=True, exist_ok=True)
    for name in STARTER:
        text = source.joinpath(name).read_text("utf-8")
        if name == SCHEME_FILE and _ID.fullmatch(target.resolve().name):
            text = text.replace("scheme: my-scheme", f"scheme: {target.resolve().name}", 1)
        (target / name).write_text(text, encoding="utf-8", newline="\n")
    return []
