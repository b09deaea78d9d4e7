"""How a tie of two sides, an agreement or an exchange, becomes a fact."""

from __future__ import annotations

import re
from dataclasses import dataclass

from youju.reading.facts import Context
from youju.reading.frames import period_at
from youju.reading.model import Fact, Subject
from youju.reading.places import find
from youju.reading.status import Stance, stance_at


@dataclass(frozen=True, slots=True)
class Tie:
    """Who is tied to whom: where it is said, the two sides or the pairs of several, and the words for what was done."""

    start: int
    end: int
    parties: tuple[tuple[str, ...], ...]
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    form: str
    at: int | None = None


def record(context: Context, kind: str, tie: Tie) -> Fact:
    """The fact of a tie: its first side is what it is about."""
    passage = context.passage
    span = passage.raw(tie.start, tie.end)
    planned = context.planned and kind == "exchange"
    stance = stance_at(passage, max(tie.end - 1, tie.start) if tie.at is None else tie.at, planned=planned)
    if kind == "exchange" and re.search(r"每年|定期|常态化", passage.text[tie.start : tie.end]):
        stance = Stance("ongoing", stance.strength, stance.goal)
    subject = context.subjects.at(tie.end - 1)
    if tie.parties and tie.parties[0]:
        first = tie.parties[0][0]
        division = find(first)
        subject = Subject(first, "place" if division else "org", division.code if division else None)
    home = context.topic.place
    direction = None
    if kind == "exchange" and home and len(tie.parties) == 2:
        ours, there = (find(side[0]) if side else None for side in tie.parties)
        comes = there.seat == home.seat if there else ours is not None and ours.seat != home.seat
        direction = "both" if tie.form.startswith("互") else "inbound" if comes else "outbound"
    return Fact(
        kind, span[0], span[1], passage.clean.raw[span[0] : span[1]], passage.article_no, subject, stance.status,
        period_at(context, tie.start + 1), parties=tie.parties, pairs=tie.pairs, form=tie.form, direction=direction,
    )  # fmt: skip
