"""Scoring a round again, refused: the reason that was typed stands beside why, and need not be typed again."""

from decimal import Decimal

import pytest

from youju.kernel.jobs import work
from youju.kernel.models import Job

pytestmark = pytest.mark.django_db
TYPED = 'value="核查后更正 &lt;两笔&gt;"'


@pytest.fixture
def apart(settings, tmp_path):
    settings.YOUJU = {**settings.YOUJU, "jobs": "apart", "folder": tmp_path / "apart"}


@pytest.fixture
def ask(client, zhao):
    """Return a function (round, reason) by which 赵 asks to score a round again."""
    client.force_login(zhao)
    return lambda round_, because: client.post(f"/scores/rounds/{round_.pk}/again/", {"because": because})


def page_of(client):
    return client.get("/scores/").content.decode()


def test_a_reason_that_was_refused_at_once_stands_in_the_field_beside_why(final, ask):
    answer = ask(final.round, "核查后更正 <两笔>")
    assert answer.status_code == 409
    assert TYPED in answer.content.decode()
    assert "已经按关账后的底账计过" in answer.content.decode()


def test_a_reason_that_a_job_refused_stands_in_the_field_beside_why(final, ask, client, apart):
    ask(final.round, "核查后更正 <两笔>")
    assert TYPED not in page_of(client)  # nothing is refused while it waits
    work()
    page = page_of(client)
    assert TYPED in page
    assert "已经按关账后的底账计过" in page


def test_what_was_done_afterwards_leaves_nothing_of_the_refusal(apart, noticed, ask, client):
    ask(noticed.round, " ")
    work()
    assert "没有写缘由" in page_of(client)
    ask(noticed.round, "核查后更正 <两笔>")
    work()
    page = page_of(client)
    assert "没有写缘由" not in page
    assert TYPED not in page


def test_a_score_that_somebody_else_made_afterwards_ends_the_refusal(
    apart, noticed, ask, client, zhao, at, units
):
    from youju.flow.ledger.selectors import cell_of
    from youju.flow.ledger.services import correct
    from youju.flow.scores.services import score_round

    ask(noticed.round, " ")
    work()
    at("2026-11-18 10:00")
    row = cell_of("my-scheme", units.villages[1].pk, "income", "2026-10")[-1]
    correct(observation=row, value=Decimal(107000), reason="看错一位", by=zhao)
    score_round(round_=noticed.round, by=zhao, because="更正一笔")
    assert "没有写缘由" not in page_of(client)


def test_a_round_in_which_nothing_changed_is_said_to_stand_as_it_was(apart, noticed, ask, client):
    ask(noticed.round, "再看一遍")
    work()
    assert Job.objects.latest("pk").words == "底账和方案都没有变，得分还是第 1 次的"


def test_what_one_person_typed_is_not_shown_to_another(final, ask, client, apart, appointed, units):
    ask(final.round, "核查后更正 <两笔>")
    work()
    client.force_login(appointed("zhu", "朱", "scoring_office", units.county))
    page = page_of(client)
    assert f"/scores/rounds/{final.round_id}/again/" in page
    assert TYPED not in page


def test_somebody_who_may_not_score_is_told_so_on_a_page_of_its_own(final, ask, client, zhang):
    client.force_login(zhang)
    answer = client.post(f"/scores/rounds/{final.round_id}/again/", {"because": "核查后更正 <两笔>"})
    assert answer.status_code == 403


def test_the_list_of_statements_tells_how_many_there_are_and_leads_to_all(
    client, noticed, zhang, units, monkeypatch
):
    from youju.flow.scores import selectors

    monkeypatch.setattr(selectors, "FIRST", 1)
    client.force_login(zhang)
    page = client.get("/scores/").content.decode()
    assert f'<a href="/scores/{noticed.pk}/">全部 3 个单位' in page
    every = client.get(f"/scores/{noticed.pk}/").content.decode()
    assert [unit.code in every for unit in (*units.villages, *units.others)] == [True] * 3 + [False] * 2
    found = client.get(f"/scores/{noticed.pk}/?q={units.villages[2].name}").content.decode()
    assert [unit.code in found for unit in units.villages] == [False, False, True]
