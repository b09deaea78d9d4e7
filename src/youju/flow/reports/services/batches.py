"""Many reports in one request: what a program of a prefecture or a province hands in for its units, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.flow.reports.books.reading import Book, Said
from youju.flow.reports.services.books import Faulty, Taken, look, store_book
from youju.flow.reports.typed import Entry
from youju.kernel.errors import BadInput, Problem
from youju.kernel.models import User

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed in for one unit: entries by indicator, and the save that the writer had seen (0 begins)."""

    code: str
    lock: int
    entries: Mapping[str, Entry]
    no_change: bool = False


@dataclass(slots=True)
class Batch(Book):
    """Reports that came together: a book whose places are paths in the request."""

    WORDS: ClassVar[dict[str, tuple[Any, Any]]] = {
        "stranger": (gettext_lazy("没有代码为“{code}”的单位，或者不归你报"), gettext_lazy("写这一轮里归你报的单位的代码")),
        "twice": (gettext_lazy("单位 {code} 在这一批里不止一次"), gettext_lazy("只留一次")),
        "empty": (gettext_lazy("这一批里一个单位也没有"), gettext_lazy("至少写一个单位")),
        "not asked": (gettext_lazy("这一期不问“{name}”"), gettext_lazy("按方案里要填的指标填")),
        "handed in": (gettext_lazy("这个单位{status}，不能再改"), gettext_lazy("请审核人退回后再发，或者这一批里不带它")),
        "saved since": (gettext_lazy("这份报送后来别人改过，现在存着的是“{stands}”"), gettext_lazy("重新读取，核对后带上现在的 lock 再发")),
        "saved just now": (gettext_lazy("就在刚才别人改过"), gettext_lazy("重新读取，核对后带上现在的 lock 再发")),
    }  # fmt: skip

    units: list[Said] = field(default_factory=list)

    def fault(self, cell: str, what: str, mend: str) -> None:
        """Note a fault at a path."""
        self.faults.append((cell, Problem(cell or _("全部"), what, mend)))

    def place(self, said: Said, name: str, *, note: bool = False) -> str:
        """Return the path of a value or of its note; that of the unit for what concerns all it says."""
        if name not in (said.named or ()):
            return said.cell
        return f"{said.cell}.values.{name}{'.note' if note else ''}"

    def said(self) -> Iterator[Said]:
        """Yield what the units say, in the order of the request."""
        yield from self.units


def take_batch(*, round_: Round, handed: Sequence[Handed], by: User, submit: bool = False) -> Taken:
    """Begin or change many reports of a round, and hand them in if asked: what `write_report` does for each, all or nothing.

    What is not mentioned stays. Raises BadInput with every fault under its path (`reports[3].values.income`).
    """
    batch = Batch(rows=len(handed))
    batch.units = [
        Said(
            one.code, f"reports[{number}]", one.lock, one.no_change,
            {name: entry.text.strip() for name, entry in one.entries.items()},
            {name: entry.note.strip() for name, entry in one.entries.items()}, number, batch,
            {name: entry.evidence for name, entry in one.entries.items()}, frozenset(one.entries),
        )
        for number, one in enumerate(handed)
    ]  # fmt: skip
    try:
        look(batch, round_, by, strangers=False)
        if batch.faults:
            batch.faults.clear()
            look(batch, round_, by)
            raise Faulty  # noqa: TRY301  # one way out for what is found before and in storing
        return store_book(book=batch, round_=round_, by=by, submit=submit, act="report.batch")
    except Faulty:
        count = len(batch.faults)
        raise BadInput(
            "这一批没有保存", f"有 {count} 处不对{'' if count <= SHOWN else f'，这里列出前 {SHOWN} 处'}；一份也没有存",
            "照列出的位置逐处改正后整批再发", english=f"Nothing of the batch was kept: {count} faults. Mend each and send all of it again.",
            problems=[problem for _cell, problem in batch.faults[:SHOWN]],
        ) from None  # fmt: skip
