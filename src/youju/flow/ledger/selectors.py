"""Questions about the ledger: what stands, what was, and what the engine is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.db.models import Max, Q, QuerySet
from django.http import Http404

from youju.engine.case import Case, open_case
from youju.engine.data import Facts, Units
from youju.engine.problems import BadInputError
from youju.flow.documents.citing import citations_in
from youju.flow.evidence.proofs import proofs_in
from youju.flow.ledger.closed import came_later, sources_of, taken_back_later
from youju.flow.ledger.exactly import text
from youju.flow.ledger.following import follow
from youju.flow.ledger.models import Observation, Withdrawal
from youju.flow.ledger.ports import files_of
from youju.flow.schemes.package import laid_out
from youju.flow.schemes.selectors import UNITS, materials, scheme_of, schemes_for, titles_of
from youju.flow.units.powers import may_on, rows_for, units_for
from youju.kernel.errors import BadInput, Problem
from youju.kernel.written import written_once

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
FACT_FIELDS = ("pk", "unit_id", "unit__code", "indicator", "period", "mantissa", "scale", "relation", "basis",
               "evidence", "citation", "recorded_at")  # fmt: skip


def standing(scheme: str, indicators: Collection[str], *, basis: str = "") -> QuerySet[Observation]:
    """Return the rows of a scheme's ledger that no later row corrects and nobody withdrew."""
    found = Observation.objects.filter(
        scheme=scheme, indicator__in=indicators, corrected_by=None, withdrawal=None
    )
    return found.filter(basis=basis) if basis else found


def observations_for(
    user: Any, *, scheme: str = "", period: str = "", unit: str = "", indicator: str = ""
) -> QuerySet[Observation]:
    """Return the observations a person may see, the latest first, with units and corrections loaded.

    An indicator is asked for by its name, or by a part of what it is called.
    """
    found = Observation.objects.filter(rows_for(user, "ledger.read"))
    for name, value in (("scheme", scheme), ("period", period), ("unit__code", unit)):
        if value:
            found = found.filter(Q((name, value)))
    if indicator:
        codes = [scheme] if scheme else schemes_for(user).values_list("code", flat=True)
        called = {
            name
            for code in codes
            for name, (title, _measure) in titles_of(code).items()
            if indicator in title
        }
        found = found.filter(indicator__in={indicator, *called})
    return found.select_related("unit", "recorded_by", "corrects", "corrected_by").order_by("-pk")


def named(rows: Iterable[Observation]) -> list[Observation]:
    """Return observations that know what their indicator is called (`title`) and counted in (`measure`), for people to read."""
    found = list(rows)
    titles = {code: titles_of(code) for code in {row.scheme for row in found}}
    for row in found:
        row.title, row.measure = titles[row.scheme].get(row.indicator, (row.indicator, ""))
    return found


def observation_for(user: Any, pk: int, act: str = "ledger.read") -> Observation:
    """Return an observation on whose unit a person may do the act, or answer 404 as if it did not exist."""
    found = Observation.objects.filter(rows_for(user, act), pk=pk)
    row = found.select_related("unit", "recorded_by").first()
    if row is None:
        raise Http404(pk)
    return row


def units_to_import(user: Any, codes: Collection[str]) -> dict[str, int]:
    """Return code → key of those of these units for which a person may import official statistics."""
    mine, wanted, found = units_for(user, "ledger.import"), sorted(codes), {}
    for at in range(0, len(wanted), 5000):
        found |= dict(mine.filter(code__in=wanted[at : at + 5000]).values_list("code", "pk"))
    return found


def cell_of(scheme: str, unit_id: int, indicator: str, period: str) -> list[Observation]:
    """Return every value that was ever held of one cell, in the order recorded; the one that counts by `counting`."""
    found = Observation.objects.filter(
        scheme__in=["", scheme], unit_id=unit_id, indicator=indicator, period=period
    )
    return list(found.select_related("recorded_by").order_by("recorded_at", "pk"))


def counting(rows: list[Observation]) -> Observation | None:
    """Return which of one cell's rows counts: official before verified before the rest, then the latest; none of none."""
    corrected = {row.corrects_id for row in rows} | withdrawn({row.pk for row in rows})
    return max((row for row in rows if row.pk not in corrected), key=_weight, default=None)


def held_values(user: Any, scheme: str, period: str = "") -> Iterator[Observation]:
    """Yield the values of a scheme that a person may see and that hold: of each cell the one that counts, no other."""
    rows = observations_for(user, scheme=scheme, period=period).filter(corrected_by=None, withdrawal=None)
    cells = rows.order_by("unit__code", "indicator", "period", "pk").iterator(chunk_size=2000)
    for _cell, held in groupby(cells, key=lambda row: (row.unit_id, row.indicator, row.period)):
        yield max(held, key=_weight)


def _weight(row: Observation) -> tuple[int, dt.datetime, int]:
    return Observation.COUNTS.get(row.basis, 1), row.recorded_at, row.pk


def withdrawn(
    among: Collection[int] | None = None, *, as_of: dt.datetime | None = None, but: Collection[int] = ()
) -> set[int]:
    """Return the rows that are not held any more, with the rows they correct, as of a moment; perhaps only among some, but some."""
    found = Withdrawal.objects.all() if among is None else Withdrawal.objects.filter(observation__in=among)
    if as_of is not None:
        found = found.filter(withdrawn_at__lte=as_of)
    out: set[int] = set()
    step = set(found.values_list("observation_id", flat=True)).difference(but)
    while step:
        out |= step
        step = set(
            Observation.objects.filter(pk__in=step, corrects__isnull=False).values_list("corrects", flat=True)
        )
    return out


@dataclass(frozen=True, slots=True)
class Laid:
    """A round laid out for the engine: the case, and the folder it was read from (gone after the context)."""

    case: Case
    folder: Path
    facts: pa.Table


@contextmanager
def laid_case(round_: Round, *, as_of: dt.datetime | None = None) -> Iterator[Laid]:
    """Lay a round out as a scheme folder and open it as a case, as of a moment by the database's clock.

    Raises BadInput with everything the engine found wrong with the facts, also while it scores them.
    """
    files = {**materials(round_), **files_of(round_)}
    facts = facts_table(round_, as_of=as_of, units=files[UNITS])
    with laid_out(files) as folder:
        try:
            case = open_case(
                folder, facts=facts, period=round_.period, as_of=None if as_of is None else micros(as_of)
            )
            yield Laid(case, folder, facts)
        except BadInputError as error:
            raise BadInput(
                f"“{round_}”不能计分", f"底账有 {len(error.problems)} 处过不了方案的检查", "在底账上逐处更正后再计分",
                english=f"The ledger does not pass the scheme: {len(error.problems)} problems.",
                problems=[Problem.of(p, str(folder)) for p in error.problems],
            ) from None  # fmt: skip


def case_of(round_: Round, *, as_of: dt.datetime | None = None) -> Case:
    """Return a round as the engine scores it: scheme, units of the period's tree, facts and registers."""
    with laid_case(round_, as_of=as_of) as laid:
        return laid.case


def facts_of(round_: Round, *, as_of: dt.datetime | None = None) -> Facts:
    """Return the closed facts of a round as the engine's exact columns."""
    return case_of(round_, as_of=as_of).facts


def units_of(round_: Round) -> Units:
    """Return the units of a round as they stood in its tree on the period's last day."""
    return case_of(round_).units


def facts_table(round_: Round, *, as_of: dt.datetime | None = None, units: bytes | None = None) -> pa.Table:
    """Return the facts of a round as a long table, in the order recorded.

    Of a cell the rows up to the one that counts: earlier ones show what was reported before it was verified or
    corrected, and the engine lets the last one win. What adds up (`up_the_tree: sum`) follows units that merged or
    split to their successors; other rows of units outside the round's tree (`units`, as a file) stay out. What comes after the round was closed
    is held for later rounds: this one changes only by an objection to it that was upheld (closed.py).
    """
    names = set(scheme_of(round_.scheme_version).indicators)
    found = Observation.objects.filter(
        scheme__in=["", round_.scheme.code], indicator__in=names, starts_on__lte=round_.ends_on
    )
    if as_of is not None:
        found = found.filter(recorded_at__lte=as_of)
    inside, gone = (
        _codes(units or materials(round_)[UNITS]),
        withdrawn(as_of=as_of, but=taken_back_later(round_)),
    )
    gone |= came_later(found, round_)
    rows = [
        row for row in found.order_by("recorded_at", "pk").values_list(*FACT_FIELDS) if row[0] not in gone
    ]
    last = _winners(rows)
    rows = [row for row in rows if (row[11], row[0]) <= last[row[1], row[3], row[4]]]
    rows = follow(rows, scheme_of(round_.scheme_version), round_.ends_on, known_by=round_.closed_at)
    return _table([row for row in rows if row[2] in inside])


_rows_of = written_once(
    lambda schemes, unit_id, names, periods: Observation.objects.filter(
        scheme__in=schemes, unit_id=unit_id, indicator__in=names, period__in=periods
    ).order_by("pk")
)


def rows_behind(
    scheme: str, unit_id: int, facts: Iterable[Mapping[str, Any]]
) -> dict[tuple[str, str], Observation]:
    """Return the rows that facts of a bundle were laid out from, by indicator and period: told by when they were recorded."""
    wanted = {(fact["indicator"], fact["period"]): fact["recorded_at"] for fact in facts}
    names, periods = sorted({name for name, _ in wanted}), sorted({period for _, period in wanted})
    return {
        (row.indicator, row.period): row
        for row in _rows_of(["", scheme], unit_id, names, periods)
        if wanted.get((row.indicator, row.period)) == row.recorded_at
    }


def verdicts_in(round_: Round, objection: str) -> list[tuple[Observation, Observation | None]]:
    """Return the rows that an upheld objection brought into the ledger, each with the row that its round counted before it."""
    rows = Observation.objects.filter(source__startswith=sources_of(round_, objection))
    return [(row, _counted_before(row, round_)) for row in rows.order_by("pk")]


def _counted_before(row: Observation, round_: Round) -> Observation | None:
    """Return the row that a round counted before one took its place: late words of other rounds are passed over."""
    own, was = sources_of(round_), row.corrects
    while was is not None and round_.closed_at is not None and was.recorded_at > round_.closed_at:
        if (was.source or "").startswith(own) or was.corrects is None:
            break
        was = was.corrects
    return was


def _winners(rows: list[tuple[Any, ...]]) -> dict[tuple[int, str, str], tuple[dt.datetime, int]]:
    """Return for each cell when the row that counts was recorded, and its key. A correction has the basis it corrects."""
    best: dict[tuple[int, str, str], tuple[int, dt.datetime, int]] = {}
    for row in rows:
        cell, rank = (row[1], row[3], row[4]), (Observation.COUNTS.get(row[8], 1), row[11], row[0])
        if cell not in best or rank > best[cell]:
            best[cell] = rank
    return {cell: rank[1:] for cell, rank in best.items()}


def _table(rows: list[tuple[Any, ...]]) -> pa.Table:
    return pa.table({
        "unit": pa.array([row[2] for row in rows], pa.string()),
        "indicator": pa.array([row[3] for row in rows], pa.string()),
        "period": pa.array([row[4] for row in rows], pa.string()),
        "value": pa.array([text(row[5], row[6]) for row in rows], pa.string()),
        "relation": pa.array([row[7] for row in rows], pa.string()),
        "basis": pa.array([row[8] for row in rows], pa.string()),
        "evidence": pa.array([rests_on(row[9], row[10]) or None for row in rows], pa.string()),
        "recorded_at": pa.array([micros(row[11]) for row in rows], pa.int64()).cast(pa.timestamp("us", "UTC")),
    })  # fmt: skip


def rests_on(evidence: Sequence[str], citation: str) -> str:
    """Return what a value rests on in one line: its files, or the words it cites with the title before them.

    What came out of a report that kept a held value has no title of its own: there the citation itself stands.
    """
    files = [one for one in evidence if not citations_in(one)]
    if len(files) == len(evidence) and files:
        return " ".join(files)
    return " ".join([*files, citation or " ".join(one for one in evidence if citations_in(one))]).strip()


def _codes(units: bytes) -> set[str]:
    import csv
    import io

    return {row["code"] for row in csv.DictReader(io.StringIO(units.decode("utf-8")))}


def micros(moment: dt.datetime) -> int:
    """Return a moment as whole microseconds since 1970 UTC."""
    return (moment - EPOCH) // MICROSECOND


def latest_moment() -> dt.datetime:
    """Return when the last row entered the ledger (1970 for an empty one)."""
    return Observation.objects.aggregate(last=Max("recorded_at"))["last"] or EPOCH


def cell_page(user: Any, row: Observation) -> dict[str, Any]:
    """Return what the page of one observation says: every row of its cell, and which of them counts."""
    named([row])
    rows = cell_of(row.scheme, row.unit_id, row.indicator, row.period)
    best, gone = counting(rows), withdrawn({one.pk for one in rows})
    free = row.pk not in {one.corrects_id for one in rows} | gone and row.basis != Observation.Basis.OFFICIAL
    return {
        "row": row, "rows": [(one, proofs_in([rests_on(one.evidence, one.citation)]), one.pk in gone) for one in rows],
        "counts": best.pk if best else None,
        "may_correct": free and may_on(user, "ledger.correct", row.unit_id, scheme=row.scheme),
        "may_import": may_on(user, "ledger.import", row.unit_id),
    }  # fmt: skip
