"""Observations as others exchange them: dataValueSets of DHIS2 in, SDMX-CSV out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from youju.engine.period import Period
from youju.flow.ledger.exactly import read, text
from youju.flow.ledger.fitting import Fitting
from youju.flow.ledger.rows import Entry, problems_of
from youju.kernel.errors import BadInput, Problem

SDMX = ("STRUCTURE", "STRUCTURE_ID", "ACTION", "REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS",
        "RELATION", "BASIS", "RECORDED_AT")  # fmt: skip
_MONTH, _DAY = re.compile(r"(\d{4})(\d{2})"), re.compile(r"(\d{4})(\d{2})(\d{2})")


def period_from(said: str) -> str:
    """Return a period of DHIS2 (202310, 20231005, 2023Q3, 2023S1, 2023) or of ours as ours; ValueError otherwise."""
    if (found := _DAY.fullmatch(said)) or (found := _MONTH.fullmatch(said)):
        said = "-".join(found.groups())
    return str(Period.parse(said.replace("S", "H")))


def entries_from(
    values: Sequence[Mapping[str, Any]],
    whole: Mapping[str, str],
    units: Mapping[str, int],
    citation: str,
    known: Collection[str] | None = None,
    fitting: Fitting | None = None,
) -> list[Entry]:
    """Return the dataValues of a data value set as official statistics. Raises BadInput with every fault and its place.

    `period` and `orgUnit` of the whole set stand in where a value does not say its own; `known` are the indicators that
    a dataElement may name, None where any may; `fitting` says which periods and which bounds they keep to.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    first: dict[tuple[int, str, str], int] = {}
    for number, said in enumerate(values):
        entry, faults = _entry(said, whole, units, citation, known)
        if entry is not None:
            wrong = [(p.what, p.mend) for p in problems_of([entry])]
            faults += wrong or (fitting.against(entry) if fitting else [])
            if (before := first.setdefault(entry.cell, number)) != number:
                faults.append(
                    (
                        _("和 dataValues[{before}] 说的是同一单位、指标、周期").format(before=before),
                        _("只留一个"),
                    )
                )
            entries.append(entry)
        problems += [Problem(f"dataValues[{number}]", what, mend) for what, mend in faults]
    if problems or not entries:
        raise BadInput("没有收下", f"有 {len(problems)} 处不对；一个也没有存", "改正后整份重发",
                       english="The data value set was refused; nothing was stored.", problems=problems[:500])  # fmt: skip
    return entries


def _entry(
    said: Mapping[str, Any],
    whole: Mapping[str, str],
    units: Mapping[str, int],
    citation: str,
    known: Collection[str] | None,
) -> tuple[Entry | None, list[tuple[str, str]]]:
    faults = []
    code, name = said.get("orgUnit") or whole.get("orgUnit", ""), said.get("dataElement", "")
    when, number = said.get("period") or whole.get("period", ""), said.get("value", "")
    if (unit := units.get(code)) is None:
        faults.append((_("没有单位“{code}”，或者不归这个岗位管").format(code=code), _("核对单位代码")))
    if known is not None and name not in known:
        faults.append((_("方案里没有指标“{name}”").format(name=name), _("核对 dataElement")))
    try:
        period = period_from(when)
    except ValueError:
        period = ""
        faults.append(
            (
                _("周期“{when}”读不懂").format(when=when),
                _("写 202310、20231005、2023Q3、2023S1、2023 或 2023-10"),
            )
        )
    value = read(number)
    if value is None:
        faults.append((_("数值“{number}”读不懂").format(number=number[:40]), _("只写数字")))
        return None, faults
    if faults or unit is None:
        return None, faults
    return Entry(unit, name, period, value, "official", citation=said.get("comment") or citation), faults


def sdmx_csv(rows: Iterable[Any], structure: str) -> Iterator[str]:
    """Yield observations as SDMX-CSV 2.0 lines. Provisional (P) is what was only reported, A is normal.

    Texts that a spreadsheet could take for a formula get an apostrophe; numbers stay numbers.
    """
    yield _line(SDMX)
    for row in rows:
        status = "P" if row.basis == "reported" else "A"
        yield _line(("dataflow", structure, "I", row.unit.code, plain(row.indicator), row.period,
                     text(row.mantissa, row.scale), status, row.relation, row.basis,
                     row.recorded_at.isoformat(timespec="microseconds")))  # fmt: skip


def plain(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
