"""What people type into a field, as an exact number with its relation; what is wrong, in the reader's language."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from youju.engine.data import RELATIONS
from youju.engine.sources.book import RELATION_OF
from youju.engine.sources.exact import read_exact
from youju.engine.sources.words import not_a_number
from youju.kernel.errors import Problem
from youju.kernel.words import told

# The engine speaks of the columns of a table; a form has one field.
_MENDS = {
    "value-relation": _("只写一个数；不是确数的在前面写 ≥、≤ 或 ≈，例如 ≥20"),
    "value-date": _("这里写数，不写日期"),
}
UNCHANGED = "无变化"
"""The note of a value that is last time's, said by a click and not typed."""
_WORDS = sorted(RELATION_OF, key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody entered for one indicator."""

    text: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text means: a number (None when nothing, or nothing readable, was typed) and a relation; or the words against it."""

    value: Decimal | None = None
    relation: str = "="
    what: str = ""
    mend: str = ""

    def problem(self, where: str) -> Problem | None:
        """Return the fault of the text, None when it reads."""
        return Problem(where, self.what, self.mend) if self.what else None


def has_control(text: str) -> bool:
    """Whether a text holds what nobody types and no database has to keep: control characters but line breaks and tabs."""
    return not text.isprintable() and any(
        unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\t\n\r" for sign in text
    )


def is_digits(text: str) -> bool:
    """Whether a text is a whole number by its digits alone: what most fields hold, read without looking further."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def read(text: str) -> Reading:
    """Read what was typed: digits (full-width ones too), with a relation before them if need be: ≥300, 约 20."""
    if is_digits(text):
        return Reading(Decimal(text))
    bare = unicodedata.normalize("NFKC", text).strip()
    if not bare:
        return Reading()
    word = next((word for word in _WORDS if bare.startswith(unicodedata.normalize("NFKC", word))), "")
    number = bare[len(unicodedata.normalize("NFKC", word)) :].strip() if word else bare
    found = read_exact(number)
    if found is None:
        code, what, mend, what_en, mend_en = not_a_number(number)
        return Reading(what=told(what, what_en), mend=str(_MENDS.get(code) or told(mend, mend_en)))
    return Reading(Decimal(found[0]).scaleb(-found[1]), RELATIONS[RELATION_OF[word]] if word else "=")
