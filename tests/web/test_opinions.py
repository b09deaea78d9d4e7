"""An opinion is kept with the page and the account and nothing else; it is answered once; only asker and office read it."""

import pytest
from django.db import DatabaseError, transaction

from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.models import Opinion, Trace
from youju.kernel.opinions import MOST_A_DAY, answer, opinions_for, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(appointed):
    return appointed("keeper", "冯", "system_admin")


def test_every_page_leads_to_the_form_which_remembers_the_page(client, zhang):
    client.force_login(zhang)
    assert 'href="/opinions/new/?page=/units/"' in client.get("/units/").content.decode()
    form = client.get("/opinions/new/?page=/units/").content.decode()
    assert 'value="/units/"' in form
    done = client.post(
        "/opinions/new/", {"page": "/units/?q=王某某", "wrong": "搜不到", "wish": "能搜"}, follow=True
    )
    assert done.status_code == 200
    (row,) = Opinion.objects.all()
    assert (row.page, row.wrong, row.wish, row.said_by) == ("/units/", "搜不到", "能搜", zhang)
    assert "王某某" not in str(Trace.objects.get(act="opinion.say").detail)


def test_an_empty_opinion_says_so_and_keeps_what_was_typed(client, zhang):
    client.force_login(zhang)
    done = client.post("/opinions/new/", {"page": "/units/", "wrong": " ", "wish": "留着的字"})
    assert done.status_code == 422
    assert "留着的字" in done.content.decode()


def test_the_asker_reads_the_answer_and_nobody_else_does(client, zhang, wang, keeper):
    row = say(page="/", wrong="字太小", by=zhang)
    answer(opinion=row, text="下月改大", by=keeper)
    client.force_login(zhang)
    assert "下月改大" in client.get("/opinions/").content.decode()
    client.force_login(wang)
    assert "下月改大" not in client.get("/opinions/").content.decode()
    assert list(opinions_for(wang)) == []
    assert list(opinions_for(keeper)) == [row]


def test_only_the_office_answers_and_only_once(client, zhang, zhao, keeper):
    row = say(page="/", wrong="字太小", by=zhang)
    with pytest.raises(NotAllowed):
        answer(opinion=row, text="好", by=zhao)
    client.force_login(zhao)
    assert client.post(f"/opinions/{row.pk}/answer/", {"answer": "好"}).status_code == 403
    client.force_login(keeper)
    assert client.post(f"/opinions/{row.pk}/answer/", {"answer": " "}).status_code in {400, 422}
    assert client.post(f"/opinions/{row.pk}/answer/", {"answer": "好"}).status_code == 302
    with pytest.raises(Refusal):
        answer(opinion=row, text="再答", by=keeper)
    assert Trace.objects.filter(act="opinion.answer").count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Opinion.objects.filter(pk=row.pk).update(wrong="改了")


def test_the_inbox_stands_on_the_desk_of_the_office_while_something_waits(client, zhang, keeper):
    from youju.web.desk import desk_of

    row = say(page="/", wrong="字太小", by=zhang)
    assert [(line.number, line.url) for line in desk_of(keeper)] == [(1, "/opinions/")]
    answer(opinion=row, text="好", by=keeper)
    assert desk_of(keeper) == []


def test_all_faults_of_an_opinion_are_said_at_once(zhang):
    with pytest.raises(BadInput) as refused:
        say(page="https://elsewhere.example/", wrong="", wish="长" * 2001, by=zhang)
    assert [problem.where for problem in refused.value.problems] == ["page", "wrong", "wish"]
    with pytest.raises(BadInput):
        say(page="//elsewhere.example/", wrong="x", by=zhang)


def test_nobody_floods_the_inbox(zhang, at):
    at("2026-11-03 09:00")
    for _each in range(MOST_A_DAY):
        say(page="/", wrong="x", by=zhang)
    with pytest.raises(Refusal):
        say(page="/", wrong="x", by=zhang)
    at("2026-11-04 09:01")
    say(page="/", wrong="x", by=zhang)


def test_the_api_takes_and_answers_an_opinion(client, zhang, keeper):
    client.force_login(zhang)
    made = client.post("/api/opinions/", {"page": "/", "wrong": "慢"}, content_type="application/json").json()
    client.force_login(keeper)
    done = client.post(
        f"/api/opinions/{made['id']}/answer", {"answer": "快了"}, content_type="application/json"
    )
    assert done.json()["answer"] == "快了"


def test_an_answer_that_is_refused_is_told_beside_it_and_stays(client, zhang, keeper):
    row, other = say(page="/", wrong="字太小", by=zhang), say(page="/", wrong="搜不到", by=zhang)
    client.force_login(keeper)
    page = client.post(f"/opinions/{row.pk}/answer/", {"answer": "长" * 2001})
    text = page.content.decode()
    assert page.status_code == 422
    assert "长" * 2001 + "</textarea>" in text
    assert f'id="w{row.pk}" role="alert">空的，或者太长。写一句<' in text
    assert f'id="w{other.pk}"' not in text
