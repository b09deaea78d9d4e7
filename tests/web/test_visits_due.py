"""The visits an inspector has to make stand in the calendar, in the digest and on the desk, until they are made."""

import datetime as dt

import pytest
from icalendar import Calendar

from tests.flow.inspections.conftest import *  # noqa: F403
from youju.flow.inspections import services
from youju.kernel.feeds import open_feed
from youju.web.desk import desk_of
from youju.web.digest import due_in
from youju.web.feeds import calendar_of, due_days

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 12)


def days(person):
    return {words: day for _name, day, words, _path in due_in(person, "2026-11") if "核查" in words}


def test_a_visit_stands_on_its_day_or_on_the_last_of_its_plan_for_the_team_that_makes_it(visit, li, zhang):
    services.set_day(visit=visit, day=DAY, by=li)
    assert days(li) == {
        "核查 示例1村": DAY,
        "核查 示例2村（还没有定日子）": visit.plan.ends_on,
        "核查 示例3村（还没有定日子）": visit.plan.ends_on,
    }
    assert days(zhang) == {}
    told = Calendar.from_ical(calendar_of(due_days(li), "https://x"))
    assert ("核查 示例1村", DAY) in {(str(one["SUMMARY"]), one["DTSTART"].dt) for one in told.walk("VEVENT")}


def test_a_visit_that_was_made_is_due_no_more(seen, li):
    assert "核查 示例1村" not in " ".join(days(li))
    assert len(days(li)) == 2
    assert {one.title: one.number for one in desk_of(li)}["处现场要去核查"] == 2


def test_the_desk_names_the_nearest_day_of_a_visit(client, visit, li):
    services.set_day(visit=visit, day=DAY, by=li)
    client.force_login(li)
    assert "最近 2026-11-12" in client.get("/").content.decode()


def test_a_calendar_with_nothing_in_it_still_holds_a_component(client, zhang):
    _feed, secret = open_feed(name="手机", by=zhang)
    told = Calendar.from_ical(client.get(f"/calendar/{secret}.ics").content)
    assert [one.name for one in told.subcomponents] == ["VTIMEZONE"]
    assert str(told.subcomponents[0]["TZID"]) == "Asia/Shanghai"
