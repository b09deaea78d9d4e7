"""Registers held against the rules of the land: what a house must not ask for, whether marks are given for it or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from youju.engine.compliance.rules import Rule, shipped_rules
from youju.engine.problems import Problem
from youju.engine.registers.language import Declaration
from youju.engine.yaml_tree import Path, Tree

SHOWN = frozenset({"file", "geopoint", "place"})
"""What a photo or a position is kept in: these are never asked for by force."""


def declared_findings(
    one: Declaration, tree: Tree, rules: Sequence[Rule] | None = None, as_of: date | None = None
) -> list[Problem]:
    """Return what the rules of the land have against a declared register, each with the rule, its source and the mend."""
    found: list[Problem] = []
    for rule in shipped_rules() if rules is None else rules:
        if not rule.holds_on(as_of):
            continue
        if rule.look == "required":
            found += _required(one, tree, rule)
        elif rule.look == "fields":
            found += _personal(one, tree, rule)
        elif rule.look == "forms":
            found += _asked(one, tree, rule)
        elif rule.registers:
            found += _named(one, tree, rule)
    return list(dict.fromkeys(found))


def _required(one: Declaration, tree: Tree, rule: Rule) -> Iterator[Problem]:
    for name, field in one.fields.items():
        forced = field.type == "geopoint" or (
            rule.names(f"{name} {field.title}") is not None and field.type in SHOWN
        )
        if field.required and forced:
            yield rule.finding(tree.where(("fields", name)), field.title)


def _personal(one: Declaration, tree: Tree, rule: Rule) -> Iterator[Problem]:
    """What tells who somebody is stands in a private field, or in the vault."""
    for name, field in one.fields.items():
        if not field.private and rule.names(f"{name} {field.title}") is not None:
            yield rule.finding(tree.where(("fields", name)), field.title)


def _asked(one: Declaration, tree: Tree, rule: Rule) -> Iterator[Problem]:
    """Who asks units for a form says on what paper, and until when. What is shared asks nobody before it is extended."""
    missing = [key for key in ("basis", "ends") if getattr(one, key) is None]
    if missing and one.extends is not None and "reporter" in one.write:
        yield rule.finding(tree.where(("register",)), f"{one.title}:{'、'.join(missing)}")


def _named(one: Declaration, tree: Tree, rule: Rule) -> Iterator[Problem]:
    """Words that no register may ask under; what a paper allows is pointed at where the paper is named."""
    texts: list[tuple[Path, str]] = [(("title",), one.title)]
    texts += [(("fields", name), field.title) for name, field in one.fields.items()]
    texts += [(("indicators", name), made.title) for name, made in one.indicators.items()]
    for path, text in texts:
        if rule.names(text) is not None:
            yield rule.finding(tree.where(path), text, warning=True if one.basis and rule.by_paper else None)
