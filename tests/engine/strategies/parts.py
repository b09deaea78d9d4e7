"""The smallest random parts: exact numbers that meet each other often, amounts, comparisons, and what may be named."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

Made = dict[str, Any]
INDICATORS = ("a", "b", "c", "d")
PERIOD = "2023-06"
EARLIER = ("2023-05", "2023-04", "2023-03", "2022-12", "2022-06", "2022-05", "2020-06")
TIMES = {
    "month": (PERIOD, EARLIER, ("2023", "2023Q2", "2023H1", "2022")),
    "quarter": ("2023Q2", ("2023Q1", "2022Q4", "2022Q2", "2020Q2"), ("2023", "2023H1", "2022")),
    "half_year": ("2023H1", ("2022H2", "2022H1", "2020H1"), ("2023", "2022")),
    "year": ("2023", ("2022", "2021", "2020"), ()),
    "day": ("2023-06-15", ("2023-06-14", "2023-06-13", "2023-05-31", "2022-06-15"), ("2023-06", "2023")),
}
"""For each length of a round: its period, earlier ones, and longer ones that hold it."""
PARAMETERS: Made = {
    "target": 10,
    "line": {"2019-01": Decimal("2.5"), "2023-05": 4},
    "late": {"2023-05": 3, "2023-06": 5},
}
LEVELS = ("city", "county", "town", "village")

whole = st.integers(-3, 8)
tenths = st.integers(-20, 60).map(lambda n: Decimal(n) / 10)
hundredths = st.integers(-300, 900).map(lambda n: Decimal(n) / 100)
numbers = st.one_of(whole, whole, whole, tenths, hundredths)
positive = st.one_of(
    st.integers(1, 8), st.sampled_from([Decimal("0.1"), Decimal("0.5"), Decimal("2.5"), Decimal("0.25")])
)
shares = st.sampled_from(["10%", "20%", "25%", "30%", "50%", "75%", "100%"])


@dataclass
class Ids:
    """Gives every rule of a scheme its own id."""

    given: list[str] = field(default_factory=list)
    used: list[str] = field(default_factory=list)

    def new(self) -> str:
        """Return an id not used before."""
        self.used.append(f"r{len(self.used)}")
        self.given.append(self.used[-1])
        return self.given[-1]

    def coming(self) -> str:
        """Return an id not used before, of a rule whose marks are not yet there."""
        self.used.append(f"r{len(self.used)}")
        return self.used[-1]

    def inside(self) -> Ids:
        """Return ids for the rules over one record, which see nothing outside and are not seen from there."""
        return Ids(used=self.used)


@dataclass(frozen=True)
class Known:
    """What may be named where something is being written."""

    indicators: tuple[str, ...] = INDICATORS
    scopes: tuple[str, ...] = ("league", "all", "kind", "region")
    ids: Ids = field(default_factory=Ids)
    fields: tuple[str, ...] = ()
    spans: tuple[str, ...] = ("period", "year_to_date", "all")
    deep: int = 2
    now: bool = True

    def shallower(self) -> Known:
        """Return the same, one level further in."""
        return replace(self, deep=self.deep - 1)


def amounts(base: st.SearchStrategy[Any] = numbers) -> st.SearchStrategy[Any]:
    """Return numbers, sometimes by the name of a parameter or dated."""
    dated = st.tuples(base, base).map(lambda two: {"2019-01": two[0], "2023-06": two[1]})
    return st.one_of(base, base, base, st.sampled_from(["target", "line"]), dated)


def plain_amounts(base: st.SearchStrategy[Any] = numbers) -> st.SearchStrategy[Any]:
    """Return numbers or dated numbers."""
    return st.one_of(
        base, base, base, st.tuples(base, base).map(lambda two: {"2020-01": two[0], "2023-04": two[1]})
    )


@st.composite
def bounds(draw: st.DrawFn, base: st.SearchStrategy[Any] = numbers) -> Made:
    """Return an own floor, cap, both or neither."""
    made = {name: draw(amounts(base)) for name in ("at_least", "at_most") if draw(st.integers(0, 3)) == 3}
    return dict(made)


@st.composite
def comparisons(draw: st.DrawFn) -> Made:
    """Return what may be asked of a number."""
    kind = draw(st.sampled_from(["one", "one", "two", "is", "is_not", "in", "between", "missing"]))
    if kind == "one":
        return {draw(st.sampled_from(["at_least", "above", "at_most", "below"])): draw(amounts())}
    if kind == "two":
        return {"above": draw(numbers), "at_most": draw(amounts())}
    if kind == "in":
        return {"in": draw(st.lists(whole, min_size=1, max_size=3))}
    if kind == "between":
        return {"between": sorted(draw(st.tuples(whole, whole)))}
    return {kind: draw(st.booleans()) if kind == "missing" else draw(whole)}


def unit_tests() -> st.SearchStrategy[Made]:
    """Return what may be asked of a column of units.csv."""
    return st.one_of(
        st.sampled_from(["山", "平"]).map(lambda kind: {"kind": kind}),
        st.sampled_from(["山", "平"]).map(lambda kind: {"kind": {"is_not": kind}}),
        st.just({"kind": {"missing": True}}),
        st.just({"kind": {"in": ["山", "平"]}, "region": "东"}),
        st.integers(0, 3).map(lambda n: {"size": {"at_least": n}}),
        st.integers(0, 3).map(lambda n: {"size": n}),
    )
