"""Drawing by lot, so that anybody can draw again: pure functions on what was fixed and on the head of the log."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from youju.engine.sampling import Drawn, Stratum, draw


def seed_of(basis: Mapping[str, Any], head_size: int, head_sha256: str) -> str:
    """Return the seed that counts: the one that was fixed, and the head of the log that came after the fixing."""
    return f"{basis['seed']}:{head_size}:{head_sha256}"


def draw_again(basis: Mapping[str, Any], head_size: int, head_sha256: str) -> tuple[Drawn, ...]:
    """Draw the list from what the trace of the fixing holds (`basis`) and from that head; nothing else is asked.

    `basis` is {"seed", "strata": [{"name", "units", "by_risk", "by_chance"}], "risk": {unit: whole number},
    "not_again": [unit]}; units are codes.
    """
    strata = [Stratum(s["name"], tuple(s["units"]), s["by_risk"], s["by_chance"]) for s in basis["strata"]]
    risk = {unit: Fraction(number) for unit, number in basis["risk"].items()}
    seed = seed_of(basis, head_size, head_sha256)
    return draw(seed, strata, risk, not_again=frozenset(basis["not_again"]))
