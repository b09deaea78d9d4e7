"""The text of a cell, whichever program held it. Nothing heavy is loaded for it: child processes read with this."""

from __future__ import annotations

from decimal import Decimal


def cell_text(cell: object) -> str:
    """Return the text of one Python cell: the shortest decimal of a float, ISO dates, ``TRUE`` and ``FALSE``.

    A lone surrogate, which no file can hold, is spelt out.
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, str):
        return cell.encode("utf-8", "backslashreplace").decode()
    if not isinstance(cell, float | Decimal):
        return str(cell)
    written = repr(cell) if isinstance(cell, float) else str(cell)
    if "e" not in written.lower():
        return written
    # What a program holds may be printed with a power of ten, which is refused in a text that somebody wrote.
    number = Decimal(written)
    return format(number, "f") if -30 < number.adjusted() < 30 else written
