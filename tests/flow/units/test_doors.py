"""Units through the doors: who sees what, and what a refused person reads."""

import datetime as dt
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from youju.flow.units.models import Unit
from youju.flow.units.services import rename_unit
from youju.kernel.acts import title_of
from youju.kernel.models import Tenure
from youju.kernel.people import issue_token

pytestmark = pytest.mark.django_db
BASIS = {"on": "2023-07-01", "basis": "吉民发〔2023〕1号"}


def get(client, user, path, **headers):
    client.force_login(user)
    return client.get(path, headers=headers)


def post(client, user, path, data, **headers):
    client.force_login(user)
    return client.post(path, data, headers=headers)


def bearer(user, *acts):
    tenure = Tenure.objects.get(holder=user)
    _token, key = issue_token(tenure=tenure, name="对接", acts=acts, by=user)
    return {"Authorization": f"Bearer {key}"}


def test_a_reporter_sees_the_units_under_the_own_post_only(client, zhang, units):
    text = get(client, zhang, "/units/").content.decode()
    assert "郭家店镇" in text
    assert "示例1村" in text
    assert "榆树台镇" not in text
    assert "别处1村" not in text


def test_a_stranger_cannot_tell_that_a_unit_exists(client, wang, units):
    there = get(client, wang, f"/units/{units.township.code}/")
    nowhere = get(client, wang, "/units/999999/")
    assert there.status_code == nowhere.status_code == 404
    assert "郭家店镇" not in there.content.decode()


def test_a_visitor_is_sent_to_sign_in_and_back(client, units):
    answer = client.get("/units/?level=village")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/units/%3Flevel%3Dvillage"


def test_a_list_of_march_shows_the_names_of_march(client, li, units):
    rename_unit(unit=units.township, name="郭家店街道", on=dt.date(2023, 7, 1), by=None)
    assert "郭家店镇" in get(client, li, "/units/?on=2023-03-31").content.decode()
    assert "郭家店镇" not in get(client, li, "/units/?on=2023-08-31").content.decode()


def test_a_page_of_a_unit_shows_where_it_stands_and_its_history(client, zhao, units):
    post(client, zhao, f"/units/{units.township.code}/rename/", {"name": "郭家店街道", **BASIS})
    text = get(client, zhao, f"/units/{units.township.code}/").content.decode()
    for word in ("梨树县", "示例2村", "郭家店镇（至 2023-07-01）", "更名", "吉民发〔2023〕1号", "赵"):
        assert word in text


def test_the_tree_opens_branch_by_branch(client, li, units):
    top = get(client, li, "/units/tree/").content.decode()
    branch = get(client, li, f"/units/tree/{units.county.code}/", **{"HX-Request": "true"}).content.decode()
    assert "梨树县" in top
    assert "郭家店镇" not in top
    assert "郭家店镇" in branch
    assert "<html" not in branch


def test_the_tree_opens_without_a_script_as_a_page_of_its_own(client, li, units):
    top = get(client, li, "/units/tree/").content.decode()
    (address,) = re.findall(r'<a class="button quiet" href="([^"]*)"', top)
    page = get(client, li, html.unescape(address)).content.decode()
    assert "<h1>梨树县的下级单位</h1>" in page
    assert "郭家店镇" in page and f"/units/tree/{units.township.code}/" in page
    (crumbs,) = re.findall(r'<p class="crumbs">.*?</p>', page)
    assert f'href="/units/{units.county.code}/' in crumbs


def test_a_reporter_may_not_change_units_and_reads_why(client, zhang, units):
    answer = post(client, zhang, f"/units/{units.township.code}/rename/", {"name": "甲", **BASIS})
    assert answer.status_code == 403
    assert "你现在的岗位没有“调整单位”的权限" in answer.content.decode()
    assert Unit.objects.get(code=units.township.code).name == "郭家店镇"


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("move", {"tree": "administrative", "parent": "220322104", **BASIS}),
        ("merge", {"codes": "220322104201\n220322104202", **BASIS}),
        ("split", {"parts": "220322104201 0.5\n220322104202 0.5", **BASIS}),
    ],
)
def test_the_scoring_office_changes_units_on_the_pages(client, zhao, units, act, data):
    answer = post(client, zhao, f"/units/{units.villages[0].code}/{act}/", data)
    assert answer.status_code == 302, answer.content.decode()
    history = get(client, zhao, f"/units/{units.villages[0].code}/").content.decode()
    assert title_of(f"unit.{act}") in history


def test_a_form_says_all_that_is_wrong_with_it(client, zhao, units):
    answer = post(
        client, zhao, f"/units/{units.township.code}/split/", {"parts": "1 0.5\n220322104 x", **BASIS}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "第 1 行：没有叫“1”的单位" in text
    assert "第 2 行：份额写成" in text


def test_a_file_with_faults_comes_back_as_a_table_of_places(client, zhao, units):
    file = SimpleUploadedFile("单位.csv", "代码,名称,上级代码,层级\n,x,,村级\n".encode())
    data = {"tree": "administrative", "on": "2023-07-01", "file": file}
    answer = post(client, zhao, "/units/import/", data)
    assert answer.status_code == 422
    assert "单位.csv:2 代码" in answer.content.decode()


def test_a_file_becomes_units_on_the_page(client, zhao, units):
    file = SimpleUploadedFile("单位.csv", "代码,名称,上级代码,层级\nx1,新组,220322104201,组、网格\n".encode())
    answer = post(
        client, zhao, "/units/import/", {"tree": "administrative", "on": "2023-07-01", "file": file}
    )
    assert answer.status_code == 302
    assert Unit.objects.get(code="x1").name == "新组"


def test_the_security_admin_appoints_and_dismisses(client, security, units, appointed):
    new = appointed("new", "新人", "inspector", units.other)
    data = {"holder": "new", "role": "reporter", "tree": "administrative", "valid_from": "2020-01-01"}
    post(client, security, f"/units/{units.township.code}/posts/appoint/", data)
    assert get(client, new, f"/units/{units.township.code}/").status_code == 200

    tenure = Tenure.objects.get(holder=new, post__role="reporter")
    post(client, security, f"/units/{units.township.code}/posts/{tenure.pk}/dismiss/", {})
    assert get(client, new, f"/units/{units.township.code}/").status_code == 404


def test_an_appointment_for_a_coming_day_is_taken_back(client, security, units, appointed):
    new = appointed("new", "新人", "inspector", units.other)
    said = {"holder": "new", "role": "reporter", "tree": "administrative", "valid_from": "2999-01-01"}
    path = f"/units/{units.township.code}/posts/"
    post(client, security, f"{path}appoint/", said)
    assert "收回任命" in get(client, security, path).content.decode()

    tenure = Tenure.objects.get(holder=new, post__role="reporter")
    assert post(client, security, f"{path}{tenure.pk}/dismiss/", {}).status_code == 302
    tenure.refresh_from_db()
    assert tenure.valid_to == tenure.valid_from
    assert "收回任命" not in get(client, security, path).content.decode()


def test_the_scoring_office_may_look_at_posts_but_not_appoint(client, zhao, units):
    data = {"holder": "zhao", "role": "leader", "tree": "administrative", "valid_from": "2023-01-01"}
    assert get(client, zhao, f"/units/{units.township.code}/posts/").status_code == 200
    assert post(client, zhao, f"/units/{units.township.code}/posts/appoint/", data).status_code == 403


def test_a_program_reads_units_with_the_token_of_a_post(client, zhang, units):
    answer = client.get("/api/units/?limit=2", headers=bearer(zhang, "unit.read"))
    assert [row["name"] for row in answer.json()["items"]] == ["郭家店镇", "示例1村"]
    more = client.get(
        f"/api/units/?limit=2&after={answer.json()['after']}", headers=bearer(zhang, "unit.read")
    )
    assert [row["name"] for row in more.json()["items"]] == ["示例2村", "示例3村"]
    assert more.json()["after"] == ""


def test_a_program_without_a_token_reads_how_to_get_one(client, units):
    answer = client.get("/api/units/")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert "Authorization: Bearer" in answer.json()["instead"]


def test_a_token_does_nothing_beyond_its_scopes(client, zhao, units):
    body = {"name": "甲", "on": "2023-07-01"}
    url = f"/api/units/{units.township.code}/rename"
    read_only = bearer(zhao, "unit.read")
    assert client.post(url, body, "application/json", headers=read_only).status_code == 403
    both = bearer(zhao, "unit.read", "unit.change")
    assert client.post(url, body, "application/json", headers=both).json()["name"] == "甲"


def test_a_browser_session_writes_through_the_api_only_with_its_csrf_token(zhao, units):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(zhao)
    url = f"/api/units/{units.township.code}/rename"
    assert client.post(url, {"name": "甲", "on": "2023-07-01"}, "application/json").status_code == 403


def test_an_answer_already_held_is_not_sent_again(client, zhang, units):
    url = f"/api/units/{units.township.code}"
    first = client.get(url, headers=bearer(zhang, "unit.read"))
    again = client.get(url, headers={**bearer(zhang, "unit.read"), "If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first.json()["above"] == ["220322"]


def test_the_same_key_gives_the_first_answer_and_one_effect(client, zhao, units):
    headers = {**bearer(zhao, "unit.change"), "Idempotency-Key": "k-1"}
    url, body = f"/api/units/{units.township.code}/rename", {"name": "甲", "on": "2023-07-01"}
    first = client.post(url, body, "application/json", headers=headers)
    again = client.post(url, body, "application/json", headers=headers)
    other = client.post(url, {**body, "name": "乙"}, "application/json", headers=headers)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true"
    assert other.status_code == 422
    assert units.township.changes.count() == 1


def test_a_refused_act_may_be_tried_again_with_its_key(client, zhao, units):
    headers = {**bearer(zhao, "unit.change"), "Idempotency-Key": "k-2"}
    url = f"/api/units/{units.township.code}/rename"
    assert (
        client.post(url, {"name": "", "on": "2023-07-01"}, "application/json", headers=headers).status_code
        == 409
    )
    ok = client.post(url, {"name": "甲", "on": "2023-07-01"}, "application/json", headers=headers)
    assert ok.status_code == 200


def test_posts_are_given_and_ended_through_the_api(client, security, units, appointed):
    appointed("new", "新人", "inspector", units.other)
    headers = bearer(security, "post.appoint", "unit.posts")
    url = f"/api/units/{units.township.code}/posts"
    said = {"holder": "new", "role": "reporter", "valid_from": "2020-01-01"}
    made = client.post(url, said, "application/json", headers=headers).json()
    assert (made["holder"], made["role"], made["valid_to"]) == ("new", "reporter", None)
    ended = client.post(
        f"{url}/{made['id']}/dismiss", {"on": "2023-01-01"}, "application/json", headers=headers
    )
    assert ended.json()["valid_to"] == "2023-01-01"
    assert [row["id"] for row in client.get(url, headers=headers).json()] == [made["id"]]


def test_an_admin_post_is_not_given_through_a_unit(client, security, units, zhang):
    said = {"holder": "zhang", "role": "audit_admin", "valid_from": "2020-01-01"}
    url = f"/api/units/{units.township.code}/posts"
    headers = bearer(security, "post.appoint")
    assert client.post(url, said, "application/json", headers=headers).status_code == 422


def test_a_tenure_that_ends_before_it_begins_is_said_beside_its_end(client, security, zhang, units):
    said = {
        "holder": "张", "role": "reporter", "tree": "administrative", "valid_from": "2026-12-01", "valid_to": "2026-11-01"
    }  # fmt: skip
    answer = post(client, security, f"/units/{units.township.code}/posts/appoint/", said)
    assert answer.status_code == 422
    assert "离任日期要在任职日期之后" in answer.content.decode()


def test_a_day_before_the_unit_was_there_is_said_beside_the_day(client, zhao, units):
    said = {"name": "新镇", "on": "2019-01-01", "basis": "批复"}
    page = post(client, zhao, f"/units/{units.township.code}/rename/", said).content.decode()
    assert "存续时间" in page.partition('id="id_on_error"')[2].partition("</ul>")[0]
