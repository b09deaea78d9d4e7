"""What the database itself refuses, because bulk writes and consoles do not ask Python.

Traces and the log are append-only (an entry gets its place once); posts never change; nobody is in two estates at
once. The table of the shared cache is made here too, because the limits of sign-in stand on it.
"""

from django.core.management import call_command
from django.db import migrations

from youju.kernel.append_only import AppendOnly

_ADMINS = "'audit_admin', 'system_admin', 'security_admin'"
_TWO_ESTATES = f"""
    SELECT 1 FROM kernel_tenure t
    JOIN kernel_post p ON p.id = t.post_id
    JOIN kernel_post n ON n.id = NEW.post_id
    WHERE t.holder_id = NEW.holder_id AND t.id <> NEW.id
      AND (CASE WHEN p.role IN ({_ADMINS}) THEN p.role ELSE 'working' END)
       <> (CASE WHEN n.role IN ({_ADMINS}) THEN n.role ELSE 'working' END)
      AND t.valid_from < COALESCE(NEW.valid_to, '9999-12-31')
      AND NEW.valid_from < COALESCE(t.valid_to, '9999-12-31')
"""


def lay_estates(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        # The lock on the person makes two appointments of one person wait for each other.
        schema_editor.execute(
            f"""CREATE FUNCTION kernel_tenure_one_estate() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM 1 FROM kernel_user WHERE id = NEW.holder_id FOR UPDATE;
                IF EXISTS ({_TWO_ESTATES}) THEN
                    RAISE EXCEPTION 'one estate at a time' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
            END $$""",
            params=None,
        )
        schema_editor.execute(
            "CREATE TRIGGER kernel_tenure_one_estate BEFORE INSERT OR UPDATE ON kernel_tenure"
            " FOR EACH ROW EXECUTE FUNCTION kernel_tenure_one_estate()",
            params=None,
        )
        return
    for act in ("INSERT", "UPDATE"):
        schema_editor.execute(
            f"CREATE TRIGGER kernel_tenure_one_estate_{act.lower()} AFTER {act} ON kernel_tenure"
            f" WHEN EXISTS ({_TWO_ESTATES}) BEGIN SELECT RAISE(ABORT, 'one estate at a time'); END",
            params=None,
        )


def lift_estates(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER kernel_tenure_one_estate ON kernel_tenure", params=None)
        schema_editor.execute("DROP FUNCTION kernel_tenure_one_estate()", params=None)
        return
    for act in ("insert", "update"):
        schema_editor.execute(f"DROP TRIGGER kernel_tenure_one_estate_{act}", params=None)


def make_cache(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop_cache(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS kernel_cache", params=None)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_people_trace_log")]

    operations = [
        AppendOnly("post"),
        AppendOnly("trace"),
        AppendOnly("logentry", may_fill=("seq",)),
        AppendOnly("lognode"),
        AppendOnly("treehead"),
        migrations.RunPython(lay_estates, lift_estates),
        migrations.RunPython(make_cache, drop_cache),
    ]
