"""The form of a report, made from the scheme: one field for each indicator asked, with what is known beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from youju.engine.asking import Asked
from youju.flow.reports.doubts import Doubt
from youju.flow.reports.fields import plain
from youju.flow.reports.models import Report, ReportValue
from youju.flow.reports.past import Last, doubts_about, history_values, moved_on
from youju.flow.reports.selectors import asked_of, values_of
from youju.flow.reports.typed import UNCHANGED, Entry, read
from youju.kernel.errors import Problem

if TYPE_CHECKING:
    from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what is asked, what stands in it, what was said last time, what is doubtful, what does not read."""

    asked: Asked
    row: ReportValue | None
    last: Last | None
    doubts: tuple[Doubt, ...]
    faults: tuple[str, ...] = ()
    mine: str | None = None

    @property
    def name(self) -> str:
        """The indicator."""
        return self.asked.name

    @property
    def text(self) -> str:
        """What the field shows: what the writer typed, else what is kept."""
        return self.mine if self.mine is not None else self.row.typed if self.row else ""

    @property
    def last_text(self) -> str:
        """Last time's value as people write it, "" where there was none."""
        return _said(self.last) if self.last else ""

    @property
    def may_stay(self) -> bool:
        """Whether one click says that nothing changed: there is a value of last time, and nothing stands here yet."""
        return self.last is not None and not self.text


def fields_of(
    report: Report, mine: Mapping[str, str] | None = None, problems: Sequence[Problem] = ()
) -> list[Field]:
    """Return the fields of a report in the order of the scheme; `mine` shows what was typed and not kept, each with its problems."""
    values, past = values_of(report), history_values(report.round, report.unit)
    doubts, moved = doubts_about(report, values), moved_on(report, values)
    found = []
    for one in asked_of(report.round):
        row = values.get(one.name)
        fault = read(row.typed).problem(one.name) if row is not None and row.value is None else None
        said = [p.told for p in ([fault] if fault else problems) if p.where == one.name]
        last = next(iter(past.get(one.name, [])), None)
        odd = (*doubts.get(one.name, ()), *([moved[one.name]] if one.name in moved else ()))
        found.append(Field(one, row, last, odd, tuple(said), (mine or {}).get(one.name)))
    return found


def entries_in(report: Report, posted: QueryDict) -> dict[str, Entry]:
    """Return what a form said: `value-<indicator>`, `note-<indicator>`, `evidence-<indicator>`; the rest is not mentioned.

    `same-<indicator>` says last time's value where nothing was typed.
    """
    asked = [one.name for one in asked_of(report.round) if f"value-{one.name}" in posted]
    there = values_of(report)
    same = {name for name in asked if f"same-{name}" in posted and not posted[f"value-{name}"].strip()}
    past = history_values(report.round, report.unit) if same else {}
    stays = {name: _said(past[name][0]) for name in same if name in past}
    return {
        name: Entry(
            stays.get(name, posted[f"value-{name}"].strip()),
            posted.get(f"note-{name}", "").strip() or (UNCHANGED if name in stays else ""),
            tuple(_ticked(posted.getlist(f"evidence-{name}"), there[name].evidence if name in there else ())),
        )
        for name in asked
    }  # fmt: skip


def _ticked(said: Sequence[str], stands: Collection[str]) -> dict[str, None]:
    """Return what was ticked, each once: what came with a held value as a whole, since it may be words; numbers of files one by one."""
    parts = ([text] if text in stands else text.split() for text in said)
    return dict.fromkeys(one for some in parts for one in some)


def _said(last: Last) -> str:
    """Return a value as people write it."""
    return f"{'' if last.relation == '=' else last.relation}{plain(last.value)}"


def lock_in(posted: Any, key: str = "lock") -> int:
    """Return which save the writer had seen; -1, which never fits, for what is no number."""
    text = str(posted.get("instead") or posted.get(key, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
