"""The board stage: bands that hold every total, vetoes with their basis, places with their approval, dates in order."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from youju.engine.check.book import Book
from youju.engine.check.intervals import Span, look
from youju.engine.language.presets import VetoBasis, VetoItem
from youju.engine.language.stage import Band, Veto
from youju.engine.problems import Problem

Found = Iterator[Problem]
MAY_VETO = frozenset({"central", "provincial"})
DAYS = ("report_by", "verify_by", "object_by", "close_on")
BOUNDS = ("at_least", "above", "at_most", "below")


def bands_hold_everyone(book: Book) -> Found:
    """The last band takes the rest, or the bounds leave no total out; nothing stands after the rest."""
    bands = list(book.scheme.bands.items())
    rest = next((i for i, (_, band) in enumerate(bands) if band.rest), None)
    if rest is not None and rest < len(bands) - 1:
        yield book.say(
            "band_unreachable", ("bands", bands[rest + 1][0]), at_key=True, given=bands[rest + 1][0]
        )
    spans = [_span(book, band) for _, band in bands]
    known = [span for span in spans if span is not None]
    if not bands or len(known) < len(bands):
        if bands and rest is None:
            yield book.say("band_open", ("bands",), at_key=True, hint="", hint_en="")
        return
    gap, unreachable = look(known)
    if gap is not None:
        yield book.say(
            "band_open",
            ("bands",),
            at_key=True,
            hint=f"，例如总分 {gap:f}",
            hint_en=f", such as a total of {gap:f}",
        )
    for number in unreachable:
        if rest is None or number <= rest:
            yield book.say(
                "band_unreachable", ("bands", bands[number][0]), at_key=True, given=bands[number][0]
            )


def _span(book: Book, band: Band) -> Span | None:
    """Return the totals of a band, None when it is drawn by place or condition, or its bounds change."""
    if band.top is not None or band.bottom is not None or band.if_ is not None:
        return None
    given = [getattr(band, key) for key in BOUNDS]
    fixed = [None if bound is None else book.fixed(bound) for bound in given]
    if any(bound is not None and number is None for bound, number in zip(given, fixed, strict=True)):
        return None
    return Span(*fixed)


def bounds_belong_to_one_band(book: Book) -> Found:
    """Where one band ends and another begins at the same total, only one of them takes it in (the first does: a warning)."""
    ends = {
        book.fixed(band.at_most): name for name, band in book.scheme.bands.items() if band.at_most is not None
    }
    for name, band in book.scheme.bands.items():
        low = book.fixed(band.at_least)
        if band.at_least is not None and low is not None and ends.get(low, name) != name:
            yield book.say(
                "band_shared",
                ("bands", name),
                at_key=True,
                warning=True,
                given=name,
                other=ends[low],
                bound=low,
            )


def shares_leave_room(book: Book) -> Found:
    """Shares from the top and from the bottom do not come to more than the whole league."""
    cuts = [cut.share for band in book.scheme.bands.values() for cut in (band.bottom,) if cut and cut.share]
    tops = [band.top.share for band in book.scheme.bands.values() if band.top and band.top.share]
    total = max(tops, default=Decimal(0)) + max(cuts, default=Decimal(0))
    if total > 1:
        yield book.say("band_shares", ("bands",), at_key=True, given=f"{(total * 100).normalize():f}%")


def vetoes_have_their_basis(book: Book) -> Found:
    """一票否决 is off unless a central or provincial document allows it."""
    for seen in book.either(Veto, VetoItem):
        if isinstance(seen.part, Veto) and not seen.part.decides_alone:
            continue
        basis: VetoBasis | None = seen.part.basis
        if basis is None:
            yield book.say("veto_basis", seen.path, rule=seen.part.id)
        elif basis.level not in MAY_VETO:
            yield book.say("veto_level", (*seen.path, "basis", "level"), rule=seen.part.id, given=basis.level)


def grades_are_bands(book: Book) -> Found:
    """What a veto takes down are bands of the scheme."""
    for seen in book.of(Veto):
        for number, grade in enumerate(seen.part.grades or ()):
            if grade not in book.scheme.bands:
                yield book.unknown(
                    "grade_unknown", (*seen.path, "grades", number), grade, list(book.scheme.bands)
                )


def order_is_approved(book: Book) -> Found:
    """Ordinal places are published only with the document that approves it."""
    if book.scheme.publish.order and not book.scheme.publish.approval:
        yield book.say("publish_order", ("publish", "order"))


def dates_are_in_order(book: Book) -> Found:
    """Reporting, verifying, objecting and closing follow each other; a scheme rests on a document that was there before it."""
    calendar, last, before = book.scheme.round, -1, ""
    for key in DAYS:
        day = getattr(calendar, key)
        if day is not None and day < last:
            yield book.say("calendar_order", ("round", key), at_key=True, given=key, other=before)
        if day is not None:
            last, before = day, key
    described = (
        book.scheme.basis.issuer_level == "international"
    )  # an index is published after the year it describes
    if not described and book.scheme.basis.adopted > book.scheme.in_force.from_.end:
        yield book.say("basis_later", ("basis", "adopted"), warning=True, given=book.scheme.basis.adopted)


def leagues_compare_across(book: Book) -> Found:
    """A league compares units inside something larger than themselves, and is named once."""
    names: set[str] = set()
    for number, league in enumerate(book.scheme.league):
        if league.within == league.level:
            yield book.say("league_within", ("league", number, "within"), given=league.level)
        if league.id is not None and league.id in names:
            yield book.say("id_twice", ("league", number, "id"), given=league.id, first="league")
        names.add(league.id or "")


CHECKS = (
    bands_hold_everyone, bounds_belong_to_one_band, shares_leave_room, vetoes_have_their_basis, grades_are_bands, order_is_approved,
    dates_are_in_order, leagues_compare_across,
)  # fmt: skip
