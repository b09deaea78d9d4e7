"""A refusal said beside the field it is about, on the form as it was filled in: nothing has to be typed again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from django.forms import FileField, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from youju.kernel.errors import NotAllowed, Refusal

_STATUS = "_refused_with"
# What is never shown again, whoever typed it, and what nobody typed.
_SILENT = re.compile("password|secret|token|^lock$|^move$", re.IGNORECASE)


@contextmanager
def beside(
    form: Form, *, at: str | None = None, names: Mapping[str, str] = MappingProxyType({})
) -> Iterator[None]:
    """Do an act with what a form says; its refusal becomes errors of the form, and the view goes on to show it again.

    A problem whose place is a field stands beside that field, everything else above the form, or beside the field `at`,
    where the form has one that it can only be about. `names` says which field of the form a place is, where the act calls
    it otherwise. Who may not do this at all is told so on a page of its own: there is nothing to mend.
    """
    try:
        yield
    except NotAllowed:
        raise
    except Refusal as refusal:
        _say(form, refusal, at, names)


def _say(
    form: Form, refusal: Refusal, at: str | None = None, names: Mapping[str, str] = MappingProxyType({})
) -> None:
    setattr(form, _STATUS, refusal.status)
    placed = [(names.get(problem.where, problem.where), problem) for problem in refusal.problems]
    form.add_error(None if any(where in form.fields for where, _one in placed) else at, refusal.told)
    for where, problem in placed:
        if where in form.fields:
            form.add_error(where, problem.told)
        else:
            between = _("：")
            form.add_error(at, f"{problem.where}{between}{problem.told}")


def by_form(
    request: HttpRequest, form: Form, title: str, done: Callable[[dict[str, Any]], HttpResponse]
) -> HttpResponse:
    """Do an act with what a form says. Not sent yet, or refused, the form is shown, with what is wrong beside its fields.

    What is wrong with a file stands beside the field it was chosen in; faults of its rows are read there as a table.
    A button `look` of a field that looks for things sends the form to be shown again, as it is, with what was found.
    """
    looks = any(getattr(field, "looks", False) for field in form.fields.values())
    if request.method == "POST" and not form.is_bound:  # sent with nothing in it
        form.data, form.is_bound = request.POST, True
    at = next((name for name, field in form.fields.items() if isinstance(field, FileField)), None)
    rows = None
    if looks:
        is_only_looking(request, form)
    if form.is_bound and form.is_valid():
        try:
            return done(form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            if refusal.problems and not any(one.where in form.fields for one in refusal.problems):
                rows = refusal
                setattr(form, _STATUS, refusal.status)
                if at is not None:
                    form.add_error(at, refusal.told)
            else:
                _say(form, refusal, at)
    context = {"form": form, "title": title, "refusal": rows, "at": at, "looks": looks}
    return render(request, "web/form.html", context, status=status_of(form))


def is_only_looking(request: HttpRequest, form: Form) -> bool:
    """Whether a button `look` sent a form only to look for something: then it stands as it was filled in, without a word on what is still missing."""
    if "look" not in request.POST:
        return False
    form.initial = {name: form[name].data for name in form.fields}
    form.is_bound = False
    return True


def status_of(form: Form) -> int:
    """Return with what status a form is shown: 200 before it was sent, afterwards as it was refused."""
    return getattr(form, _STATUS, 422) if form.is_bound else 200


def said_in(request: HttpRequest) -> dict[str, list[str]]:
    """Return what somebody wrote into a form, by field, without secrets and without what nobody typed."""
    if request.method != "POST":
        return {}
    told = {name: [text for text in texts if text.strip()] for name, texts in request.POST.lists()}
    return {name: texts for name, texts in told.items() if texts and not _SILENT.search(name)}


def typed_in(request: HttpRequest) -> list[str]:
    """Return what somebody wrote into a form that is refused with a page of its own, so that it can be taken up again."""
    return [text for texts in said_in(request).values() for text in texts]
