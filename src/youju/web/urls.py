"""Addresses, in the order of the flow: every room that has a `urls.py` is mounted under its own name."""

from __future__ import annotations

import importlib.util
from typing import Any

from django.urls import include, path
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import RedirectView
from django.views.i18n import set_language

from youju.flow import FLOW
from youju.kernel.access import Access
from youju.web import dossier, external, feeds, guide, hooks, jobs, opinions, people, search, views
from youju.web.access import declared
from youju.web.api import api
from youju.work import WORK


def rooms() -> list[Any]:
    """Return the mounts of all rooms that have addresses."""
    return [
        path(f"{room}/", include(name))
        for part, chain in (("flow", FLOW), ("work", WORK))
        for room, _title in chain
        for name in [f"youju.{part}.{room}.urls"]
        if importlib.util.find_spec(name) is not None
    ]


urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.health, name="health"),
    path("receipts/<int:trace_id>/", views.receipt, name="receipt"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<int:pk>/", jobs.show, name="job"),
    path("jobs/<int:pk>/copy/", jobs.copy, name="job_copy"),
    path("search/", search.show, name="search"),
    path("guide/<slug:name>/", guide.show, name="guide"),
    path("guide/pictures/<slug:name>.webp", guide.picture, name="guide_picture"),
    path("opinions/", opinions.index, name="opinions"),
    path("opinions/new/", opinions.new, name="opinion_new"),
    path("opinions/<int:pk>/answer/", opinions.answer, name="opinion_answer"),
    path("calendar/<str:secret>.ics", feeds.feed, name="feed"),
    path("mine/feeds/", people.take_feed, name="feed_take"),
    path("mine/feeds/<int:pk>/revoke/", feeds.revoke, name="feed_revoke"),
    path("dossier/<str:code>/", dossier.show, name="dossier"),
    path("traces/", views.traces, name="traces"),
    path("people/", people.accounts, name="accounts"),
    path("people/<int:user_id>/close/", people.close, name="account_close"),
    path("people/<int:user_id>/reset/", people.reset, name="account_reset"),
    path("people/external/", people.external, name="external"),
    path("people/external/<int:pk>/link/", people.link, name="external_link"),
    path("people/external/<int:pk>/unlink/", people.unlink, name="external_unlink"),
    path("hooks/", hooks.index, name="hooks"),
    path("hooks/robots/", hooks.robot, name="hook_robot"),
    path("hooks/<int:pk>/", hooks.show, name="hook"),
    path("hooks/<int:pk>/close/", hooks.close, name="hook_close"),
    path("hooks/<int:pk>/try/", hooks.try_out, name="hook_try"),
    path("hooks/deliveries/<int:pk>/again/", hooks.again, name="hook_again"),
    path("cas/start/", external.cas_start, name="cas_start"),
    path("cas/back/", external.cas_back, name="cas_back"),
    path("mine/", people.mine, name="mine"),
    path("mine/mail/", people.mail, name="mine_mail"),
    path("mine/tokens/", people.take_token, name="token_take"),
    path("mine/tokens/<int:token_id>/revoke/", people.revoke, name="token_revoke"),
    *declared(
        Access("public", why="chooses the language of this browser"),
        [path("language/", require_POST(set_language), name="set_language")],
    ),
    # before allauth's own, which would send mail to whatever address is typed
    path("accounts/password/reset/", people.forgotten, name="forgotten"),
    *declared(
        Access("public", why="leads to the person's own page, where the one box for mail stands"),
        [
            path(
                "accounts/email/",
                require_safe(RedirectView.as_view(pattern_name="mine")),
                name="account_email",
            )
        ],
    ),
    path(
        "accounts/",
        declared(Access("public", why="allauth asks who it is by itself"), include("allauth.urls")),
    ),
    *rooms(),
    path("api/", declared(Access("api", why="each operation has its own rule"), api.urls)),
]
