"""Questions about scores: what a person may read of them is decided in the fetch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from youju.engine.explain import Explainer
from youju.engine.statement.lines import Line, Statement, placed
from youju.engine.statement.spread import Spread
from youju.flow.documents.accepted import accepted_facts
from youju.flow.evidence.proofs import proofs_in
from youju.flow.evidence.selectors import visible_to
from youju.flow.ledger.citing import resolved
from youju.flow.ledger.ports import Adoptable, said_otherwise
from youju.flow.ledger.selectors import cell_of, counting, rows_behind
from youju.flow.reports.selectors import report_of, submissions_of
from youju.flow.schemes.selectors import rounds_for, scheme_of, titles_of
from youju.flow.scores.behind import Proof, behind
from youju.flow.scores.bundles import opened, path_of
from youju.flow.scores.changes import Change, changes
from youju.flow.scores.models import Objection, Score
from youju.flow.scores.papers import statement_paper
from youju.flow.units.powers import may_on, rows_for, tenure_on, unit_for, units_for
from youju.flow.units.selectors import units_by_code
from youju.kernel.errors import Problem
from youju.kernel.powers import may, today_of
from youju.kernel.written import written_once

if TYPE_CHECKING:
    from youju.engine.statement.cited import Cited
    from youju.flow.schemes.models import Round
    from youju.flow.units.models import Unit
    from youju.kernel.models import Tenure
    from youju.kernel.paper import Paper

FIRST = 50
"""Units of a round that the list of statements names; behind it all of them are listed."""


def scores() -> QuerySet[Score]:
    """Return scores with their rounds and schemes loaded."""
    return Score.objects.select_related("round__scheme__unit", "round__scheme_version", "scored_by")


_named = written_once(lambda pk: scores().filter(pk=pk))
_standing = written_once(lambda round_id: scores().filter(round_id=round_id).order_by("-number")[:1])
_objections = written_once(
    lambda round_id, unit_id: (
        Objection.objects.filter(score__round_id=round_id, unit_id=unit_id)
        .select_related("raised_by", "decided_by", "score", "led_to")
        .order_by("-pk")
    )
)


def latest_score(round_: Round) -> Score | None:
    """Return the score of a round that stands, None where it was not scored yet."""
    return next(iter(_standing(round_.pk)), None)


def latest_scores() -> QuerySet[Score]:
    """Return the standing score of every round."""
    return scores().filter(
        ~Exists(Score.objects.filter(round=OuterRef("round"), number__gt=OuterRef("number")))
    )


def readable_scores() -> QuerySet[Score]:
    """Return of every round the score that stands and the one published last: offices read the one, others the other."""
    later = Score.objects.filter(round=OuterRef("round"), number__gt=OuterRef("number"))
    published = Q(published_at__isnull=False) & ~Exists(later.filter(published_at__isnull=False))
    return scores().filter(~Exists(later) | published)


def office_score(score: Score) -> Score:
    """Return the score the office itself made that a score stands on: one that only carried a verdict out is nobody's own."""
    followed = Objection.objects.filter(led_to=OuterRef("pk"))
    own = scores().filter(~Exists(followed), round_id=score.round_id, number__lte=score.number)
    return own.order_by("-number").first() or score


def published_score(round_: Round) -> Score | None:
    """Return the score of a round that everybody reads: the one published last, None where none was."""
    return scores().filter(round_id=round_.pk, published_at__isnull=False).order_by("-number").first()


def published_scores(scheme: str, *, until: dt.date, by: dt.datetime | None = None) -> QuerySet[Score]:
    """Return for each round of a scheme that ended by a day the score published last (by a moment), the latest round first."""
    published = Q(published_at__isnull=False) if by is None else Q(published_at__lte=by)
    later = Score.objects.filter(published, round=OuterRef("round"), number__gt=OuterRef("number"))
    found = scores().filter(published, round__scheme__code=scheme, round__ends_on__lte=until)
    return found.filter(~Exists(later)).order_by("-round__ends_on", "-pk")


def score_before(score: Score) -> Score | None:
    """Return the score whose place a score took, None for the first."""
    return scores().filter(round_id=score.round_id, number__lt=score.number).order_by("-number").first()


def rounds_before(score: Score, most: int, *, inside: bool) -> list[Score]:
    """Return the scores of up to ``most`` rounds before this one in the same scheme, oldest first.

    The office that scores sees the newest of each, everybody else the one published last.
    """
    if inside:
        rows = latest_scores().filter(
            round__scheme=score.round.scheme_id, round__ends_on__lt=score.round.ends_on
        )
        return list(rows.order_by("-round__ends_on")[:most])[::-1]
    until = score.round.ends_on - dt.timedelta(days=1)
    return list(published_scores(score.round.scheme.code, until=until)[:most])[::-1]


def scores_for(user: Any) -> QuerySet[Score]:
    """Return the scores of all rounds that a person may see as an office, the latest first."""
    mine = [
        r.pk for r in rounds_for(user) if may_on(user, "score.read", r.scheme.unit_id, scheme=r.scheme.code)
    ]
    return scores().filter(round_id__in=mine).order_by("-round__ends_on", "-number")


def score_for(user: Any, pk: int, act: str = "score.read") -> Score:
    """Return a score on whose scheme a person may do the act, or answer 404 as if it did not exist."""
    score = scores().filter(pk=pk).first()
    if score is None or not may_on(user, act, score.round.scheme.unit_id, scheme=score.round.scheme.code):
        raise Http404(pk)
    return score


def score_and_unit(user: Any, pk: int, code: str, act: str = "statement.read") -> tuple[Score, Unit]:
    """Return a score and a unit in it whose statement a person may read (or do an act on), or answer 404."""
    score = next(iter(_named(pk)), None)
    if score is None:
        raise Http404(pk)
    unit = unit_for(user, act, code, scheme=score.round.scheme.code)
    return score, unit


def score_to_correct(user: Any, pk: int, code: str) -> tuple[Score, Unit]:
    """Return a score whose office the person is, and a unit in it, or answer 404."""
    score = score_for(user, pk, "correction.propose")
    return score, unit_for(user, "correction.propose", code, scheme=score.round.scheme.code)


def my_statements(user: Any) -> list[tuple[Score, list[Unit], int]]:
    """Return the standing scores of the latest rounds with the first units whose statements a person may read, and how many there are.

    All of them are in `units_told`.
    """
    if not may(user, "statement.read"):
        return []
    found = []
    reach: dict[str, list[str]] = {}
    for score in latest_scores().order_by("-round__ends_on")[:24]:
        inside, scheme = _codes(score.root), score.round.scheme.code
        if scheme not in reach:
            reach[scheme] = list(
                units_for(user, "statement.read", scheme=scheme).values_list("code", flat=True)
            )
        mine = [code for code in reach[scheme] if code in inside]
        if mine:
            first = units_by_code(mine[:FIRST])
            found.append((score, [first[code] for code in mine[:FIRST]], len(mine)))
    return found


def open_to_objection(user: Any) -> list[tuple[Score, int]]:
    """Return the scores on notice whose window is open and against which a person may object, and for how many units."""
    if not may(user, "objection.raise"):
        return []
    found = []
    for score in latest_scores().filter(round__status="notice", object_by__gte=today_of(user)):
        mine = units_for(user, "objection.raise", scheme=score.round.scheme.code)
        if of := len(_codes(score.root).intersection(mine.values_list("code", flat=True))):
            found.append((score, of))
    return found


def units_told(user: Any, pk: int, words: str = "") -> tuple[Score, list[Unit]]:
    """Return a score and all units in it whose statements a person may read, perhaps only those of a name or code; else 404."""
    score = scores().filter(pk=pk).first()
    if score is None:
        raise Http404(pk)
    mine = units_for(user, "statement.read", scheme=score.round.scheme.code)
    named = mine.filter(Q(name__icontains=words) | Q(code__startswith=words)) if words else mine
    inside = _codes(score.root)
    found = [unit for unit in named if unit.code in inside]
    if not found and not words:
        raise Http404(pk)
    return score, found


@lru_cache(maxsize=32)
def _codes(root: str) -> frozenset[str]:
    """Return the codes of the units a bundle places; what a root names never changes."""
    return frozenset(opened(root).places["unit"].to_pylist())


@lru_cache(maxsize=16)
def _explainer(root: str, in_english: bool = False) -> Explainer:
    """Return who explains a bundle, with its scheme read once; what a root names never changes."""
    return Explainer(opened(root), in_english=in_english)


def statement(score: Score, unit: Unit, *, in_english: bool = False) -> Statement:
    """Return the statement of marks of a unit, or answer 404 for one the score does not hold.

    Papers and what is kept are Chinese; a page says its sentences in the language of its reader (`for_reader`).
    """
    return told(score, unit, in_english=in_english)[0]


def told(score: Score, unit: Unit, *, in_english: bool = False) -> tuple[Statement, dict[str, Cited]]:
    """Return the statement of marks of a unit and what each of its rules rests on, or answer 404 for one the score does not hold."""
    try:
        return _explainer(score.root, in_english).told(unit.code)
    except LookupError:
        raise Http404(unit.code) from None


def for_reader(score: Score, unit: Unit) -> Statement:
    """Return the statement of marks of a unit in the language of the page."""
    return told_to_reader(score, unit)[0]


def told_to_reader(score: Score, unit: Unit) -> tuple[Statement, dict[str, Cited]]:
    """Return the same, and what each of its rules rests on."""
    return told(score, unit, in_english=get_language() == "en")


@lru_cache(maxsize=256)
def _spreads(root: str, unit: str, in_english: bool) -> tuple[Spread, ...]:
    return _explainer(root, in_english).spreads(unit)


def spreads_for_reader(score: Score, unit: Unit) -> tuple[Spread, ...]:
    """Return how the values behind the marks of a unit are spread among its peers and those below, in the language of the page."""
    return _spreads(score.root, unit.code, get_language() == "en")


def erratum(score: Score) -> list[Change]:
    """Return what a score changed against the one whose place it took; nothing for the first."""
    before = score_before(score)
    return list(_changed(before.root, score.root)) if before else []


@lru_cache(maxsize=32)
def _changed(before: str, root: str) -> tuple[Change, ...]:
    """What roots name never changes, so what differs between two is worked out once."""
    return tuple(changes(opened(before), opened(root)))


def objections_for(user: Any, *, open_only: bool = False) -> QuerySet[Objection]:
    """Return the objections a person may see: of the units in reach, and of the schemes whose office the person is."""
    found = Objection.objects.select_related(
        "score__round__scheme",
        "score__round__scheme_version",
        "unit",
        "raised_by",
        "raised_post",
        "decided_by",
        "led_to",
    ).order_by("-pk")
    found = found.filter(rows_for(user, "statement.read", scheme="score__round__scheme__code"))
    return found.filter(decided_at=None) if open_only else found


def objection_for(user: Any, pk: int, act: str = "statement.read") -> Objection:
    """Return an objection a person may see (or do an act on), or answer 404."""
    row = objections_for(user).filter(pk=pk).first()
    scheme = row.score.round.scheme if row else None
    if row is None or scheme is None:
        raise Http404(pk)
    if act != "statement.read" and not may_on(user, act, scheme.unit_id, scheme=scheme.code):
        raise Http404(pk)
    return row


def own_objection(user: Any, pk: int) -> Objection:
    """Return an objection, or a proposed correction, that a person raised and may take back, or answer 404."""
    row = objection_for(user, pk)
    if own_post(row, user) is None:
        raise Http404(pk)
    return row


def own_post(objection: Objection, user: Any) -> Tenure | None:
    """Return the tenure in which a person takes back what the person raised; None for what somebody else did."""
    scheme = objection.score.round.scheme
    where = scheme.unit_id if objection.is_correction else objection.unit_id
    is_own = objection.raised_by_id == getattr(user, "pk", None)
    return tenure_on(user, "objection.withdraw", where, scheme=scheme.code) if is_own else None


def words_about(user: Any, unit: Unit, most: int = 50) -> list[tuple[str, str]]:
    """Return what documents say of a unit, the latest first: accepted facts the person may read, as (citation, title and quote)."""
    if not may(user, "document.read"):
        return []
    facts = accepted_facts()
    codes = resolved({fact.unit_code for fact in facts})
    own = {str(fact.place): fact for fact in facts if codes.get(fact.unit_code) == unit.code}
    said = _("{title}：“{quote}”")
    return [
        (place, said.format(title=fact.title[:40], quote=fact.quote[:40]))
        for place, fact in list(own.items())[-most:][::-1]
    ]


def objections_of(score: Score, unit: Unit) -> list[Objection]:
    """Return the objections of a unit in the round of a score, the latest first."""
    return _objections(score.round_id, unit.pk)


def open_objections(round_: Round) -> list[Problem]:
    """Return the objections of a round that nobody decided, as what stands against closing it."""
    rows = Objection.objects.filter(score__round_id=round_.pk, decided_at=None).select_related("unit")
    return [
        Problem(str(row.unit), _("对“{rule}”的异议还没有复核").format(rule=row.rule), _("由复核人复核"))
        for row in rows
    ]


def last_bundle(scheme: str) -> Path | None:
    """Return the folder of the last final bundle of a scheme, None where there is none."""
    score = (
        scores()
        .filter(round__scheme__code=scheme, is_final=True)
        .order_by("-round__ends_on", "-number")
        .first()
    )
    return path_of(score.root) if score else None


TO_SCORE = ("verifying", "notice", "closed")


def rounds_to_score(user: Any, *, among: Iterable[str] = TO_SCORE) -> list[tuple[Round, Score | None]]:
    """Return the rounds past reporting that a person may score, with the score that stands, the latest first."""
    if not may(user, "score.make"):
        return []
    rounds = rounds_for(user).filter(status__in=list(among))
    mine = [r for r in rounds if may_on(user, "score.make", r.scheme.unit_id, scheme=r.scheme.code)]
    standing = {score.round_id: score for score in latest_scores().filter(round__in=mine)}
    return [(round_, standing.get(round_.pk)) for round_ in mine]


def may_decide(user: Any, objection: Objection) -> bool:
    """Whether to show a person the form of the answer."""
    scheme = objection.score.round.scheme
    return objection.decided_at is None and may_on(
        user, "objection.decide", scheme.unit_id, scheme=scheme.code
    )


@dataclass(frozen=True, slots=True)
class Held:
    """A value that an objected mark rests on, as an office calls it: of the ledger, or handed in and lacking there."""

    indicator: str
    period: str
    title: str
    measure: str
    value: Decimal
    is_lacking: bool = False
    evidence: tuple[str, ...] = ()
    """What the report cites, of a value that the ledger lacks."""
    is_official: bool = False
    """Whether it is an official statistic, which is imported again and never typed over."""


def values_objected(objection: Objection) -> list[Held]:
    """Return the values that the mark an objection is against rests on: what a verdict may put right or bring in, by name."""
    scheme, score = objection.score.round.scheme.code, objection.score
    cited = _explainer(score.root).cited(objection.unit.code).get(objection.rule)
    rows = rows_behind(scheme, objection.unit_id, cited.facts) if cited is not None else {}
    titles = titles_of(scheme)
    held = [
        Held(name, period, *titles.get(name, (name, "")), row.value, is_official=row.basis == row.Basis.OFFICIAL)
        for (name, period), row in rows.items()
    ]  # fmt: skip
    return [*held, *_lacking(objection, titles)]


def adoptable(objection: Objection) -> list[Adoptable]:
    """Return the records and other schemes' marks of a unit that say something else by now than the score an objection is against counted.

    A verdict may let them count as they are now.
    """
    round_ = objection.score.round
    return said_otherwise(round_, objection.unit, round_.closed_at or objection.score.as_of)


def draws_from_elsewhere(objection: Objection) -> bool:
    """Whether the scheme of an objection counts from registers or takes marks of other schemes."""
    scheme = scheme_of(objection.score.round.scheme_version)
    return bool(scheme.registers) or any(one.from_ is not None for one in scheme.indicators.values())


def _lacking(objection: Objection, titles: Mapping[str, tuple[str, str]]) -> Iterator[Held]:
    """Yield what the unit handed in of the mark's indicators and the ledger does not hold: it came too late to be gathered."""
    round_ = objection.score.round
    looked_at = _explainer(objection.score.root).spans.get(objection.rule, ())
    report = report_of(round_, objection.unit)
    sent = submissions_of(report).first() if report is not None else None
    for said in sent.values if sent is not None else ():
        name, period = said["indicator"], said["period"]
        if name not in looked_at or said["value"] is None:
            continue
        if counting(cell_of(round_.scheme.code, objection.unit_id, name, period)) is None:
            yield Held(name, period, *titles.get(name, (name, "")), Decimal(said["value"]), is_lacking=True,
                       evidence=tuple(said["evidence"]))  # fmt: skip


def may_propose_correction(user: Any, score: Score, latest: Score | None) -> bool:
    """Whether to show the office of the scheme how a mistake is mended that was found after the window."""
    scheme = score.round.scheme
    closed = (
        latest is not None and latest.pk == score.pk and score.is_final and today_of(user) > score.object_by
    )
    return closed and may_on(user, "correction.propose", scheme.unit_id, scheme=scheme.code)


def statement_page(user: Any, score: Score, unit: Unit) -> dict[str, Any]:
    """Return what the page of a statement says: its lines with their evidence, the objections, and what may be done."""
    said, cited = told_to_reader(score, unit)
    latest = latest_score(score.round)
    return {
        "score": score, "unit": unit, "said": said, "latest": latest, "example": said.example,
        "lines": lines_of(user, score, unit, said, cited),
        "standings": [row for row in said.standings if row["group"] is not None],
        "objections": objections_of(score, unit), "changed": [c for c in erratum(score) if c.unit == unit.code],
        "may_object": latest is not None and latest.pk == score.pk and today_of(user) <= score.object_by
        and may_on(user, "objection.raise", unit, scheme=score.round.scheme.code),
        "may_correct": may_propose_correction(user, score, latest),
    }  # fmt: skip


def lines_of(
    user: Any, score: Score, unit: Unit, said: Statement, cited: Mapping[str, Cited]
) -> list[tuple[Line, list[Proof]]]:
    """Return the lines of a statement, each with what it rests on; what the person may not open stays a plain word.

    First its files and words, then the report, the visit, the row of the ledger, or the units summed.
    """
    found = [(line, proofs_in(line.evidence)) for line in said.lines]
    shas = {proof.sha256 for _line, proofs in found for proof in proofs if proof.sha256}
    seen = {row.sha256: row for row in visible_to(user).filter(sha256__in=shas)} if shas else {}
    more = behind(user, score, unit, cited, opened(score.root))
    return [
        (
            line,
            [
                *(Proof(p.sha256 or p.words, seen.get(p.sha256), "" if p.sha256 else p.url) for p in proofs),
                *(more.get(line.rule, ()) if line.state != "section" else ()),
            ],
        )
        for line, proofs in found
    ]


def paper_for(user: Any, score: Score, unit: Unit) -> Paper:
    """Return a unit's statement of marks as a paper, which is Chinese in whichever language the page is."""
    said, cited = told(score, unit)
    with override(None):
        return statement_paper(score, said, lines_of(user, score, unit, said, cited))


def title_of(objection: Objection) -> str:
    """Return the title of the rule that is objected to, in the scheme's own words."""
    found = placed(scheme_of(objection.score.round.scheme_version)).get(objection.rule)
    return (found.rule.title if found else None) or objection.rule


def all_errata(score: Score) -> list[tuple[Score, list[Change]]]:
    """Return, score by score, what recalculations of the round changed up to this one."""
    chain = (
        scores().filter(round_id=score.round_id, number__lte=score.number, number__gt=1).order_by("number")
    )
    return [(one, found) for one in chain if (found := erratum(one))]
