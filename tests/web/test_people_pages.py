"""Accounts and tokens on the pages."""

import re

import pytest

from youju.kernel.models import Tenure, Token, User

pytestmark = pytest.mark.django_db


def shown_once(answer):
    return re.search(r"<strong>(.+?)</strong>", answer.content.decode())[1]


def test_the_system_admin_opens_an_account_that_can_sign_in(client, system):
    client.force_login(system)
    once = shown_once(client.post("/people/", {"username": "new", "name": "新人"}))
    user = User.objects.get(username="new")
    assert user.check_password(once)
    assert user.must_change_password


def test_a_closed_account_and_a_reset_password(client, system, zhang):
    client.force_login(system)
    once = shown_once(client.post(f"/people/{zhang.pk}/reset/"))
    zhang.refresh_from_db()
    assert zhang.check_password(once)
    client.post(f"/people/{zhang.pk}/close/")
    zhang.refresh_from_db()
    assert not zhang.is_active


@pytest.mark.parametrize("path", ["/people/", "/people/1/close/", "/people/1/reset/"])
def test_nobody_else_opens_accounts(client, zhao, security, path):
    for user in (zhao, security):
        client.force_login(user)
        assert client.post(path, {"username": "x", "name": "x"}).status_code == 403
    assert not User.objects.filter(username="x").exists()


def test_a_person_takes_a_token_uses_it_and_takes_it_back(client, zhang, units):
    client.force_login(zhang)
    tenure = Tenure.objects.get(holder=zhang)
    data = {"tenure": tenure.pk, "name": "对接", "acts": ["unit.read"], "days": 30}
    key = shown_once(client.post("/mine/tokens/", data))
    client.logout()
    bearer = {"Authorization": f"Bearer {key}"}
    assert client.get("/api/units/", headers=bearer).status_code == 200

    client.force_login(zhang)
    client.post(f"/mine/tokens/{Token.objects.get().pk}/revoke/")
    client.logout()
    assert client.get("/api/units/", headers=bearer).status_code == 401


def test_what_a_token_may_do_is_told_by_the_names_of_the_acts(client, zhang, units):
    client.force_login(zhang)
    tenure = Tenure.objects.get(holder=zhang)
    client.post(
        "/mine/tokens/",
        {"tenure": tenure.pk, "name": "对接", "acts": ["board.read", "evidence.add"], "days": 30},
    )
    page = client.get("/mine/").content.decode()
    assert "查看榜单、上传佐证" in page
    assert "board.read" not in page.split("<form")[0]
    page = client.get("/mine/", headers={"accept-language": "en"}).content.decode()
    assert "See boards, Upload evidence" in page


def test_every_act_and_trace_has_a_name_that_begins_with_a_capital():
    from django.utils.translation import override

    from youju.kernel import acts

    with override("en"):
        names = [acts.title_of(name) for name in (*acts._acts, *acts._words)]
    assert len(names) > 150
    assert [name for name in names if not name[0].isupper()] == []


def test_a_token_cannot_be_taken_for_the_post_of_another(client, zhang, wang, units):
    client.force_login(zhang)
    theirs = Tenure.objects.get(holder=wang)
    data = {"tenure": theirs.pk, "name": "对接", "acts": ["unit.read"], "days": 30}
    assert client.post("/mine/tokens/", data).status_code == 422
    assert not Token.objects.exists()


def test_the_token_of_another_is_not_there(client, zhang, wang, units):
    from youju.kernel.people import issue_token

    token, _key = issue_token(
        tenure=Tenure.objects.get(holder=wang), name="对接", acts=["unit.read"], by=wang
    )
    client.force_login(zhang)
    assert client.post(f"/mine/tokens/{token.pk}/revoke/").status_code == 404


def test_the_own_page_shows_the_posts_of_today(client, zhang, units):
    client.force_login(zhang)
    assert "填报员" in client.get("/mine/").content.decode()


def test_what_is_shown_once_is_not_kept_for_repetitions(client, system, zhang):
    client.force_login(system)
    headers = {"Idempotency-Key": "k"}
    once = shown_once(client.post(f"/people/{zhang.pk}/reset/", headers=headers))
    again = client.post(f"/people/{zhang.pk}/reset/", headers=headers)
    zhang.refresh_from_db()
    assert again.status_code == 409
    assert once not in again.content.decode()
    assert zhang.check_password(once)
