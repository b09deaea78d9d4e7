"""Put both engines side by side on one case and say every difference."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.engine.engines import Told, by_fast_engine, by_oracle
from tests.engine.strategies.parts import PERIOD
from tests.engine.worked import DEFAULTS, HEAD, facts_of, read_yaml, records_of, told, units_of
from youju.engine.data import Facts, Records, Units
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period

REST = {**read_yaml(HEAD), **read_yaml(DEFAULTS)}
Read = tuple[Scheme, Units, Facts, dict[str, Records], Period]


def read(case: dict[str, Any]) -> Read:
    """Turn a case of plain data into what an engine is given."""
    scheme = Scheme.model_validate({**REST, **case["scheme"]})
    units = units_of(*case["tree"]["rows"], **case["tree"]["columns"])
    facts = facts_of(units, [tuple(row) for row in case["facts"]])
    return (
        scheme,
        units,
        facts,
        records_of(scheme, units, case["records"]),
        Period.parse(case.get("period", PERIOD)),
    )


def assert_same(case: dict[str, Any]) -> None:
    """Fail with every difference between the engines, and with the case."""
    given = read(case)
    found = differences(by_oracle(*given), by_fast_engine(*given))
    assert not found, "\n".join([*found, told(case)])


def differences(oracle: Told, fast: Told) -> list[str]:
    """Say where totals, marks, places and bands differ."""
    found = []
    for code, total in oracle.totals.items():
        found += [f"total of {code}: oracle {total}, fast {fast.totals[code]}"] * (total != fast.totals[code])
        for what, right, other in (("place", oracle.places, fast.places), ("band", oracle.bands, fast.bands)):
            found += [f"{what} of {code}: oracle {right[code]}, fast {other[code]}"] * (
                right[code] != other[code]
            )
        mine, theirs = oracle.marks[code], fast.marks[code]
        for rule in sorted(mine.keys() | theirs.keys()):
            one, two = mine.get(rule), theirs.get(rule)
            found += [f"marks of {code} for {rule}: oracle {_shown(one)}, fast {_shown(two)}"] * (one != two)
    return found


def _shown(number: Fraction | None) -> str:
    return (
        "none"
        if number is None
        else f"{number} ({Decimal(number.numerator) / Decimal(number.denominator):.12f})"
    )
