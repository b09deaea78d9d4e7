"""Questions between documents and the ledger: which accepted facts wait to be taken, and where the two differ."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from youju.flow.documents.accepted import AcceptedFact, Compared, accepted_facts, compared, suggestions
from youju.flow.ledger.exchange import plain
from youju.flow.ledger.measures import in_measure
from youju.flow.ledger.models import Observation
from youju.flow.ledger.selectors import cell_of, counting, withdrawn
from youju.flow.schemes.selectors import newest_in_force, scheme_of, schemes_for
from youju.flow.units.gb2260 import is_national, significant
from youju.flow.units.powers import units_for
from youju.flow.units.selectors import units_by_code

LIKE_ENOUGH = 60
VERDICTS = {
    "agrees": _("一致"), "differs": _("不一致"), "only_documents": _("底账没有"), "only_ledger": _("文件没有说"),
    "documents_differ": _("文件之间不一致"),
}  # fmt: skip
COLUMNS = (
    _("单位"),
    _("指标"),
    _("周期"),
    _("结论"),
    _("文件说"),
    _("计量单位"),
    _("出处"),
    _("底账"),
    _("依据"),
)


@dataclass(frozen=True, slots=True)
class Meant:
    """An indicator of a scheme: its name, title and measure."""

    name: str
    title: str
    measure: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An accepted fact that the ledger does not hold as decided: where it would go, what stands there, what stands in the way.

    `was` is what was taken of an earlier decision about the same fact; `withdrawn` asks to take that back and nothing else.
    """

    fact: AcceptedFact
    unit_code: str
    indicator: str
    value: Decimal | None
    held: Observation | None
    was: Observation | None


def indicators_of(scheme: Any) -> list[Meant]:
    """Return the indicators of the newest version in force of a scheme; none where no version was put in force."""
    version = newest_in_force(scheme)
    found = scheme_of(version).indicators if version is not None else {}
    return [Meant(name, one.title or name, one.measure or "") for name, one in found.items()]


def schemes_to_cite(user: Any) -> list[Any]:
    """Return the schemes into whose ledger a person may take facts."""
    mine = units_for(user, "ledger.cite").values("pk")
    return list(schemes_for(user).filter(unit__in=mine))


def waiting(user: Any, scheme: Any, *, document: int | None = None, period: str = "") -> list[Waiting]:
    """Return the accepted facts with a value that the ledger does not hold yet, each with the proposal where it goes."""
    facts = [
        fact
        for fact in accepted_facts(period=period)
        if fact.value is not None and not fact.register and fact.scheme in {"", scheme.code}
        and (document is None or fact.document_id == document)
    ]  # fmt: skip
    known, learned, meant = taken(facts), suggestions(), indicators_of(scheme)
    codes = resolved({fact.unit_code for fact in facts})
    reach = set(
        units_for(user, "ledger.cite", scheme=scheme.code)
        .filter(code__in=set(codes.values()))
        .values_list("code", flat=True)
    )
    out = []
    for fact in facts:
        was = known.get(fact.origin)
        if was is not None and was.source == fact.source:
            continue
        code = codes.get(fact.unit_code, "")
        indicator = proposed(fact, meant, learned)
        out.append(_waiting(fact, code if code in reach else "", indicator, scheme.code, was))
    return out


def _waiting(
    fact: AcceptedFact, code: str, indicator: Meant | None, scheme: str, was: Observation | None
) -> Waiting:
    name = indicator.name if indicator else ""
    value = (
        in_measure(fact.value, fact.measure, indicator.measure if indicator else "")
        if fact.value is not None
        else None
    )
    held = None
    if code and name and fact.period:
        held = counting(cell_of(scheme, units_by_code([code])[code].pk, name, fact.period))
    return Waiting(fact, code, name, value, held, was)


def stale(user: Any) -> list[Observation]:
    """Return the rows taken from a document whose fact is not accepted any more, on units a person may write for."""
    holding = {fact.origin for fact in accepted_facts()}
    found = Observation.objects.filter(
        basis=Observation.Basis.DOCUMENT, corrected_by=None, withdrawal=None,
        unit__in=units_for(user, "ledger.cite").values("pk"),
    ).select_related("unit")  # fmt: skip
    return [row for row in found if (origin := origin_of(row)) and origin not in holding]


def origin_of(row: Observation) -> str:
    """Return the name of the fact a row was taken from, "" if from none."""
    first = row
    while first.corrects is not None and not (first.source or "").startswith("document:"):
        first = first.corrects
    source = first.source or ""
    return source.rpartition(":")[0] + ":" if source.startswith("document:") else ""


def taken(facts: Iterable[AcceptedFact]) -> dict[str, Observation]:
    """Return, by the name of the fact, the standing row the ledger took of it, whatever was decided then."""
    wanted = {fact.origin for fact in facts}
    found = Observation.objects.filter(
        source__startswith="document:", basis=Observation.Basis.DOCUMENT
    ).select_related("unit", "corrects")
    gone = withdrawn()
    out: dict[str, Observation] = {}
    for row in found.order_by("pk"):
        origin = (row.source or "").rpartition(":")[0] + ":"
        if origin in wanted and row.pk not in gone:
            out[origin] = row
    return out


def proposed(
    fact: AcceptedFact, meant: Collection[Meant], learned: Mapping[str, tuple[str, str, str]]
) -> Meant | None:
    """Return the indicator a fact goes to: the one decided, the one facts of this name went to, else the one most alike."""
    by_name = {one.name: one for one in meant}
    if fact.indicator:
        return by_name.get(fact.indicator)
    if not fact.name:
        return None
    if (went := learned.get(fact.name, ("", "", ""))[1]) in by_name:
        return by_name[went]
    fits = [one for one in meant if in_measure(Decimal(1), fact.measure, one.measure) is not None]
    best = max(fits, key=lambda one: fuzz.ratio(fact.name, one.title), default=None)
    return best if best is not None and fuzz.ratio(fact.name, best.title) >= LIKE_ENOUGH else None


def resolved(codes: Collection[str]) -> dict[str, str]:
    """Return the code of our unit for codes as documents give them: the same, or the same division by GB/T 2260 (220322, 220322000000)."""
    forms = {code: [code, *_forms(code)] for code in codes if code}
    there = units_by_code(sorted({form for found in forms.values() for form in found}))
    return {code: hit for code, found in forms.items() if (hit := next((f for f in found if f in there), ""))}


def _forms(code: str) -> list[str]:
    if not is_national(code):
        return []
    core = significant(code)
    return [core, *(core.ljust(length, "0") for length in (6, 9, 12) if length > len(core))]


def compare_for(user: Any, *, scheme: str = "", period: str = "", unit: str = "") -> list[Compared]:
    """Return, cell by cell, what documents say and what the ledger holds, on the units a person may see.

    A document's value stands in the measure of the scheme's indicator where one power of ten leads there.
    """
    found = schemes_for(user).filter(code=scheme).first() if scheme else None
    measures = {one.name: one.measure for one in indicators_of(found)} if found is not None else {}
    reach = units_for(user, "ledger.read")
    reach = reach.filter(code=unit) if unit else reach
    said = [
        _measured(fact, measures.get(fact.indicator, ""))
        for fact in accepted_facts(period=period)
        if fact.indicator and fact.value is not None and (not scheme or fact.scheme in {"", scheme})
    ]
    codes = resolved({fact.unit_code for fact in said})
    inside = set(reach.filter(code__in=set(codes.values())).values_list("code", flat=True))
    said = [
        replace(fact, unit_code=codes[fact.unit_code]) for fact in said if codes.get(fact.unit_code) in inside
    ]
    return compared(said, _held({(f.unit_code, f.indicator, f.period) for f in said}, scheme, period, reach))


def _held(
    cells: Collection[tuple[str, str, str]], scheme: str, period: str, reach: Any
) -> Iterator[tuple[str, str, str, str, Decimal]]:
    """Yield the standing rows beside the cells documents speak of; for one scheme and period also those they are silent about."""
    rows = Observation.objects.filter(corrected_by=None, withdrawal=None, unit__in=reach.values("pk"))
    if scheme:
        rows = rows.filter(scheme__in=["", scheme])
    if scheme and period:
        rows = rows.filter(period=period)[:5000]
    else:
        rows = rows.filter(indicator__in={c[1] for c in cells}, unit__code__in={c[0] for c in cells})
    for row in rows.select_related("unit"):
        cell = (row.unit.code, row.indicator, row.period)
        if cell in cells or (scheme and period):
            yield (*cell, str(row.get_basis_display()), row.value)


def _measured(fact: AcceptedFact, measure: str) -> AcceptedFact:
    value = in_measure(fact.value, fact.measure, measure) if fact.value is not None else None
    return fact if value is None or not measure else replace(fact, value=value, measure=measure)


def compare_csv(rows: Iterable[Compared]) -> str:
    """Return the sheet as CSV with a byte order mark, so that Excel opens it; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        said, held = row.said or (None,), row.held or (None,)
        for number in range(max(len(said), len(held))):
            fact = said[number] if number < len(said) else None
            basis, value = (held[number] if number < len(held) else None) or ("", None)
            writer.writerow([
                plain(row.unit_code), plain(row.indicator), row.period, VERDICTS[row.verdict],
                "" if fact is None else f"{'' if fact.relation == '=' else fact.relation}{fact.value:f}",
                "" if fact is None else plain(fact.measure), "" if fact is None else plain(fact.citation),
                "" if value is None else f"{value:f}", basis,
            ])  # fmt: skip
    return "\ufeff" + out.getvalue()
