"""Read a scheme folder: the text, the tree with its places, the validated scheme – and everything that is wrong, at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from youju.engine.check import check_scheme
from youju.engine.faults import faults
from youju.engine.language.scheme import Scheme
from youju.engine.problems import Problem
from youju.engine.wording import say
from youju.engine.yaml_tree import Tree, decode, read_tree

SCHEME_FILE = "scheme.yaml"


@dataclass(frozen=True)
class Loaded:
    """A scheme as read. ``scheme`` is None when it cannot be understood; ``problems`` may hold warnings even when it can."""

    scheme: Scheme | None
    problems: tuple[Problem, ...]
    folder: Path
    text: str
    tree: Tree


def read_scheme(folder: Path | str) -> Loaded:
    """Read ``scheme.yaml`` of a folder (or that file itself) and check it. All problems at once; never raises for bad input."""
    given = Path(folder)
    file = given if given.suffix in {".yaml", ".yml"} else given / SCHEME_FILE
    try:
        if not file.is_file():
            return _nothing(file, say("no_scheme_file", str(file)))
        raw = file.read_bytes()
    except (OSError, ValueError) as wrong:
        return _nothing(file, say("unreadable_file", str(file), detail=type(wrong).__name__))
    text, problems = decode(raw, str(file))
    if text is None:
        return _nothing(file, *problems)
    loaded = read_text(text, str(file), beside=file.parent)
    return Loaded(loaded.scheme, (*problems, *loaded.problems), file.parent, text, loaded.tree)


def read_text(text: str, file: str = SCHEME_FILE, *, beside: Path | None = None) -> Loaded:
    """Read a scheme from text; ``file`` is what problems call it, ``beside`` the folder whose units and versions are compared."""
    tree = read_tree(text, file)
    folder = Path(file).parent
    if tree.data is None:
        problems = tree.problems or (say("empty_scheme", f"{file}:1:1"),)
        return Loaded(None, problems, folder, text, tree)
    if not isinstance(tree.data, dict):
        return Loaded(
            None,
            (*tree.problems, say("not_a_mapping", tree.where(()), key="scheme", given="")),
            folder,
            text,
            tree,
        )
    try:
        scheme = Scheme.model_validate(tree.data, by_alias=True, by_name=False)
    except ValidationError as error:
        return Loaded(None, (*tree.problems, *faults(error, tree)), folder, text, tree)
    return Loaded(scheme, (*tree.problems, *check_scheme(scheme, tree, beside)), folder, text, tree)


def _nothing(file: Path, *problems: Problem) -> Loaded:
    return Loaded(None, problems, file.parent, "", Tree(str(file), None))
