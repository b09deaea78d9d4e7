"""The desk of a leader says what is late, where the gap is and who answers for it."""

from pathlib import Path

import pytest

from tests.flow.month import *  # noqa: F403
from youju.web.overview import overview_of

pytestmark = pytest.mark.django_db
TASKS = (Path(__file__).parents[2] / "schemes" / "_registers" / "task.yaml").read_text("utf-8")


@pytest.fixture
def late(reporting, handed_in, units, zhao, zhang, at):
    """Let 示例1村 report and four others not, and a task of 榆树台镇 wait for its signature too long."""
    from youju.work.registers.services import declare_register, make_record

    at("2026-11-03 09:00")
    handed_in(reporting("2026-10"), units.villages[0], "120000")
    tasks = declare_register(text=TASKS, unit=units.county, by=zhao)
    for moment, unit in (("2026-11-03 10:00", units.other), ("2026-11-12 09:00", units.township)):
        at(moment)
        make_record(register=tasks, unit=unit, values={"title": "清淤", "due_on": "2026-11-20"}, by=zhao)
    at("2026-11-12 10:00")


def places(person):
    return {one.name: (one.unreported, one.unmended, one.overdue) for one in overview_of(person).places}


def test_a_leader_sees_for_each_unit_below_what_has_not_come_in_and_what_is_late(late, zhou):
    told = overview_of(zhou)
    assert places(zhou) == {"榆树台镇": (2, 0, 1), "郭家店镇": (2, 0, 0)}
    assert (told.unreported, told.more) == (4, 0)


def test_who_answers_is_who_took_the_place_on_or_else_who_reports_for_it(late, zhou, zhao, units, wang):
    from tests.work.duties.conftest import SAID
    from youju.work.duties.services import add_charge, give_duty

    charge = add_charge(system="straw-ban", kind="unit", title="镇", unit=units.other, by=zhao)
    give_duty(charge=charge, person="吴某", unit=units.other, by=zhao, **{**SAID, "since": charge.since})
    assert {one.name: one.people for one in overview_of(zhou).places} == {
        "榆树台镇": ("吴某",),
        "郭家店镇": ("张",),
    }


def test_whoever_leads_nothing_and_a_leader_with_nothing_late_see_no_such_table(
    late, zhang, zhao, li, appointed, client, units
):
    assert [overview_of(person) for person in (zhang, zhao, li)] == [None, None, None]
    client.force_login(zhang)
    assert "哪里慢了" not in client.get("/").content.decode()
    done = appointed("done", "成", "leader", units.villages[0])
    assert overview_of(done) is None


def test_the_page_leads_from_a_place_to_its_own_page(late, client, zhou, units):
    client.force_login(zhou)
    page = client.get("/").content.decode()
    assert f'href="/dossier/{units.other.code}/"' in page
    assert "哪里慢了，谁负责" in page
    assert "现在没有等你办的事" not in page
