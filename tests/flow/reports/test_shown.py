"""What a program is shown of reports: last time's values, every handing-in, what waits, how far a round is, a book only checked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.flow.reports.conftest import packed
from tests.flow.reports.test_doors import bearer
from youju.flow.reports.models import Report
from youju.flow.reports.services import return_report, submit_report
from youju.kernel.models import Trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client):
    """Return a function (person, act, path) → the answer's status and what it says."""

    def get(person, act, path):
        answer = client.get(f"/api/reports{path}", headers=bearer(person, act))
        return answer.status_code, answer.json()

    return get


def test_last_time_stands_beside_the_values_of_a_report(get, report, reporting, filled, units, zhang, at):
    submit_report(report=report, by=zhang)
    at("2026-12-03 09:00")
    later = filled(reporting("2026-11"), units.villages[0], zhang, income="5")
    _status, shown = get(zhang, "report.read", f"/{later.pk}")
    income = next(one for one in shown["last"] if one["indicator"] == "income")
    assert income == {"indicator": "income", "period": "2026-10", "value": "100000", "relation": "="}


def test_every_handing_in_is_told_the_latest_first(get, report, zhang, sun):
    submit_report(report=report, by=zhang)
    return_report(report=report, by=sun, reason="核对")
    report.refresh_from_db()
    submit_report(report=report, by=zhang)
    _status, shown = get(zhang, "report.read", f"/{report.pk}")
    assert [(one["number"], one["by"]) for one in shown["submissions"]] == [(2, "张"), (1, "张")]


def test_whoever_reviews_is_told_what_waits_with_its_round(get, report, round_, zhang, sun):
    assert get(sun, "report.review", "/review") == (200, [])
    submit_report(report=report, by=zhang)
    _status, (row,) = get(sun, "report.review", "/review")
    assert (row["id"], row["round"], row["period"]) == (report.pk, round_.pk, "2026-10")


def test_the_office_is_told_how_far_a_round_is_and_others_are_not(get, client, report, round_, zhang, zhao):
    submit_report(report=report, by=zhang)
    _status, said = get(zhao, "round.advance", f"/rounds/{round_.pk}/progress")
    assert (said["units"], said["submitted"], said["blank"]) == (5, 1, 4)
    client.force_login(zhang)
    assert client.get(f"/api/reports/rounds/{round_.pk}/progress").status_code == 403


@pytest.mark.parametrize(("asked", "kept"), [("?check=true", 0), ("", 3)])
def test_a_book_that_is_only_checked_leaves_nothing(client, full, round_, zhang, at, asked, kept):
    at("2026-11-03 09:00")
    file = SimpleUploadedFile("表.xlsx", packed(full))
    where = f"/api/reports/rounds/{round_.pk}/book{asked}"
    answer = client.post(where, {"file": file}, headers=bearer(zhang, "report.submit"))
    assert (answer.status_code, answer.json()["saved"]) == (200, 3)
    assert (Report.objects.count(), Trace.objects.filter(act="report.book").count()) == (kept, bool(kept))


def test_the_books_of_all_units_come_in_one_zip(client, round_, zhang):
    answer = client.get(
        f"/api/reports/rounds/{round_.pk}/book?each=true", headers=bearer(zhang, "report.write")
    )
    assert answer.content.startswith(b"PK")
    assert answer["Content-Type"] == "application/zip"
