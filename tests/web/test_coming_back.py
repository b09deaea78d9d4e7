"""What is typed when the session ends is in its form again after signing in: for its writer alone, and nothing is done with it."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session

from youju.web.coming_back import KEPT, filled
from youju.web.hooks import RobotForm
from youju.work.registers.models import Record

pytestmark = pytest.mark.django_db
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
BRIDGE = """register: bridge
title: 桥梁
prefix: QL
fields:
  title: {title: 桥名, type: string, required: true, max_length: 20}
  note:  {title: 说明, type: text, max_length: 50}
  kind:  {title: 类型, type: choice, choices: [梁桥, 拱桥]}
"""
TYPED = {
    "title": "石<桥>",
    "note": "两行\n说明",
    "kind": "拱桥",
    "unit": "郭家店镇",
    "a_password": "secret-1",
}


@pytest.fixture
def bridge(units, zhao):
    from youju.work.registers.services import declare_register

    return declare_register(text=BRIDGE, unit=units.county, by=zhao)


def sent_too_late(client, user, path="/registers/bridge/new/"):
    client.force_login(user)
    client.get(path)
    Session.objects.update(expire_date=LONG_AGO)
    return client.post(path, TYPED, headers={"Referer": f"http://testserver{path}"})


def signed_in(client, user, password="very-long-password"):
    user.set_password(password)
    user.save()
    return client.post(
        "/accounts/login/?next=/registers/bridge/new/", {"login": user.username, "password": password}
    )


def test_a_form_is_filled_in_again_after_signing_in_and_nothing_was_done(client, bridge, zhang):
    answer = sent_too_late(client, zhang)
    assert answer["Location"] == "/accounts/login/?next=/registers/bridge/new/"
    assert signed_in(client, zhang)["Location"] == "/registers/bridge/new/"
    page = client.get("/registers/bridge/new/").content.decode()
    assert "登录过期时填的已经放回来了" in page
    assert 'name="title" value="石&lt;桥&gt;" required' in page
    assert "两行\n说明</textarea>" in page
    assert "<option selected>拱桥</option>" in page
    assert not Record.objects.exists()
    assert "放回来了" not in client.get("/registers/bridge/new/").content.decode(), "it comes back once"


def test_nobody_else_reads_what_was_typed_and_no_secret_is_kept(client, bridge, zhang, sun):
    sent_too_late(client, zhang)
    assert "a_password" not in client.session[KEPT]["said"]
    signed_in(client, sun)
    assert "石" not in client.get("/registers/bridge/new/").content.decode()
    assert KEPT not in client.session


def test_the_key_in_the_address_of_a_robot_is_not_kept(client, system):
    client.force_login(system)
    asked = dict.fromkeys(RobotForm(user=system).fields, "typed")
    Session.objects.update(expire_date=LONG_AGO)
    client.post("/hooks/robots/", asked, headers={"Referer": "http://testserver/hooks/"})
    assert set(client.session[KEPT]["said"]) == {"name", "form", "unit"}


def test_a_browser_that_never_signed_in_leaves_nothing_behind(client, bridge):
    client.post("/registers/bridge/new/", TYPED)
    assert KEPT not in client.session


def test_a_form_that_is_sent_to_an_address_of_its_own_comes_back_on_its_page(client, bridge, zhang):
    client.force_login(zhang)
    Session.objects.update(expire_date=LONG_AGO)
    there, said = "/registers/bridge/?title=%E7%9F%B3", {"name": "石桥", "gone": "没有这一栏了"}
    answer = client.post("/registers/bridge/views/", said, headers={"Referer": f"http://testserver{there}"})
    assert answer["Location"].startswith("/accounts/login/?next=/registers/bridge/%3F")
    signed_in(client, zhang)
    page = client.get(there).content.decode()
    assert 'maxlength="60" value="石桥"' in page
    assert '<ul class="typed"><li>没有这一栏了</li></ul>' in page, (
        "where no field asks for it, it can be read"
    )


def test_only_the_form_that_asks_for_all_of_it_is_filled():
    page = '<form action="/a/"><input name="x"></form><details><form action="?once=1"><input name="x" value="old"><input type="checkbox" name="c" checked><input type="hidden" name="h" value="1"></form></details>'
    assert (
        '<form action="/a/"><input name="x"></form><details open=""><form action="?once=1"><input name="x" value="new">'
        '<input type="checkbox" name="c"><input type="hidden" name="h" value="1"></form></details>'
    ) in filled(page, "/p/", "/p/", {"x": ["new"], "h": ["9"]})
