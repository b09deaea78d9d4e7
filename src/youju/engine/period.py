"""Periods: the spans of time that values belong to – day, month, quarter, half-year and year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache


class Every(StrEnum):
    """How long a period is."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


PER_YEAR = {Every.MONTH: 12, Every.QUARTER: 4, Every.HALF_YEAR: 2, Every.YEAR: 1}
_FORMS = (
    (Every.MONTH, re.compile(r"(\d{4})-(\d{2})")),
    (Every.QUARTER, re.compile(r"(\d{4})-?[Qq]([1-4])")),
    (Every.HALF_YEAR, re.compile(r"(\d{4})-?[Hh]([12])")),
    (Every.YEAR, re.compile(r"(\d{4})()")),
)


@dataclass(frozen=True, order=True)
class Period:
    """A span of the calendar: ``2023-07``, ``2023Q3``, ``2023H2``, ``2023`` or ``2023-07-15``.

    ``number`` counts periods of that length since year 0, so that arithmetic is addition.
    """

    every: Every
    number: int

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, text: str) -> Period:
        """Read a period from its written form. Raises ValueError naming the text when it is none."""
        clean = text.strip()
        for every, form in _FORMS:
            if found := form.fullmatch(clean):
                part = int(found[2] or 1)
                if 1 <= part <= PER_YEAR[every] and int(found[1]) > 0:
                    return cls(every, int(found[1]) * PER_YEAR[every] + part - 1)
        try:
            return cls(Every.DAY, date.fromisoformat(clean).toordinal())
        except ValueError:
            raise ValueError(f"not a period: {text!r} (2023-07, 2023Q3, 2023H1, 2023, 2023-07-15)") from None

    def __str__(self) -> str:
        if self.every is Every.DAY:
            return date.fromordinal(self.number).isoformat()
        year, part = divmod(self.number, PER_YEAR[self.every])
        forms = {
            Every.MONTH: f"{part + 1:02d}",
            Every.QUARTER: f"Q{part + 1}",
            Every.HALF_YEAR: f"H{part + 1}",
        }
        return (
            f"{year:04d}"
            if self.every is Every.YEAR
            else f"{year:04d}-{forms[self.every]}".replace("-Q", "Q").replace("-H", "H")
        )

    @property
    def in_chinese(self) -> str:
        """The period as Chinese documents write it: 2026年9月, 2026年第三季度, 2026年上半年, 2026年, 2026年9月5日."""
        day = self.start
        said = {
            Every.DAY: f"{day.month}月{day.day}日", Every.MONTH: f"{day.month}月",
            Every.QUARTER: f"第{'一二三四'[(day.month - 1) // 3]}季度",
            Every.HALF_YEAR: "上半年" if day.month == 1 else "下半年", Every.YEAR: "",
        }  # fmt: skip
        return f"{day.year}年{said[self.every]}"

    @property
    def year(self) -> int:
        """The calendar year the period begins in."""
        return self.start.year

    @property
    def start(self) -> date:
        """The first day of the period."""
        return _days(self.every, self.number)[0]

    @property
    def end(self) -> date:
        """The last day of the period."""
        return _days(self.every, self.number)[1]

    def back(self, steps: int = 1) -> Period:
        """Return the period ``steps`` before this one (negative steps go forward)."""
        return Period(self.every, self.number - steps)

    def last_year(self) -> Period:
        """Return the same period of the year before (29 February becomes 28 February)."""
        if self.every is not Every.DAY:
            return self.back(PER_YEAR[self.every])
        day = self.start
        last = min(day.day, calendar.monthrange(day.year - 1, day.month)[1])
        return Period(Every.DAY, date(day.year - 1, day.month, last).toordinal())

    def year_to_date(self) -> tuple[Period, ...]:
        """Return the periods of the same length from the start of the year up to and including this one."""
        if self.every is Every.DAY:
            first = date(self.year, 1, 1).toordinal()
        else:
            first = self.year * PER_YEAR[self.every]
        return tuple(Period(self.every, n) for n in range(first, self.number + 1))

    def contains(self, day: date) -> bool:
        """Say whether a day falls inside the period."""
        return self.start <= day <= self.end

    def elapsed_days(self) -> tuple[int, int]:
        """Return days of the year passed by the period's end, and the days of that year."""
        total = 366 if calendar.isleap(self.end.year) else 365
        return (self.end - date(self.end.year, 1, 1)).days + 1, total


@lru_cache(maxsize=4096)
def _days(every: Every, number: int) -> tuple[date, date]:
    """Return the first and the last day of a period."""
    if every is Every.DAY:
        day = date.fromordinal(number)
        return day, day
    year, part = divmod(number, PER_YEAR[every])
    months = 12 // PER_YEAR[every]
    month = (part + 1) * months
    return date(year, part * months + 1, 1), date(year, month, calendar.monthrange(year, month)[1])
