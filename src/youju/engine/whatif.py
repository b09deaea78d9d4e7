"""What if: a closed round scored with other rules – who moves, by how much, and by which rule."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from youju.engine.bundle import manifest
from youju.engine.bundle.read import Bundle
from youju.engine.bundle.verify import case_of
from youju.engine.case import open_case
from youju.engine.explain import REST_TITLE
from youju.engine.result import Level, Result
from youju.engine.share import REST

LISTED = 30


@dataclass(frozen=True)
class Move:
    """One unit under both rules: totals, places, bands, and the rule that made most of the difference."""

    level: str
    league: str
    unit: str
    title: str
    total: Decimal | None
    total_then: Decimal | None
    place: Decimal | None
    place_then: Decimal | None
    band: str | None
    band_then: str | None
    by_rule: str | None
    by_title: str | None
    by: Decimal

    @property
    def moved(self) -> bool:
        """Whether anything changed for the unit."""
        return (self.total, self.place, self.band) != (self.total_then, self.place_then, self.band_then)


@dataclass(frozen=True)
class WhatIf:
    """Every unit under the rules of the bundle and under the draft."""

    scheme: str
    version: str
    draft: str
    period: str
    moves: tuple[Move, ...]

    def moved(self) -> list[Move]:
        """Return the units for which something changed, those that move most first: by places, then by marks."""
        return sorted((move for move in self.moves if move.moved), key=_reach, reverse=True)

    def causes(self) -> list[tuple[str, int]]:
        """Return by which rules units moved, and how many of them mainly by each."""
        return Counter(m.by_title for m in self.moves if m.moved and m.by_title).most_common()

    def as_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)

    def as_text(self) -> str:
        """Print for people: a summary, then those who move most."""
        moved = self.moved()
        lines = [
            f"{self.scheme} {self.period}：{self.version} 版换成 {self.draft} 版，{len(self.moves)} 个单位次中 {len(moved)} 个有变化"
        ]
        lines += [f"  主要因“{title}”：{number} 个" for title, number in self.causes()]
        for move in moved[:LISTED]:
            cause = f"，主要因“{move.by_title}”（{move.by:+f}）" if move.by_title else ""
            lines.append(
                f"  {move.title}（{move.league}）：{_or_dash(move.total)} → {_or_dash(move.total_then)} 分，"
                f"第 {_or_dash(move.place)} → {_or_dash(move.place_then)} 位，{move.band or '—'} → {move.band_then or '—'}{cause}"
            )
        return "\n".join(lines)


def _reach(move: Move) -> tuple[Decimal, Decimal]:
    return _apart(move.place, move.place_then), _apart(move.total, move.total_then)


def _apart(then: Decimal | None, now: Decimal | None) -> Decimal:
    if then is None or now is None:
        return Decimal(0) if then is now else Decimal("inf")
    return abs(then - now)


def _or_dash(number: Decimal | None) -> str:
    return "—" if number is None else format(number, "f")


def compare(bundle: Bundle, draft: Path) -> WhatIf:
    """Score the facts of a bundle with the rules of another folder. Raises BadInputError with every problem of the draft."""
    said = bundle.manifest
    with tempfile.TemporaryDirectory() as work:
        then = open_case(
            draft, facts=bundle.path / "facts.parquet", units=bundle.path / "units.parquet", period=said["period"], as_of=said["as_of"], trial=True,
            closed=True,
        ).score()  # fmt: skip
        now = case_of(bundle.path, manifest.load(bundle.path), Path(work)).score()
    moves = [move for level in now.levels for move in _level(now, then, level)]
    return WhatIf(now.scheme.title, now.scheme.version, then.scheme.version, str(now.period), tuple(moves))


def _level(now: Result, then: Result, level: Level) -> list[Move]:
    other = next((lv for lv in then.levels if lv.name == level.name), None)
    if other is None:
        return []
    causes = _causes(now, then, level, other)
    titles = {
        line.outcome.rule.id: line.outcome.rule.title or line.outcome.rule.id
        for line in (*level.lines, *other.lines)
    }
    titles[REST] = REST_TITLE
    moves = []
    for standing in level.standings:
        keys = {s.key for s in other.standings}
        for row, unit in enumerate(level.at):
            code, (rule, by) = now.units.codes[unit], causes[row]
            same = standing.key if standing.key in keys else None
            moves.append(Move(
                level.name, standing.key, code, now.units.titles[unit], now.total(code), then.total(code), now.place(code, standing.key),
                then.place(code, same), now.band(code, standing.key), then.band(code, same), rule, titles.get(rule or ""), by,
            ))  # fmt: skip
    return moves


def _causes(now: Result, then: Result, level: Level, other: Level) -> list[tuple[str | None, Decimal]]:
    """Return for every unit the rule whose contribution changed most, and by how much."""
    scale = max(now.share_places, then.share_places)
    before = {
        line.outcome.rule.id: line.contribution * 10 ** (scale - now.share_places) for line in level.lines
    }
    after = {
        line.outcome.rule.id: line.contribution * 10 ** (scale - then.share_places) for line in other.lines
    }
    before[REST], after[REST] = (
        level.rest * 10 ** (scale - now.share_places),
        other.rest * 10 ** (scale - then.share_places),
    )
    found: list[tuple[str | None, Decimal]] = []
    for row in range(len(level.at)):
        gaps = {
            rule: int(after[rule][row] if rule in after else 0)
            - int(before[rule][row] if rule in before else 0)
            for rule in before | after
        }
        rule = max(gaps, key=lambda name: abs(gaps[name]), default=None)
        found.append(
            (rule, Decimal(gaps[rule]).scaleb(-scale)) if rule and gaps[rule] else (None, Decimal(0))
        )
    return found
