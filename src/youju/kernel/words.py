"""Words of the house as they are written, for what is kept rather than shown."""

from __future__ import annotations

from django.utils.translation import get_language, override


def as_written(words: object) -> str:
    """Return a label as the source says it, in whichever language the reader's pages are.

    What is stored, printed, matched against a workbook or put into a paper is Chinese; only pages are translated.
    """
    with override(None):
        return str(words)


def told(chinese: str, english: str) -> str:
    """Return of two sentences that say the same the one in the language of the reader's pages; Chinese where there is no English."""
    return english if english and (get_language() or "").startswith("en") else chinese
