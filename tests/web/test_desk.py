"""The desk says what waits for a person, one number to a line, and nothing else."""

import pytest

from tests.flow.month import *  # noqa: F403
from youju.web.desk import desk_of

pytestmark = pytest.mark.django_db


def said(person):
    return {line.title: (line.number, line.light) for line in desk_of(person)}


def test_a_reporter_sees_what_is_due(reporting, zhang, at):
    at("2026-11-03 09:00")
    reporting("2026-10")
    assert said(zhang) == {"份报送待填": (3, "waiting")}


def test_what_is_past_its_day_is_said_first(reporting, zhang, at):
    at("2026-11-03 09:00")
    reporting("2026-10")
    at("2026-11-28 09:00")
    assert desk_of(zhang)[0].light == "late"
    assert said(zhang) == {"份报送已过期": (3, "late")}


def test_nothing_waits_for_a_reporter_who_has_handed_in(reported, zhang):
    assert desk_of(zhang) == []


def test_the_office_sees_the_round_that_it_has_to_score(reported, moved, zhao):
    moved(reported, "verifying")
    assert said(zhao)["个轮次等你计分、关账"] == (1, "waiting")


def test_a_version_waits_for_the_second_approver_and_not_for_who_proposed_it(
    starter, units, zhao, qian, zhou, zhang
):
    from youju.flow.schemes.services import approve, load_scheme, propose

    version, _found = load_scheme(files=starter, unit=units.county, by=zhao)
    assert said(qian) == {}
    version = propose(version=version, by=zhao)
    (line,) = desk_of(qian)
    assert (line.title, line.number, line.light) == ("个方案版本等你批准", 1, "waiting")
    assert line.url == f"/schemes/my-scheme/versions/{version.pk}/"
    assert all("个方案版本等你批准" not in said(person) for person in (zhao, zhou, zhang))
    approve(version=version, by=qian)
    assert said(qian) == {}


def test_the_desk_asks_about_a_person_once(client, reporting, zhang, at):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    at("2026-11-03 09:00")
    reporting("2026-10")
    client.force_login(zhang)
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    tenures = [one for one in asked.captured_queries if 'FROM "kernel_tenure"' in one["sql"]]
    assert len(tenures) == 1


def test_the_page_of_the_desk_leads_to_the_room(client, reporting, zhang, at):
    at("2026-11-03 09:00")
    reporting("2026-10")
    client.force_login(zhang)
    page = client.get("/").content.decode()
    assert '<a class="waiting" href="/reports/"><b>3</b>份报送待填</a>' in page


def test_a_stranger_reads_the_sentence_of_the_house(client):
    page = client.get("/").content.decode()
    assert "给一分有理、扣一分有据" in page
    assert 'class="side"' not in page
