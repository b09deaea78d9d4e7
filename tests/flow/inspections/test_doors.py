"""Inspections through the doors: from a plan to a closed finding on the pages, and what nobody may see."""

import datetime as dt
import re
import uuid
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.flow.evidence import corpus
from tests.pages import beside
from youju.flow.evidence.choosing import looked_for
from youju.flow.evidence.models import Evidence
from youju.flow.evidence.services import add_evidence
from youju.flow.inspections import services
from youju.flow.inspections.lot import draw_again
from youju.flow.inspections.models import Draw, Finding, Plan, Rectification, Verification, Visit
from youju.flow.inspections.risk import risk_of
from youju.kernel.log import sequence
from youju.kernel.models import Tenure
from youju.kernel.people import issue_token

pytestmark = pytest.mark.django_db


def get(client, user, path, **headers):
    client.force_login(user)
    return client.get(path, headers=headers)


def text(client, user, path):
    answer = get(client, user, path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def post(client, user, path, data=None, ok=302, **headers):
    client.force_login(user)
    answer = client.post(path, data or {}, headers=headers)
    assert answer.status_code == ok, (path, answer.status_code, answer.content.decode()[-2500:])
    return answer


def bearer(user, *acts):
    tenure = Tenure.objects.get(holder=user)
    _token, key = issue_token(tenure=tenure, name="对接", acts=acts, by=user)
    return {"Authorization": f"Bearer {key}"}


def test_a_whole_inspection_on_the_pages(client, reported, units, zhao, li, he, zhang, sun):
    made = post(client, zhao, "/inspections/new/", {
        "office": units.county.code, "title": "10月督查", "basis": "梨办发〔2026〕8号", "round_": reported.pk,
        "level": "village", "starts_on": "2026-11-09", "ends_on": "2026-11-20",
    })  # fmt: skip
    base = made["Location"]
    post(client, zhao, f"{base}areas/", {"areas": f"一片 {units.township.code}\n二片 {units.other.code}"})
    one, two = Plan.objects.get().areas.order_by("pk")
    post(client, zhao, f"{base}team/", {"name": "一组", "people": "li", "areas": [one.pk]})
    post(client, zhao, f"{base}team/", {"name": "二组", "people": "he", "areas": [two.pk]})
    quotas = {f"risk_{one.pk}": 0, f"chance_{one.pk}": 1, f"risk_{two.pk}": 0, f"chance_{two.pk}": 0}
    post(client, zhao, f"{base}fix/", {"seed": "0917", **quotas})
    post(client, zhao, f"{base}draw/", ok=409)
    sequence()
    post(client, zhao, f"{base}draw/")
    visit = Visit.objects.get()
    way, page = f"/inspections/day/{visit.uuid}/", f"/inspections/visit/{visit.uuid}/"
    post(client, zhao, f"{page}day/", {"day": "2026-11-09", "mode": "on_site"})
    assert str(visit.unit) in text(client, li, "/inspections/day/")
    post(client, li, f"{way}picture/", {"file": SimpleUploadedFile("p.jpg", corpus.photo(seed=4))})
    sha = Evidence.objects.get().sha256
    post(client, li, f"{way}verify/", {"indicator": "income", "value": "90000", "evidence": [sha]})
    post(client, li, f"{way}find/", {"what": "台账缺页", "evidence": [sha]})
    post(client, li, f"{way}finish/", {"text": "看了账"})
    post(client, zhao, f"{base}conclude/", {"text": "总体属实"}, ok=409)
    assert get(client, zhang, f"/inspections/told/{visit.uuid}/").status_code == 404
    post(client, li, f"{page}feedback/", {"text": "收入少报 1 万元"})
    told = text(client, zhang, f"/inspections/told/{visit.uuid}/")
    for word in ("100000", "90000", "不符", "台账缺页", "收入少报", "梨办发〔2026〕8号", sha):
        assert word in told
    post(client, zhang, f"/inspections/told/{visit.uuid}/answer/", {"text": "票据补上"})
    post(client, zhao, f"/inspections/finding/{Finding.objects.get().uuid}/assign/", {"due_on": "2026-12-10"})
    item = f"/inspections/item/{Rectification.objects.get().pk}/"
    post(client, zhang, f"{item}rectify/", {"text": "已补齐"})
    post(client, zhang, f"{item}close/", {"text": "好了"}, ok=403)
    post(client, li, f"{item}close/", {"text": "到场看过"})
    post(client, zhao, f"{base}conclude/", {"text": "总体属实"})
    assert "总体属实" in text(client, zhao, base)
    assert Rectification.objects.get().status == "closed"
    for person in (zhao, li, he, zhang, sun):
        text(client, person, "/inspections/")


def test_what_a_conclusion_lacks_stands_beside_it_with_what_was_written(client, visit, zhao):
    there = f"/inspections/plan/{visit.plan_id}/"
    page = post(client, zhao, f"{there}conclude/", {"text": "总体属实"}, ok=409).content.decode()
    assert "还没有查" in beside(page, "text")
    assert ">\n总体属实</textarea>" in page
    page = post(client, zhao, f"{there}conclude/", {"text": ""}, ok=409).content.decode()
    assert "没有写督查结论" in beside(page, "text")
    assert "conclusion" not in beside(page, "text")


def test_a_conclusion_of_a_plan_that_is_concluded_already_is_not_lost(client, visit, zhao):
    Plan.objects.filter(pk=visit.plan_id).update(status="concluded", conclusion="属实")
    there = f"/inspections/plan/{visit.plan_id}/conclude/"
    page = post(client, zhao, there, {"text": "总体属实"}, ok=409).content.decode()
    assert "只有进行中的计划能办结" in beside(page, "text")
    assert ">\n总体属实</textarea>" in page


@pytest.mark.parametrize(
    ("door", "said", "field"),
    [
        ("areas", {"areas": "一片 {township}"}, "areas"),
        ("team", {"name": "夜里写的组", "people": "li"}, "people"),
        ("fix", {"seed": "夜里摇的号"}, "seed"),
    ],
)
@pytest.mark.parametrize("status", ["planned", "cancelled"])
def test_what_was_typed_for_a_plan_that_moved_on_meanwhile_stays_with_the_reason(
    client, drawn, staffed, units, zhao, door, said, field, status
):
    Plan.objects.filter(pk=staffed.pk).update(status=status)
    sent = {name: words.format(township=units.township.code) for name, words in said.items()}
    sent |= {f"{kind}_{area.pk}": 1 for area in staffed.areas.all() for kind in ("risk", "chance")}
    page = post(client, zhao, f"/inspections/plan/{staffed.pk}/{door}/", sent, ok=409).content.decode()
    assert sent[field] in page
    assert f'action="/inspections/plan/{staffed.pk}/{door}/?' in page
    assert "计划" in "".join(re.findall(r'<ul class="errorlist.*?</ul>', page, re.DOTALL))


def test_areas_for_a_team_are_refused_where_they_were_ticked(client, drawn, staffed, zhao):
    team, areas = staffed.teams.first(), [area.pk for area in staffed.areas.all()]
    there = f"/inspections/plan/{staffed.pk}/give/"
    page = post(client, zhao, there, {"team": team.pk, "areas": areas}, ok=409).content.decode()
    assert "不能分配片区" in beside(page, "areas")
    assert page.count(" selected>") == 3


@pytest.mark.parametrize(
    ("door", "said"), [("day", {"day": "2026-11-12", "mode": "on_site"}), ("feedback", {"text": "夜里写的"})]
)
def test_what_was_typed_for_a_visit_that_moved_on_meanwhile_stays(client, seen, zhao, door, said):
    services.feed_back(visit=seen.visit, text="先反馈了", by=zhao)
    there = f"/inspections/visit/{seen.visit.uuid}/{door}/"
    page = post(client, zhao, there, said, ok=409).content.decode()
    assert f'action="{there}?' in page
    assert next(iter(said.values())) in page
    assert "errorlist" in page


def test_measures_that_were_reported_by_a_colleague_meanwhile_stay_on_the_page(
    client, seen, zhao, zhang, sun
):
    services.feed_back(visit=seen.visit, text="请核对", by=zhao)
    item = services.assign_rectification(finding=seen.finding, due_on=dt.date(2026, 11, 30), by=zhao)
    services.report_rectification(item=item, measures="已清走", evidence=[], by=zhang)
    there = f"/inspections/item/{item.pk}/rectify/"
    page = post(client, zhang, there, {"text": "我也写了"}, ok=409).content.decode()
    assert beside(page, "text")
    assert ">\n我也写了</textarea>" in page


def test_a_team_that_stood_before_the_areas_is_given_them_afterwards(client, plan, units, zhao, he):
    base = f"/inspections/plan/{plan.pk}/"
    post(client, zhao, f"{base}team/", {"name": "一组", "people": "he"})
    post(client, zhao, f"{base}areas/", {"areas": f"一片 {units.township.code}\n二片 {units.other.code}"})
    team, areas = plan.teams.get(), [area.pk for area in plan.areas.all()]
    assert f"{base}give/" in text(client, zhao, base)
    post(client, zhao, f"{base}give/", {"team": team.pk}, ok=422)
    post(client, zhao, f"{base}give/", {"team": team.pk, "areas": areas})
    assert {area.team for area in plan.areas.all()} == {team}


def test_the_reason_for_an_overlap_is_given_where_the_areas_are_refused_for_it(
    client, staffed, round_, units, zhao
):
    from tests.flow.inspections.test_plans import make_plan

    second = make_plan(round_, units, zhao)
    base, areas = f"/inspections/plan/{second.pk}/", {"areas": f"全部 {units.county.code}"}
    post(client, zhao, f"{base}areas/", areas, ok=409)
    assert not second.areas.exists()
    post(client, zhao, f"{base}areas/", {**areas, "overlap_reason": "防汛应急"})
    assert second.areas.count() == 1
    assert "防汛应急" in text(client, zhao, base)


def test_nothing_tells_the_unit_that_it_was_drawn(client, drawn, seen, zhang, sun, units):
    """Every page that the unit's people may open, and every address of the inspection, before the feedback."""
    visit = seen.visit
    pages = [
        "/inspections/",
        "/evidence/",
        f"/units/{visit.unit.code}/",
        f"/units/{units.township.code}/",
        "/reports/",
        "/",
    ]
    for person in (zhang, sun):
        for page in pages:
            shown = get(client, person, page).content.decode()
            for secret in (str(visit.uuid), seen.photo.sha256, seen.finding.what, "抽中", "inspection."):
                assert secret not in shown, (person, page, secret)
        for path in (
            f"visit/{visit.uuid}/",
            f"told/{visit.uuid}/",
            f"day/{visit.uuid}/",
            f"plan/{visit.plan_id}/",
        ):
            assert get(client, person, f"/inspections/{path}").status_code in {403, 404}
    listed = client.get("/api/evidence", headers=bearer(zhang, "evidence.read")).json()["items"]
    assert listed == []


def test_a_township_leader_does_not_see_the_list_and_the_county_leader_does(
    client, drawn, staffed, appointed, units, zhou
):
    mayor = appointed("mayor", "镇长", "leader", units.township)
    assert get(client, mayor, f"/inspections/plan/{staffed.pk}/").status_code == 404
    assert "示例1村" in text(client, zhou, f"/inspections/plan/{staffed.pk}/")


def test_inspectors_are_told_neither_why_a_unit_was_drawn_nor_what_it_reported(
    client, drawn, visit, units, li
):
    risky = next(v for v in drawn if v.why == "risk")
    for page in ("/inspections/day/", f"/inspections/day/{risky.uuid}/", f"/inspections/visit/{risky.uuid}/"):
        shown = text(client, li, page)
        for secret in ("按风险", "风险", "随机", "100000", risky.ticket):
            assert secret not in shown, (page, secret)
    taken = client.get("/api/inspections/day", headers=bearer(li, "inspection.visit"))
    assert "100000" not in taken.content.decode()
    assert "why" not in taken.json()[0]
    assert get(client, li, f"/inspections/plan/{risky.plan_id}/").status_code == 403


def test_the_reported_value_stands_beside_the_found_one_once_it_was_written_down(client, visit, li):
    page = f"/inspections/day/{visit.uuid}/"
    post(client, li, f"{page}verify/", {"indicator": "income", "value": "90000"})
    shown = text(client, li, page)
    assert "100000" in shown
    assert "不符" in shown


def test_a_value_is_written_or_said_to_be_missing_not_both_and_not_neither(client, visit, li):
    page = f"/inspections/day/{visit.uuid}/verify/"
    for data in ({"indicator": "income"}, {"indicator": "income", "value": "1", "not_found": "on"}):
        assert "没有看到" in post(client, li, page, data, ok=422).content.decode()
    post(client, li, page, {"indicator": "income", "not_found": "on"})
    assert Verification.objects.get().result == "not_found"


def test_two_inspectors_on_the_page_see_both_values(client, visit, li, wu):
    page = f"/inspections/day/{visit.uuid}/"
    post(client, li, f"{page}verify/", {"indicator": "income", "value": "90000"})
    said = post(
        client, wu, f"{page}verify/", {"indicator": "income", "value": "95000"}, ok=409
    ).content.decode()
    assert "90000" in said
    assert "95000" in said
    stands = Verification.objects.get().uuid
    post(client, wu, f"{page}verify/", {"indicator": "income", "value": "95000", "corrects": str(stands)})
    assert Verification.objects.count() == 2


@pytest.mark.parametrize("path", ["", "verify/", "find/", "picture/", "finish/"])
def test_another_team_meets_a_visit_as_if_it_did_not_exist(client, visit, he, path):
    client.force_login(he)
    address = f"/inspections/day/{visit.uuid}/{path}"
    answer = client.post(address, {"value": "1", "indicator": "income"}) if path else client.get(address)
    assert answer.status_code == 404


def test_what_an_inspector_uploads_anywhere_is_withheld_and_what_the_unit_has_is_not_touched(
    client, visit, li, zhang, units
):
    """Both got the same photograph from a villager."""
    data = corpus.photo(seed=7)
    send = {"unit": visit.unit.code, "file": SimpleUploadedFile("p.jpg", data)}
    post(client, li, "/evidence/add/", send)
    client.logout()
    answer = client.post(
        "/api/evidence",
        {**send, "file": SimpleUploadedFile("p.jpg", data)},
        headers=bearer(li, "evidence.add"),
    )
    assert answer.status_code == 201
    (row,) = Evidence.objects.all()
    assert row.withheld
    assert row.open_at is None
    done = post(client, zhang, "/evidence/add/", {**send, "file": SimpleUploadedFile("p.jpg", data)})
    assert get(client, zhang, done["Location"]).status_code == 200
    assert Evidence.objects.count() == 2


def test_a_device_syncs_with_its_token_and_gets_the_first_answers_again(client, visit, li):
    client.logout()
    held = bearer(li, "inspection.visit")
    items = {"items": [
        {"uuid": str(uuid.uuid4()), "kind": "verification", "visit": str(visit.uuid), "indicator": "income", "value": "100000"},
        {"uuid": str(uuid.uuid4()), "kind": "finish", "visit": str(visit.uuid), "note": "属实"},
    ]}  # fmt: skip
    first = client.post("/api/inspections/sync", items, "application/json", headers=held)
    again = client.post("/api/inspections/sync", items, "application/json", headers=held)
    assert first.status_code == again.status_code == 200, first.content
    assert [a["status"] for a in first.json()["answers"]] == ["stored", "stored"]
    assert [{**a, "again": False} for a in again.json()["answers"]] == first.json()["answers"]
    assert first.json()["answers"][0]["result"] == "confirmed"


def test_a_sync_that_does_not_read_is_refused_as_a_whole_with_its_place(client, li, visit):
    client.logout()
    items = {"items": [{"uuid": "x", "kind": "dance", "visit": str(visit.uuid)}]}
    answer = client.post(
        "/api/inspections/sync", items, "application/json", headers=bearer(li, "inspection.visit")
    )
    assert answer.status_code == 422
    assert "items.0" in answer.json()["problems"][0]["where"]


def test_a_reporter_has_no_way_into_the_sync(client, zhang, visit):
    client.force_login(zhang)
    assert client.get("/api/inspections/day").status_code == 403


def test_anybody_with_the_answer_of_the_api_draws_the_list_again(client, drawn, staffed, zhou):
    client.logout()
    said = client.get(
        f"/api/inspections/plans/{staffed.pk}/draw", headers=bearer(zhou, "inspection.read")
    ).json()
    again = draw_again(said["basis"], said["head_size"], said["head_sha256"])
    assert [d.unit for d in again] == [d["unit"] for d in said["drawn"]] == [v.unit.code for v in drawn]


def test_the_page_of_a_plan_shows_what_is_needed_to_draw_again(client, drawn, staffed, zhao):
    fixed, shown = Draw.objects.get(), text(client, zhao, f"/inspections/plan/{staffed.pk}/")
    assert fixed.seed in shown
    assert fixed.head_sha256 in shown


def test_areas_that_do_not_read_are_said_line_by_line(client, plan, zhao, units):
    answer = post(client, zhao, f"/inspections/plan/{plan.pk}/areas/", {"areas": "一片 123\n二片"}, ok=422)
    assert "第 1 行：没有叫“123”的单位" in answer.content.decode()
    assert "第 2 行：没有写单位" in answer.content.decode()


def test_an_inspector_asks_to_stay_away(client, li, units, drawn):
    post(client, li, "/inspections/day/recusal/", {"unit": units.villages[0].code, "reason": "亲属任职"})
    visit = next(v for v in drawn if v.unit in units.others)
    visit.unit = units.villages[0]
    from youju.flow.inspections.recusal import barred_person

    assert any("亲属任职" in why for why in barred_person(li, units.villages[0], visit.plan_id))


def test_the_risk_of_a_unit_is_counted_from_what_looked_odd_before(drawn, seen, li, zhao, units, at):
    before = risk_of(seen.visit.plan).get(seen.visit.unit.code, 0)
    services.feed_back(visit=seen.visit, text="反馈", by=li)
    services.assign_rectification(finding=seen.finding, due_on=dt.date(2026, 11, 15), by=zhao)
    at("2026-11-16 09:00")
    after = risk_of(seen.visit.plan)[seen.visit.unit.code]
    assert before >= 2
    assert after - before == 3


PLAN = {"title": "11月督查", "basis": "梨办发〔2026〕9号", "starts_on": "2026-11-20", "ends_on": "2026-11-09"}


def test_days_that_run_backwards_are_said_beside_them_and_the_form_is_kept(client, units, zhao):
    answer = post(client, zhao, "/inspections/new/", {"office": "梨树县", **PLAN}, ok=409)
    page = answer.content.decode()
    assert 'value="11月督查"' in page
    errors = page.partition('id="id_ends_on_error"')[2]
    assert "结束早于开始" in errors.partition("</ul>")[0]


def test_a_word_that_is_no_number_is_said_at_its_item_and_the_note_is_kept(client, visit, li):
    page = f"/inspections/day/{visit.uuid}/verify/"
    said = {"indicator": "income", "value": "九万", "note": "看了账本"}
    shown = post(client, li, page, said, ok=422).content.decode()
    assert "“九万”不是数" in shown.partition('id="id_income_value_error"')[2].partition("</ul>")[0]
    assert 'value="看了账本"' in shown


def test_an_empty_end_of_a_visit_is_said_beside_its_words(client, visit, li):
    shown = post(
        client, li, f"/inspections/day/{visit.uuid}/finish/", {"text": "", "drop": "1"}, ok=409
    ).content.decode()
    assert 'aria-invalid="true"' in shown.partition('name="text"')[2].partition(">")[0]


def test_a_text_is_no_photograph(client, visit, li):
    file = SimpleUploadedFile("a.txt", b"x")
    post(client, li, f"/inspections/day/{visit.uuid}/picture/", {"file": file}, ok=422)
    assert Evidence.objects.count() == 0


def test_an_inspector_stays_away_from_a_unit_by_its_name(client, li, units):
    shown = post(
        client, li, "/inspections/day/recusal/", {"unit": "某村", "reason": "亲属任职"}, ok=422
    ).content.decode()
    assert "没有叫“某村”的单位" in shown and 'value="亲属任职"' in shown


def test_a_draw_is_made_apart_from_the_page_and_a_refusal_is_told_on_the_plan(
    client, staffed, reported, zhao, units, settings, tmp_path
):
    from tests.flow.inspections.conftest import QUOTAS
    from youju.kernel.jobs import work

    settings.YOUJU = {**settings.YOUJU, "jobs": "apart", "folder": tmp_path}
    services.fix_draw(plan=staffed, quotas=QUOTAS, by=zhao, seed="摇号 0917", risk={})
    client.force_login(zhao)
    base = f"/inspections/plan/{staffed.pk}/"

    def drawn():
        where = client.post(f"{base}draw/")["Location"]
        assert where.startswith("/jobs/")
        assert work()
        answer = client.get(where, follow=True)
        assert answer.redirect_chain[-1][0] == base
        return answer.content.decode()

    told = drawn()
    assert "几秒后再按一次" in told or "Try again in a few seconds" in told
    assert not staffed.visits.exists()
    sequence()
    assert "抽出 " in drawn()
    assert staffed.visits.exists()


@pytest.fixture
def many(li, visit, monkeypatch):
    """Three files of the village where one stands in a form."""
    monkeypatch.setattr("youju.flow.inspections.views.way.looked_for", partial(looked_for, size=1))
    return [
        add_evidence(unit=visit.unit, name=f"{name}.txt", content=name.encode(), by=li)
        for name in ("旧账", "新一", "新二")
    ]


@pytest.mark.parametrize(("door", "typed"), [("verify", {"indicator": "income", "value": "九万", "note": "看了账本"}), ("find", {"what": "村口秸秆"})])  # fmt: skip
def test_a_file_of_long_ago_is_found_on_a_visit_and_nothing_typed_is_lost(
    client, visit, li, many, door, typed
):
    page = text(client, li, f"/inspections/day/{visit.uuid}/")
    assert many[0].sha256 not in page and 'name="look"' in page
    said = {**typed, "evidence": [many[2].sha256], "files": "旧账", "look": "files"}
    shown = post(client, li, f"/inspections/day/{visit.uuid}/{door}/", said, ok=200).content.decode()
    assert f'value="{many[0].sha256}"' in shown and f'value="{many[2].sha256}" checked' in shown
    assert all(word in shown for key, word in typed.items() if key != "indicator")
    assert shown.count('<details class="look" open>') == 1 < shown.count('<details class="look"')
    assert "不是数" not in shown
    assert not Verification.objects.exists() and not Finding.objects.exists()


def test_a_file_of_long_ago_is_found_for_what_was_put_right(client, seen, zhao, zhang, monkeypatch):
    monkeypatch.setattr("youju.flow.inspections.views.unit.looked_for", partial(looked_for, size=1))
    services.feed_back(visit=seen.visit, text="请核对", by=zhao)
    item = services.assign_rectification(finding=seen.finding, due_on=dt.date(2026, 11, 30), by=zhao)
    old, _new = [
        add_evidence(unit=item.unit, name=f"{name}.txt", content=name.encode(), by=zhang)
        for name in ("旧照", "新照")
    ]
    said = {"text": "已清走", "files": "旧照", "look": "files"}
    shown = post(client, zhang, f"/inspections/item/{item.pk}/rectify/", said, ok=200).content.decode()
    assert f'value="{old.sha256}"' in shown and ">\n已清走</textarea>" in shown
    item.refresh_from_db()
    assert item.status == "assigned"
