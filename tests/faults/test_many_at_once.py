"""A thousand requests with fifty keys, many at a time: one effect for each key (RELIABILITY T17)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client

from tests.faults.stage import LONG_AGO
from youju.flow.units.models import UnitChange
from youju.flow.units.services import add_unit
from youju.kernel.models import FirstAnswer, Tenure, Trace
from youju.kernel.people import issue_token

KEYS, POSTS = 50, 1000
# SQLite's lock knows no queue: as many writers as `youju serve` has threads. PostgreSQL takes more.
HANDS = 16 if connection.vendor == "postgresql" else 4


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_thousand_posts_with_fifty_keys_have_fifty_effects(zhao, units):
    codes = [f"2203221035{n:02}" for n in range(KEYS)]
    for n, code in enumerate(codes):
        add_unit(code=code, name=f"多{n}村", level="village", parent=units.township, on=LONG_AGO, by=None)
    _token, bearer = issue_token(
        tenure=Tenure.objects.get(holder=zhao), name="对接", acts=["unit.change"], by=zhao
    )

    def post(number):
        n = number % KEYS
        try:
            answer = Client().post(
                f"/api/units/{codes[n]}/rename", {"name": f"新名{n}", "on": "2023-07-01"}, "application/json",
                headers={"Authorization": f"Bearer {bearer}", "Idempotency-Key": f"key-{n}"},
            )  # fmt: skip
            return n, answer.status_code, answer.content, "Idempotent-Replayed" in answer
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as pool:
        answers = list(pool.map(post, range(POSTS)))
    assert {status for _n, status, _body, _again in answers} == {200}
    assert len({(n, body) for n, _status, body, _again in answers}) == KEYS
    assert sum(not again for *_rest, again in answers) == KEYS
    assert UnitChange.objects.count() == KEYS == FirstAnswer.objects.count()
    assert Trace.objects.filter(act="unit.rename").count() == KEYS
