"""A paper as a Word file, for offices that sign in Word. It names the fonts of GB/T 9704-2012; each office has its own.

The grid is of lines only (28.95 pt): a grid of characters comes out wrong in LibreOffice.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import segno
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from youju.kernel.paper import Heading, Paper, Run, Seal, Table, Words, in_fours

_RED = RGBColor(0xC8, 0x16, 0x1D)
_FANGSONG, _TITLE, _HEI, _KAI, _SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
_LINE = Pt(28.95)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_of(paper: Paper) -> bytes:
    """Return a paper as .docx."""
    document = Document()
    _page(document)
    if paper.red_head:
        _line(document, paper.red_head, _TITLE, 36, centre=True, colour=_RED, exact=False)
        number = _line(document, paper.number, _FANGSONG, 16, centre=True)
        _border(number, "bottom", "C8161D", 24)
    elif paper.number:
        _line(document, paper.number, _FANGSONG, 16, right=True)
    _line(document, paper.title, _TITLE, 22, centre=True, before=28)
    if paper.example:
        _line(document, "【示例:单位真实,数字是编的,不得引用】", _HEI, 14, centre=True)
    if paper.draft:
        _line(document, "【草稿:没有签发】", _HEI, 14, centre=True)
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
    grid.set(qn("w:linePitch"), str(int(_LINE.pt * 20)))
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001  # python-docx has no door to the grid
        section._sectPr.remove(old)  # noqa: SLF001
    section._sectPr.append(grid)  # noqa: SLF001
    normal = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(0)
    _face(normal.element.get_or_add_rPr(), _FANGSONG)
    normal.font.size = Pt(16)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):  # fmt: skip
        place = footer.paragraphs[0]
        place.alignment = align
        _run(place, "— ", _SONG, 14)
        _field(_run(place, "", _SONG, 14), "PAGE")
        _run(place, " —", _SONG, 14)


def _block(document: Any, block: Heading | Words | Table) -> None:
    if isinstance(block, Heading):
        place = _line(document, block.text, _HEI if block.level == 1 else _KAI, 16, indent=True)
        place.paragraph_format.keep_with_next = True
    elif isinstance(block, Words):
        _line(document, block.runs, _FANGSONG, 16, indent=True)
    else:
        _table(document, block)


def _table(document: Any, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        _cell(cell, text, _HEI, WD_ALIGN_PARAGRAPH.CENTER)
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)  # noqa: SLF001
    for row in block.rows:
        cells = table.add_row().cells
        for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
            right = column in block.right
            _cell(cell, text, _FANGSONG, WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT)


def _cell(cell: Any, text: str, face: str, align: Any) -> None:
    place = cell.paragraphs[0]
    place.alignment = align
    _off_the_grid(place)
    _run(place, text, face, 11)


def _signed(document: Any, paper: Paper) -> None:
    if paper.issuer:
        _line(document, f"{paper.issuer}  ", _FANGSONG, 16, right=True, before=28)
    _line(
        document, f"{paper.dated.year}年{paper.dated.month}月{paper.dated.day}日  ", _FANGSONG, 16, right=True
    )
    if paper.signers:
        _line(document, f"签发:{'、'.join(paper.signers)}", _FANGSONG, 12)


def _sealed(document: Any, seal: Seal) -> None:
    first = _line(document, "核验", _HEI, 10, exact=False, before=14)
    _border(first, "top", "000000", 6)
    entry = f"签发是日志第 {seal.entry} 条。" if seal.entry is not None else ""
    _line(
        document,
        f"本件的每一个数都可以重算。根哈希(SHA-256):{in_fours(seal.root)}。{entry}",
        _SONG,
        9,
        exact=False,
    )
    _line(
        document,
        f"到 {seal.address} 下载核验包,解开后运行 youju verify,结果应与上面的根哈希一致。",
        _SONG,
        9,
        exact=False,
    )
    picture = io.BytesIO()
    segno.make(f"{seal.address}#{seal.root}", error="m", micro=False).save(picture, kind="png", scale=6)
    picture.seek(0)
    document.add_paragraph().add_run().add_picture(picture, width=Mm(22))


def _line(
    document: Any, text: str | tuple[Run, ...], face: str, size: float, *, centre: bool = False, right: bool = False,
    indent: bool = False, colour: RGBColor | None = None, before: float = 0, exact: bool = True,
) -> Any:  # fmt: skip
    """Add one paragraph."""
    place = document.add_paragraph()
    form = place.paragraph_format
    form.space_before = Pt(before)
    if exact:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE
    else:
        _off_the_grid(place)
    if indent:
        form.first_line_indent = Pt(size * 2)
    if centre or right:
        place.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.RIGHT
    for run in (Run(text),) if isinstance(text, str) else text:
        made = _run(place, run.text, face, size)
        if colour is not None or run.stale:
            made.font.color.rgb = _RED
    return place


def _run(place: Any, text: str, face: str, size: float) -> Any:
    run = place.add_run(text)
    run.font.size = Pt(size)
    _face(run._r.get_or_add_rPr(), face)  # noqa: SLF001
    return run


def _face(properties: Any, face: str) -> None:
    """Name a font for Chinese and Latin letters alike."""
    fonts = properties.get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), face)


def _off_the_grid(place: Any) -> None:
    """Let small letters stand on lines of their own height."""
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    place._p.get_or_add_pPr().append(snap)  # noqa: SLF001


def _field(run: Any, name: str) -> None:
    for kind, text in (("begin", None), (None, name), ("end", None)):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)  # noqa: SLF001


def _border(place: Any, side: str, colour: str, eighths: int) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    place._p.get_or_add_pPr().append(borders)  # noqa: SLF001
