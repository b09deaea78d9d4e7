"""From the words of a document to a record: an accepted project is registered once, and its evidence is the citation."""

from pathlib import Path

import pytest

from youju.flow.documents.services import Said, add_document, decide
from youju.kernel.errors import BadInput, Refusal
from youju.work.registers import citing
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record
from youju.work.registers.services import declare_register, make_cited

pytestmark = pytest.mark.django_db
SHARED = Path(__file__).parents[3] / "schemes" / "_registers"
TEXT = "梨树县总投资3.5亿元的示例食品产业园项目开工建设。梨树县与台州市签署《对口合作框架协议》。\n"


@pytest.fixture
def projects(units, zhao):
    return declare_register(text=(SHARED / "project.yaml").read_text("utf-8"), unit=units.county, by=zhao)


@pytest.fixture
def document(units, zhao):
    return add_document(name="a.txt", content=TEXT.encode(), kind="newspaper_page", title="梨树报", by=zhao)


@pytest.fixture
def fact(document, zhao):
    read = next(f for f in document.readings.get().facts.all() if f.kind == "project")
    decide(fact=read, verdict="accepted", said=Said(register="project"), by=zhao)
    return read


def waits(register):
    (one,) = citing.waiting(register)
    return one


def test_an_accepted_project_becomes_a_record_that_leads_back_to_its_words(
    client, projects, fact, document, units, zhang
):
    client.force_login(zhang)
    one = waits(projects)
    assert "示例食品产业园项目" in client.get("/registers/project/documents/").content.decode()
    form = client.get(f"/registers/project/new/?fact={one.decision_id}").content.decode()
    assert 'value="示例食品产业园项目"' in form
    said = {
        "fact": one.decision_id,
        "unit": units.township.code,
        "title": "示例食品产业园项目",
        "invest": "3.5亿",
    }
    answer = client.post("/registers/project/new/", said)
    assert answer.status_code == 302, answer.content.decode()
    record = Record.objects.get()
    assert record.versions.get().evidence == [f"梨树报 sha256:{document.sha256}#{fact.start}-{fact.end}"]
    assert f'<a href="{one.place.url}">梨树报</a>' in client.get(answer["Location"]).content.decode()
    assert citing.waiting(projects) == []


def test_a_fact_makes_one_record(projects, fact, units, zhang):
    one = waits(projects)
    said = {
        "register": projects,
        "unit": units.township,
        "values": {"title": "示例项目", "invest": "1亿"},
        "by": zhang,
    }
    make_cited(**said, decision=one.decision_id)
    with pytest.raises(Refusal, match="已经登记过"):
        make_cited(**said, decision=one.decision_id)
    assert Record.objects.count() == 1


def test_what_the_form_lacks_is_told_and_the_fact_goes_on_waiting(client, projects, fact, units, zhang):
    client.force_login(zhang)
    one = waits(projects)
    said = {"fact": one.decision_id, "unit": units.township.code, "title": "示例项目"}
    answer = client.post("/registers/project/new/", said)
    assert answer.status_code == 422
    assert f'name="fact" value="{one.decision_id}"' in answer.content.decode()
    with pytest.raises(BadInput):
        make_cited(
            register=projects,
            unit=units.township,
            values={"title": "示例项目"},
            decision=one.decision_id,
            by=zhang,
        )
    assert waits(projects).key == fact.key


def test_a_rejected_fact_makes_no_record(client, projects, fact, units, zhao, zhang):
    one = waits(projects)
    decide(fact=fact, verdict="rejected", said=Said(), note="只是设想", by=zhao)
    client.force_login(zhang)
    assert client.get(f"/registers/project/new/?fact={one.decision_id}").status_code == 409
    assert citing.waiting(projects) == []


def test_an_agreement_begins_with_its_two_sides(units, zhao, document):
    agreements = declare_register(
        text=(SHARED / "agreement.yaml").read_text("utf-8"), unit=units.county, by=zhao
    )
    read = next(f for f in document.readings.get().facts.all() if f.kind == "agreement")
    decide(fact=read, verdict="accepted", said=Said(), by=zhao)
    one = waits(agreements)
    begun = citing.begun(declaration_of(agreements), one)
    assert (begun["ours"], begun["theirs"], begun["title"]) == ("梨树县", "台州市", "对口合作框架协议")
    assert citing.unit_meant(one) == units.county.code
