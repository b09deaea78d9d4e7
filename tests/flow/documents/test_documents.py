"""Documents: a file is read once, each fact waits for a person, and no decision is ever lost."""

import hashlib
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from youju.flow.documents import services
from youju.flow.documents.accepted import accepted_facts, compared, suggestions
from youju.flow.documents.marks import Mark, marked
from youju.flow.documents.models import Decision, Document, ReadFact, Reading
from youju.flow.documents.offered import MEASURES, period_code
from youju.flow.documents.page import cards_of
from youju.flow.documents.run import Read
from youju.flow.documents.selectors import seen_in
from youju.flow.documents.services import Said, add_document, decide
from youju.kernel.errors import BadInput
from youju.kernel.trace import history_of
from youju.reading.lexicons.measures import HARD

pytestmark = pytest.mark.django_db
TEXT = (
    "梨树县上半年经济运行平稳\n\n2023年上半年,梨树县粮食总产量达到40亿斤,新建高标准农田12万亩。"
    "全县引进企业53家,完成投资3.5亿元,同比增长7.2%。\n"
)
MAPPED = Said(unit_code="220322", indicator="investment", period="2023H1")


@pytest.fixture
def document(units, zhao):
    return add_document(name="page.txt", content=TEXT.encode(), kind="newspaper_page", by=zhao)


@pytest.fixture
def facts(document):
    return list(document.readings.get().facts.all())


def with_value(facts, value):
    return next(fact for fact in facts if fact.record.get("value") == value)


def sign_in(client, user):
    client.force_login(user)
    return client


def test_every_fact_stands_verbatim_at_its_place(document, facts):
    assert facts
    assert all(document.text[fact.start : fact.end] == fact.quote for fact in facts)


def test_the_same_file_again_is_the_same_document(document, zhao):
    again = add_document(name="copy.txt", content=TEXT.encode(), kind="notice", by=zhao)
    assert again.pk == document.pk
    assert Reading.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"PK\x03\x04 no word", bytes(range(256)) * 40])
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_stored(content, zhao):
    with pytest.raises(BadInput) as refused:
        add_document(name="bad", content=content, kind="notice", by=zhao)
    assert refused.value.instead
    assert not Document.objects.exists()


def test_an_accepted_fact_carries_unit_indicator_period_value_and_its_words(document, facts, zhao):
    fact = with_value(facts, "350000000")
    decide(fact=fact, verdict="accepted", said=MAPPED, by=zhao)
    (held,) = accepted_facts(period="2023H1")
    assert (held.unit_code, held.indicator, held.value) == ("220322", "investment", Decimal(350000000))
    assert (held.sha256, document.text[held.start : held.end]) == (document.sha256, fact.quote)


def test_a_later_decision_replaces_an_earlier_one_and_both_are_kept(facts, zhao, document):
    decide(fact=facts[0], verdict="accepted", said=Said(), by=zhao)
    decide(fact=facts[0], verdict="rejected", said=Said(), note="说的是去年", by=zhao)
    assert accepted_facts(document) == []
    assert Decision.objects.count() == 2


def test_a_corrected_value_is_exact(facts, zhao, document):
    said = Said(unit_code="220322", value="3.4567", measure="亿元", period="2023H1")
    decide(fact=facts[0], verdict="corrected", said=said, note="按决算改正", by=zhao)
    assert accepted_facts(document)[0].value == Decimal("3.4567")


def test_all_that_is_wrong_with_a_decision_is_said_at_once(facts, zhao):
    said = Said(indicator="a", register="b", value="多", period="上半年")
    with pytest.raises(BadInput) as refused:
        decide(fact=facts[0], verdict="corrected", said=said, by=zhao)
    assert {problem.where for problem in refused.value.problems} >= {"note", "register", "value", "period"}
    assert not Decision.objects.exists()


def reread(monkeypatch, document, zhao, records):
    monkeypatch.setattr(services.taking, "reader_version", lambda: "another")
    monkeypatch.setattr(services.taking, "read_again", lambda *_a: Read(document.text, "", records, [], None))
    return services.read_document_again(document=document, by=zhao)


def test_reading_again_keeps_the_decision_where_the_fact_is_found_again(monkeypatch, document, facts, zhao):
    fact = with_value(facts, "350000000")
    decide(fact=fact, verdict="rejected", said=Said(), note="不采", by=zhao)
    wider = {**fact.record, "kind": "task", "start": fact.start - 1, "quote": TEXT[fact.start - 1 : fact.end]}
    reread(monkeypatch, document, zhao, [wider])
    (one,) = seen_in(document)
    assert one.fact.reading.reader == "another"
    assert one.decision.verdict == "rejected"


def test_reading_again_keeps_the_decision_of_a_fact_that_is_not_found_again(
    monkeypatch, document, facts, zhao
):
    decide(fact=facts[0], verdict="accepted", said=Said(), by=zhao)
    reread(monkeypatch, document, zhao, [])
    (one,) = seen_in(document)
    assert one.gone
    assert [held.key for held in accepted_facts(document)] == [facts[0].key]


def test_a_fact_decided_anew_under_another_name_counts_once(monkeypatch, document, facts, zhao):
    fact = with_value(facts, "350000000")
    decide(fact=fact, verdict="accepted", said=MAPPED, by=zhao)
    wider = {**fact.record, "kind": "task", "start": fact.start - 1, "quote": TEXT[fact.start - 1 : fact.end]}
    again = reread(monkeypatch, document, zhao, [wider]).facts.get()
    decide(fact=again, verdict="accepted", said=MAPPED, by=zhao)
    assert [held.key for held in accepted_facts(document)] == [again.key]
    decide(fact=again, verdict="rejected", said=Said(), note="看错了", by=zhao)
    assert accepted_facts(document) == []


@pytest.mark.parametrize("model", [Document, Reading, ReadFact, Decision])
def test_no_row_of_this_room_is_ever_deleted(model, facts, zhao):
    decide(fact=facts[0], verdict="accepted", said=Said(), by=zhao)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_upload_and_decision_leave_traces(document, facts, zhao):
    decide(fact=facts[0], verdict="accepted", said=Said(), by=zhao)
    assert [trace.act for trace in history_of(document)] == ["document.add", "document.decide"]


def test_the_page_highlights_each_fact_at_its_words(client, document, facts, zhao):
    page = sign_in(client, zhao).get(f"/documents/{document.pk}/").content.decode()
    for fact in facts:
        assert f'<mark id="fact-{fact.key}"' in page
        assert f'id="card-fact-{fact.key}"' in page


def test_a_plain_form_decides_and_comes_back_to_the_fact(client, document, facts, zhao):
    url = f"/documents/{document.pk}/facts/{facts[0].key}/decide/"
    answer = sign_in(client, zhao).post(url, {"verdict": "accepted"})
    assert answer["Location"] == f"/documents/{document.pk}/#card-fact-{facts[0].key}"
    listed = client.get("/documents/accepted/").content.decode()
    assert f"/documents/{document.pk}/#fact-{facts[0].key}" in listed


def test_a_reporter_reads_documents_but_neither_uploads_nor_decides(client, document, facts, zhang):
    sign_in(client, zhang)
    assert client.get(f"/documents/{document.pk}/").status_code == 200
    file = SimpleUploadedFile("a.txt", b"abc")
    assert client.post("/documents/add/", {"file": file, "kind": "notice"}).status_code == 403
    url = f"/documents/{document.pk}/facts/{facts[0].key}/decide/"
    assert client.post(url, {"verdict": "accepted"}).status_code == 403


def test_a_file_becomes_a_document_on_the_page(client, zhao):
    file = SimpleUploadedFile("page.html", f"<html><body><p>{TEXT}</p></body></html>".encode())
    answer = sign_in(client, zhao).post("/documents/add/", {"file": file, "kind": "report", "title": "半年"})
    assert answer.status_code == 302, answer.content.decode()
    assert Document.objects.get().title == "半年"


def test_a_program_reads_and_decides(client, document, facts, zhao):
    sign_in(client, zhao)
    said = client.get(f"/api/documents/{document.pk}").json()
    assert [fact["key"] for fact in said["facts"]] == [fact.key for fact in facts]
    url = f"/api/documents/{document.pk}/facts/{facts[0].key}/decide"
    answer = client.post(url, {"verdict": "accepted"}, "application/json")
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()[0]["url"].endswith(f"#fact-{facts[0].key}")


def test_a_program_is_given_the_file_the_decisions_and_a_new_reading(
    client, monkeypatch, document, facts, zhao
):
    client.force_login(zhao)
    where = f"/api/documents/{document.pk}"
    assert hashlib.sha256(client.get(f"{where}/file").getvalue()).hexdigest() == document.sha256
    assert client.get(f"{where}/facts/{facts[0].key}").status_code == 404
    for verdict in ("accepted", "rejected"):
        decide(fact=facts[0], verdict=verdict, said=Said(), note="看过原文", by=zhao)
    told = client.get(f"{where}/facts/{facts[0].key}").json()
    assert [(one["verdict"], one["decided_by"]) for one in told] == [("accepted", "赵"), ("rejected", "赵")]
    monkeypatch.setattr(services.taking, "reader_version", lambda: "newer")
    monkeypatch.setattr(services.taking, "read_again", lambda *_a: Read(document.text, "", [], [], None))
    token = client.get("/").wsgi_request.META["CSRF_COOKIE"]
    again = client.post(f"{where}/read-again", headers={"X-CSRFToken": token})
    assert (again.json()["reader"], document.readings.count()) == ("newer", 2)


def test_a_sheet_says_where_documents_and_ledger_differ(facts, zhao):
    decide(fact=with_value(facts, "350000000"), verdict="accepted", said=MAPPED, by=zhao)
    held = [("220322", "investment", "2023H1", "reported", Decimal(340000000))]
    assert [cell.verdict for cell in compared(accepted_facts(), held)] == ["differs"]


def test_where_a_level_went_is_offered_for_the_next_level_and_never_for_its_growth(facts, zhao, document):
    decide(fact=with_value(facts, "350000000"), verdict="accepted", said=MAPPED, by=zhao)
    cards = {
        "value" in card.record: card
        for card in cards_of(zhao, document)
        if card.record["indicator"] == "完成投资"
    }
    assert suggestions() == {"完成投资": ("", "investment", "")}
    assert cards[True].target == ("", "investment", "")
    assert cards[False].target == ("", "", "")


def test_marks_that_cross_are_cut_and_nothing_is_lost():
    html = marked("ab<cdef", [Mark(0, 4, "x", "fact"), Mark(2, 6, "y", "fact")])
    assert html == (
        '<mark id="x" class="fact" data-mark="x">ab<mark id="y" class="fact" data-mark="y">&lt;c</mark></mark>'
        '<mark class="fact" data-mark="y">de</mark>f'
    )


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [("2023-01-01", "2023-06-30", "2023H1"), ("2023-04-01", "2023-06-30", "2023Q2"), ("2023-02-01", "2023-02-28", "2023-02"),
     ("2023-01-01", "2023-12-31", "2023"), ("2023-05-04", "2023-05-04", "2023-05-04"), ("2023-01-01", "2023-05-31", "")],
)  # fmt: skip
def test_a_span_of_days_is_a_period_only_if_it_is_a_whole_one(start, end, code):
    assert period_code({"start": start, "end": end}) == code


def test_a_fact_is_sent_to_a_unit_and_an_indicator_by_their_names(client, document, facts, zhao, scheme):
    fact = with_value(facts, "350000000")
    url = f"/documents/{document.pk}/facts/{fact.key}/decide/"
    page = sign_in(client, zhao).get(f"/documents/{document.pk}/").content.decode()
    assert '<option value="村集体经济收入(' in page
    said = {"verdict": "accepted", "unit": "郭家店镇", "target": "村集体经济收入", "period": "2026-10"}
    assert client.post(url, said).status_code == 302
    row = Decision.objects.get()
    assert (row.unit_code, row.scheme, row.indicator) == ("220322103", scheme.code, "income")


def test_a_refused_decision_stands_beside_its_fields_on_the_page_with_what_was_typed(
    client, document, facts, zhao
):
    url = f"/documents/{document.pk}/facts/{facts[0].key}/decide/"
    said = {"verdict": "corrected", "unit": "没有的镇", "value": "十二", "note": "照决算"}
    answer = sign_in(client, zhao).post(url, said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有叫“没有的镇”的单位" in page
    assert 'value="十二"' in page and 'value="照决算"' in page
    assert not Decision.objects.exists()


def test_the_card_of_a_decision_tells_names(client, document, facts, zhao, scheme):
    decide(fact=facts[0], verdict="accepted", said=Said(unit_code="220322103", register="task"), by=zhao)
    page = sign_in(client, zhao).get(f"/documents/{document.pk}/").content.decode()
    assert "task · 郭家店镇" in page


def test_every_measure_that_the_reader_knows_has_a_chinese_word():
    assert set(HARD.values()) <= set(MEASURES)
