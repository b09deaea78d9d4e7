"""What stands behind a score that took the place of another: the objection that was upheld, and what it put right."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from youju.flow.ledger.selectors import verdicts_in
from youju.flow.schemes.selectors import titles_of
from youju.flow.scores.models import Objection, Score
from youju.kernel.canonical import label


def verdict_behind(score: Score) -> Objection | None:
    """Return the objection, upheld, that led to a score, None where the office itself scored again."""
    found = Objection.objects.filter(led_to=score).select_related(
        "unit", "raised_post", "decided_by", "decided_post", "score__round__scheme_version", "score__round__scheme"
    )  # fmt: skip
    return found.first()


def number_of(objection: Objection) -> int:
    """Return which of the objections and proposed corrections of its round one is, from 1."""
    round_ = objection.score.round_id
    return Objection.objects.filter(score__round_id=round_, pk__lte=objection.pk).count()


@dataclass(frozen=True, slots=True)
class PutRight:
    """One value that a verdict put right, or brought in where there was none (`was` is None)."""

    title: str
    period: str
    measure: str
    was: Decimal | None
    now: Decimal


def put_right(objection: Objection) -> list[PutRight]:
    """Return the values that an upheld objection put right or brought in, against what its round counted before."""
    round_ = objection.score.round
    titles, found = titles_of(round_.scheme.code), []
    for row, before in verdicts_in(round_, label(objection)):
        title, measure = titles.get(row.indicator, (row.indicator, ""))
        was = before.value if before is not None else None
        found.append(PutRight(title, row.period, measure, was, row.value))
    return found
