"""The house does not start unsafe, and says how to start it safe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECRET = "s" * 64


def start(tmp_path, *command, **settings):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YOUJU_", "DJANGO_"))}
    said = {f"YOUJU_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "youju.config", *(command or ("check",))],
        env={**kept, "PYTHONPATH": str(ROOT / "src"), "YOUJU_FOLDER": str(tmp_path / "var"), **said},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({}, "YOUJU_SECRET"),
        ({"secret": "short"}, "YOUJU_SECRET"),
        ({"secret": SECRET}, "YOUJU_HOSTS"),
        ({"secret": SECRET, "hosts": "*"}, "YOUJU_HOSTS"),
        ({"secret": SECRET, "hosts": "a.example"}, "YOUJU_SIGNING_KEY"),
        ({"secret": SECRET, "hosts": "a.example", "signing_key": "nowhere.pem"}, "YOUJU_SIGNING_KEY"),
        ({"mode": "demo", "database": "mysql://x"}, "YOUJU_DATABASE"),
    ],
)
def test_a_start_without_a_needed_setting_is_refused_with_the_way_out(tmp_path, settings, word):
    told = start(tmp_path, **settings)
    assert told.returncode != 0
    assert word in told.stderr
    assert "Traceback" not in told.stderr


def test_production_starts_when_everything_is_said(tmp_path):
    key = tmp_path / "log.pem"
    made = start(tmp_path, "newkey", str(key), mode="demo")
    assert made.returncode == 0
    assert key.stat().st_mode & 0o077 == 0
    told = start(tmp_path, "check", "--deploy", "--fail-level", "WARNING",
                 secret="Xy7" + "k2Lq9mZ4" * 8, hosts="youju.example", signing_key=str(key))  # fmt: skip
    assert told.returncode == 0, told.stderr


def test_a_key_is_never_written_over(tmp_path):
    key = tmp_path / "log.pem"
    start(tmp_path, "newkey", str(key), mode="demo")
    before = key.read_bytes()
    assert start(tmp_path, "newkey", str(key), mode="demo").returncode != 0
    assert key.read_bytes() == before


def test_a_demo_keeps_its_secret_to_itself_and_has_no_account(tmp_path):
    assert start(tmp_path, "migrate", mode="demo").returncode == 0
    secret = tmp_path / "var" / "keys" / "secret"
    assert secret.stat().st_mode & 0o077 == 0
    first = start(tmp_path, "firstadmins", mode="demo")
    again = start(tmp_path, "firstadmins", mode="demo")
    assert first.stdout.count("admin") == 3
    assert again.returncode != 0
    assert "已经有账号" in again.stderr


@pytest.mark.django_db
def test_the_database_loses_nothing_it_has_acknowledged():
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone()[0] == "on"
            return
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone()[0] == 2  # FULL
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone()[0] == 1
    assert connection.transaction_mode == "IMMEDIATE"
