"""Official statistics come in from a file and are never typed over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from youju.engine.period import Period
from youju.flow.ledger.citing import indicators_of
from youju.flow.ledger.exactly import read, split
from youju.flow.ledger.fitting import Fitting
from youju.flow.ledger.models import Observation
from youju.flow.ledger.rows import Entry, problems_of
from youju.flow.ledger.selectors import standing
from youju.flow.ledger.services.recording import next_moment, record, refuse_faulty
from youju.flow.schemes.selectors import every_scheme
from youju.flow.units.powers import units_for
from youju.flow.units.selectors import units_by_code
from youju.kernel.errors import BadInput, Problem
from youju.kernel.models import User
from youju.kernel.tables import read as read_table
from youju.kernel.trace import leave_trace

HEADINGS = {
    "unit": ("单位", "unit"),
    "indicator": ("指标", "indicator"),
    "period": ("周期", "period"),
    "value": ("数值", "value"),
    "relation": ("关系", "relation"),
    "citation": ("出处", "citation"),
}
NEEDED = ("unit", "indicator", "period", "value")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: new values, revised ones (later rows that correct), and those that stood already."""

    added: int
    revised: int
    same: int


@transaction.atomic
def import_official(
    *, content: bytes, citation: str, by: User | None, name: str = "统计.csv", scheme: str = ""
) -> Imported:
    """Bring official statistics in from a CSV or Excel file, all or nothing.

    Columns: unit (code), indicator, period, value, and optionally relation and citation. A value that differs from
    the one held takes its place as a later row, whether the office that publishes it revised it or it was imported wrongly.
    Nobody may type one over.
    With a scheme the indicators are those of the scheme. Schemes that know an indicator are asked whether they look at
    such a period, and for their bounds.
    """
    known = known_in(scheme) if scheme else None
    entries = _read(name, content, citation.strip(), by, known, Fitting.of(scheme, by))
    return take_official(entries=entries, citation=citation, by=by, name=name, scheme=scheme)


@transaction.atomic
def take_official(
    *,
    entries: Sequence[Entry],
    citation: str,
    by: User | None,
    name: str,
    scheme: str = "",
    dry_run: bool = False,
) -> Imported:
    """Take official statistics in, wherever they were read: new ones, revisions as later rows, the same again unchanged.

    A dry run says what would come of it and writes nothing. Raises BadInput with every fault of the entries.
    """
    refuse_faulty(entries)
    held = {
        (row.unit_id, row.indicator, row.period): row
        for row in standing(scheme, {entry.indicator for entry in entries}, basis="official")
    }
    fresh = [entry for entry in entries if entry.cell not in held]
    other = [(held[e.cell], e) for e in entries if e.cell in held and _said(held[e.cell]) != _said(e)]
    done = Imported(len(fresh), len(other), len(entries) - len(fresh) - len(other))
    if dry_run:
        return done
    record(
        entries=fresh,
        scheme=scheme,
        by=by,
        because=f"官方统计：{citation}",
        subject=f"official:{name}"[:120],
    )
    for row, entry in other:
        _revise(row, entry, by)
    return done


def _said(one: Observation | Entry) -> tuple[Decimal, str]:
    return one.value, one.relation


def _revise(row: Observation, entry: Entry, by: User | None) -> None:
    mantissa, scale = split(entry.value)
    later = Observation.objects.create(
        scheme=row.scheme, unit_id=row.unit_id, indicator=row.indicator, period=row.period, starts_on=row.starts_on,
        mantissa=mantissa, scale=scale, relation=entry.relation, basis=row.basis, citation=entry.citation,
        corrects=row, reason=f"重新导入，以“{entry.citation}”为准", recorded_by=by, recorded_at=next_moment(),
    )  # fmt: skip
    leave_trace(
        by, "ledger.revise", later, was=row.value, to=later.value, corrects=row, citation=entry.citation
    )


def known_in(scheme: str) -> set[str]:
    """Return the indicators of a scheme that statistics may be of. Raises BadInput for a scheme that is not there."""
    known = every_scheme().filter(code=scheme).first()
    if known is None:
        raise BadInput("没有导入", f"没有方案“{scheme}”", "核对方案代码；各方案共用的统计数不写方案",
                       english="There is no such scheme.")  # fmt: skip
    return {one.name for one in indicators_of(known)}


def _read(
    name: str, content: bytes, citation: str, by: User | None, indicators: Collection[str] | None, fitting: Fitting
) -> list[Entry]:  # fmt: skip
    """Return the entries of a file. Raises BadInput with every fault and its line."""
    rows = list(read_table(name, content, HEADINGS, NEEDED))
    known = units_by_code(sorted({row["unit"] for row in rows}))
    allowed = None if by is None else set(units_for(by, "ledger.import").values_list("pk", flat=True))
    problems, entries, seen = [], [], set()
    for row in rows:
        unit, where = known.get(row["unit"]), row.at("").strip()
        if unit is None or (allowed is not None and unit.pk not in allowed):
            problems.append(
                Problem(
                    row.at("unit"),
                    _("没有单位“{unit}”，或者不归你管").format(unit=row["unit"]),
                    _("核对单位代码"),
                )
            )
            continue
        value = read(row["value"])
        if value is None:
            problems.append(
                Problem(
                    row.at("value"),
                    _("“{value}”不是数").format(value=row["value"][:40]),
                    _("只写数字，不写千分号和单位"),
                )
            )
            continue
        entry = Entry(unit.pk, row["indicator"], row["period"], value, "official",
                      row["relation"] or "=", citation=row["citation"] or citation)  # fmt: skip
        if wrong := problems_of([entry]):
            problems += [Problem(where, one.what, one.mend) for one in wrong]
        else:
            entry = _whole_period(entry)
            problems += [Problem(where, what, mend) for what, mend in fitting.against(entry)]
        if indicators is not None and entry.indicator not in indicators:
            problems.append(
                Problem(
                    where,
                    _("方案里没有指标“{indicator}”").format(indicator=entry.indicator),
                    _("从方案的指标里选一个"),
                )
            )
        if entry.cell in seen:
            problems.append(Problem(where, _("同一单位、指标、周期写了两次"), _("只留一行")))
        seen.add(entry.cell)
        entries.append(entry)
    if problems or not entries:
        raise BadInput(
            "没有导入", f"有 {len(problems)} 处不对；一个也没有存" if problems else "文件里没有数", "改正后整份重新导入",
            english=f"{len(problems)} faults; nothing was stored." if problems else "Nothing was imported: the file holds no values.",
            problems=problems[:500],
        )  # fmt: skip
    return entries


def _whole_period(entry: Entry) -> Entry:
    return Entry(entry.unit_id, entry.indicator, str(Period.parse(entry.period)), entry.value, entry.basis,
                 entry.relation, citation=entry.citation)  # fmt: skip
