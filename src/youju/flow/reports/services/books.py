"""A book taken in: checked as a whole, then stored as a whole, or refused with every cell that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from youju.flow.reports.books.reading import Book, Said, opened_book
from youju.flow.reports.books.refused import BookRefused, red_copy
from youju.flow.reports.fields import plain
from youju.flow.reports.selectors import asked_of, units_coded
from youju.flow.reports.services.storing import AT_ONCE, Storing
from youju.flow.reports.typed import has_control, is_digits, read
from youju.kernel.errors import Problem
from youju.kernel.models import User
from youju.kernel.sha256 import is_sha256
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.engine.asking import Asked
    from youju.flow.schemes.models import Round

MOST_FAULTS = 2_000
"""Faults after which the rest is not looked at."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a book brought: reports saved, and of these handed in."""

    saved: int
    submitted: int


class Faulty(Exception):  # noqa: N818  # the book now holds faults: undo, then refuse
    """A book holds faults: what was stored of it is undone, then it is refused."""


def take_book(
    *, round_: Round, name: str, content: bytes, by: User, submit: bool = False, keep: bool = True
) -> Taken:
    """Take a book in: drafts for all its units, handed in if asked. All or nothing: one wrong cell stores no row.

    A fault that only shows while storing is put into its cell too. Raises BookRefused; no copy is marked. With `keep` off
    everything is tried and nothing kept.
    """
    with checked_book(round_=round_, name=name, content=content, by=by) as book:
        return store_book(book=book, round_=round_, by=by, submit=submit, keep=keep, file=name)


@contextmanager
def checked_book(
    *, round_: Round, name: str, content: bytes, by: User, marks: bool = False
) -> Iterator[Book]:
    """Open a book in a child process and look at every row: nothing of the database is held meanwhile.

    Raises BookRefused for what is wrong, and, when everything is undone, for what only showed in storing it. `marks`:
    with the sender's own copy in red.
    """
    with opened_book(content, name, round_.pk) as book:
        look(book, round_, by)
        try:
            if book.faults:
                raise Faulty  # noqa: TRY301  # one way out for what is found before and in storing
            yield book
        except Faulty:
            copy = red_copy(name, content, book.sheet, book.rows, book.faults) if marks else None
            raise BookRefused(name, book.faults, copy) from None


def store_book(
    *,
    book: Book,
    round_: Round,
    by: User,
    submit: bool = False,
    keep: bool = True,
    act: str = "report.book",
    **told: str,
) -> Taken:
    """Store a checked book, in one transaction; with `keep` off do everything that storing would do, and keep nothing.

    `told` goes into the trace: the name of the file. Raises Faulty when storing finds the book to hold faults.
    """
    with transaction.atomic():
        done = Taken(*Storing(book, round_, by, submit=submit).run())
        if book.faults:
            raise Faulty  # one way out for what is found before and in storing
        if keep:
            leave_trace(by, act, round_, **told, saved=done.saved, submitted=done.submitted)
        else:
            transaction.set_rollback(True)
    return done


def look(book: Book, round_: Round, by: User, *, strangers: bool = True) -> None:
    """Note what is wrong with the rows by themselves; whose units they are only with `strangers`: storing asks it anyway."""
    asked = {one.name: one for one in asked_of(round_)}
    seen: set[str] = set()
    for some in book.some(AT_ONCE):
        codes = {said.code for said in some}
        known = units_coded(by, round_, codes) if strangers else codes
        for said in some:
            if len(book.faults) > MOST_FAULTS:
                book.fault(
                    "", _("错处超过 {most} 处，后面的没有再查").format(most=MOST_FAULTS), _("先改正这些")
                )
                return
            if said.code not in known:
                book.tell(said.cell, "stranger", code=said.code[:40])
            if said.code in seen:
                book.tell(said.cell, "twice", code=said.code[:40])
            seen.add(said.code)
            _look_at_values(book, said, asked)
    if not seen and not book.faults:
        book.tell("", "empty")


def _look_at_values(book: Book, said: Said, asked: dict[str, Asked]) -> None:
    for name, text in said.typed.items():
        if name not in asked:
            book.tell(said.cell_of(name), "not asked", name=name[:40])
        elif (problem := _wrong(text, asked[name])) is not None:
            book.fault(said.cell_of(name), problem.what, problem.mend)
    for name, shas in said.evidence.items():
        for sha in shas:
            if not is_sha256(sha):
                book.fault(
                    said.cell_of(name),
                    _("“{words}”不是佐证的编号").format(words=sha[:20]),
                    _("上传后用它的 64 位编号附上"),
                )
    for name, note in said.notes.items():
        if len(note) > 500:
            book.fault(said.note_cell_of(name), _("说明超过 500 字"), _("写短一些"))
        elif has_control(note):
            book.fault(said.note_cell_of(name), _("含有控制字符"), _("重新输入"))


def _wrong(text: str, asked: Asked) -> Problem | None:
    rule = asked.indicator
    if rule.at_least is None and rule.at_most is None and is_digits(text):
        return None
    said = read(text)
    if len(text) > 80:
        return Problem("", _("写得太长"), _("只写数字"))
    if has_control(text):
        return Problem("", _("含有控制字符"), _("重新输入"))
    if said.what:
        return Problem("", said.what, said.mend)
    if said.value is not None and rule.at_least is not None and said.value < rule.at_least:
        return Problem("", _("方案要求不小于 {plain}").format(plain=plain(rule.at_least)), _("核对后改正"))
    if said.value is not None and rule.at_most is not None and said.value > rule.at_most:
        return Problem("", _("方案要求不大于 {plain}").format(plain=plain(rule.at_most)), _("核对后改正"))
    return None
