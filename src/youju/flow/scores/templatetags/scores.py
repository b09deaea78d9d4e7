"""What a rule is called, on the pages about objections."""

from __future__ import annotations

from django import template

from youju.engine.explain import placed
from youju.flow.schemes.selectors import scheme_of
from youju.flow.scores.models import Objection

register = template.Library()


@register.filter
def rule_title(objection: Objection) -> str:
    """Return the title of the rule that is objected to, in the scheme's own words."""
    found = placed(scheme_of(objection.score.round.scheme_version)).get(objection.rule)
    return (found.rule.title if found else None) or objection.rule
