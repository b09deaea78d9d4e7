"""Which months the demo plays in: the last full month is under way, the three before it are done. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from youju.engine.period import Period
from youju.flow.schemes.days import is_known

DONE = 3


@dataclass(frozen=True, slots=True)
class Months:
    """The months of the demo, the day it is built, and the days of the round that is under way."""

    done: tuple[Period, ...]
    live: Period
    today: dt.date

    @property
    def deadlines(self) -> dict[str, dt.date]:
        """The deadlines of the round under way, counted from today so that a newcomer is not late."""
        days = {"report_by": 5, "verify_by": 12, "object_by": 17, "close_on": 20}
        return {name: self.today + dt.timedelta(days=count) for name, count in days.items()}


def months_at(today: dt.date) -> Months:
    """Return the months for a day; where the holidays of a needed year are not announced yet, earlier ones."""
    live = Period.parse(f"{today:%Y-%m}").back()
    while not all(is_known(year) for year in {live.start.year, live.back(DONE + 1).start.year}):
        live = live.back()
    return Months(tuple(live.back(n) for n in range(DONE, 0, -1)), live, today)
