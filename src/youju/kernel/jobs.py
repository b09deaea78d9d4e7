"""Long work apart from the request: kept in the database, done by the web process itself, told by a progress bar.

A room declares its kinds of work in `jobs.py` and a view asks for one. Whoever works holds the job's row in the
transaction of the act: the act and the end of its job are written together or not at all, and the hold ends with its
holder. So a process that is killed leaves a job that waits as before, and the next one takes it. Nothing else is started.
A file that takes long to read is read before anything is written (`declare`, ADR 19).
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import (
    IntegrityError,
    OperationalError,
    connection,
    transaction,
)
from django.db.models import F, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, override

from youju.kernel.canonical import canonical
from youju.kernel.clock import db_now
from youju.kernel.companions import again, started
from youju.kernel.errors import Problem, Refusal
from youju.kernel.forms import beside
from youju.kernel.models import Job, User

EVERY = 0.3
# A work that ends its process every time is not tried for ever.
MOST_ATTEMPTS = 4
SHOWN = 50
# How long a marked copy can be fetched: it holds what somebody wrote, and is of use until the mended one is taken in.
KEPT = dt.timedelta(days=7)
_PASSING = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL,
}  # fmt: skip
logger = logging.getLogger(__name__)
BROKEN = Refusal(
    "没有办成", "系统出了错，已经记下；什么也没有存", "过一会儿再办一次，还不行就告诉系统管理员",
    english="The system failed and has logged it; nothing was saved. Try again later, then tell the system admin.",
)  # fmt: skip
GIVEN_UP = Refusal(
    "没有办成", f"开始了 {MOST_ATTEMPTS} 次，每次都被打断；什么也没有存", "告诉系统管理员，查明机器为什么停，再办一次",
    english="It was begun several times and always cut short; nothing was saved. Tell the system admin.",
)  # fmt: skip
GONE = Refusal(
    "没有办成", "要办的那一件现在找不到，或者你的岗位已经看不到它", "从菜单重新进入，看看它现在怎样",
    english="What this was about cannot be found any more, or your posts may not see it.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """What a work came to, in words for whoever asked, and the page that shows it."""

    words: str
    where: str


Work = Callable[[User, dict[str, Any], Any], Done]
Reading = Callable[[User, dict[str, Any], bytes], AbstractContextManager[Any]]


@dataclass(frozen=True, slots=True)
class _Kind:
    work: Work
    reading: Reading


_kinds: dict[str, _Kind] = {}
_telling: ContextVar[Callable[[int, int], None] | None] = ContextVar("telling", default=None)


def _as_it_came(_by: User, _arguments: dict[str, Any], content: bytes) -> AbstractContextManager[bytes]:
    return nullcontext(content)


def declare(kind: str, work: Work, *, reading: Reading = _as_it_came) -> None:
    """Declare a kind of work, while the house starts. It asks again whether the person may: time has passed.

    `reading` opens the file handed in, and `work` gets what it gives. It reads while others may write, and hears of a
    refusal when everything is undone: that is where a copy is marked.
    """
    if _kinds.setdefault(kind, _Kind(work, reading)).work is not work:
        raise ValueError(f"{kind} is declared twice")


# — asking


def ask(
    *, kind: str, title: str, arguments: dict[str, Any], by: User, content: bytes = b"", back: str = ""
) -> Job | Done:
    """Ask for a work; `back` leads to the page that says why the last was refused, and where it is asked for again. Asked twice while it waits, it is one job.

    Where a house does everything at once it is done now, and no job is kept but for a copy that is to be fetched.
    """
    said = canonical({"kind": kind, "arguments": arguments, "by": by.pk})
    digest = hashlib.sha256(said + hashlib.sha256(content).digest()).hexdigest()
    asked = Job(
        kind=kind, title=title, arguments=arguments, content=content, digest=digest, asked_by=by, asked_at=db_now(),
        language=get_language() or settings.LANGUAGE_CODE, where=back,
    )  # fmt: skip
    if settings.YOUJU["jobs"] == "at_once":
        return _at_once(asked)
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError:
        return _light(Job.objects).get(digest=digest, status=Job.Status.WAITING)
    return asked


def _at_once(asked: Job) -> Job | Done:
    kind = _kinds[asked.kind]
    try:
        with (
            kind.reading(asked.asked_by, asked.arguments, bytes(asked.content)) as given,
            transaction.atomic(),
        ):
            return kind.work(asked.asked_by, asked.arguments, given)
    except Refusal as refusal:
        if refusal.copy is None:
            raise
        with transaction.atomic():
            asked.save(force_insert=True)
            _refuse(asked, Job.Status.REFUSED, refusal)
        return asked


def led_on(request: HttpRequest, asked: Job | Done) -> HttpResponse:
    """Lead on to what was made, or to the page that tells how far it is."""
    if isinstance(asked, Done):
        messages.success(request, asked.words)
        return redirect(asked.where)
    return redirect(f"{reverse('job', args=[asked.pk])}?new=1")


def handed_in(
    request: HttpRequest,
    form: Form,
    *,
    kind: str,
    titles: tuple[str, str],
    arguments: dict[str, Any],
    back: str,
) -> HttpResponse | None:
    """Let a job take the file of a form in, or only check it (`do=check`), and lead on to it; None where the form is shown again.

    `titles` say what is done with “{name}”: taken in, checked.
    """
    if not form.is_valid():
        return None
    file, do = form.cleaned_data["file"], request.POST.get("do", "save")
    name = file.name or ""
    title = titles[do == "check"].format(name=name)[:200]
    said = {**arguments, "name": name, "do": do}
    with beside(form, at="file"):
        asked = ask(kind=kind, title=title, arguments=said, content=file.read(), by=request.user, back=back)
        return led_on(request, asked)
    return None


def jobs_for(user: User) -> QuerySet[Job]:
    """Return what a person asked for, the latest first."""
    return _light(Job.objects.filter(asked_by=user)).order_by("-pk")


def _light(jobs: Any) -> QuerySet[Job]:
    """Return jobs without the files that lie with them: a book weighs up to 100 MB."""
    found: QuerySet[Job] = jobs.defer("content", "copy")
    return found


def job_for(user: User, pk: int) -> Job:
    """Return a job this person asked for, or answer 404 as if it did not exist."""
    found = jobs_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def ended_within(user: User, pk: int, seconds: float) -> Job:
    """Return a job as soon as it has ended, or as it stands after some time."""
    until = time.monotonic() + seconds
    while (job := job_for(user, pk)).status == Job.Status.WAITING and time.monotonic() < until:
        time.sleep(0.05)
    return job


def refused_lately(user: User, kind: str, about: str) -> dict[Any, Job]:
    """Return, by one of its arguments, the last job of a kind that a person asked for, where that one was not done.

    What was typed with it is in its arguments, so a page can show it again beside the refusal.
    """
    last: dict[Any, Job] = {}
    for job in jobs_for(user).filter(kind=kind)[:SHOWN]:
        last.setdefault(job.arguments.get(about), job)
    return {key: job for key, job in last.items() if job.refusal is not None}


def refused_file(user: User, kind: str, about: str = "", key: Any = None) -> Job | None:
    """Return the last file a person handed in (for one thing) where it was refused, as long as its marked copy is kept."""
    job = refused_lately(user, kind, about).get(key)
    return job if job is not None and job.ended_at is not None and job.ended_at > db_now() - KEPT else None


def refusal_of(job: Job) -> Refusal | None:
    """Return why a job was not done, as it was kept."""
    if job.refusal is None:
        return None
    kept = dict(job.refusal)
    return Refusal(**{**kept, "problems": [Problem(**one) for one in kept.get("problems", [])]})


# — how far it has come


def tell(done: int, of: int) -> None:
    """Say how far a work has come. Outside of a job nobody listens."""
    if (said := _telling.get()) is not None:
        said(done, of)


def progress_of(job: Job) -> tuple[int, int] | None:
    """Return how far a job has come, or None where nobody has said yet."""
    try:
        done, of = _note(job.pk).read_text("ascii").split()
    except (OSError, ValueError):
        return None
    return int(done), int(of)


def _note(pk: int) -> Path:
    """Return the file in which a job says how far it is: while its act is being written the database hears nobody else."""
    return Path(settings.YOUJU["folder"]) / "jobs" / str(pk)


def _teller(pk: int) -> Callable[[int, int], None]:
    last = 0.0

    def said(done: int, of: int) -> None:
        nonlocal last
        if done < of and time.monotonic() - last < 0.2:
            return
        last = time.monotonic()
        note = _note(pk)
        note.parent.mkdir(parents=True, exist_ok=True)
        aside = note.with_suffix(".new")
        aside.write_text(f"{done} {of}", "ascii")
        aside.replace(note)

    return said


# — working


def start() -> threading.Thread:
    """Start working in this process. Several processes may: each job is held by one."""
    return started("jobs", run)


def run(*, times: int | None = None) -> None:
    """Work again and again (or `times` times)."""
    again("jobs", _work_off, every=EVERY, times=times)


def _work_off() -> None:
    while work():
        pass


def work() -> bool:
    """Do the oldest job that nobody holds, and whether there was one."""
    waiting = Job.objects.filter(status=Job.Status.WAITING).order_by("pk")
    return any(_do(pk) for pk in list(waiting.values_list("pk", flat=True)[:20]))


def _do(pk: int) -> bool:
    with _alone(pk) as is_alone:
        job = _begun(pk) if is_alone else None
        if job is None:
            return False
        if job.attempts > MOST_ATTEMPTS:
            return True
        try:
            with _row_held():
                job = _held(pk)
                if job is None:
                    return False
                _carry_out(job)
        except OperationalError:  # others were first: that was no attempt
            Job.objects.filter(pk=pk).update(attempts=F("attempts") - 1)
            raise
    _note(pk).unlink(missing_ok=True)
    return True


@transaction.atomic
def _begun(pk: int) -> Job | None:
    """Count an attempt, and give the job up where there were too many."""
    job = _held(pk)
    if job is None:
        return None
    job.attempts, job.started_at = job.attempts + 1, db_now()
    job.save(update_fields=["attempts", "started_at"])
    fetched = Job.objects.filter(ended_at__lt=job.started_at - KEPT).exclude(copy_name="")
    fetched.update(copy=b"", copy_name="")
    if job.attempts > MOST_ATTEMPTS:
        _refuse(job, Job.Status.BROKEN, GIVEN_UP)
    return job


@contextmanager
def _alone(pk: int) -> Iterator[bool]:
    """Keep the other workers off a job while its file is read, where holding a row would hold the whole database (SQLite).

    The lock of a file ends with its holder as the hold of a row does; all workers of such a house are on its machine.
    """
    if connection.features.has_select_for_update:
        yield True
        return
    path = _note(pk).with_suffix(".held")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            path.unlink(missing_ok=True)


def _row_held() -> AbstractContextManager[Any]:
    """Return the transaction in which a job's row is held while its file is read, if that holds nothing but the row."""
    return transaction.atomic() if connection.features.has_select_for_update else nullcontext()


def _held(pk: int) -> Job | None:
    """Return a job that waits, its row held for this transaction; None where another holds it or it has ended."""
    waiting = _light(Job.objects.select_for_update(skip_locked=True))
    return waiting.filter(pk=pk, status=Job.Status.WAITING).first()


def _carry_out(job: Job) -> None:
    heard = _telling.set(_teller(job.pk))
    try:
        kind = _kinds[job.kind]
        with (
            override(job.language),
            _row_held(),
            kind.reading(job.asked_by, job.arguments, bytes(job.content)) as given,
            transaction.atomic(),
        ):
            if _held(job.pk) is None:  # ended by another while this one read
                return
            done = kind.work(job.asked_by, job.arguments, given)
            _end(job, Job.Status.DONE, words=done.words[:500], where=done.where[:300])
    except Refusal as refusal:
        _refuse(job, Job.Status.REFUSED, refusal)
    except Http404:
        _refuse(job, Job.Status.REFUSED, GONE)
    except OperationalError as error:
        if _passes(error):  # it waits as before and is tried again
            raise
        logger.exception("job %s failed", job.pk)
        _refuse(job, Job.Status.BROKEN, BROKEN)
    except Exception:
        logger.exception("job %s failed", job.pk)
        _refuse(job, Job.Status.BROKEN, BROKEN)
    finally:
        _telling.reset(heard)


def _passes(error: OperationalError) -> bool:
    """Whether the database is busy, away, or out of room for now. What it refuses for another reason it refuses every time."""
    cause = error.__cause__
    code, state = getattr(cause, "sqlite_errorcode", None), getattr(cause, "sqlstate", None)
    return (code is None or code & 0xFF in _PASSING) and (
        state is None or state[:2] in {"08", "40", "53", "55", "58"} or state[:4] == "57P0"
    )


def _refuse(job: Job, status: str, refusal: Refusal) -> None:
    problems = [asdict(p) for p in refusal.problems]
    kept = {"what": refusal.what, "why": refusal.why, "instead": refusal.instead, "english": refusal.english,
            "problems": problems}  # fmt: skip
    copy = {"copy": refusal.copy.content, "copy_name": refusal.copy.name[:200]} if refusal.copy else {}
    _end(job, status, refusal=kept, **copy)


def _end(job: Job, status: str, **more: Any) -> None:
    """Write down how a job ended. What was handed in with it is not kept."""
    waiting = Job.objects.filter(pk=job.pk, status=Job.Status.WAITING)
    waiting.update(status=status, ended_at=db_now(), content=b"", **more)
