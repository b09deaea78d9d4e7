"""A book taken in: checked as a whole, then stored as a whole, or refused with every cell that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from youju.flow.reports.books.marking import marked
from youju.flow.reports.books.reading import Book, Said, read_book
from youju.flow.reports.fields import plain
from youju.flow.reports.models import Report
from youju.flow.reports.selectors import asked_of, history_values, units_of, values_of
from youju.flow.reports.services.drafts import begin_report, save_draft
from youju.flow.reports.services.submitting import faults_of, submit_report
from youju.flow.reports.typed import Entry, read
from youju.kernel.errors import BadInput, Problem
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.flow.reports.asked import Asked
    from youju.flow.schemes.models import Round
    from youju.flow.units.models import Unit

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """What a book brought: reports saved, and of these handed in."""

    saved: int
    submitted: int


class BookRefused(BadInput):
    """A book was refused as a whole; `book` is the sender's own copy with red cells, None if it could not be opened."""

    def __init__(self, name: str, read: Book, content: bytes) -> None:
        problems = [problem for _cell, problem in read.faults]
        more = f",这里列出前 {SHOWN} 处" if len(problems) > SHOWN else ""
        super().__init__(
            f"“{name}”没有导入", f"有 {len(problems)} 处不对{more};一行也没有存", "在标红的表里逐格改正后整本再导入",
            english=f"{name} was refused: {len(problems)} faults. Nothing was stored.", problems=problems[:SHOWN],
        )  # fmt: skip
        self.book = marked(content, read.sheet, read.faults) if read.sheet else None


def take_book(*, round_: Round, name: str, content: bytes, by: User, submit: bool = False) -> Taken:
    """Take a book in: drafts for all its units, handed in if asked. All or nothing: one wrong cell stores no row.

    A fault that only shows while storing is put into its cell too. Raises BookRefused with the marked book.
    """
    book = read_book(content, name, round_.pk)
    units = {unit.code: unit for unit in units_of(by, round_)}
    asked = {one.name: one for one in asked_of(round_)}
    with transaction.atomic():
        _look(book, units, asked)
        done = Taken(0, 0)
        if not book.faults:
            done = _store(book, round_, units, asked, by, submit=submit)
        if book.faults:
            transaction.set_rollback(True)
        else:
            leave_trace(by, "report.book", round_, file=name, saved=done.saved, submitted=done.submitted)
    if book.faults:
        raise BookRefused(name, book, content)
    return done


def _look(book: Book, units: dict[str, Unit], asked: dict[str, Asked]) -> None:
    """Note what is wrong with the rows by themselves."""
    seen: set[str] = set()
    for said in book.said:
        if said.code not in units:
            book.fault(
                said.cell,
                _("没有代码为“{code}”的单位,或者不归你报").format(code=said.code[:40]),
                _("用下载的表,不要改单位代码"),
            )
        if said.code in seen:
            book.fault(
                said.cell, _("单位 {code} 前面已经有一行").format(code=said.code[:40]), _("删去重复的一行")
            )
        seen.add(said.code)
        for name, (text, cell) in said.typed.items():
            if name not in asked:
                book.fault(cell, _("这一期不问“{name}”").format(name=name[:40]), _("重新下载本轮的报送表"))
            elif (problem := _wrong(text, asked[name])) is not None:
                book.fault(cell, problem.what, problem.mend)
        for note, cell in said.notes.values():
            if len(note) > 500:
                book.fault(cell, _("说明超过 500 字"), _("写短一些"))
    if not book.said and not book.faults:
        book.fault("", _("表里一个单位也没有"), _("用下载的表填写"))


def _wrong(text: str, asked: Asked) -> Problem | None:
    said, rule = read(text), asked.indicator
    if len(text) > 80:
        return Problem("", _("写得太长"), _("只写数字"))
    if said.what:
        return Problem("", said.what, said.mend)
    if said.value is not None and rule.at_least is not None and said.value < rule.at_least:
        return Problem("", _("方案要求不小于 {plain}").format(plain=plain(rule.at_least)), _("核对后改正"))
    if said.value is not None and rule.at_most is not None and said.value > rule.at_most:
        return Problem("", _("方案要求不大于 {plain}").format(plain=plain(rule.at_most)), _("核对后改正"))
    return None


def _store(
    book: Book, round_: Round, units: dict[str, Unit], asked: dict[str, Asked], by: User, *, submit: bool
) -> Taken:
    saved = submitted = 0
    for said in book.said:
        if not said.no_change and not any(text for text, _cell in said.typed.values()):
            continue
        report = begin_report(round_=round_, unit=units[said.code], by=by)
        entries = _entries(said, report, asked, book)
        if book.faults and book.faults[-1][0] == said.cell:
            continue
        changed = _changes(report, entries)
        if changed and not report.may_edit:
            book.fault(
                said.cell,
                _("这个单位{status},不能再改").format(status=report.get_status_display()),
                _("请审核人退回后再改,或从表里删去这一行"),
            )
            continue
        if changed and report.lock != said.lock:
            _both(book, said, report, changed)
            continue
        save_draft(report=report, entries=entries, lock=report.lock, by=by)
        saved += 1
        if submit and report.may_edit:
            submitted += _hand_in(book, said, report, by)
    return Taken(saved, submitted)


def _entries(said: Said, report: Report, asked: dict[str, Asked], book: Book) -> dict[str, Entry]:
    """Return what a row says; “no change” stands for last time's values where the row is empty."""
    held = values_of(report)
    past = history_values(report.round, report.unit) if said.no_change else {}
    found = {}
    for name, one in asked.items():
        text, note = said.typed.get(name, ("", ""))[0], said.notes.get(name, ("", ""))[0]
        if said.no_change and not text and name in past:
            last = past[name][0]
            text = f"{'' if last.relation == '=' else last.relation}{plain(last.value)}"
            note = note or "无变化"
        elif said.no_change and not text and not (name in held and held[name].held):
            book.fault(
                said.cell,
                _("“{title}”没有上期数,不能按无变化报").format(title=one.indicator.title),
                _("填上数"),
            )
        if name in held and held[name].held and not text:
            continue
        found[name] = Entry(text, note, tuple(held[name].evidence) if name in held else ())
    return found


def _changes(report: Report, entries: dict[str, Entry]) -> dict[str, str]:
    """Return what a row would change: indicator → what stands now."""
    held = values_of(report)
    was = {name: held[name].typed if name in held else "" for name in entries}
    return {name: was[name] for name, entry in entries.items() if was[name] != entry.text}


def _both(book: Book, said: Said, report: Report, changed: dict[str, str]) -> None:
    for name, stands in changed.items():
        cell = said.typed.get(name, ("", said.cell))[1]
        book.fault(
            cell,
            _("下载之后别人改过,现在存着的是“{stands}”").format(stands=stands),
            _("核对后,在重新下载的表里填对的那个"),
        )
    if not changed:
        book.fault(
            said.cell, _("下载之后别人改过(第 {lock} 次保存)").format(lock=report.lock), _("重新下载再填")
        )


def _hand_in(book: Book, said: Said, report: Report, by: User) -> int:
    problems = faults_of(report, values_of(report))
    for problem in problems:
        cell = said.typed.get(problem.where, ("", said.cell))[1]
        book.fault(cell, problem.what, problem.mend)
    if problems:
        return 0
    submit_report(report=report, by=by, lock=report.lock)
    return 1


def check_book(*, round_: Round, name: str, content: bytes, by: User) -> None:
    """Do everything that taking a book in would do, and keep nothing. Raises BookRefused where anything is wrong."""
    with transaction.atomic():
        take_book(round_=round_, name=name, content=content, by=by)
        transaction.set_rollback(True)
