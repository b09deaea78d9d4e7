"""The declared table (`expected.yaml`) read, and the little law that turns a line into the answer of a cell.

It knows nothing of the house's own code: roles, places and states are words here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.matrix.actors import ADMINS, Actor
from tests.matrix.world import STATES, TREE

IN, DONE, NOT_NOW, SIGN_IN, REFUSED, HIDDEN, NO_METHOD = (
    "in", "done", "told why not", "to the sign-in", "refused", "hidden", "no such method"
)  # fmt: skip
FIELDS = {
    "who", "within", "also", "only", "at", "at_body", "send", "files", "query", "done", "shows", "takes", "then",
    "then_within", "renews",
}  # fmt: skip


@dataclass(frozen=True)
class Door:
    """One line of the table."""

    line: str
    who: tuple[str, ...]
    within: Any = None
    also: dict[str, list[str]] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    at: dict[str, str] = field(default_factory=dict)
    at_body: str = ""
    send: dict[str, Any] | None = None
    files: bool = False
    query: str = ""
    done: Any = None
    shows: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    then_within: str = ""
    renews: bool = False

    @property
    def method(self) -> str:
        """Return GET, POST …"""
        return self.line.split(" ")[0]

    @property
    def name(self) -> str:
        """Return the name of the URL, or the path of the operation."""
        return re.sub(r" \(.*\)$", "", self.line.split(" ", 1)[1])

    @property
    def is_api(self) -> bool:
        """Whether it is an operation of the API."""
        return self.name.startswith("/api/")

    @property
    def is_public(self) -> bool:
        """Whether anybody may come, signed in or not."""
        return self.who == ("public",)

    def states(self, things: dict[str, dict[str, Any]]) -> list[str]:
        """Return the states in which the door is tried: those that have what stands in its address; "" if none matters."""
        wanted = {*self.at.values(), self.at_body} - {"", *things[""]} - {"zero", "one", "nothing"}
        if not wanted:
            return [""]
        return [state for state in STATES if wanted <= set(things[state])]


@cache
def said() -> dict[str, Any]:
    """Return the file as it stands."""
    return yaml.safe_load((Path(__file__).parent / "expected.yaml").read_text("utf-8"))


@cache
def doors() -> tuple[Door, ...]:
    """Return every line as a door. ValueError for a field, role or place that is not known."""
    found = []
    for line, rule in said()["doors"].items():
        if unknown := set(rule) - FIELDS:
            raise ValueError(f"{line}: unknown {sorted(unknown)}; a line has {sorted(FIELDS)}")
        known = {
            **rule,
            "who": _roles(rule["who"]),
            "only": _roles(rule.get("only", [])),
            "then": _roles(rule.get("then", [])),
        }
        found.append(
            Door(
                line,
                **{**known, "shows": tuple(rule.get("shows", ())), "takes": tuple(rule.get("takes", ()))},
            )
        )
    return tuple(found)


def _roles(words: str | list[str]) -> tuple[str, ...]:
    if words in ("public", "signed_in", "nobody"):
        return (words,)
    groups = said()["roles"]
    flat = [
        role for word in ([words] if isinstance(words, str) else words) for role in groups.get(word, [word])
    ]
    if unknown := set(flat) - set(groups["everybody"]):
        raise ValueError(f"unknown roles {sorted(unknown)}")
    return tuple(flat)


def expected(door: Door, actor: Actor, state: str) -> str:
    """Return what the table says an actor gets at a door, in a state."""
    if door.who == ("nobody",):
        return HIDDEN
    if door.renews and actor.place == "one_time_password":
        return SIGN_IN
    if not door.is_public:
        known = actor.place not in ("anonymous", "one_time_password")
        if not known or (door.is_api and not actor.key):
            return SIGN_IN
        if door.who != ("signed_in",) and not _has(actor, door.who):
            return REFUSED
    if not _within(door, actor, state):
        return HIDDEN
    if door.then and not _has(actor, door.then):
        return REFUSED
    if door.then_within and actor.place not in said()["within"][door.then_within]:
        return REFUSED
    if door.done is None:
        return IN
    now = door.done == "always" or (door.done != "never" and state in door.done)
    return DONE if now else NOT_NOW


def _has(actor: Actor, roles: tuple[str, ...]) -> bool:
    return actor.role in roles and actor.place not in said()["no_post_now"]


def _within(door: Door, actor: Actor, state: str) -> bool:
    if actor.place in door.also.get(actor.role, []):
        return True
    if door.only and not _has(actor, door.only):
        return False
    name = door.within
    if isinstance(name, dict):
        name = name.get(state, name["else"])
    if name is None:
        return True
    return actor.place in (name if isinstance(name, list) else said()["within"][name])


@cache
def _line_of(key: str) -> tuple[str, ...]:
    """Return a unit and those above it."""
    above = TREE[key][0]
    return (key, *(_line_of(above) if above else ()))


def covers(actor: Actor) -> set[str]:
    """Return the units under the actor's post, itself included; V0 belongs to whoever has V1."""
    top = said()["places"].get(actor.place)
    if not top or actor.place in said()["no_post_now"]:
        return set()
    return {key for key in TREE if top in _line_of(key) or (key == "V0" and top in _line_of("V1"))}


def may_show(door: Door | None, actor: Actor, unit: str, kind: str) -> bool:
    """Whether the answer to an actor may hold a canary."""
    if door is not None and kind in door.shows:
        return True
    if kind == "n":
        top = said()["places"].get(actor.place) or said()["elsewhere"].get(actor.place)
        return (
            actor.role in ADMINS
            or unit in covers(actor)
            or (bool(top) and unit in _line_of(top))
            or (actor.place == "other_scheme" and top in _line_of(unit))
        )
    if actor.place == "other_scheme":
        return kind == "e" and actor.role in said()["roles"]["readers"] and "T1" in _line_of(unit)
    reads = actor.role in said()["roles"]["readers"] and unit in covers(actor)
    return reads and actor.role in said()["kept_from_unit"].get(kind, [actor.role])
