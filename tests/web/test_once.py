"""Many requests with few keys at the same time: one effect for each key (RELIABILITY T17)."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from youju.flow.units.models import UnitChange
from youju.kernel.models import FirstAnswer, Tenure, Trace
from youju.kernel.people import issue_token, revoke_token

KEYS, TIMES = 5, 8


@pytest.mark.django_db(transaction=True)
def test_requests_repeated_at_the_same_time_have_one_effect_each(zhao, units):
    _token, bearer = issue_token(
        tenure=Tenure.objects.get(holder=zhao), name="对接", acts=["unit.change"], by=zhao
    )
    villages = [*units.villages, *units.others]
    answers, failed = [], []

    def send(n):
        try:
            unit = villages[n]
            answer = Client().post(
                f"/api/units/{unit.code}/rename", {"name": f"新名{n}", "on": "2023-07-01"}, "application/json",
                headers={"Authorization": f"Bearer {bearer}", "Idempotency-Key": f"key-{n}"},
            )  # fmt: skip
            answers.append((n, answer.status_code, answer.content, "Idempotent-Replayed" in answer))
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=[n]) for n in range(KEYS) for _ in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failed == []
    assert {status for _n, status, _body, _again in answers} == {200}
    assert len({(n, body) for n, _status, body, _again in answers}) == KEYS
    assert sum(not again for *_rest, again in answers) == KEYS
    assert UnitChange.objects.count() == KEYS
    assert Trace.objects.filter(act="unit.rename").count() == KEYS
    assert FirstAnswer.objects.count() == KEYS


@pytest.fixture
def keyed(client, zhao):
    """Return a function (path, body, key) → the answer to 赵's program, and its token."""
    token, bearer = issue_token(
        tenure=Tenure.objects.get(holder=zhao), name="对接", acts=["unit.change"], by=zhao
    )

    def keyed(path, body, **said):
        return client.post(
            path, body, headers={"Authorization": f"Bearer {bearer}", "Idempotency-Key": "一"}, **said
        )

    return keyed, token


@pytest.mark.django_db
def test_a_token_that_was_taken_back_hears_no_first_answer(keyed, units, zhao):
    ask, token = keyed
    said = (f"/api/units/{units.villages[0].code}/rename", {"name": "新名", "on": "2023-07-01"})
    assert ask(*said, content_type="application/json").status_code == 200
    revoke_token(token=token, by=zhao)
    assert ask(*said, content_type="application/json").status_code == 401


@pytest.mark.django_db
def test_another_file_of_the_same_length_under_the_same_key_is_refused(keyed):
    ask, _token = keyed
    head = "代码,名称,上级代码,层级,类别\n"
    answers = [
        ask("/api/units/import?on=2023-07-01", {"file": SimpleUploadedFile("单位.csv", f"{head}{code},园,,乡级,园区\n".encode())})
        for code in ("P-1", "P-2", "P-1")
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [200, 422, 200]
    assert "另一份内容" in answers[1].json()["detail"]
    assert answers[2]["Idempotent-Replayed"] == "true"


def test_form_gone_back_to_is_refused_in_the_words_of_its_reader(client, zhang):
    """Of a key only a program knows: whoever goes back in the browser and changes the text is told what happened."""
    client.force_login(zhang)
    first = client.post(
        "/opinions/new/?once=key-of-a-form", {"page": "/", "wrong": "第一份内容", "wish": "能搜"}
    )
    changed = client.post(
        "/opinions/new/?once=key-of-a-form", {"page": "/", "wrong": "改过的内容", "wish": "能搜"}
    )
    said = changed.content.decode()
    assert (first.status_code, changed.status_code) == (302, 422)
    assert "这一页已经提交过一次" in said
    assert "Idempotency-Key" not in said
    assert "改过的内容" in said
