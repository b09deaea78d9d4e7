"""Looking back: what was handed in and what was verified in a round becomes observations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from youju.flow.inspections.selectors import verified_in
from youju.flow.ledger.models import Observation, Withdrawal
from youju.flow.ledger.rows import Entry
from youju.flow.ledger.services.recording import record
from youju.flow.reports.selectors import counted, handed_in_keys, spoken_for
from youju.flow.schemes.locks import status_held
from youju.kernel.canonical import label
from youju.kernel.clock import db_now
from youju.kernel.errors import Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round


@transaction.atomic
def gather_round(*, round_: Round, by: User | None) -> int:
    """Record what the round has brought so far and return how many values were new.

    Doing it again records only what came since, and takes back what nobody says any more. Reported values come first and
    verified ones after them: both are kept and the verified one counts. A cell that holds an official statistic takes no other value.
    """
    if status_held(round_.pk) in {"closed", "published"}:
        raise Refusal(
            "不能再归集", "这一轮已经关账", "关账后到的报送只作展示；有错的数走异议更正",
            english="The round is closed; what came later is shown and not counted.",
        )  # fmt: skip
    return gather(round_, by)


def gather(round_: Round, by: User | None) -> int:
    """Record what stands in the rooms behind, without asking for the round's status: for the one who closes it."""
    official = set(
        Observation.objects.filter(basis=Observation.Basis.OFFICIAL, scheme__in=["", round_.scheme.code])
        .filter(starts_on__lte=round_.ends_on)
        .values_list("unit_id", "indicator", "period")
    )
    verified, not_found = _verified(round_)
    shut = official | not_found
    reported = [entry for entry in _reported(round_) if entry.cell not in shut]
    _take_back(round_, {entry.cell for entry in reported} | official, by)
    reported = _again(round_, reported)
    entries = [*reported, *(entry for entry in verified if entry.cell not in official)]
    return record(
        entries=entries,
        scheme=round_.scheme.code,
        by=by,
        because=f"归集 {round_.period}",
        subject=label(round_),
    )


def _take_back(round_: Round, standing: Collection[tuple[int, str, str]], by: User | None) -> None:
    """Hold no longer what was gathered before and nobody says any more: given back, left empty, or not found since."""
    own = handed_in_keys(round_)
    rows = Observation.objects.filter(
        scheme=round_.scheme.code, basis=Observation.Basis.REPORTED, starts_on__lte=round_.ends_on,
        source__startswith="reports.submission:", corrected_by=None, withdrawal=None,
    ).values_list("pk", "unit_id", "indicator", "period", "source")  # fmt: skip
    gone = [
        pk for pk, *cell, source in rows.iterator(chunk_size=5000)
        if tuple(cell) not in standing and int(source.split(":")[1]) in own
    ]  # fmt: skip
    if gone:
        now, why = db_now(), "这一轮里已经没有报送这样说：退回了、改空了，或者核查没有见到"
        Withdrawal.objects.bulk_create(
            (Withdrawal(observation_id=pk, reason=why, withdrawn_by=by, withdrawn_at=now) for pk in gone),
            batch_size=1000,
        )
        leave_trace(by, "ledger.withdraw", round_, rows=len(gone), reason=why)


def _again(round_: Round, entries: Sequence[Entry]) -> list[Entry]:
    """Return entries under a source of their own where the same words were taken back before: they are said again."""
    gone = Observation.objects.filter(
        scheme=round_.scheme.code, basis=Observation.Basis.REPORTED, withdrawal__isnull=False,
        source__startswith="reports.submission:",
    ).values_list("source", flat=True)  # fmt: skip
    times = Counter(":".join(source.split(":")[:3]) for source in gone)
    return [
        replace(one, source=f"{one.source}:{times[one.source]}") if one.source in times else one
        for one in entries
    ]


def _reported(round_: Round) -> Iterator[Entry]:
    included = spoken_for(round_)
    for submission in counted(round_):
        if submission.report.unit_id in included:
            continue
        for said in submission.values:
            if said["value"] is not None:
                yield Entry(
                    submission.report.unit_id, said["indicator"], said["period"], Decimal(said["value"]), "reported",
                    said["relation"], tuple(said["evidence"]), source=f"{label(submission)}:{said['indicator']}",
                )  # fmt: skip


def _verified(round_: Round) -> tuple[list[Entry], set[tuple[int, str, str]]]:
    """Return the verified values, and the cells of which nothing was to be seen: what was reported there does not count.

    The reported value stays in its submission and its verification; the ledger holds what is held to be true.
    """
    entries, not_found = [], set()
    for row in verified_in(round_):
        cell = (row.visit.unit_id, row.indicator, row.period or round_.period)
        if row.verified is None:
            not_found.add(cell)
            continue
        entries.append(
            Entry(*cell, row.verified, "verified", evidence=tuple(row.evidence), source=label(row))
        )
    return entries, not_found
