"""A round of every sample scheme that compares departments, schools or areas: reported, closed and published in the house."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from youju.config.demo.reporting import by_form
from youju.config.demo.samples import topmost
from youju.config.demo.times import at
from youju.engine.period import Period
from youju.flow.ledger.services import close_round
from youju.flow.publications.services import propose as propose_publication
from youju.flow.publications.services import sign
from youju.flow.reports.selectors import asked_of
from youju.flow.schemes.package import from_folder
from youju.flow.schemes.services import advance_round, approve, load_scheme, open_round, propose
from youju.flow.scores.services import open_notice, score_round
from youju.work.registers.services import take_over_registers

if TYPE_CHECKING:
    from youju.config.demo.people import People
    from youju.flow.publications.models import Publication
    from youju.flow.schemes.models import Round, Scheme
    from youju.flow.units.models import Unit
    from youju.kernel.models import User

PERIODS = {
    "eighty-items": "2023Q2",
    "five-stars": "2023",
    "one-window": "2019Q2",
    "smart-water": "2019-05",
    "tonghua-cooperation": "2023Q2",
    "yitong-park": "2022Q2",
}
"""Scheme → the round of it that the demo shows: the last for which its folder has something to say."""
DAY = dt.timedelta(days=1)


def publish_kinds(
    home: Path, units: dict[str, Unit], people: People, reporter: User, tree: str
) -> list[Publication]:
    """Put each of these schemes in force, keep its registers here, and take one round of it to its circular."""
    return [
        _published(home / name, Period.parse(period), units, people, reporter, tree)
        for name, period in PERIODS.items()
    ]


def _published(
    folder: Path, period: Period, units: dict[str, Unit], people: People, reporter: User, tree: str
) -> Publication:
    with at(period.start - 10 * DAY, "09:00"):
        version, _found = load_scheme(
            files=from_folder(folder), unit=units[topmost(folder)], by=people.zhao, tree=tree
        )
        version = approve(version=propose(version=version, by=people.zhao), by=people.qian)
    with at(period.end + DAY, "09:00"):
        take_over_registers(version=version, by=people.zhao)
        round_ = open_round(scheme=version.scheme, period=str(period), by=people.zhao)
        round_ = advance_round(round_=round_, to="reporting", by=people.zhao)
        _report(round_, folder, units, reporter)
    with at(round_.verify_by or period.end + 20 * DAY, "09:00"):
        round_ = advance_round(round_=round_, to="verifying", by=people.zhao)
        score = open_notice(round_=round_, by=people.zhao)
    return _closed(version.scheme, period, score.round, people, score.object_by + DAY)


def _report(round_: Round, folder: Path, units: dict[str, Unit], reporter: User) -> None:
    """Hand in what the scheme's own facts say of the period."""
    wanted = {(one.name, one.period) for one in asked_of(round_)}
    said: dict[str, dict[str, str]] = {}
    if wanted:
        with (folder / "facts.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if (row["indicator"], row["period"]) in wanted:
                    said.setdefault(row["unit"], {})[row["indicator"]] = row["value"]
    for code, values in said.items():
        by_form(round_, units[code], values, reporter)


def _closed(scheme: Scheme, period: Period, round_: Round, people: People, day: dt.date) -> Publication:
    with at(day, "09:00"):
        closed = close_round(round_=round_, by=people.zhao).round
        final = score_round(round_=closed, by=people.zhao, because="关账")
        row = propose_publication(
            score=final, kind="circular", title=f"{scheme.title}{period.in_chinese}通报（示例）", by=people.zhao,
            words="随附方案的示例数据，计分的依据见得分说明书。",
        )  # fmt: skip
    with at(final.object_by + DAY, "10:00"):
        return sign(publication=row, by=people.qian)
