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
