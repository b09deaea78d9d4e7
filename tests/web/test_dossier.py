"""The page of one unit tells each reader what the rooms let that reader see, and nothing else."""

from pathlib import Path

import pytest

from tests.flow.month import *  # noqa: F403

pytestmark = pytest.mark.django_db
TASKS = (Path(__file__).parents[2] / "schemes" / "_registers" / "task.yaml").read_text("utf-8")


@pytest.fixture
def village(units):
    return units.villages[0]


@pytest.fixture
def seen(client, village):
    def seen(who, unit=village):
        client.force_login(who)
        return client.get(f"/dossier/{unit.code}/")

    return seen


@pytest.fixture
def tasks(units, zhao):
    from youju.work.registers.services import declare_register

    return declare_register(text=TASKS, unit=units.county, by=zhao)


def test_the_unit_reads_its_own_marks_and_the_office_the_place_too(seen, final, zhang, zhao):
    own, office = seen(zhang).context, seen(zhao).context
    assert [
        (one.score.round.period, one.row.band, one.total is None, one.row.place) for one in own["standings"]
    ] == [("2026-10", "前列", False, None)]
    assert [one.row.place for one in office["standings"]] == ["1"]
    assert own["standings"][0].total == office["standings"][0].total


def test_a_round_that_asks_for_no_number_has_no_form(seen, reporting, zhang, at, monkeypatch):
    at("2026-11-03 09:00")
    reporting("2026-10")
    before = seen(zhang)
    assert before.context["forms"] == 1 and "没交的也算" in before.content.decode()
    monkeypatch.setattr("youju.flow.reports.burden.asked_of", lambda _round: ())
    assert seen(zhang).context["asked"] == []


def test_before_it_is_published_a_board_tells_another_unit_nothing(seen, final, appointed, units):
    peer = appointed("peer", "邻", "reviewer", units.villages[1])
    assert seen(peer).status_code == 404
    above = appointed("above", "上", "second_approver", units.township)
    assert seen(above).status_code == 200


def test_a_stranger_cannot_tell_that_the_page_exists(seen, village, wang):
    assert seen(wang).status_code == 404


def test_what_was_asked_counts_forms_and_numbers_of_the_year(seen, reported, zhang, at):
    (one,) = seen(zhang).context["asked"]
    assert (one.forms, one.fields, one.handed_in, one.again) == (1, 3, 1, 0)
    at("2027-01-03 09:00")
    assert seen(zhang).context["asked"] == []


def test_the_open_records_of_the_unit_come_late_ones_first(seen, tasks, village, units, zhao, zhang, at):
    from youju.work.registers.services import make_record

    at("2026-11-03 09:00")
    early, late = (
        make_record(register=tasks, unit=village, values={"title": title, "due_on": due}, by=zhao)
        for title, due in (("修路", "2026-12-20"), ("清淤", "2026-11-10"))
    )
    make_record(
        register=tasks, unit=units.villages[1], values={"title": "别村的", "due_on": "2026-11-10"}, by=zhao
    )
    at("2026-11-20 09:00")
    answer = seen(zhang)
    (part,) = answer.context["parts"]
    (one,) = part.found
    assert [row[0].number for row in one.rows] == [late.number, early.number]
    assert (one.open, one.closed) == (2, 0)
    text = answer.content.decode()
    assert "清淤" in text
    assert "超期" in text
    assert "别村的" not in text


def test_a_former_name_and_a_former_place_are_told(seen, village, units, zhao, zhang):
    import datetime as dt

    from youju.flow.units.services import move_unit, rename_unit

    rename_unit(unit=village, name="新村", on=dt.date(2026, 1, 1), by=zhao, basis="批复")
    move_unit(unit=village, parent=units.other, on=dt.date(2026, 2, 1), by=zhao, basis="批复")
    village.refresh_from_db()
    text = seen(zhao).content.decode()
    assert "示例1村" in text
    assert "郭家店镇" in text
    assert "榆树台镇" in text


def test_marks_of_another_scheme_are_no_part_of_the_course():
    from types import SimpleNamespace as Of

    from youju.web.dossier import course_of

    rows = [
        Of(circle="全市", total=n, score=Of(round=Of(scheme_id=scheme)))
        for n, scheme in ((3, 1), (9, 2), (1, 1))
    ]
    assert course_of(rows) == [1, 3]
    assert course_of([]) == []


def test_who_may_read_no_board_is_led_to_none(seen, final, zhao, appointed):
    admin = appointed("auditor", "审", "audit_admin", None)
    assert seen(zhao).context["boards"]
    assert not seen(admin).context["boards"]
