"""The grammar as the models declare it: which part a place in a scheme holds, and which keys that part knows."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import Tag

from youju.engine.language.parts import Part, hints
from youju.engine.language.scheme import Scheme

UNIONS = (Union, types.UnionType)


def known_keys(part: type[Part]) -> list[str]:
    """Return the keys a part knows, as they are written."""
    return [field.alias or name for name, field in part.model_fields.items()]


def part_at(loc: tuple[str | int, ...], root: type[Part] = Scheme) -> type[Part] | None:
    """Return the part that stands at a location of pydantic's, None where no mapping of ours stands."""
    here: Any = root
    for step in loc:
        here = _step(here, step)
    return next((one for one in _members(here) if _is_part(one)), None)


def _is_part(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, Part)


def _members(kind: Any, tag: str | None = None) -> Iterator[Any]:
    """Yield the alternatives of a type; with a tag only the one that bears it."""
    origin = get_origin(kind)
    if origin is Annotated:
        inner, *notes = get_args(kind)
        tags = [note.tag for note in notes if isinstance(note, Tag)]
        if tag in tags:
            yield inner
        elif not tags or tag is None:
            yield from _members(inner, tag)
    elif origin in UNIONS:
        for one in get_args(kind):
            yield from _members(one, tag)
    elif tag is None:
        yield kind


def _step(kind: Any, step: str | int) -> Any:
    """Go one step into a type; a step that leads nowhere stays (short forms add steps that nobody wrote)."""
    if isinstance(step, str) and step.startswith("~"):
        return Union[tuple(_members(kind, step)) or (kind,)]
    inner: list[Any] = []
    for one in _members(kind):
        origin, args = get_origin(one), get_args(one)
        if _is_part(one):
            types_of = hints(one)
            inner += [types_of[name] for name, f in one.model_fields.items() if (f.alias or name) == step]
        elif origin is dict:
            inner.append(args[1])
        elif origin in {tuple, list} and isinstance(step, int):
            inner.append(args[0] if Ellipsis in args else args[min(step, len(args) - 1)])
    return Union[tuple(inner)] if inner else kind
