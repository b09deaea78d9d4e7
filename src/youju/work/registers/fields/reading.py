"""From what somebody typed to the value a field keeps, or to what is wrong with it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from youju.engine.registers import Field
from youju.engine.registers.patterns import fits
from youju.flow.reports.fields import plain
from youju.work.registers.fields import days, numbers, words
from youju.work.registers.fields.kept import Kept, Wrong, amount_of, last_day

WORDS_AS_THEY_ARE = frozenset({"string", "text", "choice", "list", "person", "post", "place"})
"""Types whose words are kept as they were written: （一） and (一) are not the same choice."""
READERS: dict[str, Callable[[Field, str], tuple[Kept, Wrong | None]]] = {
    "string": words.text, "text": words.text, "person": words.text, "post": words.text, "unit": words.text, "link": words.text,
    "integer": numbers.number, "number": numbers.number, "money": numbers.number, "duration": numbers.number, "quantity": numbers.quantity,
    "boolean": words.truth, "date": days.date, "datetime": days.moment, "time": days.time_of_day, "year": days.year, "yearmonth": days.yearmonth,
    "choice": words.choice, "list": words.listed, "email": words.email, "uri": words.uri, "geopoint": words.point, "place": words.place, "file": words.files,
}  # fmt: skip


def read_value(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Return what a text means for a field (None for nothing), and what is wrong with it with how to mend it."""
    bare = (
        unicodedata.normalize("NFKC", text).strip() if field.type not in WORDS_AS_THEY_ARE else text.strip()
    )
    if not bare:
        return None, ((_("必填，却是空的"), _("填上")) if field.required else None)
    if "\x00" in bare or any(unicodedata.category(c) == "Cs" for c in bare):
        return None, (_("含有控制字符"), _("重新输入"))
    kept, wrong = READERS[field.type](field, bare)
    if wrong is None and kept == []:
        return None, ((_("必填，却是空的"), _("填上")) if field.required else None)
    if wrong is None:
        wrong = (
            _length(field, bare if field.type != "list" else kept)
            or _pattern(field, bare)
            or _bounds(field, kept)
        )
    return (None, wrong) if wrong else (kept, None)


def _length(field: Field, said: str | list[str]) -> Wrong | None:
    """Look at the length: of a text in characters, of a list in items, as Table Schema means it."""
    items = isinstance(said, list)
    if field.min_length is not None and len(said) < field.min_length:
        told = _("不足 {least} 项") if items else _("不足 {least} 字")
        return told.format(least=field.min_length), _("写全")
    if field.max_length is not None and len(said) > field.max_length:
        told = _("超过 {most} 项") if items else _("超过 {most} 字")
        return told.format(most=field.max_length), _("写短一些")
    return None


def _pattern(field: Field, text: str) -> Wrong | None:
    if field.pattern is None or fits(field.pattern, text):
        return None
    return _("写法不合要求"), field.help or _("要符合 {pattern}").format(pattern=field.pattern)


def _bounds(field: Field, kept: Kept) -> Wrong | None:
    value = (
        amount_of(field, kept)
        if isinstance(field.minimum if field.minimum is not None else field.maximum, Decimal)
        else None
    )
    day = None
    if isinstance(kept, str) and field.type in {"date", "yearmonth", "datetime"}:
        day = last_day(kept[:10])
    for bound, sign in ((field.minimum, -1), (field.maximum, 1)):
        if isinstance(bound, Decimal) and value is not None and (value - bound) * sign > 0:
            word = _("应当不小于 {bound}") if sign < 0 else _("应当不大于 {bound}")
            return word.format(bound=plain(bound)), _("核对后改正")
        if isinstance(bound, dt.date) and day is not None and (day - bound).days * sign > 0:
            word = _("应当不早于 {bound}") if sign < 0 else _("应当不晚于 {bound}")
            return word.format(bound=bound), _("核对后改正")
    return None
