"""What a rule is called, on the pages about objections."""

from __future__ import annotations

from decimal import Decimal

from django import template

from youju.engine.statement.lines import Line
from youju.engine.statement.text import listed_words
from youju.flow.scores.models import Objection
from youju.flow.scores.papers import in_places
from youju.flow.scores.selectors import title_of

register = template.Library()


@register.filter
def rule_title(objection: Objection) -> str:
    """Return the title of the rule that is objected to, in the scheme's own words."""
    return title_of(objection)


@register.filter
def entries(line: Line) -> list[str]:
    """Return the records of registers that a mark counts, or that fall short, one by one."""
    return [text.strip() for listed in line.records for text in listed_words(listed)]


@register.filter
def in_places_of(value: Decimal, like: Decimal | None) -> str:
    """Return marks with the places of a total."""
    return in_places(value, like)
