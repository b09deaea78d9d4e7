"""A case: a scheme folder with its units, facts and registers, read with every problem at once and ready to be scored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from youju.engine.data import Facts, Registers, Units, empty_facts
from youju.engine.evaluate.world import World
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.prepare.cells import Doubt
from youju.engine.problems import BadInputError, Problem, blocking
from youju.engine.read import Loaded, read_scheme
from youju.engine.result import Result
from youju.engine.score import prepared, scored
from youju.engine.sources.facts import read_facts
from youju.engine.sources.join import concat_facts
from youju.engine.sources.registers import read_registers
from youju.engine.sources.results import read_results
from youju.engine.sources.stream import DoubtfulError, FactFile
from youju.engine.sources.times import latest
from youju.engine.sources.units import read_units

ROUNDS = {
    "day": ("日", "2023-07-15"), "month": ("月", "2023-07"), "quarter": ("季", "2023Q3"), "half_year": ("半年", "2023H1"), "year": ("年", "2023"),
}  # fmt: skip
"""What a round of each length is called, and how one is written."""
ENDINGS = (".csv", ".parquet", ".xlsx", ".xls", ".ods")


@dataclass(frozen=True)
class Case:
    """Everything one round needs. ``as_of`` is µs since 1970 UTC."""

    loaded: Loaded
    scheme: Scheme
    units: Units
    facts: Facts | FactFile
    registers: Registers
    period: Period
    as_of: int | None

    def score(self) -> Result:
        """Score the case."""
        return scored(self.world())

    def world(self) -> World:
        """Return the world of the case, its facts taken in. Raises BadInputError when a file read quickly turns out to be wrong."""

        def load(facts: Facts | Iterable[Facts], doubt: Doubt | None = None) -> World:
            return prepared(
                self.scheme, units=self.units, facts=facts, registers=self.registers, period=self.period, as_of=self.as_of, doubt=doubt
            )  # fmt: skip

        if isinstance(self.facts, Facts):
            return load(self.facts)
        try:
            return load(self.facts.batches(), _doubtful)
        except DoubtfulError:
            return load(self.all_facts())

    def all_facts(self) -> Facts:
        """Return all facts in memory. Raises BadInputError with every problem of a file that was only looked through so far."""
        if isinstance(self.facts, Facts):
            return self.facts
        facts, problems = read_facts(
            self.facts.path, scheme=self.scheme, units=self.units, period=self.period, as_of=self.as_of, closed=self.facts.closed
        )  # fmt: skip
        if facts is None:
            raise BadInputError(problems)
        return facts


def _doubtful(key: object, unit: int) -> None:
    raise DoubtfulError(f"{key} {unit}")


def open_case(
    folder: Path | str,
    *,
    facts: Any = None,
    units: Any = None,
    period: Period | str | None = None,
    as_of: str | date | int | None = None,
    trial: bool = False,
    closed: bool = False,
) -> Case:
    """Read a scheme folder. ``facts`` and ``units`` (paths or tables) stand in for the folder's own files.

    Without a ``period`` the latest one in force that the facts are about is taken. A ``trial`` may score a period in which the
    scheme is not in force: a draft tried on what was. ``closed`` facts are those of a bundle: the results of other schemes that it
    was scored with stand among them, and none are read from the folder. Raises BadInputError with every problem found.
    """
    folder = Path(folder)
    loaded = read_scheme(folder)
    problems = blocking(loaded.problems)
    if loaded.scheme is None or problems:
        raise BadInputError(problems)
    when, as_of = period_of(period), moment_of(as_of)
    if when is not None and not trial:
        must_hold(loaded.scheme, when)
    try:
        return _read(
            loaded,
            loaded.scheme,
            folder,
            facts,
            units,
            when or loaded.scheme.in_force.from_,
            as_of,
            settled=when is not None,
            closed=closed,
        )
    except FileNotFoundError as absent:
        raise BadInputError(
            [
                Problem(
                    str(absent.args[0]),
                    "file-absent",
                    "没有这个文件",
                    "放入文件，或用 --units、--facts 指明",
                    "the file is not there",
                    "put it there, or name it with --units or --facts",
                )
            ]
        ) from None


def period_of(period: Period | str | None) -> Period | None:
    """Read a period. Raises BadInputError for a text that is none."""
    if not isinstance(period, str):
        return period
    try:
        return Period.parse(period)
    except ValueError as error:
        raise BadInputError(
            [
                Problem(
                    "--period",
                    "period",
                    f"不是周期：{period}",
                    "写成 2023-07、2023Q3、2023H1 或 2023",
                    str(error),
                    "write 2023-07, 2023Q3, 2023H1 or 2023",
                )
            ]
        ) from None


def moment_of(as_of: str | date | int | None) -> int | None:
    """Return the last µs since 1970 UTC that still counts. Raises BadInputError for a text that is no day and no time."""
    try:
        return latest(as_of)
    except (ValueError, OverflowError):
        raise BadInputError(
            [
                Problem(
                    "--as-of",
                    "as-of",
                    f"不是日期，也不是时间：{as_of}",
                    "写成 2023-07-05 或 2023-07-05T18:00",
                    f"neither a day nor a time: {as_of}",
                    "write 2023-07-05 or 2023-07-05T18:00",
                )
            ]
        ) from None


def must_hold(scheme: Scheme, period: Period) -> None:
    """Refuse a period that is no round of a scheme: of another length, or before it begins or after it ends. Raises BadInputError."""
    if period.every.value != scheme.round.every:
        word, like = ROUNDS[scheme.round.every]
        raise BadInputError(
            [
                Problem(
                    "--period",
                    "period",
                    f"方案 {scheme.scheme} 每{word}评一次，{period} 不是这样的一期",
                    f"写成 {like} 这样的一期",
                    f"a round of {scheme.scheme} is a {scheme.round.every}, {period} is none",
                    f"write one such as {like}",
                )
            ]
        )
    first, last = scheme.in_force.from_, scheme.in_force.to
    if period.end < first.start or period.start > last.end:
        raise BadInputError(
            [
                Problem(
                    "--period",
                    "period",
                    f"方案 {scheme.scheme} 从 {first} 到 {last} 有效，{period} 不在其中",
                    "换一个周期，或用当时有效的方案；草案试算用 youju whatif",
                    f"the scheme holds from {first} to {last}, not in {period}",
                    "take another period, or the scheme of that time; to try a draft use youju whatif",
                )
            ]
        )


def data_problems(loaded: Loaded, period: Period | None = None) -> list[Problem]:
    """Return what is wrong with the units, facts, registers and results that stand in a scheme's folder, all at once.

    Units and facts that are not there may be given when scoring: their absence is no fault of the folder. Without units nothing
    else can be looked at.
    """
    scheme, folder = loaded.scheme, loaded.folder
    if scheme is None or folder is None:
        return []
    try:
        find(folder, "units")
    except FileNotFoundError:
        return []
    try:
        facts: Any = _facts(folder, scheme, None)
    except FileNotFoundError:
        facts = []
    try:
        case = _read(
            loaded,
            scheme,
            folder,
            facts,
            None,
            period or scheme.in_force.from_,
            None,
            settled=period is not None,
            strict=True,
        )
        case.all_facts() if isinstance(case.facts, FactFile) else None
    except BadInputError as bad:
        return list(bad.problems)
    return []


def find(folder: Path, name: str) -> Path:
    """Return the file of that name with any of the endings we read. Raises FileNotFoundError naming the CSV when there is none."""
    for ending in ENDINGS:
        if (path := folder / f"{name}{ending}").is_file():
            return path
    raise FileNotFoundError(str(folder / f"{name}.csv"))


def _read(
    loaded: Loaded,
    scheme: Scheme,
    folder: Path,
    facts: Any,
    units: Any,
    period: Period,
    as_of: int | None,
    *,
    settled: bool,
    closed: bool = False,
    strict: bool = False,
) -> Case:
    """Read what a case needs. A ``strict`` reading raises BadInputError for what is only a warning as well, so that it can be told."""
    unit_source = find(folder, "units") if units is None else units
    read, wrong = read_units(unit_source, period=period, default_level=scheme.league[0].level, rough=True)
    told_of: Callable[[Iterable[Problem]], list[Problem]] = list if strict else blocking
    wrong = told_of(wrong)
    unknown = (
        read is None
    )  # the file cannot be read at all: who is in it is not known, but the rest can be looked through
    if read is None:
        read = Units((), (), (), np.empty(0, np.int32))
    source = _facts(folder, scheme, facts)
    seen: Facts | FactFile | None = (
        None if wrong else FactFile.of(source, scheme, read, period, closed=closed)
    )
    problems: list[Problem] = []
    if seen is None:
        seen, problems = read_facts(
            source, scheme=scheme, units=read, period=period, as_of=as_of, closed=closed
        )
    if seen is not None and not settled and not wrong:
        latest_one = latest_round(scheme, seen)
        if latest_one is not None and latest_one != period:
            return _read(
                loaded, scheme, folder, facts, units, latest_one, as_of,
                settled=True, closed=closed, strict=strict,
            )  # fmt: skip
    registers, more = read_registers(scheme, folder, read)
    results, last = (empty_facts(), []) if closed else read_results(scheme, folder, read, period=period)
    problems, more, last = told_of(problems), told_of(more), told_of(last)
    if seen is None or results is None or wrong or problems or more or last:
        told = [
            one for one in (*problems, *more, *last) if not (unknown and one.code in {"unit-unknown", "more"})
        ]
        raise BadInputError([*wrong, *told])
    if len(results):
        if isinstance(seen, FactFile):
            seen, problems = read_facts(source, scheme=scheme, units=read, period=period, as_of=as_of)
        if seen is None:
            raise BadInputError(problems)
        seen = concat_facts(seen, results)
    return Case(loaded, scheme, read, seen, registers, period, as_of)


def _facts(folder: Path, scheme: Scheme, given: Any) -> Any:
    """Return where the facts are; a scheme that only counts registers needs none."""
    if given is not None:
        return given
    try:
        return find(folder, "facts")
    except FileNotFoundError:
        if all(one.from_ is not None or one.value is not None for one in scheme.indicators.values()):
            return []
        raise


def latest_round(scheme: Scheme, facts: Facts | FactFile) -> Period | None:
    """Return the latest period of the round's length that the facts are about and the scheme is in force for."""
    begin, end = scheme.in_force.from_.start, scheme.in_force.to.end
    used = (
        facts.periods()
        if isinstance(facts, FactFile)
        else {facts.periods[i] for i in set(facts.period.tolist())}
    )
    known = [p for p in used if p.every.value == scheme.round.every and begin <= p.start and p.end <= end]
    return max(known, default=None)
