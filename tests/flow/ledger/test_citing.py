"""From the words of a document into the ledger: the evidence is the citation, and it leads back to the words."""

import functools
from decimal import Decimal

import pytest

from tests.flow.month import *  # noqa: F403
from youju.flow.documents import run
from youju.flow.documents import services as documents
from youju.flow.documents.accepted import accepted_facts, accepted_records
from youju.flow.documents.services import Said, add_document, decide
from youju.flow.evidence.proofs import proofs_in
from youju.flow.ledger import citing, services
from youju.flow.ledger.measures import in_measure
from youju.flow.ledger.models import Observation
from youju.flow.ledger.selectors import cell_of, counting, facts_table
from youju.kernel.errors import BadInput, NotAllowed, Refusal

pytestmark = pytest.mark.django_db
TEXT = "郭家店镇示例1村集体经济壮大\n\n2026年10月,示例1村集体经济收入达到12.5万元,解决群众诉求19件。\n"


@functools.cache
def read_once(content, name, place=""):
    return run.read_file(content, name, place)


@pytest.fixture(autouse=True)
def one_reading(monkeypatch):
    """Read the page in its child process once for all these tests."""
    monkeypatch.setattr(documents.taking, "read_file", read_once)


@pytest.fixture
def document(units, zhao):
    return add_document(
        name="page.txt", content=TEXT.encode(), kind="newspaper_page", title="梨树报", by=zhao
    )


@pytest.fixture
def village(units):
    return units.villages[0]


@pytest.fixture
def read(document):
    return next(f for f in document.readings.get().facts.all() if f.record.get("value") == "125000")


def accepted(read, zhao, verdict="accepted", **said):
    return decide(
        fact=read, verdict=verdict, said=Said(**{"period": "2026-10", **said}), note="看过原文", by=zhao
    )


def take(scheme, zhao, decision, village, indicator="income"):
    takings = [services.Taking(decision.pk, village.code, indicator)]
    return services.take_facts(takings=takings, scheme=scheme, by=zhao)


def test_an_accepted_fact_becomes_an_observation_whose_evidence_is_the_citation(
    scheme, read, document, village, zhao
):
    done = take(scheme, zhao, accepted(read, zhao), village)
    row = Observation.objects.get()
    assert (done.added, row.basis, row.value, row.unit, row.period) == (
        1,
        "document",
        Decimal(125000),
        village,
        "2026-10",
    )
    assert row.evidence == [f"sha256:{document.sha256}#{read.start}-{read.end}"]


def test_the_citation_leads_back_to_the_highlighted_words(client, scheme, read, document, village, zhao):
    take(scheme, zhao, accepted(read, zhao), village)
    row = Observation.objects.get()
    client.force_login(zhao)
    (proof,) = proofs_in([row.citation])
    assert proof.url in client.get(f"/ledger/{row.pk}/").content.decode()
    there = client.get(proof.url)
    assert there["Location"] == f"/documents/{document.pk}/?at={read.start}-{read.end}#cited"
    assert (
        f'<mark id="cited" title="引用的原话" class="cited" data-mark="cited"><mark id="fact-{read.key}"'
        in (client.get(there["Location"]).content.decode())
    )


def test_the_statement_of_marks_opens_to_the_words(client, reported, read, village, zhao, zhang, moved, at):
    from youju.flow.scores.services import open_notice

    round_ = moved(reported, "verifying")
    services.gather_round(round_=round_, by=zhao)
    take(round_.scheme, zhao, accepted(read, zhao), village)
    at("2026-11-18 09:00")
    score = open_notice(round_=round_, by=zhao)
    client.force_login(zhang)
    page = client.get(f"/scores/{score.pk}/{village.code}/").content.decode()
    (fact,) = accepted_facts()
    assert f'<a href="{fact.place.url}">梨树报</a>' in page


def test_taking_twice_is_taking_once(scheme, read, village, zhao):
    decision = accepted(read, zhao)
    take(scheme, zhao, decision, village)
    assert take(scheme, zhao, decision, village) == services.Taken(0, 0, 1)
    assert Observation.objects.count() == 1


def test_a_fact_decided_anew_corrects_what_was_taken_before(scheme, read, village, zhao):
    take(scheme, zhao, accepted(read, zhao), village)
    anew = accepted(read, zhao, "corrected", value="13", measure="万元", relation="≥")
    assert take(scheme, zhao, anew, village) == services.Taken(0, 1, 0)
    last = counting(cell_of(scheme.code, village.pk, "income", "2026-10"))
    assert (last.value, last.relation, last.corrects.value) == (Decimal(130000), "≥", Decimal(125000))


def test_a_fact_that_goes_elsewhere_leaves_no_value_behind(scheme, read, village, units, zhao, reporting):
    take(scheme, zhao, accepted(read, zhao), village)
    take(scheme, zhao, accepted(read, zhao), units.villages[1])
    assert counting(cell_of(scheme.code, village.pk, "income", "2026-10")) is None
    table = facts_table(reporting("2026-10")).to_pylist()
    assert [row["unit"] for row in table] == [units.villages[1].code]


def test_a_rejected_fact_is_withdrawn_and_its_row_stays(client, scheme, read, village, zhao, reporting):
    take(scheme, zhao, accepted(read, zhao), village)
    row = Observation.objects.get()
    with pytest.raises(Refusal, match="不再采信"):
        services.withdraw(observation=row, reason="不对", by=zhao)
    accepted(read, zhao, "rejected")
    assert citing.stale(zhao) == [row]
    client.force_login(zhao)
    assert client.post(f"/ledger/{row.pk}/withdraw/", {"reason": "改判"}).status_code == 302
    assert citing.stale(zhao) == []
    assert "已收回" in client.get(f"/ledger/{row.pk}/").content.decode()
    assert facts_table(reporting("2026-10")).num_rows == 0


def test_a_measure_that_does_not_fit_is_refused_with_everything_else_at_once(
    scheme, read, document, village, zhao
):
    first = accepted(read, zhao, "corrected", value="3", measure="吨")
    other = next(f for f in document.readings.get().facts.all() if f.record.get("value") == "19")
    second = accepted(other, zhao)
    takings = [
        services.Taking(first.pk, village.code, "income"),
        services.Taking(second.pk, "nowhere", "solved"),
    ]
    with pytest.raises(BadInput) as refused:
        services.take_facts(takings=takings, scheme=scheme, by=zhao)
    assert ["换算不了" in refused.value.problems[0].what, "nowhere" in refused.value.problems[1].what] == [
        True,
        True,
    ]
    assert not Observation.objects.exists()


def test_an_official_statistic_takes_no_value_beside_it(scheme, read, village, zhao):
    content = f"单位,指标,周期,数值\n{village.code},income,2026-10,61000\n".encode()
    services.import_official(content=content, citation="统计局", by=zhao, scheme=scheme.code)
    with pytest.raises(BadInput) as refused:
        take(scheme, zhao, accepted(read, zhao), village)
    assert "只读" in refused.value.problems[0].what


def test_a_closed_round_takes_no_fact(closed, read, village, zhao):
    with pytest.raises(BadInput) as refused:
        take(closed.scheme, zhao, accepted(read, zhao), village)
    assert "关账" in refused.value.problems[0].what


def test_a_stranger_takes_nothing(scheme, read, units, village, zhao, appointed):
    other = appointed("feng", "冯", "scoring_office", units.other)
    with pytest.raises(NotAllowed):
        take(scheme, other, accepted(read, zhao), village)


def test_unit_and_indicator_are_proposed(scheme, read, zhao, document, units):
    accepted(read, zhao, unit_code="220322000000")
    (row,) = [one for one in citing.waiting(zhao, scheme) if one.fact.key == read.key]
    assert (row.unit_code, row.indicator, row.value) == (units.county.code, "income", Decimal(125000))


def test_the_sheet_says_where_documents_and_ledger_differ(client, scheme, read, village, zhao, wang):
    accepted(read, zhao, unit_code=village.code, indicator="income", scheme=scheme.code)
    content = f"单位,指标,周期,数值\n{village.code},income,2026-10,61000\n".encode()
    services.import_official(content=content, citation="统计局", by=zhao, scheme=scheme.code)
    client.force_login(zhao)
    assert "不一致" in client.get("/ledger/compare/?scheme=my-scheme").content.decode()
    (cell,) = client.get("/api/ledger/comparison?scheme=my-scheme&period=2026-10").json()
    assert (cell["verdict"], cell["said"][0]["value"], cell["held"][0]["value"]) == (
        "differs",
        "125000",
        "61000",
    )
    sheet = client.get("/ledger/compare.csv?scheme=my-scheme").content.decode("utf-8-sig").splitlines()
    assert sheet[1].startswith(f"{village.code},income,2026-10,不一致,125000,元,梨树报 sha256:")
    client.force_login(wang)
    assert client.get("/api/ledger/comparison?scheme=my-scheme").json() == []


def test_a_program_takes_facts(client, scheme, read, village, zhao):
    decision = accepted(read, zhao)
    client.force_login(zhao)
    (one, *_) = client.get("/api/ledger/documents?scheme=my-scheme").json()
    assert (one["decision"], one["indicator"]) == (decision.pk, "income")
    said = {
        "scheme": "my-scheme",
        "facts": [{"decision": decision.pk, "unit": village.code, "indicator": "income"}],
    }
    assert client.post("/api/ledger/documents", said, "application/json").json() == {
        "added": 1,
        "revised": 0,
        "same": 0,
    }


@pytest.mark.parametrize(
    ("value", "said", "wanted", "out"),
    [("3.5", "亿元", "元", "350000000"), ("12", "万亩", "亩", "120000"), ("53", "家", "个", "53"), ("5", "人", "户", None),
     ("9", "万千瓦时", "千瓦时", "90000"), ("7", "公里", "米", "7000"), ("7.2", "%", "percent", "7.2"), ("1", "", "元", "1"),
     ("350000000", "元", "亿元", "3.5"), ("25", "%", "个百分点", None)],
)  # fmt: skip
def test_a_value_is_moved_between_measures_by_a_power_of_ten_or_not_at_all(value, said, wanted, out):
    moved = in_measure(Decimal(value), said, wanted)
    assert (None if moved is None else f"{moved.normalize():f}") == out


def test_what_is_no_number_waits_for_the_registers(units, zhao):
    text = "梨树县与四平市签署《战略合作协议》。9月1日,梨树县考察团赴四平市考察。\n"
    document = add_document(name="a.txt", content=text.encode(), kind="newspaper_page", by=zhao)
    found = [f for f in document.readings.get().facts.all() if f.kind in {"agreement", "exchange"}]
    assert found
    for fact in found:
        decide(fact=fact, verdict="accepted", said=Said(register="agreements"), by=zhao)
    records = accepted_records(register="agreements")
    assert [r.key for r in records] == [f.key for f in found]
    assert all(str(r.place) in r.citation and r.record["kind"] == r.kind for r in records)


def test_facts_that_are_refused_stay_on_their_page_as_they_were_filled_in(
    client, scheme, read, village, zhao
):
    decision = accepted(read, zhao)
    client.force_login(zhao)
    key = decision.pk
    said = {"take": key, f"unit-{key}": "没有的村", f"indicator-{key}": "income"}
    answer = client.post("/ledger/documents/?scheme=my-scheme", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有单位“没有的村”" in page and 'value="没有的村"' in page
    assert '<option value="income" selected>' in page
    client.post("/ledger/documents/?scheme=my-scheme", {**said, f"unit-{key}": village.name})
    assert Observation.objects.get().unit == village


def test_taking_back_without_a_reason_is_refused_beside_its_field(client, scheme, read, village, zhao):
    take(scheme, zhao, accepted(read, zhao), village)
    row = Observation.objects.get()
    accepted(read, zhao, "rejected")
    client.force_login(zhao)
    answer = client.post(f"/ledger/{row.pk}/withdraw/", {"reason": " "})
    assert answer.status_code == 422
    assert "没有写理由" in answer.content.decode()
    assert "文件里不再采信的数" in answer.content.decode()


def test_the_ledger_is_asked_for_an_indicator_by_what_it_is_called(client, scheme, read, village, zhao):
    take(scheme, zhao, accepted(read, zhao), village)
    client.force_login(zhao)
    assert (
        village.name
        in client.get("/ledger/?indicator=集体经济收入", headers={"HX-Request": "true"}).content.decode()
    )
    assert (
        village.name
        not in client.get("/ledger/?indicator=诉求", headers={"HX-Request": "true"}).content.decode()
    )
