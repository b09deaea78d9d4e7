"""A workbook that came back, read by a child process under limits: what each unit says, a line at a time, with the place of each cell."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.kernel.confined import ask
from youju.kernel.errors import Problem

PATIENCE = 240.0


@dataclass(slots=True)
class Said:
    """What one unit says in a book: typed text and notes by indicator; what is empty is not listed.

    `named`: the indicators it speaks of; None in a book, which speaks of those it has a cell for. The others are to stay as
    they stand.
    """

    code: str
    cell: str
    lock: int
    no_change: bool
    typed: dict[str, str]
    notes: dict[str, str]
    row: int
    book: Book
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    named: Collection[str] | None = None

    def speaks_of(self, name: str) -> bool:
        """Whether it says something of an indicator, be it that there is nothing."""
        return name in (self.book.columns if self.named is None else self.named)

    def notes_on(self, name: str) -> bool:
        """Whether it has a place for a note: an empty one then takes away the note that stands."""
        return self.named is not None or name in self.book.note_columns

    def cell_of(self, name: str) -> str:
        """Return the cell of a value, that of the unit where the book has none for it."""
        return self.book.place(self, name)

    def note_cell_of(self, name: str) -> str:
        """Return the cell of a note."""
        return self.book.place(self, name, note=True)


@dataclass(slots=True)
class Book:
    """A book as read: its sheet, how many units speak in it, and what is wrong, each fault under its cell ("" for the whole book).

    `columns` and `note_columns` say where each indicator stands: a column, or in a book of one unit (`is_of_one`) a cell.
    """

    sheet: str = ""
    rows: int = 0
    is_of_one: bool = False
    WORDS: ClassVar[dict[str, tuple[Any, Any]]] = {
        "stranger": (gettext_lazy("没有代码为“{code}”的单位，或者不归你报"), gettext_lazy("用下载的表，不要改单位代码")),
        "twice": (gettext_lazy("单位 {code} 前面已经有一行"), gettext_lazy("删去重复的一行")),
        "empty": (gettext_lazy("表里一个单位也没有"), gettext_lazy("用下载的表填写")),
        "not asked": (gettext_lazy("这一期不问“{name}”"), gettext_lazy("重新下载本轮的报送表")),
        "handed in": (gettext_lazy("这个单位{status}，不能再改"), gettext_lazy("请审核人退回后再改，或从表里删去这一行")),
        "saved since": (gettext_lazy("下载之后别人改过，现在存着的是“{stands}”"), gettext_lazy("核对后，在重新下载的表里填对的那个")),
        "saved just now": (gettext_lazy("就在刚才别人改过"), gettext_lazy("重新下载再填")),
    }  # fmt: skip
    """What may be wrong, and how to mend it, in the words of whoever holds a book."""

    columns: dict[str, str] = field(default_factory=dict)
    note_columns: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, Problem]] = field(default_factory=list)
    lines: Path | None = None

    def fault(self, cell: str, what: str, mend: str) -> None:
        """Note a fault at a cell."""
        self.faults.append(
            (cell, Problem(f"{self.sheet}!{cell}" if cell else self.sheet or _("整本"), what, mend))
        )

    def tell(self, cell: str, kind: str, **told: str) -> None:
        """Note a fault of a kind at a cell, in the words for it."""
        what, mend = self.WORDS[kind]
        self.fault(cell, str(what).format(**told), str(mend))

    def place(self, said: Said, name: str, *, note: bool = False) -> str:
        """Return where in the book a unit says a value, or the note to it."""
        column = (self.note_columns if note else self.columns).get(name)
        return said.cell if column is None else column if self.is_of_one else f"{column}{said.row}"

    def said(self) -> Iterator[Said]:
        """Yield what the units say, line by line: a large book never stands in memory."""
        if self.lines is None:
            return
        with self.lines.open(encoding="utf-8") as file:
            for line in file:
                code, cell, row, lock, no_change, typed, notes = json.loads(line)
                yield Said(code, cell, lock, no_change, typed, notes, row, self)

    def some(self, count: int) -> Iterator[list[Said]]:
        """Yield what the units say, so many units at a time."""
        said = self.said()
        while found := list(islice(said, count)):
            yield found


@contextmanager
def opened_book(content: bytes, name: str, round_id: int) -> Iterator[Book]:
    """Open a book that was made for a round. Whatever it holds, a Book is given; never raises for what was sent."""
    with TemporaryDirectory(prefix="youju-book-") as given:
        folder = Path(given)
        (folder / "in").write_bytes(content)
        told = ask("youju.flow.reports.books.child", folder, name, str(round_id), patience=PATIENCE)
        yield _book(told, folder)


def _book(told: dict[str, Any], folder: Path) -> Book:
    if told.get("heavy"):
        book = Book()
        book.fault("", _("工作簿太大或者太复杂，读它用尽了时间或内存"), _("分成几本，或者只留报送表这一页"))
        return book
    book = Book(told["sheet"], told["rows"], told["is_of_one"], told["columns"], told["note_columns"])
    # the child knows no language: what it says in our words is said here, with what it found in the cell
    book.faults = [
        (cell, Problem(where or _("整本"), _(what).format(text=text) if text else _(what), _(mend)))
        for cell, where, what, mend, text in told["faults"]
    ]
    book.faults += [("", Problem(where or _("整本"), *words)) for where, *words in told["gate"]]
    book.lines = folder / "lines" if (folder / "lines").exists() else None
    return book
