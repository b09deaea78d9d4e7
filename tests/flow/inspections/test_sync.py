"""The sync of a device: each item once, the first answer again, two values side by side (RELIABILITY T17)."""

import threading
import uuid

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from youju.flow.inspections.models import Finding, SyncedItem, Verification, Visit
from youju.flow.inspections.services import sync
from youju.kernel.models import Trace

pytestmark = pytest.mark.django_db


def verification(visit, value="90000", **more):
    return {
        "uuid": str(uuid.uuid4()),
        "kind": "verification",
        "visit": str(visit.uuid),
        "indicator": "income",
        "value": value,
        **more,
    }


def finding(visit, what="秸秆堆放"):
    return {"uuid": str(uuid.uuid4()), "kind": "finding", "visit": str(visit.uuid), "what": what}


def finish(visit):
    return {"uuid": str(uuid.uuid4()), "kind": "finish", "visit": str(visit.uuid), "note": "看过"}


def test_a_retry_gets_the_first_answers_and_does_nothing(visit, li):
    items = [verification(visit), finding(visit), finish(visit)]
    first = sync(items=items, by=li)
    again = sync(items=items, by=li)
    assert [a["status"] for a in first] == ["stored"] * 3
    assert [{**a, "again": False} for a in again] == first
    assert all(a["again"] for a in again)
    assert Verification.objects.count() == Finding.objects.count() == 1
    assert (
        Trace.objects.filter(act__in=["inspection.verify", "inspection.find", "inspection.finish"]).count()
        == 3
    )


def test_the_value_found_is_told_only_after_it_was_recorded(visit, li):
    (answer,) = sync(items=[verification(visit)], by=li)
    assert (answer["reported"], answer["verified"], answer["result"]) == ("100000", "90000", "differs")


@pytest.mark.parametrize("bad", ["a\x00b", "a\x07b", "\ud800"])
@pytest.mark.parametrize("where", ["what", "clause", "note"])
def test_an_item_with_a_control_character_is_refused_and_holds_none_of_the_others_back(visit, li, bad, where):
    for _time in range(2):
        answers = sync(
            items=[{**finding(visit), where: bad}, verification(visit, indicator=bad), finding(visit)], by=li
        )
        assert [a["status"] for a in answers] == ["refused", "refused", "stored"]


def test_an_item_that_breaks_its_act_is_refused_alone(visit, li, monkeypatch):
    from youju.flow.inspections.services import syncing

    def breaks(*_given):
        raise ValueError("value too long")

    monkeypatch.setitem(syncing.KINDS, "verification", breaks)
    answers = sync(items=[verification(visit), finding(visit)], by=li)
    assert [a["status"] for a in answers] == ["refused", "stored"]


def test_a_number_that_another_door_gave_away_is_refused_alone(visit, li):
    from youju.flow.inspections.services import record_finding

    first = finding(visit)
    record_finding(visit=visit, what="另一处", clause="", evidence=[], uuid=uuid.UUID(first["uuid"]), by=li)
    answers = sync(items=[first, finding(visit)], by=li)
    assert [a["status"] for a in answers] == ["refused", "stored"]


def test_two_different_values_come_back_side_by_side_and_nothing_is_overwritten(visit, li, wu):
    sync(items=[verification(visit, "90000", note="看账")], by=li)
    mine = verification(visit, "95000", note="问会计")
    (answer,) = sync(items=[mine], by=wu)
    assert answer["status"] == "conflict"
    assert (answer["theirs"]["value"], answer["theirs"]["by"], answer["theirs"]["note"]) == (
        "90000",
        "李",
        "看账",
    )
    assert (answer["yours"]["value"], answer["yours"]["note"]) == ("95000", "问会计")
    assert sync(items=[mine], by=wu)[0]["status"] == "conflict"
    settled = verification(visit, "95000", corrects=answer["theirs"]["uuid"])
    assert sync(items=[settled], by=wu)[0]["status"] == "stored"
    assert Verification.objects.count() == 2


def test_one_refused_item_holds_no_other_back(visit, li):
    answers = sync(items=[verification(visit, "约三百"), finding(visit, " "), finding(visit)], by=li)
    assert [a["status"] for a in answers] == ["refused", "refused", "stored"]
    assert "不是数" in answers[0]["why"]


@pytest.mark.parametrize("value", ["NaN", "1e999999999", "Infinity", "0x10", "1" * 19, "1,2"])
def test_what_is_no_number_is_refused(visit, li, value):
    assert sync(items=[verification(visit, value)], by=li)[0]["status"] == "refused"


def test_a_number_used_for_something_else_is_refused(visit, li, wu):
    item = finding(visit)
    sync(items=[item], by=li)
    assert sync(items=[{**item, "what": "别的"}], by=li)[0]["status"] == "refused"
    assert sync(items=[item], by=wu)[0]["status"] == "refused"
    assert Finding.objects.count() == 1


def test_somebody_elses_visit_is_answered_as_if_there_were_none(visit, he):
    there = sync(items=[finding(visit)], by=he)[0]
    item = finding(visit)
    nowhere = sync(items=[{**item, "visit": str(uuid.uuid4())}], by=he)[0]
    assert (there["status"], there["why"]) == (nowhere["status"], nowhere["why"])
    assert Finding.objects.count() == 0


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_however_often_and_in_whatever_pieces_a_device_sends_each_item_is_done_once(visit, li, data):
    items = [finding(visit, f"问题{n}") for n in range(4)]
    before = Finding.objects.count()
    told = {}
    for _ in range(data.draw(st.integers(1, 4))):
        piece = data.draw(st.lists(st.sampled_from(items), max_size=5))
        for answer in sync(items=piece, by=li):
            answer.pop("again")
            assert told.setdefault(answer["uuid"], answer) == answer
    assert Finding.objects.count() - before == len(told)


@pytest.mark.django_db(transaction=True)
def test_the_same_items_sent_at_the_same_time_are_done_once(visit, li):
    items = [finding(visit, f"问题{n}") for n in range(3)]
    answers, failed = [], []

    def send():
        try:
            answers.append(sync(items=items, by=li))
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert Finding.objects.count() == SyncedItem.objects.count() == 3
    assert len({tuple(a["finding"] for a in one) for one in answers}) == 1
    assert Visit.objects.get(pk=visit.pk).status == "planned"
