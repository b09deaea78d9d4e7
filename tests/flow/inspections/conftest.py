"""An inspection of the villages of a county in October 2026: 李 goes to one township, 何 to the other."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from tests.flow.evidence.test_adding import own_folders  # noqa: F401
from tests.flow.reports.conftest import filled, reporting, round_, scheme, starter  # noqa: F401
from youju.flow.inspections import services
from youju.kernel.log import sequence

FIRST, LAST = dt.date(2026, 11, 9), dt.date(2026, 11, 20)


@pytest.fixture
def he(appointed, units):
    """He inspects the county too."""
    return appointed("he", "何", "inspector", units.county)


@pytest.fixture
def wu(appointed, units):
    """Wu inspects the county with Li."""
    return appointed("wu", "吴", "inspector", units.county)


@pytest.fixture
def reported(round_, units, zhang, filled, at):  # noqa: F811
    """Every village of 郭家店镇 reported an income of 100000, 20 requests, 19 of them solved."""
    from youju.flow.reports.services import submit_report

    at("2026-11-03 09:00")
    for village in units.villages:
        report = filled(round_, village, zhang)
        submit_report(report=report, by=zhang)
    at("2026-11-09 08:00")
    return round_


@pytest.fixture
def plan(round_, units, zhao, at):  # noqa: F811
    """Return a plan about the villages, with nothing in it yet."""
    at("2026-11-09 08:00")
    return make_plan(round_, units, zhao)


def make_plan(round_, units, by, **more):  # noqa: F811
    said = {
        "title": "10月督查",
        "basis": "梨办发〔2026〕8号",
        "starts_on": FIRST,
        "ends_on": LAST,
        "level": "village",
    }
    return services.make_plan(office=units.county, round_=round_, by=by, **{**said, **more})


def staff(plan, units, zhao, first, second):
    """Give each township to a team."""
    areas = {"一片": [units.township], "二片": [units.other]}
    made = services.set_areas(plan=plan, areas=areas, by=zhao)
    for area, people, name in zip(made, (first, second), ("一组", "二组"), strict=True):
        team = services.make_team(plan=plan, name=name, head=people[0], members=people[1:], by=zhao)
        services.give_area(area=area, team=team, by=zhao)


@pytest.fixture
def staffed(plan, units, zhao, li, wu, he):
    """Return the plan with its areas and teams: 李 and 吴 in 郭家店镇, 何 in the other township."""
    staff(plan, units, zhao, (li, wu), (he,))
    return plan


QUOTAS = {"一片": services.Quota(1, 2), "二片": services.Quota(0, 1)}


def drawn_from(plan, zhao, quotas=None, **more):
    services.fix_draw(plan=plan, quotas=quotas or QUOTAS, by=zhao, seed="摇号 0917", **more)
    sequence()
    return services.draw_list(plan=plan, by=zhao)


@pytest.fixture
def drawn(staffed, reported, zhao, units):
    """Return the visits drawn: all three villages of 郭家店镇 and one elsewhere."""
    return drawn_from(staffed, zhao, risk={units.villages[1].code: 3})


@pytest.fixture
def visit(drawn, units):
    """Return the visit of the first village, which 李 and 吴 make."""
    (found,) = [one for one in drawn if one.unit_id == units.villages[0].pk]
    return found


@pytest.fixture
def photo(li, visit):
    """Return what 李 photographed there."""
    from tests.flow.evidence import corpus
    from youju.flow.evidence.services import add_evidence

    return add_evidence(unit=visit.unit, name="暗访.jpg", content=corpus.photo(seed=3), by=li, withheld=True)


@pytest.fixture
def seen(visit, li, photo):
    """Return a visit that is over: the income differs, one finding with a photograph."""
    from decimal import Decimal

    value = services.record_verification(
        visit=visit, indicator="income", value=Decimal(90000), by=li, evidence=[photo.sha256]
    )
    finding = services.record_finding(visit=visit, what="村口秸秆堆放", by=li, evidence=[photo.sha256])
    services.finish_visit(visit=visit, by=li)
    return SimpleNamespace(visit=visit, verification=value, finding=finding, photo=photo)
