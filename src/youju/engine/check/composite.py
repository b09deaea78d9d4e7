"""Composite indices: every leaf is normalised, goalposts differ, weights and judgement matrices hold together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from youju.engine.check.book import Book
from youju.engine.check.sections import weights_are_sound
from youju.engine.composite.ahp import RANDOM_INDEX, ahp
from youju.engine.language.composite import (
    Ahp,
    Clip,
    Composite,
    DistanceToTarget,
    MinMax,
    Node,
    ScaleBy,
    Winsorise,
    ZScore,
)
from youju.engine.problems import Problem
from youju.engine.yaml_tree import Path

Found = Iterator[Problem]
JOINING = ("aggregate", "weights", "availability", "availability_of", "available_at_least")
"""What a dimension says about its own children."""


def every_leaf_is_normalised(book: Book) -> Found:
    """A leaf says how it is normalised, or the tree does for all."""
    if book.scheme.composite is None:
        return
    told = {
        seen.path
        for seen in book.either(Composite, Node)
        if getattr(seen.part, "normalise", None) is not None
    }
    for seen in book.of(Node):
        above = any(seen.path[:n] in told for n in range(1, len(seen.path) + 1))
        if seen.part.of is not None and not above:
            yield book.say("normalise_missing", seen.path, rule=seen.part.id)


def goalposts_differ(book: Book) -> Found:
    """Two ends that make a scale are not the same; logarithms are taken of positive goalposts; a spread is more than 0."""
    for seen in book.of(MinMax):
        low, high = book.fixed(seen.part.from_), book.fixed(seen.part.to)
        if low is not None and low == high:
            yield book.say("goalposts_equal", seen.path, given=low)
        for key, post in (("from", low), ("to", high)):
            if seen.part.log and post is not None and post <= 0:
                yield book.say("goalpost_log", (*seen.path, key), given=post)
    for scaled in book.of(ScaleBy):
        if scaled.part.scaled[0] == scaled.part.scaled[1]:
            yield book.say("goalposts_equal", (*scaled.path, "scaled"), given=scaled.part.scaled[0])
    for score in book.of(ZScore):
        if score.part.zscore[1] <= 0:
            yield book.say("spread_zero", (*score.path, "zscore", 1), given=score.part.zscore[1])
    for target in book.of(DistanceToTarget):
        if book.fixed(target.part.target) == 0:
            yield book.say("target_zero", (*target.path, "target"))


def treatments_leave_room(book: Book) -> Found:
    """The lower end of a treatment is below its upper end."""
    pairs = [((*seen.path, "clip"), seen.part.clip) for seen in book.of(Clip)]
    pairs += [((*seen.path, "winsorise"), seen.part.winsorise) for seen in book.of(Winsorise)]
    for path, (low, high) in pairs:
        if low is not None and high is not None and low >= high:
            yield book.say("bounds_crossed", path, low=low, high=high)


def node_weights_hold_together(book: Book) -> Found:
    """Given weights are given to all children or to none, and a judgement matrix fits its children and is consistent."""
    for seen in book.either(Composite, Node):
        inside = seen.part.children or ()
        ways = seen.part.weights if seen.part.weights is not None else _above(book)
        if ways == "given":
            yield from _given(book, seen.path, inside)
        if isinstance(seen.part.weights, Ahp):
            yield from _matrix(book, (*seen.path, "weights", "ahp"), seen.part.weights, len(inside))


def _above(book: Book) -> object:
    return book.scheme.composite.weights if book.scheme.composite is not None else None


def _given(book: Book, path: Path, inside: tuple[Node, ...]) -> Found:
    weighed = [
        ((*path, "children", i, "weight"), n.weight) for i, n in enumerate(inside) if n.weight is not None
    ]
    if weighed and len(weighed) < len(inside):
        number = next(i for i, node in enumerate(inside) if node.weight is None)
        yield book.say("weight_missing", (*path, "children", number), rule=inside[number].id)
        return
    yield from weights_are_sound(book, (*path, "children"), weighed)


def _matrix(book: Book, path: Path, judged: Ahp, size: int) -> Found:
    rows = judged.ahp
    if len(rows) != size or any(len(row) != size for row in rows) or size > len(RANDOM_INDEX):
        yield book.say("ahp_shape", path, wanted=size)
        return
    wrong = next(
        ((i, j) for i in range(size) for j in range(i, size) if not _mirrored(rows[i][j], rows[j][i])), None
    )
    if wrong is not None:
        i, j = wrong
        yield book.say(
            "ahp_reciprocal", (*path, j, i), row=j + 1, column=i + 1, given=rows[j][i], other=rows[i][j]
        )
        return
    found = ahp(np.array([[number.numerator / number.denominator for number in row] for row in rows]))
    if not found.consistent(judged.at_most.__float__()):
        ratio = f"{found.consistency_ratio:.3f}"
        yield book.say("ahp_inconsistent", path, given=ratio, most=judged.at_most)


def _mirrored(one: Fraction, other: Fraction) -> bool:
    """Say whether two judgements are reciprocal; decimals such as 0.333 may be off by a rounding."""
    return one > 0 and other > 0 and abs(one * other - 1) <= Fraction(1, 10**6)


def availability_is_a_share(book: Book) -> Found:
    """Availability lies between 0 and 1."""
    for seen in book.either(Composite, Node):
        share = seen.part.availability
        if share is not None and not 0 <= share <= 1:
            yield book.say(
                "out_of_bounds", (*seen.path, "availability"), key="availability", given=share, bound="0–100%"
            )


def a_dimension_can_be_worked_out(book: Book) -> Found:
    """A ratio has two children; no more is asked to be available than there is; a leaf does not say how children are joined."""
    for seen in book.either(Composite, Node):
        inside = seen.part.children or ()
        ways = seen.part.aggregate or book.scheme.composite.aggregate  # type: ignore[union-attr]  # nodes stand in one
        if inside and ways == "ratio" and len(inside) != 2:
            yield book.say("ratio_two", (*seen.path, "children"), given=len(inside))
        least = seen.part.available_at_least
        of = seen.part.availability_of or book.scheme.composite.availability_of  # type: ignore[union-attr]  # nodes stand in one
        counted = leaves_of(inside) if of == "leaves" else len(inside)
        if inside and least is not None and least > counted:
            yield book.say(
                "available_too_many", (*seen.path, "available_at_least"), given=least, most=counted
            )
    for leaf in book.of(Node):
        for key in JOINING if leaf.part.of is not None else ():
            if getattr(leaf.part, key) is not None:
                yield book.say(
                    "of_dimensions", (*leaf.path, key), at_key=True, key_name=key, rule=leaf.part.id
                )


def leaves_of(nodes: tuple[Node, ...]) -> int:
    """Count the leaves below some nodes."""
    return sum(leaves_of(node.children) if node.children else 1 for node in nodes)


CHECKS = (
    every_leaf_is_normalised, goalposts_differ, treatments_leave_room, node_weights_hold_together, availability_is_a_share,
    a_dimension_can_be_worked_out,
)  # fmt: skip
