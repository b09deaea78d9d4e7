"""How marks come from what was seen, in a short sentence: for rules whose policy text (``note``) is not written."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from youju.engine.language import shapes as language
from youju.engine.language.leaves import Decreasing, EventsRule, GiveRule, RatingRule, ValueRule
from youju.engine.language.parts import Part
from youju.engine.statement.numbers import percent, plain, shown
from youju.engine.statement.words import Words

COUNT = {"whole": "每满", "started": "每（不足的按一个算）", "pro_rata": "每（按比例）", None: "每"}
ITEM = {"sum": "", "highest": "同一事项取最高分", "lowest": "同一事项取最低分", "first": "同一事项只算一次"}
KNOTS = 4


class Shapes:
    """Says the shapes of one scheme in one period."""

    def __init__(self, words: Words) -> None:
        self.words, self.say = words, words.say

    def bounds(self, low: Decimal | None, high: Decimal | None) -> Iterator[str]:
        """Yield a cap and a floor in words; a floor below zero is the most that can be taken away."""
        if high is not None:
            yield self.say("最高 {n} 分", n=plain(high))
        if low is not None:
            yield self.say("最多扣 {n} 分" if low < 0 else "最低 {n} 分", n=plain(abs(low)))

    def rule(self, rule: Any) -> str:
        """Return how a rule gives its marks, bounds included; empty where there is nothing to say."""
        said = list(self._parts(rule))
        said += self.bounds(self._fixed(rule.at_least), self._fixed(rule.at_most))
        for limit, word in ((rule.at_most, "最高为{name}"), (rule.at_least, "最低为{name}")):
            if isinstance(limit, Part):
                said.append(self.say(word, name=self.words.name(limit)))
        return self.say("，").join(part for part in said if part)

    def _parts(self, rule: Any) -> Iterator[str]:
        if isinstance(rule, ValueRule):
            share = self.words.is_share(rule.value)
            yield self.shape(rule.shape, share=share)
            for term in rule.plus:
                other = share if term.value is None else self.words.is_share(term.value)
                words = "另：{said}" if term.value is None else "另按{name}：{said}"
                name = "" if term.value is None else self.words.name(term.value)
                yield self.say(words, name=name, said=self.shape(term.shape, share=other))
        elif isinstance(rule, EventsRule):
            yield from self._events(rule)
        elif isinstance(rule, GiveRule):
            yield self.say("基础分")
        elif isinstance(rule, RatingRule):
            yield self.say("评议人打分的加权平均")

    def _events(self, rule: EventsRule) -> Iterator[str]:
        events = rule.events
        if events.each is not None:
            yield self.say("每条 {n} 分", n=self._marks(events.each))
        if events.marks is not None:
            table = events.marks.table.items()
            yield self.say("、").join(
                self.say("{entry} {n} 分", entry=entry, n=self._marks(n)) for entry, n in table
            )
        if isinstance(events.same_item, Decreasing):
            shares = self.say("、").join(percent(Decimal(s)) for s in events.same_item.decreasing)
            yield self.say("同一事项依次按 {shares} 计", shares=shares)
        elif events.same_item is not None:
            yield self.say(ITEM[events.same_item])

    def _fixed(self, limit: Any) -> Decimal | None:
        """Return a bound that is an amount; None where it is a value."""
        return None if isinstance(limit, Part) else self.number(limit)

    def number(self, amount: Any) -> Decimal | None:
        """Return an amount of the period as a decimal."""
        found = None if amount is None else self.words.parameters.amount(amount, self.words.period)
        return None if found is None else shown(found)

    def _marks(self, amount: Any) -> str:
        return plain(self.number(amount))

    def _x(self, amount: Any, *, share: bool) -> str:
        number = self.number(amount)
        return "—" if number is None else percent(number) if share else plain(number)

    def shape(self, shape: Any, *, share: bool) -> str:
        """Return one shape in words."""
        if isinstance(shape, language.Curve):
            said = self._curve(shape, share=share)
        elif isinstance(shape, language.Steps):
            said = self._steps(shape, share=share)
        elif isinstance(shape, language.Per):
            said = self._per(shape, share=share)
        elif isinstance(shape, language.Times):
            listed = shape.times == 0
            said = (
                self.say("只列示，不计分")
                if listed
                else self.say("数值 × {n} 分", n=self._marks(shape.times))
            )
        else:
            said = self.say("按指数函数计分")
        return self.say("，").join(
            [said, *self.bounds(self.number(shape.at_least), self.number(shape.at_most))]
        )

    def _curve(self, shape: language.Curve, *, share: bool) -> str:
        if len(shape.curve) > KNOTS:
            return self.say("按 {n} 个点之间的直线计分", n=len(shape.curve))
        say = self.say
        knots = say("，").join(
            say("{x} 得 {n} 分", x=self._x(x, share=share), n=self._marks(m)) for x, m in shape.curve
        )
        said = say("{knots}，中间按直线", knots=knots) if len(shape.curve) > 1 else knots
        if shape.jump is None:
            return said
        return say(
            "{said}，跳变处得前一个分" if shape.jump == "before" else "{said}，跳变处得后一个分", said=said
        )

    def _steps(self, shape: language.Steps, *, share: bool) -> str:
        said = []
        for step in shape.steps:
            if step.otherwise is not None:
                said.append(self.say("其余 {n} 分", n=self._marks(step.otherwise)))
                continue
            bounds = [
                self.say(text, x=self._x(getattr(step, key), share=share))
                for key, text in (("at_least", "{x}（含）以上"), ("above", "高于 {x}"), ("at_most", "{x}（含）以下"), ("below", "低于 {x}"), ("is_", "等于 {x}"))
                if getattr(step, key) is not None
            ]  # fmt: skip
            said.append(
                self.say("{bounds} {n} 分", bounds=self.say("且").join(bounds), n=self._marks(step.marks))
            )
        return self.say("；").join(said)

    def _per(self, shape: language.Per, *, share: bool) -> str:
        line = next(key for key in ("above", "below", "around") if getattr(shape, key) is not None)
        marks = self.number(shape.marks) or Decimal(0)
        verb = "加（减）" if line == "around" else "加" if marks >= 0 else "扣"
        where = {"above": "超过", "below": "低于", "around": "高（低）于"}[line]
        said = self.say(
            "{where} {x} 的，{count} {per} {verb} {n} 分", where=self.say(where), x=self._x(getattr(shape, line), share=share),
            count=self.say(COUNT[shape.counting]), per=self._x(shape.per, share=share), verb=self.say(verb), n=plain(abs(marks)),
        )  # fmt: skip
        if shape.start is None:
            return said
        return self.say("{n} 分起，{said}", n=self._marks(shape.start), said=said)
