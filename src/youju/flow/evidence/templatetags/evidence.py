"""What a value rests on, for the pages of all rooms: a file leads to its page, a citation to its words, the rest is text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from youju.flow.evidence.proofs import proofs_in

register = template.Library()


@register.inclusion_tag("evidence/_rests_on.html")
def rests_on(evidence: Iterable[str], word: str = "") -> dict[str, Any]:
    """Show what something rests on; a file is called by the word, else by the first digits of its digest."""
    return {"proofs": proofs_in(evidence), "word": word}
