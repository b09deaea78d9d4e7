"""What a value rests on, for the pages of all rooms: a file leads to its page, a citation to its words, the rest is text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django import template

from youju.flow.evidence.proofs import proofs_in
from youju.flow.evidence.selectors import evidence_named

register = template.Library()


@register.inclusion_tag("evidence/_rests_on.html")
def rests_on(evidence: Iterable[str], word: str = "", unit_id: int | None = None) -> dict[str, Any]:
    """Show what something rests on; a file is called by the word, else as the unit calls it, else by the first digits of its digest."""
    proofs = proofs_in(evidence)
    if unit_id is not None:
        names = dict(called([one.sha256 for one in proofs if one.sha256], unit_id))
        proofs = [replace(one, words=names[one.sha256]) if one.sha256 else one for one in proofs]
    return {"proofs": proofs, "word": word, "named": unit_id is not None}


@register.simple_tag
def called(shas: Sequence[str] | None, unit_id: int) -> list[tuple[str, str]]:
    """Return each fingerprint with what the unit calls the file; of a file that is not the unit's, its first letters.

    Whoever reads what a unit reported may read what it calls its files; the file itself asks for its own right.
    """
    known = evidence_named(shas, unit_id=unit_id) if shas else {}
    return [(sha, known[sha].note or known[sha].name if sha in known else sha[:12]) for sha in shas or ()]
