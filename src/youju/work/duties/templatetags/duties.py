"""How a system of duties is called where people read it."""

from __future__ import annotations

from django import template

from youju.work.duties.words import SYSTEMS

register = template.Library()


@register.filter
def system_title(code: str) -> str:
    """Return what a system is called; one that the house does not know keeps the name it was given."""
    return str(SYSTEMS.get(code, code))
