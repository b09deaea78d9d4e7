"""What an erratum tells: why the round was scored again, and of which units the marks or bands are no longer what they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from youju.flow.boards.table import Reader
from youju.flow.scores.changes import Change
from youju.flow.scores.selectors import all_errata, cause_of

if TYPE_CHECKING:
    from youju.flow.scores.models import Score


@dataclass(frozen=True, slots=True)
class Corrected:
    """One unit whose marks changed. ``was`` and ``now`` are empty where the reader sees no marks; ``band`` where it is the same."""

    title: str
    was: str
    now: str
    band: str

    @property
    def words(self) -> str:
        """The change in one phrase."""
        marks = f"得分由 {self.was} 改为 {self.now}" if self.was else "得分有更正"
        return marks + (f"，档次{self.band}" if self.band else "")


@dataclass(frozen=True, slots=True)
class Again:
    """One scoring that took the place of another: why, and what it changed."""

    number: int
    cause: str
    units: tuple[Corrected, ...]

    @property
    def words(self) -> str:
        """What happened, before the list of units."""
        return f"{self.cause}，第 {self.number} 次计分，下列单位的得分有更正："


def corrections(score: Score, reader: Reader) -> list[Again]:
    """Return what recalculations of a round changed up to a score, as far as a reader may see it."""
    return [
        Again(one.number, cause_of(one), tuple(_corrected(change, reader) for change in found))
        for one, found in all_errata(score)
    ]


def _corrected(change: Change, reader: Reader) -> Corrected:
    was, now = ("—" if total is None else f"{total:f}" for total in (change.was, change.now))
    bands = (change.was_band, change.now_band)
    seen = None not in bands and (reader.inside or not reader.hidden & set(bands))
    band = f"由{bands[0]}改为{bands[1]}" if seen and bands[0] != bands[1] else ""
    return Corrected(change.title, *((was, now) if reader.numbers else ("", "")), band)
