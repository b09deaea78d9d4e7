"""Template tags of the shell."""

from __future__ import annotations

import secrets

from django import template
from django.conf import settings
from django.urls import reverse

from youju.kernel.acts import title_of

register = template.Library()


@register.simple_tag
def once() -> str:
    """Return `once=<key>` for a form's action, so that pressing twice has one effect."""
    return f"once={secrets.token_urlsafe(12)}"


@register.filter
def act_title(name: str) -> str:
    """Return what an act is called in the words of the office."""
    return title_of(name)


@register.simple_tag
def sign_in_services() -> list[tuple[str, str]]:
    """Return the other services one may sign in with: name and address."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    found = [(app["name"], reverse("openid_connect_login", args=[app["provider_id"]])) for app in apps]
    if settings.YOUJU["cas_server"]:
        found.append((settings.YOUJU["cas_name"], reverse("cas_start")))
    return found
