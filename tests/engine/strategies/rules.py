"""Random rules: leaves, sections and presets, with bounds, conditions, rounding and missing policies."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tests.engine.strategies.data import CLASSES, selected
from tests.engine.strategies.parts import (
    Known,
    Made,
    amounts,
    bounds,
    comparisons,
    numbers,
    plain_amounts,
    positive,
    unit_tests,
)
from tests.engine.strategies.presets import PRESETS
from tests.engine.strategies.shapes import shapes
from tests.engine.strategies.values import ARITHMETIC, KINDS, values

MISSING = (
    {},
    {"missing": "omit"},
    {"missing": "zero"},
    {"missing": "full"},
    {"missing": {"marks": 7}},
    {},
    {"missing": "zero"},
    {"missing": "withhold"},
)
LEAVES = ("value", "value", "give", "events", "rating", "preset")
SECTIONS = ("sum", "sum", "weighted_mean", "mean", "geometric", "product", "max", "min")


@st.composite
def rules(
    draw: st.DrawFn,
    known: Known,
    kinds: tuple[str, ...] = (*LEAVES, "section", "section"),
    values_of: tuple[str, ...] = KINDS,
) -> Made:
    """Return one rule of one of the kinds; a section holds rules of the same kinds."""
    kind = draw(st.sampled_from([k for k in kinds if k != "section" or known.deep > 0]))
    if kind == "section":
        body = draw(sections(known.shallower(), kinds, values_of))
    elif kind == "value":
        body = draw(value_rules(known, values_of))
    elif kind == "preset":
        body = draw(st.sampled_from(PRESETS).flatmap(lambda preset: preset(known)))
    else:
        body = draw({"give": gives, "events": events, "rating": ratings}[kind](known))
    return draw(heads(known)) | body  # the head after the body: it may ask for the marks of what is inside


@st.composite
def heads(draw: st.DrawFn, known: Known) -> Made:
    """Return what any rule may have; ``full`` is always written, so that nothing that needs it is refused."""
    earlier = tuple(known.ids.given)
    made: Made = {"full": draw(plain_amounts(positive)), "clause": "第一条"}
    made |= draw(st.sampled_from(MISSING))
    if draw(st.integers(0, 2)) == 2:
        made |= draw(bounds())
    if earlier and draw(st.integers(0, 4)) == 4:
        made[draw(st.sampled_from(["at_least", "at_most"]))] = draw(limits(earlier))
    own = known.ids.coming()
    if draw(st.integers(0, 2)) == 2:
        made["when"] = draw(st.lists(whens(known, (*earlier, own)), min_size=1, max_size=2))
    if draw(st.integers(0, 3)) == 3:
        mode = draw(st.sampled_from(["half_up", "half_even", "down", "up"]))
        made["round"] = {"places": draw(st.integers(0, 3)), "mode": mode}
    if draw(st.integers(0, 3)) == 3:
        made["units"] = draw(unit_tests())
    if draw(st.integers(0, 2)) == 2:
        made["weight"] = draw(plain_amounts(st.one_of(st.integers(0, 3), st.just("30%"))))
    known.ids.given.append(own)
    return made | {"id": own}


@st.composite
def limits(draw: st.DrawFn, earlier: tuple[str, ...]) -> Made:
    """Return a share of the marks of an earlier rule, to be a floor or a cap."""
    share = draw(st.sampled_from(["10%", "50%", "-20%", "150%"]))
    return {"product": [{"marks": draw(st.sampled_from(earlier))}, share]}


@st.composite
def whens(draw: st.DrawFn, known: Known, earlier: tuple[str, ...]) -> Made:
    """Return a condition with its change."""
    shares = limits(earlier) if earlier else amounts()
    changes = st.one_of(
        st.tuples(st.sampled_from(["at_most", "at_least"]), shares).map(lambda two: {two[0]: two[1]}),
        st.sampled_from(["zero", "full", "not_applicable", "withhold", "zero", "full", "not_applicable"]),
        st.tuples(st.sampled_from(["marks", "at_most", "at_least", "times"]), amounts()).map(
            lambda two: {two[0]: two[1]}
        ),
    )
    return {"if": draw(conditions(known, earlier)), "then": draw(changes)}


@st.composite
def conditions(draw: st.DrawFn, known: Known, earlier: tuple[str, ...] = (), deep: int = 1) -> Made:
    """Return a condition over values, columns, marks already given, or fields of the record."""
    kinds = [
        "value",
        "value",
        "unit",
        *(["marks"] if earlier else []),
        *(["field"] if known.fields else []),
        *(["all", "any", "not"] if deep else []),
    ]
    kind = draw(st.sampled_from(kinds))
    if kind in {"all", "any"}:
        return {kind: draw(st.lists(conditions(known, earlier, deep - 1), min_size=1, max_size=2))}
    if kind == "not":
        return {"not": draw(conditions(known, earlier, deep - 1))}
    if kind == "unit":
        ((column, asked),) = list(draw(unit_tests()).items())[:1]
        return {"unit": column, **(asked if isinstance(asked, dict) else {"is": asked})}
    if kind == "field":
        name, asked = draw(
            st.sampled_from(
                [
                    ("level", {"at_least": "省级"}),
                    ("kind", {"is": "新建"}),
                    ("new", {"is": True}),
                    ("worth", {"above": 2}),
                ]
            )
        )
        return {"field": name, **asked}
    kinds_of = ARITHMETIC if known.fields else KINDS
    of = draw(st.sampled_from(earlier)) if kind == "marks" else draw(values(replace(known, deep=1), kinds_of))
    return {kind: of, **draw(comparisons())}


@st.composite
def value_rules(draw: st.DrawFn, known: Known, kinds: tuple[str, ...]) -> Made:
    made: Made = {"value": draw(values(known, kinds)), "shape": draw(shapes())}
    if draw(st.integers(0, 2)) == 2:
        terms = draw(
            st.lists(
                st.tuples(shapes(), st.booleans(), values(replace(known, deep=1), kinds)),
                min_size=1,
                max_size=2,
            )
        )
        made["plus"] = [{"shape": shape, **({"value": value} if own else {})} for shape, own, value in terms]
    return made


@st.composite
def gives(draw: st.DrawFn, known: Known) -> Made:
    return {"give": draw(amounts())}


@st.composite
def events(draw: st.DrawFn, known: Known) -> Made:
    made: Made = {
        "register": "book",
        **draw(selected()),
        "span": draw(st.sampled_from(known.spans)),
    }
    same = st.sampled_from(
        [
            "sum",
            "highest",
            "lowest",
            "first",
            {"decreasing": ["100%", "50%", 0]},
            {"decreasing": ["50%", "100%"]},
        ]
    )
    made["same_item"] = draw(same)
    kind = draw(st.sampled_from(["each", "marks", "score"]))
    if kind == "each":
        made["each"] = draw(amounts())
    elif kind == "marks":
        table = {one: draw(amounts()) for one in draw(st.sets(st.sampled_from(CLASSES), min_size=1))}
        made["marks"] = {"by": "level", "table": table, "otherwise": draw(amounts())}
    else:
        inside = replace(known, fields=("worth", "done", "plan"), deep=1, ids=known.ids.inside())
        made["score"] = draw(
            st.lists(rules(inside, ("value", "value", "give", "section"), ARITHMETIC), min_size=1, max_size=2)
        )
    return {"events": made | draw(st.sampled_from([{}, {"times": "worth"}]))}


@st.composite
def ratings(draw: st.DrawFn, known: Known) -> Made:
    made: Made = {name: draw(st.integers(0, 1)) for name in ("drop_highest", "drop_lowest")}
    made |= draw(st.sampled_from([{}, {"raters_at_least": 2}, {"times": 2}]))
    if draw(st.booleans()):
        raters = draw(
            st.lists(
                st.tuples(values(replace(known, deep=1)), plain_amounts(st.integers(0, 3))),
                min_size=1,
                max_size=5,
            )
        )
        return {
            "rating": made
            | {
                "of": [
                    {"who": f"甲{n}", "value": value, "weight": weight}
                    for n, (value, weight) in enumerate(raters)
                ]
            }
        }
    by = {"by": "level", "table": {"市级": draw(numbers.filter(lambda n: n >= 0)), "省级": 2}, "otherwise": 1}
    made |= {"register": "book", **draw(selected()), "marks": "worth"}
    return {"rating": made | draw(st.sampled_from([{}, {"weight_by": by}]))}


@st.composite
def sections(draw: st.DrawFn, known: Known, kinds: tuple[str, ...], values_of: tuple[str, ...]) -> Made:
    kind = draw(st.sampled_from(SECTIONS))
    made: Made = {kind: draw(st.lists(rules(known, kinds, values_of), min_size=1, max_size=3))}
    made |= {"places": draw(st.integers(0, 6))} if kind == "geometric" else {}
    return made | draw(
        st.sampled_from(
            [{}, {}, {"not_applicable": "drop"}, {"not_applicable": "full"}, {"not_applicable": "withhold"}]
        )
    )
