"""A scheme as people read it: who is compared, what is asked, and each rule in one sentence beside its clause. Pure.

A sentence helps to read; the scheme itself decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from youju.engine.expand import expand_scheme
from youju.engine.language.leaves import Head, ValueRule
from youju.engine.language.scheme import Scheme
from youju.engine.language.sections import Section
from youju.engine.statement.lines import placed
from youju.engine.statement.numbers import plain
from youju.engine.statement.shapes import Shapes
from youju.engine.statement.words import Words
from youju.flow.units.naming import level_named
from youju.kernel.words import bracketed

ASKED = {
    "day": gettext_lazy("每日报送"),
    "month": gettext_lazy("每月报送"),
    "quarter": gettext_lazy("每季报送"),
    "half_year": gettext_lazy("每半年报送"),
    "year": gettext_lazy("每年报送"),
    "once": gettext_lazy("一次报送"),
    "official": gettext_lazy("统计部门的数"),
}
SECTIONS = {
    "sum": gettext_lazy("各项相加"), "weighted_mean": gettext_lazy("加权平均"), "mean": gettext_lazy("平均"),
    "geometric": gettext_lazy("几何平均"), "product": gettext_lazy("相乘"), "max": gettext_lazy("取最高"), "min": gettext_lazy("取最低"),
}  # fmt: skip
MISSING = {
    "withhold": gettext_lazy("缺报则暂不计分"),
    "omit": gettext_lazy("缺报不计"),
    "zero": gettext_lazy("缺报按 0 计"),
    "full": gettext_lazy("没有则得满分"),
}


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


def compared(scheme: Scheme) -> list[str]:
    """Say who is compared with whom: of each league the level, within what, in which groups, and how many it takes."""
    said = []
    for one in scheme.league:
        level = level_named(one.level)
        parts = [f"{one.title}{bracketed(level)}" if one.title else level]
        if one.within:
            parts.append(_("在同一{within}单位之内").format(within=level_named(one.within)))
        if one.peers:
            parts.append(_("按“{column}”一栏分组").format(column=one.peers))
        if one.only:
            parts.append(_("只比其中一部分，见正文"))
        parts.append(_("至少 {n} 个才排").format(n=one.at_least))
        said.append(_("，").join(parts))
    return said


def clauses(scheme: Scheme) -> list[Clause]:
    """Return every rule of a scheme in the order written."""
    whole = expand_scheme(scheme)
    words = Words(whole, whole.in_force.from_, in_english=get_language() == "en")
    return [
        Clause(rule, at.depth, at.clause, at.rule.title or rule, _amount(getattr(at.rule, "full", None)),
               _says(words, at.rule))
        for rule, at in placed(whole).items()
    ]  # fmt: skip


def indicators(scheme: Scheme) -> list[AskedOf]:
    """Return every indicator of a scheme in the order written."""
    found = []
    for name, one in scheme.indicators.items():
        origin = str(ASKED[one.ask]) if one.ask else _("直接给出")
        if one.value is not None:
            origin = _("由其他指标算出")
        elif one.from_ is not None:
            register = getattr(one.from_, "register_", None)
            origin = (
                _("取自台账“{register}”").format(register=_register_title(scheme, register))
                if register
                else _("取自方案“{scheme}”").format(scheme=getattr(one.from_, "scheme", ""))
            )
        absent = one.missing or scheme.missing
        missing = MISSING.get(absent) if isinstance(absent, str) else None
        if missing is None:
            missing = _("按方案补") if absent else _("由规则定")
        if one.evidence:
            origin = _("{origin}，要附佐证").format(origin=origin)
        found.append(AskedOf(name, one.title, one.measure or "", origin, str(missing)))
    return found


def _register_title(scheme: Scheme, name: str) -> str:
    one = scheme.registers.get(name)
    return (one.title if one else None) or name


def seen_in_words(seen: Any, asked: Iterable[AskedOf]) -> list[str]:
    """Say what a worked example saw, one value after another: what it is called, of which period, the number, its measure."""
    called = {one.name: one for one in asked}
    found = []
    for name, value in seen.items() if isinstance(seen, dict) else ():
        one = called.get(name)
        title, measure = (one.title or name, one.measure) if one else (name, "")
        for period, number in value.items() if isinstance(value, dict) else (("", value),):
            of = _("（{period}）").format(period=period) if period else ""
            found.append(f"{title}{of} {number} {measure}".rstrip())
    return found


def _says(words: Words, rule: Any) -> str:
    """Say what is looked at and how it becomes marks, in the words of the statement of marks and the reader's language."""
    if isinstance(rule, Section):
        return str(SECTIONS.get(type(rule).key, ""))
    if not isinstance(rule, Head):
        measured = getattr(rule, "of", None)
        if measured is None:
            return words.say("由下级指标合成")
        return _("看{name}，标准化后合成").format(name=words.name(measured))
    looked = ""
    if isinstance(rule, ValueRule):
        against = getattr(rule.value, "to", None) or getattr(rule.value, "of", None)
        looked = (
            _("看{name}（对{against}）：").format(name=words.name(rule.value), against=words.name(against))
            if against is not None
            else _("看{name}：").format(name=words.name(rule.value))
        )
    parts = [f"{looked}{Shapes(words).rule(rule)}"]
    if more := len(getattr(rule, "when", ())):
        parts.append(
            ngettext("另有 {n} 条特别规定，见正文", "另有 {n} 条特别规定，见正文", more).format(n=more)
        )
    absent = getattr(rule, "missing", None)
    if isinstance(absent, str) and absent in MISSING:
        parts.append(str(MISSING[absent]))
    return _("；").join(parts)


def _amount(amount: Any) -> str:
    """Say a number, a parameter's name, or that the number changes with time."""
    if amount is None:
        return ""
    if isinstance(amount, Decimal | int):
        return plain(Decimal(amount))
    return amount if isinstance(amount, str) else _("按期而定")
