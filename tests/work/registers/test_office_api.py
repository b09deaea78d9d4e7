"""What an office's programs do besides: declare, read a record's whole way, propose and deal."""

from __future__ import annotations

import pytest

from tests.work.registers.conftest import SHARED, declared
from youju.work.registers import services

pytestmark = pytest.mark.django_db
TASK = (SHARED / "task.yaml").read_text("utf-8")


@pytest.fixture
def post(client):
    def post(person, address, **said):
        client.force_login(person)
        return client.post(f"/api/registers/{address}", said, content_type="application/json")

    return post


def test_a_register_is_declared_by_a_program_and_the_same_text_is_no_new_version(post, zhao, units):
    for _ in range(2):
        answer = post(zhao, "", text=TASK, unit=units.county.code)
        assert answer.json() == {"code": "task", "title": "任务", "version": 1}
    longer = TASK.replace("title: 责任人", "title: 责任人员")
    assert post(zhao, "", text=longer, unit=units.county.code).json()["version"] == 2


def test_one_that_extends_another_is_declared_with_it(post, zhao, units):
    text = "register: works\nextends: task\ntitle: 工程任务\nbasis: 某发〔2026〕1号\nends: 2027-12-31\n"
    answer = post(zhao, "", text=text, bases={"task": TASK}, unit=units.county.code)
    assert (answer.status_code, answer.json()["code"]) == (200, "works")


def test_faults_are_told_by_line_and_strangers_are_refused(post, zhao, zhang, units):
    wrong = post(
        zhao,
        "",
        text="register: a\ntitle: b\nfields:\n  n: {title: c, type: colour}\n",
        unit=units.county.code,
    )
    assert wrong.status_code == 422
    assert "register.yaml:4:" in wrong.content.decode()
    assert post(zhang, "", text=TASK, unit=units.township.code).status_code == 403
    assert post(zhao, "", text=TASK, unit="0000").status_code == 404
    assert post(zhao, "", text=TASK, unit=units.county.code, scheme="nowhere").status_code == 404


def test_the_way_of_a_record_is_told_with_what_changed_why_and_by_whom(
    client, make, tasks, zhang, zhao, wang, at
):
    at("2026-11-01 09:00")
    record = make(tasks, title="清理河道", due_on="2026-12-30")
    at("2026-11-02 09:00")
    services.change_record(record=record, lock=1, values={"title": "清理河道垃圾"}, by=zhang, reason="写全")
    at("2026-11-03 09:00")
    services.note(record=record, by=zhang, text="已进场")
    client.force_login(zhao)
    told = client.get(f"/api/registers/task/records/{record}/history").json()
    assert [step["what"] for step in told] == ["进展", "修改", "登记"]
    assert told[1]["changes"] == [{"field": "任务", "was": "清理河道", "now": "清理河道垃圾"}]
    assert (told[1]["reason"], told[1]["who"][:1], told[0]["reason"]) == ("写全", "张", "已进场")
    client.force_login(wang)
    assert client.get(f"/api/registers/task/records/{record}/history").status_code == 404


@pytest.fixture
def market(units, zhao, make, wang):
    market = declared(units, zhao, (SHARED / "offer-and-need.yaml").read_text("utf-8"))
    declared(units, zhao, (SHARED / "purchase.yaml").read_text("utf-8"))
    said = {"category": "农产品", "measure": "吨"}
    make(market, title="优质大米", side="供给", quantity="1000", **said)
    make(market, by=wang, unit=units.other, title="采购优质大米", side="需求", quantity="300", **said)
    return market


def test_both_sides_agree_by_program_and_the_purchase_stands_in_the_ledger(client, post, market, zhang, wang):
    client.force_login(zhang)
    (pair,) = client.get("/api/registers/offer-and-need/matches").json()
    assert pair["stand"] == ""
    assert any("数量够" in reason for reason in pair["reasons"])
    said = {name: pair[name] for name in ("offer", "offer_lock", "need", "need_lock")}
    said["direction"] = "我方卖给对方"
    assert post(zhang, "offer-and-need/deals", **said).json() == {"ledger": "", "number": ""}
    assert client.get("/api/registers/offer-and-need/matches").json()[0]["stand"] == "waiting"
    assert post(wang, "offer-and-need/deals", **said).json() == {
        "ledger": "purchase",
        "number": "HC-000001",
    }
    assert post(wang, "offer-and-need/deals", **said).status_code in {404, 409}


def test_who_acts_for_neither_side_deals_with_nobody(client, post, market, appointed, units):
    stranger = appointed("xu", "许", "reporter", units.villages[0])
    client.force_login(stranger)
    assert client.get("/api/registers/offer-and-need/matches").json() == []
    said = {"offer": "GX-000001", "offer_lock": 1, "need": "GX-000002", "need_lock": 1}
    assert post(stranger, "offer-and-need/deals", **said).status_code == 404
