"""A passkey, in a real browser with an authenticator that the test plugs in: added, and then enough to sign in."""

import shutil
import warnings

import pytest
from django.core.cache import cache

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup")
if CHROMIUM is None:
    warnings.warn(
        "没有找到 Chromium,通行密钥测试没有跑 · no Chromium: the passkey test did not run", stacklevel=1
    )
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the passkey test did not run"),
    pytest.mark.django_db(transaction=True),
]
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def page(monkeypatch, settings):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    # A test has no TLS; the browser itself takes localhost for safe.
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    cache.clear()
    with playwright_api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(locale="zh-CN").new_page()
        key = page.context.new_cdp_session(page)
        key.send("WebAuthn.enable")
        key.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page
        browser.close()


def test_a_passkey_is_added_and_signs_in_without_a_password(page, live_server, zhang):
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("input[name=login]", "zhang")
    page.fill("input[name=password]", "a-long-password")
    page.click("button:text-is('登录')")
    page.wait_for_selector("text=退出")

    page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    # Whoever changes how to sign in says the password once more.
    page.fill("input[name=password]", "a-long-password")
    page.press("input[name=password]", "Enter")
    page.fill("input[name=name]", "办公室的钥匙")
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/accounts/2fa/**recovery**")

    page.click("text=退出")
    page.goto(f"{live_server.url}/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_selector("text=退出")
    assert "张" in page.locator("header").inner_text()
