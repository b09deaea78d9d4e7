"""What the shipped schemes show and keep: a value as the engine saw it, a ledger as a register reads it."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from functools import cache

from tests.house.sources import ROOT
from youju.engine.case import open_case
from youju.engine.registers import read_declarations

HOME = ROOT / "schemes"
ASIDE = {"ref", "parent", "unit_title", "stage"}


@cache
def scored(scheme: str, period: str | None = None):
    return open_case(HOME / scheme, period=period).score()


def seen(scheme: str, unit: str, rule: str, period: str | None = None) -> Decimal | None:
    """The value a rule looked at, exact to twelve places; None where there was none."""
    level, row = scored(scheme, period)._find(unit)
    found = level.outcomes[rule].raw
    exact = None if found is None else found.fraction(row)
    return None if exact is None else decimal(exact)


def decimal(exact: Fraction) -> Decimal:
    return round(Decimal(exact.numerator) / Decimal(exact.denominator), 12).normalize()


def near(value: Decimal | None, places: str) -> Decimal:
    return value.quantize(Decimal(places))


@cache
def declarations():
    return {
        name: one.declaration for name, one in read_declarations((HOME / "_registers").glob("*.yaml")).items()
    }


def ledger(scheme: str, register: str) -> list[dict]:
    """The rows of a sample ledger as the register keeps them; a row it would refuse is an error."""
    from youju.work.registers.values import read_values

    kept = []
    with (HOME / scheme / "ledgers" / f"{register}.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            values, problems = read_values(
                declarations()[register], {k: v for k, v in row.items() if k not in ASIDE and v}
            )
            assert problems == [], (row, problems)
            kept.append(values)
    return kept


def table(scheme: str, register: str) -> list[dict[str, str]]:
    """The rows a scheme is scored from."""
    with (HOME / scheme / "registers" / f"{register}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
