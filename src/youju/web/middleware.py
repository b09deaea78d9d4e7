"""Headers that keep the browser safe, and refusals turned into answers so that no view has to."""

from __future__ import annotations

import html
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.template.loader import render_to_string

from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.forms import typed_in
from youju.web.errors import NO_METHOD, NOT_FOUND, NUL, busy, is_busy, refusal_answer

# Nothing from elsewhere, no inline script or style; documents may be shown by ourselves only.
POLICY = (
    "default-src 'self'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data: blob:; "
    "object-src 'none'; "
    "base-uri 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'none'"
)


HOLDS_NUL = BadInput(
    "没有受理", "填的内容里有控制字符(NUL)", "删去后再提交",
    english="Nothing was done: what was sent holds a control character (NUL). Remove it and send it again.",
)  # fmt: skip


ANOTHER = NotAllowed(
    "没有收下", "这些是另一个人记下的，现在登录的不是这个人", "请记下的人自己登录再交；记下的还在原来的设备里",
    english="Nothing was taken: somebody else wrote this down than is signed in now. That person signs in and hands it in.",
)  # fmt: skip


class SafetyHeaders:
    """Add the content security policy and the permissions policy to every answer that has none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self), microphone=()")
        return response


class OnesOwn:
    """Take what a device kept for a person (X-Youju-Person) from that person only, whoever signed in on it meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        person = request.headers.get("X-Youju-Person")
        if person is not None and person != str(request.user.pk):
            return refusal_answer(request, ANOTHER)
        return self.get_response(request)


class KeptWords:
    """Put under a refused page the words that were typed and stand nowhere on it: its form may be gone with the state of things."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if request.method == "POST" and 400 <= response.status_code < 500 and is_page:
            page = response.content.decode(response.charset)
            shown = html.unescape(page)
            lost = [text for text in typed_in(request) if text.strip() not in shown]
            if lost and "</main>" in page:
                kept = render_to_string("web/_typed.html", {"typed": lost}, request)
                response.content = page.replace("</main>", f"{kept}</main>", 1)
        return response


class ApiTags(ConditionalGetMiddleware):
    """Give every whole answer of the API an entity tag, and 304 to whoever holds it already."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Leave pages alone: their tokens differ each time."""
        return super().process_response(request, response) if request.path.startswith("/api/") else response


class Refusals:
    """Answer a refusal with its status and its three sentences: a page, a fragment, or problem+json."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        if "\x00" in request.path:
            return refusal_answer(request, NOT_FOUND, 404)
        if request.path.startswith("/api/") and "%00" in request.META.get("QUERY_STRING", ""):
            return refusal_answer(request, NUL)
        response = self.get_response(request)
        if response.status_code == 405 and request.path.startswith("/api/"):
            allowed, response = response.get("Allow", ""), refusal_answer(request, NO_METHOD, 405)
            response["Allow"] = allowed
        return response

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Refuse a form that holds a NUL: no database keeps one, and no keyboard writes one."""
        if request.method != "POST" or request.path.startswith("/api/"):
            return None  # the body of a program is looked at when it is read (bodies.py)
        holds = any("\x00" in text for _name, texts in request.POST.lists() for text in texts)
        return refusal_answer(request, HOLDS_NUL) if holds else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say that a busy database may be tried again; leave every other exception alone."""
        if is_busy(error):
            return busy(request)
        return refusal_answer(request, error) if isinstance(error, Refusal) else None
