"""The doors of duties: who sees what, acts by form and by program, refusals on the form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.pages import beside
from tests.work.duties.conftest import SAID
from tests.work.duties.test_import import HEAD
from youju.work.duties.models import Duty

pytestmark = pytest.mark.django_db
FORM = {name: str(value) for name, value in SAID.items()}


@pytest.fixture
def as_(client):
    return lambda person: (client.force_login(person), client)[1]


def test_gaps_stand_on_the_page_and_leave_it_when_somebody_answers(as_, sun, charge_of, units):
    charge_of(units.township)
    client = as_(sun)
    assert "没有人负责" in client.get("/duties/").content.decode()
    address = f"/duties/of/straw-ban/{units.township.code}/"
    answer = client.post(f"{address}give/", {**FORM, "person": "刘镇长", "unit": units.township.code})
    assert (answer.status_code, answer["Location"]) == (302, address)
    page = client.get("/duties/").content.decode()
    assert "没有人负责" not in page
    assert "刘镇长" in page


def test_what_is_lacking_is_told_on_the_form(as_, sun, charge_of, units):
    charge_of(units.township)
    answer = as_(sun).post(
        f"/duties/of/straw-ban/{units.township.code}/give/",
        {**FORM, "person": "刘", "unit": units.township.code, "rights": ""},
    )
    assert answer.status_code == 422
    assert "有责要有权" in answer.content.decode()
    assert Duty.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "必填"),
        (b"", "空"),
        ("甲,乙\n1,2\n".encode(), "第一行没有这些列"),
        (f"{HEAD}\n".encode(), "一行也没有"),
    ],
)
def test_what_is_wrong_with_a_table_stands_beside_its_field(as_, zhao, content, told):
    sent = {} if content is None else {"file": SimpleUploadedFile("包保.csv", content)}
    answer = as_(zhao).post("/duties/import/", sent)
    assert answer.status_code == 422
    assert told in beside(answer.content.decode(), "file")


def test_an_english_page_says_in_english_why_a_table_was_not_imported(as_, zhao):
    sent = {"file": SimpleUploadedFile("a.csv", "甲,乙\n1,2\n".encode())}
    answer = as_(zhao).post("/duties/import/", sent, headers={"accept-language": "en"})
    assert "its first row lacks the columns" in beside(answer.content.decode(), "file")


def test_a_stranger_sees_nothing_of_it(as_, wang, charge_of, give, units):
    give(charge_of(units.township), "刘镇长", units.township)
    client = as_(wang)
    assert "刘镇长" not in client.get("/duties/").content.decode()
    assert client.get(f"/duties/of/straw-ban/{units.township.code}/").status_code == 404


def test_a_hand_over_by_form_and_the_chain_as_a_page(as_, zhao, charge_of, give, units):
    duty = give(charge_of(units.township), "刘镇长", units.township)
    client = as_(zhao)
    said = {"person": "何镇长", "unit": units.township.code, "on": "2023-03-01", "note": "台账"}
    assert client.post(f"/duties/{duty.pk}/hand-over/", said).status_code == 302
    assert "接 刘镇长：台账" in client.get(f"/duties/of/straw-ban/{units.township.code}/").content.decode()
    chain = client.get(f"/duties/chain/{units.county.code}/straw-ban/").content.decode()
    assert "榆树台镇" in chain and "秸秆禁烧" in chain


def test_programs_ask_the_same(as_, zhao, charge_of, give, units):
    give(charge_of(units.township), "刘镇长", units.township)
    charge_of(units.other)
    client = as_(zhao)
    assert [one["person"] for one in client.get("/api/duties/").json()] == ["刘镇长"]
    assert client.get("/api/duties/faults").json()["gaps"] == [f"straw-ban/{units.other.code}"]
    assert client.get(f"/api/duties/chain/{units.county.code}/straw-ban").json()[1]["gaps"] == ["榆树台镇"]
    assert client.get(f"/api/duties/routes/{units.county.code}/c27").json() == {
        "code": "C27",
        "department": None,
    }
