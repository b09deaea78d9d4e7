"""What an erratum tells: which objection was upheld, by whom and why, which value it put right, and who moved by it for which reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from youju.engine.period import Period
from youju.engine.statement.numbers import plain
from youju.flow.boards.table import Reader
from youju.flow.publications.naming import rules_of
from youju.flow.scores.bundles import opened
from youju.flow.scores.changes import BELOW, COMPARED, OWN, PLACED, Change
from youju.flow.scores.selectors import all_errata, title_of
from youju.flow.scores.verdicts import PutRight, number_of, put_right, verdict_behind
from youju.kernel.paper import day_words

if TYPE_CHECKING:
    from youju.flow.scores.models import Objection, Score

WHY = {
    OWN: "计入本单位的数有更正",
    BELOW: "下级单位的数有更正",
    COMPARED: "本单位的数没有变，同组比较随之变动",
    PLACED: "本单位的得分没有变，同组名次随之变动",
}


@dataclass(frozen=True, slots=True)
class Corrected:
    """One unit whose marks or band changed. ``was`` and ``now`` are empty where the reader sees no marks; ``band`` where it is the same.

    ``same``: the marks are what they were, only the band changed, which the reader may not be allowed to see.
    """

    title: str
    was: str
    now: str
    band: str
    why: str = ""
    same: bool = False

    @property
    def words(self) -> str:
        """The change in one phrase."""
        if self.same:
            return f"档次{self.band}" if self.band else "名次有更正"
        marks = f"得分由 {self.was} 改为 {self.now}" if self.was else "得分有更正"
        return marks + (f"，档次{self.band}" if self.band else "")


@dataclass(frozen=True, slots=True)
class Again:
    """One scoring that took the place of another: why, paragraph by paragraph, and what it changed."""

    number: int
    causes: tuple[str, ...]
    units: tuple[Corrected, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What happened, before the list of units."""
        return *self.causes, f"第 {self.number} 次计分，下列单位的得分有更正："

    @property
    def words(self) -> str:
        """The same in one stretch."""
        return "".join(self.lines)


def corrections(score: Score, reader: Reader) -> list[Again]:
    """Return what recalculations of a round changed up to a score, as far as a reader may see it."""
    titles = rules_of(opened(score.root))
    return [
        Again(
            one.number, tuple(causes_of(one)), tuple(_corrected(change, reader, titles) for change in found)
        )
        for one, found in all_errata(score)
    ]


def causes_of(score: Score) -> Iterator[str]:
    """Yield why a score took the place of the one before, in sentences a paper may print: no rule is named by its id."""
    row = verdict_behind(score)
    if row is None:
        yield f"{score.because.rstrip('。')}。"
        return
    yield _verdict(row)
    found = [*(_mended(one) for one in put_right(row)), *(f"{one.title}，{one.was} → {one.now}" for one in row.adoptions.order_by("pk"))]  # fmt: skip
    if found:
        yield f"{'；'.join(found)}。"


def _verdict(row: Objection) -> str:
    """Return which objection was upheld, by whom, when and for which reason."""
    what = (
        f"提请更正{row.unit}的“{title_of(row)}”"
        if row.is_correction
        else f"{row.unit}对“{title_of(row)}”的异议"
    )
    clause = f"，{row.clause}" if row.clause else ""
    day = day_words(timezone.localtime(row.decided_at).date()) if row.decided_at else ""
    who = f"{row.decided_post or ''}{row.decided_by or ''}"
    why = (row.answer or "").strip().rstrip("。")
    return f"{what}（本期第 {number_of(row)} 号{clause}），{day}由{who}复核成立，理由：{why}。"


def _mended(one: PutRight) -> str:
    what = f"{one.title} {Period.parse(one.period).in_chinese}"
    now = f"{plain(one.now)} {one.measure}".rstrip()
    if one.was is None:
        return f"{what}补入 {now}"
    if one.was == one.now:
        return f"{what}采用 {now}"
    return f"{what}由 {plain(one.was)} 改为 {now}"


def _corrected(change: Change, reader: Reader, titles: Mapping[str, str]) -> Corrected:
    was, now = ("—" if total is None else f"{total:f}" for total in (change.was, change.now))
    bands = (change.was_band, change.now_band)
    seen = None not in bands and (reader.inside or not reader.hidden & set(bands))
    band = f"由{bands[0]}改为{bands[1]}" if seen and bands[0] != bands[1] else ""
    why = WHY.get(change.why, "")
    by = "、".join(titles.get(rule, rule) for rule in change.rules) if change.why == COMPARED else ""
    return Corrected(
        change.title, *((was, now) if reader.numbers else ("", "")), band, f"{why}（{by}）" if by else why,
        same=change.was == change.now,
    )  # fmt: skip
