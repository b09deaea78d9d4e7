"""What the page of a unit tells of visits: the office at once, the unit when it was told, whoever stays away nothing."""

import pytest

from youju.flow.inspections import services
from youju.flow.inspections.selectors import visits_to

pytestmark = pytest.mark.django_db


def test_the_unit_knows_of_a_finding_only_when_it_was_told(seen, zhao, zhang, wang, li, at):
    visit = seen.visit
    assert [found for _visit, found in visits_to(zhao, visit.unit)] == [[seen.finding]]
    assert visits_to(zhang, visit.unit) == []
    services.feed_back(visit=visit, text="村口秸秆要清", by=zhao)
    assert [found for _visit, found in visits_to(zhang, visit.unit)] == [[seen.finding]]
    assert visits_to(wang, visit.unit) == []


def test_whoever_stays_away_from_a_unit_reads_nothing_of_its_visits(seen, zhao):
    services.declare_recusal(person=zhao, unit=seen.visit.unit, reason="亲属在村任职", by=zhao)
    assert visits_to(zhao, seen.visit.unit) == []
