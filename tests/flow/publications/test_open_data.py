"""What was published can be taken over: places and facts as sheets and JSON, the circular as Markdown and HTML."""

import csv
import io
import json

import pytest

from tests.flow.month import *  # noqa: F403
from youju.flow.publications import open_data
from youju.flow.publications.services import propose, sign
from youju.flow.scores.bundles import opened

pytestmark = pytest.mark.django_db
FORMS = ("places.csv", "facts.csv", "data.json", "paper.md", "paper.html")


@pytest.fixture
def published(final, zhao, qian, units):
    """Return a circular that the insiders read: its scheme has bands that stay internal."""
    words = f"示例1村收入[[{units.villages[0].code} income 数值]]元。"
    row = propose(score=final, kind="circular", title="十月考核通报", words=words, by=zhao)
    return sign(publication=row, by=qian)


def taken(client, row, form):
    answer = client.get(f"/publications/{row.pk}/{form}")
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig")


def sheet(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_facts_are_exact_and_those_of_the_bundle(client, published, qian, units):
    client.force_login(qian)
    rows = sheet(taken(client, published, "facts.csv"))
    income = [
        row for row in rows if row["单位代码"] == units.villages[0].code and row["指标代码"] == "income"
    ]
    assert [(row["单位"], row["数值"], row["周期"]) for row in income] == [("示例1村", "120000", "2026-10")]
    cells = {
        (row["unit"], row["indicator"], row["period"]) for row in opened(published.root).facts().to_pylist()
    }
    assert len(rows) == len(cells)


def test_places_tell_no_mark_that_the_page_withholds(client, published, qian):
    client.force_login(qian)
    rows = sheet(taken(client, published, "places.csv"))
    assert {row["单位"] for row in rows} >= {"示例1村", "示例2村"}
    assert {(row["得分"], row["位次"]) for row in rows} == {("", "")}
    assert "前列" in {row["档次"] for row in rows}


def test_json_holds_places_and_facts_with_the_root(client, published, qian):
    client.force_login(qian)
    said = json.loads(taken(client, published, "data.json"))
    assert (said["root"], said["period"]) == (published.root, "2026-10")
    assert {place["total"] for place in said["places"]} == {None}
    assert {"120000"} <= {fact["value"] for fact in said["facts"]}


def test_the_circular_is_had_for_a_site_with_its_words_and_its_board(client, published, qian):
    client.force_login(qian)
    markdown, html = (taken(client, published, form) for form in ("paper.md", "paper.html"))
    for text in (markdown, html):
        assert "示例1村收入120000元。" in text
        assert published.root in text
    assert markdown.startswith("# 十月考核通报\n")
    assert "| 档次 | 单位 |\n| --- | --- |\n" in markdown
    assert "<h1>十月考核通报</h1>" in html
    assert "<script" not in html


def test_what_stays_inside_is_taken_over_by_nobody_else(client, published):
    assert {client.get(f"/publications/{published.pk}/{form}").status_code for form in FORMS} == {404}


def test_a_proposal_is_taken_over_by_nobody(client, final, zhao):
    row = propose(score=final, kind="bulletin", title="十月简报", words="好。", by=zhao)
    client.force_login(zhao)
    assert {client.get(f"/publications/{row.pk}/{form}").status_code for form in FORMS} == {404}


def test_more_facts_than_a_sheet_takes_are_left_to_the_bundle(client, published, qian, monkeypatch):
    monkeypatch.setattr(open_data, "MOST", 1)
    client.force_login(qian)
    answer = client.get(f"/publications/{published.pk}/facts.csv")
    assert answer.status_code == 409
    assert "下载核验包" in answer.content.decode()


def test_the_page_leads_to_all_of_them(client, published, qian):
    client.force_login(qian)
    page = client.get(f"/publications/{published.pk}/").content.decode()
    assert all(f"/publications/{published.pk}/{form}" in page for form in FORMS)


@pytest.fixture
def read_by(client, published, units):
    """Return a function person → the codes of the units in the facts that were handed out."""

    def read_by(person):
        client.force_login(person)
        return {row["单位代码"] for row in sheet(taken(client, published, "facts.csv"))}

    return read_by


def test_the_bundle_of_an_inside_publication_goes_only_to_those_who_see_its_whole_board(
    client, published, zhang, qian, zhao, li
):
    for person, status in ((zhang, 403), (qian, 200), (zhao, 200), (li, 200)):
        client.force_login(person)
        for path in (
            f"/publications/{published.pk}/bundle.zip",
            f"/api/publications/{published.pk}/bundle.zip",
        ):
            assert client.get(path).status_code == status
        for page in (
            f"/publications/{published.pk}/",
            "/publications/",
            f"/publications/{published.pk}/verify/",
        ):
            assert ("bundle.zip" in client.get(page).content.decode()) == (status == 200)


def test_a_unit_has_of_an_inside_publication_the_facts_of_its_own(
    client, read_by, published, zhang, qian, units
):
    own = {village.code for village in units.villages}
    assert read_by(zhang) == own
    assert {fact["unit"] for fact in json.loads(taken(client, published, "data.json"))["facts"]} == own
    assert read_by(qian) == own | {village.code for village in units.others}


@pytest.fixture
def all_told(starter):
    """Say in the scheme that every band is published."""
    starter["scheme.yaml"] = starter["scheme.yaml"].replace(b", published: false", b"")


def test_what_is_open_is_had_whole_by_everybody(client, all_told, final, zhao, qian, units):
    row = sign(
        publication=propose(score=final, kind="circular", title="十月", by=zhao, is_open=True), by=qian
    )
    assert client.get(f"/publications/{row.pk}/bundle.zip").status_code == 200
    facts = json.loads(taken(client, row, "data.json"))["facts"]
    assert {fact["unit"] for fact in facts} >= {village.code for village in (*units.villages, *units.others)}
