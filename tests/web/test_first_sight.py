"""What was mended after the pages were looked at: one entry of the menu is where one is, calendars are filled in."""

import re

import pytest

from youju.flow.units.forms import DayInput
from youju.flow.units.selectors import names_of

pytestmark = pytest.mark.django_db


def test_of_two_entries_that_begin_alike_only_one_is_where_one_is(client, system):
    client.force_login(system)
    page = client.get("/people/external/").content.decode()
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', page) == ["/people/external/"]


def test_a_calendar_is_filled_in_as_a_browser_reads_it():
    import datetime as dt

    assert 'value="2026-11-29"' in DayInput().render("day", dt.date(2026, 11, 29))


def test_ones_own_posts_say_in_which_unit(client, units, zhang):
    client.force_login(zhang)
    page = client.get("/mine/").content.decode()
    (name,) = names_of([zhang.tenures.get().post.unit_id]).values()
    assert re.search(f"<td[^>]*>{name}</td>", page)
