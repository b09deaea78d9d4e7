"""`make matrix`: every address × every role × every place × every state of a round. The last line is the verdict.

`ONLY=registers make matrix` tries the doors whose line has that word in it, while a table is being written.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

WORKERS = int(os.environ.get("WORKERS", "2"))
ONLY = os.environ.get("ONLY", "")
KNOWN = "tests.matrix.known.Known"
Job = Callable[..., Any]


def _house() -> Any:
    """Start the house on a database of its own and return its connection."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "youju.config.test_settings"
    os.environ.pop("YOUJU_TEST_DATABASE", None)
    import logging

    import django

    django.setup()
    from django.conf import settings

    # who is asking is tried here, not where a session is kept: without its table each cell asks one question less
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, KNOWN]
    # a refusal is what most cells want; 30,000 lines about it help nobody
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    from django.db import connection

    connection.settings_dict["NAME"] = connection.settings_dict["TEST"]["NAME"]
    return connection


def _work(part: int, file: str, world: Any, taken: Any, answers: Any) -> None:
    """Try door after door of those that nobody has taken yet, so that both workers end together."""
    from django.db import connection, transaction

    from tests.matrix import table
    from tests.matrix.known import Memory
    from tests.matrix.run import Tally, Trier, library, others, tried
    from tests.matrix.world import NOW, at

    gc.collect()
    gc.freeze()  # what the region and the libraries hold is not looked through again after every few hundred cells
    gc.set_threshold(50_000)
    copy = f"{file}.{part}"
    shutil.copy(file, copy)
    connection.settings_dict["NAME"] = copy
    tally = Tally()
    if ONLY:
        wanted = tuple(door for door in table.doors() if ONLY in door.line)
        table.doors = lambda: wanted
    with at(NOW), transaction.atomic():
        memory = Memory()
        memory.lend()
        trier = Trier(world, KNOWN, memory)
        once = {door.name: door for door in table.doors()}
        jobs = [
            *(partial(tried, doors=[door]) for door in table.doors()),
            *(partial(others, lines=[door]) for door in once.values()),
            *([] if ONLY else [library]),
        ]
        for job in _not_taken(jobs, taken):
            tally.add(job(world, trier))
    answers.put((tally.cells, [str(one) for one in tally.wrong]))


def _not_taken(jobs: Sequence[Job], taken: Any) -> Iterator[Job]:
    while True:
        with taken.get_lock():
            number, taken.value = taken.value, taken.value + 1
        if number >= len(jobs):
            return
        yield jobs[number]


def main() -> int:
    """Build the region, try every cell on two workers, print what is wrong."""
    began = time.monotonic()
    connection = _house()
    from tests.matrix import table

    if ONLY and not any(ONLY in door.line for door in table.doors()):
        print(f"ONLY={ONLY}: no line of expected.yaml has that word; nothing was tried")
        return 2
    from django.core.management import call_command
    from django.db import transaction

    from tests.matrix.addresses import missing
    from tests.matrix.world import built

    absent = missing()
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        world = built()
    file = str(connection.settings_dict["NAME"])
    connection.close()
    print(f"region built in {time.monotonic() - began:.0f} s: {len(world.actors)} actors")
    context = get_context("fork")
    answers, taken = context.SimpleQueue(), context.Value("i", 0)
    workers = [
        context.Process(target=_work, args=(part, file, world, taken, answers)) for part in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    found = []
    for _worker in workers:
        found.append(answers.get())
    for worker in workers:
        worker.join()
    cells, wrong = sum(one[0] for one in found), absent + [line for one in found for line in one[1]]
    for line in wrong[: int(os.environ.get("SHOW", "60"))]:
        print(line)
    print(f"{time.monotonic() - began:.0f} s, {WORKERS} workers")
    print(f"cells {cells} wrong {len(wrong)}")
    Path(file).unlink(missing_ok=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
