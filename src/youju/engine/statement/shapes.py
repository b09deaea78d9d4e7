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


def bounds(low: Decimal | None, high: Decimal | None) -> Iterator[str]:
    """Yield a cap and a floor in words; a floor below zero is the most that can be taken away."""
    if high is not None:
        yield f"最高 {plain(high)} 分"
    if low is not None:
        yield f"最多扣 {plain(-low)} 分" if low < 0 else f"最低 {plain(low)} 分"


class Shapes:
    """Says the shapes of one scheme in one period."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def rule(self, rule: Any) -> str:
        """Return how a rule gives its marks, bounds included; empty where there is nothing to say."""
        said = list(self._parts(rule))
        said += bounds(self._fixed(rule.at_least), self._fixed(rule.at_most))
        for limit, word in ((rule.at_most, "最高"), (rule.at_least, "最低")):
            if isinstance(limit, Part):
                said.append(f"{word}为{self.words.name(limit)}")
        return "，".join(part for part in said if part)

    def _parts(self, rule: Any) -> Iterator[str]:
        if isinstance(rule, ValueRule):
            share = self.words.is_share(rule.value)
            yield self.shape(rule.shape, share=share)
            for term in rule.plus:
                other = share if term.value is None else self.words.is_share(term.value)
                yield f"另：{self.shape(term.shape, share=other)}"
        elif isinstance(rule, EventsRule):
            yield from self._events(rule)
        elif isinstance(rule, GiveRule):
            yield "基础分"
        elif isinstance(rule, RatingRule):
            yield "评议人打分的加权平均"

    def _events(self, rule: EventsRule) -> Iterator[str]:
        events = rule.events
        if events.each is not None:
            yield f"每条 {self._marks(events.each)} 分"
        if events.marks is not None:
            yield "、".join(f"{entry} {self._marks(marks)} 分" for entry, marks in events.marks.table.items())
        if isinstance(events.same_item, Decreasing):
            yield (
                "同一事项依次按 "
                + "、".join(percent(Decimal(s)) for s in events.same_item.decreasing)
                + " 计"
            )
        elif events.same_item is not None:
            yield ITEM[events.same_item]

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
            said = f"数值 × {self._marks(shape.times)} 分"
        else:
            said = "按指数函数计分"
        return "，".join([said, *bounds(self.number(shape.at_least), self.number(shape.at_most))])

    def _curve(self, shape: language.Curve, *, share: bool) -> str:
        if len(shape.curve) > KNOTS:
            return f"按 {len(shape.curve)} 个点之间的直线计分"
        knots = "，".join(f"{self._x(x, share=share)} 得 {self._marks(m)} 分" for x, m in shape.curve)
        said = f"{knots}，中间按直线" if len(shape.curve) > 1 else knots
        return (
            said
            if shape.jump is None
            else f"{said}，跳变处得{'前' if shape.jump == 'before' else '后'}一个分"
        )

    def _steps(self, shape: language.Steps, *, share: bool) -> str:
        said = []
        for step in shape.steps:
            if step.otherwise is not None:
                said.append(f"其余 {self._marks(step.otherwise)} 分")
                continue
            bounds = [
                text.format(self._x(getattr(step, key), share=share))
                for key, text in (("at_least", "{}（含）以上"), ("above", "高于 {}"), ("at_most", "{}（含）以下"), ("below", "低于 {}"), ("is_", "等于 {}"))
                if getattr(step, key) is not None
            ]  # fmt: skip
            said.append(f"{'且'.join(bounds)} {self._marks(step.marks)} 分")
        return "；".join(said)

    def _per(self, shape: language.Per, *, share: bool) -> str:
        line = next(key for key in ("above", "below", "around") if getattr(shape, key) is not None)
        marks = self.number(shape.marks) or Decimal(0)
        verb = "加（减）" if line == "around" else "加" if marks >= 0 else "扣"
        where = {"above": "超过", "below": "低于", "around": "高（低）于"}[line]
        said = f"{where} {self._x(getattr(shape, line), share=share)} 的，{COUNT[shape.counting]} {self._x(shape.per, share=share)} {verb} {plain(abs(marks))} 分"
        return f"{self._marks(shape.start)} 分起，{said}" if shape.start is not None else said
