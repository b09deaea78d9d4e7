"""Refusals: what was asked, why it is refused, what to do instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from youju.engine import problems as engine
from youju.kernel.words import told


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of data, found while reading: where it is, what it is, how to mend it.

    `where` is what the reader can go to: `file:line`, `sheet!cell`, or a field of a form. Where it is told in English too,
    an English page shows that.
    """

    where: str
    what: str
    mend: str
    english: str = ""
    mend_english: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}\n    改法: {self.mend}"

    @classmethod
    def of(cls, one: engine.Problem, folder: str = "") -> Problem:
        """Return a problem as the engine tells it, in both languages, without the folder it was read in."""
        said = (one.where, one.what, one.fix, one.what_en, one.fix_en)
        return cls(*(text.replace(f"{folder}/", "") for text in said)) if folder else cls(*said)

    @property
    def told(self) -> str:
        """What it is and how to mend it, in the language of the reader's pages."""
        then = pgettext("then", "。")
        return f"{told(self.what, self.english)}{then}{told(self.mend, self.mend_english)}"


@dataclass(frozen=True, slots=True)
class Copy:
    """A workbook that somebody handed in, given back with its faults marked in their cells."""

    name: str
    content: bytes


class Refusal(Exception):  # noqa: N818  # it is an answer, not an error
    """A rule of the house was about to be broken by a person, not by a bug.

    Three sentences in Chinese without closing full stops: what was asked, why it is refused, what to do instead.
    `english` is the same in one English paragraph; `problems` are all faults found at once; `copy` is what was handed in
    with these faults marked, where it is given back. The web answers with `status` (409 unless said otherwise) on a page,
    and as problem+json to programs.
    """

    status = 409
    copy: Copy | None = None

    def __init__(
        self, what: str, why: str, instead: str, *, english: str = "", problems: Iterable[Problem] = ()
    ) -> None:
        super().__init__(f"{what}：{why}。{instead}")
        self.what, self.why, self.instead, self.english = what, why, instead, english
        self.problems = tuple(problems)

    @property
    def told(self) -> str:
        """The refusal as one paragraph, in the language of the reader's pages."""
        return told(f"{self.what}：{self.why}。{self.instead}。", self.english)


class NotAllowed(Refusal):
    """The person may not do this at all. What a person may not even see is answered with 404, not with this."""

    status = 403


class BadInput(Refusal):
    """What was sent cannot be read or breaks the declared form; `problems` says where."""

    status = 422


def refused(what: str, problems: Sequence[Problem], *, english: str = "Nothing was stored") -> BadInput:
    """Return the refusal of something handed in with faults: how many, and every one of them."""
    return BadInput(
        what,
        f"有 {len(problems)} 处不对",
        "改正后再提交",
        english=f"{english}: {len(problems)} faults. Mend them and submit again.",
        problems=problems,
    )
