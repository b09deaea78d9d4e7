"""Names: each stands for something that is declared, before it is used, and not for itself."""

from __future__ import annotations

from collections.abc import Iterator

from youju.engine.check.book import Book, children, dated_in, names_in
from youju.engine.language.conditions import BOUNDS, Comparison, FieldTest, MarksTest
from youju.engine.language.indicators import FromScheme, WeightedMean
from youju.engine.language.leaves import EventsRule, Head
from youju.engine.language.parts import Part
from youju.engine.language.presets import VetoItem
from youju.engine.language.values import (
    Cumulative,
    Days,
    Extreme,
    Growth,
    Lag,
    MarksOf,
    OverTime,
    Peer,
    Place,
    RunLength,
)
from youju.engine.problems import Problem
from youju.engine.yaml_tree import Path

Found = Iterator[Problem]


def names_are_known(book: Book) -> Found:
    """Every name is an indicator or a parameter; an amount is a parameter; inside events also a field of the record."""
    indicators, parameters = book.scheme.indicators, book.scheme.parameters
    for seen in book.parts:
        fields = (
            book.scheme.registers[seen.record_of].fields if seen.record_of in book.scheme.registers else {}
        )
        for path, name, kind in names_in(seen):
            if name in parameters:
                continue
            if kind == "amount" and name in indicators:
                yield book.say("amount_is_indicator", path, given=name)
            elif kind == "amount":
                yield book.unknown("parameter_unknown", path, name, list(parameters))
            elif name not in indicators and name not in fields:
                yield book.unknown("name_unknown", path, name, [*indicators, *parameters, *fields])
            elif name not in indicators and fields[name].type != "number":
                yield book.say("field_not_number", path, field=name, register=seen.record_of)


def weights_up_the_tree_are_known(book: Book) -> Found:
    """``weighted_mean`` names an indicator, or says ``equal``."""
    for seen in book.of(WeightedMean):
        name = seen.part.weighted_mean
        if name != "equal" and name not in book.scheme.indicators:
            yield book.unknown(
                "name_unknown", (*seen.path, "weighted_mean"), name, [*book.scheme.indicators, "equal"]
            )


def one_name_one_meaning(book: Book) -> Found:
    """An indicator and a parameter never share a name."""
    for name in book.scheme.indicators.keys() & book.scheme.parameters.keys():
        yield book.say("name_twice", ("parameters", name), at_key=True, given=name)


def indicators_do_not_rest_on_themselves(book: Book) -> Found:
    """No derived indicator leads back to itself, not even through an earlier period."""
    rests = book.rests
    told: set[str] = set()
    for start in rests:
        ring = _ring(start, rests)
        if ring and not told & set(ring):
            told |= set(ring)
            yield book.say("cycle", ("indicators", start), at_key=True, detail=" → ".join([*ring, ring[0]]))


def _ring(start: str, rests: dict[str, set[str]]) -> list[str]:
    """Return the way from an indicator back to itself, empty when there is none."""
    came: dict[str, str] = {}
    queue = [start]
    for at in queue:
        for inner in sorted(rests[at]):
            if inner == start:
                ring = [at]
                while ring[-1] != start:
                    ring.append(came[ring[-1]])
                return ring[::-1]
            if inner not in came:
                came[inner] = at
                queue.append(inner)
    return []


def marks_are_asked_after_they_are_given(book: Book) -> Found:
    """``{marks: id}`` names an earlier rule (a section comes after its children); vetoes and bands may ask all, and ``total``."""
    given: list[str] = []
    before: dict[Path, frozenset[str] | None] = {}
    ids = {seen.path: seen.part.id for seen in book.rules}
    for number, rule in enumerate(book.scheme.marks or ()):
        _order(("marks", number), rule, given, before)
    nodes = [
        str(seen.part.id)
        for seen in book.parts
        if seen.path[:1] == ("composite",) and hasattr(seen.part, "id")
    ]
    everything = {*given, *nodes, "total"}
    for seen in book.either(MarksTest, MarksOf):
        name, place = seen.part.marks, (*seen.path, "marks")
        owner = next((path for path in _prefixes(seen.path) if path in before), None)
        if isinstance(seen.part, MarksOf) and (refused := _elsewhere(book, seen.path)):
            yield book.say(refused, place, given=name)
            continue
        seen_by = None if owner is None else before[owner]
        known = everything if seen_by is None else seen_by
        own = owner is not None and seen.path[len(owner) :][:1] == ("when",)
        if owner is not None and seen_by is not None and own and not _inside(book, seen.path, (Place, Peer)):
            known = known | {str(ids[owner])}  # its own marks so far
        if isinstance(seen.part, MarksOf):
            known = known - {"total"}
        if name in known:
            continue
        if name in everything:
            yield book.say("marks_later", place, given=name)
        else:
            yield book.unknown("marks_unknown", place, name, sorted(known))


def _elsewhere(book: Book, path: Path) -> str | None:
    """Say why marks cannot be asked for where a value stands: an indicator is there before all marks, and marks belong to the round's own period."""
    if path[:1] in {("indicators",), ("composite",)}:
        return "marks_in_indicator"
    shifts = (Growth, Lag, Cumulative, RunLength, Extreme, OverTime)
    return "marks_other_period" if _inside(book, path, shifts) else None


def _inside(book: Book, path: Path, kinds: tuple[type[Part], ...]) -> bool:
    """Say whether a place lies inside a part of some kinds."""
    return any(isinstance(book.by_path.get(at), kinds) for at in _prefixes(path) if at != path)


def _order(path: Path, rule: Head, given: list[str], before: dict[Path, frozenset[str] | None]) -> None:
    """Note which marks are there when a rule is worked out: children first, then the section itself."""
    for rest, child in children(rule):
        _order((*path, *rest), child, given, before)
    if isinstance(rule, EventsRule):
        inner: list[str] = []
        for number, one in enumerate(rule.events.score or ()):
            _order((*path, "events", "score", number), one, inner, before)
    before[path] = None if isinstance(rule, VetoItem) else frozenset(given)
    given.append(rule.id)


def _prefixes(path: Path) -> Iterator[Path]:
    return (path[:n] for n in range(len(path), 0, -1))


def fields_are_asked_inside_events(book: Book) -> Found:
    """``{field: …}`` and days between fields stand only where a record is looked at."""
    for seen in book.either(FieldTest, Days):
        if seen.record_of is None:
            yield book.say("field_outside" if isinstance(seen.part, FieldTest) else "days_outside", seen.path)


def records_are_not_compared_with_each_other(book: Book) -> Found:
    """Inside ``score`` there are no peers: a place or a mean of peers is asked of units."""
    for seen in book.either(Place, Peer):
        if seen.record_of is not None:
            yield book.say("peers_of_record", seen.path)


def another_scheme_is_another(book: Book) -> Found:
    """A scheme does not take its own result as input."""
    for seen in book.of(FromScheme):
        if isinstance(seen.part, FromScheme) and seen.part.scheme == book.scheme.scheme:
            yield book.say("own_result", (*seen.path, "scheme"), given=seen.part.scheme)


def amounts_hold_from_the_first_period(book: Book) -> Found:
    """Dated numbers begin no later than the scheme; where they stand for a value they are then only missing."""
    first = book.scheme.in_force.from_
    needed = {name for seen in book.parts for _, name, kind in names_in(seen) if kind == "amount"}
    for name, given in book.scheme.parameters.items():
        if isinstance(given, dict) and min(period.start for period in given) > first.start:
            begins = str(min(given, key=lambda period: period.start))
            yield book.say(
                "amount_late",
                ("parameters", name),
                at_key=True,
                warning=name not in needed,
                begins=begins,
                first=first,
            )
    for seen in book.parts:
        for path, dated, kind in dated_in(seen):
            if min(period.start for period in dated) > first.start:
                begins = str(min(dated, key=lambda period: period.start))
                yield book.say("amount_late", path, warning=kind == "operand", begins=begins, first=first)


def declared_is_used(book: Book) -> Found:
    """What is declared is used somewhere."""
    used = {name for seen in book.parts for _, name, _ in names_in(seen)}
    used |= {
        str(bound) for seen in book.parts if isinstance(seen.part, Comparison) for bound in _bounds(seen.part)
    }
    used |= {seen.part.weighted_mean for seen in book.parts if isinstance(seen.part, WeightedMean)}
    for room in ("indicators", "parameters"):
        for name in getattr(book.scheme, room):
            if name not in used:
                yield book.say("unused", (room, name), at_key=True, warning=True, given=name)


def _bounds(comparison: Comparison) -> Iterator[object]:
    """Yield what a field may be compared with: a parameter may stand there."""
    yield from (getattr(comparison, name) for name in BOUNDS)
    yield from comparison.between or ()


CHECKS = (
    names_are_known, weights_up_the_tree_are_known, one_name_one_meaning, indicators_do_not_rest_on_themselves,
    marks_are_asked_after_they_are_given, fields_are_asked_inside_events, records_are_not_compared_with_each_other, another_scheme_is_another,
    amounts_hold_from_the_first_period, declared_is_used,
)  # fmt: skip
