"""Words of the house as they are written, for what is kept rather than shown."""

from __future__ import annotations

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _


def as_written(words: object) -> str:
    """Return a label as the source says it, in whichever language the reader's pages are.

    What is stored, printed, matched against a workbook or put into a paper is Chinese; only pages are translated.
    """
    with override(None):
        return str(words)


def told(chinese: str, english: str) -> str:
    """Return of two sentences that say the same the one in the language of the reader's pages; Chinese where there is no English."""
    return english if english and (get_language() or "").startswith("en") else chinese


def bracketed(said: object) -> str:
    """Return what is added to a word, in the brackets of the reader's language; nothing for nothing."""
    # apart from what goes in: a sentence inside an f-string is not gathered into the catalogue
    brackets = _("（{words}）")
    return brackets.format(words=said) if said not in (None, "") else ""
