"""Living numbers: a circular says [[东岭镇 户均集体收入]] and prints the marks of that township from the closed bundle.

A name in brackets is a unit, called by its name (where two have one name, with the name of what it lies under before it) or
by its code, and what is told of it: `[[东岭镇]]` the total, `[[东岭镇 档次]]` the band, `[[东岭镇 户均集体收入]]` the marks of an item,
`[[东岭镇 户均集体收入 数值]]` the value it saw. Or it is 全部, or those of one league, and what is counted of them: see `many`.
A number that is typed instead of named has no record behind it; `typed_numbers` finds those, for the person who signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from youju.engine.statement.numbers import plain
from youju.flow.publications.many import of_many
from youju.flow.publications.naming import BAND, SEEN, Told, Voice, found_rule, found_unit
from youju.kernel.errors import Problem
from youju.kernel.paper import Run, Words

_NAMED = re.compile(r"\[\[([^\[\]\n]{1,120})\]\]")
_TYPED = re.compile(r"\d+(?:[.,]\d+)*")
# What is counted along in any text: years, months, days, articles, numbers of documents.
_HARMLESS = re.compile(
    r"\d{4}\s*年|\d{1,2}\s*(?:月|日|时)|第\s*\d+\s*(?:条|款|项|次|期|季度)|[〔\[(（]\s*\d{4}\s*[〕\])）]|\d+\s*号"
)


def told(voice: Voice, name: str) -> Told:
    """Return what a name stands for, as far as the reader may see it."""
    words = name.split()
    counted = of_many(voice, words)
    if counted is not None:
        return counted
    unit, rest, why_not = found_unit(voice, words)
    if why_not:
        return Told("", why_not)
    standing = voice.bundle.standings(unit)
    if not standing:
        return Told("", _("这一期没有单位 {unit}").format(unit=unit))
    if not rest:
        if not voice.reader.numbers:
            return Told("", _("方案只公布档次，不公布得分"))
        total = standing[0]["total"]
        return Told("", _("这个单位暂不计分")) if total is None else Told(f"{total}")
    if rest == [BAND]:
        band = standing[0]["band"]
        hidden = band is None or (band in voice.reader.hidden and not voice.reader.inside)
        return Told("", _("这个单位没有公开的档次")) if hidden else Told(str(band))
    return _of_item(voice, unit, rest)


def _of_item(voice: Voice, unit: str, rest: list[str]) -> Told:
    """Return the marks of an item, or the value it saw."""
    reasons = {row["rule"]: row for row in voice.bundle.reasons(unit)}
    seen = rest[-1] == SEEN
    rule, why_not = found_rule(voice, reasons, rest[:-1] if seen else rest)
    if why_not:
        return Told("", why_not)
    row = reasons[rule]
    if seen:
        return _number(row["seen"], _("这条规则没有看到数值"))
    return (
        _number(row["marks"], _("这条规则没有得分"))
        if voice.reader.numbers
        else Told("", _("方案只公布档次，不公布得分"))
    )


def _number(value: Decimal | None, why_not: str) -> Told:
    """Return a value as people write it, or why there is none; only a total keeps the zeros of its places."""
    return Told("", why_not) if value is None else Told(plain(value))


def read(text: str, voice: Voice, *, newer: Voice | None = None) -> tuple[Words, ...]:
    """Return the paragraphs of a text with its numbers filled in; a number that ``newer`` tells otherwise is stale.

    A name that stands for nothing is printed as it was typed, and is stale: it must not be overlooked.
    """
    return tuple(
        Words(tuple(_runs(line.strip(), voice, newer))) for line in text.splitlines() if line.strip()
    )


def _runs(line: str, voice: Voice, newer: Voice | None) -> Iterator[Run]:
    at = 0
    for match in _NAMED.finditer(line):
        if match.start() > at:
            yield Run(line[at : match.start()])
        at, name = match.end(), match[1].strip()
        found = told(voice, name) if name else Told("", _("空的"))
        if found.why_not:
            yield Run(match[0], source=name, stale=True)
        else:
            stale = newer is not None and told(newer, name) != found
            yield Run(found.text, source=name, stale=stale, unit=_unit_of(voice, name))
    if at < len(line):
        yield Run(line[at:])


def _unit_of(voice: Voice, name: str) -> str:
    """Return the code of the unit a number is of, "" for what is counted of many."""
    words = name.split()
    return "" if of_many(voice, words) is not None else found_unit(voice, words)[0]


def problems(text: str, voice: Voice) -> list[Problem]:
    """Return everything in a text that stands for nothing, line by line."""
    return [
        Problem(
            _("正文第 {number} 行").format(number=number),
            f"[[{match[1]}]]:{found.why_not}",
            _("从“可以引用的数”里挑，或者照那里的写法改"),
        )
        for number, line in enumerate(text.splitlines(), 1)
        for match in _NAMED.finditer(line)
        if (found := told(voice, match[1].strip() or "?")).why_not
    ]


def typed_numbers(text: str) -> list[str]:
    """Return the numbers of a text that name no record, in their order; dates and numbers of articles are no figures."""
    bare = _HARMLESS.sub(" ", _NAMED.sub(" ", text))
    return _TYPED.findall(bare)
