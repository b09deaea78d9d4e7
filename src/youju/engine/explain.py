"""The statement of marks 得分说明书: every mark of one unit with its clause, its value, what it was compared with, and its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import takewhile
from typing import Any

from youju.engine.bundle.read import Bundle
from youju.engine.bundle.tables import names_in
from youju.engine.expand import expand_scheme
from youju.engine.language import values as language
from youju.engine.language.composite import Node
from youju.engine.language.leaves import EventsRule, GiveRule, Head, RatingRule, ValueRule
from youju.engine.language.scheme import Scheme
from youju.engine.language.sections import Section
from youju.engine.read import read_scheme
from youju.engine.share import REST

WORDS = {
    "missing": "没有数据，按规定不计分",
    "not_applicable": "不适用",
    "withheld": "暂不计分",
    "filled": "缺数据，按方案规定给分",
}


@dataclass(frozen=True)
class Line:
    """One line of a statement. ``contribution`` is what the line brings to the total; lines add up to it exactly."""

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


def explain(bundle: Bundle, unit: str, rule: str | None = None) -> Statement:
    """Return the statement of marks of one unit, of one rule only when asked. Raises LookupError for what the bundle does not have."""
    loaded = read_scheme(bundle.path / "scheme").scheme
    if loaded is None:
        raise ValueError("成果包里的方案读不出来 / the scheme in this bundle cannot be read")
    scheme = expand_scheme(loaded)
    where = placed(scheme)
    if rule is not None and rule not in where and rule != REST:
        raise LookupError(f"方案里没有规则 {rule} / no rule {rule}; 有 {', '.join(where)}")
    reasons = bundle.reasons(unit)
    facts = bundle.facts_of(unit, [r["fact"] for r in reasons if r["fact"] is not None])
    said = {r["rule"]: _line(scheme, where.get(r["rule"]), r, facts) for r in reasons if _worth_saying(r)}
    lines = tuple(line for line in _with_headings(where, said) if rule in (None, line.rule))
    standings = tuple(bundle.standings(unit))
    return Statement(
        unit, standings[0]["title"], scheme.scheme, scheme.title, scheme.version, bundle.manifest["period"], standings[0]["total"],
        standings, lines, scheme.example,
    )  # fmt: skip


def _with_headings(where: dict[str, Placed], said: dict[str, Line]) -> Iterator[Line]:
    """Yield the lines in the order of the scheme; a section that carries nothing of its own stands as a heading with its subtotal."""
    ids = list(where)
    for number, (rule, at) in enumerate(where.items()):
        if rule in said:
            yield said[rule]
            continue
        inside = _inside(where, ids[number:])
        below = sum((said[other].contribution for other in inside if other in said), Decimal(0))
        title = at.rule.title or rule
        yield Line(
            rule,
            title,
            at.clause,
            "section",
            None,
            None,
            None,
            Decimal(0),
            f"小计 {plain(below)} 分",
            (),
            at.depth,
        )
    if REST in said:
        yield said[REST]


def _inside(where: dict[str, Placed], ids: list[str]) -> Iterator[str]:
    """Return what stands inside the section that comes first."""
    depth = where[ids[0]].depth
    return takewhile(lambda other: where[other].depth > depth, ids[1:])


def _worth_saying(reason: dict[str, Any]) -> bool:
    """The line for rounding and bounds is said only when it carries something."""
    return reason["rule"] != REST or bool(reason["contribution"])


def _line(scheme: Scheme, at: Placed | None, reason: dict[str, Any], facts: list[dict[str, Any]]) -> Line:
    if at is None:
        return Line(
            REST,
            "尾差与总分封顶",
            "",
            reason["state"],
            None,
            None,
            None,
            reason["contribution"],
            "四舍五入的尾差，或总分的上下限",
            (),
            0,
        )
    because = WORDS.get(reason["state"]) or because_of(scheme, at.rule, reason)
    names = set(names_in(getattr(at.rule, "value", None) or getattr(at.rule, "of", None), scheme))
    proofs = dict.fromkeys(f["evidence"] for f in facts if f["indicator"] in names and f["evidence"])
    return Line(
        reason["rule"], at.rule.title or reason["rule"], at.clause, reason["state"], reason["seen"], reason["against"], reason["marks"],
        reason["contribution"], because, tuple(proofs), at.depth,
    )  # fmt: skip


def because_of(scheme: Scheme, rule: Head | Node, reason: dict[str, Any]) -> str:
    """Say in one sentence what was seen and what it was compared with."""
    if isinstance(rule, Node):
        shown = (
            f"{name_of(scheme, rule.of)} {plain(reason['seen'])}"
            if reason["seen"] is not None
            else "由下级指标合成"
        )
        return f"{shown}，标准化得分 {plain(reason['marks'])}"
    if isinstance(rule, GiveRule):
        return "基础分"
    if isinstance(rule, EventsRule):
        return f"按台账“{scheme.registers[rule.events.register_].title or rule.events.register_}”逐条计分"
    if isinstance(rule, RatingRule):
        return "评议打分"
    if isinstance(rule, ValueRule):
        return "，".join(_compared(scheme, rule.value, reason))
    return "本部分的上下限、条件或折算所差"


def _compared(scheme: Scheme, value: Any, reason: dict[str, Any]) -> Iterator[str]:
    seen, against = reason["seen"], reason["against"]
    kind = getattr(type(value), "key", "")
    yield f"{name_of(scheme, getattr(value, kind, value))} {plain(seen)}"
    if kind in ("ratio", "share", "per_head", "progress", "gap") and against is not None:
        yield f"{name_of(scheme, getattr(value, 'to', None) or getattr(value, 'of', None))} {plain(against)}"
        if kind in ("ratio", "share", "progress") and against and seen is not None:
            yield f"比例 {percent(seen / against)}"
        if kind == "gap" and seen is not None:
            yield f"相差 {plain(seen - against)}"
    if isinstance(value, language.Growth) and against is not None:
        base = {"previous_period": "上期", "same_period_last_year": "上年同期"}.get(str(value.over), "基期")
        yield f"{base} {plain(against)}"
        if against and seen is not None:
            yield f"增长 {percent((seen - against) / abs(against))}"


def name_of(scheme: Scheme, part: Any) -> str:
    """Return what a value is called: the indicator's title, 目标 for numbers and parameters, or the first name inside."""
    if isinstance(part, str):
        found = scheme.indicators.get(part)
        return found.title if found else "目标"
    if isinstance(part, language.Place):
        return f"{name_of(scheme, part.place)}排名"
    inside = next(names_in(part, scheme), None)
    return scheme.indicators[inside].title if inside else "目标"


def plain(number: Decimal | None) -> str:
    """Write a number without superfluous zeros; a dash where there is none."""
    if number is None:
        return "—"
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


def percent(share: Decimal) -> str:
    """Write a share as a percentage with two decimals."""
    return f"{plain((share * 100).quantize(Decimal('0.01')))}%"


def as_text(statement: Statement) -> str:
    """Print a statement as its unit would read it."""
    head = f"得分说明书 {statement.title}（{statement.unit}）"
    if statement.example:
        head += " 【示例】"
    lines = [head, f"{statement.scheme_title} {statement.version} 版 {statement.period}"]
    for line in statement.lines:
        marks = (
            f"{line.contribution:+f}".rstrip("0").rstrip(".")
            if line.contribution
            else ""
            if line.state == "section"
            else "0"
        )
        indent = "  " * (line.depth + 1)
        clause = f"［{line.clause}］" if line.clause else ""
        lines.append(f"{indent}{marks:>8}{' 分' if marks else '   '}  {line.title}{clause}：{line.because}")
        if line.evidence:
            lines.append(f"{indent}          佐证 {'、'.join(line.evidence)}")
    lines.append(f"  合计 {'暂不计分' if statement.total is None else plain(statement.total)} 分")
    for standing in statement.standings:
        band = f"，{standing['band']}" if standing["band"] and standing["published"] else ""
        lines.append(f"  {standing['league']}（{standing['group']}，{standing['of']} 个单位）{band}")
    return "\n".join(lines)
