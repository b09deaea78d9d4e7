"""The statement of marks 得分说明书: every mark of one unit with its clause, its value, what it was compared with, and its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import takewhile
from typing import Any

from youju.engine.bundle.read import Bundle
from youju.engine.expand import expand_scheme
from youju.engine.language.composite import Node
from youju.engine.language.leaves import Head, RatingRule, ValueRule
from youju.engine.period import Period
from youju.engine.share import REST
from youju.engine.show import name_circles
from youju.engine.statement.available import Counted
from youju.engine.statement.because import Because
from youju.engine.statement.cited import Cited, Known, Ledgers, Spans, by_indicator, relevant, spans_of
from youju.engine.statement.lines import Line, Placed, Statement, heading, placed
from youju.engine.statement.shapes import Shapes
from youju.engine.statement.spread import Spread, spreads
from youju.engine.statement.words import Words

REST_TITLE, REST_WORDS = "尾差与总分上下限", "四舍五入的尾差，或总分的上下限"


def explain(bundle: Bundle, unit: str, rule: str | None = None) -> Statement:
    """Return the statement of marks of one unit, of one rule only when asked. Raises LookupError for what the bundle does not have."""
    return Explainer(bundle).explain(unit, rule)


class Explainer:
    """Explains the units of one bundle: the scheme is read once, registers when a rule counts from one.

    In English the sentences are; names, clauses and measures stay as the policy has them.
    """

    def __init__(self, bundle: Bundle, *, in_english: bool = False) -> None:
        period = bundle.manifest["period"]  # what is no bundle says so here
        loaded = bundle.scheme
        if loaded is None:
            raise ValueError("成果包里的方案读不出来 / the scheme in this bundle cannot be read")
        self.bundle, self.scheme = bundle, expand_scheme(loaded)
        self.period = Period.parse(period)
        self.words = Words(self.scheme, self.period, in_english=in_english)
        self.say, self.in_english = self.words.say, in_english
        self.shapes = Shapes(self.words)
        self.ledgers = Ledgers(bundle, self.scheme, self.period)
        self.because = Because(bundle, self.words, self.ledgers)
        self.where = placed(self.scheme)

    def explain(self, unit: str, rule: str | None = None) -> Statement:
        """Return the statement of marks of one unit, of one rule only when asked. Raises LookupError for what the bundle does not have."""
        if rule is not None and rule not in self.where and rule != REST:
            known = ", ".join(self.where)
            raise LookupError(f"方案里没有规则 {rule};有 {known} / no rule {rule}; there are {known}")
        return self.statement(unit, *self._read(unit), rule)

    def told(self, unit: str) -> tuple[Statement, dict[str, Cited]]:
        """Return the statement of a unit, and for every rule what it rests on, from one reading. Raises LookupError for a unit the bundle does not score."""
        reasons, facts, standings = self._read(unit)
        known = by_indicator(facts)
        cited = {rule: self._cited(spans, known) for rule, spans in self.spans.items()}
        return self.statement(unit, reasons, facts, standings, cited=cited), cited

    def _read(self, unit: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
        """Return the reasons, facts and standings of a unit."""
        reasons = self.bundle.reasons(unit)
        facts = self.bundle.facts_of(unit, [r["fact"] for r in reasons if r["fact"] is not None])
        return reasons, facts, self.bundle.standings(unit)

    def spreads(self, unit: str) -> tuple[Spread, ...]:
        """Return how the values of every rule are spread among the peers of a unit and among the units below it."""
        return spreads(self.bundle, self.words, self.where, unit)

    def cited(self, unit: str) -> dict[str, Cited]:
        """Return for every rule of a unit what it rests on. Raises LookupError for a unit the bundle does not score."""
        reasons = self.bundle.reasons(unit)
        known = by_indicator(
            self.bundle.facts_of(unit, [r["fact"] for r in reasons if r["fact"] is not None])
        )
        return {rule: self._cited(spans, known) for rule, spans in self.spans.items()}

    def _cited(self, spans: Spans, known: Known) -> Cited:
        facts = relevant(self.scheme, spans, [fact for name in spans for fact in known.get(name, ())])
        given = {fact["indicator"] for fact in facts}
        below = [
            name
            for name in spans
            if name not in given
            and self.scheme.indicators[name].from_ is None
            and self.scheme.indicators[name].up_the_tree not in {None, "own"}
        ]
        return Cited(tuple(facts), tuple(below))

    @cached_property
    def spans(self) -> dict[str, Spans]:
        """What each rule looks at, and from when to when."""
        looks_at = {rule: _looked_at(at.rule) for rule, at in self.where.items()}
        return {rule: spans_of(self.scheme, part, self.period) for rule, part in looks_at.items()}

    def statement(
        self,
        unit: str,
        reasons: Iterable[dict[str, Any]],
        facts: list[dict[str, Any]],
        standings: list[dict[str, Any]],
        rule: str | None = None,
        cited: Mapping[str, Cited] | None = None,
    ) -> Statement:
        """Put the statement of one unit together from its reasons, facts and standings; `cited` is what its rules rest on, where that is known."""
        level = standings[0]["level"]
        name_circles(self.bundle, standings, self.scheme)
        known = by_indicator(facts)
        rests: Mapping[str, Cited] = {} if cited is None else cited
        said = {
            r["rule"]: self._line(r, known, unit, level, rests.get(r["rule"]))
            for r in reasons
            if _worth_saying(r)
        }
        lines = tuple(
            line for line in (*self._with_headings(said), *self._short(said)) if rule in {None, line.rule}
        )
        scheme = self.scheme
        return Statement(
            unit, standings[0]["title"], scheme.scheme, scheme.title, scheme.version, str(self.period), standings[0]["total"],
            tuple(standings), lines, scheme.example,
        )  # fmt: skip

    def _with_headings(self, said: dict[str, Line]) -> Iterator[Line]:
        """Yield the lines in the order of the scheme; a section that carries nothing of its own stands as a heading with its subtotal."""
        ids = list(self.where)
        idle: set[str] = set()
        for number, (rule, at) in enumerate(self.where.items()):
            if rule in idle:
                continue
            if rule in said and not _only_others_filled(at.rule, said[rule]):
                yield said[rule]
                continue
            names = list(self._inside(ids[number:]))
            inside = [said[other] for other in names if other in said]
            if inside and all(line.state == "not_applicable" for line in inside):
                idle |= set(names)
            yield self._too_few(rule, at, said) or heading(rule, at, inside, self.say)
        if REST in said:
            yield said[REST]

    def _short(self, said: dict[str, Line]) -> Iterator[Line]:
        """Yield why an index has no total: too few of its own children are there."""
        given = self.scheme.composite
        if given is not None:
            top = Node(id=REST, title=given.title or self.scheme.title, children=given.children)
            line = self._too_few(REST, Placed(top, given.clause or "", 0), said)
            yield from () if line is None else (replace(line, state="withheld"),)

    def _too_few(self, rule: str, at: Placed, said: dict[str, Line]) -> Line | None:
        """Return the line of a dimension that has no score, with how many of what it counts are there; None for one that has."""
        if not isinstance(at.rule, Node) or self.scheme.composite is None:
            return None
        have, of, least = Counted(self.scheme.composite, said).below(at.rule)
        if have >= least:
            return None
        because = (
            self.say("没有数据，不计分")
            if not have
            else self.say("{of} 项中 {have} 项有数，不足 {least} 项，不计分", of=of, have=have, least=least)
        )
        return heading(rule, at, [], because=because)

    def _inside(self, ids: list[str]) -> Iterator[str]:
        """Return what stands inside the section that comes first."""
        depth = self.where[ids[0]].depth
        return takewhile(lambda other: self.where[other].depth > depth, ids[1:])

    def _line(
        self, reason: dict[str, Any], known: Known, unit: str, level: str, rests: Cited | None = None
    ) -> Line:
        at = self.where.get(reason["rule"])
        if at is None:
            return Line(
                REST, self.say(REST_TITLE), "", reason["state"], None, None, None, reason["contribution"], self.say(REST_WORDS), (), 0
            )  # fmt: skip
        spans = self.spans[reason["rule"]]
        proofs = list((rests or self._cited(spans, known)).facts)
        stands = reason["state"] != "not_applicable"
        listed = self.ledgers.listed(at.rule, unit, level) if stands and self.scheme.registers else []
        return Line(
            reason["rule"], at.rule.title or reason["rule"], at.clause, reason["state"], reason["seen"], reason["against"], reason["marks"],
            reason["contribution"], self.because.said(at, reason, spans, proofs, unit, level),
            tuple(dict.fromkeys(fact["evidence"] for fact in proofs if fact["evidence"])), at.depth,
            self.how.get(reason["rule"], "") if stands else "", tuple(listed), self.because.history(spans, known),
        )  # fmt: skip

    @cached_property
    def how(self) -> dict[str, str]:
        """How the marks of each rule come from what is seen: in the policy's words, else (and in English) in ours. The same for every unit."""
        heads = {name: at.rule for name, at in self.where.items() if isinstance(at.rule, Head)}
        return {
            name: (not self.in_english and rule.note) or self.shapes.rule(rule)
            for name, rule in heads.items()
        }


def _only_others_filled(rule: Head | Node, line: Line) -> bool:
    """Whether a dimension has a line because some units took its score from peers, but this one did not."""
    return isinstance(rule, Node) and bool(rule.children) and line.state != "filled"


def _looked_at(rule: Head | Node) -> Any:
    if isinstance(rule, RatingRule):
        return tuple(rater.value for rater in rule.rating.of or ())
    if isinstance(rule, ValueRule):
        return (rule.value, *(term.value for term in rule.plus))
    return getattr(rule, "of", None)


def _worth_saying(reason: dict[str, Any]) -> bool:
    """The line for rounding and bounds is said only when it carries something."""
    return reason["rule"] != REST or bool(reason["contribution"])
