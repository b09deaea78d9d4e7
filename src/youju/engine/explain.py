"""The statement of marks 得分说明书: every mark of one unit with its clause, its value, what it was compared with, and its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import takewhile
from math import ceil
from typing import Any

from youju.engine.bundle.read import Bundle
from youju.engine.expand import expand_scheme
from youju.engine.language.composite import Composite, Node
from youju.engine.language.indicators import FillConstant, FillLast
from youju.engine.language.leaves import EventsRule, GiveRule, Head, RatingRule, ValueRule
from youju.engine.language.scheme import Scheme
from youju.engine.language.sections import Section
from youju.engine.language.values import Place
from youju.engine.period import Period
from youju.engine.share import REST
from youju.engine.show import name_circles
from youju.engine.statement.cited import Ledgers, Listed, Spans, recorded, relevant, spans_of
from youju.engine.statement.numbers import plain, shown
from youju.engine.statement.shapes import Shapes
from youju.engine.statement.speech import Say, chinese
from youju.engine.statement.words import Words

REST_TITLE, REST_WORDS = "尾差与总分上下限", "四舍五入的尾差，或总分的上下限"
READ_THROUGH = 50_000
"""Units of a round up to which a statement counts who else has a value."""
HISTORY = 12
"""Earlier values a line remembers."""


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
class Cited:
    """What a rule rests on: the facts of the unit it looks at, and the indicators that are gathered from the units below."""

    facts: tuple[dict[str, Any], ...]
    below: tuple[str, ...]


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


Known = dict[str, list[dict[str, Any]]]
"""The facts of a unit by indicator, in the order recorded."""


def _by_indicator(facts: list[dict[str, Any]]) -> Known:
    known: Known = {}
    for fact in facts:
        known.setdefault(fact["indicator"], []).append(fact)
    return known


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
        self.where = placed(self.scheme)

    def explain(self, unit: str, rule: str | None = None) -> Statement:
        """Return the statement of marks of one unit, of one rule only when asked. Raises LookupError for what the bundle does not have."""
        if rule is not None and rule not in self.where and rule != REST:
            known = ", ".join(self.where)
            raise LookupError(f"方案里没有规则 {rule};有 {known} / no rule {rule}; there are {known}")
        reasons = self.bundle.reasons(unit)
        facts = self.bundle.facts_of(unit, [r["fact"] for r in reasons if r["fact"] is not None])
        return self.statement(unit, reasons, facts, self.bundle.standings(unit), rule)

    def cited(self, unit: str) -> dict[str, Cited]:
        """Return for every rule of a unit what it rests on. Raises LookupError for a unit the bundle does not score."""
        reasons = self.bundle.reasons(unit)
        known = _by_indicator(
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
    def ledgers(self) -> Ledgers:
        """The registers of the bundle."""
        return Ledgers(self.bundle, self.scheme, self.period)

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
    ) -> Statement:
        """Put the statement of one unit together from its reasons, facts and standings."""
        level = standings[0]["level"]
        name_circles(self.bundle, standings, self.scheme)
        known = _by_indicator(facts)
        said = {r["rule"]: self._line(r, known, unit, level) for r in reasons if _worth_saying(r)}
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

    def _line(self, reason: dict[str, Any], known: Known, unit: str, level: str) -> Line:
        at = self.where.get(reason["rule"])
        if at is None:
            return Line(
                REST, self.say(REST_TITLE), "", reason["state"], None, None, None, reason["contribution"], self.say(REST_WORDS), (), 0
            )  # fmt: skip
        spans = self.spans[reason["rule"]]
        proofs = relevant(self.scheme, spans, [fact for name in spans for fact in known.get(name, ())])
        stands = reason["state"] != "not_applicable"
        listed = self.ledgers.listed(at.rule, unit, level) if stands and self.scheme.registers else []
        return Line(
            reason["rule"], at.rule.title or reason["rule"], at.clause, reason["state"], reason["seen"], reason["against"], reason["marks"],
            reason["contribution"], self.say("，").join((*self._because(at.rule, reason, spans, proofs), *self._among(at.rule, reason, unit, level))),
            tuple(dict.fromkeys(fact["evidence"] for fact in proofs if fact["evidence"])), at.depth,
            self.how.get(reason["rule"], "") if stands else "", tuple(listed), self._history(spans, known),
        )  # fmt: skip

    @cached_property
    def how(self) -> dict[str, str]:
        """How the marks of each rule come from what is seen: in the policy's words, else (and in English) in ours. The same for every unit."""
        heads = {name: at.rule for name, at in self.where.items() if isinstance(at.rule, Head)}
        return {
            name: (not self.in_english and rule.note) or self.shapes.rule(rule)
            for name, rule in heads.items()
        }

    def _because(
        self, rule: Head | Node, reason: dict[str, Any], spans: Spans, proofs: list[dict[str, Any]]
    ) -> Iterator[str]:
        """Say what was seen and what it was compared with; or why there is nothing to see."""
        state, seen = reason["state"], reason["seen"]
        if state == "not_applicable":
            yield self.say("不适用")
        elif state == "missing":
            yield self.say("没有数据，不计分")
        elif state == "withheld":
            yield self.say("缺少必须的数据，总分暂不计")
        elif state == "filled":
            yield self.say("没有数据，按规定给分")
        elif isinstance(rule, Node):
            shown = self.words.amount(rule.of, seen)
            yield (
                f"{self.words.name(rule.of)} {shown}"
                if rule.of is not None and seen is not None
                else self.say("由下级指标合成")
            )
            yield self.say("标准化得分 {marks}", marks=plain(reason["marks"]))
        elif isinstance(rule, EventsRule):
            yield self.say("按{register}逐条计分", register=self.ledgers.title(str(rule.events.register_)))
        elif isinstance(rule, GiveRule):
            yield self.say("基础分")
        elif isinstance(rule, RatingRule):
            yield self.say("评议打分")
            yield from self._rated(rule, proofs)
        elif isinstance(rule, ValueRule):
            yield from self.words.compared(rule.value, seen, reason["against"])
            yield from self._held_over(spans, proofs)
            yield from self._beside(rule, proofs)
        else:
            yield self.say("本部分的上下限、条件或折算所差")

    def _among(self, rule: Head | Node, reason: dict[str, Any], unit: str, level: str) -> Iterator[str]:
        """Say among how many a place was given; a very large round is not read through for that."""
        value = rule.value if isinstance(rule, ValueRule) else None
        if (
            not isinstance(value, Place)
            or reason["against"] is None
            or self.bundle.units.num_rows > READ_THROUGH
        ):
            return
        peers = self.ledgers.peers(value.among, unit, level)
        if peers is not None:
            seen = self.bundle.has_seen(level, reason["rule"]).to_numpy()
            yield (
                self.say("{n} 个单位中 {m} 个有数", n=len(peers), m=int(seen[peers].sum()))
                if not seen[peers].all()
                else self.say("共 {n} 个单位", n=len(peers))
            )

    def _rated(self, rule: RatingRule, proofs: list[dict[str, Any]]) -> Iterator[str]:
        """Say who gave how much, with which weight."""
        latest = {fact["indicator"]: fact["value"] for fact in proofs}
        for rater in rule.rating.of or ():
            value = latest.get(rater.value) if isinstance(rater.value, str) else None
            weight = self.words.parameters.amount(rater.weight, self.period)
            said = self.say("没有打分") if value is None else self.say("打 {n} 分", n=plain(Decimal(value)))
            yield self.say(
                "{who}{said}（权重 {weight}）",
                who=rater.who,
                said=said,
                weight="—" if weight is None else plain(shown(weight)),
            )

    def _beside(self, rule: ValueRule, proofs: list[dict[str, Any]]) -> Iterator[str]:
        """Say the values of their own that further terms looked at, where they are numbers reported for the period."""
        now = {
            fact["indicator"]: fact["value"] for fact in proofs if Period.parse(fact["period"]) == self.period
        }
        for term in rule.plus:
            value = now.get(term.value) if isinstance(term.value, str) else None
            if value is not None:
                yield f"{self.words.name(term.value)} {self.words.amount(term.value, Decimal(value))}"

    def _held_over(self, spans: Spans, proofs: list[dict[str, Any]]) -> Iterator[str]:
        """Say where a value is not one that was given for this unit and period."""
        given = {fact["indicator"]: fact["period"] for fact in proofs}
        for name, windows in spans.items():
            first = max(begin for begin, _ in windows)
            declared = self.scheme.indicators[name]
            policy = declared.missing or self.scheme.missing
            if declared.from_ is not None:
                continue
            if name not in given and declared.up_the_tree not in {None, "own"}:
                yield self.say("{name}由下级单位汇总", name=declared.title)
            elif name not in given and isinstance(policy, FillConstant):
                yield self.say("{name}没有数据，按规定取定值", name=declared.title)
            elif (
                name not in given
                and policy is not None
                and hasattr(policy, "key")
                and not isinstance(policy, FillLast)
            ):
                yield self.say(
                    "{name}没有数据，按规定取同类单位的平均"
                    if policy.key == "mean"
                    else "{name}没有数据，按规定取同类单位的中位数",
                    name=declared.title,
                )
            elif name in given and Period.parse(given[name]).end < first:
                yield self.say(
                    "{name}当期没有报，沿用 {period} 的数", name=declared.title, period=given[name]
                )

    def _history(self, spans: Spans, known: Known) -> tuple[tuple[str, Decimal], ...]:
        """Return the values of the first indicator a rule rests on, period by period up to now, where there are at least three."""
        for name in spans:
            mine: dict[str, Decimal] = {}
            for fact in sorted(known.get(name, ()), key=recorded):
                when = Period.parse(fact["period"])
                if when.every is self.period.every and when <= self.period and fact["value"] is not None:
                    mine[fact["period"]] = Decimal(fact["value"])
            if len(mine) >= 3:
                return tuple(sorted(mine.items()))[-HISTORY:]
            if mine:
                return ()
        return ()


class Counted:
    """Counts what is there below the dimensions of one unit's index, as the scoring does."""

    def __init__(self, given: Composite, said: dict[str, Line]) -> None:
        self.given, self.said = given, said

    def below(self, node: Node) -> tuple[int, int, int]:
        """Return how many of what a dimension counts are there, out of how many, and how many it needs (one at the least)."""
        of_leaves = (node.availability_of or self.given.availability_of) == "leaves"
        found = [self.there(child) for child in node.children or ()]
        have = sum(leaves if of_leaves else has for has, leaves, _ in found)
        of = sum(leaves for _, _, leaves in found) if of_leaves else len(found)
        share = node.availability if node.availability is not None else self.given.availability
        count = (
            node.available_at_least if node.available_at_least is not None else self.given.available_at_least
        )
        return have, of, max(1, count or 0, 0 if share is None else ceil(Fraction(share) * of))

    def there(self, node: Node) -> tuple[int, int, int]:
        """Return whether a node has a score, how many leaves below it are there, and how many there are."""
        line = self.said.get(node.id)
        if not node.children:
            has = int(line is not None and line.state not in {"missing", "withheld"})
            return has, has, 1
        parts = [self.there(child) for child in node.children]
        have, _, least = self.below(node)
        filled = line is not None and line.state == "filled"
        return int(filled or have >= least), sum(part[1] for part in parts), sum(part[2] for part in parts)


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
