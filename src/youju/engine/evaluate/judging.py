"""All marks of a scheme over a sheet: the whole judged, or only as far as one rule."""

from __future__ import annotations

from contextlib import suppress

from youju.engine.evaluate.outcome import Outcome
from youju.engine.evaluate.records import event_marks, per_unit
from youju.engine.evaluate.rules import EnoughError, Judge
from youju.engine.evaluate.world import LevelSheet
from youju.engine.exact import Exact
from youju.engine.language import leaves
from youju.engine.language.sections import SumRule


def judged(sheet: LevelSheet) -> tuple[Judge, Outcome]:
    """Evaluate all marks over a sheet."""
    judge, whole = _judge(sheet)
    return judge, judge.rule(whole)


def judged_until(sheet: LevelSheet, rule: str) -> Exact:
    """Evaluate the marks over a sheet up to one rule and return what it gave: no later rule is asked."""
    before = sheet.outcomes
    judge, whole = _judge(sheet)
    judge.until = rule
    with suppress(EnoughError):
        judge.rule(whole)
    sheet.outcomes = before
    return judge.outcomes[rule].marks


def _judge(sheet: LevelSheet) -> tuple[Judge, SumRule]:
    total = sheet.world.scheme.total
    rounding = (total.places, total.round) if total.when == "each_rule" else None
    judge = Judge(sheet, rounding, _events)
    sheet.outcomes = judge.outcomes
    return judge, SumRule.model_construct(id="total", sum=sheet.world.scheme.marks or (), **_BARE)


_BARE = {name: f.get_default() for name, f in SumRule.model_fields.items() if name not in ("id", "sum")}


def _events(judge: Judge, events: leaves.EventList) -> Exact:
    sheet: LevelSheet = judge.sheet  # type: ignore[assignment]  # only sheets of units have events
    records, units = sheet.records(events.register_)
    return per_unit(event_marks(records, events), units, sheet.rows)
