"""A circular is signed on paper: its numbers live, what stands for nothing is refused, and PDF, Word and page say the same."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from docx import Document
from pypdf import PdfReader

from tests.flow.month import *  # noqa: F403
from youju.flow.publications import views
from youju.flow.publications.living import typed_numbers
from youju.flow.publications.selectors import paper_as, proposal_page
from youju.flow.publications.services import propose, sign
from youju.kernel.errors import BadInput
from youju.kernel.paper import Run, Table, Words

pytestmark = pytest.mark.django_db
EAST = "220322103001"


def text_of(pdf):
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.fixture
def first(units):
    return units.villages[0].code


@pytest.fixture
def proposed(final, zhao, first):
    words = f"{final.round.period}考核完成。\n示例1村是[[{first} 档次]],收入[[{first} income 数值]]元。"
    return propose(score=final, kind="circular", title="十月考核通报", words=words, number="梨办通〔2026〕12号",
                   red_head="梨树县督查室文件", issuer="梨树县督查室", by=zhao)  # fmt: skip


def test_a_named_number_is_that_of_the_closed_bundle(proposed, first, qian):
    runs = [
        run for paragraph in proposal_page(qian, proposed)["words"] for run in paragraph.runs if run.source
    ]
    assert [(run.source, run.text, run.stale) for run in runs] == [
        (f"{first} 档次", "前列", False), (f"{first} income 数值", "120000", False),
    ]  # fmt: skip


def test_all_names_that_stand_for_nothing_are_refused_at_once(final, zhao, first):
    words = f"好。\n[[999]]\n[[{first} 收入]]\n[[{first}]]"
    with pytest.raises(BadInput) as refused:
        propose(score=final, kind="circular", title="通报", words=words, by=zhao)
    assert [problem.where for problem in refused.value.problems] == [
        "正文第 2 行",
        "正文第 3 行",
        "正文第 4 行",
    ]
    assert "只公布档次" in refused.value.problems[2].what


def test_a_number_that_a_later_score_tells_otherwise_is_stale(noticed, zhao, qian, zhang, units, at):
    from youju.flow.publications import living
    from youju.flow.publications.papers import voice_of
    from youju.flow.scores.services import Mend, decide_objection, raise_objection

    village = units.villages[1]
    row = raise_objection(score=noticed, unit=village, rule="income", words="漏记", by=zhang)
    mends = [Mend("income", "2026-10", Decimal(120000), ())]
    decide_objection(objection=row, verdict="upheld", answer="属实", mends=mends, by=qian)
    row.refresh_from_db()
    text = f"收入[[{village.code} income 数值]]元"
    (words,) = living.read(text, voice_of(noticed), newer=voice_of(row.led_to))
    assert [(run.text, run.stale) for run in words.runs if run.source] == [("108000", True)]


def test_a_stale_number_is_told_in_words(client, proposed, qian, monkeypatch):
    from youju.flow.publications import selectors

    words = (Words((Run("135", "示例1村 income 数值", stale=True),)),)
    monkeypatch.setattr(selectors, "words_of", lambda _row: words)
    client.force_login(qian)
    page = client.get(f"/publications/{proposed.pk}/proposal/").content.decode()
    assert "有 1 个数已经变了，不要签发：示例1村 income 数值（135）" in page
    assert "（已变）" in page


def test_numbers_that_name_no_record_are_found_and_dates_are_not():
    assert typed_numbers("2026年10月,梨办通〔2026〕12号,第3条:增长12.5%,[[1 档次]],共 5 个村") == [
        "12.5",
        "5",
    ]


def test_pdf_word_and_page_say_the_same(client, proposed, qian, first):
    sign(publication=proposed, by=qian)
    client.force_login(qian)
    pdf = text_of(client.get(f"/publications/{proposed.pk}/paper.pdf").content)
    word = Document(io.BytesIO(client.get(f"/publications/{proposed.pk}/paper.docx").content))
    seal = word.tables[-1].rows[0].cells[0].text
    said = "".join("".join((*(p.text for p in word.paragraphs), seal)).split())
    page = client.get(f"/publications/{proposed.pk}/").content.decode()
    for words in ("十月考核通报", "120000", proposed.root):
        assert words in pdf
        assert words in said
        assert words in page
    assert "梨树县督查室文件" in pdf
    assert "签发：赵、钱" in said
    assert "草稿" not in said
    assert {cell.text for table in word.tables for row in table.rows for cell in row.cells} >= {
        "前列",
        "示例1村",
    }


def test_the_button_to_sign_is_shown_to_whoever_may_sign_and_not_to_who_proposed(
    client, proposed, qian, zhao
):
    sign_here = f'action="/publications/{proposed.pk}/sign/'
    for who, shown in ((qian, True), (zhao, False)):
        client.force_login(who)
        for page in ("/publications/", f"/publications/{proposed.pk}/proposal/"):
            assert (sign_here in client.get(page).content.decode()) is shown


def test_an_english_page_says_that_the_paper_is_chinese_and_hands_out_the_same_paper(
    client, proposed, qian, zhang, noticed, units
):
    english = {"accept-language": "en"}
    statement = f"/scores/{noticed.pk}/{units.villages[1].code}/"
    for who, page, paper in (
        (qian, f"/publications/{proposed.pk}/proposal/", f"/publications/{proposed.pk}/paper.pdf"),
        (zhang, statement, f"{statement}paper.pdf"),
    ):
        client.force_login(who)
        assert "The paper is in Chinese" in client.get(page, headers=english).content.decode()
        assert "文稿是中文的" not in client.get(page).content.decode()
        assert client.get(paper, headers=english).content == client.get(paper).content


def test_what_nobody_signed_is_a_draft_for_those_who_sign_only(client, proposed, qian, zhang):
    client.force_login(qian)
    page = client.get(f"/publications/{proposed.pk}/proposal/").content.decode()
    assert 'class="living" title="' in page
    assert client.get(f"/publications/{proposed.pk}/paper.pdf").status_code == 200
    assert "草稿" in paper_as(qian, proposed.pk, "html").decode()
    for stranger in (zhang, None):
        client.force_login(stranger) if stranger else client.logout()
        assert client.get(f"/publications/{proposed.pk}/paper.pdf").status_code == 404
        assert client.get(f"/publications/{proposed.pk}/paper.docx").status_code == 404


def test_the_statement_of_marks_is_printed_for_its_unit_only(client, noticed, zhang, wang, units):
    code = units.villages[1].code
    client.force_login(zhang)
    pdf = text_of(client.get(f"/scores/{noticed.pk}/{code}/paper.pdf").content)
    assert "得分说明书" in pdf
    assert "第三条第(一)款" in pdf
    assert "合计94.00分" in pdf
    assert "佐证：报送第1次、底账：村集体经济收入" in pdf
    assert "请在2026年11月23日以前提出" in pdf
    assert "本期通报发布以后，从通报页下载核验包" in pdf
    assert client.get(f"/scores/{noticed.pk}/{code}/paper.docx").content[:2] == b"PK"
    client.force_login(wang)
    assert client.get(f"/scores/{noticed.pk}/{code}/paper.pdf").status_code == 404


def test_what_was_published_is_listed_page_by_page(client, final, zhao, qian, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 1)
    for kind, title in (("circular", "十月通报"), ("bulletin", "十月简报")):
        sign(publication=propose(score=final, kind=kind, title=title, words="考核完成。", by=zhao), by=qian)
    client.force_login(qian)
    pages = [client.get(f"/publications/?page={n}").content.decode() for n in (1, 2, "x")]
    assert ["十月简报" in page for page in pages] == [True, False, True]
    assert ["十月通报" in page for page in pages] == [False, True, False]
    assert 'href="?page=2"' in pages[0]
    assert 'href="?page=1"' in pages[1]


def test_a_statement_made_after_the_window_says_that_it_is_over(final, zhang, units):
    from youju.flow.scores.selectors import paper_for as statement_for

    final.object_by = dt.date(2026, 11, 25)
    said = [
        block.runs[0].text
        for block in statement_for(zhang, final, units.villages[0]).blocks
        if isinstance(block, Words)
    ]
    assert said[-1].startswith("异议期到2026年11月25日为止，已经届满。")
    assert "，2026年10月，第 2 次计分。" in said[0]


def test_marks_have_the_places_of_the_total_and_the_bars_are_those_of_the_page(noticed, zhang, units):
    from youju.flow.scores.selectors import paper_for as statement_for
    from youju.kernel.waterfall import Step

    village = units.villages[1]
    (table,) = [block for block in statement_for(zhang, noticed, village).blocks if isinstance(block, Table)]
    assert {len(row[-1].partition(".")[2]) for row in table.rows if row[-1]} == {2}
    assert sum(isinstance(row[2], Step) for row in table.rows) == len(table.rows) - 1
