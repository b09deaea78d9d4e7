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


def test_only_who_may_object_is_told_of_a_window_for_objections(noticed, zhang, zhao, qian, zhou, li, at):
    title = "份得分说明书在公示，可提异议"
    assert said(zhang)[title] == (3, "done")
    assert all(title not in said(person) for person in (zhao, qian, zhou, li))
    at("2027-01-20 09:00")
    assert title not in said(zhang)


def test_a_proposal_waits_for_another_and_not_for_who_proposed_it(final, zhao, qian):
    from youju.flow.publications.services import propose

    propose(score=final, kind="circular", title="十月通报", words="前列的村", by=zhao)
    assert said(qian)["份通报等你签发"] == (1, "waiting")
    assert "份通报等你签发" not in said(zhao)


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


@pytest.fixture
def asked(client):
    """Return a function person → the statements that showing the person's desk takes, the second time."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(person):
        client.force_login(person)
        client.get("/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/").status_code == 200
        return [one["sql"] for one in seen.captured_queries]

    return asked


def test_another_round_costs_the_desk_two_statements(reporting, zhang, at, asked):
    at("2026-12-03 09:00")
    reporting("2026-10")
    one = len(asked(zhang))
    reporting("2026-11")
    assert said(zhang)["份报送已过期"] == (3, "late")
    assert len(asked(zhang)) - one <= 2
    assert one <= 20


def test_the_desk_asks_nothing_that_no_post_of_the_person_is_about(reported, moved, asked, zhang, qian, sun):
    moved(reported, "verifying")
    asked_by = {person.username: asked(person) for person in (zhang, qian, sun)}
    assert all(len(statements) <= 20 for statements in asked_by.values())
    others = {
        "qian": ("reports_report", "inspections_visit", "inspections_rectification"),
        "zhang": ("inspections_visit", "publications_publication", "scores_objection"),
        "sun": ("inspections_visit", "publications_publication", "scores_objection"),
    }
    for name, rooms in others.items():
        assert [room for room in rooms if any(f'FROM "{room}"' in one for one in asked_by[name])] == []


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
