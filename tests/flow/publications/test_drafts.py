"""A circular begins with a draft of what the board says; its figures are names that people can read, and each is live."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from tests.flow.month import *  # noqa: F403
from youju.flow.publications import living
from youju.flow.publications.drafting import draft_of, offer_of
from youju.flow.publications.models import Publication
from youju.flow.publications.naming import _units
from youju.flow.publications.papers import paper_of, voice_of
from youju.flow.publications.selectors import draft_for, words_of
from youju.flow.publications.services import propose
from youju.kernel.paper import Heading

pytestmark = pytest.mark.django_db


@pytest.fixture
def voice(final):
    """Who answers for the names in a text about October 2026."""
    return voice_of(final)


def printed(text, voice):
    return "\n".join("".join(run.text for run in words.runs) for words in living.read(text, voice))


def test_a_unit_and_an_item_are_called_by_their_names(voice, units):
    code = units.villages[0].code
    for name in ("示例1村", code):
        for item in ("村集体经济增收", "income"):
            assert living.told(voice, f"{name} {item} 数值").text == "120000"
        assert living.told(voice, f"{name} 档次").text == "前列"


def test_a_unit_is_called_with_what_it_lies_under_and_without_the_remark_in_its_name(
    voice, units, monkeypatch
):
    from youju.flow.publications import naming

    known = {
        "1": ("前进村（示例）", "9"), "2": ("前进村（示例）", "8"), "3": ("红星村（示例）", "9"), "9": ("东岭镇（示例）", ""), "8": ("西河镇（示例）", ""),
    }  # fmt: skip
    monkeypatch.setattr(naming, "_parents", lambda _bundle: known)
    monkeypatch.setattr(naming, "_units", _units.__wrapped__)
    bundle = type(
        "Bundle", (), {"places": {"unit": type("C", (), {"to_pylist": lambda _self: list(known)})()}}
    )()
    asked = replace(voice, bundle=bundle)
    assert naming.found_unit(asked, ["红星村", "档次"]) == ("3", ["档次"], "")
    assert naming.found_unit(asked, ["西河镇前进村"])[0] == "2"
    assert naming.found_unit(asked, ["前进村"]) == (
        "", [], "有 2 个单位叫“前进村”，写成 东岭镇（示例）前进村（示例）、西河镇（示例）前进村（示例） 这样",
    )  # fmt: skip
    assert naming.name_of_unit(bundle, "1") == "东岭镇（示例）前进村（示例）"
    assert naming.name_of_unit(bundle, "3") == "红星村（示例）"


def test_what_is_counted_is_counted_on_the_board_as_outsiders_see_it(voice):
    rows = [row for circle in voice.circles for row in circle.rows]
    front = [row.title for row in rows if row.band == "前列"]
    assert living.told(voice, "全部 单位数").text == str(len(rows))
    assert living.told(voice, "全部 前列").text == str(len(front))
    assert living.told(voice, "全部 前列 名单").text == "、".join(front)


def test_a_band_that_stays_inside_is_not_counted_for_those_outside(voice):
    hidden = replace(voice, reader=replace(voice.reader, hidden=frozenset({"前列"})))
    assert living.told(hidden, "全部 前列").why_not
    assert "前列" not in printed(draft_of(hidden, "考核", "2026-10").words, hidden)


def test_whose_band_rose_and_fell_is_told_against_the_period_before(voice):
    (circle, *rest) = voice.circles
    first, last = circle.rows[0], circle.rows[-1]
    rows = (replace(first, was_band=last.band), *circle.rows[1:-1], replace(last, was_band=first.band))
    after = replace(voice, circles=(replace(circle, rows=rows), *rest))
    assert first.band != last.band
    assert living.told(after, "全部 升档 名单").text == first.title
    assert living.told(after, "全部 降档").text == "1"
    assert "档次上升的1个" in printed(draft_of(after, "考核", "2026-10").words, after)


def test_no_number_of_a_draft_is_typed_and_every_name_stands_for_something(final, voice):
    draft = draft_for(final)
    assert living.problems(draft.words, voice) == []
    assert living.typed_numbers(draft.words) == []
    assert "5个单位" in printed(draft.words, voice)
    assert (draft.kind, draft.title) == ("circular", "关于2026年10月村级重点工作考核（样例）情况的通报")


def test_the_draft_tells_whose_report_is_not_in_and_of_many_the_first(voice, final):
    from youju.flow.reports.selectors import not_in

    silent = [unit.name for unit in not_in(final.round)]
    words = draft_for(final).words
    assert ("没有报送的是" + "、".join(silent[:12]) in words) if silent else "没有报送" not in words
    many = draft_of(voice, "考核", "2026-10", silent=[f"第{n}村" for n in range(20)]).words
    assert "第11村等单位，缺报的指标按方案规定处理。" in many and "第12村" not in many


def test_the_draft_of_an_erratum_names_what_it_corrects(voice):
    corrected = replace(voice, corrected=2)
    draft = draft_of(corrected, "考核", "2026-10", corrects="十月通报")
    assert (draft.kind, draft.title) == ("erratum", "关于《十月通报》的勘误")
    assert "2个单位的得分有更正" in printed(draft.words, corrected)


def test_everything_that_is_offered_can_be_written(voice):
    offer = offer_of(voice, unit="一个单位", many="全部")
    (_, counts), (_, of_one) = offer.what
    whole, village = offer.whom[0], offer.whom[-1]
    names = [f"{whole} {what}" for what, _label in counts] + [f"{village} {what}" for what, _label in of_one]
    allowed = ("一个也没有，列不出名单", "这条规则没有看到数值")
    assert [
        (name, told.why_not)
        for name in names
        if (told := living.told(voice, name)).why_not not in ("", *allowed)
    ] == []


def test_the_form_begins_with_the_draft_and_shows_how_it_reads(client, final, zhao):
    client.force_login(zhao)
    page = client.get(f"/publications/propose/{final.pk}/").content.decode()
    assert "[[全部 单位数]]个单位参加" in page
    assert 'title="全部 单位数">5</a>个单位参加' in page
    assert '<option value="示例1村">' in page


def test_a_look_at_the_text_proposes_nothing(client, final, zhao):
    client.force_login(zhao)
    said = {"kind": "circular", "title": "通报", "words": "[[示例1村 档次]]，[[无名村]]，增长12.5%"}
    page = client.post(f"/publications/propose/{final.pk}/?look=words", said).content.decode()
    assert "这一期没有单位 无名村" in page
    assert ">前列</a>" in page
    assert "请逐个核对：12.5" in page
    assert not Publication.objects.exists()


def test_what_is_picked_is_written_at_the_end_of_the_text(client, final, zhao):
    client.force_login(zhao)
    said = {"title": "通报", "words": "示例1村是", "whom": "示例1村", "what": "档次"}
    page = client.post(f"/publications/propose/{final.pk}/?look=pick", said).content.decode()
    assert "示例1村是[[示例1村 档次]]</textarea>" in page


def test_a_sample_of_the_paper_is_shown_before_it_is_proposed(client, final, zhao):
    client.force_login(zhao)
    said = {"title": "十月通报", "words": "[[示例1村 档次]]"}
    answer = client.post(f"/publications/propose/{final.pk}/?look=pdf", said)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "前列" in text
    assert "草" in text
    assert not Publication.objects.exists()


def test_the_draft_is_proposed_as_it_stands(final, zhao):
    draft = draft_for(final)
    row = propose(score=final, kind=draft.kind, title=draft.title, words=draft.words, by=zhao)
    assert not [run for words in words_of(row) for run in words.runs if run.stale]


def test_what_stands_for_nothing_is_said_beside_the_text(client, final, zhao):
    client.force_login(zhao)
    said = {"kind": "circular", "title": "通报", "words": "好。\n[[无名村]]"}
    answer = client.post(f"/publications/propose/{final.pk}/", said)
    (told,) = answer.context["form"].errors["words"]
    assert told.startswith("正文第 2 行 [[无名村]]")
    assert "[[无名村]]</textarea>" in answer.content.decode()


def test_after_proposing_the_proposal_is_shown_and_its_numbers_lead_to_their_records(
    client, final, zhao, units
):
    client.force_login(zhao)
    said = {"kind": "circular", "title": "通报", "words": "[[示例1村 档次]]，[[全部 单位数]]个单位"}
    page = client.post(f"/publications/propose/{final.pk}/", said, follow=True).content.decode()
    assert (
        f'<a href="/boards/{final.pk}/{units.villages[0].code}/" class="living" title="示例1村 档次">' in page
    )
    assert f'<a href="/boards/{final.pk}/" class="living" title="全部 单位数">' in page


def test_headings_of_the_author_are_headings_and_the_parts_number_on(final, zhao):
    row = propose(
        score=final,
        kind="circular",
        title="通报",
        words="一、总体情况\n较好。\n二、下步要求\n抓紧。",
        by=zhao,
    )
    headings = [block.text for block in paper_of(row).blocks if isinstance(block, Heading)]
    assert headings[:2] == ["一、总体情况", "二、下步要求"]
    assert headings[2].startswith("三、")
