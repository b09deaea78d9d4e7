"""The same book given back: red where something is wrong, with what and how to mend it as a comment. Pure."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from youju.kernel.errors import Problem

RED = PatternFill("solid", start_color="FFF4B6B6", end_color="FFF4B6B6")
WHO = "有据"


def marked(content: bytes, sheet: str, faults: Sequence[tuple[str, Problem]]) -> bytes | None:
    """Return somebody's own copy with its faults marked, everything else as it was; None where it cannot be opened.

    Only for a book that passed the gate. Faults of the whole book stand in the first cell.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
        page = book[sheet]
    except (KeyError, ValueError, OSError, TypeError):
        return None
    words: dict[str, list[str]] = defaultdict(list)
    for cell, problem in faults:
        words[cell or "A1"].append(f"{problem.what}。改法：{problem.mend}")
    for cell, said in words.items():
        target = page[cell]
        if isinstance(target, openpyxl.cell.MergedCell):
            target = page["A1"]
        target.fill = RED
        target.comment = Comment("\n".join(said)[:1000], WHO, width=320, height=40 + 40 * len(said))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
