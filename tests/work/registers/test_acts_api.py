"""What the buttons of a record do, programs do by the same acts."""

from __future__ import annotations

import pytest

from tests.work.registers.conftest import SHARED
from youju.work.registers import services
from youju.work.registers.models import Remark

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client):
    """Return a function (user, record, act, **said) → what the API answers."""

    def send(user, record, act, **said):
        client.force_login(user)
        url = f"/api/registers/{record.register.code}/records/{record.number}/{act}"
        return client.post(url, said, content_type="application/json")

    return send


@pytest.fixture
def cases(units, zhao):
    return services.declare_register(
        text=(SHARED / "case.yaml").read_text("utf-8"), unit=units.county, by=zhao
    )


@pytest.fixture
def case(cases, make):
    return make(cases, title="停水", said="三天没有水", kind="群众诉求", raised_on="2023-06-01")


def test_a_leader_instructs_and_the_unit_signs_for_it(make, tasks, zhou, zhang, send):
    record = make(tasks, title="修路", kind="民生实事", due_on="2027-06-30")
    assert send(zhou, record, "instruct", text="抓紧").json()["text"] == "抓紧"
    assert send(zhang, record, "accept").json()["kind"] == "accept"
    assert send(zhang, record, "instruct", text="抓紧").status_code == 403


def test_the_office_gives_more_time(make, tasks, zhao, zhang, send):
    record = make(tasks, title="修路", kind="民生实事", due_on="2027-06-30")
    said = {"lock": 1, "until": "2027-07-30", "reason": "雨季"}
    assert send(zhang, record, "extend", **said).status_code == 403
    assert send(zhao, record, "extend", **said).json()["values"]["due_on"] == "2027-07-30"


def test_departments_are_added_let_go_and_answer_for_themselves(case, units, zhang, wang, zhao, send):
    added = send(zhang, case, "parties", unit=units.township.code, text="查管网")
    assert added.status_code == 409  # the lead does not stand beside itself
    village = units.villages[0].code
    assert send(zhang, case, "parties", unit=village, text="查管网").json()[0]["unit__code"] == village
    assert send(zhang, case, "parties", unit=village, end=True, text="查完了").json() == []
    parts = {unit.code: "查" for unit in units.villages[:2]}
    assert len(send(zhang, case, "fan-out", parts=parts).json()) == 2
    assert send(zhang, case, "part", text="通了").status_code == 409  # nothing was asked of the lead


def test_a_duplicate_is_merged(case, cases, make, zhang, send):
    other = make(cases, title="又停水", said="还是没有水", kind="群众诉求", raised_on="2023-06-02")
    assert send(zhang, other, "merge", lock=1, into=case.number, reason="同一件").json()["stage"] == "merged"


def test_closed_records_are_drawn_and_looked_at_again(make, tasks, zhang, li, proof, client, send):
    record = make(tasks, title="修路", kind="民生实事", due_on="2027-06-30")
    said = {"values": {"result": "好", "done_on": "2023-06-05"}, "evidence": {"办结佐证": proof}}
    send(zhang, record, "moves/finish", lock=1, **said)
    assert send(li, record, "moves/close", lock=2).json()["stage"] == "closed"
    drawn = client.post("/api/registers/task/draws", {"count": 1}, content_type="application/json")
    assert drawn.json() == [record.number]
    looked = send(li, record, "looked", lock=3, holds=False, text="又坏了").json()
    assert looked["number"] == record.number
    assert Remark.objects.filter(record=record, kind="looked").exists()


def test_a_reward_is_paid_to_nobody_without_the_code(case, zhao, send):
    assert send(zhao, case, "reward", follow_code="无", amount="100").status_code in {409, 422}
