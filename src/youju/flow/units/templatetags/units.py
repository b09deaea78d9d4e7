"""A unit asked for by name on a page that has no form of Django's."""

from __future__ import annotations

from typing import Any

from django import template

from youju.flow.units.forms import UnitField

register = template.Library()


@register.simple_tag(takes_context=True)
def unit_input(
    context: Any, act: str, name: str, value: str = "", *, scheme: str | None = None, **attrs: Any
) -> str:
    """Return an input for a unit on which the reader may do an act, with its names to choose from; what was written stands in it.

    An underscore in an attribute is a hyphen, and one that is empty is left out.
    """
    said = {key.replace("_", "-"): word for key, word in attrs.items() if word}
    field = UnitField(required=False).asked_by(context["request"].user, act, scheme)
    return str(field.widget.render(name, value, {"id": name, "maxlength": field.max_length, **said}))
