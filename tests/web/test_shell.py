"""The shell: nobody comes in without a rule, and every refusal says what, why and what instead."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_entrance_is_open_and_sends_nothing_from_elsewhere(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_health_page_says_whether_the_database_answers(client):
    assert client.get("/healthz").json() == {"status": "up"}


def test_every_door_has_a_rule():
    from youju.web.access import undeclared

    assert undeclared() == []


def test_a_page_that_is_not_there_says_what_to_do(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "从菜单重新进入" in answer.content.decode()
