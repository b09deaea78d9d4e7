"""An act is whole or not at all, whatever kills it: a few random kills, and a failure at every statement (RELIABILITY T18)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from tests.faults.stage import JOBS, each_file_read_once, each_row_for_itself, jobs, lay

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.django_db  # a house of its own, on the database of the run
def test_a_few_kills_leave_nothing_partial_lost_or_doubled_and_the_control_is_caught():
    done = subprocess.run([sys.executable, "-m", "tests.faults.kills", "--points", "12", "--control", "20", "--villages", "5"],
                          cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, timeout=600)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    real = [one for one in told if not one["control"]]
    assert sum(one["points"] for one in real) == 12
    assert [one for one in real if one["partial"] or one["lost"] or one["doubled"]] == []
    assert all(one["partial"] for one in told if one["control"])


class FailsAt:
    """Lets the first n statements pass and fails the next one."""

    def __init__(self, n):
        self.left, self.failed = n, False

    def __call__(self, execute, sql, params, many, context):
        if self.left == 0 and not self.failed:
            self.failed = True
            raise OperationalError("disk I/O error")
        self.left -= 1
        return execute(sql, params, many, context)


def left_behind(job, n):
    """Return whether a failure at statement n happened, and what it left of the first act; everything is undone again."""
    point, fails = transaction.savepoint(), FailsAt(n)
    try:
        with connection.execute_wrapper(fails):
            job.acts[0]()
    except OperationalError:
        transaction.set_rollback(False)
    state = job.state()
    transaction.savepoint_rollback(point)
    return fails.failed, state


@pytest.fixture
def stage(db):
    """Return the jobs on a township of one village."""
    lay(1)
    with each_file_read_once():
        yield jobs()


@pytest.mark.parametrize("name", JOBS)
def test_a_failure_at_any_statement_leaves_nothing(stage, name):
    job, n = stage[name], 0
    while True:
        failed, state = left_behind(job, n)
        if not failed:
            break
        assert state == job.after(0), f"statement {n}"
        n += 1
    assert state == job.after(1)
    assert n > 5


@pytest.mark.parametrize("name", JOBS)
def test_without_transactions_a_failure_leaves_a_part(stage, name):
    job = stage[name]
    with each_row_for_itself():
        states = [left_behind(job, n)[1] for n in range(4, 60, 3)]
    assert [state for state in states if state not in {job.after(0), job.after(1)}] != []
