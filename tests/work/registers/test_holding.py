"""A number that a register counts is not asked: the form of a unit arrives with it, says where it is from, and follows the records."""

from __future__ import annotations

from pathlib import Path

import pytest

import youju.engine
from tests.flow.reports.conftest import put_in_force
from tests.work.registers.conftest import SHARED, declared
from youju.flow.reports.forming import fields_of
from youju.flow.reports.selectors import values_of
from youju.flow.reports.services import begin_report, submit_report
from youju.flow.schemes.package import from_folder
from youju.flow.schemes.services import advance_round, open_round
from youju.work.registers import services

pytestmark = pytest.mark.django_db
SAID = {"title": "路灯不亮", "said": "村口的路灯坏了", "kind": "群众诉求", "raised_on": "2026-10-12"}


@pytest.fixture
def opened(units, zhao, qian):
    """Return a function (was, now) → the October round of the starter scheme, which asks for 群众诉求, with something said otherwise."""
    files = from_folder(Path(youju.engine.__file__).parent / "starter")

    def opened(was="scheme:", now="scheme:"):
        text = files["scheme.yaml"].decode()
        assert was in text
        scheme = put_in_force({**files, "scheme.yaml": text.replace(was, now, 1).encode()}, units, zhao, qian)
        return advance_round(
            round_=open_round(scheme=scheme, period="2026-10", by=zhao), to="reporting", by=zhao
        )

    return opened


@pytest.fixture
def cases(units, zhao):
    return declared(units, zhao, (SHARED / "case.yaml").read_text("utf-8"))


@pytest.fixture
def raise_case(cases, at):
    """Return a function (unit, **said) → a case of the unit that came in on 12 October."""

    def raise_case(unit, **said):
        at("2026-10-12 09:00")
        values = {**SAID, **said}
        return services.receive(register=cases, unit=unit, values=values, by=None)[0]

    return raise_case


@pytest.fixture
def form(zhang, at):
    """Return a function (round, unit) → the draft of a unit as it is begun after the month."""

    def form(round_, unit):
        at("2026-11-03 09:00")
        return begin_report(round_=round_, unit=unit, by=zhang)

    return form


def held(report):
    return {name: row.typed for name, row in values_of(report).items() if row.held}


def test_the_form_arrives_with_what_the_register_counts_and_says_so(raise_case, opened, form, units):
    for _ in range(3):
        raise_case(units.villages[0])
    report = form(opened(), units.villages[0])
    assert held(report) == {"complaints": "3", "solved": "0"}
    row = values_of(report)["complaints"]
    assert (row.held, row.evidence) == ("台账·诉求", ["台账·诉求 2026-10"])


def test_what_is_solved_in_time_is_counted_as_solved(raise_case, opened, form, units, zhang, zhao, at, proof):
    record = raise_case(units.villages[0])
    services.move_record(
        record=record, lock=record.lock, move="answer", by=zhang, values={"answer": "已修好", "replied_on": "2026-10-13"}
    )  # fmt: skip
    from youju.work.registers.models import Record

    Record.objects.filter(pk=record.pk).update(stage="confirmed", finished_on="2026-10-14")
    assert held(form(opened(), units.villages[0])) == {"complaints": "1", "solved": "1"}


def test_a_month_without_a_record_is_none_from_the_first_record_on(raise_case, opened, form, units):
    raise_case(units.villages[0], raised_on="2026-09-30")
    assert held(form(opened(), units.villages[0]))["complaints"] == "0"
    assert held(form(opened("scheme: my-scheme", "scheme: other"), units.villages[1])) == {}


@pytest.mark.parametrize("said", [{"kind": "企业难题"}, {"raised_on": "2026-09-12"}])
def test_what_is_another_number_or_another_month_is_not_counted(raise_case, opened, form, units, said):
    raise_case(units.villages[0])
    raise_case(units.villages[0], **said)
    assert held(form(opened(), units.villages[0]))["complaints"] == "1"


@pytest.mark.parametrize(
    ("was", "now"),
    [("群众诉求, measure: 件", "群众诉求, measure: 人"), ("title: 群众诉求", "title: 上级转办的群众诉求")],
)
def test_a_number_of_another_title_or_measure_is_still_asked(raise_case, opened, form, units, was, now):
    raise_case(units.villages[0])
    assert "complaints" not in held(form(opened(was, now), units.villages[0]))


def test_what_came_in_since_the_form_was_begun_is_counted_when_it_is_opened_again(
    raise_case, opened, form, units
):
    raise_case(units.villages[0])
    round_ = opened()
    form(round_, units.villages[0])
    raise_case(units.villages[0])
    assert held(form(round_, units.villages[0]))["complaints"] == "2"


def test_the_reviewer_sees_that_the_register_says_another_number_by_now(
    raise_case, opened, form, units, zhang, filled_income
):
    raise_case(units.villages[0])
    report = submit_report(report=filled_income(form(opened(), units.villages[0])), by=zhang)
    assert not [one for field in fields_of(report) for one in field.doubts if one.kind == "moved"]
    raise_case(units.villages[0])
    (moved,) = [one for field in fields_of(report) for one in field.doubts if one.kind == "moved"]
    assert "台账·诉求" in moved.says


@pytest.fixture
def filled_income(zhang):
    """Return a function report → the same, with the one number that nobody holds typed."""
    from youju.flow.reports.services import save_draft
    from youju.flow.reports.typed import Entry

    return lambda report: save_draft(
        report=report, entries={"income": Entry("100000")}, lock=report.lock, by=zhang
    )


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("intake: {", "write: [reporter, scoring_office]\n#"),
        ("parts: true\n", "parts: true\nread: [inspector, scoring_office]\nwrite: [scoring_office]\n"),
    ],
)
def test_what_units_write_themselves_or_may_not_read_tells_their_form_nothing(
    units, zhao, at, opened, form, was, now
):
    text = (SHARED / "case.yaml").read_text("utf-8")
    assert was in text
    register = declared(units, zhao, text.replace(was, now, 1))
    at("2026-10-12 09:00")
    services.make_record(register=register, unit=units.villages[0], values=SAID, by=None)
    assert held(form(opened(), units.villages[0])) == {}


def test_a_unit_is_told_what_those_below_it_have(raise_case, units):
    from youju.engine.asking import Asked
    from youju.engine.language.indicators import Indicator
    from youju.work.registers.holding import held_in_registers

    for unit in (*units.villages[:2], units.other):
        raise_case(unit)
    asked = Asked("x", "2026-10", Indicator(title="群众诉求", measure="件", ask="month"))
    keys = [units.township.pk, units.county.pk, units.villages[0].pk]
    found = held_in_registers(keys, {"x": asked}, "")
    assert [int(found[key]["x"].value) for key in keys] == [2, 3, 1]
    assert held_in_registers(keys, {"x": Asked("x", "2026-10", asked.indicator.model_copy(update={"ask": "once"}))}, "") == {}  # fmt: skip
