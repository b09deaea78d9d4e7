"""Template tags of the shell."""

from __future__ import annotations

import secrets

from django import template

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
