"""Storing what a book says, some thousand units at a time: the same drafts, claims, records and traces as one by one, in few statements."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext as _

from youju.flow.reports.books.reading import Book, Said
from youju.flow.reports.fields import plain
from youju.flow.reports.models import Report, ReportValue
from youju.flow.reports.past import Last, histories
from youju.flow.reports.selectors import asked_of, held_by, units_coded
from youju.flow.reports.services.rows import ValueRow, add_values, write_values
from youju.flow.reports.services.submitting import submit_reports
from youju.flow.reports.typed import Entry, is_digits, read
from youju.kernel.clock import db_now
from youju.kernel.models import User

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round

AT_ONCE = 2_000
Standing = dict[str, tuple[str, str, list[str], str]]
"""What stands in a report, by indicator: typed, note, evidence, where it is held from."""


class Storing:
    """One book on its way into the drafts of its units. What is wrong is noted in the book; the caller then undoes everything."""

    def __init__(self, book: Book, round_: Round, by: User, *, submit: bool) -> None:
        self.book, self.round, self.by, self.submit = book, round_, by, submit
        self.asked = {one.name: one for one in asked_of(round_)}
        self.now = db_now()
        self.saved = self.submitted = 0

    def run(self) -> tuple[int, int]:
        """Store everything and return how many reports were saved, and of these handed in."""
        for some in self.book.some(AT_ONCE):
            self._store([said for said in some if said.no_change or said.typed or said.named is not None])
        return self.saved, self.submitted

    def _store(self, some: list[Said]) -> None:
        units = units_coded(self.by, self.round, {said.code for said in some})
        for said in (one for one in some if one.code not in units):
            self.book.tell(said.cell, "stranger", code=said.code[:40])
        if self.book.faults:
            return
        reports = self._begun(units)
        standing = _standing([report.pk for report in reports.values()])
        repeated = [units[said.code].pk for said in some if said.no_change]
        past = histories(self.round, repeated) if repeated else {}
        first: list[ValueRow] = []
        over: list[ValueRow] = []
        changed: dict[int, list[Said]] = defaultdict(list)
        ready: list[tuple[Said, Report]] = []
        for said in some:
            report = reports[units[said.code].pk]
            there = standing.get(report.pk, {})
            entries = self._entries(said, there, past.get(report.unit_id, {}))
            differs = {name: entry for name, entry in entries.items() if _differs(there.get(name), entry)}
            if self._refused(said, report, there, differs):
                continue
            if differs:
                changed[report.lock].append(said)
                for name, entry in differs.items():
                    (over if name in there else first).append(
                        self._row(report.pk, name, entry, there.get(name))
                    )
            self.saved += 1
            if report.may_edit:
                ready.append((said, report))
        if self.book.faults:
            return
        self._claim(changed, units, reports)
        if self.book.faults:
            return
        add_values(first)
        write_values(over)
        if self.submit:
            self._hand_in(ready)

    def _hand_in(self, ready: list[tuple[Said, Report]]) -> None:
        """Hand in all that may be, or note in its cell what keeps one from it."""
        lines = {report.pk: said for said, report in ready}
        unchanged = {report.pk for said, report in ready if said.no_change and not any(said.typed.values())}
        problems = submit_reports(
            reports=[report for _said, report in ready], round_=self.round, by=self.by, unchanged=unchanged
        )
        for key, found in problems.items():
            for problem in found:
                self.book.fault(lines[key].cell_of(problem.where), problem.what, problem.mend)
        self.submitted += 0 if problems else len(ready)

    def _begun(self, units: Mapping[str, Any]) -> dict[int, Report]:
        """Return the reports of units, begun now where need be with everything already held filled in; by unit."""
        keys = {unit.pk for unit in units.values()}
        there = set(Report.objects.filter(round=self.round, unit__in=keys).values_list("unit_id", flat=True))
        # somebody may begin one of them this very moment: then it is theirs, and looked at like any other
        fresh = keys - there
        Report.objects.bulk_create(
            (Report(round_id=self.round.pk, unit_id=key, saved_at=self.now, saved_by=self.by) for key in sorted(fresh)),
            ignore_conflicts=True,
        )  # fmt: skip
        found = {report.unit_id: report for report in Report.objects.filter(round=self.round, unit__in=keys)}
        held = held_by(self.round, fresh, tuple(self.asked.values())) if fresh else {}
        write_values(
            (found[unit].pk, name, self.asked[name].period, plain(one.value), plain(one.value), one.relation, "",
             json.dumps(list(one.evidence)), one.source)
            for unit, said in held.items() for name, one in said.items() if found[unit].lock == 0
        )  # fmt: skip
        return found

    def _entries(self, said: Said, there: Standing, past: Mapping[str, list[Last]]) -> dict[str, Entry]:
        """Return what a row says; “no change” stands for last time's values where the row is empty."""
        found = {}
        for name, one in self.asked.items():
            if not said.speaks_of(name) and not said.no_change:
                continue
            stands = there[name][1] if name in there and not said.notes_on(name) else ""
            text, note = said.typed.get(name, ""), said.notes.get(name, stands)
            evidence = said.evidence.get(name) or (tuple(there[name][2]) if name in there else ())
            held = name in there and bool(there[name][3])
            if held and not text:
                continue
            is_unseen = said.named is not None or not said.speaks_of(name)
            if said.no_change and not text and is_unseen and name in there and there[name][0]:
                self._stands_against(said, name, there[name][0], past)
                continue
            if said.no_change and not text and name in past:
                last = past[name][0]
                text = f"{'' if last.relation == '=' else last.relation}{plain(last.value)}"
                note = note or "无变化"
            elif said.no_change and not text:
                self.book.fault(
                    said.cell,
                    _("“{title}”没有上期数，不能按无变化报").format(title=one.indicator.title),
                    _("填上数"),
                )
            if text or note or evidence or name in there:
                found[name] = Entry(text, note, evidence)
        return found

    def _stands_against(self, said: Said, name: str, typed: str, past: Mapping[str, list[Last]]) -> None:
        """Note that the draft says something else than last time: a program that did not see it does not write it over."""
        if name not in past or stored(typed)[0] != plain(past[name][0].value):
            self.book.fault(
                said.cell_of(name),
                _("草稿里已填“{typed}”，与上期不同").format(typed=typed),
                _("核对后写出要报的数"),
            )

    def _refused(self, said: Said, report: Report, there: Standing, differs: Mapping[str, Entry]) -> bool:
        """Note that a report cannot be written, or that somebody saved it since the download; say whether it is so."""
        retyped = {name: there[name][0] if name in there else "" for name, entry in differs.items()
                   if (there[name][0] if name in there else "") != entry.text}  # fmt: skip
        if not differs:
            return False
        if not report.may_edit:
            self.book.tell(said.cell, "handed in", status=report.get_status_display())
        elif report.lock != said.lock and retyped:
            for name, stands in retyped.items():
                self.book.tell(said.cell_of(name), "saved since", stands=stands)
        else:
            return False
        return True

    def _row(
        self, report: int, name: str, entry: Entry, was: tuple[str, str, list[str], str] | None
    ) -> ValueRow:
        value, relation = stored(entry.text)
        kept = was is not None and was[3] and value is not None and _same(was[0], value)
        return (
            report, name, self.asked[name].period, entry.text, value, relation, entry.note,
            json.dumps(list(entry.evidence)) if entry.evidence else "[]",
            was[3] if was is not None and kept else "",
        )  # fmt: skip

    def _claim(
        self, changed: Mapping[int, list[Said]], units: Mapping[str, Any], reports: Mapping[int, Report]
    ) -> None:
        """Count a save for every report that changes, by compare-and-set: who saved meanwhile is told, not written over."""
        for lock, some in changed.items():
            keys = {reports[units[said.code].pk].pk: said for said in some}
            free = Report.objects.filter(pk__in=keys, lock=lock, status__in=Report.EDITABLE)
            if free.update(lock=F("lock") + 1, saved_at=self.now, saved_by=self.by) != len(keys):
                mine = set(
                    Report.objects.filter(pk__in=keys, lock=lock + 1, saved_at=self.now).values_list(
                        "pk", flat=True
                    )
                )
                for key in keys.keys() - mine:
                    self.book.tell(keys[key].cell, "saved just now")
            for said in some:
                reports[units[said.code].pk].lock = lock + 1


def stored(text: str) -> tuple[str | None, str]:
    """Return what `read` reads as it is stored: the shortest text of the number, None where there is none, and the relation."""
    if is_digits(text):
        return text.lstrip("0") or "0", "="
    said = read(text)
    return None if said.value is None else plain(said.value), said.relation


def _standing(reports: list[int]) -> dict[int, Standing]:
    found: dict[int, Standing] = defaultdict(dict)
    rows = ReportValue.objects.filter(report__in=reports)
    for report, name, typed, note, evidence, held in rows.values_list(
        "report_id", "indicator", "typed", "note", "evidence", "held"
    ):
        found[report][name] = (typed, note, evidence, held)
    return found


def _differs(was: tuple[str, str, list[str], str] | None, entry: Entry) -> bool:
    if was is None:
        return bool(entry.text or entry.note or entry.evidence)
    return (was[0], was[1], was[2]) != (entry.text, entry.note, list(entry.evidence))


def _same(typed: str, value: str) -> bool:
    before = read(typed).value
    return before is not None and plain(before) == value
