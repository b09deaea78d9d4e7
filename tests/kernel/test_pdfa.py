"""A PDF that says it is PDF/A-3u keeps what that promises, as far as it can be looked at; whoever breaks it is told."""

import datetime as dt
import io
import warnings
from decimal import Decimal

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from tests.kernel.test_paper import HOSTILE, paper
from tests.pdfa import VERAPDF, faults, verapdf_says
from youju.kernel.paper import Table, paragraphs
from youju.kernel.paper.pdf import pdf_of, sheets_of
from youju.kernel.waterfall import waterfall

if VERAPDF is None:
    warnings.warn(
        "没有 veraPDF,PDF/A 只查了看得到的条款 · no veraPDF: only what can be looked at was checked",
        stacklevel=1,
    )
SHEET = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="90" height="9" fill="#c8161d" fill-opacity="0.4"/><text x="9" y="40" font-size="9">清理沟渠 12%</text></svg>'
PAPERS = {
    "a circular": lambda: pdf_of(paper()),
    "words that look like code": lambda: pdf_of(paper(title=HOSTILE, blocks=(*paragraphs(HOSTILE), Table((HOSTILE,), ((HOSTILE,),))))),
    "a statement with its bars": lambda: pdf_of(paper(blocks=(Table(("事项", "从 0 到合计"), tuple(("收入", bar) for bar in waterfall([Decimal(30), Decimal(-5)]))),))),
    "a draft": lambda: pdf_of(paper(draft=True, seal=None)),
    "a wall chart": lambda: sheets_of(
        title="作战图（示例）", issuer="督查室", note="全年", dated=dt.date(2026, 11, 28), pictures=[SHEET, SHEET], legend=SHEET
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_keeps_what_an_archive_file_promises(name):
    assert faults(PAPERS[name]()) == []


@pytest.mark.skipif(VERAPDF is None, reason="veraPDF is not on this machine: no validator was asked")
@pytest.mark.parametrize("name", PAPERS)
def test_the_validator_of_archive_files_finds_nothing(name):
    assert verapdf_says(PAPERS[name]()) == []


def _fonts(writer):
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()


def _unsaid(writer):
    for font in _fonts(writer):
        del font["/ToUnicode"]


def _elsewhere(writer):
    for font in _fonts(writer):
        held = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for name in [name for name in held if name.startswith("/FontFile")]:
            del held[name]


def _scripted(writer):
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")}
    )
    writer._root_object[NameObject("/OpenAction")] = script


def _coloured(writer):
    """Draw in the colour of whatever screen it is, and say of none."""
    writer._root_object.pop("/OutputIntents", None)
    red = StreamObject()
    red.set_data(b"1 0 0 rg 0 0 9 9 re f")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(red)


def _silent(writer):
    del writer._root_object["/Metadata"]


def _noted(writer):
    note = DictionaryObject({
        NameObject("/Subtype"): NameObject("/Link"), NameObject("/F"): NumberObject(2),
        NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4),
        NameObject("/A"): DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("x")}),
    })  # fmt: skip
    writer.pages[0][NameObject("/Annots")] = ArrayObject([note])


@pytest.mark.parametrize(
    ("broken", "clause"),
    [
        (_unsaid, "6.2.11.7"), (_elsewhere, "6.2.11.4"), (_scripted, "6.5.1"), (_coloured, "6.2.4.3"), (_silent, "6.6.2"),
        (_noted, "6.3.2"), (_noted, "6.5.1"),
    ],
)  # fmt: skip
def test_what_breaks_the_promise_is_told_with_its_clause(broken, clause):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PAPERS["a circular"]())))
    broken(writer)
    out = io.BytesIO()
    writer.write(out)
    told = faults(out.getvalue())
    assert any(one.startswith(clause) for one in told), told
