"""Rules of the land as dated data: what each says, who issued it and when, and which words point to it."""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from youju.engine.language.parts import Part, read_period
from youju.engine.period import Period
from youju.engine.problems import Problem
from youju.engine.wording import say, shown
from youju.engine.yaml_tree import decode, read_tree

LONGEST_TEXT = 300
DISCLAIMER = "请以正式文本和本单位法制机构意见为准"
DISCLAIMER_EN = "the official text and your own legal office decide"


def _pattern(given: object) -> object:
    try:
        return re.compile(given) if isinstance(given, str) and len(given) <= 2 * LONGEST_TEXT else given
    except re.error as wrong:
        raise ValueError(str(wrong)) from None


Pattern = Annotated[re.Pattern[str], BeforeValidator(_pattern)]
Issued = Annotated[Period, BeforeValidator(read_period)]


class Rule(Part):
    """One rule: its source, its sense in our own words, and how a scheme is held against it."""

    id: str
    title: str
    issuer: str
    number: str | None
    date: Issued | None
    status: Literal["in_force", "replaced", "unknown"]
    link: str | None
    conf: Literal["S", "P", "M"]
    text: str
    look: str
    action: Literal["block", "warn"]
    words: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    issuers: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    most: Annotated[int, Field(ge=0)] = 0
    registers: bool = False
    """Whether the words hold for every field of a register too, and not only for what marks are given for."""
    by_paper: bool = False
    """Whether a register that names the paper it rests on is only warned."""
    what: str
    mend: str
    what_en: str
    mend_en: str

    @cached_property
    def source(self) -> str:
        """Title, issuer, number and date in one line."""
        parts = (self.issuer, self.number, str(self.date) if self.date else None)
        return "，".join(part for part in parts if part)

    def names(self, text: str) -> str | None:
        """Return the words of a text that point to this rule, None when none do; what ``unless`` describes is taken out first."""
        rest = text[:LONGEST_TEXT]
        for pattern in self.unless:
            rest = pattern.sub("　", rest)
        return next((found[0] for pattern in self.words if (found := pattern.search(rest))), None)

    def holds_on(self, day: dt.date | None) -> bool:
        """Say whether the rule had been issued by a day; without a day every rule that was not replaced holds."""
        if self.status == "replaced":
            return False
        return day is None or self.date is None or self.date.start <= day

    def finding(self, where: str, seen: str = "", *, warning: bool | None = None) -> Problem:
        """Return what was found at a place, with the rule, its source and the mend."""
        about, about_en = (f"(“{shown(seen)}”)", f" ({shown(seen)})") if seen else ("", "")
        return Problem(
            where,
            "-".join(self.id.split("-")[:2]),
            f"{self.what}{about}。规则：{self.title}({self.source})",
            f"{self.mend}。{DISCLAIMER}",
            f"{self.what_en}{about_en}; rule {self.id}, {self.source}",
            f"{self.mend_en}; {DISCLAIMER_EN}",
            self.action == "warn" if warning is None else warning,
        )


_ADAPTER = TypeAdapter(tuple[Rule, ...])


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[Rule, ...]:
    """Return the rules that come with the engine."""
    text = files("youju.engine.compliance").joinpath("rules.yaml").read_text("utf-8")
    return _ADAPTER.validate_python(read_tree(text, "rules.yaml").data)


def read_rules(file: Path | str) -> tuple[tuple[Rule, ...], tuple[Problem, ...]]:
    """Read an office's own rules. What is wrong with the file is returned, and then no rules."""
    path = Path(file)
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as wrong:
        return (), (say("unreadable_file", str(path), detail=type(wrong).__name__),)
    text, problems = decode(raw, str(path))
    if text is None:
        return (), tuple(problems)
    tree = read_tree(text, str(path))
    try:
        return _ADAPTER.validate_python(tree.data), tree.problems
    except ValidationError as error:
        found = (
            (tree.where(wrong["loc"]), str(wrong["loc"][-1] if wrong["loc"] else "rules"), wrong["msg"])
            for wrong in error.errors()
        )
        return (), (
            *tree.problems,
            *(say("refused", where, key=key, detail=detail) for where, key, detail in found),
        )
