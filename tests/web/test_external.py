"""Signing in from elsewhere, against an OpenID Connect provider and a CAS server that the test starts."""

import base64
import datetime as dt
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ImproperlyConfigured

from youju.config.env import Env
from youju.kernel.models import ExternalIdentity, Trace
from youju.kernel.people import close_account

pytestmark = pytest.mark.django_db
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Server(BaseHTTPRequestHandler):
    """One OpenID Connect provider and one CAS server; whoever comes is `who`."""

    def log_message(self, *args):
        pass

    def do_GET(self):
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        state, base = self.server.state, f"http://127.0.0.1:{self.server.server_port}"
        if url.path.endswith("openid-configuration"):
            return self.say({
                "issuer": base, "authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token",
                "userinfo_endpoint": f"{base}/userinfo", "jwks_uri": f"{base}/jwks",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            })  # fmt: skip
        if url.path == "/authorize":
            code = hashlib.sha256(str(time.time_ns()).encode()).hexdigest()[:20]
            state["codes"][code] = asked
            return self.go(f"{asked['redirect_uri']}?code={code}&state={asked['state']}")
        if url.path == "/userinfo":
            assert self.headers["Authorization"] == "Bearer access"
            return self.say({"sub": state["who"], "name": "张三"})
        if url.path == "/cas/login":
            ticket = f"ST-{time.time_ns()}"
            state["tickets"][ticket] = asked["service"]
            return self.go(f"{asked['service']}&ticket={ticket}")
        if url.path == "/cas/p3/serviceValidate":
            service = state["tickets"].pop(asked["ticket"], None)
            good = service is not None and service == asked["service"]
            inside = (
                f"<cas:authenticationSuccess><cas:user>{state['who']}</cas:user></cas:authenticationSuccess>"
                if good
                else '<cas:authenticationFailure code="INVALID_TICKET">no</cas:authenticationFailure>'
            )
            body = (
                f'<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">{inside}</cas:serviceResponse>'
            )
            return self.answer(200, "text/xml", (state["garbage"] or body).encode())
        return self.answer(404, "text/plain", b"")

    def do_POST(self):
        said = {
            n: v[0]
            for n, v in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()
        }
        asked = self.server.state["codes"].pop(said["code"])
        proof = (
            base64.urlsafe_b64encode(hashlib.sha256(said["code_verifier"].encode()).digest())
            .rstrip(b"=")
            .decode()
        )
        if (said["client_secret"], proof) != ("a-secret", asked["code_challenge"]):
            return self.answer(401, "text/plain", b"")
        base = f"http://127.0.0.1:{self.server.server_port}"
        claims = {
            "iss": base,
            "aud": "youju",
            "sub": self.server.state["who"],
            "exp": time.time() + 60,
            "iat": time.time(),
        }
        token = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"})
        return self.say({"access_token": "access", "token_type": "Bearer", "id_token": token})

    def say(self, body):
        self.answer(200, "application/json", json.dumps(body).encode())

    def go(self, url):
        self.send_response(302)
        self.send_header("Location", url)
        self.end_headers()

    def answer(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def server(settings):
    """Start both services, and name them in the settings."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    httpd.state = {"who": "zhang-3", "codes": {}, "tickets": {}, "garbage": ""}
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{httpd.server_port}"
    env = Env(mode="test", oidc_server=base, oidc_client="youju", oidc_secret="a-secret")
    settings.SOCIALACCOUNT_PROVIDERS = env.sign_in_services()
    settings.YOUJU = {**settings.YOUJU, "cas_server": f"{base}/cas"}
    yield httpd
    httpd.shutdown()
    httpd.server_close()


def through(client, door):
    """Go through a sign-in service as a browser does; return the answer to the way back."""
    import httpx

    start = client.post({"oidc": "/accounts/oidc/oidc/login/", "cas": "/cas/start/"}[door])
    assert start.status_code == 302, start.content.decode()
    back = httpx.get(start["Location"], follow_redirects=False).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def linked(client, system, person):
    """The system admin links the one identity that waits, on the page."""
    row = ExternalIdentity.objects.get(person=None)
    client.force_login(system)
    assert row.subject in client.get("/people/external/").content.decode()
    client.post(f"/people/external/{row.pk}/link/", {"username": person.username})
    client.logout()
    return row


def is_in(client, person):
    return client.session.get("_auth_user_id") == str(person.pk)


@pytest.mark.parametrize("door", ["oidc", "cas"])
def test_a_new_identity_opens_nothing_until_an_admin_links_it(client, server, zhang, system, door):
    answer = through(client, door)
    assert answer.status_code == 403
    assert "还没有关联" in answer.content.decode()
    assert "_auth_user_id" not in client.session

    row = linked(client, system, zhang)
    assert through(client, door).status_code == 302
    assert is_in(client, zhang)
    assert list(Trace.objects.filter(subject__endswith=f":{row.pk}", act__startswith="identity").values_list("act", flat=True)) == [
        "identity.meet", "identity.link",
    ]  # fmt: skip


@pytest.mark.parametrize("door", ["oidc", "cas"])
def test_a_link_taken_back_and_given_to_another_person_signs_in_the_other(
    client, server, zhang, wang, system, door
):
    through(client, door)
    row = linked(client, system, zhang)
    through(client, door)
    client.force_login(system)
    client.post(f"/people/external/{row.pk}/unlink/")
    client.logout()
    assert through(client, door).status_code == 403
    linked(client, system, wang)
    through(client, door)
    assert is_in(client, wang)


@pytest.mark.parametrize("door", ["oidc", "cas"])
def test_a_closed_account_stays_closed_whatever_the_service_says(client, server, zhang, system, door):
    through(client, door)
    linked(client, system, zhang)
    close_account(user=zhang, by=None)
    assert through(client, door).status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("door", ["oidc", "cas"])
def test_a_second_factor_is_asked_for_here_too(client, server, zhang, system, door):
    from allauth.mfa.totp.internal.auth import TOTP

    through(client, door)
    linked(client, system, zhang)
    TOTP.activate(zhang, "JBSWY3DPEHPK3PXP")
    assert through(client, door)["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


def test_nobody_connects_an_identity_by_himself(client, server, zhang):
    import httpx

    client.force_login(zhang)
    start = client.post("/accounts/oidc/oidc/login/?process=connect")
    back = httpx.get(start["Location"], follow_redirects=False).headers["Location"]
    assert client.get(back.removeprefix("http://testserver")).status_code == 403
    assert ExternalIdentity.objects.get().person is None


def test_a_ticket_works_once_and_only_in_the_browser_that_asked(client, server, zhang, system):
    import httpx
    from django.test import Client

    through(client, "cas")
    linked(client, system, zhang)
    start = client.post("/cas/start/")
    back = (
        httpx.get(start["Location"], follow_redirects=False)
        .headers["Location"]
        .removeprefix("http://testserver")
    )
    assert Client().get(back).status_code == 403
    assert client.get(back).status_code == 302
    client.logout()
    assert client.get(back).status_code == 403


@pytest.mark.parametrize(
    "garbage", ["<not xml", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"]
)
def test_a_service_that_answers_nonsense_lets_nobody_in(client, server, garbage):
    server.state["garbage"] = garbage
    answer = through(client, "cas")
    assert answer.status_code in {403, 409}
    assert "root:" not in answer.content.decode()
    assert not ExternalIdentity.objects.exists()


def test_without_a_service_there_is_no_door(client):
    assert client.post("/cas/start/").status_code == 404
    assert client.post("/accounts/oidc/oidc/login/").status_code == 404
    assert "cas/start" not in client.get("/accounts/login/").content.decode()


def test_the_sign_in_page_names_the_services(client, server):
    page = client.get("/accounts/login/").content.decode()
    assert "/accounts/oidc/oidc/login/" in page
    assert "/cas/start/" in page


@pytest.mark.parametrize(
    "said", [{"oidc_server": "https://id.example"}, {"cas_server": "http://cas.example"},
             {"oidc_server": "http://id.example", "oidc_client": "a", "oidc_secret": "b"}],
)  # fmt: skip
def test_a_service_that_is_half_named_or_without_tls_stops_the_start(said):
    with pytest.raises(ImproperlyConfigured, match="不能启动"):
        Env(mode="production", **said).sign_in_services()


def test_only_the_system_admin_links(client, server, zhao, security):
    for user in (zhao, security):
        client.force_login(user)
        assert client.get("/people/external/").status_code == 403
        assert client.post("/people/external/1/link/", {"username": "zhao"}).status_code == 403


def test_a_program_of_the_system_admin_links_and_unlinks_an_identity(client, system, zhang):
    from youju.kernel.identities import meet
    from youju.kernel.models import Tenure
    from youju.kernel.people import issue_token

    row = meet(provider="cas", subject="0917", name="张")
    _token, key = issue_token(
        tenure=Tenure.objects.get(holder=system), name="对接", acts=["person.link"], by=system
    )
    ask = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {key}"}}
    (waiting,) = client.get("/api/identities/", headers=ask["headers"]).json()
    assert (waiting["subject"], waiting["username"]) == ("0917", None)
    there = f"/api/identities/{row.pk}"
    assert client.post(f"{there}/link", {"username": "nobody"}, **ask).status_code == 422
    assert client.post(f"{there}/link", {"username": "zhang"}, **ask).json()["username"] == "zhang"
    assert client.post(f"{there}/link", {"username": "system"}, **ask).status_code == 409
    assert client.post(f"{there}/unlink", **ask).json()["username"] is None
    assert Trace.objects.filter(act__in=["identity.link", "identity.unlink"]).count() == 2


def test_an_identity_is_linked_by_the_name_of_the_person_and_a_wrong_name_stands_beside_its_field(
    client, system, zhang
):
    row = ExternalIdentity.objects.create(
        provider="oidc", subject="u-9", name="张三", met_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    )
    client.force_login(system)
    wrong = client.post(f"/people/external/{row.pk}/link/", {"username": "张小三"})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert 'value="张小三" aria-invalid="true"' in page and "没有叫“张小三”的人" in page
    client.post(f"/people/external/{row.pk}/link/", {"username": zhang.name})
    row.refresh_from_db()
    assert row.person == zhang
