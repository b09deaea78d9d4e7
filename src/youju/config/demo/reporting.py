"""The reports of a round: by Excel, by form, with no change, one late, one returned and put right."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from youju.config.demo.pictures import picture
from youju.config.demo.times import at
from youju.flow.evidence.services import add_evidence
from youju.flow.reports.books.codes import CODES
from youju.flow.reports.books.going_out import book_for
from youju.flow.reports.selectors import asked_of, report_of, reports_in, units_of
from youju.flow.reports.services import (
    accept_report,
    begin_report,
    no_change,
    return_report,
    save_draft,
    submit_report,
    take_book,
)
from youju.flow.reports.typed import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from youju.config.demo.city import Figures
    from youju.config.demo.people import People
    from youju.flow.reports.models import Report
    from youju.flow.schemes.models import Round
    from youju.flow.units.models import Unit
    from youju.kernel.models import User

WORD = "已核对"


def by_form(
    round_: Round, unit: Unit, said: Mapping[str, str], by: User, *, photo: str = "", submit: bool = True
) -> Report:
    """Fill in the form of one unit as its reporter, with a picture of the courtyards where there is one."""
    report = begin_report(round_=round_, unit=unit, by=by)
    shas: tuple[str, ...] = ()
    if photo:
        name = f"{photo}.jpg"
        row = add_evidence(
            unit=unit,
            name=name,
            content=picture(photo),
            by=by,
            note="庭院整洁（示例）",
            scheme=round_.scheme.code,
        )
        shas = (row.sha256,)
    wanted = {one.name for one in asked_of(round_)}
    entries = {
        name: Entry(text, WORD, shas if name == "tidy" else ())
        for name, text in said.items()
        if name in wanted
    }
    save_draft(report=report, entries=entries, lock=report.lock, by=by)
    report.refresh_from_db()
    return submit_report(report=report, by=by) if submit else report


def by_excel(
    round_: Round, said: Mapping[str, Mapping[str, int]], by: User, *, but: Iterable[str] = ()
) -> None:
    """Download the book of a township, fill its rows in and send it back, handed in."""
    left_out = set(but)
    book = load_workbook(io.BytesIO(book_for(by, round_)))
    sheet = book.worksheets[0]
    columns = {str(sheet.cell(CODES + 1, at_).value): at_ for at_ in range(1, sheet.max_column + 1)}
    for row in range(CODES + 2, sheet.max_row + 1):
        code = str(sheet.cell(row, 1).value)
        if code not in said or code in left_out:
            continue
        for name, number in said[code].items():
            if name in columns:
                sheet.cell(row, columns[name]).value = number
                sheet.cell(row, columns[f"{name}#note"]).value = WORD
    out = io.BytesIO()
    book.save(out)
    take_book(round_=round_, name="报送表.xlsx", content=out.getvalue(), by=by, submit=True)


def hand_in(
    round_: Round, people: People, figures: Figures, *, number: int, wrong: Mapping[str, Mapping[str, str]]
) -> None:
    """Let every township report round `number`: two by form, the others by Excel; the last village of 王 is late."""
    due = round_.report_by or round_.ends_on + dt.timedelta(days=7)
    with at(due - dt.timedelta(days=1), "09:30"):
        for unit in units_of(people.zhang, round_):
            said = {**texts(figures[unit.code]), **wrong.get(unit.code, {})}
            by_form(round_, unit, said, people.zhang, photo=f"{unit.code}-{number}")
    mine = list(units_of(people.wang, round_))
    with at(due - dt.timedelta(days=1), "15:10"):
        for unit in mine[:-1]:
            if number > 1 and unit == mine[0]:
                no_change(round_=round_, unit=unit, by=people.wang)
            else:
                by_form(round_, unit, texts(figures[unit.code]), people.wang)
    with at(due, "10:20"):
        for reporter in people.others("reporter"):
            by_excel(round_, figures, reporter)
    with at(due + dt.timedelta(days=1), "08:40"):
        by_form(round_, mine[-1], texts(figures[mine[-1].code]), people.wang)


def review(round_: Round, people: People, figures: Figures, *, returned: str) -> None:
    """Accept what was handed in, but give one back first; it is put right and handed in again."""
    due = round_.report_by or round_.ends_on + dt.timedelta(days=7)
    with at(due + dt.timedelta(days=1), "09:30"):
        for report in reports_in(people.sun, round_):
            if report.unit.code != returned:
                accept_report(report=report, by=people.sun)
                continue
            return_report(
                report=report, by=people.sun, reason="整洁庭院比上期多出不少，请附照片或写明原因（示例）"
            )
            with at(due + dt.timedelta(days=1), "14:00"):
                reporter = people.reporter_of(returned)
                again = by_form(
                    round_,
                    report.unit,
                    texts(figures[returned]),
                    reporter,
                    photo=f"{returned}-{round_.period}-again",
                )
            with at(due + dt.timedelta(days=1), "16:00"):
                accept_report(report=again, by=people.sun)


def begin_live(round_: Round, people: People, figures: Figures) -> None:
    """Leave the round under way in every state a newcomer may meet: not begun, draft, handed in, returned, accepted."""
    mine = list(units_of(people.zhang, round_))
    by_form(round_, mine[0], texts(figures[mine[0].code]), people.zhang, photo=f"{mine[0].code}-live")
    back = by_form(round_, mine[1], texts(figures[mine[1].code]), people.zhang)
    return_report(report=back, by=people.sun, reason="诉求件数与热线台账对不上，请核对后再报（示例）")
    half = {"income": str(figures[mine[2].code]["income"])}
    by_form(round_, mine[2], half, people.zhang, submit=False)
    for reporter in people.others("reporter")[:3]:
        by_excel(round_, figures, reporter)
    taken = report_of(round_, mine[0])
    if taken is not None:
        accept_report(report=taken, by=people.sun)


def texts(numbers: Mapping[str, Any]) -> dict[str, str]:
    """Return figures as somebody types them."""
    return {name: str(number) for name, number in numbers.items()}
