"""The doctor finds every unsafe setting, and nothing where all is well."""

import datetime as dt
import json
from types import SimpleNamespace

import pytest
from django.db import connection

from tests.kernel.test_start import SECRET, start
from youju.kernel.log import sequence
from youju.kernel.models import LogEntry, Trace
from youju.operate.doctor import examine
from youju.operate.examined.about_database import (
    about_pragmas,
    about_promises,
    about_sqlite,
    about_tables,
    file_system_of,
)
from youju.operate.examined.about_files import ROOM, about_key, about_room, about_store
from youju.operate.examined.about_settings import about_settings, worth
from youju.operate.examined.about_time import about_holidays, about_log, about_time

GOOD = "Xq7-2LrK9vTz_mEw4HcB8nPd1sGf6YuJ3aVo5iRkQeWxZyNtMbCh0DjUlOpS7gAf"
WELL = {"synchronous_commit": "on", "fsync": "on", "full_page_writes": "on", "data_checksums": "on",
        "server_version_num": "150018"}  # fmt: skip


def codes(found):
    return {one.code for one in found}


def said(**changes):
    well = {"DEBUG": False, "SECRET_KEY": GOOD, "ALLOWED_HOSTS": ["youju.example"], "SECURE_SSL_REDIRECT": True,
            "SESSION_COOKIE_SECURE": True, "YOUJU": {"mode": "production", "scanner": "clamd:3310"}}  # fmt: skip
    return SimpleNamespace(**{**well, **changes})


def test_good_settings_are_not_found_fault_with():
    assert codes(about_settings(said())) == set()
    assert codes(about_promises(WELL)) == codes(about_pragmas("wal", 2, keys=True, asked=True)) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"DEBUG": True}, "debug"),
        ({"SECRET_KEY": "s" * 64}, "weak-secret"),
        ({"SECRET_KEY": "0123456789" * 7}, "weak-secret"),
        ({"ALLOWED_HOSTS": ["*"]}, "hosts"),
        ({"SECURE_SSL_REDIRECT": False}, "no-tls"),
        ({"SESSION_COOKIE_SECURE": False}, "no-tls"),
        ({"YOUJU": {"mode": "demo", "scanner": "x"}}, "mode"),
        ({"YOUJU": {"mode": "production", "scanner": ""}}, "no-scanner"),
    ],
)
def test_an_unsafe_setting_is_found(changes, code):
    assert codes(about_settings(said(**changes))) == {code}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"synchronous_commit": "off"}, "async-commit"),
        ({"synchronous_commit": "local"}, "async-commit"),
        ({"fsync": "off"}, "fsync"),
        ({"full_page_writes": "off"}, "full-page-writes"),
        ({"data_checksums": "off"}, "no-checksums"),
        ({"server_version_num": "140011"}, "old-postgres"),
    ],
)
def test_a_postgresql_that_forgets_is_found(changes, code):
    assert codes(about_promises({**WELL, **changes})) == {code}


@pytest.mark.parametrize(
    ("journal", "synchronous", "keys", "asked", "code"),
    [("delete", 2, True, True, "not-wal"), ("wal", 1, True, True, "not-full"), ("wal", 0, True, True, "not-full"),
     ("wal", 2, False, True, "no-foreign-keys"), ("wal", 2, True, False, "no-recursive-triggers")],
)  # fmt: skip
def test_a_sqlite_that_forgets_is_found(journal, synchronous, keys, asked, code):
    assert codes(about_pragmas(journal, synchronous, keys=keys, asked=asked)) == {code}


def test_secrets_of_the_tokens_module_are_good_enough():
    assert worth(GOOD) > 200


def test_a_database_on_a_network_disk_is_seen(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    assert file_system_of(tmp_path / "var" / "youju.sqlite3", mounts) == "nfs4"
    assert file_system_of(tmp_path.parent / "youju.sqlite3", mounts) == "ext4"


def test_a_key_that_others_read_or_that_is_served_is_found(tmp_path):
    key, served = tmp_path / "log.pem", tmp_path / "static"
    assert codes(about_key(key, served)) == {"no-key"}
    key.write_text("key")
    key.chmod(0o600)
    assert codes(about_key(key, served)) == set()
    key.chmod(0o640)
    assert codes(about_key(key, served)) == {"open-key"}
    key.chmod(0o600)
    assert codes(about_key(key, tmp_path)) == {"served-key"}


def test_a_store_that_is_served_or_open_is_found(tmp_path):
    store = tmp_path / "files"
    assert codes(about_store(store, tmp_path / "static")) == set()
    assert codes(about_store(store, tmp_path)) == codes(about_store(tmp_path, store)) == {"served-store"}
    store.mkdir(mode=0o700)
    assert codes(about_store(store, tmp_path / "static")) == set()
    store.chmod(0o755)
    assert codes(about_store(store, tmp_path / "static")) == {"open-store"}


def test_little_room_is_found(tmp_path):
    assert [one.is_unsafe for one in about_room(tmp_path, ROOM - 1)] == [False]
    assert [one.is_unsafe for one in about_room(tmp_path, ROOM // 10)] == [True]
    assert codes(about_room(tmp_path, ROOM)) == set()


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ("2023-12-01", set()),
        ("2030-11-30", {"holidays"}),
        ("2030-12-01", {"holidays"}),
        ("2025-11-30", set()),
    ],
)
def test_a_year_without_known_holidays_is_found(today, found):
    assert codes(about_holidays(dt.date.fromisoformat(today))) == found


def test_in_december_the_holidays_of_the_next_year_are_asked_for(monkeypatch):
    from youju.operate.examined import about_time as examined

    monkeypatch.setattr(examined, "is_known", lambda year: year < 2027)
    assert codes(about_holidays(dt.date(2026, 11, 30))) == set()
    assert codes(about_holidays(dt.date(2026, 12, 1))) == {"holidays-next"}
    assert codes(about_holidays(dt.date(2027, 1, 1))) == {"holidays"}


@pytest.mark.django_db
def test_clocks_apart_are_found():
    from youju.kernel.clock import db_now

    assert codes(about_time()) == set()
    assert codes(about_time(db_now() + dt.timedelta(seconds=30))) == {"clock"}
    assert codes(about_time(db_now() - dt.timedelta(seconds=30))) == {"clock"}


@pytest.mark.django_db
def test_a_trace_that_waits_too_long_is_found(units):
    oldest = Trace.objects.get(pk=LogEntry.objects.order_by("pk").first().pk).done_at
    assert codes(about_log(oldest + dt.timedelta(seconds=30))) == set()
    assert [one.is_unsafe for one in about_log(oldest + dt.timedelta(minutes=5))] == [False]
    assert [one.is_unsafe for one in about_log(oldest + dt.timedelta(hours=2))] == [True]
    while sequence() is not None:
        pass
    assert codes(about_log(oldest + dt.timedelta(hours=2))) == set()


@pytest.mark.django_db
def test_a_live_connection_is_power_safe_and_its_tables_refuse():
    found = codes(examine())
    assert (
        found
        & {
            "not-wal",
            "not-full",
            "no-foreign-keys",
            "async-commit",
            "migrations",
            "no-triggers",
            "no-references",
        }
        == set()
    )


@pytest.mark.django_db
def test_a_trigger_that_is_gone_is_found():
    with connection.cursor() as cursor:
        on = " ON kernel_trace" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER kernel_trace_no_delete{on}")
    assert codes(about_tables()) == {"no-triggers"}


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")
@pytest.mark.parametrize(
    "weakened", ["ALTER TABLE kernel_trace ENABLE REPLICA TRIGGER kernel_trace_no_update", "DROP TRIGGER kernel_trace_no_truncate ON kernel_trace"]
)  # fmt: skip
def test_a_trigger_that_never_fires_is_as_good_as_gone(weakened):
    with connection.cursor() as cursor:
        cursor.execute(weakened)
    assert codes(about_tables()) == {"no-triggers"}


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")
@pytest.mark.parametrize(
    "weakened", ["ALTER TABLE reports_reportvalue DISABLE TRIGGER reports_reportvalue_known",
                 "DROP TRIGGER reports_reportvalue_report_id_kept_delete ON reports_report",
                 "ALTER TABLE kernel_tenure DROP CONSTRAINT {key}"]
)  # fmt: skip
def test_a_reference_that_nothing_keeps_is_found(weakened):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = 'kernel_tenure'::regclass"
        )
        cursor.execute(weakened.format(key=f'"{cursor.fetchone()[0]}"'))
    assert codes(about_tables()) == {"no-references"}


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")
def test_a_single_column_that_may_be_changed_is_found():
    from youju.operate.examined.about_database import about_postgres
    from youju.operate.grants import apply

    apply("youju_owner_doctor", "youju_app_doctor")
    with connection.cursor() as cursor:
        cursor.execute("GRANT UPDATE (act) ON kernel_trace TO youju_app_doctor")
        cursor.execute("SET LOCAL ROLE youju_app_doctor")
        assert codes(about_postgres()) & {"superuser", "owner", "may-change"} == {"may-change"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite")
def test_a_live_sqlite_turned_careless_is_found():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            assert codes(about_sqlite()) == {"not-full"}
        finally:
            cursor.execute("PRAGMA synchronous=FULL")


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")
def test_a_role_that_may_change_the_ledger_is_found_and_the_app_role_is_not():
    from youju.operate.examined.about_database import about_postgres
    from youju.operate.grants import apply

    apply("youju_owner_doctor", "youju_app_doctor")
    with connection.cursor() as cursor:
        assert {"superuser", "owner", "may-change"} <= codes(about_postgres())
        cursor.execute("SET LOCAL ROLE youju_owner_doctor")
        assert {"owner", "may-change"} <= codes(about_postgres())
        cursor.execute("SET LOCAL ROLE youju_app_doctor")
        assert codes(about_postgres()) & {"superuser", "owner", "may-change"} == set()


def test_the_doctor_speaks_to_machines_and_leaves_with_2_when_the_house_cannot_start(tmp_path):
    import subprocess
    import sys

    from tests.kernel.test_start import ROOT

    done = subprocess.run([sys.executable, "-m", "youju", "doctor", "--json"], cwd=tmp_path, capture_output=True, text=True,
                          env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin", "YOUJU_FOLDER": str(tmp_path / "var"),
                               "YOUJU_HOSTS": "a.example"})  # fmt: skip
    assert done.returncode == 2
    assert "YOUJU_SECRET" in json.loads(done.stdout)["what"]


def test_an_empty_database_is_unsafe_and_says_what_to_do(tmp_path):
    assert start(tmp_path, "migrate", "kernel", "0001", mode="demo").returncode == 0
    import subprocess
    import sys

    from tests.kernel.test_start import ROOT

    done = subprocess.run([sys.executable, "-m", "youju", "doctor", "--json"], capture_output=True, text=True,
                          env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin", "YOUJU_MODE": "demo",
                               "YOUJU_SECRET": SECRET, "YOUJU_FOLDER": str(tmp_path / "var")})  # fmt: skip
    found = {one["code"] for one in json.loads(done.stdout)["findings"]}
    assert done.returncode == 2
    assert {"migrations", "weak-secret"} <= found
