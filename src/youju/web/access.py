"""Default deny: no view without a rule, neither when the house starts nor when a request arrives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.http import urlencode

from youju.kernel.access import Access, access_of, mark
from youju.kernel.acts import act_named
from youju.kernel.errors import NotAllowed
from youju.kernel.powers import may, remember
from youju.web.coming_back import keep, page_of
from youju.web.errors import refusal_answer

NOT_SAID = NotAllowed(
    "不能打开这个页面", "它没有声明谁可以进入", "请把网址告诉系统管理员",
    english="This view declares no access rule, so nobody may enter.",
)  # fmt: skip


def doors(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield (route, pattern) for every URL of the house."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from doors(entry, route)
        else:
            yield route, entry


def declared(access: Access, patterns: Any) -> Any:
    """Say one rule for all views of a library's `include(...)`, and return it."""
    urlconf = patterns[0] if isinstance(patterns, tuple) else patterns
    for entry in getattr(urlconf, "urlpatterns", urlconf):
        if isinstance(entry, URLResolver):
            declared(access, entry.url_patterns)
        elif access_of(entry.callback) is None:
            mark(entry.callback, access)
    return patterns


def undeclared() -> list[str]:
    """Return the routes whose rule is missing, or names an act that no room declares."""
    wrong = []
    for route, pattern in doors():
        access = access_of(pattern.callback)
        if access is None:
            wrong.append(f"/{route}: no access rule")
        elif access.kind == "act":
            try:
                act_named(access.act)
            except ValueError as error:
                wrong.append(f"/{route}: {error}")
    from youju.web.api import undeclared_operations

    return wrong + undeclared_operations()


def refuse_undeclared() -> None:
    """Raise ImproperlyConfigured if any door has no rule. Called before the server answers its first request."""
    if wrong := undeclared():
        raise ImproperlyConfigured("有据不能启动：下列网址没有声明访问规则\n" + "\n".join(wrong))


def check_access(**_: Any) -> list[CheckMessage]:
    """Report undeclared doors to `manage check`."""
    return [
        Error(line, hint='Put @allow("act"), @signed_in or @public on the view.', id="youju.E001")
        for line in undeclared()
    ]


class AccessMiddleware:
    """Ask each view's rule before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Let the person in, send them to sign in, or refuse."""
        access = access_of(view)
        if access is None:
            return refusal_answer(request, NOT_SAID)
        if access.kind == "public" and settings.SESSION_COOKIE_NAME in request.COOKIES:
            remember(request.user)
        if access.kind in {"public", "api"}:
            return None
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        remember(request.user)
        if request.user.must_change_password and request.path != reverse("account_change_password"):
            wanted = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
            return redirect(
                f"{reverse('account_change_password')}?{wanted}" if wanted else "account_change_password"
            )
        if access.kind == "act" and not may(request.user, access.act):
            return refusal_answer(request, not_in_your_posts(access.act))
        return None


def not_in_your_posts(act: str) -> NotAllowed:
    """Return the refusal of somebody none of whose posts may do an act."""
    title = act_named(act).title
    return NotAllowed(
        f"不能{title}", f"你现在的岗位没有“{title}”的权限", "需要的话，请安全管理员任命相应岗位",
        english=f"None of your posts may do {act}. Ask the security admin for a post.",
    )  # fmt: skip


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send the browser to sign in and back; a fragment asked by htmx makes the whole page go there."""
    keep(request)
    there = redirect_to_login(page_of(request), reverse("account_login"))
    if not getattr(request, "htmx", None):
        return there
    answer = HttpResponse(status=401)
    answer["HX-Redirect"] = there.url
    return answer
