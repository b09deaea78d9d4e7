"""A calendar feed tells one person's due days to whoever has its address, until it is taken back."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from icalendar import Calendar

from tests.flow.month import *  # noqa: F403
from youju.kernel.errors import BadInput, Refusal
from youju.kernel.feeds import MOST, open_feed, revoke_feed
from youju.kernel.models import Feed, Trace
from youju.kernel.people import close_account

pytestmark = pytest.mark.django_db
TASKS = (Path(__file__).parents[2] / "schemes" / "_registers" / "task.yaml").read_text("utf-8")


@pytest.fixture
def read(client):
    def read(secret):
        answer = client.get(f"/calendar/{secret}.ics")
        if answer.status_code != 200:
            return answer.status_code
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        return {str(one["SUMMARY"]): (one["DTSTART"].dt, str(one["UID"])) for one in events}

    return read


def test_what_is_due_stands_on_its_day_and_goes_when_it_is_done(
    read, reporting, handed_in, units, zhang, wang, at
):
    at("2026-11-03 09:00")
    round_ = reporting("2026-10")
    _feed, secret = open_feed(name="手机", by=zhang)
    told = read(secret)
    name = f"report-{round_.pk}-{units.villages[0].pk}@{settings.YOUJU['origin']}"
    assert told["报送 2026-10 示例1村"] == (round_.report_by, name)
    assert len(told) == 3
    handed_in(round_, units.villages[0], "120000")
    assert len(read(secret)) == 2
    assert all("别处" not in words for words in told)


def test_a_feed_speaks_the_language_it_was_opened_in_whatever_the_calendar_program_asks_for(
    reporting, zhang, client, at
):
    at("2026-11-03 09:00")
    reporting("2026-10")
    client.force_login(zhang)
    for told, words, language in (("en", "Report", "en"), ("zh-hans", "报送", "zh-hans")):
        opened = client.post("/mine/feeds/", {"name": "手机"}, headers={"Accept-Language": told})
        secret = opened.context["once"].rpartition("/calendar/")[2].removesuffix(".ics")
        for asked in ("en-GB", "zh-CN"):
            answer = client.get(f"/calendar/{secret}.ics", headers={"Accept-Language": asked})
            summaries = [str(one["SUMMARY"]) for one in Calendar.from_ical(answer.content).walk("VEVENT")]
            assert len(summaries) == 3 and all(one.startswith(words) for one in summaries), summaries
            assert answer["Content-Language"] == language


def test_records_and_the_end_of_the_notice_stand_there_too(read, noticed, units, zhao, zhang, at):
    from youju.work.registers.services import declare_register, make_record

    register = declare_register(text=TASKS, unit=units.county, by=zhao)
    make_record(
        register=register, unit=units.township, values={"title": "修路", "due_on": "2026-12-20"}, by=zhao
    )
    make_record(
        register=register, unit=units.other, values={"title": "别人的", "due_on": "2026-12-20"}, by=zhao
    )
    told = read(open_feed(name="手机", by=zhang)[1])
    assert told["任务 修路（郭家店镇）"][0] == dt.date(2026, 12, 20)
    assert told["异议截止 2026-10（3 个单位）"][0] == noticed.object_by
    assert not [words for words in told if "别人的" in words]


def test_an_address_that_was_taken_back_or_is_over_is_unknown(read, zhang, client, at):
    at("2026-11-03 09:00")
    feed, secret = open_feed(name="手机", by=zhang)
    assert read(secret) == {}
    assert read("guessed") == 404
    client.force_login(zhang)
    assert client.post(f"/mine/feeds/{feed.pk}/revoke/").status_code == 302
    assert read(secret) == 404
    _feed, another = open_feed(name="电脑", by=zhang)
    at("2027-11-10 09:00")
    assert read(another) == 404
    assert [t.act for t in Trace.objects.filter(act__startswith="feed.").order_by("pk")] == [
        "feed.open",
        "feed.revoke",
        "feed.open",
    ]


def test_whoever_left_tells_no_days_any_more(read, zhang):
    _feed, secret = open_feed(name="手机", by=zhang)
    close_account(user=zhang, by=None)
    assert read(secret) == 404


def test_nobody_takes_back_the_feed_of_another(client, zhang, wang):
    feed, _secret = open_feed(name="手机", by=zhang)
    client.force_login(wang)
    assert client.post(f"/mine/feeds/{feed.pk}/revoke/").status_code == 404
    assert Feed.objects.get().revoked_at is None
    revoke_feed(feed=feed, by=zhang)


def test_the_address_is_shown_once_and_only_its_digest_is_kept(client, zhang):
    client.force_login(zhang)
    text = client.post("/mine/feeds/", {"name": "手机"}).content.decode()
    (feed,) = Feed.objects.all()
    assert "/calendar/" in text
    assert feed.digest not in text
    assert "/calendar/" not in client.get("/mine/").content.decode()


def test_a_nameless_feed_and_one_too_many_are_refused(zhang):
    with pytest.raises(BadInput):
        open_feed(name=" ", by=zhang)
    for number in range(MOST):
        open_feed(name=str(number), by=zhang)
    with pytest.raises(Refusal):
        open_feed(name="多", by=zhang)


def test_what_is_wrong_with_a_feed_stands_beside_its_name_and_what_was_typed_stays(client, zhang):
    client.force_login(zhang)
    for said, wrong in ((" ", "必填"), ("手" * 81, "80")):
        page = client.post("/mine/feeds/", {"name": said})
        assert page.status_code == 422
        assert wrong in str(page.context["feed_form"].errors["name"])
    assert "手" * 81 in page.content.decode()
    for number in range(MOST):
        open_feed(name=str(number), by=zhang)
    page = client.post("/mine/feeds/", {"name": "平板"})
    assert page.status_code == 409
    assert "先收回一个" in str(page.context["feed_form"].errors["name"])
    assert 'value="平板"' in page.content.decode()


def test_the_posts_one_takes_a_token_for_are_told_apart_by_their_units(client, appointed, units):
    user = appointed("two", "两处", "reporter", units.township)
    from youju.kernel.people import appoint

    appoint(holder=user, role="reporter", unit_id=units.other.pk, by=None, valid_from=dt.date(2020, 1, 1))
    client.force_login(user)
    page = client.get("/mine/")
    labels = [label for _value, label in page.context["form"].fields["tenure"].choices]
    assert sorted(label.rpartition(" · ")[2] for label in labels) == sorted(
        [units.township.name, units.other.name]
    )


def test_the_two_forms_of_the_own_page_do_not_share_a_name(client, zhang):
    import re

    client.force_login(zhang)
    found = re.findall(r' id="([^"]+)"', client.get("/mine/").content.decode())
    assert len(found) == len(set(found))


@pytest.fixture
def task(units, zhao, at):
    """Give 郭家店镇 a task whose title holds every sign that an iCalendar line must escape."""
    from youju.work.registers.services import declare_register, make_record

    at("2026-11-03 09:00")
    register = declare_register(text=TASKS, unit=units.county, by=zhao)
    said = {"title": "修路;清淤,\\n“一”:" + "长" * 60, "due_on": "2026-12-20"}
    return make_record(register=register, unit=units.township, values=said, by=zhao)


def test_signs_of_the_format_are_words_and_no_line_is_longer_than_the_format_allows(task, zhang, client):
    _feed, secret = open_feed(name="手机", by=zhang)
    answer = client.get(f"/calendar/{secret}.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    event, sign = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["SUMMARY"]) == f"任务 {task.values['title']}（郭家店镇）"
    assert str(sign["SUMMARY"]).startswith("签收") and sign["UID"] != event["UID"]
    assert type(event["DTSTART"].dt) is dt.date
    assert event["UID"].endswith(f"@{settings.YOUJU['origin']}")


def test_a_day_that_moved_keeps_its_name_and_one_that_is_over_is_told_no_more(task, read, zhang, zhao, at):
    from youju.work.registers.services import change_record, suspend_record

    _feed, secret = open_feed(name="手机", by=zhang)
    words = f"任务 {task.values['title']}（郭家店镇）"
    day, name = read(secret)[words]
    change_record(record=task, lock=task.lock, values={"due_on": "2026-12-25"}, by=zhao, reason="延期")
    moved, same = read(secret)[words]
    assert (day, moved, same) == (dt.date(2026, 12, 20), dt.date(2026, 12, 25), name)
    task.refresh_from_db()
    suspend_record(record=task, lock=task.lock, reason="停建", by=zhao)
    assert read(secret) == {}


def test_a_program_that_holds_the_days_already_is_told_that_they_are_as_before(task, zhang, zhao, client, at):
    from youju.work.registers.services import make_record

    _feed, secret = open_feed(name="手机", by=zhang)
    address = f"/calendar/{secret}.ics"
    tag = client.get(address)["ETag"]
    at("2026-11-03 15:00")
    same = client.get(address, headers={"If-None-Match": tag})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    assert "no-store" not in same["Cache-Control"] and "private" in same["Cache-Control"]
    make_record(
        register=task.register, unit=task.unit, values={"title": "另一件", "due_on": "2026-12-30"}, by=zhao
    )
    other = client.get(address, headers={"If-None-Match": tag})
    assert other.status_code == 200 and other["ETag"] != tag
