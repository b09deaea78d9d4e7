"""A round that takes reports, on the scheme that `youju new` gives."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

import youju.engine
from youju.flow.schemes.package import from_folder

FULL = {"income": "100000", "complaints": "20", "solved": "19"}
# columns of the values of the starter: income, complaints, solved
VALUE = {"income": "E", "complaints": "H", "solved": "K"}


@pytest.fixture
def starter():
    """Return the files of the starter scheme."""
    return from_folder(Path(youju.engine.__file__).parent / "starter")


@pytest.fixture
def scheme(starter, units, zhao, qian):
    """Return the starter, put in force by two persons."""
    return put_in_force(starter, units, zhao, qian)


def put_in_force(files, units, zhao, qian):
    """Load files and put them in force."""
    from youju.flow.schemes.services import approve, load_scheme, propose

    version, _found = load_scheme(files=files, unit=units.county, by=zhao)
    return approve(version=propose(version=version, by=zhao), by=qian).scheme


@pytest.fixture
def reporting(scheme, zhao):
    """Return a function period → the round of that period, open for reports."""
    from youju.flow.schemes.services import advance_round, open_round

    return lambda period: advance_round(
        round_=open_round(scheme=scheme, period=period, by=zhao), to="reporting", by=zhao
    )


@pytest.fixture
def round_(reporting):
    """Return the round of October 2026, open for reports until 6 November."""
    return reporting("2026-10")


@pytest.fixture
def filled():
    """Return a function (round, unit, person, **typed) → a draft with these values."""
    from youju.flow.reports.services import begin_report, save_draft
    from youju.flow.reports.typed import Entry

    def filled(round_, unit, by, **typed):
        report = begin_report(round_=round_, unit=unit, by=by)
        entries = {name: Entry(text) for name, text in ({**FULL, **typed}).items()}
        return save_draft(report=report, entries=entries, lock=report.lock, by=by)

    return filled


@pytest.fixture
def report(filled, round_, units, zhang, at):
    """Return a full draft of the first village, three days before the deadline."""
    at("2026-11-03 09:00")
    return filled(round_, units.villages[0], zhang)


def opened(content):
    """Open a workbook."""
    return openpyxl.load_workbook(io.BytesIO(content))


def packed(book):
    """Return a workbook as bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def book(round_, zhang):
    """Return the book of the round as 张 downloads it."""
    from youju.flow.reports.books.going_out import book_for

    return opened(book_for(zhang, round_))


@pytest.fixture
def full(book):
    """Return a book in which every village said everything."""
    page = book.active
    for row in range(6, page.max_row + 1):
        for name, column in VALUE.items():
            page[f"{column}{row}"] = FULL[name]
    return book
