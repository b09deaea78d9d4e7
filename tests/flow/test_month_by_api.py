"""What the pages of a month tell and do, asked and done by programs with tokens: boards, marks, circulars, schemes, the ledger."""

from decimal import Decimal

import pytest

from tests.flow.month import *  # noqa: F403
from youju.flow.ledger.models import Observation
from youju.flow.ledger.services import correct
from youju.flow.publications import services as publishing
from youju.flow.schemes.services import load_scheme, propose
from youju.flow.scores.services import raise_objection
from youju.kernel.models import Tenure, Trace
from youju.kernel.people import issue_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """Return a function (person, acts, method, path, body) → the answer's status and what it says."""

    def ask(person, acts, method, path, body=None):
        token = Tenure.objects.get(holder=person)
        _token, key = issue_token(tenure=token, name="对接", acts=acts.split(), by=person)
        said = {} if method == "get" else {"data": body or {}, "content_type": "application/json"}
        answer = getattr(client, method)(f"/api{path}", headers={"Authorization": f"Bearer {key}"}, **said)
        is_json = "json" in answer.get("Content-Type", "")
        return answer.status_code, answer.json() if is_json else answer.content

    return ask


class TestBoards:
    def test_the_office_finds_its_board_before_it_is_published_and_others_do_not(
        self, ask, noticed, zhao, zhang
    ):
        _status, mine = ask(zhao, "board.read", "get", "/boards/")
        assert [(one["id"], one["period"], one["published_at"]) for one in mine] == [
            (noticed.pk, "2026-10", None)
        ]
        assert ask(zhang, "board.read", "get", "/boards/") == (200, [])

    def test_firmness_is_not_there_until_somebody_asks_and_stays_as_it_was_measured(self, ask, noticed, zhao):
        where = f"/boards/{noticed.pk}/firmness"
        assert ask(zhao, "board.firmness", "get", where)[0] == 404
        status, measured = ask(zhao, "board.firmness", "post", where)
        assert status == 200
        assert {one["unit"] for one in measured["intervals"]}
        assert ask(zhao, "board.firmness", "get", where) == (200, measured)
        board = ask(zhao, "board.read", "get", f"/boards/{noticed.pk}")[1]
        assert board["firmness"]["seed"] == measured["seed"]

    def test_a_cell_opens_to_its_reasons_beside_the_middle_of_its_peers(self, ask, noticed, zhao, units):
        where = f"/boards/{noticed.pk}/reasons/{units.villages[1].code}"
        _status, said = ask(zhao, "board.read", "get", where)
        income = next(line for line in said["lines"] if line["rule"] == "income")
        assert income["clause"] == "第三条第(一)款"
        assert income["median"] is not None
        assert any(
            proof["url"].startswith("/reports/") for line in said["lines"] for proof in line["rests_on"]
        )

    def test_who_may_not_open_a_cell_is_told_of_none(self, ask, noticed, wang, units):
        where = f"/boards/{noticed.pk}/reasons/{units.villages[1].code}"
        assert ask(wang, "board.read", "get", where)[0] == 404


class TestMarks:
    def test_a_unit_finds_the_statements_it_may_read(self, ask, noticed, zhang, units):
        _status, (found,) = ask(zhang, "statement.read", "get", "/scores/statements")
        codes = [unit.code for unit in units.villages]
        assert (found["score"]["id"], found["score"]["period"], found["units"]) == (
            noticed.pk,
            "2026-10",
            codes,
        )
        _status, named = ask(zhang, "statement.read", "get", f"/scores/{noticed.pk}/statements?q=示例2")
        assert [unit["code"] for unit in named] == [units.villages[1].code]

    @pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
    def test_a_statement_comes_as_a_paper(self, ask, noticed, zhang, units, form, begins):
        where = f"/scores/{noticed.pk}/statements/{units.villages[0].code}/paper.{form}"
        assert ask(zhang, "statement.read", "get", where)[1].startswith(begins)

    def test_whoever_decides_an_objection_is_told_the_values_it_is_about(
        self, ask, noticed, zhang, qian, units
    ):
        row = raise_objection(
            score=noticed, unit=units.villages[1], rule="income", words="漏记租金", by=zhang
        )
        where = f"/scores/objections/{row.pk}"
        _status, told = ask(qian, "statement.read", "get", where)
        assert [(one["indicator"], one["value"]) for one in told["values"]] == [("income", "108000")]
        _status, own = ask(zhang, "statement.read", "get", where)
        assert (own["may_decide"], own["values"], own["words"]) == (False, [], "漏记租金")

    def test_what_a_second_scoring_changed_is_listed(self, ask, noticed, zhao, units):
        from youju.flow.scores.services import score_round

        row = Observation.objects.get(unit=units.villages[1], indicator="income")
        correct(observation=row, value=Decimal(120000), reason="漏记租金", by=zhao)
        again = score_round(round_=noticed.round, by=zhao, because="更正")
        assert ask(zhao, "score.read", "get", f"/scores/{noticed.pk}/changes") == (200, [])
        _status, changed = ask(zhao, "score.read", "get", f"/scores/{again.pk}/changes")
        assert units.villages[1].code in {one["unit"] for one in changed}
        assert ask(zhao, "score.read", "get", f"/scores/{again.pk}")[1]["number"] == 2


class TestCirculars:
    @pytest.fixture
    def proposal(self, final, zhao):
        return publishing.propose(
            score=final, kind="circular", title="十月通报", words="共[[全部 单位数]]个", by=zhao
        )

    def test_a_text_is_drafted_tried_proposed_and_taken_back(self, ask, final, zhao):
        _status, draft = ask(zhao, "publication.propose", "get", f"/publications/drafts/{final.pk}")
        tried = {"score": final.pk, "words": "共[[全部 单位数]]个，[[没有的村]]最好，3 个"}
        _status, text = ask(zhao, "publication.propose", "post", "/publications/preview", tried)
        assert text["words"] == ["共5个，[[没有的村]]最好，3 个"]
        assert (len(text["problems"]), text["typed"]) == (1, ["3"])
        status, made = ask(
            zhao, "publication.propose", "post", "/publications/", {"score": final.pk, **draft}
        )
        assert status == 200, made
        where = f"/publications/{made['id']}/withdraw"
        assert ask(zhao, "publication.propose", "post", where)[0] == 200
        assert ask(zhao, "publication.read", "get", "/publications/proposals") == (200, [])

    def test_whoever_signs_reads_the_text_as_it_will_be_printed(self, ask, proposal, qian):
        _status, (row,) = ask(qian, "publication.read", "get", "/publications/proposals")
        assert (row["id"], row["may_sign"]) == (proposal.pk, True)
        _status, shown = ask(qian, "publication.read", "get", f"/publications/proposals/{proposal.pk}")
        assert shown["text"]["words"] == ["共5个"]

    def test_what_was_signed_cannot_be_taken_back(self, ask, proposal, zhao, qian):
        publishing.sign(publication=proposal, by=qian)
        where = f"/publications/{proposal.pk}/withdraw"
        assert ask(zhao, "publication.propose", "post", where)[0] == 404

    def test_what_is_published_inside_is_read_with_the_token_of_a_post_and_not_without(
        self, ask, client, proposal, qian, zhang
    ):
        publishing.sign(publication=proposal, by=qian)
        where = f"/publications/{proposal.pk}"
        assert client.get(f"/api{where}").status_code == 404
        assert ask(zhang, "report.write", "get", where)[0] == 404
        status, shown = ask(zhang, "publication.read", "get", where)
        assert (status, shown["words"], shown["has_bundle"]) == (200, ["共5个"], False)
        _status, listed = ask(zhang, "publication.read", "get", "/publications/")
        assert [one["id"] for one in listed] == [proposal.pk]
        assert ask(zhang, "publication.read", "get", f"{where}/paper.md")[0] == 200
        _status, data = ask(zhang, "publication.read", "get", f"{where}/data")
        assert data

    def test_a_void_token_is_told_so_instead_of_being_shown_less(self, client):
        answer = client.get("/api/publications/", headers={"Authorization": "Bearer nothing"})
        assert answer.status_code == 401


class TestSchemes:
    @pytest.fixture
    def changed(self, starter, units, zhao, final):
        """Return a draft in which the income is worth half, loaded after a round was closed."""
        text = starter["scheme.yaml"].decode()
        assert text.count("[1, 60]") == 1
        text = text.replace("[1, 60]", "[1, 30]").replace("version: 2026.1", "version: 2026.2")
        version, _found = load_scheme(
            files={**starter, "scheme.yaml": text.encode()}, unit=units.county, by=zhao
        )
        return version

    def test_what_if_tells_who_would_have_moved_and_by_which_rule(self, ask, changed, zhao):
        where = f"/schemes/{changed.scheme.code}/versions/{changed.pk}/what-if?limit=2"
        status, said = ask(zhao, "scheme.draft", "get", where)
        assert (status, said["period"], len(said["moved"])) == (200, "2026-10", 2)
        assert {one["by_rule"] for one in said["moved"]} == {"income"}

    def test_the_page_counts_all_who_move_and_shows_those_first_who_move_most(
        self, client, changed, zhao, monkeypatch
    ):
        monkeypatch.setattr("youju.flow.schemes.views.SHOWN", 2)
        client.force_login(zhao)
        there = f"/schemes/{changed.scheme.code}/versions/{changed.pk}/what-if/"
        client.post(there)
        traces = Trace.objects.count()
        page = client.get(there)
        text, moved = page.content.decode(), page.context["moved"]
        assert len(moved) > 2 and f"{len(moved)} 个有变化（列出名次、分数变动最大的 2 个）" in text
        assert text.count("<tr><td>") == 2
        apart = [abs(one.place - one.place_then) for one in moved]
        assert apart == sorted(apart, reverse=True)
        assert "村集体经济增收：" in text and "income" not in text
        assert Trace.objects.count() == traces

    def test_without_a_closed_round_there_is_nothing_to_compare_with(self, ask, scheme, zhao):
        version = scheme.versions.get()
        where = f"/schemes/{scheme.code}/versions/{version.pk}/what-if"
        assert ask(zhao, "scheme.draft", "get", where)[1]["period"] is None

    def test_a_proposed_version_is_taken_back_and_cannot_be_approved_then(
        self, ask, client, changed, zhao, qian
    ):
        changed.proposed_at = None
        where = f"/schemes/{changed.scheme.code}/versions/{changed.pk}"
        status, said = ask(zhao, "scheme.propose", "post", f"{where}/discard")
        assert (status, said["status"]) == (200, "discarded")
        assert ask(qian, "scheme.approve", "post", f"{where}/approve")[0] == 409
        status, refused = ask(zhao, "scheme.propose", "post", f"{where}/discard")
        assert (status, refused["title"].endswith("不能作废")) == (409, True)


def test_the_ledger_tells_of_a_cell_all_that_was_held_and_what_counts(ask, noticed, zhao, wang, units):
    row = Observation.objects.get(unit=units.villages[1], indicator="income")
    correct(observation=row, value=Decimal(120000), reason="漏记租金", by=zhao)
    where = f"/ledger/observations/{row.pk}"
    _status, cell = ask(zhao, "ledger.read", "get", where)
    assert [(one["value"], one["counts"]) for one in cell["rows"]] == [("108000", False), ("120000", True)]
    assert ask(wang, "ledger.read", "get", where)[0] == 404


def test_a_proposed_version_is_discarded_on_its_page_by_who_may_propose(
    client, starter, units, zhao, qian, scheme
):
    text = starter["scheme.yaml"].decode().replace("version: 2026.1", "version: 2026.2")
    version, _found = load_scheme(files={**starter, "scheme.yaml": text.encode()}, unit=units.county, by=zhao)
    propose(version=version, by=zhao)
    where = f"/schemes/{scheme.code}/versions/{version.pk}/"
    client.force_login(qian)
    assert "discard/" not in client.get(where).content.decode()
    assert client.post(f"{where}discard/").status_code == 403
    client.force_login(zhao)
    assert "discard/" in client.get(where).content.decode()
    assert client.post(f"{where}discard/").status_code == 302
    version.refresh_from_db()
    assert version.status == "discarded"
