"""A sheet: rows to be judged, with names that give exact columns. Units of a level are one kind, records of a register another."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from youju.engine.evaluate.values import evaluate
from youju.engine.exact import Exact, absent, constant, fraction
from youju.engine.groups import Groups
from youju.engine.language.values import Operand
from youju.engine.period import Period


class Parameters:
    """The scheme's parameters and the one way to turn an amount into an exact number."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given

    def amount(self, amount: Any, period: Period) -> Fraction | None:
        """Return the amount as it holds in a period; None when no dated number has begun, or a name is no parameter."""
        if isinstance(amount, str):
            turned = amount.startswith("-")
            found = (
                self.amount(self.given[amount.lstrip("-")], period)
                if amount.lstrip("-") in self.given
                else None
            )
            return -found if turned and found is not None else found
        if isinstance(amount, dict):
            begun = [key for key in amount if key.start <= period.start]
            return fraction(amount[max(begun, key=lambda key: key.start)]) if begun else None
        return amount if type(amount) is Fraction else fraction(amount)


class Sheet(Protocol):
    """What the evaluation asks of rows."""

    rows: int
    period: Period
    parameters: Parameters
    memo: dict[tuple[int, Period, bool], Exact]
    outcomes: dict[str, Any]

    def named(self, name: str, period: Period, *, raw: bool) -> Exact:
        """Return the column of a name in a period; ``raw`` leaves the missing policies out."""
        ...

    def texts(self, name: str) -> NDArray[np.object_]:
        """Return a text column (a column of units.csv, or a field), None where empty."""
        ...

    def classes(self, name: str) -> NDArray[np.object_]:
        """Return the class of every row: its entry in a column of units.csv, or in a field of its record."""
        ...

    def order(self, name: str) -> tuple[str, ...] | None:
        """Return the order of a column's entries when they have one."""
        ...

    def groups(self, scope: str) -> Groups:
        """Return the peer group of every row for a scope."""
        ...

    def among_peers(self, value: Any, period: Period, *, raw: bool) -> Exact | None:
        """Return a value that compares rows when more rows than these are to be compared; else None."""
        ...

    def marks(self, rule: str) -> Exact:
        """Return the marks a rule has already given."""
        ...

    def owners(self) -> Sheet:
        """Return the units the rows belong to, row by row: what ``units`` and ``{unit: …}`` look at."""
        ...


def operand(sheet: Sheet, part: Operand, period: Period | None = None, *, raw: bool = False) -> Exact:
    """Evaluate an operand: a number, a name, dated numbers or a value, in the sheet's period unless another is asked for."""
    at = period or sheet.period
    key = (id(part), at, raw)
    if key not in sheet.memo:
        sheet.memo[key] = _evaluate(sheet, part, at, raw)
    return sheet.memo[key]


def _evaluate(sheet: Sheet, part: Any, period: Period, raw: bool) -> Exact:
    if isinstance(part, str):
        return sheet.named(part, period, raw=raw)
    if isinstance(part, dict | Decimal | int | Fraction):
        return fixed(sheet, part, period)
    return evaluate(sheet, part, period, raw=raw)


def fixed(sheet: Sheet, amount: Any, period: Period | None = None) -> Exact:
    """Return an amount as a column, missing where it has not begun."""
    number = sheet.parameters.amount(amount, period or sheet.period)
    return absent(sheet.rows) if number is None else constant(number, sheet.rows)
