"""What the page of a unit, the wall chart and the calendar tell, for programs: the same questions, so the same answers."""

import datetime as dt
from pathlib import Path

import pytest

from tests.flow.month import *  # noqa: F403
from tests.web.test_api import bearer
from youju.kernel.feeds import open_feed
from youju.web.api import api

pytestmark = pytest.mark.django_db
SHARED = Path(__file__).parents[2] / "schemes" / "_registers"


@pytest.fixture
def asked(client):
    """Return a function (person, act, address) → the answer to a program in that person's post."""
    return lambda who, act, address, **headers: client.get(address, headers={**bearer(who, act), **headers})


@pytest.fixture
def tasks(units, zhao):
    from youju.work.registers.services import declare_register

    return declare_register(text=(SHARED / "task.yaml").read_text("utf-8"), unit=units.county, by=zhao)


def test_the_unit_reads_its_own_marks_and_the_office_the_place_too(asked, final, zhang, zhao, units):
    there = f"/api/dossier/{units.villages[0].code}"
    own, office = (asked(who, "unit.read", there).json()["standings"] for who in (zhang, zhao))
    assert [(one["period"], one["band"], one["place"]) for one in own] == [("2026-10", "前列", "")]
    assert office[0]["place"] == "1"
    assert own[0]["total"] == office[0]["total"] != ""


def test_a_stranger_cannot_tell_that_the_unit_exists(asked, wang, units):
    assert asked(wang, "unit.read", f"/api/dossier/{units.villages[0].code}").status_code == 404
    assert asked(wang, "unit.read", "/api/dossier/nothing").status_code == 404


def test_the_open_records_of_a_unit_stand_under_their_room(asked, tasks, units, zhao, zhang, at):
    from youju.work.registers.services import make_record

    at("2026-11-03 09:00")
    row = make_record(register=tasks, unit=units.villages[0], values={"title": "修路", "due_on": "2026-11-10"}, by=zhao)  # fmt: skip
    at("2026-11-20 09:00")
    (one,) = asked(zhang, "unit.read", f"/api/dossier/{units.villages[0].code}").json()["rooms"]["registers"]
    assert (one["register"], one["open"], one["closed"]) == ("task", 1, 0)
    (told,) = one["nearest"]
    assert (told["number"], told["due"], told["light"]) == (row.number, "2026-11-10", "red")


def test_whoever_holds_the_page_of_a_unit_is_told_that_it_is_the_same(asked, zhang, units):
    there = f"/api/dossier/{units.villages[0].code}"
    tag = asked(zhang, "unit.read", there)["ETag"]
    assert asked(zhang, "unit.read", there, **{"If-None-Match": tag}).status_code == 304


def test_the_wall_chart_is_told_in_days_and_codes(asked, zhao, zhang, wang, units, at):
    from youju.work.registers.services import declare_register, make_record

    at("2026-11-03 09:00")
    text = """\
register: road
title: 道路
prefix: DL
name: title
fields:
  title: {title: 名称, type: string, required: true}
  start: {title: 开始, type: date}
  ends_on: {title: 完成, type: date}
  share: {title: 进度, type: number, minimum: 0, maximum: 100}
tree: {levels: [项目, 步骤], progress: share}
plan: {start: start, finish: ends_on}
"""
    register = declare_register(text=text, unit=units.county, by=zhao)
    goal = make_record(register=register, unit=units.township, values={"title": "修路", "start": "2026-03-01", "ends_on": "2026-12-31"}, by=zhang)  # fmt: skip
    make_record(register=register, unit=units.township, values={"title": "铺路基", "start": "2026-03-01", "ends_on": "2026-06-30"}, parent=goal, by=zhang)  # fmt: skip
    told = asked(zhang, "register.read", "/api/registers/road/wall?by=year&at=2026-05").json()
    assert (told["since"], told["until"], told["cut"]) == ("2026-01-01", "2026-12-31", False)
    first, second = told["rows"]
    assert (first["number"], first["parent"], first["depth"]) == (goal.number, "", 0)
    assert (second["parent"], second["depth"]) == (goal.number, 1)
    assert second["plan"] == {"start": "2026-03-01", "end": "2026-06-30"}
    assert asked(zhang, "register.read", "/api/registers/road/wall?at=2026-13").status_code == 422
    assert asked(wang, "register.read", "/api/registers/road/wall").json()["rows"] == []


def test_a_register_without_a_plan_has_no_wall_chart(asked, units, zhao, zhang):
    from youju.work.registers.services import declare_register

    text = "register: plain\ntitle: 台账\nprefix: TZ\nname: title\nfields:\n  title: {title: 名称, type: string}\n"
    declare_register(text=text, unit=units.county, by=zhao)
    assert asked(zhang, "register.read", "/api/registers/plain/wall").status_code == 404


def test_what_is_due_is_told_as_the_calendar_tells_it_page_by_page(asked, reporting, zhang, at):
    at("2026-11-03 09:00")
    round_ = reporting("2026-10")
    answer = asked(zhang, "feed.read", "/api/feeds/due?limit=2")
    assert [one["day"] for one in answer.json()] == [str(round_.report_by)] * 2
    assert answer.json()[0]["words"] == "报送 2026-10 示例1村"
    assert 'rel="next"' in answer["Link"]
    assert len(asked(zhang, "feed.read", "/api/feeds/due?limit=2&page=2").json()) == 1


def test_a_person_sees_the_own_feeds_and_never_their_address(asked, zhang, wang):
    _feed, secret = open_feed(name="手机", by=zhang)
    answer = asked(zhang, "feed.read", "/api/feeds/")
    assert [one["name"] for one in answer.json()] == ["手机"]
    assert secret not in answer.content.decode()
    assert asked(wang, "feed.read", "/api/feeds/").json() == []


def test_whoever_asks_in_english_reads_english_summaries_and_tags(client):
    import re

    han = re.compile(r"[\u3400-\u9fff]")
    english = client.get("/api/openapi.json", headers={"accept-language": "en"}).json()
    left = [
        f"{method} {path}: {words}"
        for path, methods in english["paths"].items()
        for method, one in methods.items()
        for words in (one["summary"], *one["tags"])
        if han.search(words)
    ]
    assert left == []
    assert english["paths"]["/api/dossier/{code}"]["get"]["x-summary-zh"] == "一村一档"


def test_whoever_says_nothing_reads_chinese_summaries_of_every_operation():
    schema = api.get_openapi_schema()
    bare = [
        f"{method} {path}: {one['summary']}"
        for path, methods in schema["paths"].items()
        for method, one in methods.items()
        if one["summary"].isascii()
    ]
    assert bare == []


def test_a_day_is_written_as_a_day(asked, zhang, units):
    told = asked(zhang, "unit.read", f"/api/dossier/{units.villages[0].code}").json()
    assert dt.date.fromisoformat(told["valid_from"]) == dt.date(2020, 1, 1)
