"""How a text calls units and items: by the names people use, or by the codes of the scheme. Pure over a closed bundle."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from youju.engine.bundle.read import Bundle
from youju.engine.expand import expand_scheme
from youju.engine.statement.lines import placed
from youju.flow.boards.table import Circle, Reader

BAND, SEEN = "档次", "数值"
LISTED = 3
"""Units of one name that a refusal lists."""
_REMARK = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Told:
    """What a name in brackets stands for in one bundle: the text to print, or why there is none."""

    text: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who answers for the names in a text: a closed bundle with its board, as far as a reader may see them.

    ``corrected`` is of how many units recalculations changed the marks.
    """

    bundle: Bundle
    reader: Reader
    circles: tuple[Circle, ...] = ()
    corrected: int = 0


def as_called(name: str) -> str:
    """Return a name as it is compared: without spaces, wide and narrow letters alike."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def found_unit(voice: Voice, words: list[str]) -> tuple[str, list[str], str]:
    """Return the code of the unit that words begin with, the words after it, and why there is none.

    A name may hold spaces, so the longest beginning that is one counts.
    """
    called = _units(voice.bundle)
    for much in range(len(words), 0, -1):
        said = "".join(words[:much])
        codes = called.get(said, called.get(as_called(said), ()))
        if len(codes) == 1:
            return codes[0], words[much:], ""
        if codes:
            long = "、".join(long_name(voice.bundle, code) for code in codes[:LISTED])
            return (
                "",
                [],
                _("有 {n} 个单位叫“{name}”，写成 {long} 这样").format(n=len(codes), name=said, long=long),
            )
    return "", [], _("这一期没有单位 {unit}").format(unit=words[0] if words else "")


def found_rule(voice: Voice, reasons: Mapping[str, Any], words: list[str]) -> tuple[str, str]:
    """Return the id of the item that words name, and why there is none."""
    titles = rules_of(voice.bundle)
    said = "".join(words)
    if said in reasons:
        return said, ""
    mine = [rule for rule in reasons if as_called(titles.get(rule, "")) == as_called(said)]
    if len(mine) == 1:
        return mine[0], ""
    if mine:
        return "", _("有 {n} 个事项叫“{name}”，写成 {ids} 之一").format(
            n=len(mine), name=said, ids="、".join(mine)
        )
    known = "、".join(titles.get(rule, rule) for rule in reasons)
    return "", _("不认识“{words}”；可以写 {band}、事项（{rules}），或者事项加 {seen}").format(
        words=" ".join(words), rules=known, band=BAND, seen=SEEN
    )


@lru_cache(maxsize=8)
def rules_of(bundle: Bundle) -> dict[str, str]:
    """Return what the items of a bundle are called, by id."""
    scheme = bundle.scheme
    where = placed(expand_scheme(scheme)) if scheme is not None else {}
    return {rule: at.rule.title or rule for rule, at in where.items()}


@lru_cache(maxsize=8)
def _parents(bundle: Bundle) -> dict[str, tuple[str, str]]:
    """Return title and parent of every unit of a bundle by code."""
    table = bundle.units
    parents = table["parent"].to_pylist() if "parent" in table.column_names else [None] * table.num_rows
    rows = zip(table["code"].to_pylist(), table["title"].to_pylist(), parents, strict=True)
    return {code: (title, parent or "") for code, title, parent in rows}


def title_of_unit(bundle: Bundle, code: str) -> str:
    """Return what a unit is called."""
    return _parents(bundle).get(code, (code, ""))[0]


def long_name(bundle: Bundle, code: str) -> str:
    """Return the name of a unit with that of what it lies under before it."""
    title, parent = _parents(bundle).get(code, (code, ""))
    above = _parents(bundle).get(parent)
    return f"{above[0]}{title}" if above else title


def name_of_unit(bundle: Bundle, code: str) -> str:
    """Return the shortest name that a text may call a unit by: its title, with what it lies under, or its code."""
    title = title_of_unit(bundle, code)
    called = _units(bundle)
    for name in (title, long_name(bundle, code)):
        if called.get(as_called(name)) == (code,):
            return name
    return code


@lru_cache(maxsize=8)
def _units(bundle: Bundle) -> dict[str, tuple[str, ...]]:
    """Return the units of a bundle by everything they may be called: code, title, title without its remark, long name.

    What is a title of one unit is not taken for a short or long form of another.
    """
    scored = set(bundle.places["unit"].to_pylist())
    known = {code: named for code, named in _parents(bundle).items() if code in scored}
    forms: tuple[Iterable[tuple[str, str]], ...] = (
        ((code, code) for code in known),
        ((as_called(title), code) for code, (title, _up) in known.items()),
        ((_REMARK.sub("", as_called(title)), code) for code, (title, _up) in known.items()),
        ((as_called(long_name(bundle, code)), code) for code in known),
        ((_bare_long(bundle, code), code) for code in known),
    )
    called: dict[str, tuple[str, ...]] = {}
    for form in forms:
        mine: dict[str, list[str]] = {}
        for name, code in form:
            mine.setdefault(name, []).append(code)
        called |= {name: tuple(codes) for name, codes in mine.items() if name not in called}
    return called


def _bare_long(bundle: Bundle, code: str) -> str:
    """Return the long name without the remarks in brackets."""
    title, parent = _parents(bundle)[code]
    above = _parents(bundle).get(parent, ("", ""))[0]
    return "".join(_REMARK.sub("", as_called(one)) for one in (above, title))
