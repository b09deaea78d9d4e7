"""A paper as a Word file, for offices that sign in Word. It names the fonts of GB/T 9704-2012; each office has its own.

The grid is of lines only (28.95 pt): a grid of characters comes out wrong in LibreOffice.
"""

from __future__ import annotations

import datetime as dt
import io
from math import ceil
from typing import Any
from unicodedata import east_asian_width

import segno
from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from PIL import Image, ImageDraw

from youju.kernel.paper import Heading, Paper, Seal, Table, Words, day_words, in_fours
from youju.kernel.paper.word_parts import (
    FANGSONG,
    HEI,
    KAI,
    LINE,
    RED,
    SONG,
    TITLE,
    WIDE,
    border,
    columns,
    face_of,
    field,
    flush,
    line,
    off_the_grid,
    on_one_page,
    run_in,
    speak_chinese,
    whole_rows,
)
from youju.kernel.waterfall import LOW, Step
from youju.kernel.waterfall import WIDE as BAR

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_of(paper: Paper) -> bytes:
    """Return a paper as .docx."""
    document = Document()
    speak_chinese(document)
    _page(document)
    if paper.red_head:
        line(document, paper.red_head, TITLE, 36, centre=True, colour=RED, pitch=None)
        number = line(document, paper.number, FANGSONG, 16, centre=True)
        border(number, "bottom", "C8161D", 24)
    elif paper.number:
        line(document, paper.number, FANGSONG, 16, right=True)
    line(document, paper.title, TITLE, 22, centre=True, inward=_inward(paper.title), before=28, pitch=Pt(34))
    if paper.example:
        line(document, "【示例：数字是编的，不得引用】", HEI, 14, centre=True)
    if paper.draft:
        line(document, "【草稿：没有签发】", HEI, 14, centre=True)
    for block in paper.blocks:
        _block(document, block)
    _signed(document, paper)
    if paper.seal:
        _sealed(document, paper.seal)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = paper.title, paper.issuer, ""
    properties.created = properties.modified = dt.datetime.combine(paper.dated, dt.time(), dt.UTC)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(int(LINE.pt * 20)))
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(grid)
    normal = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(0)
    face_of(normal.element.get_or_add_rPr(), FANGSONG)
    normal.font.size = Pt(16)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):  # fmt: skip
        place = footer.paragraphs[0]
        place.alignment = align
        run_in(place, "— ", SONG, 14)
        field(run_in(place, "", SONG, 14), "PAGE")
        run_in(place, " —", SONG, 14)


def _block(document: Any, block: Heading | Words | Table) -> None:
    if isinstance(block, Heading):
        place = line(document, block.text, HEI if block.level == 1 else KAI, 16, indent=True)
        place.paragraph_format.keep_with_next = True
    elif isinstance(block, Words):
        line(document, block.runs, FANGSONG, 16, indent=True)
    else:
        _table(document, block)


def _signed(document: Any, paper: Paper) -> None:
    if paper.issuer:
        line(document, f"{paper.issuer}  ", FANGSONG, 16, right=True, before=28)
    line(document, f"{day_words(paper.dated)}  ", FANGSONG, 16, right=True)
    if paper.signers:
        line(document, f"签发：{'、'.join(paper.signers)}", FANGSONG, 12)


def _inward(title: str) -> Length | None:
    """Return how far a title of several lines stands in on both sides, so that its lines are of one length."""
    long = sum(22 if east_asian_width(letter) in "WF" else 12 for letter in title)
    lines = ceil(long / WIDE.pt)
    return Pt(max(0, (WIDE.pt - ceil(long / lines) - 33) / 2)) if lines > 1 else None


def _table(document: Any, block: Table) -> None:
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.head), style="Table Grid")
    flush(table)
    widths = columns(table, block.widths or (1,) * len(block.head))
    rows = [list(row.cells) for row in table.rows]
    for cell, text, width in zip(rows[0], block.head, widths, strict=True):
        _cell(cell, text, width, HEI, WD_ALIGN_PARAGRAPH.CENTER)
    for cells, row in zip(rows[1:], block.rows, strict=True):
        for number, (cell, said, width) in enumerate(zip(cells, row, widths, strict=True)):
            right = number in block.right
            _cell(cell, said, width, FANGSONG, WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT)
    whole_rows(table)
    on_one_page(table)


def _cell(cell: Any, said: str | Step | None, width: Length, face: str, align: Any) -> None:
    cell.width, cell.vertical_alignment = width, WD_CELL_VERTICAL_ALIGNMENT.CENTER
    place = cell.paragraphs[0]
    place.alignment = align
    off_the_grid(place)
    if isinstance(said, Step):
        place.add_run().add_picture(_bar(said), width=Length(width - Mm(9)))
    else:
        run_in(place, said or "", face, 10.5)


def _bar(step: Step) -> io.BytesIO:
    """Draw one bar of a waterfall: full where marks are given, hollow where they are taken; the thin line is zero."""
    fine = 4

    def at(length: str) -> int:
        return round(float(length) * fine)

    picture = Image.new("RGB", (BAR * fine, LOW * fine), "#f0f0f0")
    draw, begin = ImageDraw.Draw(picture), at(step.x)
    box = (begin, 2 * fine, max(begin + at(step.width), begin + fine), (LOW - 2) * fine)
    if step.kind == "gain":
        draw.rectangle(box, fill="#464646")
    else:
        draw.rectangle(box, fill="#ffffff", outline="#c8161d", width=fine)
    draw.line((at(step.zero), 0, at(step.zero), LOW * fine), fill="#000000", width=2)
    held = io.BytesIO()
    picture.save(held, "png")
    held.seek(0)
    return held


def _sealed(document: Any, seal: Seal) -> None:
    """Add how the paper is checked, its QR code beside the words: the two stay on one page."""
    border(line(document, "", SONG, 4, pitch=None, before=14), "bottom", "000000", 6)
    table = document.add_table(rows=1, cols=2)
    words, code = table.rows[0].cells
    words.width, code.width = columns(table, (130, 26))
    whole_rows(table)
    first = words.paragraphs[0]
    off_the_grid(first)
    run_in(first, "核验", HEI, 10)
    for said in (f"本件的每一个数都可以重算。根哈希（SHA-256）：{in_fours(seal.root)}。", seal.told):
        place = words.add_paragraph()
        off_the_grid(place)
        run_in(place, said, SONG, 9)
    picture = io.BytesIO()
    segno.make(seal.link, error="m", micro=False).save(picture, kind="png", scale=6)
    picture.seek(0)
    code.paragraphs[0].add_run().add_picture(picture, width=Mm(22))
    last = line(document, "", SONG, 1)  # a table at the very end is followed by a whole empty line otherwise
    last.paragraph_format.line_spacing = Pt(1)
    off_the_grid(last)
