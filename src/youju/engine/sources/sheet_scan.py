"""Looking through one sheet's XML: how far it reaches, and which cells are formulas, errors or merged."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_CELLS = 12_000_000
MOST_COLUMNS = 4_000
_KEPT = 1_000
_DIGITS = "0123456789"


class TooLargeError(Exception):
    """A cell with content stands too far away; ``where`` is ``sheet!cell``."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(where)


def letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    found, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def column_number(text: str) -> int:
    """Return the column, counted from 0, of its letters."""
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number - 1


def position(cell: str) -> tuple[int, int]:
    """Return (row, column), counted from 0, of a cell such as ``B7``."""
    head = cell.replace("$", "").rstrip(_DIGITS)
    return int(cell.replace("$", "")[len(head) :]) - 1, column_number(head.upper())


@dataclass
class Scan:
    """What one sheet holds. Cells are (row, column), counted from 0; at most a thousand of each kind are kept."""

    title: str
    formulas: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int]] = field(default_factory=list)
    filled: int = 0
    last_row: int = -1
    last_column: int = -1

    def reach(self, row: int, column: int) -> None:
        """Note a cell with content. Raises TooLargeError when the sheet would grow too large."""
        self.filled += 1
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
        if self.last_column >= MOST_COLUMNS or (self.last_row + 1) * (self.last_column + 1) > MOST_CELLS:
            raise TooLargeError(f"{self.title}!{letters(column)}{row + 1}")

    def note(self, cells: list[tuple[int, int]], row: int, column: int) -> None:
        """Keep a cell that will be refused."""
        if len(cells) < _KEPT:
            cells.append((row, column))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Look at the start of an element."""
        raise NotImplementedError


class XlsxScan(Scan):
    """A worksheet of Office Open XML (ECMA-376 part 1, 18.3)."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._row = self._column = -1
        self._known: dict[str, int] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Follow rows and cells; a cell counts when it holds a value, a text or a formula."""
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._at(attributes.get("r"))
            if attributes.get("t") == "e":
                self.note(self.errors, self._row, self._column)
        elif tag in {"v", "is"}:
            self.reach(self._row, self._column)
        elif tag == "f":
            self.note(self.formulas, self._row, self._column)
            self.reach(self._row, self._column)
        elif tag == "row":
            self._row, self._column = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1, -1
        elif tag == "mergeCell":
            self.note(self.merged, *position(attributes["ref"].partition(":")[0]))

    def _at(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        head = reference.rstrip(_DIGITS)
        if head not in self._known:
            self._known[head] = column_number(head)
        self._row, self._column = int(reference[len(head) :]) - 1, self._known[head]


class OdsScan(Scan):
    """The content of an OpenDocument spreadsheet (ISO/IEC 26300): all its tables, with repeated rows and cells."""

    def __init__(self) -> None:
        super().__init__("")
        self.sheets: dict[str, Scan] = {}
        self._at = Scan("")
        self._row = self._column = 0
        self._rows = 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Follow tables, rows and cells."""
        if tag == "table:table":
            self._at = self.sheets.setdefault(
                attributes.get("table:name", ""), Scan(attributes.get("table:name", ""))
            )
            self._row = 0
        elif tag == "table:table-row":
            self._column, self._rows = 0, int(attributes.get("table:number-rows-repeated", "1"))
        elif tag in {"table:table-cell", "table:covered-table-cell"}:
            self._cell(attributes)

    def end(self, tag: str) -> None:
        """Go on to the next row."""
        if tag == "table:table-row":
            self._row += self._rows

    def _cell(self, attributes: dict[str, str]) -> None:
        times = int(attributes.get("table:number-columns-repeated", "1"))
        kind = attributes.get("office:value-type")
        if kind or "table:formula" in attributes:
            self._at.reach(self._row + self._rows - 1, self._column + times - 1)
        if "table:formula" in attributes:
            self._at.note(self._at.formulas, self._row, self._column)
        if attributes.get("calcext:value-type") == "error":
            self._at.note(self._at.errors, self._row, self._column)
        if (
            int(attributes.get("table:number-columns-spanned", "1")) > 1
            or int(attributes.get("table:number-rows-spanned", "1")) > 1
        ):
            self._at.note(self._at.merged, self._row, self._column)
        self._column += times
