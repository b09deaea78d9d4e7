"""How the house says no: to people on a page, to programs as problem+json (RFC 9457)."""

from __future__ import annotations

import sys
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from youju.kernel.access import public
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.forms import typed_in
from youju.kernel.words import told

NOT_FOUND = Refusal(
    "找不到这一页", "网址不对，或者你的岗位看不到它", "从菜单重新进入，或请安全管理员核对你的岗位",
    english="Nothing is here, or your posts may not see it. Go in through the menu.",
)  # fmt: skip
NO_METHOD = Refusal(
    "不能这样访问", "这个地址没有这种方法", "答复头 Allow 写明可用的方法；其余见接口说明",
    english="This address has no such method; the header Allow tells which it has.",
)  # fmt: skip
NUL = BadInput(
    "没有受理", "网址里有控制字符", "去掉后再发送", english="The address holds a control character; remove it.",
)  # fmt: skip
BROKEN = Refusal(
    "这一步没有做成", "系统出了错，已经记下", "刚才填的没有保存；过一会儿再试，还不行就告诉系统管理员",
    english="The system failed and has logged it; nothing was saved. Try again, then tell the system admin.",
)  # fmt: skip
BUSY = Refusal(
    "这一步还没有办成", "同时在写的人太多，排队超过了时限", "什么也没有丢，也没有办一半；过几秒再提交一次，草稿还在",
    english="Too many people are writing at this moment. Nothing was lost and nothing half done; try again in a few seconds.",
)  # fmt: skip
# SQLite: busy, locked. PostgreSQL: serialization failure, deadlock, lock not available, too many connections, starting up.
_BUSY_CODES, _BUSY_STATES = {5, 6}, {"40001", "40P01", "55P03", "53300", "57P03"}


def is_busy(error: BaseException | None) -> bool:
    """Whether the database only said that others were first: the transaction is undone and may simply be tried again."""
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    code, state = getattr(cause, "sqlite_errorcode", None), getattr(cause, "sqlstate", None)
    return state in _BUSY_STATES or (code is not None and code & 0xFF in _BUSY_CODES)


def problem(refusal: Refusal, status: int | None = None) -> dict[str, Any]:
    """Return a refusal as the members of a problem+json document."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": refusal.what,
        "status": status or refusal.status,
        "detail": refusal.why,
        "instead": refusal.instead,
    }
    if refusal.english:
        body["english"] = refusal.english
    if refusal.problems:
        body["problems"] = [{"where": p.where, "what": p.what, "mend": p.mend} for p in refusal.problems]
    return body


def wants_json(request: HttpRequest) -> bool:
    """Whether the asker is a program."""
    return request.path.startswith("/api/") or request.get_preferred_type(
        ["text/html", "application/json", "application/problem+json"]
    ) in {"application/json", "application/problem+json"}


def refusal_answer(request: HttpRequest, refusal: Refusal, status: int | None = None) -> HttpResponse:
    """Return a refusal in the form the asker reads."""
    status = status or refusal.status
    if wants_json(request):
        return JsonResponse(
            problem(refusal, status),
            status=status,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )
    template = "web/_refusal.html" if getattr(request, "htmx", False) else "web/refusal.html"
    return render(request, template, {"refusal": refusal, "typed": typed_in(request)}, status=status)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django calls it so
    """Answer 404 with a page that says what to do."""
    return refusal_answer(request, NOT_FOUND, 404)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 where the database was only busy, without touching the database or the session."""
    return busy(request) if is_busy(sys.exception()) else _bare(request, BROKEN, 500)


def busy(request: HttpRequest) -> HttpResponse:
    """Answer 503: whoever tries again will be let in."""
    answer = _bare(request, BUSY, 503)
    answer["Retry-After"] = "3"
    return answer


def _bare(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(problem(refusal, status), status=status, content_type="application/problem+json")
    return HttpResponse(_page(refusal), status=status)


def _page(refusal: Refusal) -> str:
    """Return a refusal as a page made of nothing but itself and the style of the house, in the reader's language."""
    english, _stop, rest = refusal.english.partition(". ")
    title, text = told(refusal.what, english), told(f"{refusal.why}。{refusal.instead}。", rest)
    house, back = _("有据"), _("回首页")
    return (
        f'<!doctype html><html lang="{get_language() or "zh-hans"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · {house}</title>'
        f'<link rel="stylesheet" href="{_style()}"></head><body class="bare">'
        f'<header class="top"><a class="brand" href="/">{house}</a></header>'
        f'<main id="main"><section class="narrow"><h1>{title}</h1><p>{text}</p>'
        f'<p><a class="button quiet" href="/">{back}</a></p></section></main></body></html>'
    )


def _style() -> str:
    """Return where the style lies; without its list of files the page is plain and still says what it says."""
    try:
        return static("web/youju.css")
    except ValueError:
        return ""


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django calls it so
    """Answer a form whose token is missing or stale."""
    stale = NotAllowed(
        "没有提交成功", "页面开得太久，或者登录已经过期", "返回上一页，刷新后再提交；草稿还在",
        english="The page is too old or the session has ended. Go back, reload and submit again.",
    )  # fmt: skip
    return refusal_answer(request, stale)
