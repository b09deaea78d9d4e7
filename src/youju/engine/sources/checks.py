"""The checks of facts: each looks at whole columns and tells what is wrong row by row."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from youju.engine.data import BASES
from youju.engine.sources.book import Book
from youju.engine.sources.chunk import Chunk
from youju.engine.sources.coding import EMPTY, UNKNOWN, Coded
from youju.engine.sources.exact import Numbers
from youju.engine.sources.report import LIMIT, Report, nearest, quoted
from youju.engine.sources.tables import Table
from youju.engine.sources.words import Words, not_a_number

_HINTS = 20


class Spot(Protocol):
    """Where a batch of rows stands."""

    @property
    def book(self) -> Book:
        """What names are looked up in."""

    @property
    def report(self) -> Report:
        """Where problems go."""

    def bad(self, row: int, column: str, words: Words) -> None:
        """Note what is wrong with one cell."""


def names(spot: Spot, column: str, found: Coded, filled: NDArray[np.bool_] | None) -> None:
    """Report names that are not known (each once, with how often it stands), and cells that needed one."""
    if found.codes.min(initial=0) >= 0:
        return
    unknown = np.flatnonzero(found.codes == UNKNOWN)
    entries, firsts, counts = np.unique(found.at[unknown], return_index=True, return_counts=True)
    for number, first in enumerate(np.argsort(firsts)[:LIMIT]):
        row = int(unknown[firsts[first]])
        spot.bad(
            row,
            column,
            _unknown(spot.book, column, found.text(row), int(counts[first]) - 1, hint=number < _HINTS),
        )
    spot.report.more(len(entries) - LIMIT)
    if column in {"unit", "indicator"}:
        empty = np.flatnonzero((found.codes == EMPTY) & (filled if filled is not None else True))
        for row in empty[:LIMIT]:
            spot.bad(
                int(row),
                column,
                (
                    "fact-nameless",
                    f"{column} 列是空的",
                    f"写上 {column}，或者删掉这一行",
                    f"column {column} is empty",
                    "fill it in or delete the row",
                ),
            )
        spot.report.more(len(empty) - LIMIT)


def _unknown(book: Book, column: str, text: str, others: int, *, hint: bool) -> Words:
    also, also_en = (f"（另有 {others} 行相同）", f" (and {others} more rows)") if others else ("", "")
    shown = quoted(text)
    if column == "period":
        return (
            "period",
            f"{shown} 不是时期{also}",
            "写成 2023-07、2023Q3、2023H1、2023 或 2023-07-15",
            f"{shown} is no period{also_en}",
            "write 2023-07, 2023Q3, 2023H1, 2023 or 2023-07-15",
        )
    if column == "relation":
        return (
            "relation",
            f"relation {shown} 不认得{also}",
            "写 =、≥、≤ 或 ≈",
            f"relation {shown} is not known{also_en}",
            "write =, ≥, ≤ or ≈",
        )
    if column == "basis":
        return (
            "basis",
            f"basis {shown} 不认得{also}",
            "写 " + "、".join(BASES),
            f"basis {shown} is not known{also_en}",
            "write one of " + ", ".join(BASES),
        )
    near = nearest(text, book.units.codes if column == "unit" else book.indicator_of) if hint else None
    noun, noun_en, file = (
        ("单位", "unit", "units") if column == "unit" else ("指标", "indicator", "scheme.yaml")
    )
    return (
        f"{column}-unknown", f"没有{noun} {shown}{also}", f"改成 {quoted(near)}？" if near else f"改正，或者先写进 {file}",
        f"there is no {noun_en} {shown}{also_en}", f"did you mean {quoted(near)}?" if near else f"correct it, or add it to {file} first",
    )  # fmt: skip


def times(spot: Spot, odd: dict[int, str]) -> None:
    """Report what is no time."""
    for row in list(odd)[:LIMIT]:
        shown = quoted(odd[row])
        spot.bad(
            row,
            "recorded_at",
            (
                "time",
                f"recorded_at {shown} 不是时间",
                "写成 2023-07-05 或 2023-07-05T18:00",
                f"recorded_at {shown} is no time",
                "write 2023-07-05 or 2023-07-05T18:00",
            ),
        )
    spot.report.more(len(odd) - LIMIT)


def values(spot: Spot, column: str, numbers: Numbers) -> None:
    """Report cells that hold something other than a number of at most 18 digits."""
    for row in list(numbers.odd)[:LIMIT]:
        code, what, fix, what_en, fix_en = not_a_number(numbers.odd[row])
        name = "" if column == "value" else f"{column}: "
        spot.bad(row, column, (code, name + what, fix, name + what_en, fix_en))
    spot.report.more(len(numbers.odd) - LIMIT)


def evidence(column: pa.ChunkedArray) -> pa.Array:
    """Return a column of evidence in which an empty text is null."""
    array = column.combine_chunks()
    if pa.types.is_dictionary(array.type):
        blank = pc.equal(pc.binary_length(array.dictionary), 0)
        if not pc.any(blank).as_py():
            return array
        array = array.dictionary_decode()
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        array = array.cast(pa.string())
    return pc.if_else(pc.equal(pc.binary_length(array), 0), None, array)


def chunk(part: Chunk, book: Book, report: Report, *, asked: bool) -> None:
    """Check rows that have a value: bounds, evidence, length of period, and whether facts may give the indicator at all."""
    if not len(part):
        return
    present = np.bincount(
        part.indicator.astype(np.int64) * max(len(book.periods), 1) + part.period, minlength=1
    )
    for cell in np.flatnonzero(present):
        indicator, period = divmod(int(cell), max(len(book.periods), 1))
        _combination(part, book, report, indicator, period, asked=asked)
    wanted = np.unique(np.flatnonzero(present) // max(len(book.periods), 1))
    if book.bounded[wanted].any():
        _bounds(part, book, report)
    if book.needs_evidence[wanted].any():
        _evidence(part, book, report)


def _combination(
    part: Chunk, book: Book, report: Report, indicator: int, period: int, *, asked: bool
) -> None:
    """Check one indicator in one period."""
    length, sure = book.length(indicator)
    given = list(book.periods)[period]
    wrong = not book.fits(indicator, given)
    if not wrong and not (asked and book.origin(indicator)):
        return
    sure = sure or book.finer(given)
    row = int(np.flatnonzero((part.indicator == indicator) & (part.period == period))[0])
    order = part.base + part.row(int(row))
    if asked:
        given_elsewhere(part.where(row), indicator, book, report, order)
    if wrong:
        name = book.names[indicator]
        report.add(
            part.where(row), "period-length", f"{name} 按 {length} 填报，{given} 不是这样的时期", f"改成 {length} 的时期，例如 {_sample(length)}",
            f"{name} is asked by {length}; {given} is no such period", f"write a period such as {_sample(length)}", row=order, warning=not sure,
        )  # fmt: skip


def _sample(length: str) -> str:
    return {
        "day": "2023-07-15",
        "month": "2023-07",
        "quarter": "2023Q3",
        "half_year": "2023H1",
        "year": "2023",
    }[length]


def given_elsewhere(where: str, number: int, book: Book, report: Report, order: int) -> None:
    """Refuse facts for an indicator that is derived, or comes from a register or another scheme."""
    origin = book.origin(number)
    if origin is None:
        return
    name = book.names[number]
    zh, en = {
        "value": ("由其他指标算出", "is derived from other indicators"),
        "register": ("来自台账", "comes from a register"),
        "scheme": ("来自另一方案的结果", "comes from the results of another scheme"),
    }[origin]
    report.add(
        where, "fact-derived", f"{name} {zh}，不能在事实表里填", "删掉这些行，或者在方案里把它改成填报（ask）",
        f"{name} {en}; facts cannot give it", "delete these rows, or let the scheme ask for it", row=order,
    )  # fmt: skip


def _bounds(part: Chunk, book: Book, report: Report) -> None:
    low, high = book.low[part.indicator, part.scale], book.high[part.indicator, part.scale]
    outside = np.flatnonzero((part.mantissa < low) | (part.mantissa > high))
    for row in outside[:LIMIT]:
        one = book.indicators[book.names[part.indicator[row]]]
        value = _plain(int(part.mantissa[row]), int(part.scale[row]))
        low_shown, high_shown = (
            ("−∞" if one.at_least is None else f"{one.at_least:f}"),
            ("∞" if one.at_most is None else f"{one.at_most:f}"),
        )
        report.add(
            part.where(int(row)), "value-bounds", f"{one.title} 的 {value} 不在 {low_shown} 到 {high_shown} 之间", "核对后改正；如果确实如此，请改方案里的 at_least、at_most",
            f"{value} is outside {low_shown} … {high_shown}", "check and correct it, or change at_least, at_most in the scheme", row=part.base + part.row(int(row)),
        )  # fmt: skip
    report.more(len(outside) - LIMIT)


def _plain(mantissa: int, scale: int) -> str:
    digits = str(abs(mantissa)).rjust(scale + 1, "0")
    return ("-" if mantissa < 0 else "") + (digits if not scale else f"{digits[:-scale]}.{digits[-scale:]}")


def _evidence(part: Chunk, book: Book, report: Report) -> None:
    bare = np.flatnonzero(np.asarray(part.evidence.is_null()) & book.needs_evidence[part.indicator])
    for row in bare[:LIMIT]:
        title = book.indicators[book.names[part.indicator[row]]].title
        report.add(
            part.where(int(row)), "evidence-missing", f"{title} 有数没有佐证", "在 evidence 列写上佐证材料", f"{title} has a value without evidence",
            "name the evidence in the column evidence", row=part.base + part.row(int(row)),
        )  # fmt: skip
    report.more(len(bare) - LIMIT)


def unknown_column(table: Table, title: str, book: Book, report: Report) -> None:
    """Report a wide column that is no indicator."""
    near = nearest(title, book.indicator_of)
    report.add(
        table.where(-1, title), "indicator-unknown", f"列 {quoted(title)} 不是方案里的指标", f"改成 {quoted(near)}？" if near else "删掉这一列，或者先写进 scheme.yaml",
        f"column {quoted(title)} is no indicator of the scheme", f"did you mean {quoted(near)}?" if near else "delete it, or add it to scheme.yaml first",
    )  # fmt: skip


def same_indicator(table: Table, title: str, name: str, report: Report) -> None:
    """Report a second column for one indicator."""
    report.add(
        table.where(-1, title),
        "column-twice",
        f"列 {quoted(title)} 与另一列都是指标 {name}",
        "留下一列",
        f"column {quoted(title)} and another are both {name}",
        "keep one",
    )


def extra_columns(table: Table, known: set[str], report: Report) -> None:
    """Report columns of a long table that mean nothing."""
    for title in table.header:
        if title and title not in known:
            near = nearest(title, known)
            report.add(
                table.where(-1, title), "column-unknown", f"列 {quoted(title)} 不认得", f"改成 {near}？" if near else "删掉这一列",
                f"column {quoted(title)} is not known", f"did you mean {near}?" if near else "delete it",
            )  # fmt: skip


def no_indicator(table: Table, report: Report) -> None:
    """Report a table without any value."""
    report.add(
        table.where(-1, None), "facts-shape", "既没有 indicator 列和 value 列，也没有以指标命名的列", "长表写 unit,indicator,period,value；宽表每个指标一列",
        "there is neither indicator and value, nor a column named after an indicator", "write unit,indicator,period,value, or a column per indicator",
    )  # fmt: skip
