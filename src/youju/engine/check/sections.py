"""Rules and sections: their ids and clauses, the weights of their children, full marks, and what does not apply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from youju.engine.check.book import Book, children
from youju.engine.language.composite import Node
from youju.engine.language.leaves import Head, Panel
from youju.engine.language.presets import PanelMarks
from youju.engine.language.sections import Section, SumRule
from youju.engine.language.stage import Veto
from youju.engine.language.values import Mean
from youju.engine.problems import Problem
from youju.engine.yaml_tree import Path

Found = Iterator[Problem]
RESERVED = frozenset({"total"})
WEIGHED = frozenset({"weighted_mean", "geometric", "sum"})
ONE = Decimal(1)


def ids_are_given_once(book: Book) -> Found:
    """No two rules, nodes or vetoes share an id, and none is called ``total``."""
    seen_at: dict[str, Path] = {}
    for seen in book.parts:
        if not isinstance(seen.part, Head | Node | Veto):
            continue
        name, path = str(seen.part.id), (*seen.path, "id")
        if name in RESERVED:
            yield book.say("id_reserved", path, given=name)
        elif name in seen_at:
            yield book.say("id_twice", path, given=name, first=book.tree.where(seen_at[name]))
        seen_at.setdefault(name, path)


def every_rule_has_its_clause(book: Book) -> Found:
    """A rule that gives marks cites a clause, its own or that of the section above it."""
    for seen in book.rules:
        if seen.clause is None and not children(seen.part):
            yield book.say("clause_missing", seen.path, rule=seen.part.id)
    for node in book.of(Node):
        if node.clause is None and node.part.of is not None:
            yield book.say("clause_missing", node.path, warning=True, rule=node.part.id)


def weights_are_given(book: Book) -> Found:
    """In a weighted mean every child has a weight; weights are positive; weights in percent come to 100 %."""
    for seen in book.rules:
        kind, inside = type(seen.part).key, children(seen.part)
        if kind == "weighted_mean":
            for rest, child in inside:
                if child.weight is None:
                    yield book.say("weight_missing", (*seen.path, *rest), rule=child.id)
        if kind in {"weighted_mean", "geometric"}:
            weighed = [
                ((*seen.path, *rest, "weight"), child.weight)
                for rest, child in inside
                if child.weight is not None
            ]
            yield from weights_are_sound(book, (*seen.path, kind), weighed)
        if kind == "sum":
            yield from _none_is_negative(
                book, [((*seen.path, *rest, "weight"), c.weight) for rest, c in inside]
            )
        if inside and kind not in WEIGHED:
            for rest, child in inside:
                if child.weight is not None:
                    yield book.say(
                        "weight_unused", (*seen.path, *rest, "weight"), warning=True, rule=child.id, kind=kind
                    )
    top = enumerate(book.scheme.marks or ())
    yield from _none_is_negative(book, [(("marks", i, "weight"), rule.weight) for i, rule in top])
    for panel in book.either(Panel, PanelMarks):
        key = "of" if isinstance(panel.part, Panel) else "raters"
        raters = getattr(panel.part, key) or ()
        yield from weights_are_sound(
            book,
            (*panel.path, key),
            [((*panel.path, key, i, "weight"), r.weight) for i, r in enumerate(raters)],
        )


def _none_is_negative(book: Book, weighed: Sequence[tuple[Path, object]]) -> Found:
    for place, weight in weighed:
        known = book.fixed(weight)
        if known is not None and known < 0:
            yield book.say("weight_negative", place, given=known)


def weights_are_sound(book: Book, path: Path, weighed: Sequence[tuple[Path, object]]) -> Found:
    """No weight is negative, not all are 0, and weights in percent come to 100 %."""
    fixed = [book.fixed(weight) for _, weight in weighed]
    yield from _none_is_negative(book, weighed)
    known = [weight for weight in fixed if weight is not None]
    if not known or len(known) < len(fixed):
        return
    total = sum(known, Decimal(0))
    percent = all(str(book.raw(place)).strip().endswith("%") for place, _ in weighed)
    if total == 0:
        yield book.say("weights_zero", path)
    elif percent and total != ONE:
        yield book.say("weights_percent", path, given=f"{(total * 100).normalize():f}%")


def raters_are_left(book: Book) -> Found:
    """Dropping extremes leaves at least one rater, and as many as are asked for."""
    for seen in book.either(Panel, PanelMarks):
        raters = seen.part.of if isinstance(seen.part, Panel) else seen.part.raters
        left = len(raters or ()) - seen.part.drop_highest - seen.part.drop_lowest
        least = seen.part.raters_at_least if isinstance(seen.part, Panel) else 1
        if raters and left < least:
            yield book.say("drop_all", seen.path, left=max(left, 0), least=least)


def weights_match_their_values(book: Book) -> Found:
    """A mean has as many weights as values."""
    for seen in book.of(Mean):
        if seen.part.weights is not None and len(seen.part.weights) != len(seen.part.mean):
            yield book.say(
                "weights_length",
                (*seen.path, "weights"),
                given=len(seen.part.weights),
                wanted=len(seen.part.mean),
            )


def full_is_said_where_it_is_used(book: Book) -> Found:
    """``full`` in missing, when or not_applicable needs the full marks."""
    for seen in book.rules:
        uses = [key for key, said in _full_uses(seen.part) if said]
        if uses and _full(seen.part) is None:
            yield book.say("full_missing", seen.path, rule=seen.part.id, key_name=uses[0])
    for section in book.of(Section):
        policy = section.part.not_applicable
        if policy == "full" or (policy == "drop" and isinstance(section.part, SumRule)):
            for rest, child in children(section.part):
                if _full(child) is None:
                    yield book.say(
                        "full_missing",
                        (*section.path, *rest),
                        rule=child.id,
                        key_name=f"not_applicable: {policy}",
                    )


def _full_uses(rule: Head) -> Iterator[tuple[str, bool]]:
    yield "missing: full", rule.missing == "full"
    yield "then: full", any(one.then == "full" for one in rule.when)


def _full(rule: Head) -> object:
    return getattr(rule, "full", None)


def what_does_not_apply_is_decided(book: Book) -> Found:
    """Where a child may not apply, its section says what becomes of the child's marks (a warning: the default is written down)."""
    for seen in book.of(Section):
        if seen.part.not_applicable is None:
            for rest, child in children(seen.part):
                if child.full is not None and may_not_apply(child):
                    yield book.say(
                        "not_applicable_open",
                        (*seen.path, *rest),
                        warning=True,
                        rule=child.id,
                        section=seen.part.id,
                    )


def may_not_apply(rule: Head) -> bool:
    """Say whether a rule may not apply to some unit."""
    return rule.units is not None or any(one.then == "not_applicable" for one in rule.when)


def full_marks_add_up(book: Book) -> Found:
    """The full marks of the parts come to the full marks of the whole."""
    root: tuple[Path, object, list[Head]] = (("full",), book.scheme.full, list(book.scheme.marks or ()))
    sums = [((*seen.path, "full"), seen.part.full, list(seen.part.sum)) for seen in book.of(SumRule)]
    whole: list[tuple[Path, object, list[Head]]] = [root, *sums]
    for path, declared, rules in whole:
        parts = [_weighed_full(book, rule) for rule in rules if may_count(rule)]
        known = [part for part in parts if part is not None]
        total = book.fixed(declared)
        if total is not None and known and len(known) == len(parts) and sum(known, Decimal(0)) != total:
            yield book.say("full_sum", path, warning=True, given=sum(known, Decimal(0)), wanted=total)


def may_count(rule: Head) -> bool:
    """Say whether a rule can add to full marks: deductions and vetoes cannot."""
    return type(rule).key not in {"preset:veto", "preset:deduct_each", "events"}


def _weighed_full(book: Book, rule: Head) -> Decimal | None:
    full, weight = book.fixed(_full(rule)), ONE if rule.weight is None else book.fixed(rule.weight)
    return None if full is None or weight is None else full * weight


CHECKS = (
    ids_are_given_once, every_rule_has_its_clause, weights_are_given, raters_are_left, weights_match_their_values,
    full_is_said_where_it_is_used, what_does_not_apply_is_decided, full_marks_add_up,
)  # fmt: skip
