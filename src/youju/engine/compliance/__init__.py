"""Compliance: a scheme held against the rules of the land, each finding with the rule, its source and the mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz

from youju.engine.check.book import Book
from youju.engine.compliance.looks import LOOKS
from youju.engine.compliance.rules import Rule, read_rules, shipped_rules
from youju.engine.language.scheme import Scheme
from youju.engine.problems import Problem
from youju.engine.read import Loaded

ALIKE = 90
SAME = "same"

__all__ = ["Rule", "findings", "read_rules", "same_schemes", "shipped_rules"]


def findings(loaded: Loaded, rules: Sequence[Rule] | None = None, as_of: date | None = None) -> list[Problem]:
    """Return what the rules of the land have against a scheme.

    Blocking unless the rule only warns. ``as_of`` leaves out rules issued later than that day; without it every
    rule on file holds. A scheme that could not be read has no findings: its problems come first.
    """
    if loaded.scheme is None:
        return []
    book = Book(loaded.scheme, loaded.tree, loaded.folder)
    if book.too_large:
        return []
    held = [rule for rule in (shipped_rules() if rules is None else rules) if rule.holds_on(as_of)]
    found = (one for rule in held if rule.look in LOOKS for one in LOOKS[rule.look](book, rule))
    return sorted(dict.fromkeys(found))


def same_schemes(
    schemes: Sequence[Loaded], rules: Sequence[Rule] | None = None, as_of: date | None = None
) -> list[Problem]:
    """Return the schemes that assess the same units for the same thing at the same time, told at the later one."""
    held = [
        rule
        for rule in (shipped_rules() if rules is None else rules)
        if rule.look == SAME and rule.holds_on(as_of)
    ]
    return list(_same(schemes, held)) if held else []


def _same(schemes: Sequence[Loaded], held: Sequence[Rule]) -> Iterator[Problem]:
    for one, other in combinations(schemes, 2):
        if one.scheme is not None and other.scheme is not None and alike(one.scheme, other.scheme):
            yield from (
                rule.finding(other.tree.where(("title",)), f"{one.scheme.title} / {other.scheme.title}")
                for rule in held
            )


def alike(one: Scheme, other: Scheme) -> bool:
    """Say whether two schemes have the same object and topic (or, where these are not written, much the same title) at the same time."""
    if (
        one.scheme == other.scheme
        or one.in_force.to.end < other.in_force.from_.start
        or other.in_force.to.end < one.in_force.from_.start
    ):
        return False
    if one.topic and other.topic:
        return (one.topic, one.object) == (other.topic, other.object)
    return fuzz.ratio(one.title, other.title) >= ALIKE
