"""What problems say: every sentence stands once, in wording.yaml, in Chinese and English, and is filled in here."""

from __future__ import annotations

import string
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import yaml
from rapidfuzz import fuzz, process

from youju.engine.problems import Problem

PARTS = ("what", "fix", "what_en", "fix_en")
LONGEST = 80
NEAR = 60
OURS = frozenset({"known", "hint", "hint_en", "detail", "detail_en"})
"""Facts that are our own words and are never cut."""


@lru_cache(maxsize=1)
def sentences() -> dict[str, dict[str, str]]:
    """Return code → the four sentences of a problem."""
    text = files("youju.engine").joinpath("wording.yaml").read_text("utf-8")
    loaded: dict[str, dict[str, str]] = yaml.safe_load(text)
    return loaded


def shown(given: object, longest: int | None = LONGEST) -> str:
    """Return something from the data as it may be printed: short, on one line, control characters spelled out."""
    text = str(given)
    if longest is not None and len(text) > longest:
        text = text[: longest - 1] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def say(code: str, where: str, *, warning: bool = False, **facts: object) -> Problem:
    """Return the problem of this code, its sentences filled with facts. Raises KeyError for a code that has no sentences."""
    filled = {name: shown(fact, None if name in OURS else LONGEST) for name, fact in facts.items()}
    what, fix, what_en, fix_en = (_FORMAT.format(sentences()[code][part], **filled).strip() for part in PARTS)
    return Problem(shown(where, None), code, what, fix, what_en, fix_en, warning)


_FORMAT = string.Formatter()


def nearest(given: str, known: Iterable[str]) -> str | None:
    """Return the known name most like the one given, None when nothing is alike."""
    found = process.extractOne(given, sorted(known), scorer=fuzz.WRatio, score_cutoff=NEAR)
    return str(found[0]) if found else None


def meant(given: str, known: Iterable[str]) -> tuple[str, str]:
    """Return “您是不是要写 x?” in both languages, or two empty strings."""
    near = nearest(given[:LONGEST], known)
    return (f"是不是要写 {near}？", f"did you mean {near}?") if near else ("", "")


def listed(names: Iterable[str], most: int = 12) -> str:
    """Return names with commas between, cut after the first dozen."""
    all_of = list(names)
    return "、".join(all_of[:most]) + ("……" if len(all_of) > most else "")
