"""The API as a whole: it says what is true of every operation, and keeps its word on pages, tags and keys."""

import pytest
from ninja.openapi.schema import OpenAPISchema

from youju.kernel.models import Tenure
from youju.kernel.people import issue_token
from youju.web import api as web_api

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema():
    return web_api.api.get_openapi_schema()


def bearer(user, *acts):
    _token, key = issue_token(tenure=Tenure.objects.get(holder=user), name="对接", acts=acts, by=user)
    return {"Authorization": f"Bearer {key}"}


def test_every_write_takes_a_key_and_every_operation_says_how_it_refuses(schema):
    wrong = []
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            names = [one["name"] for one in operation.get("parameters", [])]
            refusal = operation["responses"]["default"]["content"]
            if (method != "get") != ("Idempotency-Key" in names) or "application/problem+json" not in refusal:
                wrong.append(f"{method} {path}")
    assert wrong == []


def test_an_operation_is_named_by_its_room_and_what_it_does_and_no_two_alike(schema):
    names = [one["operationId"] for methods in schema["paths"].values() for one in methods.values()]
    assert len(names) > 200
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
    assert {"registers_move", "units_posts", "search_search"} <= set(names)


def test_the_description_is_openapi_3_1_and_every_reference_leads_somewhere(schema):
    assert schema["openapi"].startswith("3.1")
    text = web_api.api.get_openapi_schema()
    names, asked = set(text["components"]["schemas"]), set()

    def walk(node):
        if isinstance(node, dict):
            if "$ref" in node:
                asked.add(node["$ref"].removeprefix("#/components/schemas/"))
            for inner in node.values():
                walk(inner)
        elif isinstance(node, list):
            for inner in node:
                walk(inner)

    walk(text)
    assert asked
    assert asked <= names


def test_a_name_in_the_description_means_one_shape(monkeypatch):
    """The generator keeps the last of two shapes that bear one name, and describes the other wrongly."""
    told = {}

    def noted(self, definitions):
        for name, shape in definitions.items():
            told.setdefault(name, []).append(shape)
        kept(self, definitions)

    kept = OpenAPISchema.add_schema_definitions
    monkeypatch.setattr(OpenAPISchema, "add_schema_definitions", noted)
    web_api.api.get_openapi_schema(path_prefix="/anew/")
    assert len(told) > 100
    assert [name for name, shapes in told.items() if any(one != shapes[0] for one in shapes)] == []


def test_a_list_is_read_page_by_page_and_no_row_twice(client, units, zhao):
    from youju.flow.documents.models import Document
    from youju.kernel.clock import db_now

    for n in range(5):
        Document.objects.create(sha256=f"{n:064}", text_sha256="0" * 64, title=f"第{n}份", file_name="a", size=1,
                                kind="notice", text="字", uploaded_at=db_now())  # fmt: skip
    headers, url, seen = bearer(zhao, "document.read"), "/api/documents?limit=2", []
    while url:
        answer = client.get(url, headers=headers)
        seen += [row["title"] for row in answer.json()]
        link = answer.get("Link", "")
        url = link.partition(">")[0].removeprefix("<http://testserver") if link else ""
    assert seen == [f"第{n}份" for n in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("asked", ["page=0", "limit=0", "limit=1001", "page=x"])
def test_a_page_that_cannot_be_is_refused_as_a_problem(client, units, zhao, asked):
    answer = client.get(f"/api/documents?{asked}", headers=bearer(zhao, "document.read"))
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    "path", ["/api/documents", "/api/units/220322", "/api/ledger/observations", "/api/publications/"]
)
def test_an_answer_that_is_held_already_is_not_sent_again(client, units, zhao, path):
    headers = bearer(zhao, "document.read", "unit.read", "ledger.read")
    first = client.get(path, headers=headers)
    assert first.status_code == 200
    again = client.get(path, headers={**headers, "If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_token_does_what_its_scopes_say_and_no_more(client, units, zhao):
    answer = client.get("/api/documents", headers=bearer(zhao, "unit.read"))
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert client.get("/api/documents", headers={"Authorization": "Bearer nothing"}).status_code == 401


def test_the_description_is_made_once_and_nobody_sees_another_address_in_it():
    from youju.web.api import api

    first = api.get_openapi_schema()
    assert api.get_openapi_schema() is first
    assert "/elsewhere/" in str(api.get_openapi_schema(path_prefix="/elsewhere/")["paths"])
    assert "/elsewhere/" not in str(api.get_openapi_schema()["paths"])


def test_the_address_of_the_description_gives_it(client, schema):
    answers = [client.get("/api/openapi.json") for _time in range(2)]
    assert [(answer.status_code, answer.json()["openapi"]) for answer in answers] == [(200, "3.1.0")] * 2
    assert answers[0].json()["paths"].keys() == schema["paths"].keys()


@pytest.mark.parametrize(
    ("path", "status"), [("/api/units/?after=%00", 422), ("/api/units/a%00", 404), ("/dossier/%00/", 404)]
)
def test_an_address_that_no_database_keeps_is_refused(client, zhao, path, status):
    client.force_login(zhao)
    assert client.get(path).status_code == status


class TestBodies:
    @pytest.fixture
    def rename(self, client, zhao, units):
        """Return a function body → the answer to a rename."""
        head = bearer(zhao, "unit.change")
        path = f"/api/units/{units.villages[0].code}/rename"
        return lambda body: client.post(path, body, content_type="application/json", headers=head)

    @pytest.mark.parametrize("body", ["{", b"\xff", "[" * 10_000])
    def test_what_is_no_json_is_refused_as_a_problem(self, rename, body):
        answer = rename(body)
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert "JSON" in answer.json()["detail"]

    @pytest.mark.parametrize("name", ["甲\\u0000村", "甲\\ud800村"])
    def test_a_text_that_no_database_keeps_is_told_with_its_place(self, rename, name):
        answer = rename(f'{{"name": "{name}", "on": "2026-01-01"}}')
        assert answer.status_code == 422
        assert [one["where"] for one in answer.json()["problems"]] == ["name"]

    @pytest.mark.parametrize(
        "body",
        [
            b'{"name": "\xe7\x94\xb2\xed\xa0\x80", "on": "2026-01-01"}',
            '{"name": "甲\\u0000", "on": "2026-01-01"}'.encode("utf-16"),
            '{"name": "甲\\u0000", "on": "2026-01-01"}'.encode("utf-16-le"),
        ],
        ids=["half a character as bytes", "UTF-16", "UTF-16 without a mark"],
    )
    def test_it_is_told_in_every_writing_that_json_may_come_in(self, rename, body):
        answer = rename(body)
        assert answer.status_code == 422
        assert [one["where"] for one in answer.json()["problems"]] == ["name"]

    def test_another_method_is_refused_as_a_problem(self, client, units):
        answer = client.put(f"/api/units/{units.villages[0].code}/rename")
        assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
        assert answer["Allow"] == "POST"
