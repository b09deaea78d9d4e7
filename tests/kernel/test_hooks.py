"""Webhooks, against a receiver with TLS that the test starts: signed, retried, never lost, never under two numbers."""

import base64
import datetime as dt
import hashlib
import hmac
import ipaddress
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings as django_settings
from django.db import connection, transaction

from youju.kernel import delivering, outward
from youju.kernel.clock import as_if, db_now
from youju.kernel.delivering import BACK_OFF, deliver
from youju.kernel.errors import BadInput, Refusal
from youju.kernel.hooks import close_hook, open_hook, try_again
from youju.kernel.models import Delivery, Hook, Tenure
from youju.kernel.outward import Unreachable
from youju.kernel.people import open_account
from youju.kernel.sealed import seal, unseal

pytestmark = pytest.mark.django_db


class Receiver(BaseHTTPRequestHandler):
    """Writes down what it hears and answers with what it was told to."""

    def log_message(self, *args):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        if self.server.silent.is_set():
            time.sleep(30)
        status = self.server.answers.pop(0) if self.server.answers else 200
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "https://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """Return a PEM file with a key and a certificate for localhost, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def receiver(certificate, settings, monkeypatch):
    """Start the receiver and allow it in the settings."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    httpd.socket = context.wrap_socket(httpd.socket, server_side=True)
    httpd.heard, httpd.answers, httpd.silent = [], [], threading.Event()
    httpd.url = f"https://localhost:{httpd.server_port}/heard"
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    settings.YOUJU = {
        **settings.YOUJU, "hook_hosts": [f"localhost:{httpd.server_port}"], "hook_ca": certificate,
        "hook_private": [ipaddress.ip_network("127.0.0.0/8")],
    }  # fmt: skip
    plain = socket.getaddrinfo
    # This machine may call itself ::1 as well; the receiver listens on 127.0.0.1.
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, *a, **k: plain("127.0.0.1" if host == "localhost" else host, port, *a, **k),
    )
    yield httpd
    httpd.shutdown()
    httpd.server_close()


@pytest.fixture
def hook(receiver, system):
    return open_hook(name="数据局", url=receiver.url, acts=["person.open"], by=system)


def happen(*names):
    for name in names:
        open_account(username=name, name=name, by=None)


def ids(receiver):
    return [headers["webhook-id"] for headers, _body in receiver.heard]


def test_an_act_is_told_once_and_signed(receiver, hook):
    _row, secret = hook
    happen("a")
    assert deliver() == 1
    assert deliver() == 0
    ((headers, body),) = receiver.heard
    whole = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mac = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), whole, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(mac).decode()
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 300
    said = json.loads(body)
    assert (said["type"], set(said["data"])) == ("person.open", {"trace", "subject"})
    assert Delivery.objects.get().status == "delivered"


def test_what_was_undone_is_never_told(receiver, hook):
    with transaction.atomic():
        happen("a")
        transaction.set_rollback(True)
    deliver()
    assert receiver.heard == []


def test_a_hook_hears_only_its_acts_and_only_from_its_opening_on(receiver, system):
    happen("before")
    deliver()
    open_hook(name="x", url=receiver.url, acts=["person.open"], by=system)
    open_hook(name="y", url=receiver.url, acts=["post.appoint"], by=system)
    happen("after")
    deliver()
    assert len(receiver.heard) == 1


def test_a_failed_delivery_is_said_again_later_under_its_number_with_a_new_time(receiver, hook):
    receiver.answers += [500, 302]
    happen("a")
    now = db_now()
    with as_if(now):
        assert (deliver(), deliver()) == (0, 0)
    with as_if(now + BACK_OFF[0]):
        assert deliver() == 0
    with as_if(now + BACK_OFF[0] + BACK_OFF[1] - dt.timedelta(seconds=1)):
        assert deliver() == 0
    assert len(receiver.heard) == 2
    with as_if(now + BACK_OFF[0] + BACK_OFF[1]):
        assert deliver() == 1
    assert len(set(ids(receiver))) == 1
    assert len({headers["webhook-timestamp"] for headers, _body in receiver.heard}) == 3


def test_after_the_last_pause_it_is_given_up_and_an_admin_may_ask_again(receiver, hook, system):
    receiver.answers += [500] * (len(BACK_OFF) + 1)
    happen("a")
    now = db_now()
    for _ in range(len(BACK_OFF) + 1):
        with as_if(now):
            deliver()
        now += dt.timedelta(days=2)
    row = Delivery.objects.get()
    assert (row.status, row.attempts, row.last_answer) == ("given_up", 8, "HTTP 500")
    with as_if(now):
        assert deliver() == 0
        try_again(delivery=row, by=system)
        assert deliver() == 1
    assert set(ids(receiver)) == {row.key}


def test_a_receiver_that_is_gone_is_not_asked_again(receiver, hook):
    receiver.answers += [410]
    happen("a")
    deliver()
    assert Delivery.objects.get().status == "given_up"


def test_a_hook_that_does_not_hear_holds_up_no_other(receiver, hook, system):
    happen(*"abc")
    other, _secret = open_hook(name="另一处", url=f"{receiver.url}/other", acts=["person.open"], by=system)
    receiver.answers += [500]
    happen("d")
    assert deliver() == 1
    assert list(Delivery.objects.exclude(attempts=0).order_by("pk").values_list("hook", "attempts")) == [
        (hook[0].pk, 1), (other.pk, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("fault", [RuntimeError("x"), FileNotFoundError("ca.pem")], ids=str)
def test_whatever_one_hook_meets_the_telling_goes_on(receiver, hook, monkeypatch, fault):
    monkeypatch.setattr(delivering, "say", lambda *_args: (_ for _ in ()).throw(fault))
    happen("a")
    assert deliver() == 0
    assert (Delivery.objects.get().status, Delivery.objects.get().last_answer) == (
        "waiting",
        type(fault).__name__,
    )


def test_a_certificate_file_that_is_gone_is_an_answer(receiver, settings):
    settings.YOUJU = {**settings.YOUJU, "hook_ca": "/nowhere/ca.pem"}
    with pytest.raises(Unreachable, match="FileNotFoundError"):
        outward.post(receiver.url, b"", {})


def test_a_closed_hook_hears_nothing_more(receiver, hook, system):
    happen("a")
    close_hook(hook=hook[0], by=system)
    deliver()
    assert receiver.heard == []


def test_two_workers_never_say_the_same_at_the_same_time(receiver, hook):
    happen("a")
    while delivering.sequence() is not None:
        pass
    delivering.spread(hook[0])
    (mine,), (other,) = delivering.due(), delivering.due()
    assert delivering.attempt(mine)
    assert not delivering.attempt(other)
    assert len(receiver.heard) == 1


def test_a_worker_that_dies_while_spreading_loses_nothing_and_doubles_nothing(receiver, hook, monkeypatch):
    happen("a", "b")
    while delivering.sequence() is not None:
        pass

    class Dying:
        def __new__(cls, **said):
            return Delivery(**said)

        class objects:  # noqa: N801  # stands where the manager stands
            @staticmethod
            def bulk_create(rows):
                Delivery.objects.bulk_create(rows)
                raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(delivering, "Delivery", Dying)
        with pytest.raises(KeyboardInterrupt):
            delivering.spread(hook[0])
    assert Delivery.objects.count() == 0
    delivering.spread(hook[0])
    assert Delivery.objects.count() == 2
    assert not delivering.spread(hook[0])


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_neither_loses_nor_doubles_a_number(receiver, hook):
    happen("a", "b", "c")
    receiver.silent.set()
    worker = subprocess.Popen(
        [sys.executable, "-m", "youju", "manage", "deliver"], env=surroundings(), stdout=subprocess.DEVNULL
    )
    for _ in range(600):
        if receiver.heard:
            break
        time.sleep(0.1)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert len(receiver.heard) == 1
    receiver.silent.clear()
    with as_if(db_now() + delivering.LEASE + dt.timedelta(seconds=1)):
        assert deliver() == 3
    told = ids(receiver)
    assert len(told) == 4
    assert set(told) == set(Delivery.objects.values_list("key", flat=True))
    assert told.count(told[0]) == 2
    assert Delivery.objects.filter(status="delivered").count() == 3


def surroundings():
    """Return the environment of a worker in a process of its own, on this test's database and receiver."""
    said = connection.settings_dict
    base = f"sqlite:///{said['NAME']}"
    if connection.vendor == "postgresql":
        base = f"postgresql://{said['USER']}:{said['PASSWORD']}@{said['HOST']}:{said['PORT']}/{said['NAME']}"
    named = django_settings.YOUJU
    return {
        **os.environ, "YOUJU_MODE": "test", "YOUJU_DATABASE": base, "YOUJU_SECRET": django_settings.SECRET_KEY,
        "YOUJU_FOLDER": str(named["folder"]), "YOUJU_HOOK_HOSTS": ",".join(named["hook_hosts"]),
        "YOUJU_HOOK_PRIVATE": "127.0.0.0/8,::1/128", "YOUJU_HOOK_CA": str(named["hook_ca"]),
        "DJANGO_SETTINGS_MODULE": "youju.config.settings", "PYTHONPATH": str(Path(outward.__file__).parents[2]),
    }  # fmt: skip


@pytest.mark.parametrize(
    "url",
    ["http://localhost:1/", "https://other.example/", "https://user@localhost/", "https://localhost:2/", "ftp://localhost/",
     "https://localhost.evil.example/", "https://[::1/", "https://127.0.0.1/", "https:///x", "https://localhost/\x7f", "https://localhost/\ud800"],
)  # fmt: skip
def test_only_https_and_only_allowed_hosts(settings, system, url):
    settings.YOUJU = {**settings.YOUJU, "hook_hosts": ["localhost"]}
    with pytest.raises(BadInput):
        open_hook(name="x", url=url, acts=["person.open"], by=system)
    assert not Hook.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "169.254.169.254", "192.168.1.1", "0.0.0.0", "100.64.0.1", "224.0.0.1", "::1", "fd00::1",
     "::ffff:10.0.0.8", "64:ff9b::a00:8", "2002:a00:8::1"],
)  # fmt: skip
def test_an_allowed_name_that_points_inside_is_not_reached(settings, monkeypatch, address):
    settings.YOUJU = {**settings.YOUJU, "hook_hosts": ["out.example"], "hook_private": []}
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))
    inside = (family, socket.SOCK_STREAM, 6, "", (address, 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [public, inside])
    with pytest.raises(Unreachable, match="内部"):
        outward.post("https://out.example/", b"", {})


def test_the_address_that_was_judged_is_the_one_connected_to(receiver, monkeypatch):
    """A name that answers differently the second time is asked only once."""
    asked = []
    plain = socket.getaddrinfo

    def changing(host, port, *args, **kwargs):
        if host == "localhost":
            asked.append(host)
            assert len(asked) == 1, "looked up twice"
        return plain(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    assert outward.post(receiver.url, b"{}", {})[0] == 200


def test_a_certificate_of_somebody_else_is_not_believed(receiver, settings):
    settings.YOUJU = {**settings.YOUJU, "hook_ca": None}
    with pytest.raises(Unreachable):
        outward.post(receiver.url, b"{}", {})
    assert receiver.heard == []


def test_the_secret_is_sealed_at_rest(hook):
    row, secret = hook
    assert secret not in row.secret
    assert secret.removeprefix("whsec_")[:10] not in row.secret
    assert seal("a", "x") != seal("a", "x")
    with pytest.raises(ValueError, match="another secret"):
        unseal(seal("a", "x"), "y")


def test_a_secret_outlives_a_change_of_the_house_secret(settings):
    kept = seal("words", "x")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert unseal(kept, "x") == "words"


def test_the_system_admin_opens_a_hook_on_the_page_and_sees_what_was_heard(client, receiver, system, zhao):
    client.force_login(zhao)
    assert client.get("/hooks/").status_code == 403
    client.force_login(system)
    said = {"name": "数据局", "url": receiver.url, "acts": ["person.open"]}
    assert "whsec_" in client.post("/hooks/", said).content.decode()
    row = Hook.objects.get()
    happen("a")
    deliver()
    page = client.get(f"/hooks/{row.pk}/").content.decode()
    assert Delivery.objects.get().key in page
    assert "已送达" in page
    assert "whsec_" not in page + client.get("/hooks/").content.decode()
    assert client.post(f"/hooks/{row.pk}/close/").status_code == 302
    with pytest.raises(Refusal):
        try_again(delivery=Delivery.objects.get(), by=system)
    assert client.post("/hooks/", {**said, "url": "http://x.example/"}).status_code == 422


def as_program(user, act):
    from youju.kernel.people import issue_token

    _token, key = issue_token(tenure=Tenure.objects.get(holder=user), name="对接", acts=[act], by=user)
    return {"Authorization": f"Bearer {key}"}


def test_a_program_opens_a_hook_sees_what_was_heard_and_closes_it(client, receiver, system):
    headers = {**as_program(system, "hook.keep"), "Idempotency-Key": "one"}
    said = {"name": "数据局", "url": receiver.url, "acts": ["person.open"]}
    first, again = (client.post("/api/hooks/", said, "application/json", headers=headers) for _turn in "12")
    assert first.json()["secret"].startswith("whsec_")
    assert "whsec_" not in again.content.decode()
    row = Hook.objects.get()
    happen("a")
    deliver()
    del headers["Idempotency-Key"]
    (heard,) = client.get(f"/api/hooks/{row.pk}/deliveries", headers=headers).json()
    assert (heard["act"], heard["status"]) == ("person.open", "delivered")
    address = f"/api/hooks/deliveries/{heard['id']}/again"
    assert client.post(address, headers=headers).status_code == 409  # it was heard
    Delivery.objects.update(status="given_up")
    assert client.post(address, headers=headers).json()["status"] == "waiting"
    assert client.post(f"/api/hooks/{row.pk}/close", headers=headers).json()["closed_at"]
    (listed,) = client.get("/api/hooks/", headers=headers).json()
    assert (listed["id"], listed["waiting"], "secret" in listed) == (row.pk, 1, False)


@pytest.mark.parametrize(
    "wrong", [{"url": "http://x.example/"}, {"acts": ["no.such", "person.open"]}, {"acts": []}, {"name": ""}]
)
def test_a_hook_that_a_program_says_wrongly_is_refused_as_a_problem(client, receiver, system, wrong):
    said = {"name": "数据局", "url": receiver.url, "acts": ["person.open"], **wrong}
    answer = client.post("/api/hooks/", said, "application/json", headers=as_program(system, "hook.keep"))
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert not Hook.objects.exists()
