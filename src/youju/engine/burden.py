"""The burden of forms: which numbers schemes ask a unit for, what separate forms would cost, and what is left when a number is asked once.

Who is asked for what, and in which rounds, is what the forms of the house ask (`asking`, `places`). A number is the same number when
its definition (its title where there is none), its measure and the length of its period are the same, whoever asks. Before: every scheme
has a form of its own with every number it asks the unit for, those it could count from a register that the unit keeps among them, and
those registers beside it. After: a number that another scheme's form said for the period is taken over, one that a register, a statistic,
a document or a monitor tells is not asked – the shared registers beside the schemes among them, where others than the unit write – one that did not change is confirmed and not typed, a record begins
with what the unit's record before it says, and is its own evidence.
What others write – the office, inspectors, a machine – a unit is asked for neither before nor after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from youju.engine.asking import asked_in, rounds_of
from youju.engine.case import Case, open_case
from youju.engine.check.book import Book
from youju.engine.compliance.inputs import leaves, reached_by
from youju.engine.data import BASES
from youju.engine.language.indicators import FromRegister, Indicator
from youju.engine.language.leaves import EventList, Panel
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.places import reporting
from youju.engine.registers.read import FOLDER, read_declarations
from youju.engine.registers.telling import Number, tells
from youju.engine.result import Level, Result
from youju.engine.yaml_tree import Path as Place

FORM, FIELD, KEPT = 300, 90, 10
"""Estimated seconds: to open, sign and hand in a form; to look a number up and type it; to confirm one that did not change."""
MONITOR = BASES.index("monitor")
ALWAYS = ""
"""The period of what a monitor tells: it goes on reading, whichever months the facts of a folder show."""
TOLD = frozenset(BASES.index(basis) for basis in ("register", "official", "document", "monitor"))
"""The bases of values that the house holds without asking: what was reported or verified came out of reports."""
Key = tuple[str, str, str]
"""Definition or title, measure, length of the period: what makes a number the same number."""


@dataclass(frozen=True)
class Want:
    """One number that a scheme wants of one unit: each period it is about → the round that asks it. ``counted`` where a register tells it."""

    scheme: str
    office: str
    unit: str
    key: Key
    asked: Mapping[str, str]
    counted: bool = False


@dataclass(frozen=True)
class Kept:
    """What a unit writes into a register of a scheme in a year: fields filled in, those that are evidence, and those that say what the record before said."""

    office: str
    unit: str
    fields: int
    evidence: int
    again: int


@dataclass(frozen=True)
class Cost:
    """Forms, numbers and fields of records typed, those confirmed, and estimated minutes, in a year."""

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
    before, after = _before(wants), _after(wants, *_repeats(cases), told_beside(folders))
    for kept in (kept for case in cases for kept in kept_in(case)):
        cell = (kept.unit, kept.office)
        before[cell] += Cost(0, kept.fields)
        after[cell] += Cost(0, kept.fields - kept.evidence - kept.again, kept.again)
    return Burden(
        tuple(_lines(before, after, lambda want: want[0], {c: t for c, (t, _level) in titles.items()})),
        tuple(_lines(before, after, lambda want: titles[want[0]][1], {})),
        tuple(_lines(before, after, lambda want: want[1], {})),
        tuple(_shared(wants)),
        tuple(_unlike(wants)),
    )


def told_beside(folders: Iterable[Path]) -> frozenset[Number]:
    """Return the numbers that the shared registers beside scheme folders tell, month for month."""
    homes = sorted({folder.resolve().parent / FOLDER for folder in folders})
    read = (one.declaration for home in homes for one in read_declarations(home.glob("*.yaml")).values())
    return frozenset(number for one in read if one is not None for number in tells(one))


def wants_of(case: Case) -> Iterator[Want]:
    """Yield every number that a scheme wants of a unit, once for each unit and number."""
    scheme = case.scheme
    office, rounds = scheme.owner or scheme.basis.issuer, rounds_of(scheme)
    words = set(reporting(scheme))
    units = [code for code, level in zip(case.units.codes, case.units.levels, strict=True) if level in words]
    for key, asked in asked_of(scheme, rounds).items():
        yield from (Want(scheme.scheme, office, unit, key, asked) for unit in units)
    if scheme.composite is not None:
        return
    every = {str(one): str(one) for one in rounds}
    for unit, key in dict.fromkeys(_countable(case)):
        yield Want(scheme.scheme, office, unit, key, every, counted=True)


def asked_of(scheme: Scheme, rounds: Iterable[Period]) -> dict[Key, dict[str, str]]:
    """Return every number that the forms of some rounds ask: the periods it is about, each with its round. What is asked once is one period."""
    found: dict[Key, dict[str, str]] = defaultdict(dict)
    for round_ in rounds:
        for one in asked_in(scheme, round_):
            ask = str(one.indicator.ask)
            about = ask if ask == "once" else one.period
            found[key_of(one.indicator, ask)].setdefault(about, str(round_))
    return found


def _countable(case: Case) -> Iterator[tuple[str, Key]]:
    """Yield the units and numbers that could be asked, and are counted from a register that the units keep themselves."""
    result = case.score()
    scheme = result.world.scheme
    book = Book(scheme, case.loaded.tree)
    deepest_first = sorted(result.levels, key=lambda level: -_depth(case, level))
    for path, rule in leaves(book):
        levels = [_concerned(result, level, str(getattr(rule, "id", ""))) for level in deepest_first]
        lowest = next((units for units in levels if units), ())
        yield from ((unit, key) for key in _counts(book, scheme, path) for unit in lowest)


def kept_in(case: Case) -> Iterator[Kept]:
    """Yield what units write into the registers of a scheme that they keep themselves, by the records of its folder, in their order."""
    scheme = case.scheme
    for name, records in case.registers.items():
        register = scheme.registers[name]
        if register.kept_by != "unit":
            continue
        columns = [
            cells
            for label, cells in records.fields.items()
            if label not in (register.unit, register.evidence)
        ]
        before: dict[int, list[Any]] = {}
        for row, unit in enumerate(records.unit):
            said = [cells[row] for cells in columns]
            last = before.get(int(unit), [None] * len(said))
            before[int(unit)] = said
            proof = records.evidence[row] is not None
            yield Kept(
                scheme.owner or scheme.basis.issuer,
                case.units.codes[int(unit)],
                sum(cell is not None for cell in said) + proof,
                int(proof),
                sum(cell is not None and cell == was for cell, was in zip(said, last, strict=True)),
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


def _counts(book: Book, scheme: Scheme, path: Place) -> Iterator[Key]:
    """Yield the numbers a rule rests on that a register of the units tells."""
    every = scheme.round.every
    for name in sorted(reached_by(book, path)):
        one = scheme.indicators[name]
        if isinstance(one.from_, FromRegister) and _is_kept(scheme, one.from_.register_):
            yield key_of(one, every)
    for seen in book.by_rule.get(path, ()):
        if (
            isinstance(seen.part, EventList | Panel)
            and seen.part.register_ is not None
            and _is_kept(scheme, seen.part.register_)
        ):
            register = scheme.registers[seen.part.register_]
            title = getattr(scheme_rule(book, path), "title", None) or register.title or seen.part.register_
            yield title, "件", every


def _is_kept(scheme: Scheme, register: str) -> bool:
    """Whether units keep a register themselves: what others find, nobody asks a unit to count."""
    return scheme.registers[register].kept_by == "unit"


def scheme_rule(book: Book, path: Place) -> object:
    """Return the rule that stands at a place."""
    return next((seen.part for seen in book.rules if seen.path == path), None)


def key_of(one: Indicator, every: str) -> Key:
    """Return what makes an indicator the same number as another."""
    return "".join((one.definition or one.title).split()), one.measure or "", every


def _before(wants: Iterable[Want]) -> dict[tuple[str, str], Cost]:
    """Return (unit, office) → cost, where every scheme has a form of its own in each of its rounds."""
    found: dict[tuple[str, str], Cost] = defaultdict(Cost)
    forms: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for want in wants:
        found[want.unit, want.office] += Cost(0, len(want.asked))
        forms[want.unit, want.office, want.scheme] |= set(want.asked.values())
    for (unit, office, _scheme), rounds in forms.items():
        found[unit, office] += Cost(len(rounds))
    return found


def _after(
    wants: Iterable[Want],
    repeats: dict[tuple[str, Key], tuple[int, int]],
    told: set[tuple[str, Key, str]],
    always: frozenset[Number] = frozenset(),
) -> dict[tuple[str, str], Cost]:
    """Return (unit, office) → cost, where whoever asks a number most often asks it for all, and the others what is left of it."""
    asking: dict[tuple[str, Key], list[Want]] = defaultdict(list)
    for want in (want for want in wants if not want.counted):
        asking[want.unit, want.key].append(want)
    found: dict[tuple[str, str], Cost] = defaultdict(Cost)
    forms: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for cell, several in asking.items():
        known = {
            about
            for want in several
            for about in want.asked
            if {(*cell, about), (*cell, ALWAYS)} & told or (about != "once" and cell[1][:2] in always)
        }
        same, pairs = repeats.get(cell, (0, 0))
        for want in sorted(several, key=lambda want: -len(want.asked)):
            typed = {about: round_ for about, round_ in want.asked.items() if about not in known}
            first = 1 if typed and not known else 0
            kept = (len(typed) - first) * same // pairs if pairs else 0
            found[want.unit, want.office] += Cost(0, len(typed) - kept, kept)
            forms[want.unit, want.office, want.scheme] |= set(typed.values())
            known |= typed.keys()
    for (unit, office, _scheme), rounds in forms.items():
        found[unit, office] += Cost(len(rounds))
    return found


def _repeats(
    cases: Iterable[Case],
) -> tuple[dict[tuple[str, Key], tuple[int, int]], set[tuple[str, Key, str]]]:
    """Return how often a value was the one of the period before, of how many pairs of periods; and what others tell, for which period."""
    values: dict[tuple[str, Key], dict[Any, tuple[int, int]]] = defaultdict(dict)
    told: set[tuple[str, Key, str]] = set()
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
            cell, when = (case.units.codes[int(facts.unit[row])], key), facts.periods[int(facts.period[row])]
            if (basis := int(facts.basis[row])) in TOLD:
                about = "once" if key[2] == "once" else str(when)
                told.add((*cell, ALWAYS if basis == MONITOR else about))
            values[cell][when] = (int(facts.mantissa[row]), int(facts.scale[row]))
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
