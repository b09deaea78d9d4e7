"""What came into the ledger after a round was closed: of it only what the round's own upheld objections say counts in it.

A number of one month is read by others, as the month before or of the year before. It is put right in the round whose
objection was upheld and in those still open; another closed round keeps what it was closed with until an objection to it
is upheld too. So scoring it again moves nobody who has nothing to do with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from youju.flow.inspections.selectors import verification_keys
from youju.flow.ledger.models import Observation, Withdrawal
from youju.flow.reports.selectors import handed_in_keys
from youju.kernel.canonical import label
from youju.kernel.trace import history_of

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round

_ROUND, _REPORT, _VISIT = "schemes.round", "reports.submission", "inspections.verification"
_ASKED = ("pk", "basis", "source", "corrects", "mantissa", "scale", "relation", "corrects__mantissa", "corrects__scale",
          "corrects__relation")  # fmt: skip


def source_of(round_: Round, objection: str, indicator: str, period: str) -> str:
    """Return the source of a value that an upheld objection put right or brought in: it names the round it counts in."""
    return f"{sources_of(round_, objection)}{indicator}:{period}"


def sources_of(round_: Round, objection: str = "") -> str:
    """Return how the sources of all that upheld objections to a round brought begin, perhaps those of one."""
    return f"{label(round_)}:{objection}:" if objection else f"{label(round_)}:"


def is_verdict(row: Observation) -> bool:
    """Whether a row came of an upheld objection, as its source says."""
    return (row.source or "").startswith(f"{_ROUND}:")


def came_later(rows: QuerySet[Observation], round_: Round) -> set[int]:
    """Return those rows that came after a round was closed and are not its own; nothing while it is open."""
    if round_.closed_at is None:
        return set()
    own = _Own(round_)
    late = rows.filter(recorded_at__gt=round_.closed_at).values_list(*_ASKED)
    return {row[0] for row in late.iterator(chunk_size=5000) if not own.has(row)}


def taken_back_later(round_: Round) -> set[int]:
    """Return the rows that were taken back after a round was closed, and not by its own last gathering: it still holds them."""
    if round_.closed_at is None:
        return set()
    own = _Own(round_)
    late = Withdrawal.objects.filter(withdrawn_at__gt=round_.closed_at)
    rows = late.values_list("observation", "observation__source")
    return {pk for pk, source in rows if not own.gathered(source or "")}


class _Own:
    """What belongs to a round, asked for when something came late."""

    def __init__(self, round_: Round) -> None:
        self.round, self.prefix = round_, f"{label(round_)}:"
        self._keys: dict[str, set[int]] = {}

    def has(self, row: tuple[Any, ...]) -> bool:
        """Whether a late row is the round's own: of its gathering while it was closed, or of an objection to it."""
        pk, basis, source, _corrects, *said = row
        room = (source or "").partition(":")[0]
        if room == _ROUND:
            return bool(source.startswith(self.prefix))
        if basis == Observation.Basis.OFFICIAL:
            return said[:3] == said[3:]  # adopted as it was said, before rows named their round
        if room in {_REPORT, _VISIT}:
            return self.gathered(source)
        return not room and _by_objection(pk)

    def gathered(self, source: str) -> bool:
        """Whether a row came out of a report or a visit of the round."""
        room, _colon, rest = source.partition(":")
        ask = {_REPORT: handed_in_keys, _VISIT: verification_keys}.get(room)
        if ask is None:
            return False
        if room not in self._keys:
            self._keys[room] = ask(self.round)
        return int(rest.partition(":")[0]) in self._keys[room]


def _by_objection(pk: int) -> bool:
    """Whether a row without a source came of an objection: the trace says so of those from before rows named their round.

    What somebody typed without a source after the closing is held for later rounds like everything else that came late.
    """
    traces = history_of(f"{Observation._meta.label_lower}:{pk}").filter(
        act__in=["ledger.correct", "ledger.bring"]
    )
    return any(trace.detail.get("objection") for trace in traces)
