"""Clocks in working days: holidays and worked weekends, pauses, lights that remember, roll-ups that can be followed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.work.registers.conftest import SHARED
from youju.engine.registers import read_declarations
from youju.kernel.errors import Refusal
from youju.work.registers import clock
from youju.work.registers.matching import Side, proposals
from youju.work.registers.tree import Counted, roll_up

ALL = {name: one.declaration for name, one in read_declarations(SHARED.glob("*.yaml")).items()}
TASK, CASE = ALL["task"], ALL["case"]


def day(text):
    return dt.date.fromisoformat(text)


def life(due="2023-06-30", **more):
    return clock.Life(day("2023-06-01"), {"due_on": due}, **more)


def test_a_deadline_skips_the_holiday_and_counts_the_weekend_that_is_worked():
    # 2023: 22-24 June is 端午, and Sunday 25 June is worked for it
    assert clock.due_of(CASE, clock.Life(day("2023-06-05"), {}), day("2023-06-06")) == day("2023-06-27")


def test_a_year_whose_holidays_are_not_known_is_refused():
    with pytest.raises(Refusal, match="2031"):
        clock.due_of(CASE, clock.Life(day("2031-06-05"), {}), day("2031-06-06"))


def test_a_pause_moves_the_deadline_by_its_working_days():
    paused = clock.Life(day("2023-03-01"), {}, pauses=[(day("2023-03-03"), day("2023-03-10"))])
    plain = clock.due_of(CASE, clock.Life(day("2023-03-01"), {}), day("2023-04-20"))
    assert clock.working_days_between(plain, clock.due_of(CASE, paused, day("2023-04-20"))) == 5


def test_an_open_pause_counts_until_today():
    paused = clock.Life(day("2023-03-01"), {}, pauses=[(day("2023-03-03"), None)])
    assert clock.due_of(CASE, paused, day("2023-03-10")) == day("2023-03-29")


def test_back_and_forth_in_working_days_agree():
    assert clock.working_days_before(clock.shifted(day("2023-04-25"), 12), 12) == day("2023-04-25")
    assert clock.working_days_between(day("2023-04-25"), clock.shifted(day("2023-04-25"), 12)) == 12


@pytest.mark.parametrize(
    ("today", "done", "colour"),
    [("2023-06-05", None, "green"), ("2023-06-26", None, "yellow"), ("2023-07-03", None, "red"), ("2023-07-10", "2023-06-29", "green"), ("2023-07-10", "2023-07-04", "yellow")],
)  # fmt: skip
def test_a_light_is_green_yellow_red_and_yellow_again_once_it_has_caught_up(today, done, colour):
    assert clock.light_of(TASK, life(done_on=day(done) if done else None), day(today)).colour == colour


def test_an_extension_does_not_make_the_past_green():
    dues = ((day("2023-06-01"), day("2023-06-15")), (day("2023-06-20"), day("2023-06-30")))
    light = clock.light_of(TASK, life(dues=dues), day("2023-06-21"))
    assert (light.colour, light.red) == ("yellow", ((day("2023-06-16"), day("2023-06-19")),))


def test_what_has_no_deadline_has_no_light():
    assert clock.light_of(TASK, clock.Life(day("2023-06-01"), {}), day("2023-06-02")).colour == "grey"


def test_a_due_month_is_due_by_its_last_day():
    assert clock.due_of(TASK, life("2023-06"), day("2023-06-02")) == day("2023-06-30")


def test_the_ladder_rises_day_by_day():
    steps = lambda today: [rung.step for rung, _ in clock.rungs_due(TASK, day("2023-06-30"), day(today))]
    assert steps("2023-06-20") == []
    assert steps("2023-06-25") == ["remind"]
    assert steps("2023-07-03") == ["remind", "urge"]
    assert steps("2023-07-21") == ["remind", "urge", "notice", "circular"]


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2023-06-05 09:00", False),
        ("2023-06-05 20:00", True),
        ("2023-06-22 10:00", True),
        ("2023-06-25 10:00", False),
    ],
)
def test_nobody_is_disturbed_at_night_or_on_a_holiday(moment, quiet):
    assert clock.is_quiet(dt.datetime.fromisoformat(moment)) is quiet


def test_what_is_said_to_be_under_way_goes_stale():
    assert clock.is_stale(TASK, "doing", day("2023-03-01"), day("2023-04-10"))
    assert not clock.is_stale(TASK, "doing", day("2023-03-20"), day("2023-04-10"))
    assert not clock.is_stale(TASK, "done", day("2023-03-01"), day("2023-04-10"))


def test_nodes_are_scheduled_backwards_from_the_finish():
    nodes = clock.scheduled_back(ALL["rectification"], day("2023-06-30"))
    assert {name: clock.working_days_between(at, day("2023-06-30")) for name, at in nodes.items()} == {
        "accept_on": 5,
        "mid_on": 20,
    }


def test_a_roll_up_is_a_sum_that_can_be_followed():
    rolled = roll_up(
        [("甲", Decimal(2), Decimal(50)), ("乙", Decimal(1), Decimal(80)), ("丙", Decimal(1), None)]
    )
    assert rolled.total == Decimal("60.00")
    assert rolled.says == "(2×50 + 1×80) ÷ (2 + 1) = 60；丙没有填，没有算进去"


def test_a_missing_progress_is_never_zero():
    assert roll_up([("甲", None, None)]).total is None


@pytest.mark.parametrize(
    ("stated", "named", "missing"), [(33, 33, 0), (12, 4, 8), (7, 5, 2), (8, 8, 0), (3, 4, -1)]
)
def test_a_list_is_counted_against_what_the_paper_states(stated, named, missing):
    counted = Counted(stated, named)
    assert counted.missing == missing
    assert bool(counted.says) is bool(missing)


def side(key, unit, **values):
    return Side(key, unit, values)


def test_offers_and_needs_are_proposed_with_their_reasons_and_never_to_oneself():
    one = ALL["offer-and-need"]
    sides = [
        side("GX-1", "a", side="供给", category="农产品", title="优质大米 1000 吨", quantity={"n": "1000", "r": "="}, price="5000"),
        side("GX-2", "b", side="需求", category="农产品", title="采购大米 300 吨", quantity={"n": "300", "r": "≥"}, price="5200"),
        side("GX-3", "a", side="需求", category="农产品", title="采购大米", quantity={"n": "10", "r": "="}, price="5200"),
        side("GX-4", "b", side="需求", category="资金", title="流动资金贷款"),
    ]  # fmt: skip
    (pair,) = proposals(one, sides)
    assert (pair.offer, pair.need) == ("GX-1", "GX-2")
    assert pair.reasons[:3] == ("类别相同：农产品", "数量够：有 1000，要 ≥300", "价格合适：卖 5000，出 5200")


def test_what_is_counted_in_other_measures_is_not_compared():
    one, same = (
        ALL["offer-and-need"],
        {"category": "农产品", "title": "采购优质玉米", "quantity": {"n": "9", "r": "="}},
    )
    sides = [
        side("GX-1", "a", side="供给", measure="吨", **same),
        side("GX-2", "b", side="需求", measure="头", **same),
    ]
    (pair,) = proposals(one, sides)
    assert not any("数量够" in reason for reason in pair.reasons)
    assert any("计量单位不同" in reason for reason in pair.reasons)


def test_the_six_stages_of_a_project_carry_the_codes_of_oc4ids():
    project = ALL["project"]
    open_ones = [stage.oc4ids for name, stage in project.stages.items() if name != "dropped"]
    assert open_ones == [
        "identification",
        "preparation",
        "implementation",
        "implementation",
        "completion",
        "completed",
    ]
    assert project.suspend.title == "停缓建"


def test_every_shared_register_is_there():
    wanted = {"task", "project", "case", "rectification", "lead", "agreement", "exchange", "purchase", "offer-and-need", "asset",
              "event", "training", "honour", "benchmark-gap", "policy", "meeting"}  # fmt: skip
    assert wanted <= set(ALL)


def test_no_register_counts_instructions_or_marks_meetings():
    assert [
        name
        for name, one in ALL.items()
        for made in one.fields.values()
        if made.title in {"批示次数", "点赞", "关注数"}
    ] == []


def test_a_deadline_far_ahead_needs_no_arrangement_of_its_year():
    assert clock.light_of(TASK, life("2099-06-30"), day("2023-06-05")).colour == "green"
    assert clock.rungs_due(TASK, day("2099-06-30"), day("2023-06-05")) == []


def test_a_pause_before_a_new_deadline_was_set_is_not_added_to_it_again():
    pauses = [(day("2023-06-05"), day("2023-06-14")), (day("2023-06-21"), day("2023-06-26"))]
    dues = ((day("2023-06-01"), day("2023-06-15")), (day("2023-06-20"), day("2023-06-30")))
    due = clock.due_of(TASK, life("2023-06-30", pauses=pauses, dues=dues), day("2023-07-10"))
    assert due == clock.shifted(
        day("2023-06-30"), clock.working_days_between(day("2023-06-21"), day("2023-06-26"))
    )


def test_a_pause_after_an_extension_moves_what_was_extended():
    pauses = [(day("2023-03-03"), day("2023-03-10")), (day("2023-04-03"), day("2023-04-07"))]
    extended = clock.Life(
        day("2023-03-01"), {}, pauses=pauses, extended=(day("2023-03-20"), day("2023-04-14"))
    )
    due = clock.due_of(CASE, extended, day("2023-05-01"))
    assert due == clock.shifted(
        day("2023-04-14"), clock.working_days_between(day("2023-04-03"), day("2023-04-07"))
    )
