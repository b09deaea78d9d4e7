"""Observations as others exchange them: dataValueSets of DHIS2 in, SDMX-CSV out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from youju.engine.period import Period
from youju.flow.ledger.exactly import text
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
    values: Sequence[Mapping[str, Any]], whole: Mapping[str, str], units: Mapping[str, int], citation: str
) -> list[Entry]:
    """Return the dataValues of a data value set as official statistics. Raises BadInput with every fault and its place.

    `period` and `orgUnit` of the whole set stand in where a value does not say its own.
    """
    entries, problems = [], []
    for number, said in enumerate(values):
        where = f"dataValues[{number}]"
        unit = units.get(said.get("orgUnit") or whole.get("orgUnit", ""))
        try:
            period, value = (
                period_from(said.get("period") or whole.get("period", "")),
                Decimal(said.get("value", "")),
            )
        except (ValueError, InvalidOperation):
            problems.append(Problem(where, "周期或数值读不懂", "周期写 202310 或 2023-10,数值只写数字"))
            continue
        if unit is None:
            problems.append(
                Problem(where, f"没有单位“{said.get('orgUnit', '')}”,或者不归这个岗位管", "核对单位代码")
            )
            continue
        entry = Entry(unit, said.get("dataElement", ""), period, value, "official",
                      citation=said.get("comment") or citation)  # fmt: skip
        problems += problems_of([entry], where)
        entries.append(entry)
    if problems or not entries:
        raise BadInput("没有收下", f"有 {len(problems)} 处不对;一个也没有存", "改正后整份重发",
                       english="The data value set was refused; nothing was stored.", problems=problems[:500])  # fmt: skip
    return entries


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
