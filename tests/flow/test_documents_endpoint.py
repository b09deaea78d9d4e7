"""The call to a model, against a server that the test starts: what is asked, and what becomes of the answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from youju.flow.documents.endpoint import Endpoint, endpoint_from
from youju.reading.extractors import read_with
from youju.reading.pages import read_facts

pytest.importorskip("httpx")
PAGE = "某县简讯\n\n全县新建卫生室12所,群众普遍叫好。医生说,患者候诊不再漫长。"


class Local(BaseHTTPRequestHandler):
    """Answers every chat request with what the test put into `facts`."""

    facts: Any = ()
    asked: dict[str, Any] | None = None
    key: str | None = None
    raw: str | None = None

    def do_POST(self) -> None:
        Local.asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Local.key = self.headers["Authorization"]
        content = self.raw or json.dumps({"facts": self.facts}, ensure_ascii=False)
        body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = HTTPServer(("127.0.0.1", 0), Local)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Local.facts, Local.raw = (), None
    yield Endpoint(f"http://127.0.0.1:{server.server_port}/v1", "secret", "some-model", timeout=5)
    server.shutdown()


def proposal(quote: str, at: int) -> dict[str, Any]:
    return {
        "kind": "indicator",
        "start": at,
        "end": at + len(quote),
        "quote": quote,
        "subject": "某县",
        "status": "achieved",
    }


def test_a_proved_fact_is_kept_and_an_invented_one_dropped_and_counted(endpoint: Endpoint) -> None:
    Local.facts = [proposal("候诊不再漫长", PAGE.index("候诊")), proposal("全县新建医院3所", 6)]
    reading = read_with(PAGE, [endpoint])
    assert [fact.quote for fact in reading.facts if not fact.certain] == ["候诊不再漫长"]
    assert (reading.counts["endpoint.kept"], reading.counts["endpoint.invented"]) == (1, 1)


def test_an_answer_that_is_not_json_leaves_the_page_as_it_was_read(endpoint: Endpoint) -> None:
    Local.raw = "对不起,我不能"
    reading = read_with(PAGE, [endpoint])
    assert (reading.facts, reading.counts["endpoint.failed"]) == (read_facts(PAGE).facts, 1)


def test_an_endpoint_that_cannot_be_reached_leaves_the_page_as_it_was_read() -> None:
    reading = read_with(PAGE, [Endpoint("http://127.0.0.1:1/v1", "secret", "some-model", timeout=1)])
    assert (reading.facts, reading.counts["endpoint.failed"]) == (read_facts(PAGE).facts, 1)


def test_the_endpoint_is_asked_with_the_key_the_page_and_the_schema_of_the_answer(endpoint: Endpoint) -> None:
    read_with(PAGE, [endpoint])
    assert Local.key == "Bearer secret"
    assert Local.asked is not None
    assert Local.asked["messages"][1]["content"] == PAGE
    assert Local.asked["response_format"]["json_schema"]["schema"]["required"] == ["facts"]


@pytest.mark.parametrize("missing", ["base_url", "key", "model"])
def test_without_all_three_settings_there_is_no_endpoint(missing: str) -> None:
    settings = {"base_url": "http://127.0.0.1/v1", "key": "secret", "model": "some-model"} | {missing: ""}
    assert endpoint_from(settings) is None


def test_the_key_is_not_shown() -> None:
    made = endpoint_from({"base_url": "http://127.0.0.1/v1", "key": "secret", "model": "some-model"})
    assert made is not None
    assert "secret" not in repr(made)
