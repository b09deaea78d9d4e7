"""The API mount: one router per room, problem+json for every refusal, no operation without a rule."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router
from ninja.errors import AuthenticationError, HttpError, ValidationError

from youju import __doc__ as about
from youju.flow import FLOW
from youju.kernel.access import access_of
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.web.bodies import BodyParser
from youju.web.errors import NOT_FOUND, refusal_answer
from youju.web.openapi import API
from youju.web.unfit import as_problem
from youju.work import WORK

api = API(
    title="有据 Youju",
    version="1",
    description=about or "",
    urls_namespace="api",
    docs_url=None,
    parser=BodyParser(),
    openapi_extra={"info": {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}},
)
SIGN_IN = NotAllowed(
    "不能访问接口", "没有带令牌，或者令牌过期、被收回", "请求头写上 Authorization: Bearer 令牌；令牌在“岗位”页面领取",
    english="The bearer token is missing, expired or revoked.",
)  # fmt: skip

UNPARSED = BadInput(
    "没有受理", "内容读不出来：不是完整的 JSON，或者不是 UTF-8", "按接口说明发送 JSON，编码用 UTF-8",
    english="The body cannot be read: it is no complete JSON in UTF-8.",
)  # fmt: skip


def mount() -> None:
    """Add the router of the log and of every room that has an `api.py`, in the order of the flow."""
    api.add_router("/log", "youju.web.log_api.router", tags=[gettext_noop("底账日志")])
    api.add_router("/search", "youju.web.search.router", tags=["搜索"])
    api.add_router("/opinions", "youju.web.opinions.router", tags=["意见"])
    api.add_router("/hooks", "youju.web.hooks.router", tags=["回调"])
    api.add_router("/identities", "youju.web.identities_api.router", tags=["外部身份"])
    api.add_router("/dossier", "youju.web.dossier.router", tags=["一村一档"])
    api.add_router("/feeds", "youju.web.feeds.router", tags=["日历订阅"])
    for part, rooms in (("flow", FLOW), ("work", WORK)):
        for room, title in rooms:
            name = f"youju.{part}.{room}.api"
            if importlib.util.find_spec(name) is not None:
                router: Router = import_module(name).router
                api.add_router(f"/{room}", router, tags=[title])


def operations() -> Iterator[tuple[str, Any]]:
    """Yield (path, operation) for everything the API can do, nested routers too."""
    for bound in api._get_bound_routers():  # noqa: SLF001  # ninja has no public list of its operations
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                yield f"/api{bound.prefix}{path}", operation


def undeclared_operations() -> list[str]:
    """Return the API operations that neither ask for an act nor say that they are public."""
    wrong = []
    for path, operation in operations():
        callbacks = list(operation.auth_callbacks)
        ruled = bool(callbacks) and all(access_of(callback) for callback in callbacks)
        if not ruled and access_of(operation.view_func) is None:
            wrong.append(f"{path} {','.join(operation.methods)}: no access rule")
    return wrong


@api.exception_handler(Refusal)
def _refusal(request: HttpRequest, refusal: Any) -> HttpResponse:
    return refusal_answer(request, refusal)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _error: Any) -> HttpResponse:
    return refusal_answer(request, NOT_FOUND, 404)


@api.exception_handler(AuthenticationError)
def _sign_in(request: HttpRequest, _error: Any) -> HttpResponse:
    answer = refusal_answer(request, SIGN_IN, 401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(HttpError)
def _unparsed(request: HttpRequest, error: Any) -> HttpResponse:
    cause = error.__cause__
    if isinstance(cause, Refusal):
        return refusal_answer(request, cause)
    return refusal_answer(request, UNPARSED, error.status_code)


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    problems = [as_problem(fault) for fault in error.errors]
    return refusal_answer(
        request,
        BadInput("没有受理", "内容和接口说明不符", "按 problems 逐条改正后再发送",
                 english="The request does not match the schema; see problems.", problems=problems),
    )  # fmt: skip


mount()
