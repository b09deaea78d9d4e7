"""A workbook as an office sends it back: the form the product gave out, with a line for each unit and thirty numbers in it."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"


def filled(form: bytes, lines: Sequence[tuple[str, str]], values: int, target: Path) -> None:
    """Write the form with these lines (code, name): numbers where this month's values stand, as a spreadsheet saves them."""
    from youju.engine.sources.sheet_scan import letters

    rng = random.Random(11)
    with (
        zipfile.ZipFile(io.BytesIO(form)) as given,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out,
    ):
        for name in given.namelist():
            if name != SHEET:
                out.writestr(name, given.read(name))
        page = given.read(SHEET).decode("utf-8")
        head, _rows, tail = re.fullmatch(
            r"(.*?<sheetData>.*?)(<row r=\"6\".*)(</sheetData>.*)", page, re.DOTALL
        ).groups()  # type: ignore[union-attr]
        head = re.sub(r"<dimension [^>]*/>", "", head)
        # what the form says of its few lines does not hold for the many
        tail = re.sub(r"<dataValidations.*?</dataValidations>", "", tail, flags=re.DOTALL)
        columns, lock = [letters(4 + 3 * k) for k in range(values)], letters(3 + 3 * values)
        with out.open(SHEET, "w", force_zip64=True) as sheet:
            sheet.write(head.encode("utf-8"))
            for at, (code, unit) in enumerate(lines, 6):
                cells = [
                    f'<c r="A{at}" t="inlineStr"><is><t>{code}</t></is></c><c r="B{at}" t="inlineStr"><is><t>{unit}</t></is></c>'
                ]
                cells += [f'<c r="{column}{at}"><v>{rng.randrange(50, 900)}</v></c>' for column in columns]
                cells.append(f'<c r="{lock}{at}" t="inlineStr"><is><t>0</t></is></c>')
                sheet.write(f'<row r="{at}">{"".join(cells)}</row>'.encode())
            sheet.write(tail.encode("utf-8"))
