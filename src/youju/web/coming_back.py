"""A form that was sent after the session had ended: its words are kept, and stand in it again once its writer has signed in.

They are kept in the browser's new session, for the person of the ended one and nobody else. Nothing is done with them: the
writer looks at the form and sends it again. Secrets and files are not kept.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from youju.kernel.forms import said_in

KEPT, MOST = "kept_form", 200_000
Said = Mapping[str, list[str]]
_FORM = re.compile(r"""<form\b((?:[^>"']|"[^"]*"|'[^']*')*)>(.*?)</form>""", re.DOTALL)
_FIELD = re.compile(
    r"""<input\b((?:[^>"']|"[^"]*"|'[^']*')*)>|<(textarea|select)\b((?:[^>"']|"[^"]*"|'[^']*')*)>(.*?)</\2>""",
    re.DOTALL,
)
_OPTION = re.compile(r"""<option\b((?:[^>"']|"[^"]*"|'[^']*')*)>([^<]*)""")
_ATTRIBUTE = re.compile(r"""\s*([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
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
        if request.method != "GET" or response.status_code != 200 or not is_page:
            return response
        kept = request.session.get(KEPT) if request.user.is_authenticated else None
        if kept is not None and kept["of"] != str(request.user.pk):
            del request.session[KEPT]
        elif kept is not None and kept["on"] == request.get_full_path():
            del request.session[KEPT]
            page = filled(response.content.decode(response.charset), kept["on"], kept["to"], kept["said"])
            shown = html.unescape(page)
            lost = [text for texts in kept["said"].values() for text in texts if text.strip() not in shown]
            told = render_to_string("web/_came_back.html", {"lost": lost}, request)
            response.content = page.replace('<main id="main">', f'<main id="main">{told}', 1)
        return response


def filled(page: str, on: str, to: str, said: Said) -> str:
    """Return a page with what was said in the form that is sent to an address: of several in the one that asks for all of it."""
    forms = [
        one for one in _FORM.finditer(page) if urlsplit(urljoin(on, _of(one[1]).get("action", ""))).path == to
    ]
    if not forms:
        return page
    best = max(forms, key=lambda one: sum(f'name="{name}"' in one[2] for name in said))
    left = {name: list(texts) for name, texts in said.items()}
    before, inside = page[: best.start(2)], _FIELD.sub(lambda one: _again(one, left, said), best[2])
    fold = before.rfind("<details")
    if fold > before.rfind("</details"):
        before = f"{before[:fold]}<details open{before[fold + len('<details') :]}"
    return f"{before}{inside}{page[best.end(2) :]}"


def _again(field: re.Match[str], left: dict[str, list[str]], said: Said) -> str:
    """Return a field with what was said in it; one of which nothing was sent stays as it is, but a box is not ticked."""
    attributes = field[1] if field[2] is None else field[3]
    about = _of(attributes)
    name, kind = about.get("name", ""), about.get("type", "text")
    if field[2] is None and kind in {"checkbox", "radio"}:
        if kind == "radio" and name not in said:
            return field[0]
        return f"<input{_with(attributes, 'checked', about.get('value', 'on') in said.get(name, []))}>"
    if not left.get(name) or (field[2] is None and kind in _NOT_TYPED):
        return field[0]
    if field[2] == "select":
        options = _OPTION.sub(lambda one: _option(one, said[name]), field[4])
        return f"<select{attributes}>{options}</select>"
    text = html.escape(left[name].pop(0))
    if field[2] == "textarea":
        return f"<textarea{attributes}>\n{text}</textarea>"
    return f'<input{_without(attributes, "value")} value="{text}">'


def _option(option: re.Match[str], chosen: list[str]) -> str:
    value = _of(option[1]).get("value", html.unescape(option[2]).strip())
    return f"<option{_with(option[1], 'selected', value in chosen)}>{option[2]}"


def _of(attributes: str) -> dict[str, str]:
    return {
        one[1].lower(): html.unescape(one[2] or one[3] or one[4] or "")
        for one in _ATTRIBUTE.finditer(attributes)
    }


def _without(attributes: str, name: str) -> str:
    return _ATTRIBUTE.sub(lambda one: "" if one[1].lower() == name else one[0], attributes).rstrip(" /")


def _with(attributes: str, word: str, says: Any) -> str:
    return _without(attributes, word) + (f" {word}" if says else "")
