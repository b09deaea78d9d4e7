"""Whom to inspect: a list drawn by a seed that was fixed before the draw, part by risk and part by chance, which anyone can draw again.

The order of units is the order of SHA-256(seed, unit): no generator has to agree, no list order can be arranged, and a unit added
elsewhere moves nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Stratum:
    """Units drawn together: how many by risk (highest first) and how many by chance from the rest."""

    name: str
    units: tuple[str, ...]
    by_risk: int
    by_chance: int


@dataclass(frozen=True)
class Drawn:
    """One unit drawn: from which stratum, why (``risk`` or ``chance``), and the number that placed it."""

    unit: str
    stratum: str
    why: str
    ticket: str


def ticket(seed: str, unit: str) -> str:
    """Return a unit's ticket: SHA-256 of the seed's length, the seed and the unit, in hex. Lowest tickets are drawn."""
    text = f"{len(seed)}:{seed}:{unit}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()


def draw(
    seed: str,
    strata: Sequence[Stratum],
    risk: Mapping[str, Fraction] | None = None,
    *,
    not_again: frozenset[str] = frozenset(),
) -> tuple[Drawn, ...]:
    """Draw the list of every stratum: first those of highest ``risk`` (ties by ticket), then the rest by ticket.

    ``not_again`` are units that may not be drawn two rounds in a row; when a stratum has nobody else they are drawn all the
    same. Raises ValueError for a unit in two strata or a stratum asked for more units than it has.
    """
    everyone = [unit for stratum in strata for unit in stratum.units]
    if len(set(everyone)) != len(everyone):
        twice = sorted({unit for unit in everyone if everyone.count(unit) > 1})
        raise ValueError(f"分层有重叠：{twice} / strata overlap: {twice}")
    return tuple(drawn for stratum in strata for drawn in _stratum(seed, stratum, risk or {}, not_again))


def _stratum(
    seed: str, stratum: Stratum, risk: Mapping[str, Fraction], not_again: frozenset[str]
) -> list[Drawn]:
    if (
        stratum.by_risk < 0
        or stratum.by_chance < 0
        or stratum.by_risk + stratum.by_chance > len(stratum.units)
    ):
        raise ValueError(
            f"{stratum.name} 只有 {len(stratum.units)} 个单位，抽不出 {stratum.by_risk}+{stratum.by_chance} 个 / too few units in {stratum.name}"
        )
    tickets = {unit: ticket(seed, unit) for unit in stratum.units}
    risky = sorted(
        (u for u in stratum.units if u in risk), key=lambda u: (u in not_again, -risk[u], tickets[u])
    )[: stratum.by_risk]
    short = stratum.by_risk - len(risky)
    rest = sorted(
        (u for u in stratum.units if u not in set(risky)), key=lambda u: (u in not_again, tickets[u])
    )
    chosen = [*((u, "risk") for u in risky), *((u, "chance") for u in rest[: stratum.by_chance + short])]
    return [Drawn(unit, stratum.name, why, tickets[unit]) for unit, why in chosen]
