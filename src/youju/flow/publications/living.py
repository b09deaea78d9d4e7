"""Living numbers: a circular says [[220322103001]] and prints the total of that village from the closed bundle.

`[[unit]]` is the total, `[[unit 档次]]` the band, `[[unit rule]]` the marks of a rule, `[[unit rule 数值]]` the value it saw.
A number that is typed instead of named has no record behind it; `typed_numbers` finds those, for the person who signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from youju.engine.bundle.read import Bundle
from youju.engine.statement.numbers import plain
from youju.flow.boards.table import Reader
from youju.kernel.errors import Problem
from youju.kernel.paper import Run, Words

_NAMED = re.compile(r"\[\[([^\[\]\n]{1,120})\]\]")
_TYPED = re.compile(r"\d+(?:[.,]\d+)*")
# What is counted along in any text: years, months, days, articles, numbers of documents.
_HARMLESS = re.compile(
    r"\d{4}\s*年|\d{1,2}\s*(?:月|日|时)|第\s*\d+\s*(?:条|款|项|次|期|季度)|[〔\[(（]\s*\d{4}\s*[〕\])）]|\d+\s*号"
)
BAND, SEEN = "档次", "数值"


@dataclass(frozen=True, slots=True)
class Told:
    """What a name in brackets stands for in one bundle: the text to print, or why there is none."""

    text: str
    why_not: str = ""


def told(bundle: Bundle, reader: Reader, name: str) -> Told:
    """Return what a name stands for, as far as the reader may see it."""
    unit, *rest = name.split()
    standing = bundle.standings(unit)
    if not standing:
        return Told("", _("这一期没有单位 {unit}").format(unit=unit))
    if not rest:
        if not reader.numbers:
            return Told("", _("方案只公布档次,不公布得分"))
        total = standing[0]["total"]
        return Told("", _("这个单位暂不计分")) if total is None else Told(f"{total}")
    if rest == [BAND]:
        band = standing[0]["band"]
        hidden = band is None or (band in reader.hidden and not reader.inside)
        return Told("", _("这个单位没有公开的档次")) if hidden else Told(str(band))
    reasons = {row["rule"]: row for row in bundle.reasons(unit)}
    row = reasons.get(rest[0])
    if row is None or len(rest) > 2 or (len(rest) == 2 and rest[1] != SEEN):
        return Told(
            "",
            _("不认识“{words}”;可以写 {band}、规则编号({rules}),或者规则编号加 {seen}").format(
                words=" ".join(rest), band=BAND, rules="、".join(reasons), seen=SEEN
            ),
        )
    if len(rest) == 2:
        return _number(row["seen"], _("这条规则没有看到数值"))
    return (
        _number(row["marks"], _("这条规则没有得分"))
        if reader.numbers
        else Told("", _("方案只公布档次,不公布得分"))
    )


def _number(value: Decimal | None, why_not: str) -> Told:
    """Return a value as people write it, or why there is none; only a total keeps the zeros of its places."""
    return Told("", why_not) if value is None else Told(plain(value))


def read(text: str, bundle: Bundle, reader: Reader, *, newer: Bundle | None = None) -> tuple[Words, ...]:
    """Return the paragraphs of a text with its numbers filled in; a number that ``newer`` tells otherwise is stale.

    A name that stands for nothing is printed as it was typed, and is stale: it must not be overlooked.
    """
    return tuple(
        Words(tuple(_runs(line.strip(), bundle, reader, newer))) for line in text.splitlines() if line.strip()
    )


def _runs(line: str, bundle: Bundle, reader: Reader, newer: Bundle | None) -> Iterator[Run]:
    at = 0
    for match in _NAMED.finditer(line):
        if match.start() > at:
            yield Run(line[at : match.start()])
        at, name = match.end(), match[1].strip()
        found = told(bundle, reader, name) if name else Told("", _("空的"))
        if found.why_not:
            yield Run(match[0], source=name, stale=True)
        else:
            stale = newer is not None and told(newer, reader, name) != found
            yield Run(found.text, source=name, stale=stale)
    if at < len(line):
        yield Run(line[at:])


def problems(text: str, bundle: Bundle, reader: Reader) -> list[Problem]:
    """Return everything in a text that stands for nothing, line by line."""
    return [
        Problem(
            _("正文第 {number} 行").format(number=number),
            f"[[{match[1]}]]:{found.why_not}",
            _("照方案里的单位代码和规则编号改"),
        )
        for number, line in enumerate(text.splitlines(), 1)
        for match in _NAMED.finditer(line)
        if (found := told(bundle, reader, match[1].strip() or "?")).why_not
    ]


def typed_numbers(text: str) -> list[str]:
    """Return the numbers of a text that name no record, in their order; dates and numbers of articles are no figures."""
    bare = _HARMLESS.sub(" ", _NAMED.sub(" ", text))
    return _TYPED.findall(bare)
