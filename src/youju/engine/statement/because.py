"""Why a line carries what it carries: what was seen, what it was compared with, who rated, what was held over, and what came before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from youju.engine.bundle.read import Bundle
from youju.engine.language.composite import Node
from youju.engine.language.indicators import FillConstant, FillLast
from youju.engine.language.leaves import EventsRule, GiveRule, Head, RatingRule, ValueRule
from youju.engine.language.values import Place
from youju.engine.period import Period
from youju.engine.statement.cited import Known, Ledgers, Spans, recorded
from youju.engine.statement.lines import Placed
from youju.engine.statement.numbers import plain, shown
from youju.engine.statement.words import Words

READ_THROUGH = 50_000
"""Units of a round up to which a statement counts who else has a value."""
HISTORY = 12
"""Earlier values a line remembers."""


class Because:
    """Says the sentences of the lines of one bundle, in the language of its words."""

    def __init__(self, bundle: Bundle, words: Words, ledgers: Ledgers) -> None:
        self.bundle, self.words, self.ledgers = bundle, words, ledgers
        self.say, self.scheme, self.period = words.say, words.scheme, words.period

    def said(
        self,
        at: Placed,
        reason: dict[str, Any],
        spans: Spans,
        proofs: list[dict[str, Any]],
        unit: str,
        level: str,
    ) -> str:
        """Return the sentence of a line."""
        parts = (*self._seen(at.rule, reason, spans, proofs), *self._among(at.rule, reason, unit, level))
        return self.say("，").join(parts)

    def _seen(
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
            amount = self.words.amount(rule.of, seen)
            yield (
                f"{self.words.name(rule.of)} {amount}"
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

    def history(self, spans: Spans, known: Known) -> tuple[tuple[str, Decimal], ...]:
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
