"""A scheme as people read it: who is compared, what is asked, and each rule in one sentence beside its clause. Pure.

A sentence helps to read; the scheme itself decides. Where no sentence is known, the rule says what kind it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from youju.engine.expand import expand_scheme
from youju.engine.explain import name_of, percent, placed, plain
from youju.engine.language import leaves, shapes, values
from youju.engine.language.scheme import Scheme
from youju.engine.language.sections import Section

EVERY = {"day": "每日", "month": "每月", "quarter": "每季", "half_year": "每半年", "year": "每年", "once": "一次",
         "official": "统计部门"}  # fmt: skip
MISSING = {"withhold": "缺报则暂不计分", "omit": "缺报不计", "zero": "缺报按 0 计", "full": "没有则得满分"}


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule: where it stands, what it is called, what it gives at most, and one sentence."""

    rule: str
    depth: int
    clause: str
    title: str
    full: str
    says: str


@dataclass(frozen=True, slots=True)
class AskedOf:
    """One indicator: what it is, where its values come from, what absence means."""

    name: str
    title: str
    measure: str
    origin: str
    missing: str


def clauses(scheme: Scheme) -> list[Clause]:
    """Return every rule of a scheme in the order written."""
    whole = expand_scheme(scheme)
    return [
        Clause(rule, at.depth, at.clause, at.rule.title or rule, _amount(getattr(at.rule, "full", None)),
               _rule(whole, at.rule))
        for rule, at in placed(whole).items()
    ]  # fmt: skip


def indicators(scheme: Scheme) -> list[AskedOf]:
    """Return every indicator of a scheme in the order written."""
    found = []
    for name, one in scheme.indicators.items():
        origin = (
            f"{EVERY[one.ask]}报送"
            if one.ask and one.ask != "official"
            else "统计部门的数"
            if one.ask
            else ""
        )
        if one.value is not None:
            origin = "由其他指标算出"
        elif one.from_ is not None:
            register = getattr(one.from_, "register_", None)
            origin = f"取自台账“{register}”" if register else f"取自方案“{getattr(one.from_, 'scheme', '')}”"
        absent = one.missing or scheme.missing
        missing = (
            MISSING.get(absent, "按方案补")
            if isinstance(absent, str)
            else "按方案补"
            if absent
            else "由规则定"
        )
        proof = ",要附佐证" if one.evidence else ""
        found.append(AskedOf(name, one.title, one.measure or "", (origin or "直接给出") + proof, missing))
    return found


def _rule(scheme: Scheme, rule: Any) -> str:
    parts = [_body(scheme, rule)]
    for term in getattr(rule, "plus", ()):
        also = f"{_value(scheme, term.value)}:" if term.value is not None else ""
        parts.append(f"另{also}{_shape(term.shape)}")
    if getattr(rule, "at_least", None) is not None:
        parts.append(f"最低 {_amount(rule.at_least)} 分")
    if getattr(rule, "at_most", None) is not None:
        parts.append(f"最高 {_amount(rule.at_most)} 分")
    if getattr(rule, "when", ()):
        parts.append(f"另有 {len(rule.when)} 条特别规定,见正文")
    absent = getattr(rule, "missing", None)
    if isinstance(absent, str) and absent in MISSING:
        parts.append(MISSING[absent])
    return ";".join(part for part in parts if part)


def _body(scheme: Scheme, rule: Any) -> str:
    if isinstance(rule, Section):
        words = {"sum": "各项相加", "weighted_mean": "加权平均", "mean": "平均", "geometric": "几何平均",
                 "product": "相乘", "max": "取最高", "min": "取最低"}  # fmt: skip
        return words.get(type(rule).key, "")
    if isinstance(rule, leaves.GiveRule):
        return f"基础分 {_amount(rule.give)} 分"
    if isinstance(rule, leaves.EventsRule):
        register = scheme.registers[rule.events.register_].title or rule.events.register_
        each = (
            f",每条 {_amount(rule.events.each)} 分" if rule.events.each is not None else ",按类别或逐条计分"
        )
        return f"按台账“{register}”{each}"
    if isinstance(rule, leaves.RatingRule):
        return "评议打分,加权平均"
    if isinstance(rule, leaves.ValueRule):
        return f"看{_value(scheme, rule.value)}:{_shape(rule.shape)}"
    return "合成指标" if getattr(rule, "children", None) else ""


def _value(scheme: Scheme, value: Any) -> str:
    def said(part: Any) -> str:
        return part if isinstance(part, str) and part in scheme.parameters else name_of(scheme, part)

    words: dict[type, Callable[[Any], str]] = {
        values.Ratio: lambda v: f"“{said(v.ratio)}”与“{said(v.to)}”之比",
        values.Share: lambda v: f"“{said(v.share)}”占“{said(v.of)}”的比例",
        values.PerHead: lambda v: f"每 {plain(v.times)} “{said(v.of)}”的“{said(v.per_head)}”",
        values.Gap: lambda v: f"“{said(v.gap)}”与“{said(v.to)}”之差",
        values.Growth: lambda v: f"“{said(v.growth)}”的增长率",
        values.Progress: lambda v: f"“{said(v.progress)}”对“{said(v.to)}”的进度",
        values.Place: lambda v: f"“{said(v.place)}”的位次",
        values.Lag: lambda v: f"以前各期的“{said(v.before)}”",
        values.Cumulative: lambda v: f"“{said(v.cumulative)}”的当年累计",
    }
    return words[type(value)](value) if type(value) in words else f"“{name_of(scheme, value)}”"


def _shape(shape: Any) -> str:
    bounds = "".join(
        f",{word} {_amount(getattr(shape, key))} 分"
        for key, word in (("at_least", "最少"), ("at_most", "最多"))
        if getattr(shape, key, None) is not None
    )
    if isinstance(shape, shapes.Curve):
        knots = ",".join(f"{_amount(x)} 得 {_amount(marks)} 分" for x, marks in shape.curve)
        return f"{knots}{',中间按直线' if len(shape.curve) > 1 else ''}{bounds}"
    if isinstance(shape, shapes.Steps):
        return ",".join(_step(step) for step in shape.steps) + bounds
    if isinstance(shape, shapes.Per):
        side, line = next(((w, v) for w, v in (("超过", shape.above), ("不足", shape.below), ("偏离", shape.around))
                           if v is not None), ("", None))  # fmt: skip
        count = {"whole": "满一个算一个", "started": "不满一个也算一个", "pro_rata": "按比例"}.get(
            shape.count or "", ""
        )
        return f"{side}{_amount(line)} 的部分每 {_amount(shape.per)} 计 {_amount(shape.marks)} 分({count or '满一个算一个'}){bounds}"
    if isinstance(shape, shapes.Times):
        return f"数值乘以 {_amount(shape.times)}{bounds}"
    return f"按指数曲线{bounds}"


def _step(step: Any) -> str:
    if step.otherwise is not None:
        return f"其余 {_amount(step.otherwise)} 分"
    bounds = (
        ("at_least", "不低于"),
        ("above", "高于"),
        ("at_most", "不高于"),
        ("below", "低于"),
        ("is_", "等于"),
    )
    said = "且".join(
        f"{word} {_amount(getattr(step, key))}" for key, word in bounds if getattr(step, key) is not None
    )
    return f"{said}得 {_amount(step.marks)} 分"


def _amount(amount: Any) -> str:
    """Say a number, a parameter's name, or that the number changes with time."""
    if amount is None:
        return ""
    if isinstance(amount, Decimal | int):
        number = Decimal(amount)
        return percent(number) if 0 < abs(number) < 1 else plain(number)
    return amount if isinstance(amount, str) else "按期而定"
