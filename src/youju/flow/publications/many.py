"""What a text may count: the units on the board, of one league or all, by band, and those whose band rose or fell.

`[[全部 单位数]]`, `[[村与村 组数]]`, `[[村与村 红榜]]` how many are in a band, `[[村与村 红榜 名单]]` which, `[[村与村 升档]]` and
`[[村与村 降档]]` how many stand in a better or worse band than in the period before, `[[村与村 升档 名单]]` which, and `[[全部 更正]]`
of how many recalculations changed the marks. A band that is not published is not counted for readers outside.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from youju.flow.boards.table import Circle, Row
from youju.flow.publications.naming import Told, Voice, as_called

ALL, COUNT, GROUPS, RISEN, FALLEN, CORRECTED, NAMES = "全部", "单位数", "组数", "升档", "降档", "更正", "名单"


def of_many(voice: Voice, words: Sequence[str]) -> Told | None:
    """Return what is counted of all units or of a league, None for words that begin with neither."""
    if len(words) < 2:
        return None
    for much in range(len(words) - 1, 0, -1):
        circles = _meant(voice, "".join(words[:much]))
        if circles is not None:
            return _counted(voice, circles, list(words[much:]), whole=words[0] == ALL)
    return None


def leagues_of(voice: Voice) -> dict[str, tuple[Circle, ...]]:
    """Return the circles of a board by the title of their league."""
    scheme = voice.bundle.scheme
    titles = {(one.level, one.id or one.level): one.title for one in scheme.league} if scheme else {}
    found: dict[str, list[Circle]] = {}
    for circle in voice.circles:
        title = titles.get((circle.level, circle.league)) or circle.league
        found.setdefault(title, []).append(circle)
    return {title: tuple(circles) for title, circles in found.items()}


def bands_of(voice: Voice) -> list[str]:
    """Return the bands that the reader may know of, in the order of the scheme."""
    scheme = voice.bundle.scheme
    names = list(scheme.bands) if scheme else []
    return [name for name in names if voice.reader.inside or name not in voice.reader.hidden]


def moved(circles: Sequence[Circle], *, up: bool) -> list[Row]:
    """Return whose band is better (or worse) than in the period before, each unit once; bands stand best first in a circle."""
    orders = [list(dict.fromkeys(row.band for row in one.rows if row.band)) for one in circles]
    order = {band: at for at, band in enumerate(max(orders, key=len, default=[]))}
    rows: dict[str, Row] = {}
    for row in (row for circle in circles for row in circle.rows):
        was, now = order.get(row.was_band or ""), order.get(row.band or "")
        if was is not None and now is not None and (now < was if up else now > was):
            rows.setdefault(row.unit, row)
    return list(rows.values())


def _meant(voice: Voice, said: str) -> tuple[Circle, ...] | None:
    if said == ALL:
        return voice.circles
    for title, circles in leagues_of(voice).items():
        if as_called(title) == as_called(said):
            return circles
    return None


def _counted(voice: Voice, circles: tuple[Circle, ...], rest: list[str], *, whole: bool) -> Told | None:
    names = len(rest) == 2 and rest[1] == NAMES
    if len(rest) == 1 or names:
        if rest == [COUNT]:
            return Told(str(len({row.unit for circle in circles for row in circle.rows})))
        if rest == [GROUPS]:
            return Told(str(len(circles)))
        if rest == [CORRECTED] and whole:
            return Told(str(voice.corrected))
        rows = _rows(voice, circles, rest[0])
        if rows is not None:
            return _listed(rows, names=names)
    known = "、".join((COUNT, GROUPS, *bands_of(voice), RISEN, FALLEN))
    return Told("", _("不认识“{words}”；可以写 {known}").format(words=" ".join(rest), known=known))


def _rows(voice: Voice, circles: tuple[Circle, ...], word: str) -> list[Row] | None:
    if word in {RISEN, FALLEN}:
        return moved(circles, up=word == RISEN)
    if word in bands_of(voice):
        rows = {row.unit: row for circle in circles for row in circle.rows if row.band == word}
        return list(rows.values())
    return None


def _listed(rows: list[Row], *, names: bool) -> Told:
    if not names:
        return Told(str(len(rows)))
    return Told("、".join(row.title for row in rows)) if rows else Told("", _("一个也没有，列不出名单"))
