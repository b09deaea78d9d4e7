"""The doors of monitors: pages and API show what a person may see, refuse with words, and answer 404 for the rest."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.pages import beside, block
from youju.work.monitors.models import Reading
from youju.work.registers.services import declare_register

SHARED = Path(__file__).parents[3] / "schemes" / "_registers"
pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client):
    return lambda person: (client.force_login(person), client)[1]


def file(*rows):
    return SimpleUploadedFile("读数.csv", "\n".join(["代号,时间,读数", *rows]).encode())


def test_a_file_is_taken_in_from_the_page_and_faults_stand_in_the_form(as_, zhang, monitor):
    monitor("w1")
    client = as_(zhang)
    answer = client.post("/monitors/feed/", {"file": file("w1,2023-06-30 04:00,x")})
    assert answer.status_code == 422
    assert "读数.csv:2" in answer.content.decode()
    assert client.post("/monitors/feed/", {"file": file("w1,2023-06-30 04:00,5")}).status_code == 302
    assert Reading.objects.count() == 1
    assert ">5<" in client.get("/monitors/at/w1/").content.decode()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (dict, "必填"),
        (lambda: {"file": SimpleUploadedFile("读数.csv", b"")}, "空"),
        (lambda: {"file": SimpleUploadedFile("读数.csv", "甲,乙\n1,2\n".encode())}, "没有导入"),
        (lambda: {"file": file("w1,2023-06-30 04:00,x")}, "“读数.csv”没有导入：有 1 处不对"),
    ],
)
def test_what_is_wrong_with_a_file_of_readings_stands_beside_its_field(as_, zhang, monitor, sent, told):
    monitor("w1")
    answer = as_(zhang).post("/monitors/feed/", sent())
    assert answer.status_code == 422
    assert told in beside(answer.content.decode(), "file")


def test_the_wrong_rows_of_a_file_are_listed_in_the_block_of_its_field(as_, zhang, monitor):
    monitor("w1")
    page = as_(zhang).post("/monitors/feed/", {"file": file("w1,2023-06-30 04:00,x")}).content.decode()
    assert "读数.csv:2" in block(page, "file")


def test_a_stranger_cannot_tell_that_the_monitor_exists(as_, wang, monitor):
    monitor("w1")
    client = as_(wang)
    assert "w1" not in client.get("/monitors/").content.decode()
    assert client.get("/monitors/at/w1/").status_code == 404
    assert client.get("/api/monitors/at/w1").status_code == 404


def test_a_rule_and_a_normal_by_form(as_, zhao, monitor):
    monitor("w1", places=1)
    client = as_(zhao)
    said = {
        "kind": "threshold",
        "side": "above",
        "opens": "100",
        "clears": "100",
        "hours": "24",
        "days": "7",
        "register": "case",
        "basis": "预案",
    }
    assert "没有退回" in client.post("/monitors/at/w1/rules/", said).content.decode()
    assert client.post("/monitors/at/w1/rules/", {**said, "clears": "80"}).status_code == 302
    assert (
        client.post(
            "/monitors/at/w1/normals/",
            {"starts": "03-01", "ends": "05-04", "value": "58", "source": "气象局"},
        ).status_code
        == 302
    )
    page = client.get("/monitors/at/w1/?first=2019-03-01&last=2019-05-04").content.decode()
    assert "算不出" in page
    assert "58.0" in page


def test_a_rule_chooses_its_register_and_its_system_of_duties_by_name(as_, zhao, monitor, units):
    monitor("w1", places=1)
    assert '<option value="case" selected>' in as_(zhao).get("/monitors/at/w1/rules/").content.decode()
    text = (SHARED / "project.yaml").read_text("utf-8")
    declare_register(text=text, unit=units.county, by=zhao)
    page = as_(zhao).get("/monitors/at/w1/rules/").content.decode()
    assert '<option value="project">项目</option>' in page
    assert '<option value="straw-ban">秸秆禁烧</option>' in page


def test_programs_ask_and_feed_the_same(as_, zhao, monitor):
    monitor("w1", places=1)
    client = as_(zhao)
    taken = client.post("/api/monitors/feed", {"file": file("w1,2023-06-30 04:00,5.5")})
    assert taken.json() == {"made": 1, "same": 0, "again": False}
    assert client.get("/api/monitors/at/w1/readings").json()[0]["value"] == "5.5"
    found = client.get("/api/monitors/at/w1/anomaly?first=2023-06-30&last=2023-06-30").json()
    assert found == {"actual": None, "normal": None, "difference": None, "share": None}
    assert client.get("/api/monitors/alarms").json() == []
