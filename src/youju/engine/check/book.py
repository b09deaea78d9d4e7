"""A scheme laid open for checking: every part with its place, every name with what kind of name it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path as File
from typing import Annotated, Any, Generic, Literal, TypeVar, cast, get_args, get_origin

from pydantic import Discriminator

from youju.engine.language.indicators import WeightedMean
from youju.engine.language.leaves import EventList, Head
from youju.engine.language.parts import Part, amount_tag, hints
from youju.engine.language.presets import Difficulty
from youju.engine.language.scheme import Scheme
from youju.engine.language.values import limit_tag, operand_tag
from youju.engine.period import Period
from youju.engine.problems import Problem
from youju.engine.wording import listed, meant, say
from youju.engine.yaml_tree import Path, Tree

NameKind = Literal["operand", "amount"]
MAX_RULES = 1_000
MAX_PARTS = 20_000
P = TypeVar("P", bound=Part)
Q = TypeVar("Q", bound=Part)


@dataclass(frozen=True)
class Seen(Generic[P]):
    """A part where it stands.

    ``rule`` is the place of the nearest rule around it (itself, when it is a rule); ``record_of`` names the
    register whose records are scored there; ``clause`` is its own or inherited.
    """

    path: Path
    part: P
    record_of: str | None
    clause: str | None
    rule: Path | None = None


@dataclass(frozen=True)
class Book:
    """A scheme with its tree of places, and its folder when it has one."""

    scheme: Scheme
    tree: Tree
    folder: File | None = None

    def say(
        self, code: str, path: Path, *, at_key: bool = False, warning: bool = False, **facts: object
    ) -> Problem:
        """Return a problem at a place of this scheme."""
        return say(code, self.tree.where(path, key=at_key), warning=warning, **facts)

    def unknown(
        self,
        code: str,
        path: Path,
        given: str,
        known: Mapping[str, object] | list[str],
        *,
        column: str = "",
        warning: bool = False,
    ) -> Problem:
        """Return the problem of a name nobody knows (in a column), with the nearest known one."""
        hint, hint_en = meant(given, known)
        told = listed(known) or "—"
        return self.say(
            code, path, warning=warning, given=given, known=told, hint=hint, hint_en=hint_en, column=column
        )

    @cached_property
    def parts(self) -> tuple[Seen[Part], ...]:
        """Every part of the scheme in the order written."""
        return tuple(_walk((), self.scheme, None))

    @cached_property
    def by_path(self) -> dict[Path, Part]:
        """Every part by its place."""
        return {seen.path: seen.part for seen in self.parts}

    def of(self, kind: type[P]) -> Iterator[Seen[P]]:
        """Yield the parts of one kind."""
        return (cast("Seen[P]", seen) for seen in self.parts if isinstance(seen.part, kind))

    def either(self, kind: type[P], other: type[Q]) -> Iterator[Seen[P | Q]]:
        """Yield the parts of two kinds."""
        return (cast("Seen[P | Q]", seen) for seen in self.parts if isinstance(seen.part, (kind, other)))

    @cached_property
    def rules(self) -> tuple[Seen[Head], ...]:
        """Every rule, sections and the rules inside events included."""
        return tuple(self.of(Head))

    @property
    def too_large(self) -> bool:
        """Say whether the scheme holds more rules or parts than any policy, so that looking at them would take long."""
        return len(self.rules) > MAX_RULES or len(self.parts) > MAX_PARTS

    @cached_property
    def by_rule(self) -> dict[Path, list[Seen[Part]]]:
        """The place of a rule → its parts, the rules inside it left out."""
        found: dict[Path, list[Seen[Part]]] = {}
        for seen in self.parts:
            if seen.rule is not None:
                found.setdefault(seen.rule, []).append(seen)
        return found

    @cached_property
    def rests(self) -> dict[str, set[str]]:
        """Indicator → the indicators it is worked out from."""
        found: dict[str, set[str]] = {name: set() for name in self.scheme.indicators}
        for seen in self.parts:
            if seen.path[:1] == ("indicators",):
                used = {name for _, name, kind in names_in(seen) if kind == "operand"}
                if isinstance(seen.part, WeightedMean):
                    used.add(seen.part.weighted_mean)
                found[str(seen.path[1])] |= used & found.keys()
        return found

    def raw(self, path: Path) -> Any:
        """Return what was written at a place, None where nothing was."""
        return self.tree.given(path) if self.tree.written(path) == path else None

    def fixed(self, amount: object) -> Decimal | None:
        """Return an amount that is the same at all times, None when it changes or is not known."""
        given = self.scheme.parameters.get(amount) if isinstance(amount, str) else amount
        return given if isinstance(given, Decimal) else None

    def fits(self, low: object, high: object) -> bool:
        """Say whether two bounds, where both are fixed, leave room."""
        below, above = self.fixed(low), self.fixed(high)
        return below is None or above is None or below <= above


def _walk(path: Path, part: Part, around: Seen[Part] | None) -> Iterator[Seen[Part]]:
    clause = getattr(part, "clause", None) or (around.clause if around else None)
    rule = path if isinstance(part, Head) else around.rule if around else None
    seen = Seen(path, part, around.record_of if around else None, clause, rule)
    yield seen
    for name, field in type(part).model_fields.items():
        scored = isinstance(part, EventList) and name == "score"
        inner = replace(seen, record_of=part.register_) if scored and isinstance(part, EventList) else seen
        yield from _inside((*path, field.alias or name), getattr(part, name), inner)


def _inside(path: Path, value: object, around: Seen[Part]) -> Iterator[Seen[Part]]:
    if isinstance(value, Part):
        yield from _walk(path, value, around)
    elif isinstance(value, tuple | list):
        for number, one in enumerate(value):
            yield from _inside((*path, number), one, around)
    elif isinstance(value, dict):
        for key, one in value.items():
            if isinstance(one, Part):
                yield from _walk((*path, str(key)), one, around)


@lru_cache(maxsize=512)
def name_fields(part: type[Part]) -> tuple[tuple[str, str, NameKind], ...]:
    """Return (field, key, kind) of the fields of a part that may hold names of indicators and parameters."""
    kinds = {name: _kind(hint) for name, hint in hints(part).items()}
    fields = part.model_fields
    return tuple((name, fields[name].alias or name, kind) for name, kind in kinds.items() if kind is not None)


def _kind(hint: object) -> NameKind | None:
    """Return what names a type admits: indicators and parameters, or parameters alone."""
    if isinstance(hint, Discriminator):
        tags: dict[object, NameKind] = {operand_tag: "operand", amount_tag: "amount", limit_tag: "amount"}
        return tags.get(hint.discriminator)
    if get_origin(hint) is Annotated:
        inner = [_kind(note) for note in (*hint.__metadata__, hint.__origin__)]  # type: ignore[attr-defined]
    else:
        inner = [_kind(one) for one in get_args(hint)]
    return "operand" if "operand" in inner else "amount" if "amount" in inner else None


def names_in(seen: Seen[Part]) -> Iterator[tuple[Path, str, NameKind]]:
    """Yield every name that a part itself holds, with its place."""
    for name, key, kind in name_fields(type(seen.part)):
        for path, given in leaves((*seen.path, key), getattr(seen.part, name)):
            if isinstance(given, str):
                yield path, given, kind


def dated_in(seen: Seen[Part]) -> Iterator[tuple[Path, dict[Period, Decimal], NameKind]]:
    """Yield the dated numbers that a part itself holds."""
    for name, key, kind in name_fields(type(seen.part)):
        for path, given in leaves((*seen.path, key), getattr(seen.part, name)):
            if isinstance(given, dict):
                yield path, given, kind


def leaves(path: Path, value: object) -> Iterator[tuple[Path, object]]:
    """Yield what stands at a place, going into lists and tables but not into parts; dated numbers are one thing."""
    if isinstance(value, tuple | list):
        for number, one in enumerate(value):
            yield from leaves((*path, number), one)
    elif isinstance(value, dict) and not any(isinstance(key, Period) for key in value):
        for key, one in value.items():
            yield from leaves((*path, str(key)), one)
    elif not isinstance(value, Part):
        yield path, value


def children(rule: Head) -> tuple[tuple[Path, Head], ...]:
    """Return the rules right inside a section, with the rest of their path."""
    inside = getattr(rule, type(rule).key, None)
    if isinstance(rule, Difficulty):
        return ((("rule",), rule.rule),)
    return (
        tuple(((type(rule).key, i), one) for i, one in enumerate(inside)) if isinstance(inside, tuple) else ()
    )
