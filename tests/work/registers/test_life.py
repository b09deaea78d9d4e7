"""A record among people: who stands beside the lead, what is said, the ladder, cases and their askers, tips and the vault."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from tests.work.registers.conftest import SHARED, declared
from youju.kernel.clock import db_today
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.models import Trace
from youju.work.registers import reminding, services
from youju.work.registers.counting import measure, members
from youju.work.registers.declared import declaration_of
from youju.work.registers.life import clocked_many
from youju.work.registers.models import Digest, Identity, Party, Record, Remark, Unlock
from youju.work.registers.reminding import reminders_for
from youju.work.registers.services.climbing import climb

pytestmark = pytest.mark.django_db
DUE = {"title": "清理河道", "due_on": "2023-06-30"}
CASE = {"title": "用电报装慢", "said": "三个月没有通电", "kind": "企业难题", "raised_on": "2023-06-01"}


@pytest.fixture
def cases(units, zhao):
    return declared(units, zhao, (SHARED / "case.yaml").read_text("utf-8"))


@pytest.fixture
def tips(units, zhao):
    return declared(units, zhao, (SHARED / "tip.yaml").read_text("utf-8"))


@pytest.fixture
def wu(appointed, units):
    """Wu reports for a village under 郭家店镇."""
    return appointed("wu", "吴", "reporter", units.villages[0])


def test_there_is_exactly_one_lead_and_others_stand_beside_it(make, tasks, zhang, units):
    record = make(tasks, **DUE)
    services.add_party(record=record, unit=units.villages[0], part="support", by=zhang)
    services.add_party(record=record, unit=units.other, part="supervise", by=zhang)
    assert sorted(record.parties.values_list("part", flat=True)) == ["supervise", "support"]
    with pytest.raises(Refusal, match="牵头的只有一个"):
        services.add_party(record=record, unit=units.township, part="support", by=zhang)


def test_a_supporting_unit_signs_once_and_a_stranger_not_at_all(make, tasks, zhang, wu, wang, units):
    record = make(tasks, **DUE)
    services.add_party(record=record, unit=units.villages[0], part="support", by=zhang)
    assert services.accept(record=record, by=wu) == services.accept(record=record, by=wu)
    assert services.accept(record=record, by=zhang).unit_id == units.township.pk
    with pytest.raises(NotAllowed):
        services.accept(record=record, by=wang)


def test_a_leader_leaves_an_instruction_and_a_reporter_cannot(make, tasks, zhang, zhou):
    record = make(tasks, **DUE)
    services.instruct(record=record, by=zhou, text="月底前办结")
    with pytest.raises(NotAllowed):
        services.instruct(record=record, by=zhang, text="月底前办结")


def test_more_time_needs_a_reason_and_the_old_deadline_stays_visible(make, tasks, zhao, at):
    at("2023-06-10 09:00")
    record = make(tasks, **DUE)
    with pytest.raises(BadInput):
        services.extend(record=record, lock=1, until=dt.date(2023, 7, 15), reason=" ", by=zhao)
    services.extend(record=record, lock=1, until=dt.date(2023, 7, 15), reason="汛期停工", by=zhao)
    assert [v.values["due_on"] for v in record.versions.order_by("number")] == ["2023-06-30", "2023-07-15"]


def test_who_must_do_it_does_not_give_oneself_more_time(make, tasks, zhang):
    record = make(tasks, **DUE)
    with pytest.raises(NotAllowed):
        services.extend(record=record, lock=1, until=dt.date(2099, 7, 15), reason="忙", by=zhang)


def test_the_ladder_takes_each_rung_once_and_tells_a_unit_in_one_digest(make, tasks, at, units):
    at("2023-06-10 09:00")
    for n in range(3):
        make(tasks, title=f"任务{n}", due_on="2023-06-30")
    at("2023-07-03 09:00")
    assert climb().taken == 3
    assert climb().taken == 0
    assert set(Remark.objects.values_list("kind", flat=True)) == {"urge"}
    assert [len(d.lines) for d in Digest.objects.filter(unit=units.township)] == [3]
    at("2023-07-10 09:00")
    climb()
    assert Remark.objects.filter(kind="notice").count() == 3


def test_the_ladder_is_silent_at_night_and_on_holidays(make, tasks, at):
    at("2023-06-10 09:00")
    make(tasks, **DUE)
    for moment in ("2023-07-03 21:00", "2023-07-02 10:00"):
        at(moment)
        assert climb().taken == 0


@pytest.fixture
def unknown_2024(monkeypatch):
    """Let the library not know the arrangement of 2024 yet, as none knows the year after next."""
    from youju.flow.schemes import days

    known = days.is_known
    monkeypatch.setattr(days, "is_known", lambda year: year != 2024 and known(year))


def test_the_ladder_says_of_what_it_cannot_judge_why_and_judges_the_rest(
    make, tasks, at, unknown_2024, capsys
):
    at("2023-12-20 09:00")
    make(tasks, title="明年初", due_on="2024-01-02")
    make(tasks, title="上个月", due_on="2023-12-01")
    at("2023-12-29 09:00")
    done = climb()
    assert done.taken == 1
    assert [(why.partition("：")[0], n) for why, n in done.unjudged.items()] == [
        ("算不出 2024 年的工作日", 1)
    ]
    call_command("climb")
    assert "1 条没有判断" in capsys.readouterr().err


def test_on_a_day_whose_holidays_are_not_known_the_ladder_is_refused_in_words(make, tasks, at, unknown_2024):
    at("2023-12-20 09:00")
    make(tasks, **DUE)
    at("2024-01-03 09:00")
    with pytest.raises(CommandError, match="算不出 2024 年的工作日"):
        call_command("climb")
    assert Remark.objects.filter(kind="urge").count() == 0


def test_what_is_done_or_suspended_is_not_urged(make, tasks, zhao, at):
    at("2023-06-10 09:00")
    record = make(tasks, **DUE)
    services.suspend_record(record=record, lock=1, by=zhao, reason="等资金")
    at("2023-07-03 09:00")
    assert climb().taken == 0


def test_the_first_receiver_stays_answerable_and_a_hand_over_adds_handlers(make, cases, zhang, units):
    record = make(cases, **CASE)
    with pytest.raises(BadInput) as told:
        services.change_record(record=record, lock=1, values={}, by=zhang, unit=units.villages[0])
    assert "首接负责" in told.value.problems[0].what
    services.add_party(record=record, unit=units.villages[0], part="support", by=zhang)
    assert Record.objects.get().unit_id == units.township.pk


def test_one_receipt_is_answered_when_every_department_has_answered(make, cases, zhang, wu, units, appointed):
    record = make(cases, **CASE)
    services.fan_out(
        record=record, parts={units.villages[0]: "核实用地", units.villages[1]: "核实线路"}, by=zhang
    )
    answer = {"answer": "已通电", "replied_on": "2023-06-05"}
    services.answer_part(record=record, by=wu, text="用地合规")
    with pytest.raises(BadInput) as told:
        services.move_record(record=record, lock=1, move="answer", by=zhang, values=answer)
    assert [p.what for p in told.value.problems] == ["示例2村还没有答复分办的事"]
    services.answer_part(
        record=record, by=appointed("he", "何", "reporter", units.villages[1]), text="线路可行"
    )
    assert (
        services.move_record(record=record, lock=1, move="answer", by=zhang, values=answer).stage
        == "answered"
    )


def test_an_asker_follows_confirms_and_reopens_by_code(cases, zhang, units):
    record, code = services.receive(register=cases, unit=units.township, values=CASE, by=zhang)
    services.move_record(
        record=record,
        lock=1,
        move="answer",
        by=zhang,
        values={"answer": "已通电", "replied_on": "2023-06-05"},
    )
    assert services.followed(code.lower().replace("-", " ")).pk == record.pk
    with pytest.raises(BadInput):
        services.asker_answers(code=code, move="reopen")
    services.asker_answers(code=code, move="reopen", reason="又停电了")
    assert Record.objects.get().stage == "working"


def test_a_wrong_code_is_answered_as_if_there_were_nothing(cases):
    from django.http import Http404

    with pytest.raises(Http404):
        services.followed("AAAA-BBBB-CCCC-DDDD")


def test_duplicates_are_merged_and_the_asker_is_led_on(make, cases, zhang, units):
    first = make(cases, **CASE)
    second, code = services.receive(register=cases, unit=units.township, values=CASE, by=zhang)
    services.merge(record=second, into=first, lock=1, by=zhang, reason="同一件事")
    assert services.followed(code).pk == first.pk
    assert Record.objects.get(pk=second.pk).stage == "merged"


def answered(record, by, lock=1):
    said = {"answer": "已通电", "replied_on": "2023-06-05"}
    return services.move_record(record=record, lock=lock, move="answer", by=by, values=said)


def test_an_asker_makes_no_move_that_is_not_opened_to_the_public(cases, units):
    _record, code = services.receive(register=cases, unit=units.township, values=CASE, by=None)
    with pytest.raises(Refusal, match="现在不能这样办"):
        services.asker_answers(code=code, move="take")
    assert Record.objects.get().stage == "open"


def test_an_asker_gives_no_value_that_the_move_does_not_need(cases, zhang, units):
    record, code = services.receive(register=cases, unit=units.township, values=CASE, by=zhang)
    answered(record, zhang)
    values = {"satisfied": "满意", "solved_on": "2020-01-01", "title": "别的事"}
    kept = services.asker_answers(code=code, move="confirm", values=values).values
    assert (kept["title"], kept["satisfied"], kept["solved_on"]) == ("用电报装慢", "满意", str(db_today()))


def test_an_asker_confirms_nothing_that_is_suspended(units, zhao, zhang):
    text = (SHARED / "case.yaml").read_text("utf-8") + "suspend: {who: [scoring_office]}\n"
    record, code = services.receive(
        register=declared(units, zhao, text), unit=units.township, values=CASE, by=zhang
    )
    answered(record, zhang)
    services.suspend_record(record=record, lock=2, by=zhao, reason="等电网改造")
    with pytest.raises(Refusal):
        services.asker_answers(code=code, move="confirm", values={"satisfied": "满意"})


def test_the_asker_of_a_duplicate_may_reopen_and_never_confirms_for_the_first_asker(cases, zhang, units):
    first, _code = services.receive(register=cases, unit=units.township, values=CASE, by=zhang)
    second, code = services.receive(register=cases, unit=units.township, values=CASE, by=zhang)
    services.merge(record=second, into=first, lock=1, by=zhang, reason="同一件事")
    answered(first, zhang)
    with pytest.raises(Refusal):
        services.asker_answers(code=code, move="confirm", values={"satisfied": "满意"})
    services.asker_answers(code=code, move="reopen", reason="我这里还没有通")
    assert Record.objects.get(pk=first.pk).stage == "working"


def test_whoever_follows_a_merge_of_a_merge_is_led_to_the_end(make, cases, zhang, units):
    last, middle = make(cases, **CASE), make(cases, **CASE)
    first, code = services.receive(register=cases, unit=units.township, values=CASE, by=zhang)
    services.merge(record=first, into=middle, lock=1, by=zhang, reason="同一件事")
    services.merge(record=middle, into=last, lock=1, by=zhang, reason="同一件事")
    assert services.followed(code).pk == last.pk


def test_the_unit_that_answers_cannot_confirm_for_the_asker(make, cases, zhang):
    record = answered(make(cases, **CASE), zhang)
    for move in ("confirm", "call"):
        with pytest.raises(NotAllowed):
            services.move_record(
                record=record,
                lock=2,
                move=move,
                by=zhang,
                values={"satisfied": "满意", "solved_on": "2023-06-06"},
            )


@pytest.fixture
def tip(tips, li, units, settings, tmp_path):
    settings.YOUJU = {**settings.YOUJU, "folder": tmp_path}
    return services.receive(register=tips, unit=units.county, values={"title": "涉黑线索", "said": "某人强买强卖", "channel": "来信"}, by=li,
                            identity="刘某 13800000000")  # fmt: skip


def test_an_identity_stands_nowhere_but_in_the_vault(tip):
    from django.core import serializers

    rows = [*Record.objects.all(), *Remark.objects.all(), *Trace.objects.all(), *Identity.objects.all()]
    text = serializers.serialize("json", rows) + "".join(
        str(v.values) for r in Record.objects.all() for v in r.versions.all()
    )
    assert "刘某" not in text
    assert "刘某".encode() not in bytes(Identity.objects.get().sealed)


def test_two_persons_open_the_vault_once_and_every_step_is_traced(tip, zhao, zhou):
    record, _code = tip
    unlock = services.ask_unlock(record=record, by=zhao, reason="核实人身安全")
    with pytest.raises(Refusal):
        services.see_identity(unlock=unlock, by=zhao)
    with pytest.raises(NotAllowed, match="不能自己批准"):
        services.grant_unlock(unlock=unlock, by=zhao)
    services.grant_unlock(unlock=unlock, by=zhou)
    assert services.see_identity(unlock=unlock, by=zhao) == "刘某 13800000000"
    with pytest.raises(Refusal, match="看过一次"):
        services.see_identity(unlock=unlock, by=zhao)
    steps = Trace.objects.filter(act__startswith="register.unlock").values_list("act", flat=True)
    assert [step.rpartition("_")[2] for step in steps.order_by("pk")] == ["asked", "granted", "seen"]


def test_the_database_refuses_one_person_as_both(tip, zhao):
    unlock = services.ask_unlock(record=tip[0], by=zhao, reason="核实")
    with pytest.raises(IntegrityError), transaction.atomic():
        Unlock.objects.filter(pk=unlock.pk).update(granted_by=zhao, granted_post=unlock.asked_post)


def test_an_identity_does_not_open_for_another_record(tip, settings):
    from youju.work.registers.vault import house_key, unseal

    row = Identity.objects.get()
    with pytest.raises(ValueError, match="does not open"):
        unseal(bytes(row.sealed), bytes(row.key), "registers.record:999", house_key(settings.YOUJU["folder"]))


def test_a_reporter_does_not_even_see_a_tip(tip, zhang, client):
    client.force_login(zhang)
    assert client.get("/registers/tip/").status_code == 404


def proved(record, by):
    services.move_record(record=record, lock=1, move="check", by=by)
    return services.move_record(record=record, lock=2, move="prove", by=by, values={"result": "属实"})


def test_no_reward_is_paid_before_a_tip_is_proved(tip, zhao):
    record, code = tip
    with pytest.raises(Refusal, match="阶段"):
        services.pay_reward(record=record, code=code, amount=Decimal(100), by=zhao)


def test_a_tip_by_every_channel_gives_a_code_and_a_reward_without_a_name(
    tips, li, zhao, units, settings, tmp_path
):
    from django.core import serializers

    settings.YOUJU = {**settings.YOUJU, "folder": tmp_path}
    channels = declaration_of(tips).fields["channel"].choices
    assert {"电话", "来信", "来访", "网上", "电子邮箱", "二维码"} == set(channels)
    for channel in channels:
        said = {"title": "涉黑线索", "said": "某人强买强卖", "channel": channel}
        record, code = services.receive(
            register=tips, unit=units.county, values=said, by=li, identity="刘某 13800000000"
        )
        services.pay_reward(record=proved(record, li), code=code, amount=Decimal(100), by=zhao)
    rewards = Remark.objects.filter(kind="reward")
    assert rewards.count() == len(channels)
    kept = [*rewards, *Trace.objects.filter(act="register.reward"), *Record.objects.all()]
    assert "刘某" not in serializers.serialize("json", kept)


def test_what_was_granted_long_ago_is_seen_no_more(tip, zhao, zhou, at):
    at("2023-06-01 09:00")
    unlock = services.ask_unlock(record=tip[0], by=zhao, reason="核实人身安全")
    services.grant_unlock(unlock=unlock, by=zhou)
    at("2023-06-09 09:00")
    with pytest.raises(Refusal, match="7 天"):
        services.see_identity(unlock=unlock, by=zhao)


def test_a_key_of_the_vault_that_broke_off_in_writing_is_none(tmp_path, monkeypatch):
    from youju.work.registers import vault

    def broken(_handle):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(vault.os, "fsync", broken)
        with pytest.raises(OSError):  # the disk says no more
            vault.house_key(tmp_path)
    assert len(vault.house_key(tmp_path)) == 32
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["vault.key"]


def test_the_log_holds_neither_the_text_of_a_tip_nor_how_to_reach_an_asker(tip, cases, zhang, units):
    record, _code = services.receive(
        register=cases, unit=units.township, values={**CASE, "contact": "0434-1234567"}, by=zhang
    )
    services.change_record(record=record, lock=1, values={"contact": "0434-7654321"}, by=zhang)
    log = str(list(Trace.objects.values_list("detail", flat=True)))
    assert "用电报装慢" in log
    assert not any(word in log for word in ("0434-1234567", "0434-7654321", "某人强买强卖"))


def test_a_reward_is_paid_by_the_code_and_names_nobody(tip, li, zhao):
    record, code = tip
    record = proved(record, li)
    row = services.pay_reward(record=record, code=code, amount=Decimal("5000.00"), by=zhao)
    assert row.detail == {"amount": "5000.00"}
    with pytest.raises(Refusal, match="已经发过"):
        services.pay_reward(record=record, code=code, amount=Decimal(1), by=zhao)


def test_a_look_back_draw_can_be_repeated_by_anybody(make, tasks, zhang, li, zhao, proof):
    for n in range(5):
        closed_task(make, tasks, zhang, zhao, proof, title=f"任务{n}")
    drawn = [r.number for r in services.draw_look_back(register=tasks, count=3, seed=7, by=li)]
    import random

    assert drawn == sorted(random.Random(7).sample([f"RW-{n:06}" for n in range(1, 6)], 3))


def test_what_does_not_hold_is_reopened_and_keeps_its_past(make, tasks, zhao):
    record = make(tasks, **DUE)
    services.move_record(record=record, lock=1, move="cancel", by=zhao, reason="示例")
    services.looked_back(record=record, lock=2, holds=False, text="现场反弹", by=zhao)
    assert (record.stage, [v.act for v in record.versions.order_by("number")]) == (
        "doing",
        ["make", "cancel", "reopen"],
    )


def test_a_deal_closes_both_and_stands_in_the_purchase_ledger_with_direction_and_day(
    make, units, zhao, zhang, wang, at
):
    at("2023-06-10 09:00")
    market, ledger = (
        declared(units, zhao, (SHARED / f"{name}.yaml").read_text("utf-8"))
        for name in ("offer-and-need", "purchase")
    )
    offer = make(market, title="大米", side="供给", category="农产品", quantity="1000", measure="吨")
    need = make(
        market,
        by=wang,
        unit=units.other,
        title="要大米",
        side="需求",
        category="农产品",
        quantity="300",
        measure="吨",
    )
    row = services.deal(offer=offer, need=need, locks=(1, 1), values={"direction": "我方卖给对方"}, by=zhao)
    assert (row.register, row.values["direction"], row.values["as_of"], row.values["quantity"]) == (
        ledger,
        "我方卖给对方",
        "2023-06-10",
        {"n": "300", "r": "="},
    )
    offer.refresh_from_db()
    need.refresh_from_db()
    assert (need.stage, offer.stage, offer.values["quantity"]["n"]) == ("dealt", "open", "700")


@pytest.fixture
def market(units, zhao):
    """Return the register of offers and needs, with the purchase ledger beside it."""
    declared(units, zhao, (SHARED / "purchase.yaml").read_text("utf-8"))
    return declared(units, zhao, (SHARED / "offer-and-need.yaml").read_text("utf-8"))


@pytest.fixture
def pair(make, market, wang, units):
    """Return a function (offer's, need's values) -> an offer of 郭家店镇 and a need of 榆树台镇."""
    said = {"title": "玉米", "category": "农产品"}
    return lambda offer, need: (
        make(market, side="供给", **{**said, **offer}),
        make(market, by=wang, unit=units.other, side="需求", **{**said, **need}),
    )


def dealt(two, by):
    return services.deal(offer=two[0], need=two[1], locks=(1, 1), values={"direction": "我方卖给对方"}, by=by)


def test_no_more_is_dealt_than_is_offered_and_the_rest_of_the_need_stays_open(pair, zhao):
    offer, need = pair({"quantity": "10", "measure": "吨"}, {"quantity": "100", "measure": "吨"})
    assert dealt((offer, need), zhao).values["quantity"]["n"] == "10"
    offer.refresh_from_db()
    need.refresh_from_db()
    assert (offer.stage, need.stage, need.values["quantity"]["n"]) == ("dealt", "open", "90")


def test_tons_are_not_dealt_for_heads(pair, zhao):
    with pytest.raises(Refusal, match="吨、头"):
        dealt(pair({"quantity": "10", "measure": "吨"}, {"quantity": "100", "measure": "头"}), zhao)


def test_what_holds_no_longer_is_not_dealt(pair, zhao):
    with pytest.raises(Refusal, match="有效期"):
        dealt(pair({"measure": "吨"}, {"until": "2020-01-01"}), zhao)


def test_no_side_is_dealt_alone(make, market, zhang):
    offer = make(market, title="玉米", side="供给", category="农产品")
    with pytest.raises(Refusal, match="一供一需"):
        services.move_record(record=offer, lock=1, move="deal", by=zhang)


def test_two_townships_deal_when_both_agree_to_the_pair_as_it_stands(pair, zhang, wang):
    offer, need = two = pair({"measure": "吨"}, {"measure": "吨"})
    assert dealt(two, wang) is None
    assert Record.objects.get(pk=offer.pk).stage == "open"
    row = dealt(two, zhang)
    assert (row.values["seller"], row.values["buyer"]) == ("郭家店镇", "榆树台镇")
    assert {r.stage for r in Record.objects.filter(pk__in=[offer.pk, need.pk])} == {"dealt"}


def test_who_agreed_to_something_else_is_asked_again(pair, zhang, wang):
    offer, need = pair({"measure": "吨"}, {"measure": "吨"})
    dealt((offer, need), wang)
    services.change_record(record=need, lock=1, values={"price": "9"}, by=wang)
    two = (offer, Record.objects.get(pk=need.pk))
    assert (
        services.deal(offer=two[0], need=two[1], locks=(1, 2), values={"direction": "我方卖给对方"}, by=zhang)
        is None
    )


def test_a_township_meets_the_offers_of_another_and_opens_no_page_of_it(client, pair, wang):
    offer, need = pair({"title": "优质玉米", "measure": "吨"}, {"title": "收购优质玉米", "measure": "吨"})
    client.force_login(wang)
    page = client.get("/registers/offer-and-need/matches/").content.decode()
    assert "优质玉米 郭家店镇" in page
    assert (f"/{need.number}/" in page, f"/{offer.number}/" in page) == (True, False)
    sent = {
        "offer": offer.number,
        "offer_lock": 1,
        "need": need.number,
        "need_lock": 1,
        "direction": "我方卖给对方",
    }
    assert (
        client.post("/registers/offer-and-need/deal/", sent)["Location"]
        == "/registers/offer-and-need/matches/"
    )
    assert "等对方" in client.get("/registers/offer-and-need/matches/").content.decode()


def test_a_failed_deal_closes_neither(make, units, zhao):
    market = declared(units, zhao, (SHARED / "offer-and-need.yaml").read_text("utf-8"))
    declared(units, zhao, (SHARED / "purchase.yaml").read_text("utf-8"))
    offer = make(market, title="大米", side="供给", category="农产品")
    need = make(market, title="要大米", side="需求", category="农产品")
    with pytest.raises(BadInput):
        services.deal(offer=offer, need=need, locks=(1, 1), values={"direction": "不知道"}, by=zhao)
    assert {r.stage for r in Record.objects.filter(register=market)} == {"open"}


def test_a_party_ends_with_a_reason_and_what_it_said_stays(make, tasks, zhang, wu, units):
    record = make(tasks, **DUE)
    services.add_party(record=record, unit=units.villages[0], part="support", by=zhang)
    services.note(record=record, by=wu, text="正在清理")
    services.end_party(record=record, unit=units.villages[0], by=zhang, reason="已办完")
    assert (Party.objects.filter(ended_on=None).count(), record.remarks.filter(kind="note").count()) == (0, 1)


def test_an_asker_confirms_in_a_register_that_asks_for_no_satisfaction(units, zhao, zhang, client):
    text = (
        (SHARED / "case.yaml")
        .read_text("utf-8")
        .replace("needs: [satisfied, solved_on]", "needs: [solved_on]")
    )
    register = declared(units, zhao, text)
    record, code = services.receive(register=register, unit=units.township, values=CASE, by=zhang)
    answered(record, zhang)
    client.post("/registers/follow/", {"code": code, "move": "confirm", "satisfied": ""})
    assert Record.objects.get(pk=record.pk).stage == "confirmed"


def test_a_move_takes_no_field_that_it_does_not_ask_for(make, tasks, zhang, proof):
    record = make(tasks, **DUE)
    said = {"result": "完成", "done_on": "2023-06-20", "title": "改了名"}
    with pytest.raises(BadInput) as told:
        services.move_record(
            record=record, lock=1, move="finish", by=zhang, values=said, evidence={"办结佐证": proof}
        )
    assert [problem.where for problem in told.value.problems] == ["title"]


def test_who_must_do_it_does_not_move_the_deadline_on_by_a_change_either(make, tasks, zhang, zhao):
    record = make(tasks, **DUE)
    with pytest.raises(BadInput) as told:
        services.change_record(record=record, lock=1, values={"due_on": "2099-12-31"}, by=zhang)
    assert [problem.where for problem in told.value.problems] == ["due_on"]
    services.change_record(record=record, lock=1, values={"due_on": "2023-06-20"}, by=zhang)
    services.change_record(record=record, lock=2, values={"due_on": "2023-07-31"}, by=zhao, reason="登记错了")
    assert Record.objects.get().values["due_on"] == "2023-07-31"


def test_an_extension_never_brings_a_deadline_forward(make, tasks, zhao, at):
    at("2023-06-10 09:00")
    record = make(tasks, **DUE)
    with pytest.raises(BadInput, match="不比它晚"):
        services.extend(record=record, lock=1, until=dt.date(2023, 6, 15), reason="汛期", by=zhao)


def test_what_was_sent_back_needs_new_evidence_and_a_new_day(make, tasks, zhang, zhao, proof):
    record = make(tasks, **DUE)
    said = {"result": "完成", "done_on": "2023-06-20"}
    services.move_record(
        record=record, lock=1, move="finish", by=zhang, values=said, evidence={"办结佐证": proof}
    )
    services.move_record(record=record, lock=2, move="send_back", by=zhao, reason="没有做完")
    with pytest.raises(BadInput) as told:
        services.move_record(record=record, lock=3, move="finish", by=zhang)
    assert [problem.where for problem in told.value.problems] == ["done_on", "办结佐证"]
    assert record.values["result"] == "完成"


def test_a_child_out_of_reach_counts_without_being_named(make, tasks, zhang, wang, zhao, units, client):
    top = make(tasks, title="方面", due_on="2023-06-30")
    services.make_record(register=tasks, unit=units.other, parent=top, by=None, values={"title": "别处的事", "progress": "40", "due_on": "2023-06-30"})  # fmt: skip
    services.make_record(register=tasks, unit=units.township, parent=top, by=None, values={"title": "自己的事", "progress": "60", "due_on": "2023-06-30"})  # fmt: skip
    client.force_login(zhang)
    page = client.get(f"/registers/task/{top.number}/").content.decode()
    assert "RW-000003" in page and "RW-000002" not in page
    assert "另有 1 条在你的范围之外" in page and "= 50" in page


@pytest.fixture
def given(tasks, units, zhao, at):
    """Return a task that the office gave to 郭家店镇 on 5 June 2023: to be signed for by the 8th, done by the 30th."""
    at("2023-06-05 09:00")
    return services.make_record(register=tasks, unit=units.township, values=DUE, by=zhao)


def test_what_comes_later_on_a_day_is_told_too(make, tasks, zhang, at):
    at("2023-06-10 09:00")
    make(tasks, title="先到期", due_on="2023-06-30")
    at("2023-07-03 09:00")
    climb()
    make(tasks, title="后登记", due_on="2023-06-30")
    at("2023-07-03 10:00")
    assert climb().taken == 1
    assert [one.name for one in reminders_for(zhang, dt.date(2023, 7, 3))] == ["后登记", "先到期"]


def test_a_rung_is_never_taken_without_being_told(make, tasks, at, monkeypatch):
    at("2023-06-10 09:00")
    make(tasks, **DUE)
    at("2023-07-03 09:00")
    monkeypatch.setattr(Digest.objects, "bulk_create", lambda _rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        climb()
    assert Remark.objects.count() == 0


def test_two_rungs_of_one_step_are_two(units, zhao, zhang, make, at):
    text = (SHARED / "task.yaml").read_text("utf-8")
    tasks = declared(
        units,
        zhao,
        text.replace(
            "{step: remind, after: -5}", "{step: remind, after: -10}\n    - {step: remind, after: -3}"
        ),
    )
    at("2023-06-01 09:00")
    make(tasks, **DUE)
    for day in ("2023-06-19", "2023-06-20", "2023-06-27", "2023-06-28"):
        at(f"{day} 09:00")
        climb()
    assert [row.detail["after"] for row in Remark.objects.filter(kind="remind").order_by("pk")] == [-10, -3]


def test_signing_has_its_own_deadline_light_and_ladder(given, zhang, at):
    at("2023-06-08 09:00")
    assert climb().taken == 0
    at("2023-06-09 09:00")
    assert climb().taken == 1
    (row,) = Remark.objects.filter(kind="urge")
    assert (row.detail["of"], row.detail["due"]) == ("accept", "2023-06-08")
    state = clocked_many(declaration_of(given.register), [given], dt.date(2023, 6, 9))[given.pk]
    assert (state.light.colour, state.colour) == ("green", "red")
    services.accept(record=given, by=zhang)
    at("2023-06-30 09:00")
    climb()
    assert set(Remark.objects.filter(detail__of="accept").values_list("kind", flat=True)) == {"urge"}


def test_each_supporting_unit_signs_for_itself(given, zhang, wu, units, at):
    services.add_party(record=given, unit=units.villages[0], part="support", by=zhang)
    services.accept(record=given, by=zhang)
    at("2023-06-09 09:00")
    climb()
    assert [(row.kind, row.unit) for row in Remark.objects.filter(detail__of="accept")] == [
        ("urge", units.villages[0])
    ]
    assert [one.unit for one in reminders_for(wu, dt.date(2023, 6, 9))] == [units.villages[0].name]


def test_whoever_registers_or_begins_a_task_needs_not_sign_for_it(make, tasks, given, zhang, at):
    make(tasks, **DUE)
    services.move_record(record=given, lock=1, move="begin", by=zhang)
    at("2023-06-20 09:00")
    assert climb().taken == 0


def test_an_asker_has_a_first_reply_in_time_or_the_ladder_says_so(cases, units, zhang, at):
    at("2023-06-05 09:00")
    record, _code = services.receive(register=cases, unit=units.township, values=CASE, by=zhang)
    at("2023-06-13 09:00")
    climb()
    (row,) = Remark.objects.filter(kind="urge")
    assert (row.detail["of"], row.detail["due"]) == ("reply", "2023-06-12")
    said = {"answer": "已通电", "replied_on": "2023-06-13"}
    services.move_record(record=record, lock=1, move="answer", by=zhang, values=said)
    assert (record.reply_by, record.replied_on) == (dt.date(2023, 6, 12), dt.date(2023, 6, 13))


def test_signing_in_time_is_a_share_that_opens_to_its_records(tasks, units, zhao, zhang, at):
    at("2023-06-05 09:00")
    first, late, _open = (
        services.make_record(
            register=tasks, unit=units.township, values={**DUE, "title": f"任务{n}"}, by=zhao
        )
        for n in range(3)
    )
    services.accept(record=first, by=zhang)
    at("2023-06-09 09:00")
    services.accept(record=late, by=zhang)
    services.make_record(register=tasks, unit=units.township, values={**DUE, "title": "刚交办"}, by=zhao)
    one, rows = declaration_of(tasks), Record.objects.filter(register=tasks)
    (line,) = measure(rows, one, "signed_rate")
    assert (line.count, line.of) == (1, 3)
    assert list(rows.filter(members(one, "signed_rate"))) == [first]
    assert rows.filter(members(one, "signed_rate", "missing")).count() == 2


def test_the_columns_of_old_records_are_filled_by_the_ladder(given, at):
    Record.objects.update(accept_by=None)
    at("2023-06-06 09:00")
    climb()
    assert Record.objects.get().accept_by == dt.date(2023, 6, 8)


def test_reminders_stand_on_the_desk_until_they_are_met(given, zhang, wang, client, at):
    at("2023-06-09 09:00")
    climb()
    client.force_login(zhang)
    assert "件台账任务催签收" in client.get("/").content.decode()
    page = client.get("/registers/").content.decode()
    assert "清理河道" in page and "催办：签收，时限 2023-06-08" in page
    (told,) = client.get("/api/registers/reminders").json()
    assert (told["number"], told["step"], told["of"], told["due"]) == (
        given.number,
        "urge",
        "accept",
        "2023-06-08",
    )
    services.accept(record=given, by=zhang)
    assert "催签收" not in client.get("/").content.decode()
    client.force_login(wang)
    assert client.get("/api/registers/reminders").json() == []


def test_a_leader_hears_of_the_rungs_that_name_leaders(given, zhang, zhou, at):
    services.accept(record=given, by=zhang)
    at("2023-07-03 09:00")
    climb()
    assert reminders_for(zhou, dt.date(2023, 7, 3)) == []
    at("2023-07-07 09:00")
    climb()
    assert [one.step for one in reminders_for(zhou, dt.date(2023, 7, 7))] == ["notice"]


def test_who_may_not_write_in_a_register_is_not_reminded_of_its_records(units, zhao, li, zhang, at):
    text = (SHARED / "tip.yaml").read_text("utf-8")
    clock = "clock: {reply: 5, solve: 60, ladder: [{step: urge, after: 1}]}"
    tips = declared(units, zhao, text.replace("clock: {reply: 5, solve: 60}", clock))
    at("2023-06-05 09:00")
    services.make_record(
        register=tips,
        unit=units.township,
        values={"title": "涉黑线索", "said": "强买强卖", "channel": "来信"},
        by=None,
    )
    at("2023-06-13 09:00")
    assert climb().taken == 1
    assert reminders_for(zhang, dt.date(2023, 6, 13)) == []


def test_a_light_does_not_forget_because_its_owner_names_an_earlier_day(given, zhang, proof, at):
    at("2023-07-20 09:00")
    said = {"result": "完成", "done_on": "2023-06-15"}
    services.move_record(
        record=given, lock=1, move="finish", by=zhang, values=said, evidence={"办结佐证": proof}
    )
    state = clocked_many(declaration_of(given.register), [given], dt.date(2023, 7, 21))[given.pk]
    assert state.done_on == dt.date(2023, 6, 15)
    assert (state.light.colour, state.light.red) == ("yellow", ((dt.date(2023, 7, 1), dt.date(2023, 7, 20)),))


def test_what_has_not_happened_yet_is_not_said_to_be_done(given, zhang, proof, at):
    at("2023-06-20 09:00")
    said = {"result": "完成", "done_on": "2023-06-29"}
    with pytest.raises(BadInput) as told:
        services.move_record(
            record=given, lock=1, move="finish", by=zhang, values=said, evidence={"办结佐证": proof}
        )
    assert [problem.what for problem in told.value.problems] == ["实际完成：这一天还没有到"]


def closed_task(make, tasks, zhang, zhao, proof, **more):
    record = make(tasks, **{**DUE, **more})
    said = {"result": "完成", "done_on": "2023-06-05"}
    services.move_record(
        record=record, lock=1, move="finish", by=zhang, values=said, evidence={"办结佐证": proof}
    )
    return services.move_record(record=record, lock=2, move="close", by=zhao)


def test_what_was_found_in_looking_back_stands_whoever_may_reopen(
    make, tasks, zhang, zhao, li, proof, client
):
    record = closed_task(make, tasks, zhang, zhao, proof)
    client.force_login(li)
    page = client.post(
        f"/registers/task/{record.number}/looked/",
        {"lock": 3, "holds": "no", "text": "现场反弹"},
        follow=True,
    )
    assert "已记下有反弹" in page.content.decode()
    assert (Record.objects.get().stage, record.remarks.get(kind="looked").detail) == (
        "closed",
        {"holds": False},
    )


def test_only_what_was_done_is_drawn_and_the_seed_is_nobodys_choice(make, tasks, zhang, zhao, li, proof):
    done = [closed_task(make, tasks, zhang, zhao, proof, title=f"任务{n}") for n in range(3)]
    dropped = make(tasks, **DUE)
    services.move_record(record=dropped, lock=1, move="cancel", by=zhao, reason="示例")
    drawn = [services.draw_look_back(register=tasks, count=2, by=li) for _ in range(2)]
    assert drawn[0] == drawn[1]
    with pytest.raises(BadInput, match="已办完的有 3 条"):
        services.draw_look_back(register=tasks, count=4, by=li)
    with pytest.raises(Refusal, match="还没有办完"):
        services.looked_back(record=make(tasks, **DUE), lock=1, holds=True, text="看过", by=li)
    assert len(done) == 3


def test_after_a_reopening_every_department_is_asked_anew(make, cases, zhang, zhao, wu, units, appointed):
    record = make(cases, **CASE)
    he = appointed("he", "何", "reporter", units.villages[1])
    services.fan_out(record=record, parts={units.villages[0]: "用地", units.villages[1]: "线路"}, by=zhang)
    for by in (wu, he):
        services.answer_part(record=record, by=by, text="可行")
    answer = {"answer": "已通电", "replied_on": "2023-06-05"}
    services.move_record(record=record, lock=1, move="answer", by=zhang, values=answer)
    services.move_record(record=record, lock=2, move="reopen", by=zhao, reason="又停电了")
    with pytest.raises(BadInput) as told:
        services.move_record(record=record, lock=3, move="answer", by=zhang, values=answer)
    assert [problem.where for problem in told.value.problems] == ["parties", "parties"]


def test_a_move_asks_on_its_page_for_what_it_needs(given, zhang, client):
    client.force_login(zhang)
    page = client.get(f"/registers/task/{given.number}/").content.decode()
    assert 'name="result"' in page and 'id="finishin-done_on"' in page


def test_how_to_reach_an_asker_is_shown_to_those_only_who_handle_the_case(make, cases, zhang, li, client):
    record = make(cases, **CASE, contact="13800000000")
    for person, sees in ((zhang, True), (li, False)):
        client.force_login(person)
        assert ("13800000000" in client.get(f"/registers/case/{record.number}/").content.decode()) is sees


def test_a_month_far_away_is_404_and_no_crash(tasks, zhang, client):
    client.force_login(zhang)
    assert [
        client.get(f"/registers/task/month/?month={month}").status_code for month in ("9999-12", "0001-01")
    ] == [404, 404]


def test_what_is_overdue_can_be_asked_of_a_list_and_by_programs(make, tasks, zhang, zhao, client, at):
    at("2023-06-05 09:00")
    late, _time, held = (make(tasks, title=f"任务{n}", due_on=day) for n, day in enumerate(("2023-06-30", "2023-08-30", "2023-06-30")))  # fmt: skip
    services.suspend_record(record=held, lock=1, by=zhao, reason="等资金")
    at("2023-07-10 09:00")
    client.force_login(zhang)
    page = client.get("/registers/task/?finish=late&columns=title,finish").content.decode()
    assert "任务0" in page and "2023-06-30 前" in page
    assert "任务1" not in page and "任务2" not in page
    (told,) = client.get("/api/registers/task/records?finish=超期").json()["items"]
    assert (told["number"], told["due"], told["done_on"]) == (late.number, "2023-06-30", None)
    services.extend(record=late, lock=1, until=dt.date(2023, 7, 31), reason="汛期", by=zhao)
    assert client.get("/api/registers/task/records?finish=late").json()["items"] == []


def test_a_deadline_that_came_by_a_book_or_an_edit_is_told_too(make, tasks, zhao, units):
    record = make(tasks, **DUE)
    services.change_record(record=record, lock=1, values={"due_on": "2023-07-31"}, by=zhao)
    assert Record.objects.get().finish_by == dt.date(2023, 7, 31)


def test_the_ladder_fills_deadlines_of_registers_without_one(units, zhao, at):
    at("2023-06-05 09:00")
    tips = declared(units, zhao, (SHARED / "tip.yaml").read_text("utf-8"))
    services.make_record(
        register=tips, unit=units.county, values={"title": "线索", "said": "某事", "channel": "来信"}, by=None
    )
    filled = Record.objects.get().finish_by
    Record.objects.update(finish_by=None, reply_by=None)
    climb()
    assert (Record.objects.get().finish_by, Record.objects.get().reply_by) == (filled, dt.date(2023, 6, 12))


def test_nobody_is_satisfied_with_a_case_that_was_not_answered(cases, units, zhang):
    record, _code = services.receive(
        register=cases, unit=units.township, values={**CASE, "satisfied": "满意"}, by=zhang
    )
    (line,) = measure(Record.objects.filter(pk=record.pk), declaration_of(cases), "satisfaction")
    assert (line.value, line.of) == (None, 0)


def test_whoever_reaches_a_whole_nation_is_asked_about_the_units_that_were_told_alone(zhao, monkeypatch):
    def listed(*_said, **_more):
        raise AssertionError("all units were listed")

    monkeypatch.setattr(reminding, "units_for", listed)
    assert reminders_for(zhao, dt.date(2023, 6, 1)) == []
