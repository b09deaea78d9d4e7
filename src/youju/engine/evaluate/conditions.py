"""Conditions: masks over rows. A comparison with something missing does not hold."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from youju.engine.evaluate.sheet import fixed, operand
from youju.engine.exact import Exact, Mask, both, compare
from youju.engine.language import conditions as language
from youju.engine.period import Period

if TYPE_CHECKING:
    from youju.engine.evaluate.sheet import Sheet

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TESTS: dict[str, Callable[[Any, Any], Any]] = {
    "at_least": operator.ge, "above": operator.gt, "at_most": operator.le, "below": operator.lt,
}  # fmt: skip


def holds(sheet: Sheet, condition: Any) -> Mask:
    """Return where a condition holds."""
    if isinstance(condition, language.All):
        return reduce(np.logical_and, (holds(sheet, c) for c in condition.all))
    if isinstance(condition, language.AnyOf):
        return reduce(np.logical_or, (holds(sheet, c) for c in condition.any))
    if isinstance(condition, language.Not):
        return np.logical_not(holds(sheet, condition.not_))
    if isinstance(condition, language.ValueTest):
        return number_test(sheet, condition, operand(sheet, condition.value))
    if isinstance(condition, language.MarksTest):
        return number_test(sheet, condition, sheet.marks(condition.marks))
    if isinstance(condition, language.UnitTest):
        return column_test(sheet.owners(), condition, condition.unit)
    return column_test(sheet, condition, condition.field)


def within_bounds(sheet: Sheet, bounds: Any, column: Exact, period: Period | None = None) -> Mask:
    """Return where a column is present and inside every bound that is given."""
    result = column.ok
    for name, test in _TESTS.items():
        if (bound := getattr(bounds, name, None)) is not None:
            result = both(result, compare(column, fixed(sheet, bound, period), test))
    return result.copy()


def number_test(sheet: Sheet, test: language.Comparison, column: Exact) -> Mask:
    """Compare an exact column."""
    if test.missing is not None:
        result = ~column.ok if test.missing else column.ok.copy()
        if test.missing:
            return result
    else:
        result = column.ok.copy()
    result &= within_bounds(sheet, test, column)
    if test.between is not None:
        low, high = (fixed(sheet, bound) for bound in test.between)
        result &= compare(column, low, operator.ge) & compare(column, high, operator.le)
    for entries, wanted in ((test.is_, True), (test.is_not, False)):
        if entries is not None:
            result &= _equals(sheet, column, entries) == wanted
    if test.in_ is not None:
        result &= reduce(
            np.logical_or, (_equals(sheet, column, entry) for entry in test.in_), np.zeros(sheet.rows, bool)
        )
    return result


def _equals(sheet: Sheet, column: Exact, entry: Any) -> Mask:
    if isinstance(entry, bool) or not isinstance(entry, Decimal | int | str):
        return np.zeros(sheet.rows, bool)
    limit = fixed(sheet, entry)
    return compare(column, limit, operator.eq)


def column_test(sheet: Sheet, test: language.Comparison, name: str) -> Mask:
    """Compare a column of units.csv or a field of records: as text, in its declared order, or as a number."""
    order = sheet.order(name)
    if (order is None and any(getattr(test, bound) is not None for bound in _TESTS)) or (
        test.between is not None and order is None
    ):
        return number_test(sheet, _days_counted(test), sheet.named(name, sheet.period, raw=True))
    texts = sheet.texts(name)
    present = np.array([text is not None for text in texts], bool)
    if test.missing is not None:
        return ~present if test.missing else present
    result = present.copy()
    if test.is_ is not None:
        result &= _same(texts, (test.is_,))
    if test.is_not is not None:
        result &= ~_same(texts, (test.is_not,))
    if test.in_ is not None:
        result &= _same(texts, test.in_)
    return result if order is None else result & _in_order(texts, test, order)


def _days_counted(test: language.Comparison) -> language.Comparison:
    """Return the comparison with days as the numbers that columns of days hold."""

    def counted(bound: Any) -> Any:
        if isinstance(bound, tuple):
            return tuple(counted(one) for one in bound)
        return (
            Decimal(date.fromisoformat(bound).toordinal())
            if isinstance(bound, str) and _DAY.fullmatch(bound)
            else bound
        )

    given = {name: getattr(test, name) for name in (*_TESTS, "is_", "is_not", "in_", "between")}
    return test.model_copy(
        update={name: counted(bound) for name, bound in given.items() if bound is not None}
    )


def _same(texts: Any, entries: tuple[Any, ...]) -> Mask:
    wanted = {language.as_text(entry) for entry in entries}
    return np.array([text is not None and language.as_text(text) in wanted for text in texts], bool)


def _in_order(texts: Any, test: language.Comparison, order: tuple[str, ...]) -> Mask:
    rank = {entry: number for number, entry in enumerate(order)}
    at = np.array(
        [rank.get(language.as_text(text), -1) if text is not None else -1 for text in texts], np.int64
    )
    result = np.ones(len(texts), bool)
    for name, compared in _TESTS.items():
        if (bound := getattr(test, name)) is not None:
            result &= (at >= 0) & compared(at, rank[language.as_text(bound)])
    if test.between is not None:
        low, high = (rank[language.as_text(bound)] for bound in test.between)
        result &= (at >= low) & (at <= high)
    return result


def selected(sheet: Sheet, where: dict[str, language.Comparison]) -> Mask:
    """Return the rows a ``where`` selects: field → comparison, or a plain value for *is*."""
    result = np.ones(sheet.rows, bool)
    for name, test in where.items():
        result &= column_test(sheet, test, name)
    return result
