"""A paper as PDF/A, set by typst. The words of a paper are data to the template; none of them is ever run."""

from __future__ import annotations

import datetime as dt
import io
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno

from youju.kernel.paper import Heading, Paper, Seal, Table, Words, day_words, fonts, in_fours
from youju.kernel.waterfall import WIDE, Step

_TEMPLATE = Path(__file__).parent / "gongwen.typ"


def pdf_of(paper: Paper) -> bytes:
    """Return a paper as PDF/A-3u; the same paper gives the same bytes on the same fonts."""
    stamp = dt.datetime.combine(paper.dated, dt.time(), dt.UTC)
    made = _compiler().compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        pdf_standards="a-3u",
        timestamp=stamp,
        sys_inputs={"paper": _data(paper)},
    )
    return bytes(made)


def png_of(paper: Paper, *, ppi: int = 96) -> list[bytes]:
    """Return the pages of a paper as pictures, for a look before signing and for tests."""
    made = _compiler().compile(
        _TEMPLATE.read_bytes(), format="png", ppi=ppi, sys_inputs={"paper": _data(paper)}
    )
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


@lru_cache(maxsize=1)
def _compiler() -> Any:
    """Return the compiler with its fonts read: the first paper of a process takes a fifth of a second, the next milliseconds."""
    import typst

    return typst.Compiler(font_paths=[str(f) for f in fonts.folders()], ignore_system_fonts=True)


def _data(paper: Paper) -> str:
    return json.dumps(
        {
            "title": paper.title, "number": paper.number, "red_head": paper.red_head, "issuer": paper.issuer,
            "signers": paper.signers, "draft": paper.draft, "example": paper.example,
            "dated": day_words(paper.dated),
            "blocks": [_block(block) for block in paper.blocks],
            "seal": _seal(paper.seal) if paper.seal else None,
            "fonts": {
                "fangsong": fonts.FANGSONG, "title": fonts.TITLE, "hei": fonts.HEI, "kai": fonts.KAI, "song": fonts.SONG,
            },
        },
        ensure_ascii=False,
    )  # fmt: skip


def _block(block: Heading | Words | Table) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Words):
        return {"kind": "words", "runs": [{"text": run.text, "stale": run.stale} for run in block.runs]}
    return {
        "kind": "table", "head": block.head, "rows": [[_cell(cell) for cell in row] for row in block.rows],
        "right": sorted(block.right), "widths": block.widths or [1] * len(block.head),
    }  # fmt: skip


def _cell(cell: str | Step | None) -> Any:
    """Return a cell for the template: text, or a bar in a box so and so wide."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    return {"x": cell.x, "width": cell.width, "zero": cell.zero, "wide": WIDE, "kind": cell.kind}


def _seal(seal: Seal) -> dict[str, Any]:
    picture = io.BytesIO()
    segno.make(seal.link, error="m", micro=False).save(picture, kind="svg", scale=2)
    return {
        "fours": in_fours(seal.root), "told": seal.told, "qr": picture.getvalue().decode("utf-8"),
    }  # fmt: skip


def sheets_of(
    *, title: str, issuer: str, note: str, dated: dt.date, pictures: list[str], legend: str = "", ppi: int = 0
) -> Any:
    """Return drawings (SVG) as A0 sheets in one PDF/A-3u, on each a legend (SVG) of its signs.

    With ``ppi`` they come as pictures, for tests and a look before printing.
    """
    data = {
        "title": title, "issuer": issuer, "note": note, "dated": day_words(dated),
        "pictures": pictures, "legend": legend, "fonts": {"title": fonts.TITLE, "hei": fonts.HEI},
    }  # fmt: skip
    said = {"sheet": json.dumps(data, ensure_ascii=False)}
    template = (Path(__file__).parent / "wall.typ").read_bytes()
    if ppi:
        made = _compiler().compile(template, format="png", ppi=ppi, sys_inputs=said)
        return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]
    stamp = dt.datetime.combine(dated, dt.time(), dt.UTC)
    return bytes(
        _compiler().compile(template, format="pdf", pdf_standards="a-3u", timestamp=stamp, sys_inputs=said)
    )
