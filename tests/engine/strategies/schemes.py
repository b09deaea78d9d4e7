"""Random whole cases: a scheme, its units, facts and records, as plain data that can be printed and run again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from tests.engine.strategies import data
from tests.engine.strategies.parts import (
    LEVELS,
    PARAMETERS,
    PERIOD,
    TIMES,
    Known,
    Made,
    amounts,
    bounds,
    numbers,
    positive,
    shares,
    unit_tests,
)
from tests.engine.strategies.rules import LEAVES, conditions, rules
from tests.engine.strategies.values import ARITHMETIC, KINDS, values

POLICIES = (
    "omit",
    "omit",
    "zero",
    "withhold",
    {"constant": 5},
    {"last": 3},
    {"mean": "league"},
    {"median": "region"},
    {"mean": "all"},
)
PLAIN = {name: {"title": name, "missing": "omit"} for name in ("a", "b", "c", "d")}
BASIS = {"title": "关于考核的通知", "issuer": "国务院", "level": "central"}
RULES = (*LEAVES, "section", "section")


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    kinds: tuple[str, ...] = RULES,
    values_of: tuple[str, ...] = KINDS,
    indicators: Callable[[tuple[str, ...]], st.SearchStrategy[Made]] | None = None,
    with_board: bool = False,
    earlier: bool = True,
    lengths: tuple[str, ...] = ("month",),
    upper: bool = False,
    marks: int = 3,
) -> Made:
    """Return a case: ``scheme``, ``tree``, ``facts``, ``records``."""
    tree, registers = draw(data.trees()), draw(data.registers())
    spans = ("period", "year_to_date", "all") if "date" in registers["book"] else ("all",)
    given = draw(indicators(spans)) if indicators is not None else PLAIN
    known = Known(tuple(given), ("league", "all", "kind", "region", tree["levels"][0]), spans=spans)
    scheme: Made = {
        "in_force": {"from": "2023-06", "to": "2023-12"},
        "parameters": PARAMETERS,
        "registers": registers,
        "indicators": given,
        "league": draw(leagues(tree, upper)),
        "total": draw(totals()),
    }
    if draw(st.integers(0, 4)) == 0:
        scheme["missing"] = draw(st.sampled_from(POLICIES))
    scheme["marks"] = draw(st.lists(rules(known, kinds, values_of), min_size=1, max_size=marks))
    if with_board:
        scheme["marks"].append(
            {"id": "line", "value": "a", "shape": {"times": draw(positive)}, "missing": "zero"}
        )
        ids = (*known.ids.given, "total", "total", "total")
        scheme["bands"] = draw(bands(known, ids))
        scheme["veto"] = draw(vetoes(known, ids))
    asked = tuple(name for name, one in given.items() if "value" not in one and "from" not in one)
    scheme["round"] = {"every": draw(st.sampled_from(lengths))}
    now, before, around = TIMES[scheme["round"]["every"]]
    longer = around if any("ask" in one for one in given.values()) else ()
    rows = draw(data.facts(tree, (now, *(before if earlier else ()), *longer), asked))
    return {"scheme": scheme, "period": now, "tree": tree, "facts": rows, "records": draw(data.records(tree))}


@st.composite
def leagues(draw: st.DrawFn, tree: Made, upper: bool) -> list[Made]:
    """Return one or two leagues, mostly of villages; with ``upper`` of what stands above them."""
    levels = tree["levels"]
    made = []
    for n in range(draw(st.integers(1, 2))):
        level = draw(st.sampled_from(levels[:-1] if upper else (*levels[-1:] * 4, *levels)))
        above = levels[: levels.index(level) + 1]
        one: Made = {"id": f"l{n}", "level": level, "at_least": draw(st.sampled_from([1, 1, 2, 3]))}
        one |= {"within": draw(st.sampled_from(above))} if draw(st.integers(0, 2)) == 2 else {}
        one |= {"peers": draw(st.sampled_from(["kind", "region"]))} if draw(st.integers(0, 3)) == 3 else {}
        made.append(one | ({"only": draw(unit_tests())} if draw(st.integers(0, 3)) == 3 else {}))
    return made


@st.composite
def totals(draw: st.DrawFn) -> Made:
    """Return how totals are rounded and placed."""
    made: Made = {
        "places": draw(st.integers(0, 4)),
        "round": draw(st.sampled_from(["half_up", "half_up", "half_even", "down", "up"])),
    }
    made |= {"when": draw(st.sampled_from(["each_rule", "total"])), "before_ranking": draw(st.booleans())}
    made |= {"ties": draw(st.sampled_from(["best", "dense", "mean", "worst"]))}
    made |= {"order": draw(st.sampled_from(["highest_first", "highest_first", "lowest_first"]))}
    return made | (draw(bounds()) if draw(st.integers(0, 4)) == 0 else {})


@st.composite
def bands(draw: st.DrawFn, known: Known, ids: tuple[str, ...]) -> Made:
    """Return up to four bands of any kind."""
    test = st.sampled_from(["at_least", "above", "at_most", "below"])
    one = st.one_of(
        st.tuples(st.sampled_from(["top", "bottom"]), st.one_of(shares, st.integers(1, 3))).map(
            lambda two: {two[0]: two[1]}
        ),
        st.tuples(st.sampled_from(["top", "bottom"]), shares, st.sampled_from(["half_up", "down", "up"])).map(
            lambda t: {t[0]: t[1], "cut": t[2]}
        ),
        st.tuples(test, amounts()).map(lambda two: {two[0]: two[1]}),
        conditions(known, ids).map(lambda test: {"if": test}),
        st.just({"rest": True}),
    )
    return dict(zip("红黄蓝灰", draw(st.lists(one, max_size=4)), strict=False))


@st.composite
def vetoes(draw: st.DrawFn, known: Known, ids: tuple[str, ...]) -> list[Made]:
    """Return up to two vetoes."""
    tests = draw(st.lists(st.tuples(conditions(known, ids), st.integers(0, 2)), max_size=3))
    down = [{"lower": steps, "grades": list(draw(st.permutations("红黄蓝")))} for steps in (1, 2)]
    return [
        {
            "id": f"v{n}",
            "clause": "第九条",
            "if": test,
            **({"grade": f"否决{n}"} if way == 0 else down[way - 1]),
            "basis": BASIS,
        }
        for n, (test, way) in enumerate(tests)
    ]


def indicators_with(
    *, up: bool = True, policies: tuple[Any, ...] = POLICIES
) -> Callable[[tuple[str, ...]], st.SearchStrategy[Made]]:
    """Return asked, rolled-up, derived and counted indicators with every missing policy, given the spans a register allows."""
    return lambda spans: indicators_of(up, policies, spans)


@st.composite
def indicators_of(draw: st.DrawFn, up: bool, policies: tuple[Any, ...], spans: tuple[str, ...]) -> Made:
    """Return six indicators: four that are given, one derived from them, one from the register ``book``."""
    made: Made = {}
    ways = ("sum", "max", "min", "count", "own", {"weighted_mean": "c"}, {"weighted_mean": "equal"})
    for name in ("a", "b", "c", "d"):
        made[name] = {"title": name, "missing": draw(st.sampled_from(policies))}
        if up:
            made[name]["up_the_tree"] = draw(st.sampled_from(("sum", "max", "own") if name == "c" else ways))
        made[name] |= draw(st.sampled_from([{}, {}, {"places": 0}, {"places": 1}]))
        made[name] |= draw(
            st.sampled_from([{}, {}, *({"ask": ask} for ask in ("month", "once", "year", "quarter"))])
        )
    derived = draw(values(replace(Known(), deep=1), (*ARITHMETIC, "growth", "before")))
    made["e"] = {"title": "e", "value": derived, "missing": draw(st.sampled_from(policies))}
    made["f"] = {"title": "f", "from": draw(sources(spans)), "missing": draw(st.sampled_from(policies))}
    made["e"] |= draw(st.sampled_from([{}, {"places": 1}]))
    made["f"] |= draw(st.sampled_from([{}, {"places": 2}]))
    return made


@st.composite
def sources(draw: st.DrawFn, spans: tuple[str, ...]) -> Made:
    """Return a number taken from the register ``book``."""
    ways = [
        {"count": True},
        *({way: "worth"} for way in ("sum", "mean", "min", "max", "distinct")),
        {"distinct": "thing"},
    ]
    way = draw(
        st.one_of(
            st.sampled_from(ways),
            data.wheres().map(lambda where: {"share_where": where, "among": {"new": True}}),
        )
    )
    return {
        "register": "book",
        **way,
        "where": draw(data.wheres()),
        "span": draw(st.sampled_from(spans)),
    }


__all__ = ["LEVELS", "PERIOD", "cases", "indicators_with", "numbers"]
