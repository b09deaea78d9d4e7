"""References that PostgreSQL checks once for all rows of a statement.

A foreign key is checked for one row at a time, at the end of the transaction. For the three million values of a book this
took half as long again as writing them. Asked of all rows together, the same promise costs a fifth of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.models import Field, Model

_KNOWN = """
    SELECT count(*) INTO said FROM (SELECT 1 FROM {rows} WHERE "{column}" IS NOT NULL GROUP BY "{column}") AS s;
    SELECT count(*) INTO known FROM (
        SELECT 1 FROM "{parent}" WHERE "{key}" IN (SELECT "{column}" FROM {rows}) FOR KEY SHARE) AS s;
    IF said <> known THEN
        RAISE foreign_key_violation USING MESSAGE = '{table}.{column} names a row that {parent} does not have';
    END IF;"""


def laws(table: str, references: list[tuple[str, str, str]]) -> Iterator[str]:
    """Yield the SQL that keeps (column, parent table, its key) of a table without a foreign key.

    What comes in must name what is there, and holds it (FOR KEY SHARE) until its transaction ends; what is named can
    neither go nor change its key, which is judged at the end, as a deferred key does. The functions act as their owner:
    the role of the application may look at a parent without being allowed to lock it.
    """
    acts = "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$"
    checks = "".join(
        _KNOWN.format(rows="new_rows", table=table, column=c, parent=p, key=k) for c, p, k in references
    )
    yield f'CREATE FUNCTION "{table}_known"() {acts} DECLARE said bigint; known bigint; BEGIN {checks} RETURN NULL; END $$'
    yield (
        f'CREATE TRIGGER "{table}_known" AFTER INSERT ON "{table}" REFERENCING NEW TABLE AS new_rows'
        f' FOR EACH STATEMENT EXECUTE FUNCTION "{table}_known"()'
    )
    for column, parent, key in references:
        name = f"{table}_{column}"
        yield f"""CREATE FUNCTION "{name}_known"() {acts} BEGIN
            PERFORM 1 FROM "{parent}" WHERE "{key}" = NEW."{column}" FOR KEY SHARE;
            IF NOT FOUND THEN
                RAISE foreign_key_violation USING MESSAGE = '{table}.{column} names a row that {parent} does not have';
            END IF;
            RETURN NULL; END $$"""
        yield (
            f'CREATE TRIGGER "{name}_known" AFTER UPDATE OF "{column}" ON "{table}" FOR EACH ROW'
            f' WHEN (NEW."{column}" IS NOT NULL AND NEW."{column}" IS DISTINCT FROM OLD."{column}")'
            f' EXECUTE FUNCTION "{name}_known"()'
        )
        yield f"""CREATE FUNCTION "{name}_kept"() {acts} BEGIN
            IF NOT EXISTS (SELECT 1 FROM "{parent}" WHERE "{key}" = OLD."{key}")
               AND EXISTS (SELECT 1 FROM "{table}" WHERE "{column}" = OLD."{key}") THEN
                RAISE foreign_key_violation USING MESSAGE = '{parent} is still named by {table}.{column}';
            END IF;
            RETURN NULL; END $$"""  # noqa: S608  # names of our own tables
        for act in ("DELETE", f'UPDATE OF "{key}"'):
            yield (
                f'CREATE CONSTRAINT TRIGGER "{name}_kept_{act.split()[0].lower()}" AFTER {act} ON "{parent}"'
                f' DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "{name}_kept"()'
            )


class CheckedTogether(Operation):
    """Migration operation: on PostgreSQL, check these references once a statement; put it after what makes the table.

    For tables that get very many rows at once. On SQLite, which checks a key by looking it up, nothing changes.
    Within REPEATABLE READ a row could be deleted whose name came in meanwhile; the house works in READ COMMITTED.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, *fields: str) -> None:
        self.model_name, self.fields = model_name, fields

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how to write this operation in a migration."""
        return type(self).__name__, [self.model_name, *self.fields], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the state of the models as it is: to the application they are foreign keys."""

    def _of(self, app_label: str, apps: Apps) -> tuple[type[Model], list[Field[Any, Any]]]:
        model = apps.get_model(app_label, self.model_name)
        return model, [model._meta.get_field(name) for name in self.fields]

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,  # noqa: ARG002
        to_state: Any,
    ) -> None:
        """Take the keys away and lay the triggers."""
        if schema_editor.connection.vendor != "postgresql":
            return
        # What is still to be done about keys must be done before they are looked for.
        for statement in schema_editor.deferred_sql:
            schema_editor.execute(statement, None)
        schema_editor.deferred_sql.clear()
        model, fields = self._of(app_label, to_state.apps)
        for field in fields:
            for name in schema_editor._constraint_names(model, [field.column], foreign_key=True):  # noqa: SLF001  # what Django's own operations use
                schema_editor.execute(schema_editor._delete_fk_sql(model, name))  # noqa: SLF001
        for statement in laws(model._meta.db_table, [_reference(field) for field in fields]):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,  # noqa: ARG002
        to_state: Any,
    ) -> None:
        """Take the triggers away and lay the keys, which looks at every row that stands."""
        if schema_editor.connection.vendor != "postgresql":
            return
        model, fields = self._of(app_label, to_state.apps)
        table = model._meta.db_table
        schema_editor.execute(f'DROP FUNCTION "{table}_known"() CASCADE', params=None)
        for field in fields:
            for end in ("known", "kept"):
                schema_editor.execute(f'DROP FUNCTION "{table}_{field.column}_{end}"() CASCADE', params=None)
            made = schema_editor._create_fk_sql(model, field, "_fk_%(to_table)s_%(to_column)s")  # noqa: SLF001
            schema_editor.execute(made)

    def describe(self) -> str:
        """Say what this operation does."""
        return f"Check {', '.join(self.fields)} of {self.model_name} once a statement"


def unkept(models: Iterable[type[Model]], connection: BaseDatabaseWrapper) -> list[str]:
    """Return the references (table.column) that PostgreSQL keeps neither by a foreign key nor by triggers that fire."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f'"
        )
        keys = {(table.strip('"'), column) for table, column in cursor.fetchall()}
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
        laid = {name for (name,) in cursor.fetchall()}
    found = []
    for model in models:
        table = model._meta.db_table
        for field in model._meta.local_concrete_fields:
            if not getattr(field, "db_constraint", False) or (table, field.column) in keys:
                continue
            name = f"{table}_{field.column}"
            if not {f"{table}_known", f"{name}_known", f"{name}_kept_delete", f"{name}_kept_update"} <= laid:
                found.append(f"{table}.{field.column}")
    return found


def _reference(field: Field[Any, Any]) -> tuple[str, str, str]:
    parent = field.remote_field.model
    return field.column, parent._meta.db_table, parent._meta.pk.column
