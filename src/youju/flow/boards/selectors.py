"""Questions about boards. An office sees its boards as soon as they are scored, others when they are published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import get_language

from youju.flow.boards.models import Firmness
from youju.flow.boards.table import Circle, Reader, Row, circles, peer_medians
from youju.flow.reports.selectors import not_in
from youju.flow.schemes.selectors import rounds_for, scheme_of
from youju.flow.scores.bundles import opened
from youju.flow.scores.selectors import (
    latest_scores,
    lines_of,
    open_objections,
    published_score,
    readable_scores,
    rounds_before,
    scores,
    spreads_for_reader,
    told_to_reader,
)
from youju.flow.units.powers import may_on
from youju.flow.units.selectors import borders_as_of, units_by_code

if TYPE_CHECKING:
    from youju.flow.scores.models import Score
    from youju.flow.units.models import Unit

COURSE = 5
"""Rounds before this one whose totals a board draws."""
ROUNDS = 60
"""Boards in the list of boards."""
ROWS = 200
"""Units on one page of a board."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a board, named by all it depends on: what these name never changes, so it is drawn once."""

    score: int
    root: str
    earlier: tuple[str, ...]
    reader: Reader
    firmness: int
    level: str
    league: str
    group: str
    number: int
    language: str
    borders: str


def is_inside(user: Any, score: Score) -> bool:
    """Whether a person sees a board as the office that makes it does."""
    scheme = score.round.scheme
    return may_on(user, "score.read", scheme.unit_id, scheme=scheme.code)


def boards_for(user: Any) -> list[Score]:
    """Return the scores whose boards a person may see, the latest round first, one for each round."""
    rows = readable_scores().filter(round__in=rounds_for(user).values("pk"))
    rows = rows.order_by("-round__ends_on", "round__scheme__code", "round", "-number")
    found: dict[int, Score] = {}
    for score in rows[: 2 * ROUNDS]:  # at most two of each round, the newest first
        if score.published_at or is_inside(user, score):
            found.setdefault(score.round_id, score)
    return list(found.values())[:ROUNDS]


def board_for(user: Any, pk: int, act: str = "board.read") -> Score:
    """Return a score whose board a person may see (or do an act on), or answer 404 as if it did not exist."""
    score = scores().filter(pk=pk).first()
    if score is None or not rounds_for(user).filter(pk=score.round_id).exists():
        raise Http404(pk)
    scheme = score.round.scheme
    if act != "board.read" and not may_on(user, act, scheme.unit_id, scheme=scheme.code):
        raise Http404(pk)
    if score.published_at is None and not is_inside(user, score):
        raise Http404(pk)
    return score


@dataclass(frozen=True, slots=True)
class Standing:
    """How one unit stood in one round, as far as the reader may see; `own` leads to its statement of marks."""

    score: Score
    circle: str
    of: int
    row: Row
    total: Decimal | None
    own: bool


def standings_of(user: Any, unit: Unit, most: int = 24) -> list[Standing]:
    """Return how a unit stood round by round, the latest first: what boards show a person, and the unit's own marks."""
    last = latest_scores().filter(round__in=rounds_for(user).values("pk")).order_by("-round__ends_on", "-pk")
    rights: dict[str, tuple[bool, bool]] = {}
    found: list[Standing] = []
    for newest in last[:most]:
        scheme = newest.round.scheme
        if scheme.code not in rights:
            rights[scheme.code] = (
                is_inside(user, newest),
                may_on(user, "statement.read", unit, scheme=scheme.code),
            )
        inside, own = rights[scheme.code]
        shown = newest if newest.published_at or inside or own else published_score(newest.round)
        if shown is not None:
            found += _standings(shown, unit.code, reader_of(shown, inside=inside), own=own)
    return found


def _standings(score: Score, code: str, reader: Reader, *, own: bool) -> list[Standing]:
    whole = replace(reader, inside=True)
    totals = {
        (c.league, c.group): row.total for c in _board(score.root, (), whole, 0) for row in c.rows if own and row.unit == code
    }  # fmt: skip
    return [
        Standing(
            score, circle.title, circle.of, row, totals.get((circle.league, circle.group), row.total), own
        )
        for circle in _board(score.root, (), reader, 0)
        for row in circle.rows
        if row.unit == code
    ]


def reader_of(score: Score, *, inside: bool) -> Reader:
    """Return what a reader may see of a board: places only with an approval document, hidden bands only inside."""
    scheme = scheme_of(score.round.scheme_version)
    hidden = frozenset(name for name, band in scheme.bands.items() if not band.published)
    return Reader(inside, bool(scheme.publish.order and scheme.publish.approval), hidden)


def board_of(
    score: Score, *, inside: bool, level: str = "", league: str = "", group: str = ""
) -> list[Circle]:
    """Return the circles of a board, of one level, league or group when asked."""
    return _asked(page_named(score, inside=inside, level=level, league=league, group=group))


def page_named(
    score: Score, *, inside: bool, level: str = "", league: str = "", group: str = "", number: int = 1
) -> Page:
    """Return the name of one page of a board in the reader's language."""
    firm = Firmness.objects.filter(score=score).values_list("pk", flat=True).first() or 0
    earlier = tuple(one.root for one in rounds_before(score, COURSE, inside=inside))
    return Page(
        score.pk, score.root, earlier, reader_of(score, inside=inside), firm, level, league, group, max(1, number), get_language() or "",
        borders_as_of(),
    )  # fmt: skip


def _asked(page: Page) -> list[Circle]:
    return [
        c for c in _board(page.root, page.earlier, page.reader, page.firmness)
        if page.level in ("", c.level) and page.league in ("", c.league) and page.group in ("", c.group)
    ]  # fmt: skip


def circles_on(page: Page) -> tuple[list[Circle], int]:
    """Return the circles of a page, each with its rows on this page only, and how many pages there are."""
    found, shown, at = _asked(page), [], 0
    for circle in found:
        first, last = max(0, (page.number - 1) * ROWS - at), page.number * ROWS - at
        if last > 0 and (first < len(circle.rows) or (not circle.rows and not first)):
            shown.append(replace(circle, rows=circle.rows[first:last]))
        at += len(circle.rows)
    return shown, -(-at // ROWS)


def circles_context(page: Page) -> dict[str, Any]:
    """Return what the circles of a page are drawn from: nothing in it is about the one who reads."""
    score = scores().get(pk=page.score)
    whole = _board(page.root, page.earlier, page.reader, page.firmness)
    shown, pages = circles_on(page)
    return {
        "score": score, "circles": shown, "numbers": page.reader.numbers, "firmness": page.firmness, "full": _full(score),
        "course": any(row.course or row.was_band for c in whole for row in c.rows), "page": page, "pages": pages,
        "next": page.number + 1 if page.number < pages else 0, "before": page.number - 1,
    }  # fmt: skip


@lru_cache(maxsize=64)
def _board(root: str, earlier: tuple[str, ...], reader: Reader, firmness: int) -> tuple[Circle, ...]:
    """What a root names never changes, so a board is worked out once for each kind of reader."""
    firm = Firmness.objects.filter(pk=firmness).values_list("intervals", flat=True).first() or []
    told = {(i["league"], i["unit"]): (i["low"], i["high"], i["tied"]) for i in firm}
    return circles(opened(root), reader, earlier=[opened(one) for one in earlier], firm=told)


@lru_cache(maxsize=2048)
def medians(root: str, unit: str) -> dict[str, Any]:
    """Return for each rule what it brings to the middle unit of the circle."""
    return peer_medians(opened(root), unit)


def boards_ahead(most: int = 16) -> int:
    """Work out the boards that were published last, as they look from inside and outside; return how many."""
    rows = readable_scores().filter(published_at__isnull=False).order_by("-published_at")[:most]
    return len(
        [_board(row.root, (), reader_of(row, inside=inside), 0) for row in rows for inside in (True, False)]
    )


def firmness_of(score: Score) -> Firmness | None:
    """Return the stored rank intervals of a score, None until somebody asked."""
    return Firmness.objects.filter(score=score).first()


def asked(query: Any) -> dict[str, Any]:
    """Return which circles and which page of them a request asks for; everything else in it is passed over."""
    number = str(query.get("page", ""))
    said = {name: str(query.get(name, ""))[:80] for name in ("level", "league", "group")}
    return {**said, "number": int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1}


def _full(score: Score) -> Decimal | None:
    """Return the marks a total is drawn against, None where the scheme gives none or changes them by the month."""
    full = scheme_of(score.round.scheme_version).full
    return full if isinstance(full, Decimal) else None


def board_page(user: Any, score: Score, page: Page) -> dict[str, Any]:
    """Return what stands around the circles of a board: what may be chosen, and what a person may do."""
    scheme, firm = score.round.scheme, firmness_of(score)
    levels, groups = _choices(page.root, page.earlier, page.reader, page.firmness)
    return {
        "score": score, "still": None if score.published_at else (len(open_objections(score.round)), not_in(score.round).count()),
        "asked": page, "numbers": page.reader.numbers, "levels": levels, "groups": groups, "firmness": firm,
        "may_firm": firm is None and may_on(user, "board.firmness", scheme.unit_id, scheme=scheme.code),
    }  # fmt: skip


@lru_cache(maxsize=64)
def _choices(
    root: str, earlier: tuple[str, ...], reader: Reader, firmness: int
) -> tuple[list[str], dict[str, str]]:
    whole = _board(root, earlier, reader, firmness)
    return sorted({c.level for c in whole}), {c.group: c.title for c in whole}


def reasons_page(user: Any, score: Score, code: str) -> dict[str, Any] | None:
    """Return the reasons behind one cell with the peers' medians, None for a unit the reader may not open.

    Inside, every cell opens; outside those whose totals are shown, and always the units in a person's own reach. How the
    values of peers are spread is told to those who see totals; how those below a unit are, to whoever reads for it too.
    """
    inside = is_inside(user, score)
    unit = units_by_code([code]).get(code)
    own = unit is not None and may_on(user, "statement.read", unit, scheme=score.round.scheme.code)
    numbers = reader_of(score, inside=inside).numbers
    if unit is None or not (own or numbers):
        return None
    said, cited = told_to_reader(score, unit)
    middle = medians(score.root, code)
    lines = [(*pair, middle.get(pair[0].rule)) for pair in lines_of(user, score, unit, said, cited)]
    spread = [one for one in spreads_for_reader(score, unit) if numbers or one.below]
    return {"score": score, "unit": unit, "said": said, "lines": lines, "own": own, "spread": spread}
