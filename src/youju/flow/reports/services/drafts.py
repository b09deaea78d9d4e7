"""Writing a report: begun with what is held already, saved as often as one likes, never over what somebody else saved."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, NoReturn

from django.db import transaction
from django.utils.translation import gettext as _

from youju.engine.asking import Asked
from youju.flow.reports.fields import plain
from youju.flow.reports.models import Report, ReportValue
from youju.flow.reports.selectors import asked_of, held_of, report_of, values_of
from youju.flow.reports.services.rows import ValueRow, write_values
from youju.flow.reports.typed import Entry, has_control, read
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Problem, Refusal
from youju.kernel.models import User
from youju.kernel.sha256 import is_sha256

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round
    from youju.flow.units.models import Unit

Values = dict[str, ReportValue]
KEPT = ["period", "typed", "value", "relation", "note", "evidence", "held"]


class Conflict(Refusal):
    """Somebody else saved meanwhile. `mine` is what was sent, `theirs` what stands now, by indicator."""

    def __init__(self, report: Report, mine: Mapping[str, str], theirs: Mapping[str, str]) -> None:
        problems = [
            Problem(
                name,
                _("你填的是“{name}”，现在存着的是“{stands}”").format(
                    name=mine[name], stands=theirs.get(name, "")
                ),
                _("看清两个数，留下对的那个再保存"),
            )
            for name in mine
        ]
        super().__init__(
            f"“{report}”没有保存", "你打开之后别人保存过，两份不一样", "两份都在下面，留下对的再保存；什么也没有丢",
            english="Somebody saved this report after you opened it. Both versions are shown; nothing was lost.",
            problems=problems,
        )  # fmt: skip
        self.report, self.mine, self.theirs = report, dict(mine), dict(theirs)


@transaction.atomic
def begin_report(*, round_: Round, unit: Unit, by: User | None) -> Report:
    """Return the report of a unit in a round, begun now if need be, with everything already held filled in and marked.

    What came to be held since a draft was begun is filled in where nothing was typed. Not an act of its own: nothing is
    said yet, so no trace is left.
    """
    report, values = begun(round_, unit, by, db_now())
    if report.may_edit:
        _fill_in(report, values, held_values(report))
    return report


def held_values(report: Report) -> Values:
    """Return what is held of what a report asks, as values of it."""
    asked = asked_of(report.round)
    periods = {one.name: one.period for one in asked}
    return {
        name: ReportValue(report=report, indicator=name, period=periods[name], typed=plain(held.value), value=held.value,
                          relation=held.relation, evidence=list(held.evidence), held=held.source)
        for name, held in held_of(report.round, report.unit, asked).items()
    }  # fmt: skip


def _fill_in(report: Report, standing: Values, held: Values) -> None:
    """Fill what is held into a report where nothing stands, or where what stands was held and is another by now.

    It counts as a save, so that a page opened before does not wipe it out: whoever sends that page is shown both.
    """
    news = {
        name: row
        for name, row in held.items()
        if name not in standing
        or (not standing[name].typed and not standing[name].note and not standing[name].evidence)
        or (standing[name].held and standing[name].value != row.value)
    }
    free = Report.objects.filter(pk=report.pk, lock=report.lock, status__in=Report.EDITABLE)
    if not news or not free.update(lock=report.lock + 1):
        return
    ReportValue.objects.bulk_create(
        news.values(), update_conflicts=True, unique_fields=["report", "indicator"], update_fields=KEPT
    )
    report.lock += 1


def begun(round_: Round, unit: Unit, by: User | None, now: dt.datetime) -> tuple[Report, Values]:
    """Return the report of a unit and what stands in it: one or two questions more where it is begun now."""
    report, values = found_or_new(round_, unit, by, now)
    if report.pk is None:
        begin(report, values)
    return report, values


def found_or_new(round_: Round, unit: Unit, by: User | None, now: dt.datetime) -> tuple[Report, Values]:
    """Return the report of a unit and what stands in it, or one that nobody has written yet, with what is held."""
    standing = report_of(round_, unit)
    if standing is not None:
        return standing, values_of(standing)
    report = Report(round=round_, unit=unit, saved_at=now, saved_by=by)
    return report, held_values(report)


def begin(report: Report, held: Values) -> None:
    """Write a report down that was not there. Two who begin at once begin the same one; whoever writes first into it is found by its lock."""
    Report.objects.bulk_create(
        [report], update_conflicts=True, unique_fields=["round", "unit"], update_fields=["unit"]
    )
    ReportValue.objects.bulk_create(held.values(), ignore_conflicts=True)


@transaction.atomic
def save_draft(*, report: Report, entries: Mapping[str, Entry], lock: int, by: User | None) -> Report:
    """Keep what was typed, readable or not; what is not mentioned stays. `lock` is the save the writer had seen.

    Saving the same again is nothing. Refused with both versions if somebody else saved meanwhile. A draft says nothing
    yet, so it leaves no trace: handing in does.
    """
    kept(report, values_of(report), entries, lock, by, db_now())
    return report


def kept(
    report: Report,
    standing: Values,
    entries: Mapping[str, Entry],
    lock: int,
    by: User | None,
    now: dt.datetime,
) -> Values:
    """Keep what was typed over what stands, and return what stands then."""
    rows = typed_over(report, standing, entries)
    if not rows:
        return standing
    free = Report.objects.filter(pk=report.pk, lock=lock, status__in=Report.EDITABLE)
    if not free.update(lock=lock + 1, saved_at=now, saved_by=by):
        tell_of_another(report, rows)
    write_over(report, rows)
    report.lock, report.saved_at, report.saved_by = lock + 1, now, by
    return {**standing, **rows}


def typed_over(report: Report, standing: Values, entries: Mapping[str, Entry]) -> Values:
    """Return what was typed and stands otherwise, as values that nobody has written yet. Refused for what no report can keep."""
    asked = {one.name: one for one in asked_of(report.round)}
    _refuse_unknown(report, asked, standing, entries)
    return {
        name: _row(report, asked[name], entry, standing.get(name))
        for name, entry in entries.items()
        if _differs(standing.get(name), entry)
    }


def write_over(report: Report, rows: Values) -> None:
    """Write values over what stands: for whoever claimed the report's next save."""
    write_values(lines_of(report, rows))


def lines_of(report: Report, rows: Values) -> list[ValueRow]:
    """Return values as they are written into the rows of a report."""
    return [
        (report.pk, name, row.period, row.typed, None if row.value is None else plain(row.value), row.relation, row.note,
         json.dumps(row.evidence), row.held)
        for name, row in rows.items()
    ]  # fmt: skip


def tell_of_another(report: Report, rows: Values) -> NoReturn:
    """Refuse to write values, since the report was handed in or saved by somebody else: then with both versions."""
    report.refresh_from_db()
    refuse_unless_editable(report)
    current = values_of(report)
    theirs = {name: current[name].typed if name in current else "" for name in rows}
    raise Conflict(report, {name: row.typed for name, row in rows.items()}, theirs)


def refuse_unless_editable(report: Report) -> None:
    """Refuse to write into a report that was handed in or accepted."""
    if not report.may_edit:
        raise Refusal(
            f"“{report}”不能再改", f"它现在是“{report.get_status_display()}”",
            "要改，请审核人退回；已采信的，由考核办在底账上更正",
            english=f"The report is {report.status}; ask the reviewer to return it.",
        )  # fmt: skip


def _refuse_unknown(
    report: Report, asked: Mapping[str, Asked], standing: Values, entries: Mapping[str, Entry]
) -> None:
    strange = [name for name in entries if name not in asked]
    long = [
        name for name, e in entries.items() if len(e.text) > 80 or len(e.note) > 500 or len(e.evidence) > 50
    ]
    unreadable = [name for name, e in entries.items() if has_control(e.text + e.note)]
    problems = [Problem(name[:80], _("这一期不问这个指标"), _("按方案里要填的指标填")) for name in strange]
    problems += [
        Problem(name, _("写得太长：数值 80 字、说明 500 字、佐证 50 件以内"), _("缩短")) for name in long
    ]
    problems += [Problem(name, _("含有控制字符"), _("重新输入")) for name in unreadable]
    problems += [
        Problem(name, _("“{words}”不是佐证的编号").format(words=sha[:20]), _("上传后用它的 64 位编号附上"))
        for name, entry in entries.items()
        for sha in entry.evidence
        if not is_sha256(sha) and not (name in standing and sha in standing[name].evidence)
    ]
    if problems:
        raise BadInput(
            f"“{report}”没有保存", f"有 {len(problems)} 处不合要求", "改正后再保存",
            english="Some entries cannot be kept; see problems.", problems=problems,
        )  # fmt: skip


def _differs(row: ReportValue | None, entry: Entry) -> bool:
    if row is None:
        return bool(entry.text.strip() or entry.note.strip() or entry.evidence)
    return (row.typed, row.note, row.evidence) != (
        entry.text.strip(),
        entry.note.strip(),
        list(entry.evidence),
    )


def _row(report: Report, asked: Asked, entry: Entry, standing: ReportValue | None) -> ReportValue:
    said = read(entry.text)
    kept = standing is not None and standing.held and standing.value == said.value
    return ReportValue(
        report=report, indicator=asked.name, period=asked.period, typed=entry.text.strip(), value=said.value,
        relation=said.relation, note=entry.note.strip(), evidence=list(entry.evidence),
        held=standing.held if standing is not None and kept else "",
    )  # fmt: skip
