"""A report of what is wrong with data: collected in the order of the file, listed up to a limit, counted beyond it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from rapidfuzz import fuzz, process

from youju.engine.problems import Problem

LIMIT = 200
SHOWN = 40
MOST_CHOICES = 20_000


def quoted(text: object) -> str:
    """Return text as it may be shown in one line of a report: control characters spelt out, long text cut short."""
    shown = str(text)
    shown = shown if len(shown) <= SHOWN else shown[:SHOWN] + "…"
    return (
        "“"
        + "".join(
            c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}"
            for c in shown
        )
        + "”"
    )


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest to one that is not known, or None when none is near."""
    found = process.extractOne(
        name[:SHOWN], list(islice(known, MOST_CHOICES)), scorer=fuzz.ratio, score_cutoff=60
    )
    return str(found[0]) if found else None


class DamagedError(Exception):
    """A file turned out to be unreadable while it was being streamed; carries its problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class Report:
    """Collects problems with the row they belong to; ``problems()`` gives them in the order of the source."""

    def __init__(self) -> None:
        self._found: list[tuple[int, Problem]] = []
        self._more = 0

    def add(
        self,
        where: str,
        code: str,
        what: str,
        fix: str,
        what_en: str,
        fix_en: str,
        *,
        row: int = -1,
        warning: bool = False,
    ) -> None:
        """Note one problem. ``row`` orders it among the others."""
        if len(self._found) >= 4 * LIMIT:
            self._more += 1
            return
        self._found.append((row, Problem(where, code, what, fix, what_en, fix_en, warning)))

    def more(self, count: int) -> None:
        """Count problems that were found but are not listed one by one."""
        self._more += max(count, 0)

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Note the problem of a file that breaks off while it is read."""
        try:
            yield
        except DamagedError as error:
            self.note(error.problem)

    def note(self, problem: Problem) -> None:
        """Note a problem of a whole file."""
        self._found.append((-1, problem))

    def __bool__(self) -> bool:
        """Say whether anything was found that blocks."""
        return any(not problem.warning for _, problem in self._found) or self._more > 0

    def problems(self) -> list[Problem]:
        """Return at most ``LIMIT`` problems in the order of the source, and one more that counts the rest."""
        ordered = [problem for _, problem in sorted(self._found, key=lambda item: item[0])]
        blocking = [problem for problem in ordered if not problem.warning]
        rest = max(len(blocking) - LIMIT, 0) + self._more
        listed = blocking[:LIMIT] + [problem for problem in ordered if problem.warning][:LIMIT]
        if rest:
            where = (blocking or ordered)[0].where.split(":")[0]
            listed.append(Problem(
                where, "more", f"……还有 {rest} 处同样需要改", "先改上面列出的，再检查一次",
                f"… and {rest} more", "mend those listed above, then check again",
            ))  # fmt: skip
        return listed
