"""Papers keep to GB/T 9704-2012, are the same every time, and run nothing of what they print."""

import datetime as dt
import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from PIL import Image, ImageChops
from pypdf import PdfReader

from youju.kernel.paper import Heading, Paper, Run, Seal, Table, Words, in_fours, paragraphs
from youju.kernel.paper.pdf import pdf_of, png_of
from youju.kernel.paper.site import html_of, markdown_of
from youju.kernel.paper.word import word_of
from youju.kernel.paper.word_parts import LINE
from youju.kernel.waterfall import waterfall

GOLDEN = Path(__file__).parents[1] / "golden" / "papers"
ROOT = "7bebe3712bcd0c1eb5b6e16423accaa2b12c913095f92e2074e38d2671d3dd21"
HOSTILE = '#panic("run") $x$ `c` ]] } \\ <w:p> &amp; {{ x }} {% y %}'


def paper(**changes):
    said = {
        "title": "关于2026年10月村级重点工作考核情况的通报",
        "blocks": (
            Heading("一、总体情况"),
            *paragraphs("10月份,全县5个村按期报送。\n\n督查核实3个村。"),
            Words((Run("示例1村得"), Run("100.00", "x"), Run("分,示例2村得"), Run("94.00", "x", stale=True), Run("分。"))),
            Heading("(一)榜单", 2),
            Table(("单位", "档次", "得分"), (("示例1村", "前列", "100.00"), ("示例2村", "稳定", "94.00")), frozenset({2}), (4, 2, 2)),
        ),
        "dated": dt.date(2026, 11, 28), "number": "梨办通〔2026〕12号", "red_head": "梨树县督查室文件",
        "issuer": "梨树县督查室", "signers": ("赵", "钱"), "seal": Seal(ROOT, "youju.example/publications/1/", 120), "example": True,
    }  # fmt: skip
    return Paper(**{**said, **changes})


def words(pdf):
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_page_is_the_one_of_the_standard():
    section = Document(io.BytesIO(word_of(paper()))).sections[0]
    sides = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(side.mm) for side in sides] == [210, 297, 37, 28]
    box = PdfReader(io.BytesIO(pdf_of(paper()))).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)


def test_the_lines_of_a_word_table_stand_on_both_edges_of_the_type_area():
    """Of itself a table stands out on the left by the margin of its cells, and is that much short on the right."""
    document = Document(io.BytesIO(word_of(paper())))
    table, style = document.tables[0], document.styles["Table Grid"].base_style
    properties = table._tbl.tblPr
    names = [one.tag for one in properties]
    assert names.index(qn("w:tblInd")) < names.index(qn("w:tblLook"))
    margin = style.element.find(f".//{qn('w:tblCellMar')}/{qn('w:left')}").get(qn("w:w"))
    assert properties.find(qn("w:tblInd")).get(qn("w:w")) == margin
    assert round(sum(column.width.mm for column in table.columns)) == 156


def test_the_same_paper_gives_the_same_bytes():
    assert pdf_of(paper()) == pdf_of(paper())


def test_a_pdf_is_an_archive_file_with_all_its_letters_inside():
    reader = PdfReader(io.BytesIO(pdf_of(paper())))
    said = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in said
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    assert all("/FontDescriptor" in one["/DescendantFonts"][0].get_object() for one in fonts)


def test_words_that_look_like_code_are_printed_and_not_run():
    hostile = paper(title=HOSTILE, blocks=(*paragraphs(HOSTILE), Table((HOSTILE,), ((HOSTILE,),))))
    assert "".join(HOSTILE.split()) in words(pdf_of(hostile))
    assert HOSTILE in [p.text for p in Document(io.BytesIO(word_of(hostile))).paragraphs]


def test_a_draft_and_an_example_say_so():
    assert "草稿" in words(pdf_of(paper(draft=True)))
    assert "草稿" not in words(pdf_of(paper()))
    assert "示例" in words(pdf_of(paper()))
    assert "【示例" not in words(pdf_of(paper(example=False)))


def test_a_hash_is_read_in_fours():
    assert in_fours("7bebe371") == "7beb e371"
    assert "".join(in_fours(ROOT).split()) in words(pdf_of(paper()))


def test_the_qr_code_holds_an_address_that_a_phone_opens():
    assert Seal(ROOT, "youju.example/publications/1/").link == f"https://youju.example/publications/1/#{ROOT}"


def test_a_paper_looks_as_it_was_looked_at(pytestconfig):
    (first, *_rest) = png_of(paper(), ppi=48)
    file = GOLDEN / "circular.png"
    if pytestconfig.getoption("--golden-update"):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(first)
    was, now = Image.open(file).convert("L"), Image.open(io.BytesIO(first)).convert("L")
    assert was.size == now.size
    apart = sum(ImageChops.difference(was, now).point(lambda p: 255 * (p > 96)).histogram()[255:])
    assert apart <= was.width * was.height // 500, (
        "look at the paper; if it is right, run pytest with --golden-update"
    )


@pytest.fixture
def opened():
    """The paper as a Word file, opened."""
    return Document(io.BytesIO(word_of(paper())))


def test_a_word_file_is_in_simplified_chinese(opened):
    said = {told.get(qn("w:eastAsia")) for told in opened.styles.element.iter(qn("w:lang"))}
    assert said == {"zh-CN"}


def test_a_number_in_a_word_file_is_not_chinese_and_stays_on_one_line(opened):
    assert {told.get(qn("w:val")) for told in opened.styles.element.iter(qn("w:lang"))} == {"en-US"}


@pytest.mark.parametrize(("rows", "together"), [(3, True), (40, False)])
def test_a_short_table_of_a_word_file_stays_on_one_page(rows, together):
    blocks = (Table(("甲",), tuple((str(n),) for n in range(rows))),)
    table = Document(io.BytesIO(word_of(paper(blocks=blocks)))).tables[0]
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == ([True] * rows + [None] if together else [None] * (rows + 1))


def test_a_word_file_names_what_stands_in_for_a_font_that_is_not_there(opened):
    fonts = opened.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE).blob.decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,' in fonts


def test_the_columns_of_a_word_table_are_as_wide_as_those_of_the_pdf(opened):
    grid = [int(one.get(qn("w:w"))) for one in opened.tables[0]._tbl.tblGrid.iter(qn("w:gridCol"))]
    assert grid[0] == pytest.approx(2 * grid[1], abs=2)
    assert grid[1] == grid[2]


def test_no_row_of_a_word_table_breaks_across_pages(opened):
    assert all(row._tr.trPr.findall(qn("w:cantSplit")) for table in opened.tables for row in table.rows)


def test_the_qr_code_of_a_word_file_stands_beside_its_words(opened):
    words, code = opened.tables[-1].rows[0].cells
    assert in_fours(ROOT) in words.text
    assert code._tc.findall(f".//{qn('w:drawing')}")


def test_a_bar_is_drawn_in_word_and_in_pdf():
    bars = waterfall([Decimal(30), Decimal(-5)])
    table = Table(("事项", "从 0 到合计"), tuple(("收入", bar) for bar in bars))
    assert len(Document(io.BytesIO(word_of(paper(blocks=(table,), seal=None)))).inline_shapes) == len(bars)
    with_bars, without = (
        png_of(paper(blocks=(one,)))[0]
        for one in (table, Table(table.head, (("收入", None), ("收入", None))))
    )
    assert with_bars != without


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not on this machine: Word was not opened"
)
def test_another_office_program_reads_the_same_words(tmp_path):
    (tmp_path / "paper.docx").write_bytes(word_of(paper()))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "paper.docx"],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    said = words((tmp_path / "paper.pdf").read_bytes())
    for part in ("梨树县督查室文件", "梨办通〔2026〕12号", "督查核实3个村。", "94.00", "签发：赵、钱"):
        assert part in said


def test_only_lines_of_the_pitch_of_the_grid_stand_on_it_in_word():
    """A title of two lines whose pitch is not the grid's is moved apart to every second line of it by LibreOffice."""
    for place in Document(io.BytesIO(word_of(paper(title="长" * 30)))).paragraphs:
        properties = place._p.pPr
        snaps = properties.find(qn("w:snapToGrid")) is None
        assert snaps is (place.paragraph_format.line_spacing == LINE), place.text


def test_a_paper_on_a_site_runs_nothing_of_what_it_prints():
    hostile = "<script>x</script> [a](javascript:b) | *c* `d`"
    said = paper(
        title=hostile, blocks=(*paragraphs(f"{hostile}\n1. 一\n- 二"), Table((hostile,), ((hostile,),)))
    )
    html, markdown = html_of(said), markdown_of(said)
    assert "<script" not in html
    assert "\\<script\\>x" in markdown
    assert "\\[a\\](javascript:b) \\| \\*c\\* \\`d\\`" in markdown
    assert "\n\n1\\. 一\n\n\\- 二\n" in markdown


def test_a_paper_on_a_site_keeps_numbers_to_the_right():
    assert "| 单位 | 档次 | 得分 |\n| --- | --- | ---: |\n| 示例1村 | 前列 | 100.00 |" in markdown_of(paper())
    assert '<td align="right">100.00</td>' in html_of(paper())
