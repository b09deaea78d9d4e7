"""Default deny: what nobody declared, nobody enters."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path
from ninja import NinjaAPI

from youju.kernel.access import allow, public
from youju.kernel.errors import Problem, Refusal
from youju.web import api as web_api
from youju.web.access import refuse_undeclared, undeclared

pytestmark = pytest.mark.django_db


def forgotten(request):
    return HttpResponse("secret")


@allow("unit.raed")
def misspelt(request):
    return HttpResponse("secret")


@public
def refusing(request):
    raise Refusal(
        "不能报送",
        "没有附佐证材料",
        "先上传照片",
        english="No evidence.",
        problems=[Problem("A1", "空", "填")],
    )


@public
def breaking(request):
    raise ZeroDivisionError


urlpatterns = [
    path("forgotten/", forgotten),
    path("misspelt/", misspelt),
    path("refusing/", refusing),
    path("breaking/", breaking),
    path("", include("youju.web.urls")),
]
handler404 = "youju.web.errors.not_found"
handler500 = "youju.web.errors.broken"

planted = override_settings(ROOT_URLCONF=__name__)


@planted
def test_a_planted_view_without_a_rule_is_found_and_stops_the_start():
    assert [line.split(":")[0] for line in undeclared()] == ["/forgotten/", "/misspelt/"]
    with pytest.raises(ImproperlyConfigured, match="/forgotten/"):
        refuse_undeclared()


@planted
def test_even_if_it_started_nobody_would_come_in(client, zhao):
    client.force_login(zhao)
    answer = client.get("/forgotten/")
    assert answer.status_code == 403
    assert "secret" not in answer.content.decode()


def test_a_planted_operation_without_a_rule_is_found(monkeypatch):
    other = NinjaAPI(urls_namespace="planted")
    other.get("/open")(lambda request: 1)
    monkeypatch.setattr(web_api, "api", other)
    assert web_api.undeclared_operations() == ["/api/open GET: no access rule"]


def test_no_operation_is_overlooked():
    schema = web_api.api.get_openapi_schema()
    described = sum(len(methods) for methods in schema["paths"].values())
    assert sum(len(operation.methods) for _path, operation in web_api.operations()) == described > 10
    assert schema["openapi"].startswith("3.1")


@planted
def test_a_refusal_is_a_page_a_fragment_or_a_problem(client):
    page = client.get("/refusing/", headers={"Accept": "text/html"})
    fragment = client.get("/refusing/", headers={"Accept": "text/html", "HX-Request": "true"})
    program = client.get("/refusing/", headers={"Accept": "application/json"})

    assert {page.status_code, fragment.status_code, program.status_code} == {409}
    for answer in (page, fragment):
        for sentence in ("不能报送", "没有附佐证材料。", "先上传照片。"):
            assert sentence in answer.content.decode()
    assert "<html" in page.content.decode()
    assert "<html" not in fragment.content.decode()
    assert program["Content-Type"] == "application/problem+json"
    assert program.json() == {
        "type": "about:blank", "title": "不能报送", "status": 409, "detail": "没有附佐证材料", "instead": "先上传照片",
        "english": "No evidence.", "problems": [{"where": "A1", "what": "空", "mend": "填"}],
    }  # fmt: skip


@planted
def test_a_fault_of_ours_shows_no_innards(client):
    client.raise_request_exception = False
    answer = client.get("/breaking/")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.content.decode()
    assert "刚才填的没有保存" in answer.content.decode()


def test_a_form_without_its_token_reads_what_to_do(zhao):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "刷新后再提交" in answer.content.decode()


def test_the_menu_shows_only_rooms_the_person_may_enter(client, zhang, appointed, units):
    shop = appointed("shop", "某企业", "enterprise", units.township)
    shown = []
    for user in (zhang, shop):
        client.force_login(user)
        shown.append('href="/units/"' in client.get("/").content.decode())
    assert shown == [True, False]


@planted
@pytest.mark.parametrize(("language", "said", "silent"), [("zh-hans", "没有附佐证材料。", "No evidence."), ("en", "No evidence.", "没有附佐证材料")])  # fmt: skip
def test_a_refusal_is_told_in_the_language_of_the_page_alone(client, language, said, silent):
    page = client.get("/refusing/", headers={"Accept-Language": language}).content.decode()
    assert said in page
    assert silent not in page
    assert page.count("<h1>") == 1


@planted
@pytest.mark.parametrize(("language", "said"), [("zh-hans", "这一步没有做成"), ("en", "The system failed")])
def test_what_broke_is_told_on_a_page_of_the_house(client, language, said):
    client.raise_request_exception = False
    answer = client.get("/breaking/", headers={"Accept-Language": language})
    page = answer.content.decode()
    assert answer.status_code == 500
    assert f"<h1>{said}" in page
    assert "web/youju" in page and 'href="/"' in page
