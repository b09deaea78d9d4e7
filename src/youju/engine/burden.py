"""The burden of forms: which numbers schemes ask a unit for, what separate forms would cost, and what is left when a number is asked once.

A number is the same number when its definition (its title where there is none), its measure and the length of its period are the
same, whoever asks. Before: every scheme has a form of its own with every number it needs of the unit, those it could count from a
register among them, and the registers that the unit keeps beside it. After: a number that another scheme asks is taken over, one that
a register or a monitor tells is not asked, one that did not change is confirmed and not typed, and a record is its own evidence.
What others write – the office, inspectors, a machine – a unit is asked for neither before nor after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from youju.engine.case import Case, open_case
from youju.engine.check.book import Book
from youju.engine.compliance.inputs import leaves, reached_by
from youju.engine.data import BASES
from youju.engine.language.indicators import FromRegister, Indicator
from youju.engine.language.leaves import EventList, Panel
from youju.engine.language.scheme import Scheme
from youju.engine.score import Level, Result
from youju.engine.yaml_tree import Path as Place

FORM, FIELD, KEPT = 300, 90, 10
"""Estimated seconds: to open, sign and hand in a form; to look a number up and type it; to confirm one that did not change."""
PER_YEAR = {"day": 365, "month": 12, "quarter": 4, "half_year": 2, "year": 1, "once": 1}
MONITOR = BASES.index("monitor")
Key = tuple[str, str, str]
"""Definition or title, measure, length of the period: what makes a number the same number."""


@dataclass(frozen=True)
class Want:
    """One number that a scheme wants of one unit so many times a year; ``counted`` where a register tells it."""

    scheme: str
    office: str
    unit: str
    key: Key
    times: int
    counted: bool


@dataclass(frozen=True)
class Kept:
    """What a unit writes into a register of a scheme in a year: fields filled in, and those among them that are evidence."""

    office: str
    unit: str
    fields: int
    evidence: int


@dataclass(frozen=True)
class Cost:
    """Forms, numbers and fields of records typed, numbers confirmed and estimated minutes, in a year."""

    forms: int = 0
    fields: int = 0
    kept: int = 0

    @property
    def minutes(self) -> int:
        """Estimated minutes, half up."""
        seconds = self.forms * FORM + self.fields * FIELD + self.kept * KEPT
        return (2 * seconds + 60) // 120

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.forms + other.forms, self.fields + other.fields, self.kept + other.kept)


@dataclass(frozen=True)
class Line:
    """What one unit, level or office costs before and after reuse."""

    name: str
    title: str
    units: int
    before: Cost
    after: Cost

    @property
    def share(self) -> str:
        """What is left of the fields, in whole per cent, half up; empty where nothing was asked."""
        asked = self.before.fields
        return f"{(200 * self.after.fields + asked) // (2 * asked)}%" if asked else ""

    def as_dict(self) -> dict[str, Any]:
        """Return plain data."""
        before, after = ({**asdict(cost), "minutes": cost.minutes} for cost in (self.before, self.after))
        return {
            "name": self.name, "title": self.title, "units": self.units, "before": before, "after": after, "share": self.share,
        }  # fmt: skip


@dataclass(frozen=True)
class Shared:
    """A number that several schemes ask the same units for, or would if they meant the same by its name."""

    title: str
    measures: tuple[str, ...]
    schemes: tuple[str, ...]
    units: int


@dataclass(frozen=True)
class Burden:
    """The burden of several schemes together: by unit, level and office; what is shared; what has one name and two meanings."""

    units: tuple[Line, ...]
    levels: tuple[Line, ...]
    offices: tuple[Line, ...]
    shared: tuple[Shared, ...]
    unlike: tuple[Shared, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain data."""
        found: dict[str, Any] = {
            name: [line.as_dict() for line in getattr(self, name)] for name in ("levels", "offices", "units")
        }
        return {
            **found,
            "shared": [asdict(one) for one in self.shared],
            "unlike": [asdict(one) for one in self.unlike],
            "seconds": {"form": FORM, "field": FIELD, "kept": KEPT},
        }


def burden_of(folders: Sequence[Path]) -> Burden:
    """Return the burden of scheme folders. Raises BadInputError for a folder that cannot be scored."""
    cases = [open_case(folder) for folder in folders]
    wants = [want for case in cases for want in wants_of(case)]
    titles = {
        code: (title, level)
        for case in cases
        for code, title, level in zip(case.units.codes, case.units.titles, case.units.levels, strict=True)
    }
    before, after = _before(wants), _after(wants, *_repeats(cases))
    for kept in (kept for case in cases for kept in kept_in(case)):
        cell = (kept.unit, kept.office)
        before[cell] += Cost(0, kept.fields)
        after[cell] += Cost(0, kept.fields - kept.evidence)
    return Burden(
        tuple(_lines(before, after, lambda want: want[0], {c: t for c, (t, _level) in titles.items()})),
        tuple(_lines(before, after, lambda want: titles[want[0]][1], {})),
        tuple(_lines(before, after, lambda want: want[1], {})),
        tuple(_shared(wants)),
        tuple(_unlike(wants)),
    )


def wants_of(case: Case) -> Iterator[Want]:
    """Yield every number that a scheme wants of a unit, once for each unit and number."""
    result = case.score()
    scheme = result.world.scheme
    if scheme.composite is not None:
        return
    book = Book(scheme, case.loaded.tree)
    seen: set[tuple[str, Key]] = set()
    deepest_first = sorted(result.levels, key=lambda level: -_depth(case, level))
    for path, rule in leaves(book):
        levels = [_concerned(result, level, str(getattr(rule, "id", ""))) for level in deepest_first]
        asked = [units for units in levels if units]
        for key, times, counted, lowest in _numbers(book, scheme, path):
            for unit in (unit for units in (asked[:1] if lowest else asked) for unit in units):
                if (unit, key) not in seen:
                    seen.add((unit, key))
                    yield Want(scheme.scheme, scheme.owner or scheme.basis.issuer, unit, key, times, counted)


def kept_in(case: Case) -> Iterator[Kept]:
    """Yield what units write into the registers of a scheme that they keep themselves, by the records of its folder."""
    scheme = case.scheme
    for name, records in case.registers.items():
        register = scheme.registers[name]
        if register.kept_by != "unit":
            continue
        said = [
            [cell is not None for cell in cells]
            for label, cells in records.fields.items()
            if label not in (register.unit, register.evidence)
        ]
        for row, unit in enumerate(records.unit):
            proof = records.evidence[row] is not None
            yield Kept(
                scheme.owner or scheme.basis.issuer,
                case.units.codes[int(unit)],
                sum(cells[row] for cells in said) + proof,
                int(proof),
            )


def _depth(case: Case, level: Level) -> int:
    """Return how many units stand above the units of a level, at most."""
    deepest = 0
    for unit in level.at:
        above, parent = 0, int(case.units.parents[unit])
        while parent >= 0 and above < len(case.units.codes):
            above, parent = above + 1, int(case.units.parents[parent])
        deepest = max(deepest, above)
    return deepest


def _concerned(result: Result, level: Level, rule: str) -> list[str]:
    """Return the units of a level that a rule is written for."""
    outcome = level.outcomes.get(rule)
    if outcome is None or outcome.concerned is None:
        return []
    return [result.units.codes[unit] for row, unit in enumerate(level.at) if outcome.concerned[row]]


def _numbers(book: Book, scheme: Scheme, path: Place) -> Iterator[tuple[Key, int, bool, bool]]:
    """Yield the numbers a rule rests on: key, times a year, told by a register, wanted of the lowest level only."""
    every = scheme.round.every
    for name in sorted(reached_by(book, path)):
        one = scheme.indicators[name]
        if one.ask is not None and one.ask != "official":
            rolls = one.up_the_tree not in (None, "own")
            yield key_of(one, one.ask), _times(scheme, one.ask), False, rolls
        elif isinstance(one.from_, FromRegister) and _is_kept(scheme, one.from_.register_):
            yield key_of(one, every), _times(scheme, every), True, True
    for seen in book.by_rule.get(path, ()):
        if (
            isinstance(seen.part, EventList | Panel)
            and seen.part.register_ is not None
            and _is_kept(scheme, seen.part.register_)
        ):
            register = scheme.registers[seen.part.register_]
            title = getattr(scheme_rule(book, path), "title", None) or register.title or seen.part.register_
            yield (title, "件", every), _times(scheme, every), True, True


def _is_kept(scheme: Scheme, register: str) -> bool:
    """Whether units keep a register themselves: what others find, nobody asks a unit to count."""
    return scheme.registers[register].kept_by == "unit"


def scheme_rule(book: Book, path: Place) -> object:
    """Return the rule that stands at a place."""
    return next((seen.part for seen in book.rules if seen.path == path), None)


def key_of(one: Indicator, every: str) -> Key:
    """Return what makes an indicator the same number as another."""
    return "".join((one.definition or one.title).split()), one.measure or "", every


def _times(scheme: Scheme, every: str) -> int:
    """Return how often in a year of force, at most twelve months, a number of that length is wanted."""
    first, last = scheme.in_force.from_.start, scheme.in_force.to.end
    months = min((last.year - first.year) * 12 + last.month - first.month + 1, 12)
    return max(-(-PER_YEAR[every] * months // 12), 1)


def _before(wants: Iterable[Want]) -> dict[tuple[str, str], Cost]:
    """Return (unit, office) → cost, where every scheme has a form of its own."""
    found: dict[tuple[str, str], Cost] = defaultdict(Cost)
    forms: dict[tuple[str, str, str], int] = defaultdict(int)
    for want in wants:
        found[want.unit, want.office] += Cost(0, want.times)
        form = (want.unit, want.office, want.scheme)
        forms[form] = max(forms[form], want.times)
    for (unit, office, _scheme), times in forms.items():
        found[unit, office] += Cost(times)
    return found


def _after(
    wants: Iterable[Want], repeats: dict[tuple[str, Key], tuple[int, int]], told: set[tuple[str, Key]]
) -> dict[tuple[str, str], Cost]:
    """Return (unit, office) → cost, where the first scheme that asks a number asks it for all."""
    asking: dict[tuple[str, Key], Want] = {}
    for want in wants:
        cell = (want.unit, want.key)
        if want.counted or cell in told:
            continue
        if cell not in asking or want.times > asking[cell].times:
            asking[cell] = want
    found: dict[tuple[str, str], Cost] = defaultdict(Cost)
    forms: dict[tuple[str, str, str], int] = defaultdict(int)
    for cell, want in asking.items():
        same, pairs = repeats.get(cell, (0, 0))
        kept = (want.times - 1) * same // pairs if pairs else 0
        found[want.unit, want.office] += Cost(0, want.times - kept, kept)
        form = (want.unit, want.office, want.scheme)
        forms[form] = max(forms[form], want.times)
    for (unit, office, _scheme), times in forms.items():
        found[unit, office] += Cost(times)
    return found


def _repeats(cases: Iterable[Case]) -> tuple[dict[tuple[str, Key], tuple[int, int]], set[tuple[str, Key]]]:
    """Return how often a value was the one of the period before, of how many pairs of periods; and what monitors tell."""
    values: dict[tuple[str, Key], dict[Any, tuple[int, int]]] = defaultdict(dict)
    told: set[tuple[str, Key]] = set()
    for case in cases:
        facts = case.all_facts()
        asked = {
            at: key_of(case.scheme.indicators[name], case.scheme.indicators[name].ask or "")
            for at, name in enumerate(facts.indicators)
            if name in case.scheme.indicators
        }
        for row in range(len(facts)):
            if (key := asked.get(int(facts.indicator[row]))) is None:
                continue
            cell = (case.units.codes[int(facts.unit[row])], key)
            if int(facts.basis[row]) == MONITOR:
                told.add(cell)
            number = (int(facts.mantissa[row]), int(facts.scale[row]))
            values[cell][facts.periods[int(facts.period[row])]] = number
    pairs = {}
    for cell, series in values.items():
        steps = [series[when] == series[when.back()] for when in series if when.back() in series]
        pairs[cell] = (sum(steps), len(steps))
    return pairs, told


def _lines(
    before: dict[tuple[str, str], Cost],
    after: dict[tuple[str, str], Cost],
    named: Any,
    titles: dict[str, str],
) -> Iterator[Line]:
    """Yield a line for every name, the heaviest first."""
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for cell in before:
        names[named(cell)].append(cell)
    lines = [
        Line(
            name,
            titles.get(name, name),
            len({unit for unit, _office in cells}),
            sum((before[cell] for cell in cells), Cost()),
            sum((after.get(cell, Cost()) for cell in cells), Cost()),
        )
        for name, cells in names.items()
    ]
    yield from sorted(lines, key=lambda line: (-line.before.fields, line.name))


def _shared(wants: Iterable[Want]) -> Iterator[Shared]:
    """Yield the numbers that more than one scheme wants of the same unit."""
    asked: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for want in wants:
        if not want.counted:
            asked[want.key][want.unit].add(want.scheme)
    for key, units in sorted(asked.items()):
        several = {unit: schemes for unit, schemes in units.items() if len(schemes) > 1}
        if several:
            yield Shared(key[0], (key[1],), tuple(sorted(set().union(*several.values()))), len(several))


def _unlike(wants: Iterable[Want]) -> Iterator[Shared]:
    """Yield names under which one unit is asked in two measures or for two lengths of time."""
    asked: dict[str, dict[str, set[tuple[str, str, str]]]] = defaultdict(lambda: defaultdict(set))
    for want in wants:
        if not want.counted:
            asked[want.key[0]][want.unit].add((*want.key[1:], want.scheme))
    for title, units in sorted(asked.items()):
        several = [one for one in units.values() if len({said[:2] for said in one}) > 1]
        if several:
            said = sorted(set().union(*several))
            yield Shared(
                title, tuple(dict.fromkeys(f"{m} {e}".strip() for m, e, _s in said)), tuple(sorted({s for _m, _e, s in said})), len(several)
            )  # fmt: skip
