"""What the database itself must refuse, table by table, after all migrations (SQLite forgets triggers on ALTER)."""

import pytest

pytest.importorskip("django")
from django.apps import apps
from django.db import IntegrityError, connection

pytestmark = pytest.mark.django_db


def triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
        return {(table.strip('"'), name) for table, name in cursor.fetchall()}


def test_every_append_only_table_still_has_its_triggers():
    laid = triggers()
    tables = [model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)]
    assert len(tables) >= 5
    missing = [
        (table, act)
        for table in tables
        for act in ("update", "delete")
        if (table, f"{table}_no_{act}") not in laid
    ]
    assert missing == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL knows no REPLACE")
def test_a_row_that_never_changes_is_not_replaced_either():
    from youju.kernel.trace import leave_trace

    trace = leave_trace(None, "report.submit", "reports.report:1")
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO kernel_trace SELECT * FROM kernel_trace WHERE id = %s", [trace.pk]
        )


def test_the_models_and_the_migrations_agree():
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_rule_of_one_estate_stands_after_all_migrations():
    assert any(table == "kernel_tenure" and "one_estate" in name for table, name in triggers())
