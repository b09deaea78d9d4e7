"""The lines of a statement: what one carries, and where each rule of a scheme stands."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from youju.engine.language.composite import Node
from youju.engine.language.leaves import Head
from youju.engine.language.scheme import Scheme
from youju.engine.language.sections import Section
from youju.engine.statement.cited import Listed
from youju.engine.statement.numbers import plain
from youju.engine.statement.speech import Say, chinese


@dataclass(frozen=True)
class Line:
    """One line of a statement. ``contribution`` is what the line brings to the total; lines add up to it exactly.

    ``how`` says how marks come from what is seen: the policy's own note, or the shape in words. ``records`` are the entries of
    registers behind the mark, ``history`` the earlier values (period, value) of what the rule looks at, oldest first.
    """

    rule: str
    title: str
    clause: str
    state: str
    seen: Decimal | None
    against: Decimal | None
    marks: Decimal | None
    contribution: Decimal
    because: str
    evidence: tuple[str, ...]
    depth: int
    how: str = ""
    records: tuple[Listed, ...] = ()
    history: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True)
class Statement:
    """The statement of marks of one unit."""

    unit: str
    title: str
    scheme: str
    scheme_title: str
    version: str
    period: str
    total: Decimal | None
    standings: tuple[dict[str, Any], ...]
    lines: tuple[Line, ...]
    example: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the statement as plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Placed:
    """A rule or node of the scheme with where it stands: its clause (own or inherited) and depth."""

    rule: Head | Node
    clause: str
    depth: int


def placed(scheme: Scheme) -> dict[str, Placed]:
    """Return every rule (or node) of a scheme by id, in the order written."""
    found: dict[str, Placed] = {}

    def walk(rules: tuple[Any, ...], clause: str, depth: int) -> None:
        for rule in rules:
            own = rule.clause or clause
            found[rule.id] = Placed(rule, own, depth)
            if isinstance(rule, Section):
                walk(getattr(rule, type(rule).key), own, depth + 1)
            elif isinstance(rule, Node) and rule.children:
                walk(rule.children, own, depth + 1)

    if scheme.composite is not None:
        walk(scheme.composite.children, scheme.composite.clause or "", 0)
    walk(scheme.marks or (), "", 0)
    return found


def heading(
    rule: str, at: Placed, inside: list[Line], say: Say = chinese, *, because: str | None = None
) -> Line:
    """Return a section's line: what stands inside it adds up to so much, or ``because`` where there is no sum."""
    below = sum((line.contribution for line in inside), Decimal(0))
    idle = bool(inside) and all(line.state == "not_applicable" for line in inside)
    if because is None:
        because = say("不适用") if idle else say("小计 {n} 分", n=plain(below))
    how = at.rule.note or "" if isinstance(at.rule, Head) and say is chinese else ""
    return Line(
        rule,
        at.rule.title or rule,
        at.clause,
        "section",
        None,
        None,
        None,
        Decimal(0),
        because,
        (),
        at.depth,
        how,
    )
