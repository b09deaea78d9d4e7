"""Random values of every kind, nested."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from tests.engine.strategies.parts import Known, Made, amounts, numbers, plain_amounts, positive, whole

ARITHMETIC = (
    "ratio",
    "interval",
    "share",
    "per_head",
    "gap",
    "difference",
    "several",
    "constant",
    "table",
    "log",
    "power",
)
OVER_TIME = ("growth", "before", "cumulative", "progress", "run_length", "extreme", "over_time")
SIDEWAYS = ("place", "peer")
SHIFTS = {"growth", "before", "cumulative", "run_length", "extreme", "over_time"}
KINDS = (*ARITHMETIC, *OVER_TIME, *SIDEWAYS)


@st.composite
def values(draw: st.DrawFn, known: Known, kinds: tuple[str, ...] = KINDS) -> Any:
    """Return a value: mostly a name at the bottom, any of the kinds above it."""
    if known.deep <= 0 or not kinds or draw(st.integers(0, 3)) == 0:
        return draw(names(known))
    if known.ids.given and known.now and draw(st.integers(0, 5)) == 5:
        return draw(marks_of(known, kinds))
    kind = draw(st.sampled_from((*kinds, "days") if known.fields else kinds))
    if kind in SHIFTS:
        known = replace(known, now=False)
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
    of = draw(st.sampled_from(["mean", "median", "min", "max", "sum", "count", "best", "sd", "quantile"]))
    made = {
        "peer": of,
        **draw(asked_of(of)),
        "of": draw(values(known, kinds)),
        "among": draw(st.sampled_from(known.scopes)),
    }
    made |= draw(st.sampled_from([{}, {"others_only": True}]))
    made |= draw(st.sampled_from([{}, {}, {"only_best": 2}, {"only_best": 1}]))
    return made | draw(st.sampled_from([{}, {"order": "lowest_first"}]))


def asked_of(statistic: str) -> st.SearchStrategy[Made]:
    """Return what a statistic has to say besides its name."""
    if statistic == "quantile":
        return st.fixed_dictionaries({"at": st.sampled_from(["0%", "10%", "50%", "97.5%", "100%"])})
    if statistic == "sd":
        return st.fixed_dictionaries({"sample": st.booleans(), "places": st.integers(0, 4)})
    return st.just({})


@st.composite
def over_time(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    how = draw(st.sampled_from(["mean", "median", "sum", "count", "sd", "quantile"]))
    window = draw(st.one_of(st.integers(1, 13), st.just("year_to_date")))
    return {"over_time": how, **draw(asked_of(how)), "of": draw(values(known, kinds)), "window": window}


@st.composite
def table(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    by = draw(st.sampled_from(["kind", "region", "level"] if known.fields else ["kind", "region"]))
    entries = {"kind": ["山", "平", "新建"], "region": ["东"], "level": ["市级", "省级"]}[by]
    made = {"table": {entry: draw(amounts()) for entry in entries}, "by": by}
    return made | draw(st.sampled_from([{}, {"otherwise": 1}]))


@st.composite
def log(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    made = {"log": draw(values(known, kinds)), "places": draw(st.integers(0, 6))}
    return made | draw(st.sampled_from([{}, {"base": 10}, {"base": 2}]))


@st.composite
def power(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    to = draw(st.sampled_from(["0.5", "2", "-1", "0", "0.333333333"]))
    return {"power": draw(values(known, kinds)), "to": to, "places": draw(st.integers(0, 6))}


@st.composite
def marks_of(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    """Return the marks of an earlier rule: alone, or compared with those of the peers."""
    made: Made = {"marks": draw(st.sampled_from(known.ids.given))}
    if known.fields or draw(st.booleans()):
        return made
    scope = draw(st.sampled_from(known.scopes))
    return draw(
        st.sampled_from([{"place": made, "among": scope}, {"peer": "mean", "of": made, "among": scope}])
    )


@st.composite
def days(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    made = {"days_from": "day", "to": "end"} if draw(st.booleans()) else {"days_from": "end", "to": "day"}
    return made | draw(st.sampled_from([{}, {"open": "period_end"}]))


MAKERS = {
    "over_time": over_time, "table": table, "log": log, "power": power, "marks": marks_of, "days": days,
    "ratio": ratio, "interval": interval, "share": share, "per_head": per_head, "gap": gap, "difference": difference,
    "several": several, "constant": constant, "growth": growth, "before": before, "cumulative": cumulative,
    "progress": progress, "run_length": run_length, "extreme": extreme, "place": place, "peer": peer,
}  # fmt: skip
__all__ = ["ARITHMETIC", "KINDS", "MAKERS", "OVER_TIME", "SIDEWAYS", "numbers", "values"]
