"""Receipts for people, and the log for the world."""

import base64

import pytest

from youju.kernel import merkle
from youju.kernel.log import sequence
from youju.kernel.models import LogEntry, Trace
from youju.kernel.receipts import receipt_from
from youju.kernel.signing import is_signed_by, log_key, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def trace(client, zhao, units):
    client.force_login(zhao)
    client.post(f"/units/{units.township.code}/rename/", {"name": "甲", "on": "2023-07-01", "basis": "批复"})
    return Trace.objects.get(act="unit.rename")


def test_a_person_takes_the_receipt_of_an_act_away(client, trace):
    waiting = client.get(f"/receipts/{trace.pk}/")
    sequence()
    there = client.get(f"/receipts/{trace.pk}/")
    assert (waiting.status_code, there.status_code) == (202, 200)
    assert "<svg" in there.content.decode()
    assert "unit.rename" in there.content.decode()


def test_a_receipt_from_the_api_holds_outside(client, trace):
    sequence()
    receipt = receipt_from(client.get(f"/api/log/receipts/{trace.pk}").content.decode())
    assert receipt.holds()
    assert is_signed_by(receipt.note, log_key().public_key())


def test_the_receipt_of_somebody_else_is_not_there(client, trace, wang):
    sequence()
    client.force_login(wang)
    assert client.get(f"/receipts/{trace.pk}/").status_code == 404
    assert client.get(f"/api/log/receipts/{trace.pk}").status_code == 404


def test_the_audit_admin_reads_all_traces_and_nobody_else_does(client, trace, audit, zhao):
    client.force_login(audit)
    assert "unit.rename" in client.get("/traces/").content.decode()
    assert client.get(f"/receipts/{trace.pk}/").status_code == 202
    client.force_login(zhao)
    assert client.get("/traces/").status_code == 403


def test_the_world_checks_the_head_and_the_proofs_without_signing_in(client, trace):
    client.logout()
    first = sequence()
    Trace.objects.count()
    note = client.get("/api/log/head").content.decode()
    key = client.get("/api/log/key").content.decode()
    assert "BEGIN PUBLIC KEY" in key
    assert is_signed_by(note, log_key().public_key())
    size = read(note).size
    entry = LogEntry.objects.get(trace=trace)
    hashes = client.get(f"/api/log/inclusion/{entry.seq}/{size}").json()["hashes"]
    proof = [bytes.fromhex(h) for h in hashes]
    assert merkle.inclusion_holds(bytes(entry.sha256), entry.seq, size, proof, read(note).sha256)
    assert base64.b64encode(bytes(first.sha256)).decode() in note
    assert client.get(f"/api/log/consistency/1/{size}").status_code == 200


@pytest.mark.parametrize(
    "path", ["inclusion/99/1", "inclusion/0/999999", "inclusion/-1/1", "consistency/2/1", "consistency/0/1"]
)
def test_a_proof_that_cannot_be_is_refused_in_words(client, trace, path):
    sequence()
    answer = client.get(f"/api/log/{path}")
    assert answer.status_code == 422
    assert "树头" in answer.json()["instead"]


def test_an_empty_log_has_no_head(client):
    assert client.get("/api/log/head").status_code == 204


def test_a_trace_says_what_it_is_about_in_words():
    from django.utils.translation import override

    from youju.web.subjects import named

    assert named("reports.report:213") == "单位的报送 213 号"
    assert named("official") == "official"
    with override("en"):
        assert named("registers.record:7") == "Record no. 7"


def test_every_thing_that_has_a_word_is_a_model():
    from django.apps import apps

    from youju.web.subjects import THINGS

    known = {model._meta.label_lower for model in apps.get_models()}
    assert set(THINGS) <= known
