"""Absence and roll-up: what a missing value means is decided somewhere, and nothing is added that must not be."""

from __future__ import annotations

from collections.abc import Iterator

from youju.engine.check.book import Book, Seen, names_in
from youju.engine.language.indicators import FromRegister, Indicator
from youju.engine.language.parts import Part
from youju.engine.language.values import Sum
from youju.engine.problems import Problem
from youju.engine.yaml_tree import Path

Found = Iterator[Problem]
RATES = frozenset({"percent", "%", "％", "百分比", "比例"})
DEEPEST = 60
NEVER_MISSING = ("count", "sum", "distinct")


def absence_is_decided(book: Book) -> Found:
    """A rule that meets an indicator without a policy for absence says itself what absence means."""
    silent = {rule.path: rule.part.id for rule in book.rules if rule.part.missing is None}
    settled = {name: decided(book, name, frozenset()) for name in book.scheme.indicators}
    told: set[tuple[Path, str]] = set()
    for seen in book.parts:
        if seen.rule not in silent or not _makes_marks(seen):
            continue
        for _, name, kind in names_in(seen):
            if kind == "operand" and not settled.get(name, True) and (seen.rule, name) not in told:
                told.add((seen.rule, name))
                yield book.say("missing_undecided", seen.rule, rule=silent[seen.rule], given=name)


def _makes_marks(seen: Seen[Part]) -> bool:
    """Say whether a part's value becomes marks; what a condition looks at does not."""
    rest = seen.path[len(seen.rule or ()) :]
    return not {"when", "if", "units"} & set(rest)


def decided(book: Book, name: str, asked: frozenset[str]) -> bool:
    """Say whether an indicator's absence has a declared meaning: its own policy, the scheme's, or that of all it rests on."""
    indicator = book.scheme.indicators[name]
    if indicator.missing is not None or book.scheme.missing is not None or name in asked:
        return True
    if isinstance(indicator.from_, FromRegister):
        return any(getattr(indicator.from_, way) is not None for way in NEVER_MISSING)
    if indicator.value is None:
        return False
    return len(asked) < DEEPEST and all(decided(book, inner, asked | {name}) for inner in book.rests[name])


def means_of_means_are_refused(book: Book) -> Found:
    """``up_the_tree: mean`` needs declared weights."""
    for seen in book.of(Indicator):
        if seen.part.up_the_tree == "mean":
            yield book.say("mean_of_means", (*seen.path, "up_the_tree"), given=seen.path[-1])


def the_way_up_fits(book: Book) -> Found:
    """A derived indicator goes up by its parts; a rate is not summed."""
    for seen in book.of(Indicator):
        way, path = seen.part.up_the_tree, (*seen.path, "up_the_tree")
        if way is not None and (seen.part.value is not None or isinstance(seen.part.from_, FromRegister)):
            yield book.say("up_tree_derived", path, warning=True, given=seen.path[-1])
        elif way == "sum" and seen.part.measure in RATES:
            yield book.say("rate_summed", path, warning=True, given=seen.path[-1])


def different_instruments_are_not_added(book: Book) -> Found:
    """An indicator that says ``additive: false`` stands in no sum with others."""
    for seen in book.of(Sum):
        if len(seen.part.sum) < 2:
            continue
        for number, inner in enumerate(seen.part.sum):
            name = inner if isinstance(inner, str) else None
            indicator = book.scheme.indicators.get(name or "")
            if indicator is not None and indicator.additive is False:
                yield book.say("not_additive", (*seen.path, "sum", number), given=name)


CHECKS = (
    absence_is_decided, means_of_means_are_refused, the_way_up_fits, different_instruments_are_not_added,
)  # fmt: skip
