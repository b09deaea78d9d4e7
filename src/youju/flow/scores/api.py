"""Scores, statements and objections for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from youju.flow.schemes.selectors import round_for
from youju.flow.scores import selectors, services
from youju.flow.scores.shapes import (
    ChangeOut,
    DecideIn,
    ObjectIn,
    ObjectionOut,
    ObjectionShown,
    ScoreOut,
    StatementsOut,
    StatementUnitOut,
    TakeBackIn,
    WhyIn,
)
from youju.kernel.api import Numbered, doors, numbered, with_etag
from youju.kernel.paper.pdf import pdf_of
from youju.kernel.paper.word import WORD, word_of

router = Router()


@router.get("/", auth=doors("score.read"), response=list[ScoreOut], summary="计分")
def index(request: HttpRequest, response: HttpResponse, page: Query[Numbered]) -> Any:
    """Return the scores of the schemes whose office this post is in, the latest first."""
    return numbered(request, response, selectors.scores_for(request.user), page)


@router.get(
    "/statements", auth=doors("statement.read"), response=list[StatementsOut], summary="看得到的得分说明书"
)
def statements(request: HttpRequest) -> Any:
    """Return the standing scores of the latest rounds in which this post may read statements of marks, its own units first of all."""
    return [
        {"score": score, "units": [unit.code for unit in units], "of": of}
        for score, units, of in selectors.my_statements(request.user)
    ]


@router.post("/rounds/{pk}/notice", auth=doors("score.make"), response=ScoreOut, summary="转入公示并计分")
def notice(request: HttpRequest, pk: int) -> Any:
    """Open the notice of a round and score it."""
    return services.open_notice(round_=round_for(request.user, pk, "score.make"), by=request.user)


@router.post("/rounds/{pk}", auth=doors("score.make"), response=ScoreOut, summary="计分")
def score(request: HttpRequest, pk: int, said: WhyIn) -> Any:
    """Score a round again, saying why."""
    round_ = round_for(request.user, pk, "score.make")
    return services.score_round(round_=round_, by=request.user, because=said.because)


@router.get("/{int:pk}", auth=doors("score.read"), response=ScoreOut, summary="一次计分")
def show(request: HttpRequest, pk: int) -> Any:
    """Return one score."""
    return selectors.score_for(request.user, pk)


@router.get("/{pk}/changes", auth=doors("score.read"), response=list[ChangeOut], summary="重新计分的变动")
def changes(request: HttpRequest, pk: int) -> Any:
    """Return what a score changed against the one whose place it took; nothing for the first."""
    return selectors.erratum(selectors.score_for(request.user, pk))


@router.get(
    "/{pk}/statements", auth=doors("statement.read"), response=list[StatementUnitOut], summary="说明书的单位"
)
def units(request: HttpRequest, response: HttpResponse, pk: int, page: Query[Numbered], q: str = "") -> Any:
    """Return the units of a score whose statements of marks this post may read, perhaps only those of a name or code."""
    _score, found = selectors.units_told(request.user, pk, q.strip()[:80])
    return numbered(request, response, found, page)


@router.get("/{pk}/statements/{code}", auth=doors("statement.read"), summary="得分说明书")
def statement(request: HttpRequest, response: HttpResponse, pk: int, code: str) -> Any:
    """Return a unit's statement of marks; marks are exact text."""
    row, unit = selectors.score_and_unit(request.user, pk, code)
    return with_etag(
        request, response, f"{row.root} {code}", lambda: selectors.statement(row, unit).as_dict()
    )


@router.get("/{pk}/statements/{code}/paper.pdf", auth=doors("statement.read"), summary="得分说明书（PDF）")
def pdf(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Return a unit's statement of marks as PDF."""
    row, unit = selectors.score_and_unit(request.user, pk, code)
    paper = selectors.paper_for(request.user, row, unit)
    return HttpResponse(pdf_of(paper), content_type="application/pdf")


@router.get("/{pk}/statements/{code}/paper.docx", auth=doors("statement.read"), summary="得分说明书（Word）")
def word(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Return a unit's statement of marks as a Word file."""
    row, unit = selectors.score_and_unit(request.user, pk, code)
    return HttpResponse(word_of(selectors.paper_for(request.user, row, unit)), content_type=WORD)


@router.post(
    "/{pk}/statements/{code}/object", auth=doors("objection.raise"), response=ObjectionOut, summary="提异议"
)
def object_(request: HttpRequest, pk: int, code: str, said: ObjectIn) -> Any:
    """Object to one reason of a unit's own score."""
    row, unit = selectors.score_and_unit(request.user, pk, code, "objection.raise")
    return services.raise_objection(score=row, unit=unit, by=request.user, **said.model_dump())


@router.post(
    "/{pk}/statements/{code}/correction",
    auth=doors("correction.propose"),
    response=ObjectionOut,
    summary="提请更正",
)
def correction(request: HttpRequest, pk: int, code: str, said: ObjectIn) -> Any:
    """Propose, as the office, to correct one reason of a closed round after the window for objections."""
    row, unit = selectors.score_to_correct(request.user, pk, code)
    return services.propose_correction(score=row, unit=unit, by=request.user, **said.model_dump())


@router.get("/objections", auth=doors("statement.read"), response=list[ObjectionOut], summary="异议")
def objections(
    request: HttpRequest, response: HttpResponse, page: Query[Numbered], open_only: bool = False
) -> Any:
    """Return the objections this post may see, the latest first."""
    return numbered(request, response, selectors.objections_for(request.user, open_only=open_only), page)


@router.get("/objections/{pk}", auth=doors("statement.read"), response=ObjectionShown, summary="一件异议")
def objection(request: HttpRequest, pk: int) -> Any:
    """Return one objection; to whoever may decide it, with the values its mark rests on."""
    row: Any = selectors.objection_for(request.user, pk)
    row.may_decide = selectors.may_decide(request.user, row)
    row.may_withdraw = row.decided_at is None and selectors.own_post(row, request.user) is not None
    row.values = selectors.values_objected(row) if row.may_decide else []
    row.adoptable = selectors.adoptable(row) if row.may_decide else []
    row.adopted = list(row.adoptions.order_by("pk"))
    return row


@router.post(
    "/objections/{pk}/decide", auth=doors("objection.decide"), response=ObjectionOut, summary="复核异议"
)
def decide(request: HttpRequest, pk: int, said: DecideIn) -> Any:
    """Decide an objection."""
    row = selectors.objection_for(request.user, pk, "objection.decide")
    mends = [services.Mend(m.indicator, m.period, m.value, tuple(m.evidence)) for m in said.mends]
    return services.decide_objection(
        objection=row, verdict=said.verdict, answer=said.answer, mends=mends, adopts=said.adopts, by=request.user
    )  # fmt: skip


@router.post(
    "/objections/{pk}/withdraw", auth=doors("objection.withdraw"), response=ObjectionOut, summary="撤回异议"
)
def withdraw(request: HttpRequest, pk: int, said: TakeBackIn) -> Any:
    """Take back an objection, or a proposed correction, that this person raised and nobody has decided yet."""
    row = selectors.own_objection(request.user, pk)
    return services.withdraw_objection(objection=row, by=request.user, reason=said.reason)
