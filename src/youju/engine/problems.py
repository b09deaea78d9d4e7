"""Problems: what is wrong with a file, where, and how to mend it, as values that are collected and never thrown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong, told in Chinese first and English second.

    ``where`` is ``file:line:column`` for text, ``sheet!cell`` for a workbook; ``code`` is stable, so
    that a program can tell problems apart when the wording improves. ``warning`` problems are shown
    but do not block.
    """

    where: str
    code: str
    what: str
    fix: str
    what_en: str
    fix_en: str
    warning: bool = False

    def __str__(self) -> str:
        mark = "提醒 " if self.warning else ""
        return f"{self.where}: {mark}{self.what}\n    改法: {self.fix}\n    ({self.what_en} — {self.fix_en})"

    def as_dict(self) -> dict[str, object]:
        """Return the problem as plain data, for ``--json``."""
        return asdict(self)


class BadInputError(Exception):
    """Input was refused as a whole; ``problems`` holds every reason found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that must be mended before anything is scored."""
    return [p for p in problems if not p.warning]
