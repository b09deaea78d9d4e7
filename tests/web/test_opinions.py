"""An opinion is kept with the page and the account, of a stranger with the page alone; it is answered once; only asker and office read it."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests.pages import beside
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.models import Opinion, Trace
from youju.kernel.opinions import MOST_A_DAY, MOST_OF_STRANGERS, answer, opinions_for, say
from youju.web.opinions import OF_STRANGERS

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


@pytest.mark.parametrize("path", ["/", "/publications/", "/guide/index/", "/accounts/login/", "/nowhere/"])
def test_every_page_that_needs_no_account_leads_to_the_form_too(client, db, path):
    assert f'href="/opinions/new/?page={path}"' in client.get(path).content.decode()


def test_a_stranger_says_an_opinion_of_which_only_the_page_and_the_words_are_kept(client, keeper):
    said = {"page": "/publications/?q=王某某", "wrong": "表头看不清", "wish": "字大些"}
    done = client.post("/opinions/new/", said, follow=True, REMOTE_ADDR="203.0.113.9")
    assert "意见收下了，管系统的人会看到" in done.content.decode()
    assert 'href="/publications/"' in done.content.decode()
    (row,) = Opinion.objects.all()
    assert (row.page, row.wrong, row.wish, row.said_by) == ("/publications/", "表头看不清", "字大些", None)
    trace = Trace.objects.get(act="opinion.say")
    assert (trace.actor, trace.detail) == (None, {"page": "/publications/", "stranger": True})
    client.force_login(keeper)
    assert "没有登录的人" in client.get("/opinions/").content.decode()
    answer(opinion=row, text="下月改", by=keeper)
    assert row.answered_by == keeper


def test_what_a_stranger_said_is_read_by_the_office_alone(client, zhang, keeper):
    row = say(page="/publications/", wrong="字太小", by=None)
    assert list(opinions_for(zhang)) == []
    assert list(opinions_for(keeper)) == [row]
    assert client.get("/opinions/").status_code == 302
    client.force_login(keeper)
    (told,) = client.get("/api/opinions/").json()
    assert told["is_from_stranger"] is True


def test_a_stranger_is_told_beside_the_field_what_is_wrong_and_finds_the_words_again(client, db):
    done = client.post("/opinions/new/", {"page": "/", "wrong": " ", "wish": "长" * 2001})
    assert done.status_code == 422
    assert "2000" in beside(done.content.decode(), "wish")
    assert "长" * 2001 in done.content.decode()
    assert Opinion.objects.count() == 0


def test_from_one_address_so_many_strangers_are_heard_in_an_hour(client, db, at):
    at("2026-11-03 09:00")
    times, _seconds = OF_STRANGERS
    for n in range(times):
        assert client.post("/opinions/new/", {"page": "/", "wrong": f"{n}"}).status_code == 302
    assert client.post("/opinions/new/", {"page": "/", "wrong": "又一条"}).status_code == 429
    assert Opinion.objects.count() == times
    at("2026-11-03 10:01")
    assert client.post("/opinions/new/", {"page": "/", "wrong": "又一条"}).status_code == 302


def test_all_strangers_together_do_not_bury_the_opinions_of_others(zhang, at):
    at("2026-11-03 09:00")
    for _each in range(MOST_OF_STRANGERS):
        say(page="/", wrong="x", by=None)
    with pytest.raises(Refusal, match="没有登录的人"):
        say(page="/", wrong="x", by=None)
    say(page="/", wrong="x", by=zhang)


def test_a_form_of_a_stranger_without_its_token_is_refused(db):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/opinions/new/", {"page": "/", "wrong": "x"}).status_code == 403
    assert Opinion.objects.count() == 0


@pytest.mark.parametrize(
    "page", ["//evil.example/", "/\\evil.example/", "/\t/evil.example/", "javascript:alert(1)"]
)
def test_no_opinion_leads_out_of_the_house(client, db, page):
    with pytest.raises(BadInput):
        say(page=page, wrong="x", by=None)
    shown = client.get("/opinions/new/", {"page": page}).content.decode()
    assert "回到那一页" not in shown


def test_a_password_that_others_know_says_no_opinion(client, zhang):
    zhang.must_change_password = True
    zhang.save()
    client.force_login(zhang)
    done = client.post("/opinions/new/", {"page": "/", "wrong": "x"})
    assert done.status_code == 302
    assert Opinion.objects.count() == 0
