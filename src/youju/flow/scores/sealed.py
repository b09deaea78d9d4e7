"""What a closed round was scored from, besides its facts: the files that the bundle of its final score holds.

Scored again after an upheld objection, a round reads these and not what registers, other schemes and the tree of units
say by now. What the verdict lets count otherwise is named one by one (`Adoption`).
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from youju.flow.ledger.ports import Held
from youju.flow.schemes.selectors import UNITS
from youju.flow.scores.bundles import opened
from youju.flow.scores.models import Adoption, Score

if TYPE_CHECKING:
    from youju.flow.schemes.models import Round

Files = dict[str, bytes]
_OWN = ("scheme.yaml", "examples.yaml")
_FIXED = ("code", "title", "level", "parent")


def held(round_: Round) -> Held:
    """Return what a closed round holds: the files of its final score, once it has one, and what verdicts about it name."""
    final = Score.objects.filter(round_id=round_.pk, is_final=True).order_by("-number").first()
    named = {row.subject: row.version for row in adoptions(round_)}
    return Held(files_in(final) if final is not None else {}, named)


def adoptions(round_: Round) -> QuerySet[Adoption]:
    """Return what upheld objections to a round let count as it stood at their verdicts, in their order.

    Of a closed round what was decided since: what was decided before its closing stood there already.
    """
    rows = Adoption.objects.filter(objection__score__round_id=round_.pk)
    if round_.closed_at is not None:
        rows = rows.filter(Q(objection__decided_at=None) | Q(objection__decided_at__gt=round_.closed_at))
    return rows.select_related("objection__unit").order_by("pk")


def files_in(score: Score) -> Files:
    """Return the files that a score was made from, as its bundle keeps them, with the units as a file."""
    bundle = opened(score.root)
    home = bundle.path / "scheme"
    found = {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.name not in _OWN
    }
    table = bundle.units
    names = [*_FIXED, *(name for name in table.column_names if name not in _FIXED)]
    said = io.StringIO()
    rows = csv.writer(said, lineterminator="\n")
    rows.writerow(names)
    rows.writerows([[row.get(name) or "" for name in names] for row in table.to_pylist()])
    return {**found, UNITS: said.getvalue().encode("utf-8")}
