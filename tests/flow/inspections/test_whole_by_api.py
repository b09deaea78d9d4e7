"""A whole inspection by programs: the office plans and draws, the team hands in, the unit is told, answers and puts right."""

import uuid

import pytest

from tests.flow.inspections.test_doors import bearer
from youju.flow.inspections.models import Plan, Rectification
from youju.kernel.log import sequence

pytestmark = pytest.mark.django_db
HERE = "/api/inspections"


@pytest.fixture
def ask(client):
    """Return a function (person, acts, method, path, body) → the answer's status and body."""
    heads = {}

    def ask(person, acts, method, path, body=None):
        if (person.pk, acts) not in heads:
            heads[person.pk, acts] = bearer(person, *acts.split())
        said = {} if method == "get" else {"data": body or {}, "content_type": "application/json"}
        answer = getattr(client, method)(f"{HERE}{path}", headers=heads[person.pk, acts], **said)
        return answer.status_code, answer.json()

    return ask


@pytest.fixture
def plan(ask, reported, units, zhao, li, he):
    """Return the number of a plan that was made with its areas and teams."""
    status, made = ask(zhao, "inspection.plan", "post", "/plans", {
        "office": units.county.code, "title": "10月督查", "basis": "梨办发〔2026〕8号", "round": reported.pk, "level": "village",
        "starts_on": "2026-11-09", "ends_on": "2026-11-20",
    })  # fmt: skip
    assert status == 200, made
    here = f"/plans/{made['id']}"
    areas = {"一片": [units.township.code], "二片": [units.other.code]}
    assert ask(zhao, "inspection.plan", "put", f"{here}/areas", {"areas": areas})[0] == 200
    for name, who, area in (("一组", "li", "一片"), ("二组", "he", "二片")):
        team = {"name": name, "people": [who], "areas": [area]}
        assert ask(zhao, "inspection.plan", "post", f"{here}/teams", team)[0] == 200
    return made["id"]


def test_a_whole_inspection_by_programs(ask, plan, units, zhao, li, he, zhang, sun):
    here, quotas = f"/plans/{plan}", {"一片": {"by_chance": 1}, "二片": {}}
    assert ask(zhao, "inspection.draw", "post", f"{here}/fix", {"quotas": quotas, "seed": "0917"})[0] == 200
    sequence()
    _status, drawn = ask(zhao, "inspection.draw", "post", f"{here}/draw")
    (visit,) = drawn["visits"]
    where = f"/visits/{visit['uuid']}"
    assert (
        ask(zhao, "inspection.plan", "post", f"{where}/day", {"day": "2026-11-10"})[1]["day"] == "2026-11-10"
    )
    items = [
        {"uuid": str(uuid.uuid4()), "kind": "verification", "visit": visit["uuid"], "indicator": "income", "value": "90000"},
        {"uuid": str(uuid.uuid4()), "kind": "finding", "visit": visit["uuid"], "what": "村口秸秆堆放"},
        {"uuid": str(uuid.uuid4()), "kind": "finish", "visit": visit["uuid"]},
    ]  # fmt: skip
    _status, synced = ask(li, "inspection.visit", "post", "/sync", {"items": items})
    assert [one["status"] for one in synced["answers"]] == ["stored"] * 3
    assert ask(zhao, "inspection.plan", "post", f"{here}/conclude", {"text": "结论"})[0] == 409
    _status, told = ask(zhao, "inspection.feedback", "post", f"{where}/feedback", {"text": "收入不符"})
    (found,), (finding,) = told["found"], told["findings"]
    assert (found["reported"], found["verified"], found["result"]) == ("100000", "90000", "differs")
    assert ask(zhang, "inspection.own", "get", "/told")[1][0]["feedback"] == "收入不符"
    assert (
        ask(zhang, "inspection.answer", "post", f"{where}/answer", {"text": "账已补"})[1]["answer"]
        == "账已补"
    )
    _status, item = ask(zhao, "rectification.assign", "post", f"/findings/{finding['uuid']}/assign", {"due_on": "2026-12-01"})  # fmt: skip
    at = f"/items/{item['id']}"
    assert (
        ask(zhang, "rectification.report", "post", f"{at}/rectify", {"measures": "已清运"})[1]["status"]
        == "reported"
    )
    assert ask(zhao, "finding.close", "post", f"{at}/return", {"text": "还有一处"})[1]["status"] == "assigned"
    ask(zhang, "rectification.report", "post", f"{at}/rectify", {"measures": "都清了"})
    assert ask(zhao, "finding.close", "post", f"{at}/close", {"text": "现场看过"})[1]["status"] == "closed"
    assert (
        ask(zhao, "inspection.plan", "post", f"{here}/conclude", {"text": "结论"})[1]["status"] == "concluded"
    )
    assert Rectification.objects.get().status == "closed"


def test_user_names_that_nobody_has_are_all_told(ask, plan, zhao):
    team = {"name": "三组", "people": ["li", "nobody", "noone"]}
    status, said = ask(zhao, "inspection.plan", "post", f"/plans/{plan}/teams", team)
    assert status == 422
    assert [one["what"] for one in said["problems"]] == ["没有用户名“nobody”", "没有用户名“noone”"]


def test_a_team_without_its_area_is_not_set_up(ask, plan, zhao):
    team = {"name": "三组", "people": ["li"], "areas": ["没有的片"]}
    assert ask(zhao, "inspection.plan", "post", f"/plans/{plan}/teams", team)[0] == 422
    assert set(ask(zhao, "inspection.read", "get", f"/plans/{plan}")[1]["teams"]) == {"一组", "二组"}


def test_a_plan_is_cancelled_and_listed(ask, plan, zhao):
    assert ask(zhao, "inspection.plan", "post", f"/plans/{plan}/cancel")[1]["status"] == "cancelled"
    assert [one["status"] for one in ask(zhao, "inspection.read", "get", "/plans")[1]] == ["cancelled"]
    assert Plan.objects.count() == 1


def test_areas_go_to_a_team_that_stands_all_or_none(ask, plan, zhao):
    where = f"/plans/{plan}/areas/give"
    status, refused = ask(
        zhao, "inspection.plan", "post", where, {"team": "一组", "areas": ["二片", "没有的"]}
    )
    assert (status, [one["where"] for one in refused["problems"]]) == (422, ["areas"])
    told = ask(zhao, "inspection.plan", "post", where, {"team": "一组", "areas": ["二片"]})[1]
    assert {area["name"]: area["team"] for area in told["areas"]} == {"一片": "一组", "二片": "一组"}


def test_an_inspector_stays_away_from_a_unit_and_says_why(ask, plan, units, li):
    said = {"unit": units.villages[0].code, "reason": "亲属任职"}
    status, told = ask(li, "inspection.visit", "post", "/recusals", said)
    assert (status, told["unit"]) == (200, units.villages[0].code)
    assert ask(li, "inspection.visit", "post", "/recusals", {**said, "reason": " "})[0] == 409
