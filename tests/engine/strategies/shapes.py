"""Random shapes of every kind; steps always cover every value."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.engine.strategies.parts import Made, amounts, bounds, numbers, plain_amounts, positive

KINDS = ("times", "times", "times", "curve", "steps", "per", "per", "exp")


@st.composite
def shapes(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS) -> Made:
    """Return a shape, sometimes with an own floor or cap."""
    made = draw(MAKERS[draw(st.sampled_from(kinds))]())
    return made | draw(st.one_of(st.just({}), st.just({}), bounds()))


@st.composite
def curve(draw: st.DrawFn) -> Made:
    at = sorted(draw(st.lists(numbers, min_size=1, max_size=4, unique=True)))
    if draw(st.integers(0, 3)) == 3:
        at = sorted([*at, draw(st.sampled_from(at))])
    made: Made = {"curve": [[x, draw(plain_amounts())] for x in at]}
    made |= {"jump": draw(st.sampled_from(["before", "after"]))} if len(set(at)) < len(at) else {}
    for side in ("below", "above"):
        made |= draw(
            st.one_of(
                st.just({}),
                st.sampled_from(["hold", "extend"]).map(lambda w, s=side: {s: w}),
                numbers.map(lambda n, s=side: {s: n}),
            )
        )
    return made


@st.composite
def steps(draw: st.DrawFn) -> Made:
    made = []
    for _ in range(draw(st.integers(0, 3))):
        test = draw(
            st.sampled_from(
                [("at_least",), ("above",), ("at_most",), ("below",), ("is",), ("at_least", "below")]
            )
        )
        made.append({**{name: draw(amounts()) for name in test}, "marks": draw(amounts())})
    return {"steps": [*made, {"otherwise": draw(amounts())}]}


@st.composite
def per(draw: st.DrawFn) -> Made:
    made: Made = {
        "per": draw(plain_amounts(positive)),
        draw(st.sampled_from(["above", "below", "around"])): draw(amounts()),
    }
    made["marks"] = draw(amounts())
    made |= draw(
        st.sampled_from(
            [
                {"count": "whole"},
                {"count": "started"},
                {"count": "pro_rata"},
                {"whole": True},
                {"whole": False},
            ]
        )
    )
    return made | ({"start": draw(amounts())} if draw(st.booleans()) else {})


@st.composite
def times(draw: st.DrawFn) -> Made:
    return {"times": draw(amounts())}


@st.composite
def exp(draw: st.DrawFn) -> Made:
    """Return a growth or decay that stays small: the rate is small, and a cap holds what grows all the same."""
    rate = draw(st.sampled_from(["0.1", "-0.1", "0.02", "-0.5"]))
    return {
        "exp": rate,
        "scale": draw(plain_amounts()),
        "from": draw(numbers),
        "places": draw(st.integers(0, 6)),
        "at_most": 100,
        "at_least": -100,
    }


MAKERS = {"curve": curve, "steps": steps, "per": per, "times": times, "exp": exp}
