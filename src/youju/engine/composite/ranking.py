"""Rounding before ranking, and the four tie rules.

A score is a float; a place is law. So scores are rounded by the scheme to int64 first, and only integers are
compared. Rounding is half up （四舍五入, away from zero for negatives） of the number *as people see it*: the
decimal with 15 significant digits, which is what a spreadsheet shows and what every decimal of at most 15 digits
survives. 0.9615 becomes 0.962 although the nearest float lies below it, and 0.1 + 0.2 counts as 0.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from youju.engine.composite.cells import Bools, Floats, Ints, UnfitError, present
from youju.engine.exact import Mode

Ties = Literal["best", "worst", "dense", "average"]
DIGITS = 15
_MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}


def round_half_up(values: Floats, places: int, *, missing: Bools | None = None) -> Ints:
    """Return ``values`` × 10^places rounded half up to int64; gaps become 0 (keep the mask yourself).

    A NaN outside the mask, an infinity, or a result beyond int64 raises :class:`UnfitError` with the row.
    """
    x = np.array(values, dtype=np.float64)
    if missing is not None:
        x[np.asarray(missing, dtype=np.bool_)] = 0.0
    bad = ~np.isfinite(x) | (np.abs(x) * 10.0**places >= 2.0**63)
    if bad.any():
        row = int(np.argmax(bad))
        raise UnfitError(
            f"第 {row + 1} 行的得分 {x[row]} 不能取整",
            f"row {row + 1}: score {x[row]} cannot be rounded",
            row=row,
        )
    scaled = np.abs(x) * 10.0**places
    whole = np.floor(scaled)
    # The product is off by half an ulp at most and 15 digits are coarser than an ulp: only near .5 look closer (from 10^14 on that is everywhere).
    near = np.abs(scaled - whole - 0.5) <= scaled * 1e-14 + 1e-300
    result = np.where(x < 0, -1, 1) * np.floor(np.where(near, 0.0, scaled) + 0.5).astype(np.int64)
    for i in np.flatnonzero(near):
        result[i] = round_one(float(x[i]), places)
    return result


def round_one(value: float, places: int, mode: Mode = "half_up") -> int:
    """Round one float as its 15-digit decimal reads: the definition that :func:`round_half_up` and :func:`round_as` agree with."""
    shown = Decimal(format(value, f".{DIGITS}g"))
    return int(shown.scaleb(places).to_integral_value(_MODES[mode]))


def round_as(values: Floats, places: int, mode: Mode, *, missing: Bools | None = None) -> Ints:
    """Return ``values`` × 10^places rounded by the scheme's mode to int64, as :func:`round_half_up` does for its own; raises as it does."""
    result = round_half_up(values, places, missing=missing)
    if mode == "half_up":
        return result
    x = np.array(values, dtype=np.float64)
    if missing is not None:
        x[np.asarray(missing, dtype=np.bool_)] = 0.0
    scaled = np.abs(x) * 10.0**places
    edge = np.floor(scaled) + 0.5 if mode == "half_even" else np.rint(scaled)
    whole = {"down": np.floor, "up": np.ceil, "half_even": np.rint}[mode](scaled)
    result = np.where(x < 0, -1, 1) * whole.astype(np.int64)
    for i in np.flatnonzero(np.abs(scaled - edge) <= scaled * 1e-14 + 1e-300):
        result[i] = round_one(float(x[i]), places, mode)
    return result


def rank_within(
    groups: NDArray[np.integer] | None, scores: Ints, *, ties: Ties = "best", missing: Bools | None = None
) -> Floats | Ints:
    """Return each row's place in its group, highest score first; int64, or float64 for ``average``.

    ``best`` gives tied rows the best of their places (1, 1, 3), ``worst`` the worst (2, 2, 3), ``dense`` leaves
    no hole (1, 1, 2), ``average`` the mean (1.5, 1.5, 3). ``groups`` is one whole number per row or None for a
    single league. Rows that are ``missing`` take no place: 0 (NaN for ``average``).
    """
    if ties not in get_args(Ties):
        raise UnfitError(
            f"没有并列规则“{ties}”，可选 {get_args(Ties)}", f"no tie rule {ties!r}; choose {get_args(Ties)}"
        )
    return places_by(groups, scores, (ties,), missing=missing)[0]


def places_by(
    groups: NDArray[np.integer] | None, scores: Ints, ways: Sequence[Ties], *, missing: Bools | None = None
) -> list[Floats | Ints]:
    """Return the places of ``rank_within`` by several tie rules: the rows are sorted once."""
    score = np.asarray(scores, dtype=np.int64)
    group = np.zeros(score.size, np.int64) if groups is None else np.asarray(groups, dtype=np.int64)
    out: list[Floats | Ints] = [
        np.full(score.size, np.nan) if ties == "average" else np.zeros(score.size, np.int64) for ties in ways
    ]
    keep = None
    if missing is not None and bool((gaps := np.asarray(missing, dtype=np.bool_)).any()):
        keep = np.flatnonzero(~gaps)
        group, score = group[keep], score[keep]
    if score.size:
        order = _order(group, score)
        found = _places(group[order], score[order], ways)
        where = order if keep is None else keep[order]
        for places, own in zip(out, found, strict=True):
            places[where] = own
    return out


def _order(group: Ints, score: Ints) -> NDArray[np.int64]:
    """Return the rows by group, best score first; which of two equal rows comes first is nobody's business.

    Group and score go into one number where it holds both: sorting numbers is several times faster than sorting pairs.
    """
    first, high = int(group.min()), int(score.max())
    span = high - int(score.min()) + 1
    if (int(group.max()) - first + 1) * span < 2**62:
        return np.argsort((group - first) * span + (high - score))
    return np.lexsort((-score, group))


def _places(group: Ints, score: Ints, ways: Sequence[Ties]) -> Iterator[Floats | Ints]:
    """Yield the places of rows already sorted by group, best score first, by every tie rule."""
    n = group.size
    at = np.arange(n)
    new_group, new_run = np.ones(n, bool), np.ones(n, bool)
    np.not_equal(group[1:], group[:-1], out=new_group[1:])
    np.not_equal(score[1:], score[:-1], out=new_run[1:])
    new_run |= new_group
    start = np.maximum.accumulate(np.where(new_group, at, 0))
    run = np.cumsum(new_run) - 1
    first = at[new_run]
    best: Ints = (first[run] - start + 1).astype(np.int64)
    worst: Ints | None = None
    for ties in ways:
        if ties == "best":
            yield best
        elif ties == "dense":
            yield (run - run[start] + 1).astype(np.int64)
        else:
            worst = (np.append(first[1:], n) - 1)[run] - start + 1 if worst is None else worst
            yield worst if ties == "worst" else (best + worst) / 2.0


def rank_scores(
    values: Floats,
    *,
    places: int | None,
    ties: Ties = "best",
    groups: NDArray[np.integer] | None = None,
    missing: Bools | None = None,
    mode: Mode = "half_up",
) -> Floats | Ints:
    """Round by the scheme, then rank: the only way from a float score to a place.

    ``places=None`` compares the floats as they are, to the last bit. Some published indices did; a new scheme
    should not, because two units alike to fifteen digits may then get different places.
    """
    if places is None:
        cells = present(values, missing)
        codes = np.unique(cells, return_inverse=True)[1].astype(np.int64)
        return rank_within(groups, codes, ties=ties, missing=missing)
    return rank_within(groups, round_as(values, places, mode, missing=missing), ties=ties, missing=missing)
