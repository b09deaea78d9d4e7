"""Days, months, years and times as people type them."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from django.utils.translation import gettext as _

from youju.engine.registers import Field
from youju.work.registers.fields.kept import Kept, Wrong, precision_of

_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00:00)?$")
_MONTH = re.compile(r"^(\d{4})[-/.年](\d{1,2})月?$")
_YEAR = re.compile(r"^(\d{4})年?$")
_END = re.compile(r"^(\d{4})(?:年底|年末|-end)$")
PRECISIONS = ("day", "month", "year")


def date(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read a date as precisely as it is said."""
    kept = _said_date(text)
    if kept is None:
        return None, (_("不是日期"), _("写成 2023-06-30；只知道月或年的写 2023-06、2023、2023年底"))
    least = field.precision or "year"
    if PRECISIONS.index(precision_of(kept)) > PRECISIONS.index(least):
        return None, (_("日期不够准"), _("写到日") if least == "day" else _("写到月"))
    return kept, None


@lru_cache(maxsize=50_000)
def _said_date(text: str) -> str | None:
    try:
        if found := _DAY.match(text):
            return dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        if found := _MONTH.match(text):
            return f"{dt.date(int(found[1]), int(found[2]), 1):%Y-%m}"
        if found := _END.match(text):
            return f"{int(found[1]):04}-end" if int(found[1]) else None
        if found := _YEAR.match(text):
            return f"{dt.date(int(found[1]), 1, 1).year:04}"
    except ValueError:
        return None
    return None


def yearmonth(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read a month."""
    kept = _said_date(text)
    return (
        (kept, None)
        if kept is not None and precision_of(kept) == "month"
        else (None, (_("不是年月"), _("写成 2023-06")))
    )


def moment(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read a moment, to the minute."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None, (_("不是时间"), _("写成 2023-06-30 09:00"))
    return _to_the_minute(moment, _("写成 2023-06-30 09:00"))


def _to_the_minute(moment: dt.datetime | dt.time, mend: str) -> tuple[Kept, Wrong | None]:
    """Keep a moment to the minute in the office's time; what would be lost of it is refused."""
    if moment.tzinfo is not None:
        return None, (_("不能带时区"), mend)
    if moment.second or moment.microsecond:
        return None, (_("只记到分"), mend)
    return moment.isoformat(timespec="minutes"), None


def time_of_day(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read a time of day, to the minute."""
    try:
        moment = dt.time.fromisoformat(text)
    except ValueError:
        return None, (_("不是时刻"), _("写成 09:00"))
    return _to_the_minute(moment, _("写成 09:00"))


def year(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read a year."""
    found = _YEAR.match(text)
    return (found[1], None) if found and field and int(found[1]) else (None, (_("不是年份"), _("写成 2023")))
