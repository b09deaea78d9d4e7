"""Signing in from elsewhere: OpenID Connect through allauth, CAS by its own two views, one gate behind both.

The gate (`person_of`) lets in whom an admin linked to a person, and nobody else: a new identity has no powers by itself.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import ParseError  # only its error is caught

import requests
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from cas import CASClientV3
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from youju.kernel.access import public
from youju.kernel.errors import NotAllowed, Refusal
from youju.kernel.identities import meet
from youju.kernel.models import User
from youju.web.errors import refusal_answer

PATIENCE = (5.0, 10.0)
AWAY = Refusal(
    "没有登录成", "统一登录服务没有答复，或者答复读不懂", "过一会儿再试，或者用本站的用户名和口令登录",
    english="The sign-in service did not answer, or its answer could not be read.",
)  # fmt: skip
STALE = NotAllowed(
    "没有登录成", "登录票据已用过、过期，或者不是这个浏览器要来的", "回到登录页，重新点一次",
    english="The ticket is used up, expired, or was not asked for by this browser.",
)  # fmt: skip


def person_of(*, provider: str, subject: str, name: str) -> User:
    """Return the person an identity is linked to. Raises NotAllowed, with what to do, where there is none."""
    row = meet(provider=provider, subject=subject, name=name)
    if row.person is None:
        raise NotAllowed(
            "还不能登录", f"身份“{row.name or row.subject}”({row.subject})还没有关联到本站的人", "请系统管理员在“外部身份”里关联",
            english=f"The identity {row.subject} is not linked to a person yet. Ask the system admin to link it.",
        )  # fmt: skip
    if not row.person.is_active:
        raise NotAllowed("不能登录", "这个账号已停用", "请联系系统管理员", english="This account is closed.")
    return row.person


class Patient(requests.Session):
    """A session that never waits for ever and never follows a redirect to another place."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        """Ask, within the time allowed."""
        kwargs.setdefault("timeout", PATIENCE)
        kwargs["allow_redirects"] = False
        return super().request(*args, **kwargs)


class SocialAdapter(DefaultSocialAccountAdapter):
    """What this house decides differently from allauth: no sign-up, and the links are ours."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002  # allauth asks so
        """Accounts are opened by the system admin, never by a visitor."""
        return False

    def get_requests_session(self) -> requests.Session:
        """Return the session that asks the provider."""
        return Patient()

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in whom an admin linked; allauth's own memory of accounts follows the link and decides nothing."""
        account = sociallogin.account
        said = account.extra_data.get("userinfo") or account.extra_data.get("id_token") or {}
        name = str(said.get("name") or said.get("preferred_username") or "")
        try:
            person = person_of(provider=account.provider, subject=account.uid, name=name)
        except Refusal as refusal:
            raise ImmediateHttpResponse(refusal_answer(request, refusal)) from None
        kept, _made = SocialAccount.objects.update_or_create(
            provider=account.provider, uid=account.uid, defaults={"user": person, "extra_data": {}}
        )
        sociallogin.user, sociallogin.account = person, kept

    def on_authentication_error(
        self, request: HttpRequest, *_args: Any, error: Any = None, **_kwargs: Any
    ) -> None:
        """Say it in three sentences, in our frame."""
        raise ImmediateHttpResponse(refusal_answer(request, STALE if error == "denied" else AWAY, 403))


@public
@never_cache
@require_POST
def cas_start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the CAS server; what comes back is taken from this browser only."""
    state = secrets.token_urlsafe(16)
    client = _cas(request, state)
    request.session["cas_state"] = state
    request.session["cas_next"] = request.POST.get("next", "")
    return redirect(client.get_login_url())


@public
@never_cache
@require_safe
def cas_back(request: HttpRequest) -> HttpResponse:
    """Take the ticket, ask the CAS server whose it is, and sign that person in."""
    state, ticket = request.session.pop("cas_state", ""), request.GET.get("ticket", "")
    if (
        not ticket
        or len(ticket) > 512
        or not state
        or not secrets.compare_digest(state, request.GET.get("state", ""))
    ):
        raise STALE
    client = _cas(request, state)
    try:
        subject, said, _granting = client.verify_ticket(ticket)
    except (requests.RequestException, ParseError, ValueError, LookupError, AttributeError):
        raise AWAY from None
    if not subject:
        raise STALE
    name = str((said or {}).get("name") or (said or {}).get("displayName") or (said or {}).get("cn") or "")
    person = person_of(provider="cas", subject=subject[:200], name=name)
    onward = request.session.pop("cas_next", "")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = reverse("home")
    answer: HttpResponse = perform_login(request, person, redirect_url=onward)
    return answer


def _cas(request: HttpRequest, state: str) -> CASClientV3:
    """Return a client of the CAS server of the settings; 404 where none is named."""
    server = settings.YOUJU["cas_server"]
    if not server:
        raise Http404("cas")
    here = request.build_absolute_uri(reverse("cas_back")) + "?" + urlencode({"state": state})
    return CASClientV3(service_url=here, server_url=server.rstrip("/") + "/", session=Patient())
