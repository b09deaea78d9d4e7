"""Whoever raised an objection, or proposed a correction, takes it back while nobody has decided it."""

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from youju.flow.ledger.services import close_round
from youju.flow.scores.models import Objection
from youju.flow.scores.selectors import objections_for, own_objection
from youju.flow.scores.services import (
    decide_objection,
    propose_correction,
    raise_objection,
    withdraw_objection,
)
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.models import Tenure
from youju.kernel.people import issue_token
from youju.kernel.trace import history_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def objection(noticed, units, zhang):
    return raise_objection(
        score=noticed, unit=units.villages[1], rule="income", words="漏记一笔租金", by=zhang
    )


def bearer(user, *acts):
    _token, key = issue_token(tenure=Tenure.objects.get(holder=user), name="对接", acts=acts, by=user)
    return {"Authorization": f"Bearer {key}"}


def test_it_stays_to_be_read_with_who_took_it_back_and_why(objection, zhang):
    withdraw_objection(objection=objection, by=zhang, reason="看错了月份")
    row = Objection.objects.get()
    assert (row.verdict, row.answer, row.decided_by_id, row.led_to_id) == (
        "withdrawn",
        "看错了月份",
        None,
        None,
    )
    trace = history_of(row).last()
    assert (trace.act, trace.actor, trace.detail["reason"]) == ("objection.withdraw", zhang, "看错了月份")


def test_the_round_is_closed_without_waiting_for_it(objection, noticed, zhang, zhao, at):
    withdraw_objection(objection=objection, by=zhang)
    at("2026-11-26 09:00")
    assert close_round(round_=noticed.round, by=zhao).round.status == "closed"


def test_nobody_is_asked_to_decide_it_any_more(objection, zhang, qian):
    withdraw_objection(objection=objection, by=zhang)
    assert not objections_for(qian, open_only=True).exists()
    with pytest.raises(Refusal, match="撤回了"):
        decide_objection(objection=objection, verdict="dismissed", answer="不成立", by=qian)


def test_the_same_reason_is_objected_to_again_inside_the_window(objection, noticed, units, zhang):
    withdraw_objection(objection=objection, by=zhang)
    again = raise_objection(score=noticed, unit=units.villages[1], rule="income", words="漏记两笔", by=zhang)
    assert again.pk != objection.pk


def test_what_was_decided_is_not_taken_back(objection, zhang, qian):
    decide_objection(objection=objection, verdict="dismissed", answer="已在上月入账", by=qian)
    with pytest.raises(Refusal, match="已经有了复核结论"):
        withdraw_objection(objection=objection, by=zhang)
    assert Objection.objects.get().verdict == "dismissed"


@pytest.mark.parametrize("who", ["sun", "zhao", "qian", "wang"])
def test_nobody_takes_back_what_another_raised(request, objection, who):
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        withdraw_objection(objection=objection, by=person)
    with pytest.raises(Http404):
        own_objection(person, objection.pk)


def test_whoever_left_the_post_takes_nothing_back(objection, zhang, security, at):
    from youju.kernel.clock import db_today
    from youju.kernel.people import dismiss

    dismiss(tenure=Tenure.objects.get(holder=zhang), on=db_today(), by=security)
    with pytest.raises(NotAllowed):
        withdraw_objection(objection=objection, by=zhang)


def test_taking_back_is_no_verdict(objection, qian):
    with pytest.raises(BadInput):
        decide_objection(objection=objection, verdict="withdrawn", answer="撤回", by=qian)


def test_the_office_takes_its_proposed_correction_back(noticed, units, zhao, at):
    from youju.flow.scores.services import score_round

    at("2026-11-26 09:00")
    final = score_round(round_=close_round(round_=noticed.round, by=zhao).round, by=zhao, because="关账")
    row = propose_correction(score=final, unit=units.villages[1], rule="income", words="审计发现", by=zhao)
    assert withdraw_objection(objection=row, by=zhao).verdict == "withdrawn"


def test_the_database_refuses_a_decider_of_what_was_taken_back(objection, qian):
    from youju.kernel.clock import db_now

    with pytest.raises(DatabaseError), transaction.atomic():
        Objection.objects.update(verdict="withdrawn", decided_at=db_now(), decided_by=qian)


def test_the_page_offers_it_to_whoever_raised_it_alone(client, objection, zhang, sun):
    path = f"/scores/objections/{objection.pk}/"
    for person, offered in ((sun, False), (zhang, True)):
        client.force_login(person)
        assert (f'action="{path}withdraw/' in client.get(path).content.decode()) is offered
    assert client.post(f"{path}withdraw/", {"reason": "看错了月份"}).status_code == 302
    page = client.get(path).content.decode()
    assert "<h2>已撤回</h2>" in page and "看错了月份" in page and "None" not in page
    assert "withdraw/" not in page


def test_a_program_takes_it_back(client, objection, zhang):
    headers = bearer(zhang, "objection.withdraw", "statement.read")
    shown = client.get(f"/api/scores/objections/{objection.pk}", headers=headers).json()
    assert shown["may_withdraw"] is True
    url = f"/api/scores/objections/{objection.pk}/withdraw"
    answer = client.post(url, {"reason": "看错了"}, "application/json", headers=headers)
    assert (answer.status_code, answer.json()["verdict"]) == (200, "withdrawn")
    assert client.post(url, {}, "application/json", headers=headers).status_code == 409
