"""Objections: against a reason, inside the window, decided by somebody else; an upheld one recalculates."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from youju.flow.ledger.selectors import cell_of
from youju.flow.ledger.services import close_round
from youju.flow.scores.models import Objection
from youju.flow.scores.selectors import erratum, latest_score, statement
from youju.flow.scores.services import Mend, decide_objection, raise_objection, score_round
from youju.kernel.errors import BadInput, NotAllowed, Refusal

pytestmark = pytest.mark.django_db
MEND = (Mend("income", "2026-10", Decimal(120000)),)


@pytest.fixture
def objection(noticed, units, zhang):
    """Zhang says that village 2 took in 120,000, not 108,000."""
    return raise_objection(
        score=noticed, unit=units.villages[1], rule="income", words="漏记一笔租金 12000 元", by=zhang
    )


def test_an_objection_keeps_the_clause_and_the_marks_it_is_against(objection):
    assert (objection.clause, objection.marks) == ("第三条第(一)款", "54")


def test_an_objection_after_the_window_is_refused(noticed, units, zhang, at):
    at("2026-11-24 00:00")
    with pytest.raises(Refusal, match="异议期到 2026-11-23"):
        raise_objection(score=noticed, unit=units.villages[1], rule="income", words="不对", by=zhang)


def test_an_objection_on_the_last_evening_is_in_time(noticed, units, zhang, at):
    at("2026-11-23 23:59")
    assert raise_objection(score=noticed, unit=units.villages[1], rule="income", words="不对", by=zhang).pk


def test_nobody_objects_for_another_township(noticed, units, wang):
    with pytest.raises(NotAllowed):
        raise_objection(score=noticed, unit=units.villages[1], rule="income", words="不对", by=wang)


def test_an_objection_to_a_reason_that_is_not_there_is_refused(noticed, units, zhang):
    with pytest.raises(BadInput, match="没有“fires”"):
        raise_objection(score=noticed, unit=units.villages[1], rule="fires", words="不对", by=zhang)


def test_an_objection_says_why(noticed, units, zhang):
    with pytest.raises(BadInput, match="理由"):
        raise_objection(score=noticed, unit=units.villages[1], rule="income", words=" ", by=zhang)


def test_a_second_objection_to_the_same_reason_waits(objection, noticed, units, zhang):
    with pytest.raises(Refusal, match="正在复核"):
        raise_objection(score=noticed, unit=units.villages[1], rule="income", words="又不对", by=zhang)


def test_evidence_that_nobody_uploaded_is_refused(noticed, units, zhang):
    with pytest.raises(BadInput, match="佐证"):
        raise_objection(
            score=noticed, unit=units.villages[1], rule="income", words="不对", by=zhang, evidence=["0" * 64]
        )


def test_an_upheld_objection_corrects_the_ledger_and_scores_again(objection, noticed, units, qian):
    done = decide_objection(objection=objection, verdict="upheld", answer="租金合同属实", by=qian, mends=MEND)
    score = latest_score(noticed.round)
    assert (score.number, done.led_to_id) == (2, score.pk)
    assert statement(score, units.villages[1]).total == Decimal("100.00")
    assert statement(noticed, units.villages[1]).total == Decimal("94.00")
    assert [row.value for row in cell_of("my-scheme", units.villages[1].pk, "income", "2026-10")] == [
        108000,
        120000,
    ]


def test_an_upheld_objection_prints_an_erratum(objection, noticed, units, qian):
    decide_objection(objection=objection, verdict="upheld", answer="属实", by=qian, mends=MEND)
    assert [c.unit for c in erratum(latest_score(noticed.round))] == [units.villages[1].code]


def test_a_dismissed_objection_changes_no_mark(objection, noticed, qian):
    decide_objection(objection=objection, verdict="dismissed", answer="租金已在上月入账", by=qian)
    assert latest_score(noticed.round).pk == noticed.pk


def test_who_objected_cannot_decide(noticed, units, zhang, appointed, security):
    from tests.people import LONG_AGO
    from youju.kernel.people import appoint

    appoint(holder=zhang, role="second_approver", unit_id=units.county.pk, by=None, valid_from=LONG_AGO)
    row = raise_objection(score=noticed, unit=units.villages[1], rule="income", words="不对", by=zhang)
    with pytest.raises(Refusal, match="异议是你提的"):
        decide_objection(objection=row, verdict="dismissed", answer="不对", by=zhang)


def test_who_scored_cannot_decide(objection, zhao, units):
    from tests.people import LONG_AGO
    from youju.kernel.people import appoint

    appoint(holder=zhao, role="second_approver", unit_id=units.county.pk, by=None, valid_from=LONG_AGO)
    with pytest.raises(Refusal, match="分是你计的"):
        decide_objection(objection=objection, verdict="dismissed", answer="不对", by=zhao)


def test_the_database_itself_refuses_who_objected(objection, zhang):
    with pytest.raises(DatabaseError), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(
            decided_by=zhang, decided_at=objection.raised_at, verdict="dismissed", answer="x"
        )


def test_a_reporter_decides_nothing(objection, zhang, wang):
    with pytest.raises(NotAllowed):
        decide_objection(objection=objection, verdict="dismissed", answer="不对", by=wang)


def test_an_objection_is_decided_once(objection, qian):
    decide_objection(objection=objection, verdict="dismissed", answer="不对", by=qian)
    with pytest.raises(Refusal, match="已经复核"):
        decide_objection(objection=objection, verdict="dismissed", answer="不对", by=qian)


def test_an_upheld_objection_names_the_right_value(objection, qian):
    with pytest.raises(BadInput):
        decide_objection(objection=objection, verdict="upheld", answer="属实", by=qian)


def test_a_round_with_an_open_objection_is_not_closed(objection, noticed, zhao, at):
    at("2026-11-26 09:00")
    with pytest.raises(Refusal, match="没有办完") as refused:
        close_round(round_=noticed.round, by=zhao)
    assert "异议还没有复核" in refused.value.problems[0].what


def test_an_objection_to_an_old_score_is_sent_to_the_new_one(noticed, units, zhao, zhang):
    score_round(round_=noticed.round, by=zhao, because="再算一次")
    with pytest.raises(Refusal, match="最新的得分说明书"):
        raise_objection(score=noticed, unit=units.villages[1], rule="income", words="不对", by=zhang)
