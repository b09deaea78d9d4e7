"""A search finds what the asker may see anyway, and nothing else; words are words, whatever signs they hold."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.flow.month import *  # noqa: F403
from youju.kernel.finding import words_in
from youju.web.search import ask

pytestmark = pytest.mark.django_db
TASKS = (Path(__file__).parents[2] / "schemes" / "_registers" / "task.yaml").read_text("utf-8")


def titles(user, text, kind="", page=1):
    return {section.key: [hit.title for hit in hits] for section, hits, _more in ask(user, text, kind, page)}


@pytest.fixture
def tasks(units, zhao, at):
    from youju.work.registers.services import declare_register, make_record

    at("2026-11-03 09:00")
    register = declare_register(text=TASKS, unit=units.county, by=zhao)
    for unit, title in ((units.township, "修路清淤"), (units.other, "修桥清淤")):
        make_record(register=register, unit=unit, values={"title": title, "due_on": "2026-12-20"}, by=zhao)
    return register


@pytest.fixture
def keeps():
    """Return how a document is kept with doubts of its reading, and read `again` by a later reader."""
    from youju.flow.documents.models import Document, Reading
    from youju.kernel.clock import db_now

    class Keeps:
        def __call__(self, *doubts, title="半年总结", text="全文"):
            row = Document.objects.create(
                sha256="0" * 64, text_sha256="1" * 64, title=title, file_name="a.txt", size=1, kind="report",
                text=text, uploaded_at=db_now(),
            )  # fmt: skip
            self.again(row, *doubts)
            return row

        def again(self, row, *doubts):
            Reading.objects.create(
                document=row, reader=f"r{row.readings.count()}", doubts=list(doubts), read_at=db_now()
            )

    return Keeps()


def test_each_finds_the_units_in_reach(zhang, zhao, wang):
    assert titles(zhang, "示例1村") == {"units": ["示例1村"]}
    assert titles(zhao, "示例1村") == {"units": ["示例1村"]}
    assert titles(wang, "示例1村") == {}


def test_each_finds_the_records_in_reach_by_name_number_and_unit(tasks, zhang, zhao, wang):
    assert titles(zhang, "清淤") == {"register-task": ["修路清淤"]}
    assert titles(wang, "清淤") == {"register-task": ["修桥清淤"]}
    assert titles(zhao, "清淤") == {"register-task": ["修桥清淤", "修路清淤"]}
    assert titles(zhao, "清淤 路") == {"register-task": ["修路清淤"]}
    assert titles(zhao, "rw", "register-task")


def test_records_are_found_by_all_they_say_in_words_and_the_hit_shows_where(tasks, units, zhao, zhang, wang):
    from youju.work.registers.services import make_record

    said = {
        "title": "疏浚",
        "due_on": "2026-12-20",
        "measure": "先清上游三处涵洞，再清下游，雨季以前完工，费用列入预算，由乡镇财政所核付",
    }
    make_record(register=tasks, unit=units.township, values=said, by=zhao)
    assert titles(zhang, "涵洞 疏浚") == {"register-task": ["疏浚"]}
    assert titles(zhang, "涵洞 修路") == titles(wang, "涵洞") == {}
    ((_section, (hit,), _more),) = ask(zhang, "涵洞")
    assert hit.note.endswith("：先清上游三处涵洞，再清下游，雨季以前完工，费用列入预算，由乡…")


def test_what_is_private_in_a_record_is_found_by_nobody(units, zhao):
    from youju.work.registers.services import declare_register, make_record

    text = TASKS.replace("\nfields:\n", "\nfields:\n  asker: {title: 来访人, type: text, private: true}\n", 1)
    register = declare_register(text=text, unit=units.county, by=zhao)
    make_record(
        register=register, unit=units.township, values={"title": "修路", "due_on": "2026-12-20", "asker": "孙某"}, by=zhao
    )  # fmt: skip
    assert titles(zhao, "孙某") == {}
    assert titles(zhao, "修路") == {"register-task": ["修路"]}


def test_a_publication_that_is_not_open_is_found_inside_only(final, zhao, qian, zhang, appointed):
    from youju.flow.publications.services import propose, sign

    row = propose(score=final, kind="circular", title="十月考核通报", words="前列的村", by=zhao)
    assert titles(zhao, "十月考核") == {}
    sign(publication=row, by=qian)
    assert titles(zhao, "前列的村") == {"publications": ["十月考核通报"]}
    assert titles(appointed("ent", "企", "enterprise", final.round.scheme.unit), "十月考核") == {}


def test_reports_are_found_by_a_note_in_them_by_those_who_may_read_them(reported, zhang, zhao, wang):
    row = reported.reports.order_by("unit__code").first()
    row.values.filter(indicator="income").update(note="含分红款")
    assert titles(zhang, "分红款") == titles(zhao, "分红款") == {"reports": [str(row.unit)]}
    assert titles(wang, "分红款") == {}


def test_reports_are_found_by_the_reason_of_their_return_by_those_who_may_read_them(
    reported, zhang, zhao, wang
):
    from youju.flow.reports.services import return_report

    row = reported.reports.order_by("unit__code").first()
    return_report(report=row, reason="缺少流水", by=zhao)
    assert titles(zhang, "缺少流水") == {"reports": [str(row.unit)]}
    assert titles(wang, "缺少流水") == {}


def test_a_report_is_found_by_words_of_which_one_is_in_a_note_and_one_in_the_reason_of_its_return(
    reported, zhang, zhao, wang
):
    from youju.flow.reports.services import return_report

    row, other = reported.reports.order_by("unit__code")[:2]
    row.values.filter(indicator="income").update(note="含分红款")
    other.values.filter(indicator="income").update(note="含分红款")
    return_report(report=row, reason="缺少流水", by=zhao)
    assert titles(zhang, "分红 流水") == titles(zhao, "流水 分红") == {"reports": [str(row.unit)]}
    assert titles(zhang, "分红 流水 银行") == titles(wang, "分红 流水") == {}


def test_a_document_is_found_by_the_doubts_of_its_newest_reading_and_leads_to_the_doubt(client, zhang, keeps):
    row = keeps({"what": "写了8项，数出来7项"}, {"what": "三个数的均值不是5.2"})
    assert titles(zhang, "均值") == {"documents": [row.title]}
    ((_section, (hit,), _more),) = ask(zhang, "均值 三个数")
    assert hit.url == f"/documents/{row.pk}/#doubt-2"
    assert "三个数的均值不是5.2" in hit.note
    keeps.again(row, {"what": "写了8项，数出来7项"})
    assert titles(zhang, "均值") == {}
    assert titles(zhang, f"8项 {row.title}") == {"documents": [row.title]}


def test_doubts_are_found_by_nobody_who_may_not_read_documents(keeps, appointed, units):
    row = keeps({"what": "写了8项，数出来7项"})
    assert titles(appointed("ent", "企", "enterprise", units.county), "数出来7项") == {}
    assert titles(appointed("r2", "二", "reporter", units.county), "数出来7项") == {"documents": [row.title]}


def test_schemes_are_found_by_their_title(scheme, zhang):
    assert titles(zhang, scheme.title[:3])["schemes"] == [scheme.title]


def test_schemes_are_found_by_what_their_rules_say_and_drafts_by_their_own_office(
    scheme, zhang, zhao, starter, units
):
    from youju.flow.schemes.services import load_scheme

    assert titles(zhang, "集体经济收入")["schemes"] == [scheme.title]
    text = starter["scheme.yaml"].decode().replace("my-scheme", "draft").replace("村集体经济收入", "夜间照明")
    load_scheme(files={**starter, "scheme.yaml": text.encode()}, unit=units.county, by=zhao)
    assert "schemes" not in titles(zhang, "夜间照明")
    assert len(titles(zhao, "夜间照明")["schemes"]) == 1


def test_a_document_tells_what_stands_around_the_words_unless_its_title_says_them(zhang, keeps):
    keeps(text=f"{'前' * 40}黑木耳<b>吊袋</b>大棚{'后' * 40}")
    ((_section, (hit,), _more),) = ask(zhang, "吊袋 半年总结")
    assert hit.note == f"…{'前' * 6}黑木耳<b>吊袋</b>大棚{'后' * 16}…"
    ((_section, (hit,), _more),) = ask(zhang, "半年总结")
    assert "前" not in hit.note


def test_the_words_are_marked_on_the_page_and_what_was_written_stays_text(client, zhang, keeps):
    keeps(title="ABC <i>半年总结</i>", text="前黑木耳 <b>吊袋</b> & 大棚后")
    client.force_login(zhang)
    page = client.get("/search/?q=abc 吊袋").content.decode()
    assert "<mark>ABC</mark> &lt;i&gt;半年总结&lt;/i&gt;" in page
    assert "黑木耳 &lt;b&gt;<mark>吊袋</mark>&lt;/b&gt; &amp; 大棚" in page


def test_letters_and_brackets_are_found_in_either_width(zhang, keeps):
    row = keeps(title="2026年（一）号 ABC")
    for words in ("２０２６", "(一)", "（一）", "ａｂｃ", "（一） 2026"):
        assert titles(zhang, words) == {"documents": [row.title]}, words


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_one_character_is_a_word_as_four_are(zhang, keeps, length):
    word = "黑土粮仓"[:length]
    row = keeps(title=f"建设{word}的办法")
    assert titles(zhang, word)["documents"] == [row.title]


def test_beyond_the_last_page_the_way_back_is_shown(client, zhao, units):
    client.force_login(zhao)
    page = client.get("/search/?q=村&in=units&page=9").content.decode()
    assert "这一页已经没有了" in page and 'href="?q=%E6%9D%91&amp;in=units"' in page


def test_signs_of_the_database_are_signs_and_no_patterns(zhao, units):
    assert titles(zhao, "%") == {}
    assert titles(zhao, "_") == {}
    assert titles(zhao, "示例_村") == {}


def test_a_kind_is_paged_and_no_unit_comes_twice(zhao, units):
    from datetime import date

    from youju.flow.units.services import add_unit, rename_unit

    made = [
        add_unit(
            code=f"2203221033{n:02}",
            name=f"长{n}屯",
            level="village",
            parent=units.township,
            on=date(2020, 1, 1),
            by=None,
        )
        for n in range(25)
    ]
    for day, name in ((date(2024, 1, 1), "长甲屯"), (date(2025, 1, 1), "长乙屯")):
        rename_unit(unit=made[0], name=name, on=day, by=zhao, basis="批复")
    first, second = (titles(zhao, "长 屯", "units", page)["units"] for page in (1, 2))
    assert (len(first), len(second)) == (20, 5)
    assert len({*first, *second}) == 25
    assert len(titles(zhao, "屯")["units"]) == 5


def test_the_page_says_when_nothing_was_found_and_keeps_the_words(client, zhang):
    client.force_login(zhang)
    text = client.get("/search/?q=<b>没有的</b>").content.decode()
    assert "都没有找到" in text
    assert "&lt;b&gt;没有的" in text
    assert client.get("/search/?q=x&page=0&in=%00").status_code == 200
    assert client.get("/search/?q=%00").status_code == 200


def test_the_api_finds_the_same(client, zhang):
    client.force_login(zhang)
    assert [one["title"] for one in client.get("/api/search/?q=示例1村").json()] == ["示例1村"]


class TestAnyWords(TestCase):
    @given(st.text(max_size=120))
    @settings(max_examples=30, deadline=None)
    def test_any_text_is_a_question(self, text):
        from django.contrib.auth.models import AnonymousUser

        assert len(words_in(text)) <= 5
        assert all("\x00" not in word for word in words_in(text))
        ask(AnonymousUser(), text)
