"""Anybody hands in a case or a tip; the office takes one in at its window; both go home with a code."""

from __future__ import annotations

import re

import pytest

from tests.work.registers.conftest import SHARED
from youju.engine.registers.read import read_declaration
from youju.kernel.models import Trace
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Identity, Record
from youju.work.registers.services import declare_register, followed, hand_in, make_record, take_book

pytestmark = pytest.mark.django_db
CASE = {
    "title": "三个月没有通电",
    "said": "厂房建好了,线路没有接",
    "kind": "企业难题",
    "contact": "0435-1234567",
}
CODE = re.compile(r"<strong>([2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){3})</strong>")


@pytest.fixture
def cases(units, zhao):
    """Return the shared register of cases, kept by the county."""
    return declare_register(text=(SHARED / "case.yaml").read_text("utf-8"), unit=units.county, by=zhao)


@pytest.fixture
def tips(units, zhao):
    """Return the shared register of tips, kept by the county."""
    return declare_register(text=(SHARED / "tip.yaml").read_text("utf-8"), unit=units.county, by=zhao)


def test_the_page_for_tips_says_every_other_way_to_hand_one_in(client, tips):
    page = client.get("/registers/tip/hand-in/").content.decode()
    ways = declaration_of(tips).intake.ways
    assert [len(ways[way]) for way in ("电话", "来信、来访")] == [6, 2]
    assert [sum(where in one for one in ways["电话"]) for where in ("省", "市", "110")] == [2, 3, 1]
    assert all(one in page for places in ways.values() for one in places)
    assert not {"QQ", "微信"} & {word for way in ways for word in ("QQ", "微信") if word in way}


def test_anybody_hands_in_a_case_and_follows_it_by_its_code(client, cases, units):
    answer = client.post("/registers/case/hand-in/?once=one", {**CASE, "unit": units.township.code})
    (code,) = CODE.findall(answer.content.decode())
    record = Record.objects.get()
    assert (record.unit, record.values["channel"]) == (units.township, "网上")
    assert "已受理" in client.post("/registers/follow/", {"code": code}).content.decode()
    assert Trace.objects.get(act="register.make").actor is None


def test_nobody_keeps_what_was_typed_or_shown_at_the_public_doors(client, cases, units):
    said = {**CASE, "unit": units.township.code}
    answers = [
        client.get("/registers/case/hand-in/"),
        client.post("/registers/case/hand-in/", {**said, "title": ""}),
        client.post("/registers/case/hand-in/", said),
        client.get("/registers/follow/"),
        client.post("/registers/follow/", {"code": "AAAA-AAAA-AAAA-AAAA"}),
    ]
    assert [answer.status_code for answer in answers] == [200, 422, 200, 200, 404]
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}


@pytest.mark.parametrize(
    ("url", "times", "sent"),
    [("/registers/case/hand-in/", 20, {"unit": "无"}), ("/registers/follow/", 60, {"code": "无"})],
)
def test_one_address_comes_so_often_and_another_still_comes(client, cases, at, url, times, sent):
    at("2023-07-05 09:00")
    first = {client.post(url, sent).status_code for _ in range(times)}
    assert 429 not in first
    refused = client.post(url, sent)
    assert (refused.status_code, "过一会儿再试" in refused.content.decode()) == (429, True)
    assert client.post(url, sent, REMOTE_ADDR="10.0.0.9").status_code in first
    at("2023-07-05 10:01")
    assert client.post(url, sent).status_code in first


def test_what_is_private_is_put_right_on_the_form_and_stands_in_no_version(client, cases, units, zhang):
    client.post("/registers/case/hand-in/", {**CASE, "unit": units.township.code})
    record = Record.objects.get()
    client.force_login(zhang)
    page = client.get(f"/registers/case/{record.number}/edit/").content.decode()
    assert 'name="contact"' in page
    assert CASE["contact"] in page
    client.post(f"/registers/case/{record.number}/edit/", {"lock": "1", "contact": "0435-7654321"})
    record.refresh_from_db()
    assert (record.values["contact"], record.lock) == ("0435-7654321", 2)
    assert not any("contact" in version.values for version in record.versions.all())


def test_a_workbook_leaves_nothing_private_in_a_version(units, zhao):
    text = "register: visit\ntitle: 走访\nfields:\n  said: {title: 事由}\n  phone: {title: 电话, private: true}\n"
    register = declare_register(text=text, unit=units.county, by=zhao)
    record = make_record(register=register, unit=units.township, values={"said": "甲", "phone": "1"}, by=zhao)
    rows = f"number,unit,said,lock\n{record.number},{units.township.code},乙,1\n"
    take_book(register=register, name="a.csv", content=rows.encode(), by=zhao)
    record.refresh_from_db()
    assert record.values == {"said": "乙", "phone": "1"}
    assert [version.values for version in record.versions.order_by("number")] == [
        {"said": "甲"},
        {"said": "乙"},
    ]


def test_pressing_twice_hands_in_once_and_keeps_no_code(client, cases, units):
    said = {**CASE, "unit": units.township.code}
    (code,) = CODE.findall(client.post("/registers/case/hand-in/?once=one", said).content.decode())
    again = client.post("/registers/case/hand-in/?once=one", said)
    assert (again.status_code, code in again.content.decode(), Record.objects.count()) == (409, False, 1)


def test_what_the_declaration_does_not_open_is_not_taken_from_strangers(client, cases, units):
    client.post(
        "/registers/case/hand-in/",
        {**CASE, "unit": units.township.code, "answer": "已解决", "channel": "窗口"},
    )
    kept = Record.objects.get().values
    assert (kept.get("answer"), kept["channel"]) == (None, "网上")


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(client, cases, units):
    answer = client.post("/registers/case/hand-in/", {"title": "用电", "unit": units.township.code})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="用电"' in page
    assert 'id="wrong-said"' in page
    assert not Record.objects.exists()


def test_a_unit_that_does_not_receive_here_is_refused(client, cases, units):
    answer = client.post("/registers/case/hand-in/", {**CASE, "unit": units.villages[0].code})
    assert answer.status_code == 422
    assert "不在受理范围里" in answer.content.decode()
    assert not Record.objects.exists()


def test_a_register_that_opens_no_intake_answers_as_if_it_did_not_exist(client, bridges):
    assert client.get("/registers/bridge/hand-in/").status_code == 404
    assert client.post("/registers/bridge/hand-in/", {"title": "桥"}).status_code == 404


def test_the_page_for_following_leads_to_what_can_be_handed_in(client, cases, bridges):
    page = client.get("/registers/follow/").content.decode()
    assert "/registers/case/hand-in/" in page
    assert "/registers/bridge/" not in page


def test_a_tip_from_the_page_seals_who_gave_it(client, tips, units):
    said = {
        "title": "秸秆焚烧",
        "said": "村北有人夜里点火",
        "identity": "王某 13800000000",
        "unit": units.county.code,
    }
    client.post("/registers/tip/hand-in/", said)
    record = Record.objects.get()
    assert "王某" not in str(record.values)
    assert b"\xe7\x8e\x8b" not in bytes(Identity.objects.get(record=record).sealed)


def test_a_case_taken_in_at_the_window_gives_a_code_too(client, cases, zhang, units):
    client.force_login(zhang)
    said = {**CASE, "raised_on": "2023-06-01", "channel": "窗口", "unit": units.township.code}
    answer = client.post("/registers/case/new/?once=two", said)
    (code,) = CODE.findall(answer.content.decode())
    assert "已受理" in client.post("/registers/follow/", {"code": code}).content.decode()


def test_a_case_that_came_in_by_a_workbook_is_given_a_code_on_its_page_once(
    client, cases, zhang, units, make
):
    number = make(
        cases, title="路灯不亮", said="村口的路灯坏了", kind="群众诉求", raised_on="2023-06-01"
    ).number
    client.force_login(zhang)
    assert "还没有查询码" in client.get(f"/registers/case/{number}/").content.decode()
    (code,) = CODE.findall(client.post(f"/registers/case/{number}/code/").content.decode())
    assert followed(code).number == number
    assert "还没有查询码" not in client.get(f"/registers/case/{number}/").content.decode()
    assert client.post(f"/api/registers/case/records/{number}/follow-code").status_code == 409


def test_nobody_gives_a_code_to_a_case_of_another_township(client, cases, wang, make):
    number = make(
        cases, title="路灯不亮", said="村口的路灯坏了", kind="群众诉求", raised_on="2023-06-01"
    ).number
    client.force_login(wang)
    assert client.post(f"/registers/case/{number}/code/").status_code == 404


def test_the_api_gives_the_code_once(client, cases, zhang, units):
    client.force_login(zhang)
    said = {"unit": units.township.code, "values": {**CASE, "raised_on": "2023-06-01"}}
    answer = client.post("/api/registers/case/records", said, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert len(answer.json()["follow_code"]) == 19
    assert "no-store" in answer["Cache-Control"]


def test_how_to_reach_the_asker_is_shown_to_those_who_handle_the_case_only(client, cases, zhang, zhou, units):
    client.post("/registers/case/hand-in/", {**CASE, "unit": units.township.code})
    address = f"/registers/case/{Record.objects.get()}/"
    client.force_login(zhang)
    assert "0435-1234567" in client.get(address).content.decode()
    client.force_login(zhou)
    page = client.get(address)
    assert page.status_code == 200
    assert "0435-1234567" not in page.content.decode()


def test_one_receipt_is_fanned_out_on_the_page_or_not_at_all(client, cases, zhang, units):
    client.post("/registers/case/hand-in/", {**CASE, "unit": units.township.code})
    record, one, two = Record.objects.get(), *units.villages[:2]
    client.force_login(zhang)
    address = f"/registers/case/{record}/fan-out/"
    wrong = client.post(address, {"text": f"{one.code} 核实用地\n000000 核实线路"})
    assert (wrong.status_code, record.parties.count()) == (422, 0)
    assert client.post(address, {"text": f"{one.code} 核实用地\n{two.code} 核实线路"}).status_code == 302
    assert sorted(record.parties.values_list("asked", flat=True)) == ["核实用地", "核实线路"]


def test_a_reward_is_paid_on_the_page_to_whoever_brings_the_code(client, tips, zhao, units):
    said = {"title": "秸秆焚烧", "said": "村北有人夜里点火", "unit": units.county.code}
    (code,) = CODE.findall(client.post("/registers/tip/hand-in/", said).content.decode())
    client.force_login(zhao)
    Record.objects.update(stage="proved")
    address = f"/registers/tip/{Record.objects.get()}/reward/"
    assert client.post(address, {"follow_code": code, "amount": "五千"}).status_code == 422
    assert client.post(address, {"follow_code": code, "amount": "500.00"}).status_code == 302
    assert Trace.objects.filter(act="register.reward").count() == 1


def test_closed_records_are_drawn_and_looked_at_again_on_the_pages(client, make, bridges, li, zhao):
    record = make(bridges, title="石桥", kind="拱桥", cost="5000万")
    Record.objects.filter(pk=record.pk).update(stage="gone")
    client.force_login(li)
    page = client.post("/registers/bridge/draw/", {"count": "1", "seed": "7"}).content.decode()
    assert f"/registers/bridge/{record}/" in page
    assert client.post("/registers/bridge/draw/", {"count": "2", "seed": "7"}).status_code == 422
    looked = client.post(
        f"/registers/bridge/{record}/looked/", {"lock": "1", "holds": "yes", "text": "没有反弹"}
    )
    assert looked.status_code == 302
    assert "回头看" in client.get(f"/registers/bridge/{record}/").content.decode()


def test_an_intake_that_nobody_could_follow_or_fill_is_refused_with_its_line():
    text = (
        "register: a\ntitle: 甲\nfields:\n  t: {title: 题, type: string, required: true}\n"
        "  u: {title: 必, type: string, required: true}\nintake: {fields: [t, x]}\n"
    )
    problems = read_declaration(text, "a.yaml").problems
    assert [p.where.rsplit(":", 2)[1] for p in problems] == ["6", "6", "6"]
    said = " ".join(p.what for p in problems)
    assert all(word in said for word in ("查询码", "“x”", "“u”"))


@pytest.mark.parametrize(
    ("who", "words"),
    [("[scoring_office]", "没有一步由诉求人来办"), ("[public], evidence: [回执]", "不能要佐证")],
)
def test_a_case_that_no_asker_can_confirm_is_refused_with_its_line(who, words):
    text = f"""\
register: fr
title: 首接
owner: first_receiver
fields: {{title: {{title: 题, type: string}}}}
stages: {{open: {{title: 受理}}, done: {{title: 确认, closed: true}}}}
moves:
  - {{id: done, title: 确认, from: [open], to: done, who: {who}}}
"""
    (problem,) = read_declaration(text, "fr.yaml").problems
    assert words in problem.what


def test_an_asker_is_asked_what_the_move_needs_and_nothing_else(client, units, zhao):
    text = """\
register: fr
title: 首接
owner: first_receiver
fields: {title: {title: 题, type: string}, word: {title: 一句话, type: string}}
stages: {open: {title: 受理}, done: {title: 确认, closed: true}}
moves:
  - {id: done, title: 确认, from: [open], to: done, who: [public], needs: [word]}
intake: {fields: [title]}
"""
    register = declare_register(text=text, unit=units.county, by=zhao)
    _record, code = hand_in(register=register, unit=units.county, values={"title": "路灯不亮"})
    assert 'name="word"' in client.post("/registers/follow/", {"code": code}).content.decode()
    missing = client.post("/registers/follow/", {"code": code, "move": "done"})
    assert (missing.status_code, "一句话" in missing.content.decode()) == (422, True)
    client.post("/registers/follow/", {"code": code, "move": "done", "word": "亮了"})
    assert Record.objects.get().values["word"] == "亮了"
