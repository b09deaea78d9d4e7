"""A value names a report that is there. PostgreSQL asks it once a statement, SQLite row by row; they refuse the same."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from tests.flow.month import *  # noqa: F403
from youju.flow.ledger.models import Observation
from youju.flow.reports.models import Report, ReportValue
from youju.kernel.streams import pour

pytestmark = pytest.mark.django_db
NOBODY = 987_654_321
MOMENT = dt.datetime(2026, 11, 3, 2, tzinfo=dt.UTC)


@pytest.fixture
def report(reported):
    return reported.reports.order_by("pk").first()


def values(*reports):
    return [ReportValue(report_id=key, indicator=f"i{n}", period="2026-10") for n, key in enumerate(reports)]


def refused(act):
    """Say that the database refuses an act, at once or when its transaction ends."""

    def acted():
        act()
        settled()

    with pytest.raises(IntegrityError), transaction.atomic():
        acted()


def settled():
    """Let the database judge what it judges when a transaction ends."""
    connection.check_constraints()


def test_values_of_reports_that_are_there_come_in(report):
    pour(values(report.pk, report.pk))
    settled()
    assert report.values.filter(indicator__in=["i0", "i1"]).count() == 2


@pytest.mark.parametrize("way", [pour, ReportValue.objects.bulk_create])
def test_one_value_of_a_report_that_is_not_there_refuses_them_all(report, way):
    refused(lambda: way(values(report.pk, NOBODY, report.pk)))
    assert not ReportValue.objects.filter(indicator__in=["i0", "i1", "i2"]).exists()


def test_a_value_is_not_given_to_a_report_that_is_not_there(report):
    refused(lambda: report.values.update(report=NOBODY))


def test_a_report_with_values_neither_goes_nor_changes_its_key(report):
    refused(lambda: _bare(f"DELETE FROM reports_report WHERE id = {report.pk}"))
    refused(lambda: _bare(f"UPDATE reports_report SET id = {NOBODY} WHERE id = {report.pk}"))
    assert Report.objects.filter(pk=report.pk).exists()


def test_a_report_whose_values_go_first_may_go(scheme, reporting, units, zhang, at):
    from youju.flow.reports.services import begin_report

    at("2026-11-03 09:00")
    draft = begin_report(round_=reporting("2026-10"), unit=units.villages[0], by=zhang)
    _bare(
        f"DELETE FROM reports_report WHERE id = {draft.pk}",
        f"DELETE FROM reports_reportvalue WHERE report_id = {draft.pk}",
    )
    assert not Report.objects.filter(pk=draft.pk).exists()


def test_an_observation_names_a_unit_that_is_there_and_needs_no_author(reported, units):
    said = {
        "indicator": "x",
        "period": "2026-10",
        "starts_on": "2026-10-01",
        "mantissa": 1,
        "basis": "reported",
        "recorded_at": MOMENT,
    }
    pour([Observation(unit=unit, **said) for unit in units.villages])
    settled()
    refused(lambda: pour([Observation(unit=units.villages[0], **said), Observation(unit_id=NOBODY, **said)]))
    refused(lambda: pour([Observation(unit=units.villages[0], recorded_by_id=NOBODY, **said)]))
    assert Observation.objects.filter(indicator="x").count() == len(units.villages)


def _bare(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    settled()
