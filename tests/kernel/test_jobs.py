"""Long work: asked for once, done once whatever dies, refused with its reasons, seen by whoever asked and by nobody else."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, connection, transaction

from youju.flow.units.selectors import units_by_code
from youju.kernel import jobs
from youju.kernel.errors import BadInput, Copy, Problem, Refusal
from youju.kernel.jobs import Done, ask, progress_of, tell, work
from youju.kernel.models import Job, User
from youju.kernel.people import open_account

pytestmark = pytest.mark.django_db
BOOK = "代码,名称,上级代码,层级\n220322105,孤家子镇,220322,township\n"


@pytest.fixture(autouse=True)
def apart(settings, monkeypatch, tmp_path):
    settings.YOUJU = {**settings.YOUJU, "jobs": "apart", "folder": tmp_path}
    monkeypatch.setattr(jobs, "_kinds", dict(jobs._kinds))


def kind(act, name="t.kind", reading=jobs._as_it_came):
    """Let a kind of work be this."""
    jobs._kinds[name] = jobs._Kind(act, reading)
    return name


def asked(by, act, **arguments):
    return ask(kind=kind(act), title="试一次", arguments=arguments, by=by)


def opened(by, arguments, content):
    """Open an account: something that is seen to be done or not."""
    open_account(username="made", name="新", by=None, password="a-long-password")
    return Done("开好了", "/units/")


def test_what_is_asked_for_is_done_later_and_says_what_it_came_to(zhang):
    job = asked(zhang, opened)
    assert not User.objects.filter(username="made").exists()
    assert work()
    job.refresh_from_db()
    assert (job.status, job.words, job.where) == ("done", "开好了", "/units/")
    assert User.objects.filter(username="made").exists()
    assert not work()


def test_asking_again_while_it_waits_is_the_same_and_afterwards_another(zhang, wang):
    first = asked(zhang, opened, of=1)
    assert asked(zhang, opened, of=1).pk == first.pk
    assert asked(zhang, opened, of=2).pk != first.pk
    assert asked(wang, opened, of=1).pk != first.pk
    assert ask(kind="t.kind", title="", arguments={"of": 1}, by=zhang, content=b"other").pk != first.pk
    work()
    assert asked(zhang, opened, of=1).pk != first.pk


def test_a_refusal_keeps_its_three_sentences_its_places_and_nothing_of_the_act(client, zhang):
    def refusing(by, arguments, content):
        opened(by, arguments, content)
        raise BadInput("没有导入", "有一处不对", "改了再来", problems=[Problem("表1!B2", "不是数", "写数字")])

    job = asked(zhang, refusing)
    work()
    job.refresh_from_db()
    assert job.status == "refused"
    assert not User.objects.filter(username="made").exists()
    client.force_login(zhang)
    told = client.get(f"/jobs/{job.pk}/").content.decode()
    for words in ("没有导入", "有一处不对", "改了再来", "表1!B2", "不是数", "写数字"):
        assert words in told


def test_a_failure_of_the_house_is_told_without_its_inside_and_leaves_nothing(client, zhang):
    def failing(by, arguments, content):
        opened(by, arguments, content)
        raise ValueError("a secret of the machine")

    job = asked(zhang, failing)
    work()
    job.refresh_from_db()
    assert job.status == "broken"
    assert not User.objects.filter(username="made").exists()
    client.force_login(zhang)
    told = client.get(f"/jobs/{job.pk}/").content.decode()
    assert jobs.BROKEN.what in told
    assert "secret" not in told


def test_what_cannot_be_found_any_more_is_refused_and_not_an_error(zhang):
    from django.http import Http404

    def gone(by, arguments, content):
        raise Http404

    job = asked(zhang, gone)
    work()
    job.refresh_from_db()
    assert (job.status, job.refusal["what"]) == ("refused", jobs.GONE.what)


def test_a_busy_database_is_no_attempt_and_the_job_waits_as_before(zhang):
    def busy(by, arguments, content):
        raise OperationalError("database is locked")

    job = asked(zhang, busy)
    with pytest.raises(OperationalError):
        work()
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("waiting", 0)


def test_what_the_database_refuses_every_time_is_told_and_holds_up_nobody(zhang, wang):
    def refused(by, arguments, content):
        opened(by, arguments, content)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nothing_of_this_name()"
                if connection.vendor == "sqlite"
                else "SET LOCAL statement_timeout = 1"
            )
            cursor.execute("SELECT pg_sleep(1)")

    first, second = asked(zhang, refused), ask(kind=kind(opened, "t.other"), title="", arguments={}, by=wang)
    assert work() and work()
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.status, second.status) == ("broken", "done")
    assert User.objects.filter(username="made").count() == 1


def test_a_work_that_ends_its_process_every_time_is_given_up(zhang):
    job = asked(zhang, opened)
    Job.objects.filter(pk=job.pk).update(attempts=jobs.MOST_ATTEMPTS)
    assert work()
    job.refresh_from_db()
    assert (job.status, job.refusal["what"]) == ("broken", jobs.GIVEN_UP.what)
    assert not User.objects.filter(username="made").exists()


def test_the_file_that_was_handed_in_is_not_kept_beyond_the_end(zhang):
    kind(opened)
    job = ask(kind="t.kind", title="试", arguments={}, by=zhang, content=b"names of people")
    work()
    job.refresh_from_db()
    assert bytes(job.content) == b""


def test_how_far_it_is_stands_on_the_page_which_looks_again_with_and_without_a_script(client, zhang):
    seen = []

    def slow(by, arguments, content):
        tell(3, 8)
        seen.append(progress_of(Job.objects.get(kind="t.kind")))
        seen.append(client.get(f"/jobs/{arguments['pk']}/").content.decode())
        return Done("好", "/units/")

    client.force_login(zhang)
    job = asked(zhang, slow)
    waiting = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "排队等候" in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert f'hx-get="/jobs/{job.pk}/" hx-trigger="every 1s"' in waiting
    Job.objects.filter(pk=job.pk).update(arguments={"pk": job.pk})
    work()
    assert seen[0] == (3, 8)
    assert '<progress aria-label="办理进度" value="3" max="8">' in seen[1]
    done = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "hx-trigger" not in done.partition('id="job"')[2]
    assert "http-equiv" not in done
    assert progress_of(job) is None, "the note on the way is not left lying about"


def test_outside_of_a_job_nobody_listens(tmp_path):
    tell(1, 2)
    assert list(tmp_path.iterdir()) == []


def test_a_job_is_seen_by_whoever_asked_and_by_nobody_else(client, zhang, wang):
    job = asked(zhang, opened)
    client.force_login(wang)
    assert client.get(f"/jobs/{job.pk}/").status_code == 404
    assert "试一次" not in client.get("/jobs/").content.decode()
    client.force_login(zhang)
    assert "试一次" in client.get("/jobs/").content.decode()


def test_the_database_refuses_an_end_without_its_moment_or_reasons(zhang):
    job = asked(zhang, opened)
    now = dt.datetime(2026, 11, 3, tzinfo=dt.UTC)
    for wrong in ({"status": "done"}, {"ended_at": now}, {"status": "refused", "ended_at": now}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.filter(pk=job.pk).update(**wrong)


def test_units_are_imported_apart_from_the_page_and_a_fault_is_told_by_its_place(client, zhao, units):
    client.force_login(zhao)

    def sent(text):
        said = {
            "file": SimpleUploadedFile("单位.csv", text.encode()),
            "tree": "administrative",
            "on": "2026-01-01",
        }
        answer = client.post("/units/import/", said)
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]

    where = sent(BOOK)
    assert where.startswith("/jobs/")
    assert not units_by_code(["220322105"])
    assert work()
    assert units_by_code(["220322105"])
    answer = client.get(where, follow=True)
    assert answer.redirect_chain[-1][0] == "/units/"
    assert "新增 1 个" in answer.content.decode()
    where = sent(BOOK.replace("220322105", "220322106").replace("township", "大洲"))
    work()
    answer = client.get(where, follow=True)
    told = answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/units/import/"
    assert "<strong>单位.csv</strong>" in told
    assert "单位.csv:2" in told
    assert "大洲" in told
    assert 'value="2026-01-01"' in told, "what was typed with the file is still there"


@contextmanager
def marking(by, arguments, content):
    """Open what was handed in, and give it back with its faults when the work refuses it."""
    try:
        yield content.decode()
    except KeyError:
        refusal = BadInput("没有导入", "有一处不对", "改了再来")
        refusal.copy = Copy("标红-桥.xlsx", b"red")
        raise refusal from None


def faulty(by, arguments, given):
    opened(by, arguments, given)
    raise KeyError(given)


def refused_with_a_copy(by, **more):
    return ask(kind=kind(faulty, reading=marking), title="试", arguments={}, by=by, content=b"x", **more)


def test_the_marked_copy_of_a_refused_file_is_fetched_from_the_page_by_whoever_asked(client, zhang, wang):
    job = refused_with_a_copy(zhang, back="/units/")
    work()
    assert not User.objects.filter(username="made").exists()
    client.force_login(zhang)
    told = client.get(f"/jobs/{job.pk}/").content.decode()
    assert f'href="/jobs/{job.pk}/copy/"' in told
    assert '<a class="button quiet" href="/units/">改好后再来</a>' in told
    answer = client.get(f"/jobs/{job.pk}/copy/")
    assert answer.content == b"red"
    assert "attachment" in answer["Content-Disposition"]
    client.force_login(wang)
    assert client.get(f"/jobs/{job.pk}/copy/").status_code == 404


def test_a_marked_copy_is_emptied_after_a_week(client, zhang, at):
    at("2026-11-03 09:00")
    job = refused_with_a_copy(zhang)
    work()
    at("2026-11-11 09:00")
    asked(zhang, opened)
    work()
    job.refresh_from_db()
    assert (bytes(job.copy), job.copy_name, job.status) == (b"", "", "refused")
    client.force_login(zhang)
    assert client.get(f"/jobs/{job.pk}/copy/").status_code == 404
    assert "/copy/" not in client.get(f"/jobs/{job.pk}/").content.decode()


def test_a_job_that_was_done_gives_no_copy(client, zhang):
    job = asked(zhang, opened)
    work()
    client.force_login(zhang)
    assert client.get(f"/jobs/{job.pk}/copy/").status_code == 404


def test_where_everything_is_done_at_once_a_marked_copy_is_fetched_all_the_same(client, zhang, settings):
    settings.YOUJU = {**settings.YOUJU, "jobs": "at_once"}
    job = refused_with_a_copy(zhang)
    assert not User.objects.filter(username="made").exists()
    client.force_login(zhang)
    assert client.get(f"/jobs/{job.pk}/copy/").content == b"red"


@pytest.mark.django_db(transaction=True)
def test_while_a_file_is_read_others_write_and_no_other_worker_reads_it(zhang):
    """The write below waits for a lock that is held for as long as the file is read, and fails."""
    heard = []

    def meanwhile():
        heard.append(work())
        open_account(username="other", name="另", by=None, password="a-long-password")
        heard.append("written")
        connection.close()

    @contextmanager
    def reading(by, arguments, content):
        other = threading.Thread(target=meanwhile)
        other.start()
        other.join(10)
        yield content

    job = ask(kind=kind(opened, reading=reading), title="试", arguments={}, by=zhang, content=b"x")
    assert work()
    job.refresh_from_db()
    assert heard == [False, "written"]
    assert (job.status, job.attempts) == ("done", 1)


def test_the_right_is_asked_again_when_the_work_is_done(zhao, zhang, monkeypatch):
    """Who may no longer close when the turn comes has not closed."""
    job = ask(kind="round.close", title="关账", arguments={"round": 987654}, by=zhang)
    work()
    job.refresh_from_db()
    assert job.status == "refused"


SLOW = """
import django, pathlib, sys, time
django.setup()
from youju.kernel import jobs
from youju.kernel.people import open_account
def slow(by, arguments, content):
    open_account(username="made", name="新", by=None, password="a-long-password")
    jobs.tell(1, 2)
    pathlib.Path(sys.argv[1]).touch()
    time.sleep(60)
jobs.declare("t.kind", slow)
jobs.work()
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_leaves_a_job_that_another_does_once(zhang, tmp_path):
    job = asked(zhang, opened)
    sign = tmp_path / "begun"
    worker = subprocess.Popen([sys.executable, "-c", SLOW, str(sign)], env=surroundings(tmp_path))
    for _ in range(1200):
        if sign.exists():
            break
        time.sleep(0.1)
    assert sign.exists()
    assert progress_of(job) == (1, 2), "how far it is can be read while the act is being written"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("waiting", 1)
    assert not User.objects.filter(username="made").exists()
    assert work()
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("done", 2)
    assert User.objects.filter(username="made").count() == 1
    assert not work()


def surroundings(folder):
    """Return the environment of a worker in a process of its own, on this test's database."""
    said = connection.settings_dict
    base = f"sqlite:///{said['NAME']}"
    if connection.vendor == "postgresql":
        base = f"postgresql://{said['USER']}:{said['PASSWORD']}@{said['HOST']}:{said['PORT']}/{said['NAME']}"
    return {
        **os.environ, "YOUJU_MODE": "test", "YOUJU_DATABASE": base, "YOUJU_SECRET": django_settings.SECRET_KEY,
        "YOUJU_FOLDER": str(folder), "DJANGO_SETTINGS_MODULE": "youju.config.settings",
        "PYTHONPATH": str(Path(jobs.__file__).parents[2]),
    }  # fmt: skip


def test_a_house_that_does_everything_at_once_keeps_no_job(zhang, settings):
    settings.YOUJU = {**settings.YOUJU, "jobs": "at_once"}
    assert asked(zhang, opened) == Done("开好了", "/units/")
    assert Job.objects.count() == 0
    with pytest.raises(Refusal):
        asked(zhang, lambda *_said: (_ for _ in ()).throw(Refusal("不", "因", "改")))


@pytest.mark.parametrize(("said", "works"), [("here", True), ("apart", False)])
def test_the_web_process_works_by_itself_unless_a_service_does(tmp_path, said, works):
    program = "import threading, youju.config.wsgi; print([one.name for one in threading.enumerate()])"
    environ = {**surroundings(tmp_path), "YOUJU_JOBS": said}
    told = subprocess.run(
        [sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True
    )
    assert ("'jobs'" in told.stdout) is works
    assert "'names'" in told.stdout  # units bear a name from its day on


def test_the_first_who_asks_for_a_page_does_not_wait_for_the_scheme_language(tmp_path):
    program = (
        "import youju.config.wsgi; from youju.engine.language.scheme import Scheme;"
        "print(Scheme.__pydantic_complete__)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        env=surroundings(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split()[-1] == "True"
