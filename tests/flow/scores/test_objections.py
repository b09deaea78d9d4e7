"""Objections: against a reason, inside the window, decided by somebody else; an upheld one recalculates."""

import re
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from youju.flow.evidence.services import add_evidence
from youju.flow.ledger.rows import Entry
from youju.flow.ledger.selectors import cell_of
from youju.flow.ledger.services import bring_in, close_round, correct, take_official
from youju.flow.scores.models import Objection
from youju.flow.scores.selectors import erratum, latest_score, statement
from youju.flow.scores.services import (
    Mend,
    decide_objection,
    open_notice,
    propose_correction,
    raise_objection,
    score_round,
)
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.trace import history_of

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
    row = cell_of("my-scheme", units.villages[1].pk, "income", "2026-10")[-1]
    correct(observation=row, value=Decimal(107000), reason="看错一位", by=zhao)
    score_round(round_=noticed.round, by=zhao, because="再算一次")
    with pytest.raises(Refusal, match="最新的得分说明书"):
        raise_objection(score=noticed, unit=units.villages[1], rule="income", words="不对", by=zhang)


OTHER = (Mend("income", "2026-10", Decimal(95000)),)


def test_who_decided_an_objection_decides_the_next_though_its_verdict_scored_the_round(
    objection, noticed, units, zhang, qian
):
    led_to = decide_objection(
        objection=objection, verdict="upheld", answer="属实", by=qian, mends=MEND
    ).led_to
    row = raise_objection(score=led_to, unit=units.villages[2], rule="income", words="也漏了一笔", by=zhang)
    done = decide_objection(objection=row, verdict="upheld", answer="属实", by=qian, mends=OTHER)
    assert (done.led_to.number, statement(done.led_to, units.villages[2]).total) == (3, Decimal("87.50"))


def test_who_scored_decides_no_objection_to_what_a_verdict_made_of_the_score(
    objection, noticed, units, zhang, zhao, qian
):
    from tests.people import LONG_AGO
    from youju.kernel.people import appoint

    led_to = decide_objection(
        objection=objection, verdict="upheld", answer="属实", by=qian, mends=MEND
    ).led_to
    row = raise_objection(score=led_to, unit=units.villages[2], rule="income", words="也漏了一笔", by=zhang)
    appoint(holder=zhao, role="second_approver", unit_id=units.county.pk, by=None, valid_from=LONG_AGO)
    with pytest.raises(Refusal, match="分是你计的"):
        decide_objection(objection=row, verdict="dismissed", answer="不对", by=zhao)


def test_who_scored_again_as_the_office_cannot_decide(
    objection, noticed, units, zhang, zhao, qian, appointed
):
    from tests.people import LONG_AGO
    from youju.kernel.people import appoint

    decide_objection(objection=objection, verdict="dismissed", answer="不对", by=qian)
    row = cell_of("my-scheme", units.villages[2].pk, "income", "2026-10")[-1]
    appoint(holder=qian, role="scoring_office", unit_id=units.county.pk, by=None, valid_from=LONG_AGO)
    correct(observation=row, value=Decimal(91000), reason="看错一位", by=zhao)
    again = score_round(round_=noticed.round, by=qian, because="更正一笔")
    new = raise_objection(score=again, unit=units.villages[2], rule="income", words="不对", by=zhang)
    with pytest.raises(Refusal, match="分是你计的"):
        decide_objection(objection=new, verdict="dismissed", answer="不对", by=qian)


def test_a_value_put_right_rests_on_evidence_that_is_there(objection, qian):
    mend = Mend("income", "2026-10", Decimal(120000), ("zzz",))
    with pytest.raises(BadInput) as refused:
        decide_objection(objection=objection, verdict="upheld", answer="属实", by=qian, mends=[mend])
    assert "zzz… 不在这个单位或上级单位的佐证里" in refused.value.problems[0].what
    assert len(cell_of("my-scheme", objection.unit_id, "income", "2026-10")) == 1


def test_everything_wrong_with_what_is_put_right_is_told_at_once(objection, qian):
    mends = [Mend(name, "2026-10", Decimal(19), ("zzz",)) for name in ("complaints", "solved")]
    with pytest.raises(BadInput) as refused:
        decide_objection(objection=objection, verdict="upheld", answer="属实", by=qian, mends=mends)
    assert len(refused.value.problems) == 2


def test_evidence_of_another_township_is_refused_in_an_objection(noticed, units, zhang, wang):
    theirs = add_evidence(content="收据".encode(), name="收据.txt", unit=units.others[0], by=wang)
    with pytest.raises(BadInput, match="别的单位"):
        raise_objection(
            score=noticed,
            unit=units.villages[1],
            rule="income",
            words="不对",
            by=zhang,
            evidence=[theirs.sha256],
        )


def test_a_value_put_right_keeps_to_the_bounds_of_the_scheme(bounded, objection, qian):
    with pytest.raises(BadInput) as refused:
        decide_objection(objection=objection, verdict="upheld", answer="属实", by=qian, mends=[BELOW])
    assert refused.value.problems[0].what == "“村集体经济收入”是 -999，方案要求不小于 0"


BELOW = Mend("income", "2026-10", Decimal(-999))


@pytest.fixture
def bounded(starter):
    """Say in the scheme that no income is below zero."""
    text = starter["scheme.yaml"].decode()
    starter["scheme.yaml"] = text.replace(
        "title: 村集体经济收入,", "title: 村集体经济收入, at_least: 0,"
    ).encode()


# — a value that came too late to be gathered


@pytest.fixture
def late(reporting, handed_in, moved, units, zhao, zhang, at):
    """Return what village 3 objects to: it handed in when the notice was open, and the ledger holds nothing of it."""
    at("2026-11-03 09:00")
    round_ = reporting("2026-10")
    for unit, income in zip(
        [*units.villages[:2], *units.others], (120000, 108000, 60000, 132000), strict=True
    ):
        handed_in(round_, unit, str(income))
    at("2026-11-18 09:00")
    score = open_notice(round_=moved(round_, "verifying"), by=zhao)
    receipt = add_evidence(content="收据".encode(), name="收据.txt", unit=units.villages[2], by=zhang)
    return raise_objection(
        score=score,
        unit=units.villages[2],
        rule="income",
        words="报送没有收下",
        by=zhang,
        evidence=[receipt.sha256],
    )


def test_an_upheld_objection_brings_in_what_the_ledger_lacks_with_its_evidence(late, units, qian):
    mend = Mend("income", "2026-10", Decimal(90000))
    done = decide_objection(objection=late, verdict="upheld", answer="迟报，属实", by=qian, mends=[mend])
    (row,) = cell_of("my-scheme", late.unit_id, "income", "2026-10")
    assert (row.value, row.basis, row.evidence, row.reason) == (
        90000,
        "reported",
        late.evidence,
        "迟报，属实",
    )
    assert history_of(row).get().act == "ledger.bring"
    (line,) = [line for line in statement(done.led_to, units.villages[2]).lines if line.rule == "income"]
    assert line.contribution == Decimal(45)


@pytest.mark.parametrize(
    ("mend", "why"),
    [
        (Mend("nope", "2026-10", Decimal(1)), "没有要填的这个指标"),
        (Mend("income", "2026-11", Decimal(1)), "没有要填的这个指标"),
        (Mend("income", "十月", Decimal(1)), "不是一个周期"),
        (Mend("income", "2026-10", Decimal(1), ("zzz",)), "不在这个单位或上级单位的佐证里"),
        (Mend("income", "2026-10", Decimal(-1)), "方案要求不小于 0"),
    ],
)
def test_what_is_brought_in_is_asked_for_within_bounds_and_rests_on_evidence(bounded, late, qian, mend, why):
    with pytest.raises(BadInput) as refused:
        decide_objection(objection=late, verdict="upheld", answer="属实", by=qian, mends=[mend])
    assert why in refused.value.problems[0].what


def test_nothing_is_brought_in_without_evidence(late, qian):
    late.evidence = []
    with pytest.raises(BadInput) as refused:
        decide_objection(
            objection=late,
            verdict="upheld",
            answer="属实",
            by=qian,
            mends=[Mend("income", "2026-10", Decimal(1))],
        )
    assert "没有佐证" in refused.value.problems[0].what


def test_a_cell_that_holds_a_value_is_corrected_and_not_filled_again(objection, noticed, qian):
    entry = Entry(objection.unit_id, "income", "2026-10", Decimal(1), "reported", evidence=("0" * 64,))
    with pytest.raises(Refusal, match="已经有这个数"):
        bring_in(
            entry=entry,
            scheme="my-scheme",
            round_=noticed.round,
            reason="属实",
            by=qian,
            after_close="x",
        )


def test_what_came_while_the_notice_is_open_does_not_come_in_over_the_verdict(late, handed_in, units, qian):
    handed_in(late.score.round, units.villages[2], "80000")
    mend = Mend("income", "2026-10", Decimal(90000))
    done = decide_objection(objection=late, verdict="upheld", answer="属实", by=qian, mends=[mend])
    (line,) = [line for line in statement(done.led_to, units.villages[2]).lines if line.rule == "income"]
    assert line.contribution == Decimal(45)


def test_the_page_of_the_verdict_offers_what_was_handed_in_and_is_lacking(
    client, late, handed_in, units, zhao, qian, at
):
    decide_objection(objection=late, verdict="dismissed", answer="没有报送", by=qian)
    at("2026-11-26 09:00")
    closed = close_round(round_=late.score.round, by=zhao).round
    final = score_round(round_=closed, by=zhao, because="关账")
    handed_in(closed, units.villages[2], "90000")
    row = propose_correction(score=final, unit=units.villages[2], rule="income", words="审计认可", by=zhao)
    client.force_login(qian)
    page = client.get(f"/scores/objections/{row.pk}/").content.decode()
    assert "底账里没有，单位报的是 90000 元" in page
    said = {"verdict": "upheld", "answer": "迟报，属实", "value-0": "90000", "evidence": late.evidence}
    assert client.post(f"/scores/objections/{row.pk}/", said).status_code == 302
    (brought,) = cell_of("my-scheme", row.unit_id, "income", "2026-10")
    assert (brought.value, brought.evidence) == (90000, late.evidence)


@pytest.mark.parametrize("was", [None, "90000"], ids=["first said after closing", "revised after closing"])
def test_an_upheld_objection_moves_nobody_by_a_statistic_that_came_after_the_closing(
    noticed, units, zhao, qian, at, was
):
    other = units.villages[0]
    say = lambda value: take_official(
        entries=[Entry(other.pk, "income", "2026-10", Decimal(value), "official", citation="统计局")],
        citation="统计局", by=None, name="月报", scheme="my-scheme",
    )  # fmt: skip
    if was:
        say(was)
    at("2026-11-26 09:00")
    closed = close_round(round_=noticed.round, by=zhao).round
    final = score_round(round_=closed, by=zhao, because="关账")
    at("2026-12-02 09:00")
    say("1")
    row = propose_correction(score=final, unit=units.villages[1], rule="income", words="审计认可", by=zhao)
    led_to = decide_objection(objection=row, verdict="upheld", answer="属实", by=qian, mends=MEND).led_to
    assert statement(led_to, units.villages[1]).total != statement(final, units.villages[1]).total
    assert statement(led_to, other).total == statement(final, other).total


@pytest.mark.parametrize("was", [None, "90000"], ids=["first said after closing", "revised after closing"])
def test_a_statistic_that_came_after_the_closing_is_adopted_by_an_upheld_objection_as_it_was_said(
    noticed, units, zhao, qian, at, was
):
    own = units.villages[1]
    say = lambda value: take_official(
        entries=[Entry(own.pk, "income", "2026-10", Decimal(value), "official", citation="统计局")],
        citation="统计局", by=None, name="月报", scheme="my-scheme",
    )  # fmt: skip
    if was:
        say(was)
    at("2026-11-26 09:00")
    closed = close_round(round_=noticed.round, by=zhao).round
    final = score_round(round_=closed, by=zhao, because="关账")
    at("2026-12-02 09:00")
    say("120000")
    row = propose_correction(score=final, unit=own, rule="income", words="统计局已修订", by=zhao)
    with pytest.raises(Refusal, match="由异议采用这个数"):
        decide_objection(
            objection=row,
            verdict="upheld",
            answer="属实",
            by=qian,
            mends=[Mend("income", "2026-10", Decimal(119999))],
        )
    led_to = decide_objection(objection=row, verdict="upheld", answer="属实", by=qian, mends=MEND).led_to
    assert statement(led_to, own).total == Decimal("100.00")
    assert statement(led_to, own).total != statement(final, own).total


def test_a_statistic_that_all_schemes_share_is_not_adopted_since_it_would_move_the_others(
    noticed, units, zhao, qian, at
):
    own = units.villages[1]
    at("2026-11-26 09:00")
    closed = close_round(round_=noticed.round, by=zhao).round
    final = score_round(round_=closed, by=zhao, because="关账")
    at("2026-12-02 09:00")
    take_official(
        entries=[Entry(own.pk, "income", "2026-10", Decimal(120000), "official", citation="统计局")],
        citation="统计局", by=None, name="月报",
    )  # fmt: skip
    row = propose_correction(score=final, unit=own, rule="income", words="统计局已修订", by=zhao)
    with pytest.raises(Refusal, match="按方案导入"):
        decide_objection(objection=row, verdict="upheld", answer="属实", by=qian, mends=MEND)


# — words of a document as evidence


@pytest.fixture
def cited(zhao):
    """Return words of a document, as a value cites them."""
    from youju.flow.documents.services import add_document

    text = "郭家店镇示例2村集体经济壮大\n\n2026年10月,示例2村集体经济收入达到12万元,解决群众诉求19件。\n"
    row = add_document(name="page.txt", content=text.encode(), kind="newspaper_page", title="梨树报", by=zhao)
    return f"sha256:{row.sha256}#16-40"


def test_an_upheld_objection_rests_on_words_of_a_document(objection, cited, units, qian):
    mend = Mend("income", "2026-10", Decimal(120000), (cited,))
    done = decide_objection(objection=objection, verdict="upheld", answer="见报", by=qian, mends=[mend])
    row = cell_of("my-scheme", objection.unit_id, "income", "2026-10")[-1]
    assert (row.evidence, row.citation) == ([cited], f"梨树报 {cited}")
    (line,) = [one for one in statement(done.led_to, units.villages[1]).lines if one.rule == "income"]
    assert cited in " ".join(line.evidence)


def test_a_unit_objects_with_words_of_a_document(noticed, cited, units, zhang):
    row = raise_objection(
        score=noticed, unit=units.villages[1], rule="income", words="见报", by=zhang, evidence=[cited]
    )
    assert row.evidence == [cited]


def test_what_is_brought_in_may_rest_on_words_of_a_document(late, cited, qian):
    mend = Mend("income", "2026-10", Decimal(90000), (cited,))
    decide_objection(objection=late, verdict="upheld", answer="见报", by=qian, mends=[mend])
    (row,) = cell_of("my-scheme", late.unit_id, "income", "2026-10")
    assert row.citation == f"梨树报 {cited}"


@pytest.mark.parametrize(
    "wrong",
    [lambda one: one.replace("#16-40", "#16-4000"), lambda one: one.replace("#16-40", "#40-16"), lambda _one: f"sha256:{'0' * 64}#1-2", lambda one: f"{one} 又"],
    ids=["beyond the text", "backwards", "of no document", "with more words"],
)  # fmt: skip
def test_words_that_stand_nowhere_are_refused(objection, cited, qian, wrong):
    mend = Mend("income", "2026-10", Decimal(120000), (wrong(cited),))
    with pytest.raises(BadInput) as refused:
        decide_objection(objection=objection, verdict="upheld", answer="见报", by=qian, mends=[mend])
    assert "不在" in refused.value.problems[0].what


def test_words_of_a_document_the_decider_may_not_read_are_no_evidence(objection, cited, qian, monkeypatch):
    from youju.flow.documents import selectors

    may = selectors.may
    monkeypatch.setattr(selectors, "may", lambda user, act: act != "document.read" and may(user, act))
    mend = Mend("income", "2026-10", Decimal(120000), (cited,))
    with pytest.raises(BadInput):
        decide_objection(objection=objection, verdict="upheld", answer="见报", by=qian, mends=[mend])


def test_the_page_of_the_verdict_offers_what_documents_say_of_the_unit(
    client, objection, cited, units, zhao, qian
):
    from youju.flow.documents.models import ReadFact
    from youju.flow.documents.services import Said, decide

    fact = next(one for one in ReadFact.objects.all() if one.record.get("value") == "120000")
    said = Said(unit_code=units.villages[1].code, period="2026-10")
    decide(fact=fact, verdict="accepted", said=said, note="看过原文", by=zhao)
    place = cited.replace("#16-40", f"#{fact.start}-{fact.end}")
    client.force_login(qian)
    page = client.get(f"/scores/objections/{objection.pk}/").content.decode()
    assert re.search(rf'name="evidence" value="{re.escape(place)}"[^>]*>\s*梨树报：', page)
    sent = {"verdict": "upheld", "answer": "见报", "value-0": "120000", "evidence": [place]}
    assert client.post(f"/scores/objections/{objection.pk}/", sent).status_code == 302
    assert cell_of("my-scheme", objection.unit_id, "income", "2026-10")[-1].evidence == [place]
