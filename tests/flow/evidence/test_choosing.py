"""Choosing evidence in a form: ticked or found by name and day, page by page, without a script and without a number to type."""

import re

import pytest

from tests.flow.evidence.test_adding import own_folders  # noqa: F401
from tests.pages import beside
from tests.work.monitors.conftest import cases, feed, monitor  # noqa: F401
from youju.flow.evidence import choosing
from youju.flow.evidence.services import add_evidence
from youju.work.monitors.models import Correction

pytestmark = pytest.mark.django_db
THERE = "/monitors/at/in/correct/"
SAID = {"moment": "2023-06-30 04:00", "value": "7", "why": "抄错", "evidence": "", "evidence-day": ""}


@pytest.fixture
def page(client, zhao, monitor, feed):  # noqa: F811
    """Return a function that sends the form of a correction, or opens it."""
    monitor("in")
    feed([("in", "2023-06-30 04:00", 5)])
    client.force_login(zhao)
    return lambda said=None: client.post(THERE, said) if said is not None else client.get(THERE)


@pytest.fixture
def files(zhang, units, at):
    """Return a function (name, day, **more) -> the evidence that came on that day."""

    def made(name, day="2026-10-01", unit=None, **more):
        at(f"{day} 09:00")
        text = f"{name} {day} {more}".encode()
        return add_evidence(unit=unit or units.township, name=name, content=text, by=zhang, **more)

    return made


def names_in(answer):
    listed = re.findall(r'<label class="pick">.*?</label>', answer.content.decode(), re.DOTALL)
    return [re.sub(r"<[^>]*>", "", one).split()[0] for one in listed]


def test_a_form_asks_for_files_and_never_for_their_numbers(page, files):
    row = files("抄表记录.txt")
    text = page().content.decode()
    assert names_in(page()) == ["抄表记录.txt"]
    assert "SHA" not in re.sub(r"<[^>]*>", "", text)
    assert page({**SAID, "evidence-one": [row.sha256]}).status_code == 302
    assert Correction.objects.get().evidence == [row.sha256]


def test_a_file_is_found_by_words_of_its_name_or_note_and_by_its_day(page, files):
    files("甲.txt", "2026-10-01", note="一号井检修")
    files("乙.txt", "2026-10-02")
    for said in ({"evidence": "检修"}, {"evidence": "甲"}, {"evidence-day": "2026-10-01"}):
        assert names_in(page({**SAID, **said, "look": "evidence"})) == ["甲.txt"]
    assert "没有找到" in page({**SAID, "evidence": "丙", "look": "evidence"}).content.decode()


def test_looking_keeps_what_was_typed_and_ticked_and_says_nothing_is_wrong(page, files):
    files("乙.txt")
    ticked = files("甲.txt")
    answer = page(
        {"why": "抄错了一位", "evidence": "乙", "evidence-one": [ticked.sha256], "look": "evidence"}
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert ">\n抄错了一位</textarea>" in text
    assert "errorlist" not in text
    assert names_in(answer) == ["甲.txt", "乙.txt"]
    assert f'value="{ticked.sha256}" checked' in text
    assert not Correction.objects.exists()


def test_every_file_can_be_reached_page_by_page(page, files, monkeypatch):
    monkeypatch.setattr(choosing, "PAGE", 2)
    for name in ("甲.txt", "乙.txt", "丙.txt"):
        files(name)
    first = page()
    assert names_in(first) == ["丙.txt", "乙.txt"]
    assert 'value="evidence:2"' in first.content.decode()
    second = page({**SAID, "look": "evidence:2"})
    assert names_in(second) == ["甲.txt"]
    assert 'value="evidence:1"' in second.content.decode()
    for odd in ("evidence:0", "evidence:x", "evidence:99999999", "why"):
        assert page({**SAID, "look": odd}).status_code == 200


def test_a_name_that_is_no_files_is_told_beside_the_field_with_those_that_come_near(page, files):
    files("抄表记录.txt")
    answer = page({**SAID, "evidence": "抄表"})
    assert answer.status_code == 422
    assert "没有叫“抄表”的佐证，名称里有这几个字的列在下面" in beside(answer.content.decode(), "evidence")
    assert names_in(answer) == ["抄表记录.txt"]
    assert page({**SAID, "evidence": "抄表记录.txt"}).status_code == 302


def test_of_two_files_of_one_name_somebody_chooses(page, files):
    first = files("抄表记录.txt", "2026-10-01")
    files("抄表记录.txt", "2026-10-02")
    answer = page({**SAID, "evidence": "抄表记录.txt"})
    assert "不止一份，在下面选" in beside(answer.content.decode(), "evidence")
    assert page({**SAID, "evidence": "抄表记录.txt", "evidence-one": [first.sha256]}).status_code == 302
    assert Correction.objects.get().evidence == [first.sha256]


def test_what_another_unit_uploaded_is_neither_offered_nor_taken(page, files, units):
    theirs = files("别处.txt", unit=units.villages[0])
    assert names_in(page()) == []
    answer = page({**SAID, "evidence-one": [theirs.sha256]})
    assert "有 1 份不在你能看到的里面" in beside(answer.content.decode(), "evidence")
    assert not Correction.objects.exists()


def test_the_list_of_evidence_is_searched_by_name_and_day(client, zhang, files):
    files("甲.txt", "2026-10-01", note="清理后")
    files("乙.txt", "2026-10-02")
    client.force_login(zhang)
    for asked in ("words=清理", "on=2026-10-01", "words=甲&on=2026-10-01"):
        text = client.get(f"/evidence/?{asked}").content.decode()
        assert "甲.txt" in text and "乙.txt" not in text
    assert "没有找到" in client.get("/evidence/?words=丙").content.decode()
    assert client.get("/evidence/?on=x&words=甲").status_code == 200
