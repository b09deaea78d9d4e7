"""What stands behind a mark in the house, so that nothing non-zero is left without a way down.

That is the report it was handed in with, the visit that verified it, its row of the ledger, and, where a value is gathered,
the units it was gathered from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from youju.engine.bundle.read import Bundle
from youju.flow.inspections.selectors import visits_behind
from youju.flow.ledger.selectors import rows_behind
from youju.flow.reports.selectors import submissions_named
from youju.flow.schemes.selectors import titles_of
from youju.flow.units.powers import may_on, units_for
from youju.kernel.sha256 import is_sha256

if TYPE_CHECKING:
    from youju.engine.statement.cited import Cited
    from youju.flow.evidence.models import Evidence
    from youju.flow.ledger.models import Observation
    from youju.flow.scores.models import Score
    from youju.flow.units.models import Unit

_REPORT, _VISIT = "reports.submission", "inspections.verification"
BELOW = 30
"""Units summed that a line names; of more it tells how many."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a mark rests on: its name in the reasons and, where the reader may open it, the file or a page."""

    word: str
    file: Evidence | None = None
    url: str = ""
    """Where it stands: the words of a document, a report, a visit, a row of the ledger, the statement of a unit summed."""

    @property
    def short(self) -> str:
        """The name as a page shows it: of a file, the first letters of its fingerprint."""
        return self.word[:8] if self.sha256 else self.word

    @property
    def sha256(self) -> str:
        """The fingerprint, where it is a file."""
        return self.word if is_sha256(self.word) else ""

    @property
    def leads_to(self) -> str:
        """The address that opens it, "" where the reader may not go."""
        return self.url or (reverse("evidence:show", args=[self.file.sha256]) if self.file else "")


def behind(
    user: Any, score: Score, unit: Unit, cited: Mapping[str, Cited], bundle: Bundle
) -> dict[str, list[Proof]]:
    """Return for every rule of a unit what stands behind it, with links where the person may go."""
    scheme = score.round.scheme.code
    rows = rows_behind(scheme, unit.pk, (fact for one in cited.values() for fact in one.facts))
    reports = submissions_named(_keys(rows.values(), _REPORT))
    visits = visits_behind(user, _keys(rows.values(), _VISIT))
    titles = titles_of(scheme)
    opens = {act: may_on(user, act, unit, scheme=scheme) for act in ("report.read", "ledger.read")}

    def proofs(facts: Iterable[Mapping[str, Any]]) -> Iterator[Proof]:
        for fact in facts:
            row = rows.get((fact["indicator"], fact["period"]))
            room, key = _origin(row)
            if room == _REPORT and key in reports:
                sent = reports[key]
                words = _("报送第 {number} 次").format(number=sent.number)
                yield Proof(
                    words, url=reverse("reports:show", args=[sent.report_id]) if opens["report.read"] else ""
                )
            if room == _VISIT and key in visits:
                visit, page = visits[key]
                words = _("督查核实 {day}").format(day=timezone.localdate(visit.finished_at))
                yield Proof(words, url=reverse(page, args=[visit.uuid]) if page else "")
            if row is not None:
                yield Proof(
                    _("底账：{title}").format(title=titles.get(row.indicator, (row.indicator, ""))[0]),
                    url=reverse("ledger:show", args=[row.pk]) if opens["ledger.read"] else "",
                )

    below = _below(user, score, unit, bundle) if any(one.below for one in cited.values()) else []
    return {
        rule: [*dict.fromkeys(proofs(one.facts)), *(below if one.below else ())]
        for rule, one in cited.items()
    }


def _origin(row: Observation | None) -> tuple[str, int]:
    """Return the room's row that a row of the ledger came from, as the name of its table and its key."""
    room, _colon, rest = (row.source or "" if row is not None else "").partition(":")
    key = rest.partition(":")[0]
    return room, int(key) if key.isdigit() else 0


def _keys(rows: Iterable[Observation], room: str) -> list[int]:
    return [key for row in rows for kind, key in [_origin(row)] if kind == room]


def _below(user: Any, score: Score, unit: Unit, bundle: Bundle) -> list[Proof]:
    """Return the units right below one, each with its own statement of marks: from there on the way goes further down."""
    table, scored = bundle.units, set(bundle.places["unit"].to_pylist())
    if "parent" not in table.column_names:
        return []
    rows = zip(
        table["code"].to_pylist(), table["title"].to_pylist(), table["parent"].to_pylist(), strict=True
    )
    found = [(code, title) for code, title, parent in rows if parent == unit.code and code in scored]
    named = found[:BELOW]
    mine = units_for(user, "statement.read", scheme=score.round.scheme.code)
    open_ = set(mine.filter(code__in=[code for code, _title in named]).values_list("code", flat=True))
    proofs = [
        Proof(title, url=reverse("scores:statement", args=[score.pk, code]) if code in open_ else "")
        for code, title in named
    ]
    if len(found) > BELOW:
        proofs.append(Proof(_("等 {n} 个单位").format(n=len(found))))
    return proofs
