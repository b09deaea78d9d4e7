"""Words of the house as they are written, for what is kept rather than shown."""

from __future__ import annotations

from django.utils.translation import override


def as_written(words: object) -> str:
    """Return a label as the source says it, in whichever language the reader's pages are.

    What is stored, printed, matched against a workbook or put into a paper is Chinese; only pages are translated.
    """
    with override(None):
        return str(words)
