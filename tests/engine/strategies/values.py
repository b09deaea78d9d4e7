"""Random values of every kind, nested."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.engine.strategies.parts import Known, Made, amounts, numbers, plain_amounts, positive, whole

ARITHMETIC = ("ratio", "interval", "share", "per_head", "gap", "difference", "several", "constant")
OVER_TIME = ("growth", "before", "cumulative", "progress", "run_length", "extreme")
SIDEWAYS = ("place", "peer")
KINDS = (*ARITHMETIC, *OVER_TIME, *SIDEWAYS)


@st.composite
def values(draw: st.DrawFn, known: Known, kinds: tuple[str, ...] = KINDS) -> Any:
    """Return a value: mostly a name at the bottom, any of the kinds above it."""
    if known.deep <= 0 or not kinds or draw(st.integers(0, 3)) == 0:
        return draw(names(known))
    kind = draw(st.sampled_from(kinds))
    return draw(MAKERS[kind](known.shallower(), kinds))


def names(known: Known) -> st.SearchStrategy[Any]:
    """Return an indicator (or a field of the record), sometimes a parameter, a number or dated numbers."""
    own = st.sampled_from(known.fields or known.indicators)
    return st.one_of(*[own] * 9, st.sampled_from(["target", "late"]), whole, plain_amounts())


@st.composite
def ratio(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    made = {"ratio": draw(values(known, kinds)), "to": draw(values(known, kinds))}
    return {**made, **draw(st.sampled_from([{}, {}, {"by_zero": "zero"}, {"by_zero": "full"}]))}


@st.composite
def interval(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    return {"ratio": draw(values(known, kinds)), "to": {"between": sorted(draw(st.tuples(whole, whole)))}}


@st.composite
def share(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    return {"share": draw(values(known, kinds)), "of": draw(values(known, kinds))}


@st.composite
def per_head(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    return {"per_head": draw(values(known, kinds)), "of": draw(values(known, kinds)), "times": draw(positive)}


@st.composite
def gap(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    made = {"gap": draw(values(known, kinds)), "to": draw(values(known, kinds))}
    return {**made, **draw(st.sampled_from([{}, {"side": "above"}, {"side": "below"}]))}


@st.composite
def difference(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    return {"difference": [draw(values(known, kinds)), draw(values(known, kinds))]}


@st.composite
def several(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    kind = draw(st.sampled_from(["sum", "mean", "product", "least", "greatest"]))
    operands = draw(st.lists(values(known, kinds), min_size=1, max_size=3))
    made: Made = {kind: operands}
    if kind == "mean" and draw(st.booleans()):
        made["weights"] = [draw(amounts(st.integers(0, 3))) for _ in operands]
    return made | draw(st.sampled_from([{}, {"missing": "omit"}]))


@st.composite
def constant(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    return {"constant": draw(amounts())}


@st.composite
def growth(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    over = st.sampled_from(["previous_period", "same_period_last_year", {"base": "2020-06"}])
    return {"growth": draw(values(known, kinds)), "over": draw(over)}


@st.composite
def before(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    return {"before": draw(values(known, kinds)), "back": draw(st.sampled_from([1, 2, "year"]))}


@st.composite
def cumulative(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    return {"cumulative": draw(values(known, kinds))}


@st.composite
def progress(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    by = st.sampled_from(
        ["months", "days", {3: "20%", 6: "45%", 12: "100%"}, {7: "50%"}, {2: "10%", 4: "40%"}]
    )
    how = draw(st.sampled_from(["lead", "ratio"]))
    return {
        "progress": draw(values(known, kinds)),
        "to": draw(values(known, kinds)),
        "by": draw(by),
        "as": how,
    }


@st.composite
def run_length(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    tests = draw(st.sampled_from([("above",), ("at_least",), ("below",), ("at_most",), ("above", "at_most")]))
    made = {"run_length": draw(values(known, kinds)), **{test: draw(amounts()) for test in tests}}
    return made | draw(st.sampled_from([{}, {"window": 2}, {"window": 1}]))


@st.composite
def extreme(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    return {
        "extreme": draw(st.sampled_from(["max", "min"])),
        "of": draw(values(known, kinds)),
        "window": draw(st.integers(1, 13)),
    }


@st.composite
def place(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    made: Made = {"place": draw(values(known, kinds)), "among": draw(st.sampled_from(known.scopes))}
    made["ties"] = draw(st.sampled_from(["best", "dense", "worst"]))
    return made | draw(st.sampled_from([{}, {"order": "lowest_first"}]))


@st.composite
def peer(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    of = draw(st.sampled_from(["mean", "median", "min", "max", "sum", "count", "best"]))
    made = {"peer": of, "of": draw(values(known, kinds)), "among": draw(st.sampled_from(known.scopes))}
    made |= draw(st.sampled_from([{}, {"others_only": True}]))
    return made | draw(st.sampled_from([{}, {"order": "lowest_first"}]))


MAKERS = {
    "ratio": ratio, "interval": interval, "share": share, "per_head": per_head, "gap": gap, "difference": difference,
    "several": several, "constant": constant, "growth": growth, "before": before, "cumulative": cumulative,
    "progress": progress, "run_length": run_length, "extreme": extreme, "place": place, "peer": peer,
}  # fmt: skip
__all__ = ["ARITHMETIC", "KINDS", "MAKERS", "OVER_TIME", "SIDEWAYS", "numbers", "values"]
