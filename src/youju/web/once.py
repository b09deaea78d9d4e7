"""One effect for each Idempotency-Key: a repeated request gets the first answer again.

The key comes in the header `Idempotency-Key` or, from forms, in the query (`?once=…`). The first answer is kept in
the transaction of the act itself, so an act whose answer got lost is never done twice, and an act that failed
keeps nothing and may be tried again with the same key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from youju.kernel.errors import BadInput
from youju.kernel.models import FirstAnswer
from youju.kernel.once import claim, keep
from youju.kernel.selectors import token_now
from youju.web.errors import refusal_answer

KEPT_HEADERS = ("Content-Type", "Location", "ETag", "HX-Redirect", "HX-Trigger", "HX-Location")
REUSED = BadInput(
    "没有提交", "同一个提交编号(Idempotency-Key)用在了另一份内容上", "换一个新的编号再提交",
    english="This Idempotency-Key was used for another request. Use a new one.",
)  # fmt: skip
# Somebody went back to a form already sent and changed it: they know of no key.
SENT_BEFORE = BadInput(
    "没有提交", "这一页已经提交过一次，这次的内容与那次不同", "先看那一次的结果；还要提交的，重新打开这一页再填",
    english="This page was already submitted once, with other content. Look at what came of it; to submit something more, open the page anew.",
)  # fmt: skip

SHOWN_ONCE = "已经办过；结果只显示一次。Done already; the answer was shown once.".encode()


class _Refused(Exception):  # noqa: N818
    """Carries an answer out of a transaction that must not be kept."""

    def __init__(self, answer: HttpResponse) -> None:
        self.answer = answer


class OnceMiddleware:
    """Keep the first answer of every writing request that carries a key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        key = request.headers.get("Idempotency-Key") or request.GET.get("once", "")
        if not key or request.method not in {"POST", "PUT", "PATCH", "DELETE"}:
            return self.get_response(request)
        if len(key) > 100 or "\x00" in key:
            return refusal_answer(request, REUSED)
        if not _is_heard(request):
            return self.get_response(request)
        return self._once(request, key, _fingerprint(request))

    def _once(self, request: HttpRequest, key: str, fingerprint: str) -> HttpResponse:
        who = request.headers.get("Authorization") or str(request.user.pk)
        stored = hashlib.sha256(f"{who}\n{key}".encode()).hexdigest()
        try:
            with transaction.atomic():
                row, is_first = claim(stored, fingerprint)
                if not is_first:
                    return _again(request, row, fingerprint)
                answer = self.get_response(request)
                if answer.status_code >= 400 or answer.streaming or "look" in request.POST:
                    # The transaction is undone. Who only looked for a file (evidence/_look.html) has handed nothing in.
                    raise _Refused(answer)  # noqa: TRY301
                if "no-store" in answer.get("Cache-Control", ""):
                    # A one-time password is shown once, not kept: the repetition hears that it was done.
                    keep(
                        row,
                        status=409,
                        headers={"Content-Type": "text/plain; charset=utf-8"},
                        body=SHOWN_ONCE,
                    )
                    return answer
                headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
                keep(row, status=answer.status_code, headers=headers, body=answer.content)
                return answer
        except _Refused as refused:
            return refused.answer


def _fingerprint(request: HttpRequest) -> str:
    """Return what makes two requests the same: method, address and body; of a form with files, its fields and files."""
    digest = hashlib.sha256(f"{request.method} {_address(request)}\n".encode())
    if request.content_type == "multipart/form-data":
        digest.update(request.headers.get("Content-Length", "").encode())
        for name, values in sorted(request.POST.lists()):
            digest.update(f"{name}={values!r}\n".encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(f"{name}={file.name!r} {file.size}\n".encode())
                for part in file.chunks():
                    digest.update(part)
                file.seek(0)
    else:
        digest.update(request.body)
    return digest.hexdigest()


def _address(request: HttpRequest) -> str:
    """Return the path with what is asked in the address, without the key itself."""
    asked = request.GET.copy()
    asked.pop("once", None)
    return f"{request.path}?{asked.urlencode()}"


def _is_heard(request: HttpRequest) -> bool:
    """Whether who asks may be heard at all: a program whose token is void is left to its door, and its upload is not even read."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return kind.lower() != "bearer" or token_now(token.strip()) is not None


def _again(request: HttpRequest, first: FirstAnswer, fingerprint: str) -> HttpResponse:
    if first.request != fingerprint:
        return refusal_answer(request, REUSED if "Idempotency-Key" in request.headers else SENT_BEFORE)
    answer = HttpResponse(bytes(first.body), status=first.status)
    for name, value in first.headers.items():
        answer[name] = value
    answer["Idempotent-Replayed"] = "true"
    return answer
