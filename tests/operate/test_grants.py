"""The whole month as the app role of PostgreSQL: everything works, and nothing append-only can be changed (RELIABILITY T32)."""

import os

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from tests.flow.test_month_doors import *  # noqa: F403  # the month through its doors, once more, as the app role
from youju.kernel.errors import BadInput
from youju.operate.grants import append_only_tables, apply, script, statements

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw")
OWNER, APP = f"youju_owner_{WORKER}", f"youju_app_{WORKER}"
on_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="roles are PostgreSQL's; run with YOUJU_TEST_DATABASE"
)
pytestmark = [pytest.mark.django_db, on_postgres]


@pytest.fixture(autouse=True)
def as_app(db):
    """Everything in this file is done as the app role; the roles are gone with the test's transaction."""
    apply(OWNER, APP)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")


def refused(statement) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        return error.__cause__.sqlstate == "42501"
    return False


def test_the_app_role_changes_deletes_and_empties_nothing_that_is_append_only(units):
    tried = []
    for kept in append_only_tables():
        key = next(
            f.column for m in apps.get_models() if m._meta.db_table == kept.table for f in [m._meta.pk]
        )
        tried += [f'UPDATE "{kept.table}" SET "{key}" = "{key}"', f'DELETE FROM "{kept.table}"',
                  f'TRUNCATE "{kept.table}" CASCADE', f'ALTER TABLE "{kept.table}" DISABLE TRIGGER ALL']  # fmt: skip
    tried += [
        "DELETE FROM django_migrations",
        "DROP TABLE kernel_trace CASCADE",
        "CREATE TABLE mine (id int)",
    ]
    assert len(tried) > 60
    assert [statement for statement in tried if not refused(statement)] == []


def test_what_is_not_kept_would_have_been_changed(units):
    assert not refused("UPDATE kernel_user SET name = name")


def test_every_append_only_model_is_among_the_kept_tables():
    marked = {model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)}
    assert {kept.table for kept in append_only_tables()} == marked


def test_granting_again_changes_nothing():
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    first = privileges()
    apply(OWNER, APP)
    assert first == privileges() != []


def privileges():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, privilege_type FROM information_schema.table_privileges WHERE grantee = %s",
            [APP],
        )
        return sorted(cursor.fetchall())


@pytest.mark.parametrize("role", ["x; DROP TABLE kernel_trace", 'a"b', "", "Youju", "x" * 64])
def test_a_strange_role_name_is_refused(role):
    with pytest.raises(BadInput):
        list(statements(role, "app", []))


def test_the_script_says_the_same():
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert f'GRANT SELECT, INSERT ON "kernel_trace" TO "{APP}";' in script(OWNER, APP)
