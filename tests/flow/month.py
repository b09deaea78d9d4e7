"""A whole month to stand on: the scheme of `youju new` in force, October 2026, five villages that reported.

张 reports for the three villages of 郭家店镇, 王 for the two of the other township; 孙 is nobody's reporter here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import youju.engine
from youju.flow.schemes.package import from_folder

INCOMES = ("120000", "108000", "90000", "60000", "132000")


@pytest.fixture
def starter():
    """Return the files of the starter scheme."""
    return from_folder(Path(youju.engine.__file__).parent / "starter")


@pytest.fixture
def scheme(starter, units, zhao, qian):
    """Return the starter, put in force by two persons."""
    from youju.flow.schemes.services import approve, load_scheme, propose

    version, _found = load_scheme(files=starter, unit=units.county, by=zhao)
    return approve(version=propose(version=version, by=zhao), by=qian).scheme


@pytest.fixture
def reporting(scheme, zhao):
    """Return a function period → the round of that period, open for reports."""
    from youju.flow.schemes.services import advance_round, open_round

    return lambda period: advance_round(
        round_=open_round(scheme=scheme, period=period, by=zhao), to="reporting", by=zhao
    )


@pytest.fixture
def handed_in(zhang, wang):
    """Return a function (round, unit, income, **typed) → the report of the unit, handed in."""
    from youju.flow.reports.services import begin_report, save_draft, submit_report
    from youju.flow.reports.typed import Entry

    def handed_in(round_, unit, income, **typed):
        by = zhang if unit.code.startswith("220322103") else wang
        report = begin_report(round_=round_, unit=unit, by=by)
        said = {"income": income, "complaints": "20", "solved": "19", **typed}
        entries = {name: Entry(text, note="已核对") for name, text in said.items()}
        save_draft(report=report, entries=entries, lock=report.lock, by=by)
        report.refresh_from_db()
        return submit_report(report=report, by=by)

    return handed_in


@pytest.fixture
def reported(reporting, handed_in, units, at):
    """Return the round of October 2026, in which all five villages have handed in."""
    at("2026-11-03 09:00")
    round_ = reporting("2026-10")
    for unit, income in zip([*units.villages, *units.others], INCOMES, strict=True):
        handed_in(round_, unit, income)
    return round_


@pytest.fixture
def moved(zhao):
    """Return a function (round, *statuses) that moves a round on, step by step."""
    from youju.flow.schemes.services import advance_round

    def moved(round_, *statuses):
        for status in statuses:
            round_ = advance_round(round_=round_, to=status, by=zhao)
        return round_

    return moved


@pytest.fixture
def closed(reported, moved, zhao, at):
    """Return the round of October 2026, closed after its notice."""
    from youju.flow.ledger.services import close_round

    round_ = moved(reported, "verifying", "notice")
    at("2026-11-26 09:00")
    return close_round(round_=round_, by=zhao).round


@pytest.fixture
def noticed(reported, moved, zhao, at):
    """Return the first score of October 2026, whose notice has just been opened."""
    from youju.flow.scores.services import open_notice

    round_ = moved(reported, "verifying")
    at("2026-11-18 09:00")
    return open_notice(round_=round_, by=zhao)


@pytest.fixture
def final(noticed, zhao, at):
    """Return the score of October 2026 after closing."""
    from youju.flow.ledger.services import close_round
    from youju.flow.scores.services import score_round

    at("2026-11-26 09:00")
    return score_round(round_=close_round(round_=noticed.round, by=zhao).round, by=zhao, because="关账")
