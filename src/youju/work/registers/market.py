"""The market of a register of offers and needs: which pairs are proposed to a person, and how far each has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from youju.work.registers import matching, selectors
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record, Register

MOST = 200


@dataclass(frozen=True, slots=True)
class Pair:
    """An offer and a need that may fit, with the reasons; "waiting" for the other side, "agreed" by it, or "" nothing was said yet."""

    proposal: matching.Proposal
    offer: Record
    need: Record
    stand: str


def pairs_for(user: Any, register: Register, today: dt.date) -> list[Pair]:
    """Return the pairs in which a person acts for a side, the best first."""
    one = declaration_of(register)
    rows, mine = selectors.market_of(user, register)
    held = {row.number: row for row in rows}
    sides = [
        matching.Side(row.number, row.unit.code, row.values)
        for row in rows
        if matching.stands(one, row.values, today)
    ]
    agreed = selectors.agreed_in(rows)
    return [
        Pair(found, *two, _stand(two, mine, agreed))
        for found, two in (
            (found, (held[found.offer], held[found.need])) for found in matching.proposals(one, sides)
        )
        if mine & {row.pk for row in two}
    ][:MOST]


def two_of(user: Any, register: Register, offer: str, need: str) -> tuple[Record, Record]:
    """Return an offer and a need by their numbers; 404 unless both are there and the person acts for one of them."""
    rows, mine = selectors.market_of(user, register, [offer, need])
    held = {row.number: row for row in rows}
    if not mine or {offer, need} != set(held):
        raise Http404(register.code)
    return held[offer], held[need]


def _stand(two: tuple[Record, Record], mine: set[int], agreed: set[tuple[str, str]]) -> str:
    own, others = ([row for row in two if (row.pk in mine) is ours] for ours in (True, False))
    said = {row.pk: (row.number, other.number) in agreed for row, other in (two, two[::-1])}
    if any(said[row.pk] for row in others):
        return "agreed"
    return "waiting" if others and all(said[row.pk] for row in own) else ""
