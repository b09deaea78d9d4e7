"""A form that was sent after the session had ended: its words are kept, and stand in it again once its writer has signed in.

They are kept in the browser's new session, for the person of the ended one and nobody else. Nothing is done with them: the
writer looks at the form and sends it again. Secrets and files are not kept.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from lxml.html import HtmlElement, document_fromstring, tostring

from youju.kernel.forms import said_in

KEPT, MOST = "kept_form", 200_000
Said = Mapping[str, list[str]]
FIELDS = ("input", "textarea", "select")
# What the page itself says anew, and what a page cannot fill in.
_NOT_TYPED = {"hidden", "file", "password", "submit", "button", "image", "reset"}


def page_of(request: HttpRequest) -> str:
    """Return the page somebody stands on: the one asked for, or the one whose form was sent."""
    if getattr(request, "htmx", None):
        return str(request.htmx.current_url_abs_path or "/")  # type: ignore[attr-defined]
    there = urlsplit(request.headers.get("Referer", ""))
    if request.method == "POST" and there.netloc == request.get_host():
        return there.path + (there.query and f"?{there.query}")
    return request.get_full_path()


def keep(request: HttpRequest) -> None:
    """Keep what was sent by somebody whose session has ended, until the same person signs in."""
    said, owner = said_in(request), _whose(request)
    if said and owner and sum(len(text) for texts in said.values() for text in texts) <= MOST:
        request.session[KEPT] = {"of": owner, "on": page_of(request), "to": request.path, "said": said}


def _whose(request: HttpRequest) -> str:
    """Return the person of the session that has ended, "" where the browser had none."""
    ended = Session.objects.filter(pk=request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")).first()
    return str(ended.get_decoded().get(SESSION_KEY, "")) if ended else ""


class ComingBack:
    """Put what was kept into its form again, on the first page where the same person finds it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if request.method != "GET" or not is_page:
            return response
        kept = request.session.get(KEPT) if request.user.is_authenticated else None
        if kept is not None and kept["of"] != str(request.user.pk):
            del request.session[KEPT]
        elif kept is not None and kept["on"] == request.get_full_path() and response.status_code == 200:
            del request.session[KEPT]
            page = filled(response.content.decode(response.charset), kept["on"], kept["to"], kept["said"])
            shown = html.unescape(page)
            lost = [text for texts in kept["said"].values() for text in texts if text.strip() not in shown]
            told = render_to_string("web/_came_back.html", {"lost": lost}, request)
            response.content = page.replace('<main id="main">', f'<main id="main">{told}', 1)
        return response


def filled(page: str, on: str, to: str, said: Said) -> str:
    """Return a page with what was said in the form that is sent to an address: of several in the one that asks for all of it."""
    tree = document_fromstring(page)
    forms = [one for one in tree.forms if urlsplit(urljoin(on, one.get("action", ""))).path == to]
    if not forms:
        return page
    form = max(forms, key=lambda one: len(said.keys() & {field.get("name") for field in one.iter(*FIELDS)}))
    left = {name: list(texts) for name, texts in said.items()}
    for field in form.iter(*FIELDS):
        _fill(field, left, said)
    for fold in form.iterancestors("details"):
        fold.set("open", "")
    return str(tostring(tree, encoding="unicode", doctype="<!doctype html>"))


def _fill(field: HtmlElement, left: dict[str, list[str]], said: Said) -> None:
    """Say in a field what was said; one of which nothing was sent stays as it is, but a box is not ticked."""
    name, kind = field.get("name", ""), field.get("type", "text") if field.tag == "input" else field.tag
    if kind in {"checkbox", "radio"}:
        if kind == "checkbox" or name in said:
            _flag(field, "checked", is_set=field.get("value", "on") in said.get(name, []))
    elif not left.get(name) or kind in _NOT_TYPED:
        return
    elif kind == "select":
        for option in field.iter("option"):
            value = option.get("value", (option.text or "").strip())
            _flag(option, "selected", is_set=value in said[name])
    elif kind == "textarea":
        field.text = "\n" + left[name].pop(0)  # a browser drops the first line break
    else:
        field.set("value", left[name].pop(0))


def _flag(field: HtmlElement, word: str, *, is_set: bool) -> None:
    if is_set:
        field.set(word, "")
    else:
        field.attrib.pop(word, None)
