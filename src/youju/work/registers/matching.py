"""Offers and needs proposed to each other, with the reasons and never without them: a person decides. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from youju.engine.registers import Declaration
from youju.work.registers.fields.kept import amount_of, last_day, show

LEAST, MOST = 50, 20
ALIKE = 60


@dataclass(frozen=True, slots=True)
class Side:
    """An offer or a need."""

    key: str
    unit: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair that may fit: points out of a hundred, and a sentence for each of them."""

    offer: str
    need: str
    points: int
    reasons: tuple[str, ...]


def proposals(one: Declaration, sides: Iterable[Side], most: int = MOST) -> list[Proposal]:
    """Return the pairs that fit best, at most `most` for each need, the best first; ties in the order of their numbers.

    Only pairs of one category and of different units are looked at.
    """
    match = one.match
    if match is None:
        return []
    offers: dict[str, list[Side]] = defaultdict(list)
    needs: list[Side] = []
    for side in sides:
        if side.values.get(match.side) == match.offer:
            offers[str(side.values.get(match.category))].append(side)
        elif side.values.get(match.side) == match.need:
            needs.append(side)
    found = []
    for need in needs:
        some = [
            _pair(one, offer, need)
            for offer in offers[str(need.values.get(match.category))]
            if offer.unit != need.unit
        ]
        some = sorted((p for p in some if p.points >= LEAST), key=lambda p: (-p.points, p.offer))
        found += some[:most]
    return sorted(found, key=lambda p: (-p.points, p.need, p.offer))


def stands(one: Declaration, values: Mapping[str, Any], today: dt.date) -> bool:
    """Whether an offer or a need still holds on a day."""
    kept = values.get(one.match.until) if one.match and one.match.until else None
    return kept is None or last_day(kept) >= today


def measures_of(one: Declaration, offer: Mapping[str, Any], need: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the measures in which two sides count: one where they agree or one says nothing."""
    name = one.match.measure if one.match else None
    said = (str(values.get(name) or "") for values in (offer, need)) if name else ()
    return tuple(dict.fromkeys(measure for measure in said if measure))


def _pair(one: Declaration, offer: Side, need: Side) -> Proposal:
    told = (
        [(40, _("类别相同：{category}").format(category=offer.values[one.match.category]))]
        if one.match
        else []
    )
    measures = measures_of(one, offer.values, need.values)
    differ = (
        (0, _("计量单位不同，数量和价格没有比：{words}").format(words="、".join(measures)))
        if len(measures) > 1
        else None
    )
    told += [
        part
        for part in (
            differ or _quantity(one, offer, need),
            None if differ else _price(one, offer, need),
            _place(one, offer, need),
            _words(one, offer, need),
        )
        if part
    ]
    return Proposal(
        offer.key, need.key, sum(points for points, _said in told), tuple(words for _points, words in told)
    )


def _both(name: str | None, offer: Side, need: Side) -> tuple[Any, Any] | None:
    if name is None or offer.values.get(name) is None or need.values.get(name) is None:
        return None
    return offer.values[name], need.values[name]


def _numbers(one: Declaration, name: str | None, offer: Side, need: Side) -> tuple[Decimal, Decimal] | None:
    both = _both(name, offer, need)
    if both is None or name is None:
        return None
    given, wanted = amount_of(one.fields[name], both[0]), amount_of(one.fields[name], both[1])
    return (given, wanted) if given is not None and wanted is not None else None


def _quantity(one: Declaration, offer: Side, need: Side) -> tuple[int, str] | None:
    name = one.match.quantity if one.match else None
    both = _numbers(one, name, offer, need)
    if both is None or name is None:
        return None
    given, wanted = show(one.fields[name], offer.values[name]), show(one.fields[name], need.values[name])
    if both[0] >= both[1]:
        return 20, _("数量够：有 {given}，要 {wanted}").format(given=given, wanted=wanted)
    return (
        (10, _("数量够一部分：有 {given}，要 {wanted}").format(given=given, wanted=wanted))
        if both[0] > 0
        else None
    )


def _price(one: Declaration, offer: Side, need: Side) -> tuple[int, str] | None:
    both = _numbers(one, one.match.price if one.match else None, offer, need)
    if both is None:
        return None
    return (
        (15, _("价格合适：卖 {price}，出 {offered}").format(price=both[0], offered=both[1]))
        if both[0] <= both[1]
        else None
    )


def _place(one: Declaration, offer: Side, need: Side) -> tuple[int, str] | None:
    both = _both(one.match.place if one.match else None, offer, need)
    if both is None:
        return None
    here, there = (str(side["name"] if isinstance(side, dict) else side) for side in both)
    return (10, _("地点相同：{here}").format(here=here)) if here and here == there else None


def _words(one: Declaration, offer: Side, need: Side) -> tuple[int, str] | None:
    names = [name for name in (one.named_by, one.match.words if one.match else None) if name]
    said, asked = (" ".join(str(side.values.get(name, "")) for name in names) for side in (offer, need))
    alike = int(fuzz.token_set_ratio(said, asked)) if said.strip() and asked.strip() else 0
    alike = max(alike, int(fuzz.partial_ratio(said, asked)) if min(len(said), len(asked)) >= 4 else 0)
    return (15, _("说明相近（{alike}%）").format(alike=alike)) if alike >= ALIKE else None
