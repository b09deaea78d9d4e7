"""Beside the reader: a language model that an office has named, the tasks of a plan, the other documents, an earlier reading."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.flow.documents.test_documents import reread
from youju.config.env import Env
from youju.flow.documents import services
from youju.flow.documents.accepted import AcceptedFact, compared
from youju.flow.documents.endpoint import Endpoint
from youju.flow.documents.models import Document
from youju.flow.documents.proposing import proposals
from youju.flow.documents.run import Read, reader_version
from youju.flow.documents.selectors import seen_in
from youju.flow.documents.services import Said, add_document, decide
from youju.kernel.models import Trace
from youju.work.registers import citing
from youju.work.registers.declared import declaration_of
from youju.work.registers.services import declare_register

pytestmark = pytest.mark.django_db
SHARED = Path(__file__).parents[3] / "schemes" / "_registers"
PAGE = "梨树县简讯\n\n全县新建卫生室12所,群众普遍叫好。医生说,患者候诊不再漫长。\n"
PLAN = "梨树县重点任务\n一、优化服务\n（一）推进一网通办。（郭家店镇牵头,县财政局配合,2023年6月底前完成）\n（二）公布事项清单。\n"


class Local(BaseHTTPRequestHandler):
    """Answers with one true quote and one that nobody wrote, or with a failure."""

    status = 200

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        at = PAGE.index("候诊")
        told = {"kind": "indicator", "subject": "梨树县", "status": "achieved"}
        facts = [
            {**told, "quote": "候诊不再漫长", "start": at, "end": at + 6},
            {**told, "quote": "新建医院3所", "start": 0, "end": 6},
        ]
        said = {"choices": [{"message": {"content": json.dumps({"facts": facts})}}]}
        body = json.dumps(said).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args): ...


@pytest.fixture
def model(settings):
    server = HTTPServer(("127.0.0.1", 0), Local)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Local.status = 200
    said = {
        "base_url": f"http://127.0.0.1:{server.server_port}/v1",
        "key": "secret",
        "model": "m-1",
        "timeout": 5,
    }
    settings.YOUJU = {**settings.YOUJU, "reader": said}
    yield said
    server.shutdown()


def record(kind, start, end, text=PAGE, **more):
    return {"kind": kind, "start": start, "end": end, "quote": text[start:end], "subject": "梨树县", "status": "achieved"} | more  # fmt: skip


def kept(monkeypatch, zhao, text, records, title=""):
    """Return a document with these facts, as if the reader had found them."""
    monkeypatch.setattr(services.taking, "read_file", lambda *_a: Read(text, title, records, [], None))
    return add_document(name="a.txt", content=text.encode(), kind="notice", by=zhao, title=title)


def test_a_model_that_is_named_is_asked_and_what_it_invents_is_dropped_counted_and_traced(
    client, model, units, zhao
):
    document = add_document(name="page.txt", content=PAGE.encode(), kind="newspaper_page", by=zhao)
    reading = document.readings.get()
    assert [fact.quote for fact in reading.facts.all() if fact.record.get("note")] == ["候诊不再漫长"]
    counts = {"kept": 1, "known": 0, "invented": 1, "malformed": 0, "failed": 0}
    assert reading.counts == counts
    assert reading.reader.endswith("+m-1")
    assert Trace.objects.get(act="document.add").detail["proposed"] == counts
    client.force_login(zhao)
    page = client.get(f"/documents/{document.pk}/").content.decode()
    assert "原文里没有这句话而丢弃的 1 条" in page
    assert "语言模型提出：原话核对过" in page


def test_a_model_that_fails_leaves_the_reading_and_is_asked_again(model, units, zhao):
    Local.status = 500
    document = add_document(name="page.txt", content=PAGE.encode(), kind="newspaper_page", by=zhao)
    first = document.readings.get()
    assert (first.counts["failed"], first.reader.endswith("+m-1")) == (1, False)
    Local.status = 200
    again = services.read_document_again(document=document, by=zhao)
    assert (again.pk != first.pk, again.counts["kept"]) == (True, 1)


def test_without_a_model_nothing_is_asked(settings):
    assert settings.YOUJU["reader"] == {}
    assert "+m-1" not in reader_version()


@pytest.mark.parametrize(
    "said",
    [
        {"reader_url": "https://a/v1"},
        {"reader_url": "a", "reader_key": "k", "reader_model": "m"},
        {"reader_url": "https://a/v1", "reader_key": "k", "reader_model": "m", "reader_seconds": 0},
    ],
)
def test_a_model_that_is_half_named_is_refused_at_the_start(said):
    with pytest.raises(ImproperlyConfigured, match="YOUJU_READER_URL"):
        Env(mode="test", **said).second_reader()


class Dripping(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b" " * (1 << self.server.more))
                self.wfile.flush()
                threading.Event().wait(self.server.pause)
        except OSError:
            pass

    def log_message(self, *args): ...


@pytest.mark.parametrize(("pause", "more"), [(0.2, 0), (0, 20)], ids=["drips", "floods"])
def test_an_answer_that_does_not_end_is_let_go(pause, more):
    server = HTTPServer(("127.0.0.1", 0), Dripping)
    server.pause, server.more = pause, more
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found, counts = proposals(PAGE, [], Endpoint(f"http://127.0.0.1:{server.server_port}", "k", "m", 1.0))
    server.shutdown()
    assert (found, counts["failed"]) == ([], 1)


def test_a_decision_about_a_project_is_not_handed_to_a_visit_told_in_the_same_words(monkeypatch, units, zhao):
    document = kept(monkeypatch, zhao, PAGE, [record("project", 8, 17)])
    fact = document.readings.get().facts.get()
    decide(fact=fact, verdict="rejected", said=Said(), note="不是项目", by=zhao)
    reread(monkeypatch, document, zhao, [record("exchange", 8, 19)])
    assert [(one.fact.kind, one.decision is not None) for one in seen_in(document)] == [
        ("project", True), ("exchange", False),
    ]  # fmt: skip


def test_links_made_before_a_rereading_lead_to_the_words_and_the_history(client, monkeypatch, units, zhao):
    document = kept(monkeypatch, zhao, PAGE, [record("indicator", 8, 17, value="12")])
    old = document.readings.get().facts.get()
    decide(fact=old, verdict="accepted", said=Said(), by=zhao)
    reread(monkeypatch, document, zhao, [record("task", 7, 17, value="12")])
    client.force_login(zhao)
    page = client.get(f"/documents/{document.pk}/").content.decode()
    assert f'<mark id="fact-{old.key}"' in page
    history = f"/documents/{document.pk}/facts/{old.key}/"
    assert f'href="{history}"' in page
    assert client.get(history).status_code == 200


def accepted(value, relation="="):
    return AcceptedFact(
        1, "k", 1, "u", "", "i", "", "2023", value, "", relation, "s", 0, 1, "q", "t", "accepted", "", {}
    )


def test_two_documents_that_contradict_each_other_are_told_where_the_ledger_is_empty():
    assert [cell.verdict for cell in compared([accepted(35), accepted(36)], [])] == ["documents_differ"]
    assert [cell.verdict for cell in compared([accepted(35, "≥"), accepted(36)], [])] == ["only_documents"]


YEAR = {"period": {"start": "2022-01-01", "end": "2022-12-31"}, "indicator": "粮食总产量", "unit": "tonne"}


def test_a_document_that_contradicts_one_kept_before_is_doubted_with_the_way_to_the_other_words(
    client, monkeypatch, units, zhao
):
    first = kept(monkeypatch, zhao, PAGE, [record("indicator", 8, 17, value="35", **YEAR)], "公报")
    text = PAGE + "又一次"
    second = kept(monkeypatch, zhao, text, [record("indicator", 8, 17, value="36", **YEAR)], "综述")
    assert first.readings.get().doubts == []
    (doubt,) = second.readings.get().doubts
    assert (doubt["kind"], doubt["quote"], "《公报》是35" in doubt["what"]) == ("disagree", text[8:17], True)
    client.force_login(zhao)
    page = client.get(f"/documents/{second.pk}/").content.decode()
    assert f"/documents/cited/{first.sha256}/8-17/" in page


def test_what_was_not_accepted_in_another_document_contradicts_nothing(monkeypatch, units, zhao):
    first = kept(monkeypatch, zhao, PAGE, [record("indicator", 8, 17, value="35", **YEAR)], "公报")
    decide(fact=first.readings.get().facts.get(), verdict="rejected", said=Said(), note="错印", by=zhao)
    second = kept(monkeypatch, zhao, PAGE + "又", [record("indicator", 8, 17, value="36", **YEAR)], "综述")
    assert second.readings.get().doubts == []


def test_a_task_of_a_plan_is_accepted_and_becomes_a_record_of_the_register_of_tasks(
    client, units, zhao, zhang
):
    tasks = declare_register(text=(SHARED / "task.yaml").read_text("utf-8"), unit=units.county, by=zhao)
    document = add_document(name="plan.txt", content=PLAN.encode(), kind="notice", by=zhao, title="重点任务")
    read = [fact for fact in document.readings.get().facts.all() if fact.kind == "clause"]
    assert [fact.record["clause"] for fact in read] == ["一（一）", "一（二）"]
    decide(fact=read[0], verdict="accepted", said=Said(), by=zhao)
    (one,) = citing.waiting(tasks)
    begun = citing.begun(declaration_of(tasks), one)
    assert (begun["title"], begun["clause"], begun["due_on"], begun["source"]) == (
        "推进一网通办", "一（一）", "2023-06-30", "重点任务",
    )  # fmt: skip
    assert begun["measure"] == read[0].quote
    assert citing.unit_meant(one) == "220322103"
    client.force_login(zhao)
    page = client.get(f"/documents/{document.pk}/").content.decode()
    assert "推进一网通办" in page and 'class="fact accepted clause"' in page
    assert Document.objects.count() == 1
