"""A whole month by programs alone: from the files of a scheme to a bundle that anybody recomputes."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.flow.month import INCOMES, starter  # noqa: F401
from youju.engine.bundle.verify import verify_bundle
from youju.kernel.models import Tenure
from youju.kernel.people import issue_token

pytestmark = pytest.mark.django_db
ACTS = {
    "zhao": "scheme.load scheme.propose round.open round.advance round.close score.make score.read board.read board.firmness "
    "publication.propose",
    "qian": "scheme.approve objection.decide statement.read publication.read publication.approve",
    "zhang": "report.read report.write report.submit statement.read objection.raise publication.read board.read",
    "wang": "report.write report.submit",
}  # fmt: skip


@pytest.fixture
def ask(client, zhao, qian, zhang, wang):
    """Return a function (name, method, path, **said) → what the API answers; every refusal fails the test."""
    people, heads = {"zhao": zhao, "qian": qian, "zhang": zhang, "wang": wang}, {}
    for name, person in people.items():
        tenure = Tenure.objects.get(holder=person)
        _token, key = issue_token(tenure=tenure, name="对接", acts=ACTS[name].split(), by=person, days=300)
        heads[name] = {"Authorization": f"Bearer {key}"}

    def ask(name, method, path, body=None, files=None):
        said = {"data": files} if files else {"data": body or {}, "content_type": "application/json"}
        said = {} if method == "get" else said
        answer = getattr(client, method)(f"/api{path}", headers=heads[name], **said)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json() if "json" in answer["Content-Type"] else answer.content

    return ask


@pytest.fixture
def in_force(ask, units, starter):  # noqa: F811
    """Return the code of the starter, loaded by one program and approved by another."""
    files = [SimpleUploadedFile(path, content) for path, content in starter.items()]
    loaded = ask("zhao", "post", f"/schemes/load?unit={units.county.code}", files={"files": files})
    where = f"/schemes/my-scheme/versions/{loaded['version']['id']}"
    ask("zhao", "post", f"{where}/propose")
    assert ask("qian", "post", f"{where}/approve")["status"] == "in_force"
    return "my-scheme"


def reported(ask, round_, units):
    """Let both townships hand in for their villages."""
    villages = [*units.villages, *units.others]
    said = [
        {"unit": unit.code, "values": {"income": {"value": income, "note": "已核对"}, "complaints": {"value": "20"}, "solved": {"value": "19"}}}
        for unit, income in zip(villages, INCOMES, strict=True)
    ]  # fmt: skip
    for name, some in (("zhang", said[:3]), ("wang", said[3:])):
        done = ask(name, "put", f"/reports/rounds/{round_}/units", {"reports": some, "submit": True})
        assert done["submitted"] == len(some)


def test_a_whole_month_by_programs(ask, client, in_force, units, at, tmp_path):
    at("2026-11-03 09:00")
    round_ = ask("zhao", "post", f"/schemes/{in_force}/rounds", {"period": "2026-10"})["id"]
    moved = f"/schemes/rounds/{round_}/advance"
    ask("zhao", "post", moved, {"was": "open", "to": "reporting"})
    reported(ask, round_, units)
    assert ask("zhao", "get", f"/reports/rounds/{round_}/progress")["submitted"] == 5
    ask("zhao", "post", moved, {"was": "reporting", "to": "verifying"})
    at("2026-11-18 09:00")
    score = ask("zhao", "post", f"/scores/rounds/{round_}/notice")
    second = units.villages[1].code
    statement = f"/scores/{score['id']}/statements/{second}"
    assert ask("zhang", "get", statement)["total"] == "94.00"
    objected = ask("zhang", "post", f"{statement}/object", {"rule": "income", "words": "漏记租金"})
    (held,) = ask("qian", "get", f"/scores/objections/{objected['id']}")["values"]
    mend = {"indicator": held["indicator"], "period": held["period"], "value": "120000"}
    verdict = {"verdict": "upheld", "answer": "属实", "mends": [mend]}
    ask("qian", "post", f"/scores/objections/{objected['id']}/decide", verdict)
    at("2026-11-26 09:00")
    assert ask("zhao", "post", f"/ledger/rounds/{round_}/close")["status"] == "closed"
    final = ask("zhao", "post", f"/scores/rounds/{round_}", {"because": "关账"})
    (board,) = ask("zhao", "get", "/boards/")
    assert (board["id"], board["is_final"]) == (final["id"], True)
    draft = ask("zhao", "get", f"/publications/drafts/{final['id']}")
    proposed = ask("zhao", "post", "/publications/", {"score": final["id"], **draft})
    (waiting,) = ask("qian", "get", "/publications/proposals")
    assert ask("qian", "post", f"/publications/{waiting['id']}/sign")["published_at"]
    shown = ask("zhang", "get", f"/publications/{proposed['id']}")
    assert "得分由 94.00 改为 100.00" in str(shown["corrections"]) or "得分有更正" in str(
        shown["corrections"]
    )
    assert ask("zhang", "get", "/boards/")[0]["published_at"] is not None
    bundle = ask("qian", "get", f"/publications/{proposed['id']}/bundle.zip")
    zipfile.ZipFile(io.BytesIO(bundle)).extractall(tmp_path)
    (folder,) = {path.parent for path in tmp_path.rglob("manifest.json")}
    assert verify_bundle(folder) == []
