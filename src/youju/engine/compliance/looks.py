"""How a scheme is held against each rule: one small look per kind of rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from youju.engine.check.book import Book
from youju.engine.compliance.inputs import inputs, leaves, reached_by
from youju.engine.compliance.rules import Rule
from youju.engine.language.leaves import Classes, EventList, Head
from youju.engine.language.parts import Part
from youju.engine.language.presets import AboveMean, ByPlace, DeductEach, VetoItem
from youju.engine.language.stage import Veto
from youju.engine.language.values import Place
from youju.engine.problems import Problem
from youju.engine.yaml_tree import Path

Found = Iterator[Problem]
HALF = Decimal("0.5")
MAY_VETO = frozenset({"central", "provincial"})


def look_inputs(book: Book, rule: Rule) -> Found:
    """What marks are given for."""
    told: set[str] = set()
    for one in inputs(book):
        seen = rule.names(one.text)
        where = book.tree.where(one.path)
        if seen is not None and where not in told:
            told.add(where)
            yield rule.finding(where, one.text)


def look_required(book: Book, rule: Rule) -> Found:
    """Fields of registers that must be filled in."""
    for path, name, required in _fields(book):
        if required and rule.names(name) is not None:
            yield rule.finding(book.tree.where(path), name)


def look_fields(book: Book, rule: Rule) -> Found:
    """All fields of registers."""
    for path, name, _ in _fields(book):
        if rule.names(name) is not None:
            yield rule.finding(book.tree.where(path), name)


def _fields(book: Book) -> Iterator[tuple[Path, str, bool]]:
    for register, declared in book.scheme.registers.items():
        for name, field in declared.fields.items():
            yield (
                ("registers", register, "fields", name),
                f"{name} {field.title or ''}".strip(),
                field.required,
            )


def look_scheme(book: Book, rule: Rule) -> Found:
    """The words of the scheme itself."""
    for key in ("title", "description", "topic", "object"):
        text = getattr(book.scheme, key)
        if text is not None and rule.names(text) is not None:
            yield rule.finding(book.tree.where((key,)), text)


def look_forms(book: Book, rule: Rule) -> Found:
    """Data asked from below need an owner and a document, and each is asked once."""
    asked = {name: one for name, one in book.scheme.indicators.items() if one.ask not in {None, "official"}}
    if not asked or _not_ours(book):
        return
    if book.scheme.owner is None:
        yield rule.finding(book.tree.where(()), "owner")
    if book.scheme.basis.number is None:
        yield rule.finding(book.tree.where(("basis",)), "basis.number")
    titles: dict[str, str] = {}
    for name, indicator in asked.items():
        title = "".join(indicator.title.split())
        if title in titles:
            yield rule.finding(book.tree.where(("indicators", name)), f"{titles[title]} = {name}")
        titles.setdefault(title, name)


def _not_ours(book: Book) -> bool:
    """Say whether the scheme is a published index of an international body, which asks nobody for anything."""
    return book.scheme.basis.issuer_level == "international"


def look_plan(book: Book, rule: Rule) -> Found:
    """A yearly plan lists the scheme."""
    if book.scheme.basis.plan is None and not _not_ours(book):
        yield rule.finding(book.tree.where(("basis",)))


def look_demonstration(book: Book, rule: Rule) -> Found:
    """Demonstration activities are approved by number."""
    if book.scheme.basis.number is None:
        yield from look_scheme(book, rule)
        yield from look_inputs(book, rule)


def look_issuer(book: Book, rule: Rule) -> Found:
    """Who issued the basis."""
    if rule.names(book.scheme.basis.issuer) is not None:
        yield rule.finding(book.tree.where(("basis", "issuer")), book.scheme.basis.issuer)


def look_objection(book: Book, rule: Rule) -> Found:
    """Units have days to object."""
    if book.scheme.round.object_by is None and not _not_ours(book):
        yield rule.finding(book.tree.where(("round",)))


def look_veto(book: Book, rule: Rule) -> Found:
    """A veto has a central or provincial basis, and no pledges are scored. A grade lowered by a step is no veto."""
    for seen in book.either(Veto, VetoItem):
        if isinstance(seen.part, Veto) and not seen.part.decides_alone:
            continue
        if seen.part.basis is None or seen.part.basis.level not in MAY_VETO:
            yield rule.finding(book.tree.where(seen.path), seen.part.title or seen.part.id)
    yield from look_inputs(book, rule)


def look_village(book: Book, rule: Rule) -> Found:
    """Villages are asked for little and for no traces."""
    levels = {league.level for league in book.scheme.league}
    if not levels & set(rule.levels):
        return
    asked = [name for name, one in book.scheme.indicators.items() if one.ask not in {None, "official"}]
    if len(asked) > rule.most:
        yield rule.finding(book.tree.where(("indicators",)), f"{len(asked)} > {rule.most}")
    for name in asked:
        if book.scheme.indicators[name].evidence:
            yield rule.finding(book.tree.where(("indicators", name, "evidence")), name)


def look_grey(book: Book, rule: Rule) -> Found:
    """The last are not put on show: bands called so are blocked, other bands from the bottom are pointed at."""
    for name, band in book.scheme.bands.items():
        if not band.published:
            continue
        if any(rule.names(text) is not None for text in (name, band.title or "")):
            yield rule.finding(book.tree.where(("bands", name), key=True), name)
        elif band.bottom is not None:
            yield rule.finding(book.tree.where(("bands", name), key=True), name, warning=True)


def look_points(book: Book, rule: Rule) -> Found:
    """Points are added, never taken."""
    taking = {path for path, part in leaves(book) if _takes(book, path, part)}
    told: set[Path] = set()
    for one in inputs(book):
        if one.leaf in taking and one.leaf not in told and rule.names(one.text) is not None:
            told.add(one.leaf)
            yield rule.finding(book.tree.where(one.leaf), one.text)


def _takes(book: Book, path: Path, part: Part) -> bool:
    """Say whether a rule takes marks away."""
    if isinstance(part, DeductEach):
        return True
    inside = [seen.part for seen in book.by_rule.get(path, ())]
    amounts = [getattr(one, key, None) for one in inside for key in ("each", "marks", "times")]
    tables = [
        one.marks.table for one in inside if isinstance(one, EventList) and isinstance(one.marks, Classes)
    ]
    amounts += [amount for table in tables for amount in table.values()]
    return any(isinstance(amount, Decimal) and amount < 0 for amount in amounts)


def look_ranking(book: Book, rule: Rule) -> Found:
    """Outside league tables come from a public body."""
    definitions = {name: one.definition or "" for name, one in book.scheme.indicators.items()}
    for one in inputs(book):
        said = definitions.get(str(one.path[1]), "") if one.path[0] == "indicators" else ""
        if rule.names(one.text) is not None and not any(issuer in said for issuer in rule.issuers):
            yield rule.finding(book.tree.where(one.path), one.text)


def look_gdp(book: Book, rule: Rule) -> Found:
    """GDP is neither what is ranked nor most of what is scored; where it is scored at all that is pointed at."""
    named = {one.leaf: one.text for one in inputs(book) if rule.names(one.text) is not None}
    parts = list(leaves(book))
    weights = {path: _weight(book, part) for path, part in parts}
    total = sum(weights.values(), Decimal(0))
    share = sum((weights[path] for path in named), Decimal(0)) / total if total else Decimal(0)
    for path, part in parts:
        if path in named:
            main = share >= HALF or _ranked(book, path, part, rule)
            yield rule.finding(book.tree.where(path), named[path], warning=not main)


def _weight(book: Book, part: Part) -> Decimal:
    """Return the full marks of a rule or the weight of a node, as far as they are written; else 1."""
    for key in ("full", "weight"):
        amount = book.fixed(getattr(part, key, None))
        if amount is not None and amount > 0:
            return amount
    return Decimal(1)


def _ranked(book: Book, path: Path, part: Part, rule: Rule) -> bool:
    """Say whether a place among peers is what the rule looks at."""
    if isinstance(part, ByPlace | AboveMean):
        return True
    if not isinstance(part, Head):
        return False
    reached = reached_by(book, path)
    places = [
        seen
        for seen in book.of(Place)
        if seen.path[: len(path)] == path or (seen.path[1:2] and seen.path[1] in reached)
    ]
    return bool(places) and bool(rule.words)


LOOKS: dict[str, Callable[[Book, Rule], Found]] = {
    "inputs": look_inputs, "required": look_required, "fields": look_fields, "scheme": look_scheme, "forms": look_forms,
    "plan": look_plan, "demonstration": look_demonstration, "issuer": look_issuer, "objection": look_objection,
    "veto": look_veto, "village": look_village, "grey": look_grey, "points": look_points, "ranking": look_ranking,
    "gdp": look_gdp,
}  # fmt: skip
