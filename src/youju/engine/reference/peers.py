"""Values that look sideways: the place among peers, and what the peers have together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from youju.engine.language.values import Peer, Place
from youju.engine.reference.numbers import deviation, exact, middle, quantile
from youju.engine.reference.world import At, World

ValueOf = Callable[[World, object, At], Fraction | None]


def place_in(own: Fraction, others: Sequence[Fraction], order: str, ties: str) -> Fraction:
    """Return the place of ``own`` among ``others`` (its own value among them); 1 is best."""
    better = [one for one in others if (one > own if order == "highest_first" else one < own)]
    equal = [one for one in others if one == own]
    return {
        "best": Fraction(len(better) + 1),
        "worst": Fraction(len(better) + len(equal)),
        "mean": Fraction(len(better)) + Fraction(len(equal) + 1, 2),
        "dense": Fraction(len(set(better)) + 1),
    }[ties]


def place(world: World, value: Place, at: At, value_of: ValueOf) -> Fraction | None:
    """Return the unit's place among the peers that have a value; missing without a value or without peers."""
    own = value_of(world, value.place, at)
    peers = world.peers(at.unit, value.among)
    if own is None or not peers:
        return None
    held = [value_of(world, value.place, at.elsewhere(peer)) for peer in peers]
    return place_in(own, [one for one in held if one is not None], value.order, value.ties)


def statistic(world: World, value: Peer, at: At, value_of: ValueOf) -> Fraction | None:
    """Return a statistic of the peers' values. Outside the scope it is missing; inside, a count of nobody is 0, anything else missing."""
    peers = world.peers(at.unit, value.among)
    if not peers:
        return None
    asked = [peer for peer in peers if not (value.others_only and peer == at.unit)]
    held = [value_of(world, value.of, at.elsewhere(peer)) for peer in asked]
    numbers = [one for one in held if one is not None]
    if value.only_best is not None:
        numbers = sorted(numbers, reverse=value.order == "highest_first")[: value.only_best]
    if value.peer == "count":
        return Fraction(len(numbers))
    if not numbers:
        return None
    match value.peer:
        case "sum":
            return sum(numbers, Fraction(0))
        case "mean":
            return sum(numbers, Fraction(0)) / len(numbers)
        case "median":
            return middle(numbers)
        case "sd":
            return deviation(numbers, bool(value.sample), value.places or 0)
        case "quantile":
            return quantile(numbers, exact(value.at))
        case "best":
            return max(numbers) if value.order == "highest_first" else min(numbers)
        case _:
            return max(numbers) if value.peer == "max" else min(numbers)
