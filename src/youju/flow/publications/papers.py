"""Publications as papers: the same facts as the page, for PDF and Word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from youju.flow.boards.selectors import board_of, reader_of
from youju.flow.boards.table import Circle
from youju.flow.publications import living
from youju.flow.publications.corrections import Again, corrections
from youju.flow.publications.models import Publication
from youju.flow.publications.naming import Voice
from youju.flow.schemes.selectors import scheme_of
from youju.flow.scores.bundles import opened
from youju.flow.scores.selectors import all_errata, latest_score
from youju.kernel.clock import db_now
from youju.kernel.paper import Heading, Paper, Run, Seal, Table, Words
from youju.kernel.waterfall import waterfall

if TYPE_CHECKING:
    from youju.flow.scores.models import Score

_OWN = re.compile("[一二三四五六七八九十]+、")
_DIGITS = ("", *"一二三四五六七八九")


def voice_of(score: Score) -> Voice:
    """Return who answers for the names in a text about a score: what outsiders may see of its bundle and board."""
    reader = reader_of(score, inside=False)
    changed = {change.unit for _one, found in all_errata(score) for change in found}
    return Voice(opened(score.root), reader, tuple(board_of(score, inside=False)), len(changed))


def words_of(publication: Publication) -> tuple[Words, ...]:
    """Return the text of a publication with its numbers filled in from its own score; those a later score tells otherwise are stale."""
    score, newest = publication.score, latest_score(publication.score.round)
    newer = voice_of(newest) if newest is not None and newest.root != score.root else None
    return living.read(publication.words, voice_of(score), newer=newer)


def paper_of(publication: Publication, *, entry: int | None = None) -> Paper:
    """Return a publication as a paper. ``entry`` is the place of its signing in the log, None while it waits for one."""
    score = publication.score
    moment = publication.published_at or db_now()
    signed = publication.published_at is not None
    text = _headed(words_of(publication))
    own = sum(isinstance(block, Heading) for block in text)
    return Paper(
        title=publication.title,
        blocks=(*text, *_numbered(_parts(publication), own)),
        dated=timezone.localtime(moment).date(),
        red_head=publication.red_head,
        number=publication.number,
        issuer=publication.issuer
        or scheme_of(score.round.scheme_version).owner
        or str(score.round.scheme.unit),
        signers=(str(publication.proposed_by), str(publication.signed_by)) if signed else (),
        seal=Seal(publication.root, _address(publication), entry),
        draft=not signed,
        example=score.round.scheme_version.is_example,
    )


def _parts(publication: Publication) -> Iterator[tuple[str, tuple[Table | Words, ...]]]:
    """Yield the parts behind the text: the board as outsiders see it, then what an erratum corrects."""
    score = publication.score
    reader = reader_of(score, inside=False)
    for circle in board_of(score, inside=False):
        yield circle.title, (_board(circle, numbers=reader.numbers),)
    found = corrections(score, reader)
    if found:
        yield "勘误", tuple(block for again in found for block in _corrected(again, numbers=reader.numbers))


def _corrected(again: Again, *, numbers: bool) -> Iterator[Table | Words]:
    for line in again.lines:
        yield Words((Run(line),))
    if numbers:
        rows = tuple((one.title, one.was, one.now, one.band or "不变", one.why) for one in again.units)
        yield Table(("单位", "原得分", "更正为", "档次", "缘由"), rows, frozenset({1, 2}), (4, 2, 2, 3, 5))
    else:
        told = tuple((one.title, one.words, one.why) for one in again.units)
        yield Table(("单位", "更正", "缘由"), told, widths=(3, 4, 5))


def _board(circle: Circle, *, numbers: bool) -> Table | Words:
    if circle.withheld:
        return Words((Run(f"共 {circle.of} 个单位，单位太少，不分档、不排名。"),))
    if numbers:
        return _ranked(circle)
    bands: dict[str, list[str]] = {}
    for row in circle.rows:
        if row.band is not None:
            bands.setdefault(row.band, []).append(row.title)
    if not bands:
        return Words((Run(f"共 {circle.of} 个单位，没有公开的档次。"),))
    return Table(
        ("档次", "单位"),
        tuple((band, "、".join(units)) for band, units in bands.items()),
        frozenset(),
        (1, 5),
    )


def _ranked(circle: Circle) -> Table:
    """Return a board with its marks, a bar beside each, as long as they are many; what changed since the period before is a column only where there was one."""
    compared = any(row.change is not None for row in circle.rows)
    head, widths = ("单位", "档次", "得分", "从 0 起", "比上期", "位次"), (5, 2, 2, 3, 2, 2)
    most = max((r.total for r in circle.rows if r.total is not None), default=None)
    rows = [
        (
            r.title,
            r.band or "—",
            _text(r.total),
            waterfall([r.total], full=most)[0],
            _signed(r.change),
            r.place or "—",
        )
        for r in circle.rows
    ]
    shown = [at for at in range(len(head)) if compared or head[at] != "比上期"]
    return Table(
        tuple(head[at] for at in shown), tuple(tuple(row[at] for at in shown) for row in rows),
        frozenset(range(2, len(shown))) - {3}, tuple(widths[at] for at in shown),
    )  # fmt: skip


def _headed(words: tuple[Words, ...]) -> tuple[Heading | Words, ...]:
    """Return a text whose short lines 一、… are headings, as its author meant them."""
    return tuple(_heading(one) or one for one in words)


def _heading(words: Words) -> Heading | None:
    text = "".join(run.text for run in words.runs)
    plain = not any(run.stale for run in words.runs) and len(text) <= 30 and not text.endswith("。")
    return Heading(text) if plain and _OWN.match(text) else None


def _numbered(
    parts: Iterator[tuple[str, tuple[Table | Words, ...]]], own: int
) -> Iterator[Heading | Table | Words]:
    """Yield the parts with their headings, numbered on from those of the text."""
    for number, (title, body) in enumerate(parts, own + 1):
        yield Heading(f"{ordinal(number)}、{title}")
        yield from body


def ordinal(number: int) -> str:
    """Return the number of a part as official documents write it: 一, 十, 十一, 二十; from a hundred on in digits."""
    tens, ones = divmod(number, 10)
    if number > 99:
        return str(number)
    return f"{_DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones]}"


def _text(value: Any) -> str:
    return "—" if value is None else f"{value}"


def _signed(value: Decimal | None) -> str:
    """Return a change with its sign, in the places of the marks; none is told from zero."""
    return "—" if value is None else f"{value:+f}" if value else f"{value:f}"


def _address(publication: Publication) -> str:
    return f"{settings.YOUJU['origin']}/publications/{publication.pk}/"
