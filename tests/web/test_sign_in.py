"""Signing in: names and passwords, limits, one-time passwords, a second factor; no way to help oneself to an account."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache

from youju.config.env import Env
from youju.kernel.models import Trace
from youju.kernel.people import close_account, open_account, reset_password

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


def sign_in(client, username="zhang", password=PASSWORD):
    return client.post("/accounts/login/", {"login": username, "password": password})


def test_a_person_signs_in_and_is_home(client, zhang):
    answer = sign_in(client)
    assert answer.status_code == 302
    assert "单位" in client.get("/").content.decode()


def test_whoever_forgot_the_password_is_told_whom_to_ask_and_no_mail_goes_out(client, mailoutbox):
    page = client.get("/accounts/password/reset/").content.decode()
    assert "请系统管理员在“账号”里重置" in page
    assert client.post("/accounts/password/reset/", {"email": "a@example.gov.cn"}).status_code == 405
    assert mailoutbox == []


def test_the_library_keeps_no_second_list_of_mail_addresses(client, zhang):
    client.force_login(zhang)
    assert client.get("/accounts/email/")["Location"] == "/mine/"
    asked = {"email": "a@example.gov.cn", "action_add": ""}
    assert client.post("/accounts/email/", asked).status_code == 405


def test_a_wrong_password_and_an_unknown_name_read_the_same(client, zhang):
    wrong = sign_in(client, password="nope").content.decode()
    unknown = sign_in(client, username="nobody", password="nope").content.decode()
    assert "errorlist" in wrong or "error" in wrong
    strip = lambda text: "".join(
        line for line in text.splitlines() if "csrf" not in line.lower() and "value=" not in line
    )
    assert strip(wrong) == strip(unknown)


def test_after_five_wrong_passwords_even_the_right_one_must_wait(client, zhang):
    for _ in range(5):
        sign_in(client, password="nope")
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_the_control_four_wrong_passwords_do_not_lock(client, zhang):
    for _ in range(4):
        sign_in(client, password="nope")
    sign_in(client)
    assert "_auth_user_id" in client.session


def test_a_closed_account_cannot_sign_in(client, zhang):
    close_account(user=zhang, by=None)
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_nobody_opens_an_account_for_himself(client):
    data = {"username": "me", "password1": "some-long-password", "password2": "some-long-password"}
    client.post("/accounts/signup/", data)
    from youju.kernel.models import User

    assert not User.objects.exists()


def test_a_one_time_password_opens_one_page_only_and_is_then_used_up(client, system):
    user, once = open_account(username="new", name="新人", by=system)
    sign_in(client, "new", once)
    assert client.get("/traces/")["Location"] == "/accounts/password/change/?next=%2Ftraces%2F"

    data = {"oldpassword": once, "password1": "another-long-one", "password2": "another-long-one"}
    client.post("/accounts/password/change/", data)

    user.refresh_from_db()
    assert not user.must_change_password
    assert client.get("/traces/").status_code == 403


def test_who_changed_the_one_time_password_goes_on_to_where_they_wanted_to_go(client, system):
    _user, once = open_account(username="new", name="新人", by=system)
    sign_in(client, "new", once)
    data = {"oldpassword": once, "password1": "another-long-one", "password2": "another-long-one"}
    assert (
        client.post("/accounts/password/change/?next=%2Freports%2F", data)["Location"].partition("?")[0]
        == "/reports/"
    )


def test_nobody_is_sent_to_another_house_after_changing_the_password(client, system):
    _user, once = open_account(username="new", name="新人", by=system)
    sign_in(client, "new", once)
    data = {"oldpassword": once, "password1": "another-long-one", "password2": "another-long-one"}
    assert client.post("/accounts/password/change/?next=https://x.example/", data)["Location"] == "/"


def test_a_short_password_is_refused_in_the_language_of_the_page(client, system):
    _user, once = open_account(username="new", name="新人", by=system)
    sign_in(client, "new", once)
    page = client.get("/accounts/password/change/").content.decode()
    assert "现在用的是一次性口令" in page
    data = {"oldpassword": once, "password1": "a-b-c", "password2": "a-b-c"}
    refused = client.post("/accounts/password/change/", data).content.decode()
    assert "密码太短。至少要 10 个字符。" in refused and "too short" not in refused


def test_a_one_time_password_is_no_new_password(client, system):
    user, once = open_account(username="new", name="新人", by=system)
    sign_in(client, "new", once)
    data = {"oldpassword": once, "password1": once, "password2": once}
    page = client.post("/accounts/password/change/", data).content.decode()
    user.refresh_from_db()
    assert user.must_change_password
    assert "和现在的密码一样" in page


def test_a_reset_takes_the_second_factors_away_and_says_how_many(zhang, system):
    TOTP.activate(zhang, "JBSWY3DPEHPK3PXP")
    reset_password(user=zhang, by=system)
    assert not get_adapter().is_mfa_enabled(zhang)
    assert Trace.objects.get(act="person.reset").detail["factors"] == 1


@pytest.mark.parametrize(("keeps", "left"), [(False, (401, 404)), (True, (200, 404))])
def test_a_reset_ends_tokens_and_feeds_unless_the_admin_says_that_nobody_was_in(
    client, zhang, system, keeps, left
):
    from youju.kernel.feeds import open_feed
    from youju.kernel.models import Tenure
    from youju.kernel.people import issue_token

    tenure = Tenure.objects.get(holder=zhang)
    _token, key = issue_token(tenure=tenure, name="对接", acts=["unit.read"], by=zhang)
    feed, secret = open_feed(name="手机", by=zhang)
    client.force_login(system)
    page = client.post(f"/people/{zhang.pk}/reset/", {"keep": "yes"} if keeps else {}).content.decode()
    client.logout()
    assert ("令牌 1 个，日历订阅 1 个" in page) is not keeps
    feed.refresh_from_db()
    assert (feed.revoked_at is None) is keeps
    answers = (
        client.get("/api/units/", headers={"Authorization": f"Bearer {key}"}),
        client.get(f"/calendar/{secret}.ics"),
    )
    assert tuple(answer.status_code for answer in answers) == left
    assert Trace.objects.get(act="person.reset").detail["tokens"] == (0 if keeps else 1)


def test_the_secret_of_a_second_factor_lies_sealed(zhang):
    kept = TOTP.activate(zhang, "JBSWY3DPEHPK3PXP").instance.data["secret"]
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert get_adapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"


def test_a_secret_from_before_they_were_sealed_still_opens(zhang):
    assert get_adapter().decrypt("JBSWY3DPEHPK3PXP") == "JBSWY3DPEHPK3PXP"


def test_behind_a_proxy_nobody_waits_for_the_wrong_passwords_of_others(client, zhang, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = Env(mode="production").proxy_count()
    for number in range(12):
        data = {"login": f"nobody{number}", "password": "nope"}
        client.post("/accounts/login/", data, headers={"X-Forwarded-For": f"203.0.113.{number}"})
    data = {"login": "zhang", "password": PASSWORD}
    client.post("/accounts/login/", data, headers={"X-Forwarded-For": "203.0.113.99"})
    assert "_auth_user_id" in client.session


def test_an_address_that_a_browser_makes_up_is_not_believed(client, zhang, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(12):
        data = {"login": f"nobody{number}", "password": "nope"}
        client.post("/accounts/login/", data, headers={"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.7"})
    data = {"login": "zhang", "password": PASSWORD}
    client.post("/accounts/login/", data, headers={"X-Forwarded-For": "10.0.0.99, 203.0.113.7"})
    assert "_auth_user_id" not in client.session


def test_a_person_with_a_second_factor_is_asked_for_it(client, zhang):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(zhang, secret)
    answer = sign_in(client)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session

    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" in client.session
    assert get_adapter().is_mfa_enabled(zhang)


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/2fa/", "/accounts/password/change/", "/accounts/2fa/webauthn/"]
)
def test_the_pages_of_the_account_open_in_our_frame(client, zhang, path):
    if path != "/accounts/login/":
        client.force_login(zhang)
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    assert "web/youju.css" in answer.content.decode()
