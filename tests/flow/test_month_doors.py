"""The month through its doors: ledger, marks, objections, boards and publications on the pages and in the API."""

import re
from decimal import Decimal

import pytest

from tests.flow.month import *  # noqa: F403
from tests.people import LONG_AGO
from youju.flow.ledger.models import Observation
from youju.flow.ledger.rows import Entry
from youju.flow.ledger.services import gather_round, record
from youju.flow.publications.models import Publication
from youju.flow.scores.selectors import latest_score
from youju.flow.units.services import add_unit
from youju.kernel.models import Tenure
from youju.kernel.people import issue_token

pytestmark = pytest.mark.django_db


def get(client, user, path, **headers):
    client.force_login(user)
    return client.get(path, headers=headers)


def post(client, user, path, data=None):
    client.force_login(user)
    return client.post(path, data or {})


def text(answer):
    return answer.content.decode()


def bearer(user, *acts):
    _token, key = issue_token(tenure=Tenure.objects.get(holder=user), name="对接", acts=acts, by=user)
    return {"Authorization": f"Bearer {key}"}


def test_the_office_walks_the_month_on_the_pages_alone(client, reported, moved, zhao, qian, zhang, units, at):
    round_ = moved(reported, "verifying")
    at("2026-11-18 09:00")
    assert post(client, zhao, f"/scores/rounds/{round_.pk}/notice/").status_code == 302
    score, village = latest_score(round_), units.villages[1]
    page = text(get(client, zhang, f"/scores/{score.pk}/{village.code}/"))
    assert "94.00 分" in page
    assert "第三条第(一)款" in page
    objected = post(
        client, zhang, f"/scores/{score.pk}/{village.code}/object/?rule=income", {"words": "漏记租金"}
    )
    assert objected.status_code == 302
    pk = re.search(r"/scores/objections/(\d+)/", text(get(client, qian, "/scores/objections/")))[1]
    asked = text(get(client, qian, f"/scores/objections/{pk}/"))
    field = re.search(r'name="(value-\d+)"', asked.split("村集体经济收入 2026-10 改正为")[1])[1]
    said = {"verdict": "upheld", "answer": "属实", field: "120000"}
    assert post(client, qian, f"/scores/objections/{pk}/", said).status_code == 302
    at("2026-11-26 09:00")
    assert post(client, zhao, f"/scores/rounds/{round_.pk}/close/").status_code == 302
    assert post(client, zhao, f"/scores/rounds/{round_.pk}/again/", {"because": "关账"}).status_code == 302
    final = latest_score(round_)
    said = {"kind": "circular", "title": "十月通报"}
    assert post(client, zhao, f"/publications/propose/{final.pk}/", said).status_code == 302
    row = Publication.objects.get()
    assert post(client, zhao, f"/publications/{row.pk}/sign/").status_code == 403
    assert post(client, qian, f"/publications/{row.pk}/sign/").status_code == 302
    assert "得分有更正" in text(get(client, zhang, f"/publications/{row.pk}/"))
    assert get(client, qian, f"/publications/{row.pk}/bundle.zip")["Content-Type"] == "application/zip"
    client.logout()
    assert client.get(f"/publications/{row.pk}/").status_code == 404


def test_nobody_reads_the_statement_of_another_township(client, noticed, wang, units):
    assert get(client, wang, f"/scores/{noticed.pk}/{units.villages[0].code}/").status_code == 404


def test_a_board_that_is_not_published_is_seen_by_its_office_only(client, noticed, zhao, zhang):
    assert get(client, zhao, f"/boards/{noticed.pk}/").status_code == 200
    assert get(client, zhang, f"/boards/{noticed.pk}/").status_code == 404


def test_a_cell_opens_to_its_reasons_as_a_fragment_and_as_a_page(client, noticed, zhao, units):
    url = f"/boards/{noticed.pk}/{units.villages[1].code}/"
    fragment = text(get(client, zhao, url, **{"HX-Request": "true"}))
    assert "<html" not in fragment
    assert "第三条第(一)款" in fragment
    assert "<html" in text(get(client, zhao, url))


def test_a_cell_opens_under_its_own_row(client, noticed, zhao, units):
    url = f"/boards/{noticed.pk}/{units.villages[1].code}/"
    assert f'hx-get="{url}" hx-target="closest tr" hx-swap="afterend"' in text(
        get(client, zhao, f"/boards/{noticed.pk}/")
    )
    assert text(get(client, zhao, url, **{"HX-Request": "true"})).strip().startswith('<tr class="opened">')


def test_a_board_asked_for_one_group_shows_that_group(client, noticed, zhao, units):
    page = text(
        get(client, zhao, f"/boards/{noticed.pk}/?group={units.other.code}", **{"HX-Request": "true"})
    )
    assert "示例1村" not in page


def test_rank_intervals_are_worked_out_once_and_kept(client, noticed, zhao):
    post(client, zhao, f"/boards/{noticed.pk}/firmness/")
    first = noticed.firmness.asked_at
    post(client, zhao, f"/boards/{noticed.pk}/firmness/")
    noticed.refresh_from_db()
    assert noticed.firmness.asked_at == first
    assert "名次区间" in text(get(client, zhao, f"/boards/{noticed.pk}/"))


def test_a_long_ledger_is_read_page_by_page_and_keeps_what_was_asked(client, noticed, zhang, monkeypatch):
    monkeypatch.setattr("youju.flow.ledger.views.PAGE", 1)
    first = text(get(client, zhang, "/ledger/?unit=&period="))
    again = re.search(r'href="(/ledger/\?[^"]*page=2[^"]*)"', first)[1].replace("&amp;", "&")
    assert "period=" in again
    rows = [re.findall(r"/ledger/(\d+)/", page) for page in (first, text(get(client, zhang, again)))]
    assert [len(row) for row in rows] == [1, 1]
    assert rows[0] != rows[1]


def test_the_ledger_shows_what_is_in_reach_and_what_counts(client, noticed, zhang, wang, units):
    assert "示例1村" in text(get(client, zhang, "/ledger/"))
    assert "示例1村" not in text(get(client, wang, "/ledger/"))
    pk = re.search(r"/ledger/(\d+)/", text(get(client, zhang, "/ledger/")))[1]
    assert "以此为准" in text(get(client, zhang, f"/ledger/{pk}/"))
    assert get(client, wang, f"/ledger/{pk}/").status_code == 404


def test_a_program_reads_the_ledger_the_statement_and_the_board(client, noticed, zhao, units):
    headers = bearer(zhao, "ledger.read", "statement.read", "board.read", "score.read")
    rows = client.get("/api/ledger/observations?limit=2", headers=headers).json()
    assert (len(rows["items"]), rows["before"] > 0) == (2, True)
    url = f"/api/scores/{noticed.pk}/statements/{units.villages[1].code}"
    first = client.get(url, headers=headers)
    assert first.json()["total"] == "94.00"
    assert client.get(url, headers={**headers, "If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(f"/api/boards/{noticed.pk}", headers=headers).json()["root"] == noticed.root
    assert client.get("/api/scores/", headers=headers).json()[0]["root"] == noticed.root


def test_a_statistics_office_sends_a_data_value_set_and_takes_sdmx(client, scheme, zhao, units):
    headers = bearer(zhao, "ledger.import", "ledger.read")
    value = {"dataElement": "income", "orgUnit": units.villages[0].code, "period": "202610", "value": "61000"}
    said = {"citation": "统计局月报表3", "dataValues": [value]}
    url = "/api/ledger/dataValueSets?scheme=my-scheme"
    send = lambda at=url: client.post(at, said, "application/json", headers=headers).json()["importCount"]
    tried = client.post(f"{url}&dryRun=true", said, "application/json", headers=headers).json()
    assert tried == {
        "status": "SUCCESS", "dryRun": True,
        "importCount": {"imported": 1, "updated": 0, "ignored": 0, "deleted": 0},
    }  # fmt: skip
    assert client.get("/api/ledger/observations", headers=headers).json()["items"] == []
    assert send() == {"imported": 1, "updated": 0, "ignored": 0, "deleted": 0}
    assert send() == {"imported": 0, "updated": 0, "ignored": 1, "deleted": 0}
    value["value"] = "61500"
    assert send() == {"imported": 0, "updated": 1, "ignored": 0, "deleted": 0}
    answer = client.get("/api/ledger/sdmx.csv?scheme=my-scheme", headers=headers)
    lines = b"".join(answer.streaming_content).decode().splitlines()
    (line,) = lines[1:]
    assert line.startswith(
        f"dataflow,YOUJU:my-scheme(1.0),I,{units.villages[0].code},income,2026-10,61500,A,=,official"
    )


def test_sdmx_tells_of_each_cell_the_value_that_counts(client, reported, zhao, units):
    gather_round(round_=reported, by=zhao)
    village = units.villages[0]
    entry = Entry(village.pk, "income", "2026-10", Decimal(60000), "verified")
    record(entries=[entry], scheme="my-scheme", by=zhao)
    answer = client.get("/api/ledger/sdmx.csv?scheme=my-scheme", headers=bearer(zhao, "ledger.read"))
    lines = [one.split(",") for one in b"".join(answer.streaming_content).decode().splitlines()[1:]]
    keys = [tuple(one[3:6]) for one in lines]
    assert len(keys) == len(set(keys)) == 15
    assert [one[6] for one in lines if one[3:5] == [village.code, "income"]] == ["60000"]


@pytest.mark.parametrize("who", ["zhao", "he"])
def test_sdmx_of_a_scheme_that_is_not_there_or_not_to_be_seen_is_not_found(
    request, client, reported, zhao, appointed, who
):
    county = add_unit(code="220323", name="伊通县", level="county", parent=None, on=LONG_AGO, by=None)
    person = zhao if who == "zhao" else appointed("he", "何", "scoring_office", county)
    code = "nope" if who == "zhao" else "my-scheme"
    answer = client.get(f"/api/ledger/sdmx.csv?scheme={code}", headers=bearer(person, "ledger.read"))
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_data_value_set_with_faults_stores_nothing_and_names_every_index(client, scheme, zhao, units):
    headers = bearer(zhao, "ledger.import")
    code = units.villages[0].code
    values = [
        {"dataElement": "income", "orgUnit": "x", "period": "十月", "value": "many"},
        {"dataElement": "income", "orgUnit": code, "period": "202610", "value": "1"},
        {"dataElement": "income", "orgUnit": code, "period": "2026-10", "value": "2"},
        {"dataElement": "nothing", "orgUnit": code, "period": "202610", "value": "3"},
        {"dataElement": "solved", "orgUnit": code, "period": "202610", "value": "NaN"},
    ]
    said = {"citation": "表3", "dataValues": values}
    answer = client.post(
        "/api/ledger/dataValueSets?scheme=my-scheme", said, "application/json", headers=headers
    )
    assert answer.status_code == 422
    assert [problem["where"] for problem in answer.json()["problems"]] == [
        "dataValues[0]", "dataValues[0]", "dataValues[0]", "dataValues[2]", "dataValues[3]", "dataValues[4]",
    ]  # fmt: skip
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"value": "1_000"}, {"value": "٣"}, {"value": "1e99999999"}, {"comment": "出" * 301}], ids=str
)
def test_a_value_that_cannot_be_kept_is_told_by_its_index(client, scheme, zhao, units, wrong):
    value = {"dataElement": "income", "orgUnit": units.villages[0].code, "period": "202610", "value": "1"}
    said = {"citation": "统计局", "dataValues": [value | wrong]}
    url = "/api/ledger/dataValueSets?scheme=my-scheme&dryRun=true"
    answer = client.post(url, said, "application/json", headers=bearer(zhao, "ledger.import"))
    assert answer.status_code == 422
    assert [one["where"] for one in answer.json()["problems"]] == ["dataValues[0]"]


def test_a_data_set_of_a_long_name_is_taken_in(client, scheme, zhao, units):
    value = {"dataElement": "income", "orgUnit": units.villages[0].code, "period": "202610", "value": "1"}
    said = {"citation": "统计局", "dataSet": "统" * 400, "dataValues": [value]}
    headers = bearer(zhao, "ledger.import")
    answer = client.post("/api/ledger/dataValueSets", said, "application/json", headers=headers)
    assert answer.json()["importCount"]["imported"] == 1


def test_a_set_that_asks_to_forget_is_refused(client, scheme, zhao, units):
    value = {"dataElement": "income", "orgUnit": units.villages[0].code, "period": "202610", "value": "1"}
    said = {"citation": "统计局", "dataValues": [value]}
    headers = bearer(zhao, "ledger.import")
    url = "/api/ledger/dataValueSets?scheme=my-scheme&importStrategy=DELETE"
    assert client.post(url, said, "application/json", headers=headers).status_code == 422
    assert not Observation.objects.exists()


def test_a_cell_that_never_ends_is_refused_as_a_problem(client, scheme, zhao):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("a.csv", "单位,指标,周期,数值\n".encode() + b"9" * 200_000)
    headers = bearer(zhao, "ledger.import")
    answer = client.post("/api/ledger/official?citation=c", {"file": file}, headers=headers)
    assert (answer.status_code, "第 2 行" in answer.json()["detail"]) == (422, True)


def test_the_public_sees_the_list_and_nothing_internal(client, final):
    assert client.get("/publications/").status_code == 200
    assert client.get("/api/publications/").json() == []
