"""A workbook refused as a whole: every fault with its place, and, where it can be made and given back, the sender's own copy in red."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from youju.flow.reports.books.marking import marked
from youju.kernel.errors import BadInput, Copy, Problem

SHOWN, MARKED_ROWS = 200, 20_000
"""Faults listed; rows up to which the red copy is made."""
Fault = tuple[str, Problem]


class BookRefused(BadInput):
    """No row of a workbook was stored. What to do instead depends on whether the copy with red cells is there."""

    def __init__(self, name: str, faults: Sequence[Fault], copy: Copy | None = None) -> None:
        listed = len(faults) <= SHOWN
        where, said = (
            ("在标红的表里逐格改正", "Mend the red cells of the marked copy")
            if copy is not None
            else ("照列出的位置逐处改正", "Mend each place listed")
        )
        super().__init__(
            f"“{name}”没有导入", f"有 {len(faults)} 处不对{'' if listed else f',这里列出前 {SHOWN} 处'}；一行也没有存", f"{where}后整本再导入",
            english=f"{name} was not imported: {len(faults)} faults{'' if listed else f', the first {SHOWN} are listed'}; no row was stored. {said}, then import the whole workbook again.",
            problems=[problem for _cell, problem in faults[:SHOWN]],
        )  # fmt: skip
        self.copy = copy


def red_copy(name: str, content: bytes, sheet: str, rows: int, faults: Sequence[Fault]) -> Copy | None:
    """Return the sender's workbook with its faults marked; None for one that is too large or was not opened."""
    made = marked(content, sheet, faults) if sheet and rows <= MARKED_ROWS else None
    return None if made is None else Copy(_("标红-{name}").format(name=name), made)
