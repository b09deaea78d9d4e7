"""The guides inside the house: every one opens, leads on to the others, and every page of a room knows its own."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from youju.flow import FLOW
from youju.web import guide
from youju.work import WORK

GUIDES = sorted(path.stem for path in (Path(__file__).parents[2] / "docs" / "guide").glob("*.md"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", GUIDES)
def test_every_guide_opens_for_anybody_and_leads_only_to_guides_there_are(client, name):
    page = client.get(reverse("guide", args=[name])).content.decode()
    article = page.split("<article", 1)[1].split("</article>")[0]
    assert "<h1" in article
    for there in re.findall(r'href="/guide/([^"/]+)/', article):
        assert there in GUIDES


def test_every_room_has_its_guide():
    assert set(guide.ABOUT) == {room for room, _title in (*FLOW, *WORK)}
    assert set(guide.ABOUT.values()) <= set(GUIDES)


@pytest.mark.django_db
def test_a_page_leads_to_the_guide_that_tells_of_it(client):
    assert '<a href="/guide/public/">' in client.get(reverse("publications:index")).content.decode()


@pytest.mark.django_db
def test_what_is_no_guide_is_not_found(client):
    assert client.get("/guide/engineer2/").status_code == 404


def test_html_in_a_guide_is_shown_and_not_run(tmp_path, monkeypatch):
    (tmp_path / "bad.md").write_text("# 坏\n\n<script>alert(1)</script>\n", "utf-8")
    monkeypatch.setattr(guide, "FOLDERS", (tmp_path,))
    assert "<script>" not in guide.guide_named.__wrapped__("bad").html


@pytest.mark.django_db
def test_the_pictures_of_a_guide_are_shown_and_take_their_place_before_they_arrive(client):
    page = client.get("/guide/reporter/").content.decode()
    pictures = re.findall(
        r'<img src="(/guide/pictures/[a-z-]+\.webp)" alt="[^"]+" loading="lazy" width="1120"', page
    )
    assert len(pictures) == 3
    for address in pictures:
        assert client.get(address)["Content-Type"] == "image/webp"
    assert client.get("/guide/pictures/none.webp").status_code == 404


def test_every_picture_of_the_guides_is_used_light_and_there():
    folder = Path(__file__).parents[2] / "docs" / "guide"
    used = {
        name
        for path in folder.glob("*.md")
        for name in re.findall(r"\(pictures/(.+?)\.webp\)", path.read_text("utf-8"))
    }
    there = {path.stem: path.stat().st_size for path in folder.glob("pictures/*.webp")}
    assert used == set(there)
    assert max(there.values()) <= 80_000 and sum(there.values()) <= 3_000_000
