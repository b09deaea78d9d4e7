"""Template tags of the shell."""

from __future__ import annotations

import secrets

from django import template

register = template.Library()


@register.simple_tag
def once() -> str:
    """Return `once=<key>` for a form's action, so that pressing twice has one effect."""
    return f"once={secrets.token_urlsafe(12)}"
