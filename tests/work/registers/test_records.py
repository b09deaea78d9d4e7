"""Making, changing and moving records: one act, one version, one trace, and nobody overwrites anybody."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.models import Trace
from youju.work.registers import services
from youju.work.registers.models import Record, RecordVersion

pytestmark = pytest.mark.django_db
DUE = {"title": "清理河道", "due_on": "2023-06-30"}


def test_a_record_gets_a_number_a_stage_a_version_and_a_trace(make, tasks):
    record = make(tasks, **DUE)
    assert (record.number, record.stage, record.lock) == ("RW-000001", "assigned", 1)
    assert [v.act for v in record.versions.all()] == ["make"]
    assert Trace.objects.filter(act="register.make").count() == 1


def test_every_fault_of_a_form_is_told_at_once(make, tasks):
    with pytest.raises(BadInput) as told:
        make(tasks, title="", due_on="下周", weight="三", kind="大事", colour="红")
    assert {p.where for p in told.value.problems} == {"title", "due_on", "weight", "kind", "colour"}
    assert Record.objects.count() == 0


def test_another_township_cannot_be_written_for(make, tasks, units):
    with pytest.raises(NotAllowed):
        make(tasks, unit=units.other, **DUE)


def test_a_unit_that_ended_gets_no_record(make, tasks, units):
    units.township.valid_to = dt.date(2023, 1, 1)
    with pytest.raises(BadInput, match="没有存") as told:
        make(tasks, **DUE)
    assert "撤销" in told.value.problems[0].what


def test_a_date_in_a_dead_unit_is_refused_by_its_field(make, bridges, units):
    units.villages[0].valid_to = dt.date(2023, 1, 1)
    units.villages[0].save()
    with pytest.raises(BadInput) as told:
        make(bridges, title="石桥", keeper=units.villages[0].code)
    assert [(p.where, "撤销" in p.what) for p in told.value.problems] == [("keeper", True)]


def test_a_change_keeps_what_was_said_before(make, tasks, zhang):
    record = make(tasks, **DUE)
    services.change_record(record=record, lock=1, values={"title": "清理东河河道"}, by=zhang)
    first, second = RecordVersion.objects.filter(record=record).order_by("number")
    assert (first.values["title"], second.values["title"]) == ("清理河道", "清理东河河道")
    assert second.values["due_on"] == "2023-06-30"


def test_the_same_values_again_are_nothing(make, tasks, zhang):
    record = make(tasks, **DUE)
    services.change_record(record=record, lock=1, values=DUE, by=zhang)
    assert record.versions.count() == 1


def test_a_change_to_an_old_version_is_told_who_was_faster(make, tasks, zhang, zhao):
    record = make(tasks, **DUE)
    services.change_record(record=Record.objects.get(), lock=1, values={"title": "别的"}, by=zhao)
    with pytest.raises(services.Conflict, match=r"赵已于 .* 修改"):
        services.change_record(record=record, lock=1, values={"title": "我的"}, by=zhang)
    assert Record.objects.get().values["title"] == "别的"


def test_a_move_needs_what_its_gate_names_and_says_all_of_it(make, tasks, zhang):
    record = make(tasks, **DUE)
    with pytest.raises(BadInput) as told:
        services.move_record(record=record, lock=1, move="finish", by=zhang)
    assert {p.where for p in told.value.problems} == {"result", "done_on", "办结佐证"}
    assert Record.objects.get().stage == "assigned"


def test_a_gate_passes_with_values_and_named_evidence(make, tasks, zhang, proof):
    record = make(tasks, **DUE)
    services.move_record(record=record, lock=1, move="finish", by=zhang, evidence={"办结佐证": proof},
                         values={"result": "已清理", "done_on": "2023-06-20"})  # fmt: skip
    version = RecordVersion.objects.get(record=record, act="finish")
    assert (version.stage_was, version.stage, version.evidence) == ("assigned", "done", [proof])


def test_an_aspect_is_not_done_over_open_items(make, tasks, zhang, zhao, proof):
    said = {"kind": "民生实事", "due_on": "2099-06-30"}
    aspect = make(tasks, title="环境整治", **said)
    one, two = (make(tasks, title=name, parent=aspect, **said) for name in ("清垃圾", "清河道"))
    finish = {"move": "finish", "by": zhang, "evidence": {"办结佐证": proof}, "values": {"result": "好", "done_on": "2023-06-05"}}  # fmt: skip
    services.move_record(record=one, lock=1, **finish)
    with pytest.raises(Refusal) as refused:
        services.move_record(record=aspect, lock=1, **finish)
    assert [(p.where, two.number in p.what, one.number in p.what) for p in refused.value.problems] == [("children", True, False)]  # fmt: skip
    services.move_record(record=two, lock=1, move="cancel", by=zhao, reason="并入清垃圾")
    assert services.move_record(record=aspect, lock=1, **finish).stage == "done"


def test_an_aspect_begins_before_its_items(make, tasks, zhang):
    aspect = make(tasks, title="环境整治", kind="民生实事", due_on="2099-06-30")
    make(tasks, title="清垃圾", kind="民生实事", due_on="2099-06-30", parent=aspect)
    assert services.move_record(record=aspect, lock=1, move="begin", by=zhang).stage == "doing"


def test_evidence_of_another_unit_passes_no_gate(make, tasks, zhang, wang, zhao, units):
    from youju.flow.evidence.services import add_evidence

    def upload(unit, by):
        return add_evidence(unit=unit, name="a.txt", content=f"{unit}办完了".encode(), by=by).sha256

    record = make(tasks, title="修路", due_on="2099-06-30")
    said = {"values": {"result": "好", "done_on": "2023-06-05"}, "by": zhang}
    with pytest.raises(Refusal) as refused:
        services.move_record(record=record, lock=1, move="finish", evidence={"办结佐证": upload(units.other, wang)}, **said)  # fmt: skip
    assert [p.where for p in refused.value.problems] == ["办结佐证"]
    services.add_party(record=record, unit=units.other, part="support", by=zhao)
    services.move_record(record=record, lock=1, move="finish", evidence={"办结佐证": upload(units.other, wang)}, **said)  # fmt: skip


def test_a_field_of_files_takes_those_of_the_unit_and_of_units_above_it(
    bridges, make, zhang, wang, zhao, units
):
    from youju.flow.evidence.services import add_evidence

    shas = {
        unit.code: add_evidence(unit=unit, name="a.txt", content=unit.code.encode(), by=by).sha256
        for unit, by in ((units.township, zhang), (units.county, zhao), (units.other, wang))
    }
    make(bridges, title="一号桥", photo=" ".join([shas[units.township.code], shas[units.county.code]]))
    with pytest.raises(Refusal) as refused:
        make(bridges, title="二号桥", photo=shas[units.other.code])
    assert [p.where for p in refused.value.problems] == ["photo"]


def test_evidence_that_does_not_exist_passes_no_gate(make, tasks, zhang):
    record = make(tasks, **DUE)
    with pytest.raises(BadInput):
        services.move_record(record=record, lock=1, move="finish", by=zhang, evidence={"办结佐证": "0" * 64},
                             values={"result": "已清理", "done_on": "2023-06-20"})  # fmt: skip


def test_a_move_that_the_table_does_not_allow_says_what_can_be_done(make, tasks, zhao):
    record = make(tasks, **DUE)
    with pytest.raises(Refusal, match="现在能办的：开始办理、办结、取消"):
        services.move_record(record=record, lock=1, move="close", by=zhao)


def test_a_move_of_another_role_is_refused(make, tasks, zhang):
    record = make(tasks, **DUE)
    with pytest.raises(NotAllowed):
        services.move_record(record=record, lock=1, move="cancel", by=zhang, reason="不办了")


def _finished(make, tasks, zhang, proof):
    record = make(tasks, **DUE)
    return services.move_record(record=record, lock=1, move="finish", by=zhang, evidence={"办结佐证": proof},
                                values={"result": "已清理", "done_on": "2023-06-20"})  # fmt: skip


def test_who_finished_does_not_close_out(make, tasks, appointed, zhang, units, proof):
    appointed_too = _finished(make, tasks, zhang, proof)
    from youju.kernel.people import appoint

    appoint(holder=zhang, role="inspector", unit_id=units.county.pk, by=None, valid_from=dt.date(2020, 1, 1))
    with pytest.raises(NotAllowed, match="不能自己核自己"):
        services.move_record(record=appointed_too, lock=2, move="close", by=zhang)


def test_the_responsible_unit_itself_does_not_close_out(make, tasks, appointed, zhang, units, proof):
    record = _finished(make, tasks, zhang, proof)
    own = appointed("wu", "吴", "inspector", units.township)
    with pytest.raises(NotAllowed, match="责任单位"):
        services.move_record(record=record, lock=2, move="close", by=own)


def test_a_verifier_of_another_unit_closes_out(make, tasks, zhang, li, proof):
    record = _finished(make, tasks, zhang, proof)
    assert services.move_record(record=record, lock=2, move="close", by=li).stage == "closed"


def test_a_closed_record_is_reopened_with_a_reason_and_keeps_its_past(make, tasks, zhang, li, zhao, proof):
    record = services.move_record(record=_finished(make, tasks, zhang, proof), lock=2, move="close", by=li)
    with pytest.raises(Refusal, match="已经“已销号”"):
        services.change_record(record=record, lock=3, values={"title": "改名"}, by=zhang)
    with pytest.raises(BadInput, match="没有重新办理"):
        services.move_record(record=record, lock=3, move="reopen", by=zhao)
    services.move_record(record=record, lock=3, move="reopen", by=zhao, reason="回头看发现反弹")
    assert [v.act for v in record.versions.order_by("number")] == ["make", "finish", "close", "reopen"]


def test_a_suspended_record_does_not_move_until_it_is_resumed(make, tasks, zhang, zhao):
    record = make(tasks, **DUE)
    services.suspend_record(record=record, lock=1, by=zhao, reason="等资金")
    with pytest.raises(Refusal, match="先恢复"):
        services.move_record(record=record, lock=2, move="begin", by=zhang)
    services.resume_record(record=record, lock=2, by=zhao)
    assert services.move_record(record=record, lock=3, move="begin", by=zhang).stage == "doing"


def test_the_same_move_sent_twice_is_done_once(make, tasks, zhang):
    record = make(tasks, **DUE)
    for _ in range(2):
        services.move_record(
            record=Record.objects.select_related("register").get(), lock=1, move="begin", by=zhang
        )
    assert record.versions.count() == 2


def test_a_value_that_must_stand_once_is_refused_the_second_time(make, bridges):
    make(bridges, title="石桥")
    with pytest.raises(BadInput) as told:
        make(bridges, title="石桥")
    assert told.value.problems[0].where == "title"


def test_the_database_itself_refuses_a_second_unique_value(make, bridges):
    from django.db import IntegrityError, transaction

    from youju.work.registers.models import UniqueValue

    record = make(bridges, title="石桥")
    with pytest.raises(IntegrityError), transaction.atomic():
        UniqueValue.objects.create(register=bridges, field="title", value="石桥", record=record)


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_one_wins_and_the_other_is_told(make, tasks, zhang, zhao):
    record = make(tasks, **DUE)
    start, told = threading.Barrier(2), []

    def go(by, move, reason):
        row = Record.objects.select_related("register", "unit").get(pk=record.pk)
        start.wait(10)
        try:
            told.append(services.move_record(record=row, lock=1, move=move, by=by, reason=reason).stage)
        except Refusal as refusal:
            told.append(refusal)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=go, args=a) for a in ((zhang, "begin", ""), (zhao, "cancel", "不办了"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    lost = [one for one in told if isinstance(one, Refusal)]
    assert len(told) == 2
    assert len(lost) == 1
    assert "已于" in lost[0].why
    assert record.versions.count() == 2
