"""Many requests with few keys at the same time: one effect for each key (RELIABILITY T17)."""

import threading

import pytest
from django.db import connections
from django.test import Client

from youju.flow.units.models import UnitChange
from youju.kernel.models import FirstAnswer, Tenure, Trace
from youju.kernel.people import issue_token

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
