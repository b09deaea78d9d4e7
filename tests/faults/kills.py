"""Killing the program at random moments of imports – statistics, a book, records, readings – and of a closing (RELIABILITY T18).

`python -m tests.faults.kills --points 200` forks a child for every point, kills it with SIGKILL while it is at work, and
looks: an act stands wholly or not at all (partial), what was acknowledged stands (lost), and doing it again brings it
to its end exactly once (doubled). The control commits every row by itself and must be caught. `YOUJU_TEST_DATABASE` asks PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from contextlib import nullcontext
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "youju.config.test_settings")


class Place:
    """A database to work on, laid once and copied for every point."""

    def __init__(self) -> None:
        from django.db import connection

        self.connection, self.said = connection, connection.settings_dict
        self.on_postgres = connection.vendor == "postgresql"
        self.admin = self.said["NAME"]
        self.template = (
            "youju_kills_template"
            if self.on_postgres
            else str(Path(self.admin).with_name("template.sqlite3"))
        )
        self.point = (
            "youju_kills_point" if self.on_postgres else str(Path(self.admin).with_name("point.sqlite3"))
        )

    def lay(self, villages: int) -> None:
        """Make the template."""
        from django.core.management import call_command

        from tests.faults.stage import lay

        if self.on_postgres:
            self._admin(
                f"DROP DATABASE IF EXISTS {self.template} WITH (FORCE)", f"CREATE DATABASE {self.template}"
            )
        self._go_to(self.template)
        call_command("migrate", verbosity=0)
        lay(villages)
        if not self.on_postgres:
            with self.connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()

    def fresh(self) -> None:
        """Put a copy of the template in the place of the last point, and leave nobody connected."""
        self.connection.close()
        if self.on_postgres:
            self._admin(f"DROP DATABASE IF EXISTS {self.point} WITH (FORCE)",
                        f"CREATE DATABASE {self.point} TEMPLATE {self.template}")  # fmt: skip
        else:
            for tail in ("", "-wal", "-shm"):
                Path(self.point + tail).unlink(missing_ok=True)
            shutil.copyfile(self.template, self.point)
        self._go_to(self.point)

    def settle(self) -> None:
        """Wait until PostgreSQL has noticed that the killed one is gone."""
        while self.on_postgres:
            with self.connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                if not cursor.fetchone()[0]:
                    return
            time.sleep(0.01)

    def _go_to(self, name: str) -> None:
        self.connection.close()
        self.said["NAME"] = name

    def _admin(self, *statements: str) -> None:
        self._go_to(self.admin)
        with self.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        self.connection.close()

    def clear(self) -> None:
        """Take the databases away again."""
        if self.on_postgres:
            self._admin(
                *(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in (self.point, self.template))
            )


class FirstWrite:
    """Tells when the first statement that writes is about to be done."""

    def __init__(self, tell: int) -> None:
        self.tell, self.told = tell, False

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        """Tell once, and let the statement pass."""
        if not self.told and sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
            self.told = True
            os.write(self.tell, b"!")
        return execute(sql, *rest)


def at_work(job: Any, *, careless: bool) -> tuple[int, int]:
    """Start a child that does the acts of a job and acknowledges each; return its id and the end to read from.

    It says "!" at its first write: before that (a book is read for most of its time) nothing could be left in part.
    """
    from django.db import connection

    from tests.faults.stage import each_row_for_itself

    hear, tell = os.pipe()
    child = os.fork()
    if child:
        os.close(tell)
        return child, hear
    code = 1
    try:
        first = FirstWrite(tell)
        with each_row_for_itself() if careless else nullcontext(), connection.execute_wrapper(first):
            for act in job.acts:
                act()
                os.write(tell, b".")
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(code)


def strike(place: Place, job: Any, after: float, *, careless: bool) -> tuple[bool, int]:
    """Kill a child some time after it began; return whether it was still at work, and how many acts it acknowledged."""
    place.connection.close()
    child, hear = at_work(job, careless=careless)
    with os.fdopen(hear, "rb") as told:
        told.read(1)
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        _child, status = os.waitpid(child, 0)
        acknowledged = len(told.read())
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("the child failed by itself")
    place.settle()
    return os.WIFSIGNALED(status), acknowledged


def how_long(place: Place, job: Any, *, careless: bool) -> float:
    """Return how long the job takes when nobody disturbs it."""
    place.connection.close()
    child, hear = at_work(job, careless=careless)
    with os.fdopen(hear, "rb") as told:
        told.read(1)
        began = time.monotonic()
        if len(told.read()) != len(job.acts):
            raise SystemExit("the child failed by itself")
    os.waitpid(child, 0)
    return time.monotonic() - began


def kill_at_random(
    place: Place, name: str, points: int, chance: random.Random, *, careless: bool = False
) -> dict[str, Any]:
    """Kill a job at so many random moments of its work, and count what went wrong; the control, until it was caught once."""
    from tests.faults.stage import book_of, jobs
    from youju.kernel.errors import Refusal

    place.fresh()
    book = book_of()
    for act in jobs(book)[
        name
    ].acts:  # what is read of the book is known to every child that is forked from here
        act()
    place.fresh()
    span = how_long(place, jobs(book)[name], careless=careless)
    found = {
        "job": name,
        "control": careless,
        "points": 0,
        "partial": 0,
        "lost": 0,
        "doubled": 0,
        "unfinished": 0,
    }
    tries = 0
    while found["points"] < points and tries < 5 * points + 20 and not (careless and found["partial"]):
        tries += 1
        place.fresh()
        job = jobs(book)[name]
        struck, acknowledged = strike(place, job, chance.uniform(0, span), careless=careless)
        if not struck:
            continue
        found["points"] += 1
        standing = job.state()
        whole = [n for n in range(len(job.acts) + 1) if job.after(n) == standing]
        found["partial"] += not whole
        found["lost"] += bool(whole) and whole[0] < acknowledged
        found["unfinished"] += acknowledged < len(job.acts)
        if whole:
            try:
                for act in job.acts:
                    act()
            except (
                Refusal
            ):  # something was left that keeps the act from its end, and `state` does not count it
                found["partial"] += 1
                continue
            found["doubled"] += job.state() != job.after(len(job.acts))
    return found


def main(words: list[str] | None = None) -> int:
    """Run, print one line of JSON for each job, and fail if a number is wrong or a control was not caught."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--points", type=int, default=200)
    ask.add_argument("--control", type=int, default=20)
    ask.add_argument("--villages", type=int, default=12)
    ask.add_argument("--seed", type=int, default=2023)
    said = ask.parse_args(words)
    import django

    django.setup()
    from tests.faults.stage import JOBS, each_file_read_once

    place, chance, wrong = Place(), random.Random(said.seed), 0
    place.lay(said.villages)
    try:
        with each_file_read_once():
            for name in JOBS:
                share = said.points // len(JOBS) + (name == JOBS[0]) * (said.points % len(JOBS))
                found = kill_at_random(place, name, share, chance)
                wrong += found["points"] < share or any(
                    found[fault] for fault in ("partial", "lost", "doubled")
                )
                print(json.dumps(found), flush=True)
                control = kill_at_random(place, name, said.control, chance, careless=True)
                wrong += not control["partial"]
                print(json.dumps(control), flush=True)
    finally:
        place.clear()
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
