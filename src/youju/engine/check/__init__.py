"""Checks across a scheme: what the grammar alone cannot see. Each is a small function from an open book to problems."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from youju.engine.check import board, composite, folder, missing, names, registers, sections, shapes
from youju.engine.check.book import MAX_RULES, Book
from youju.engine.language.scheme import Scheme
from youju.engine.problems import Problem
from youju.engine.wording import say
from youju.engine.yaml_tree import Tree

CHECKS = (
    *names.CHECKS, *registers.CHECKS, *shapes.CHECKS, *sections.CHECKS, *missing.CHECKS, *composite.CHECKS,
    *board.CHECKS, *folder.CHECKS,
)  # fmt: skip
MOST = 200


def check_scheme(scheme: Scheme, tree: Tree, beside: Path | None = None) -> tuple[Problem, ...]:
    """Return everything that is wrong with a scheme that is grammatical, in the order of the file, at most two hundred.

    ``beside`` is its folder: with it the columns and levels of units.csv and the kept versions are looked at too.
    """
    book = Book(scheme, tree, beside)
    if book.too_large:
        return (say("scheme_too_large", tree.where(()), rules=len(book.rules), most=MAX_RULES),)
    found = list(islice((problem for check in CHECKS for problem in check(book)), MOST + 1))
    more = [say("too_many", tree.file, more="…")] if len(found) > MOST else []
    return (*sorted(dict.fromkeys(found[:MOST]), key=_place), *more)


def _place(problem: Problem) -> tuple[int, int, bool]:
    line, column = problem.where.rsplit(":", 2)[-2:]
    return int(line), int(column), problem.warning
