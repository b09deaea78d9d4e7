"""Two at once about one record: a reward is paid once, a code given once, and two merges across each other leave one case open."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from decimal import Decimal

import pytest
from django.db import connections

from tests.work.registers.conftest import SHARED, declared
from youju.kernel.errors import Refusal
from youju.work.registers import services
from youju.work.registers.models import FollowCode, Record, Remark

pytestmark = pytest.mark.django_db(transaction=True)
CASE = {"title": "用电报装慢", "said": "三个月没有通电", "kind": "企业难题", "raised_on": "2023-06-01"}


def at_once(works):
    def run(work):
        try:
            return work()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result() for done in [pool.submit(copy_context().run, run, work) for work in works]]


def again(record):
    return Record.objects.select_related("register", "unit").get(pk=record.pk)


@pytest.fixture
def cases(units, zhao):
    return declared(units, zhao, (SHARED / "case.yaml").read_text("utf-8"))


def test_of_rewards_paid_at_once_for_one_tip_one_is_paid(units, zhao, li, settings, tmp_path):
    settings.YOUJU = {**settings.YOUJU, "folder": tmp_path}
    tips = declared(units, zhao, (SHARED / "tip.yaml").read_text("utf-8"))
    said = {"title": "涉黑线索", "said": "强买强卖", "channel": "来信"}
    tip, code = services.receive(register=tips, unit=units.county, by=li, values=said)
    services.move_record(record=tip, lock=1, move="check", by=li)
    services.move_record(record=tip, lock=2, move="prove", by=li, values={"result": "属实"})
    pay = [lambda: services.pay_reward(record=again(tip), code=code, amount=Decimal(100), by=zhao)] * 6
    answers = at_once(pay)
    assert sum(isinstance(one, Remark) for one in answers) == 1
    assert Remark.objects.filter(kind="reward").count() == 1


def test_two_cases_merged_into_each_other_at_once_leave_one_open(cases, make, zhang):
    for n in range(4):
        one, other = make(cases, **CASE), make(cases, **{**CASE, "title": f"同一件事{n}"})
        ways = [(one, other), (other, one)]
        at_once(
            [
                lambda a=a, b=b: services.merge(
                    record=again(a), into=again(b), lock=1, by=zhang, reason="重复"
                )
                for a, b in ways
            ]
        )
        assert sorted([again(one).stage == "merged", again(other).stage == "merged"]) == [False, True]


def test_of_codes_given_at_once_one_is_given_and_the_others_are_refused_with_words(cases, make, zhang):
    case = make(cases, **CASE)
    answers = at_once([lambda: services.give_code(record=again(case), by=zhang)] * 5)
    assert sum(isinstance(one, str) for one in answers) == 1
    assert FollowCode.objects.count() == 1


PARTS = """\
register: works
title: 工程
fields:
  title: {title: 名称, required: true}
stages: {open: {title: 在办}, over: {title: 办结, closed: true}}
moves: [{id: end, title: 办结, from: [open], to: over, who: [reporter]}]
tree: {levels: [工程, 部件]}
"""


@pytest.fixture
def works(units, zhao):
    return declared(units, zhao, PARTS)


def test_what_is_over_gets_no_part_by_form_or_by_table(works, make, units, zhang):
    whole = make(works, title="整体")
    services.move_record(record=whole, lock=1, move="end", by=zhang)
    with pytest.raises(Refusal) as refused:
        make(works, title="部件", parent=again(whole))
    assert "已经“办结”" in str(refused.value.problems[0])
    table = f"number,unit,parent,title\n,{units.township.code},{whole.number},部件\n".encode()
    with pytest.raises(Refusal) as refused:
        services.take_book(register=works, name="部件.csv", content=table, by=zhang)
    assert "已经“办结”" in str(refused.value.problems[0])
    assert Record.objects.filter(register=works).count() == 1


def test_a_part_made_while_the_whole_is_finished_leaves_no_open_part_under_what_is_over(works, make, zhang):
    for n in range(4):
        whole = make(works, title=f"整体{n}")
        at_once(
            [
                lambda whole=whole: services.move_record(record=again(whole), lock=1, move="end", by=zhang),
                lambda whole=whole: make(works, title="部件", parent=again(whole)),
            ]
        )
        assert sorted([again(whole).stage == "over", whole.children.exists()]) == [False, True]


def store_once_the_whole_is_finished(works, whole, table, by):
    with services.checked_book(register=works, name="部件.csv", content=table, by=by) as checked:
        services.move_record(record=again(whole), lock=1, move="end", by=by)
        services.store_book(register=works, checked=checked, name="部件.csv", by=by)


def test_a_table_of_parts_checked_before_the_whole_was_finished_is_refused_when_it_is_stored(
    works, make, units, zhang
):
    whole = make(works, title="整体")
    table = f"number,unit,parent,title\n,{units.township.code},{whole.number},部件\n".encode()
    with pytest.raises(Refusal) as refused:
        store_once_the_whole_is_finished(works, whole, table, zhang)
    (fault,) = refused.value.problems
    assert (fault.where, "已经“办结”" in fault.what) == ("部件.csv!C2", True)
    assert not again(whole).children.exists()


def test_a_table_of_parts_stored_while_the_whole_is_finished_leaves_no_open_part_under_what_is_over(works, make, units, zhang):  # fmt: skip
    for n in range(4):
        whole = make(works, title=f"整体{n}")
        table = f"number,unit,parent,title\n,{units.township.code},{whole.number},部件\n".encode()
        at_once(
            [
                lambda whole=whole: services.move_record(record=again(whole), lock=1, move="end", by=zhang),
                lambda table=table: services.take_book(
                    register=works, name="部件.csv", content=table, by=zhang
                ),
            ]
        )
        assert sorted([again(whole).stage == "over", whole.children.exists()]) == [False, True]
