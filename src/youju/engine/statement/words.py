"""What values are called, in which measure they are written, and what was compared with what – in the words of the office."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from youju.engine.evaluate.sheet import Parameters
from youju.engine.evaluate.values import time_share
from youju.engine.language import values as language
from youju.engine.language.parts import Part
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.statement.numbers import percent, plain, quotient, shown
from youju.engine.statement.speech import chinese, english

NOT_NAMES = frozenset(
    {"peer", "among", "order", "ties", "missing", "extreme", "over_time", "window", "by", "days_from"}
)
"""Fields of values that hold words, not what is looked at."""
SHARES = frozenset({"比例", "比率", "率"})
PEERS = {
    "mean": "平均", "median": "中位数", "min": "最低", "max": "最高", "sum": "合计", "count": "个数", "best": "最好",
    "sd": "标准差", "quantile": "分位数",
}  # fmt: skip
DONE = {"ratio": "完成 {share}", "progress": "完成 {share}", "share": "占 {share}"}


class Words:
    """Names and measures of the values of one scheme in one period; `say` speaks the language asked for."""

    def __init__(self, scheme: Scheme, period: Period, *, in_english: bool = False) -> None:
        self.say = english if in_english else chinese
        self.scheme, self.period = scheme, period
        self.parameters = Parameters(scheme.parameters)
        self.rules = dict(_titles(scheme.marks or ()))

    def name(self, part: Any) -> str:
        """Return what a value is called; 目标 for numbers and parameters."""
        if isinstance(part, str):
            found = self.scheme.indicators.get(part)
            return found.title if found else self.say("目标")
        namer = getattr(self, f"_of_{getattr(type(part), 'key', '')}", None)
        if namer is not None:
            return str(namer(part))
        inside = _first(part)
        return self.name(inside) if inside is not None else self.say("目标")

    def _of_growth(self, part: language.Growth) -> str:
        return self.say("{name}增速", name=self.name(part.growth))

    def _of_cumulative(self, part: language.Cumulative) -> str:
        return self.say("{name}本年累计", name=self.name(part.cumulative))

    def _of_before(self, part: language.Lag) -> str:
        say = self.say
        when = (
            say("上年同期")
            if part.back == "year"
            else say("上期")
            if part.back == 1
            else say("{n}期以前", n=part.back)
        )
        return say("{when}{name}", when=when, name=self.name(part.before))

    def _of_peer(self, part: language.Peer) -> str:
        say, known = self.say, {"league": "同组", "all": "全部"}
        whose = say(known[part.among]) if part.among in known else say("同一{kind}", kind=part.among)
        few = "" if part.only_best is None else say("最好 {n} 个", n=part.only_best)
        return say(
            "{whose}{others}{few}{share}{peer}",
            whose=whose,
            others=say("其他单位") if part.others_only else "",
            few=few,
            share=percent(part.at) if part.at is not None else "",
            peer=say(PEERS[part.peer]),
        )

    def _of_over_time(self, part: language.OverTime) -> str:
        say = self.say
        when = say("本年") if part.window == "year_to_date" else say("近{n}期", n=part.window)
        share = percent(part.at) if part.at is not None else ""
        return say(
            "{name}{when}{share}{peer}",
            name=self.name(part.of),
            when=when,
            share=share,
            peer=say(PEERS[part.over_time]),
        )

    def _of_marks(self, part: language.MarksOf) -> str:
        return self.say("{name}得分", name=self.rules.get(part.marks, part.marks))

    def _of_days_from(self, part: language.Days) -> str:  # noqa: ARG002 - one signature for all
        return self.say("间隔天数")

    def _of_table(self, part: language.Table) -> str:
        return self.say("按{by}分类的数", by=part.by)

    def _of_log(self, part: language.Log) -> str:
        return self.say("{name}的对数", name=self.name(part.log))

    def _of_power(self, part: language.Power) -> str:
        return self.say("{name}的 {to} 次方", name=self.name(part.power), to=plain(part.to))

    def _of_product(self, part: language.Product) -> str:
        return "×".join(self._inner(one) for one in part.product)

    def _factor(self, part: Any) -> str:
        number = None if isinstance(part, Part) else self.parameters.amount(part, self.period)
        named = isinstance(part, str) and part in self.scheme.indicators
        if number is None or named:
            return self.name(part)
        return percent(shown(number)) if abs(number) < 1 else plain(shown(number))

    def _of_ratio(self, part: language.Ratio) -> str:
        goal = isinstance(part.to, str) and part.to not in self.scheme.indicators
        over = goal or isinstance(part.to, language.Between)
        return self.name(part.ratio) if over else f"{self._inner(part.ratio)}÷{self._inner(part.to)}"

    def _of_share(self, part: language.Share) -> str:
        return self.say("{a}占{b}比重", a=self.name(part.share), b=self.name(part.of))

    def _of_per_head(self, part: language.PerHead) -> str:
        return f"{self._inner(part.per_head)}÷{self._inner(part.of)}"

    def _of_mean(self, part: language.Mean) -> str:
        return self.say("{names}的平均", names=self._several(part.mean))

    def _of_least(self, part: language.Least) -> str:
        return self.say("{names}中最小的", names=self._several(part.least))

    def _of_greatest(self, part: language.Greatest) -> str:
        return self.say("{names}中最大的", names=self._several(part.greatest))

    def _several(self, parts: tuple[Any, ...]) -> str:
        return self.say("、").join(self._factor(one) for one in parts)

    def _inner(self, part: Any) -> str:
        """Name a value inside a product or quotient: one that is worked out stands in brackets."""
        worked = isinstance(part, language.Gap | language.Difference | language.Sum | language.Ratio | language.Share | language.PerHead
                            | language.Mean | language.Least | language.Greatest)  # fmt: skip
        said = self._factor(part)
        return f"（{said}）" if worked else said

    def _of_place(self, part: language.Place) -> str:
        return self.say("{name}排名", name=self.name(part.place))

    def _of_progress(self, part: language.Progress) -> str:
        return self.say("{name}进度", name=self.name(part.progress))

    def _of_run_length(self, part: language.RunLength) -> str:
        return self.say("{name}连续期数", name=self.name(part.run_length))

    def _of_extreme(self, part: language.Extreme) -> str:
        words = "{name}近{n}期最高" if part.extreme == "max" else "{name}近{n}期最低"
        return self.say(words, name=self.name(part.of), n=part.window)

    def _of_gap(self, part: language.Gap) -> str:
        return self.say("{a}与{b}之差", a=self.name(part.gap), b=self.name(part.to))

    def _of_difference(self, part: language.Difference) -> str:
        return self.say("{names}之差", names=self.say("与").join(self.name(one) for one in part.difference))

    def _of_sum(self, part: language.Sum) -> str:
        return self.say("{names}合计", names=self.say("、").join(self.name(one) for one in part.sum))

    def is_share(self, part: Any, depth: int = 0) -> bool:
        """Say whether a value is written as a percentage."""
        if isinstance(part, str):
            found = self.scheme.indicators.get(part)
            if found is None or depth > 20:
                return False
            if found.measure is not None:
                return found.measure in SHARES
            if found.value is not None:
                return self.is_share(found.value, depth + 1)
            return getattr(found.from_, "share_where", None) is not None
        if isinstance(part, language.Ratio | language.Share | language.Growth | language.Progress):
            return True
        inside = _first(part)
        same = isinstance(
            part,
            language.Gap
            | language.Peer
            | language.Lag
            | language.Extreme
            | language.Difference
            | language.OverTime,
        )
        counted = "count" in {getattr(part, "peer", None), getattr(part, "over_time", None)}
        return not counted and same and inside is not None and self.is_share(inside, depth + 1)

    def measure(self, part: Any) -> str:
        """Return the unit of measure that stands behind a number of this value."""
        if isinstance(part, str):
            found = self.scheme.indicators.get(part)
            measure = (found.measure or "") if found else ""
            return "" if measure in SHARES else measure
        if isinstance(part, language.Place):
            return self.say("位")
        if isinstance(part, language.MarksOf):
            return self.say("分")
        if isinstance(part, language.Days):
            return self.say("天")
        kept = (
            language.Cumulative
            | language.Peer
            | language.Lag
            | language.Extreme
            | language.Sum
            | language.OverTime
        )
        inside = _first(part) if isinstance(part, kept) else None
        return self.measure(inside) if inside is not None else ""

    def amount(self, part: Any, number: Decimal | None) -> str:
        """Write a number of this value."""
        if number is None:
            return self.say("无数据")
        return percent(number) if self.is_share(part) else self.counted(number, self.measure(part))

    def counted(self, number: Decimal, measure: str) -> str:
        """Write a number with what it is counted in."""
        return self.say("{number}{measure}", number=plain(number), measure=measure).rstrip()

    def compared(self, value: Any, seen: Decimal | None, against: Decimal | None) -> Iterator[str]:
        """Yield what was seen and what it was compared with."""
        kind = getattr(type(value), "key", "")
        first = (
            getattr(value, kind, value)
            if kind in {"ratio", "share", "per_head", "gap", "progress", "growth"}
            else value
        )
        if isinstance(value, language.Place):
            first = value.place
        yield f"{self.name(first)} {self.amount(first, seen)}"
        if isinstance(value, language.Place):
            if against is not None:
                words = "从低到高第 {n} 位" if value.order == "lowest_first" else "第 {n} 位"
                yield self.say(words, n=plain(against))
            return
        if isinstance(value, language.Growth):
            yield from self._grown(value, seen, against)
        elif isinstance(value, language.Gap):
            yield from self._apart(value, seen, against)
        elif isinstance(value, language.Ratio) and isinstance(value.to, language.Between):
            low, high = (self.parameters.amount(end, self.period) for end in value.to.between)
            if low is not None and high is not None:
                yield self.say(
                    "目标区间 {low}至{high}{measure}",
                    low=plain(shown(low)),
                    high=plain(shown(high)),
                    measure=self.measure(first),
                ).rstrip()
        elif kind in {"ratio", "share", "per_head", "progress"}:
            yield from self._divided(value, seen, against)

    def _grown(self, value: language.Growth, seen: Decimal | None, base: Decimal | None) -> Iterator[str]:
        when = {"previous_period": "上期", "same_period_last_year": "上年同期"}.get(str(value.over), "基期")
        yield f"{self.say(when)} {self.amount(value.growth, base)}"
        if base and seen is not None:
            share = quotient(seen - base, abs(base))
            yield self.say("下降 {share}" if share < 0 else "增长 {share}", share=percent(abs(share)))

    def _apart(self, value: language.Gap, seen: Decimal | None, other: Decimal | None) -> Iterator[str]:
        if other is None:
            return
        yield f"{self.name(value.to)} {self.amount(value.gap, other)}"
        if seen is None:
            return
        gap = seen - other
        word = self.say("高" if gap > 0 else "低" if gap < 0 else "持平")
        if not gap:
            yield word
        elif self.is_share(value.gap):
            yield self.say("{word} {n}个百分点", word=word, n=percent(abs(gap))[:-1])
        else:
            yield self.say(
                "{word} {n}{measure}", word=word, n=plain(abs(gap)), measure=self.measure(value.gap)
            ).rstrip()

    def _divided(self, value: Any, seen: Decimal | None, whole: Decimal | None) -> Iterator[str]:
        other = getattr(value, "to", None) if hasattr(value, "to") else value.of
        if whole is None:
            return
        named = self.name(other)
        like = (
            other
            if isinstance(other, str) and other in self.scheme.indicators
            else getattr(value, type(value).key)
        )
        yield f"{named} {self.amount(like, whole)}"
        if not whole or seen is None:
            return
        if isinstance(value, language.PerHead):
            each = quotient(seen * value.times, whole).quantize(Decimal("0.0001"))
            yield self.say("平均 {n}", n=plain(each))
            return
        if isinstance(value, language.Ratio) and self.measure(like) != self.measure(value.ratio):
            yield self.say("比值 {n}", n=plain(quotient(seen, whole).quantize(Decimal("0.0001"))))
            return
        yield self.say(DONE[type(value).key], share=percent(quotient(seen, whole)))
        if isinstance(value, language.Progress):
            yield self.say("时间进度 {share}", share=percent(shown(time_share(value, self.period))))


def _titles(rules: Any) -> Iterator[tuple[str, str]]:
    """Yield (id, title) of every rule, sections and what is inside them."""
    for rule in rules:
        yield rule.id, rule.title or rule.id
        inside = getattr(rule, type(rule).key, None)
        if isinstance(inside, tuple):
            yield from _titles(inside)


def _first(part: Any) -> Any:
    """Return the first operand inside a value that is a name or a value itself."""
    if not isinstance(part, Part):
        return None
    for field in type(part).model_fields:
        inner = getattr(part, field)
        for one in inner if isinstance(inner, tuple) else (inner,):
            if isinstance(one, Part) or (isinstance(one, str) and field not in NOT_NAMES):
                return one
    return None
