"""Pages on opinions: a form that remembers the page, for everybody; the own opinions with their answers; the inbox of the office."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from ninja import Query, Router, Schema
from pydantic import Field

from youju.kernel import opinions
from youju.kernel.access import allow, public, signed_in
from youju.kernel.api import Numbered, doors, numbered
from youju.kernel.errors import BadInput
from youju.kernel.forms import beside, status_of
from youju.kernel.limits import at_most
from youju.kernel.powers import may

router = Router()
SHOWN = 200
OF_STRANGERS = 10, 3600
"""How often from one address without an account, in how many seconds."""


class OpinionForm(forms.Form):
    """What is wrong on which page, and what is wished."""

    page = forms.CharField(max_length=300, widget=forms.HiddenInput)
    wrong = forms.CharField(
        label=gettext_lazy("哪里不对"), max_length=opinions.LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    wish = forms.CharField(
        label=gettext_lazy("希望怎样（可以不填）"), max_length=opinions.LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip


class Refused(NamedTuple):
    """An answer that was not taken: to which opinion, what was written, and why not."""

    opinion: int
    text: str
    why: BadInput


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the person's own opinions with their answers; to the office that answers, all of them."""
    return _listed(request)


def _listed(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    context = {
        "rows": opinions.opinions_for(request.user)[:SHOWN],
        "answers": may(request.user, "opinion.answer"),
        "refused": refused,
    }
    return render(request, "web/opinions.html", context, status=refused.why.status if refused else 200)


@public
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take an opinion on a page, from anybody: without an account so many from one address, and nothing is kept of who it was."""
    by = request.user if request.user.is_authenticated else None
    if by is not None and by.must_change_password:  # whose password it is is not known yet
        return redirect("account_change_password")
    if by is None and request.method == "POST":
        at_most(request, "opinion", *OF_STRANGERS)
    form = OpinionForm(request.POST or None, initial={"page": request.GET.get("page", "/")[:300]})
    if form.is_valid():
        with beside(form):
            row = opinions.say(by=by, **form.cleaned_data)
            if by is None:
                messages.success(request, _("意见收下了，管系统的人会看到"))
                return redirect(f"{reverse('opinion_new')}?{urlencode({'page': row.page})}")
            messages.success(request, _("意见收下了，答复会写在这里"))
            return redirect("opinions")
    page = form["page"].value() or ""
    context = {"form": form, "page": page, "back": page if opinions.is_own(page) else ""}
    return render(request, "web/opinion.html", context, status=status_of(form))


@allow("opinion.answer")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an opinion."""
    row, text = opinions.opinion_to_answer(request.user, pk), request.POST.get("answer", "")
    try:
        opinions.answer(opinion=row, text=text, by=request.user)
    except BadInput as refusal:
        return _listed(request, Refused(pk, text, refusal))
    return redirect("opinions")


class OpinionOut(Schema):
    """An opinion and, once there is one, its answer."""

    id: int
    page: str
    wrong: str
    wish: str
    answer: str | None
    is_from_stranger: bool = Field(description="提的人没有登录")

    @staticmethod
    def resolve_is_from_stranger(row: Any) -> bool:
        """Whether nobody was signed in when it was said."""
        return row.said_by_id is None


class OpinionIn(Schema):
    """What is wrong on which page."""

    page: str = Field(max_length=300)
    wrong: str = Field(max_length=opinions.LONGEST)
    wish: str = Field("", max_length=opinions.LONGEST)


class AnswerIn(Schema):
    """The answer."""

    answer: str = Field(max_length=opinions.LONGEST)


@router.get("/", auth=doors("search.ask"), response=list[OpinionOut], summary="意见")
def listed(request: HttpRequest, response: HttpResponse, page: Query[Numbered]) -> Any:
    """Return the own opinions; to the office that answers, all."""
    return numbered(request, response, opinions.opinions_for(request.user), page)


@router.post("/", auth=doors("search.ask"), response=OpinionOut, summary="提意见")
def say(request: HttpRequest, said: OpinionIn) -> Any:
    """Say what is wrong on a page."""
    return opinions.say(by=request.user, **said.model_dump())


@router.post("/{pk}/answer", auth=doors("opinion.answer"), response=OpinionOut, summary="答复意见")
def answered(request: HttpRequest, pk: int, said: AnswerIn) -> Any:
    """Answer an opinion."""
    return opinions.answer(
        opinion=opinions.opinion_to_answer(request.user, pk), text=said.answer, by=request.user
    )
