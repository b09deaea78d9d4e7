"""The small parts of a Word file: a line, a run, a font, a field, a border, a table. `word.py` puts a paper together from them."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import quoteattr

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt, RGBColor

from youju.kernel.paper import Run

RED = RGBColor(0xC8, 0x16, 0x1D)
FANGSONG, TITLE, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
LINE, WIDE = Pt(28.95), Mm(156)
# a table of so many rows, its head among them, is not cut in two by a page
SHORT = 8
# what the table style leaves between a line and the words beside it, in twentieths of a point
CELL_MARGIN = 108

# What takes the place of a font that is not on a machine, the nearest first: (font, others, family).
OTHERS = (
    (FANGSONG, "仿宋,FangSong,FangSong_GB2312,STFangsong,Noto Serif CJK SC", "roman"),
    (TITLE, "FZXiaoBiaoSong-B05S,小标宋体,华文中宋,STZhongsong,Noto Serif CJK SC", "roman"),
    (HEI, "SimHei,STHeiti,Noto Sans CJK SC", "swiss"),
    (KAI, "楷体,KaiTi,KaiTi_GB2312,STKaiti,Noto Serif CJK SC", "roman"),
    (SONG, "SimSun,STSong,Noto Serif CJK SC", "roman"),
)


def speak_chinese(document: Any) -> None:
    """Say that the words are simplified Chinese, and what stands in for fonts that are not there.

    Without it a program takes the Japanese forms of letters and stops. Word and WPS read the stand-ins; LibreOffice passes
    them over and takes what the machine has for Chinese. Digits and Latin letters are not Chinese: a line would break
    inside a number.
    """
    for told in document.styles.element.iter(qn("w:lang")):
        told.set(qn("w:val"), "en-US")
        told.set(qn("w:eastAsia"), "zh-CN")
    for told in document.settings.element.iter(qn("w:themeFontLang")):
        told.set(qn("w:eastAsia"), "zh-CN")
    fonts = "".join(
        f'<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(others)}/><w:charset w:val="86"/>'
        f'<w:family w:val={quoteattr(family)}/><w:pitch w:val="auto"/></w:font>'
        for name, others, family in OTHERS
    )
    table = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    said = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    table._blob = said.encode("utf-8")


def columns(table: Any, widths: tuple[int, ...]) -> list[Length]:
    """Lay the columns of a table out over the whole line, so wide to one another; return how wide each is."""
    whole = sum(widths)
    found = [Length(WIDE * width // whole) for width in widths]
    table.autofit = False
    for column, width in zip(table.columns, found, strict=True):
        column.width = width
    return found


def flush(table: Any) -> None:
    """Let the outer line of a table stand on the edge of the type area: of itself it stands out by the margin of its cells."""
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), str(CELL_MARGIN))
    indent.set(qn("w:type"), "dxa")
    properties = table._tbl.tblPr
    properties.insert_element_before(
        indent, "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption"
    )


def whole_rows(table: Any) -> None:
    """Let no row of a table break across pages, and let its first row stand over every page."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        for name in ("w:cantSplit", *(("w:tblHeader",) if number == 0 else ())):
            mark = OxmlElement(name)
            mark.set(qn("w:val"), "true")
            properties.append(mark)


def on_one_page(table: Any) -> None:
    """Keep a short table together: every row but the last stays with the next."""
    if len(table.rows) <= SHORT:
        for cell in (cell for row in table.rows[:-1] for cell in row.cells):
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def line(
    document: Any, text: str | tuple[Run, ...], face: str, size: float, *, centre: bool = False, right: bool = False,
    indent: bool = False, inward: Length | None = None, colour: RGBColor | None = None, before: float = 0, pitch: Length | None = LINE,
) -> Any:  # fmt: skip
    """Add one paragraph, its lines so far apart; None: as far as its letters ask for.

    Only lines of the grid's own pitch stand on it: others would be moved apart to the next lines of the grid.
    """
    place = document.add_paragraph()
    form = place.paragraph_format
    form.space_before = Pt(before)
    if pitch is not None:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    if pitch != LINE:
        off_the_grid(place)
    if indent:
        form.first_line_indent = Pt(size * 2)
    if inward is not None:
        form.left_indent = form.right_indent = inward
    if centre or right:
        place.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.RIGHT
    for run in (Run(text),) if isinstance(text, str) else text:
        made = run_in(place, run.text, face, size)
        if colour is not None or run.stale:
            made.font.color.rgb = RED
    return place


def run_in(place: Any, text: str, face: str, size: float) -> Any:
    """Add words in one font and size to a paragraph."""
    run = place.add_run(text)
    run.font.size = Pt(size)
    face_of(run._r.get_or_add_rPr(), face)
    return run


def face_of(properties: Any, face: str) -> None:
    """Name a font for Chinese and Latin letters alike."""
    fonts = properties.get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), face)


def off_the_grid(place: Any) -> None:
    """Let small letters stand on lines of their own height."""
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    place._p.get_or_add_pPr().append(snap)


def field(run: Any, name: str) -> None:
    """Add what the program fills in when it prints: the number of a page."""
    for kind, text in (("begin", None), (None, name), ("end", None)):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def border(place: Any, side: str, colour: str, eighths: int) -> None:
    """Draw a line over or under a paragraph."""
    borders = OxmlElement("w:pBdr")
    drawn = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", colour)):
        drawn.set(qn(f"w:{name}"), value)
    borders.append(drawn)
    place._p.get_or_add_pPr().append(borders)
