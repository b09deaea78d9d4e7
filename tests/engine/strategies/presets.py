"""Random presets: every familiar name with random parameters."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tests.engine.strategies.parts import Known, Made, amounts, numbers, plain_amounts, positive
from tests.engine.strategies.shapes import steps
from tests.engine.strategies.values import names, values


def _shallow(known: Known) -> st.SearchStrategy[object]:
    return values(replace(known, deep=1))


@st.composite
def proportion(draw: st.DrawFn, known: Known) -> Made:
    made = {
        "kind": "完成率",
        "indicator": draw(_shallow(known)),
        "target": draw(_shallow(known)),
        "full": draw(amounts(positive)),
    }
    return made | {"over": draw(st.booleans())}


@st.composite
def tiers(draw: st.DrawFn, known: Known) -> Made:
    made = {"kind": "分档", "indicator": draw(_shallow(known)), "tiers": draw(steps())["steps"]}
    return made | ({"target": draw(_shallow(known))} if draw(st.booleans()) else {})


@st.composite
def add_each(draw: st.DrawFn, known: Known) -> Made:
    made = {"kind": "每项加分", "indicator": draw(names(known)), "each": draw(amounts())}
    return made | ({"cap": draw(amounts())} if draw(st.booleans()) else {})


@st.composite
def deduct_each(draw: st.DrawFn, known: Known) -> Made:
    made = {"kind": "每项扣分", "indicator": draw(names(known)), "each": draw(amounts(positive))}
    return made | ({"floor": draw(amounts(positive))} if draw(st.booleans()) else {})


@st.composite
def efficacy(draw: st.DrawFn, known: Known) -> Made:
    made = {
        "kind": "功效系数",
        "indicator": draw(names(known)),
        "satisfactory": draw(names(known)),
        "not_allowed": draw(numbers),
    }
    return made | draw(st.sampled_from([{}, {"open": True}, {"base": 50, "span": 50}]))


@st.composite
def by_place(draw: st.DrawFn, known: Known) -> Made:
    made = {
        "kind": "排名计分",
        "indicator": draw(_shallow(known)),
        "ties": draw(st.sampled_from(["best", "dense", "worst"])),
    }
    made |= draw(st.sampled_from([{}, {"order": "lowest_first"}]))
    if draw(st.booleans()):
        return made | {"table": draw(steps())["steps"]}
    return made | {
        "first": draw(amounts(positive)),
        "less": draw(amounts(positive)),
        "lowest": draw(plain_amounts()),
    }


@st.composite
def above_mean(draw: st.DrawFn, known: Known) -> Made:
    made = {
        "kind": "超均值加分",
        "indicator": draw(names(known)),
        "step": draw(plain_amounts(positive)),
        "marks": draw(amounts()),
    }
    made |= {
        "count": draw(st.sampled_from(["whole", "started", "pro_rata"])),
        "side": draw(st.sampled_from(["both", "above"])),
    }
    return made | draw(st.sampled_from([{}, {"base": 5, "cap": 8}, {"base": "2.5", "lowest": 1}]))


@st.composite
def panel(draw: st.DrawFn, known: Known) -> Made:
    marks = draw(st.lists(names(known), min_size=1, max_size=4))
    raters = [{"who": f"乙{n}", "value": value, "weight": n + 1} for n, value in enumerate(marks)]
    return {
        "kind": "评议打分",
        "raters": raters,
        "drop_highest": draw(st.integers(0, 1)),
        "drop_lowest": draw(st.integers(0, 1)),
    }


@st.composite
def difficulty(draw: st.DrawFn, known: Known) -> Made:
    inner = {
        "id": known.ids.new(),
        "value": draw(names(known)),
        "shape": {"times": 1},
        "clause": "第二条",
        "full": 4,
    }
    return {"kind": "难度系数", "rule": inner, "factor": draw(_shallow(known))}


PRESETS = (proportion, tiers, add_each, deduct_each, efficacy, by_place, above_mean, panel, difficulty)
