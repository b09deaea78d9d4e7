"""Tables whose rows are never changed and never deleted, because the database itself refuses.

`save()` and `delete()` are not asked by `bulk_create`, `update()` or a person with a database console; triggers are.
"""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.models import Model


def triggers(model: type[Model], may_fill: tuple[str, ...], vendor: str) -> list[str]:
    """Return the SQL that makes a model's table append-only.

    Columns named in `may_fill` may go from NULL to a value once; nothing else may ever change.
    """
    table = model._meta.db_table
    columns = [field.column for field in model._meta.local_fields if field.column]
    filled = {model._meta.get_field(name).column for name in may_fill}
    same, is_not = (
        ("IS NOT DISTINCT FROM", "IS DISTINCT FROM") if vendor == "postgresql" else ("IS", "IS NOT")
    )
    kept = [f'NEW."{c}" {is_not} OLD."{c}"' for c in columns if c not in filled]
    changed = " OR ".join(
        [*kept, *(f'(OLD."{c}" IS NOT NULL AND NOT (NEW."{c}" {same} OLD."{c}"))' for c in sorted(filled))]
    )
    when = f" WHEN ({changed})" if filled else ""
    if vendor == "postgresql":
        return [
            f"""CREATE FUNCTION "{table}_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'append-only: {table}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
            (
                f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW{when}'
                f' EXECUTE FUNCTION "{table}_append_only"()'
            ),
            (
                f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW'
                f' EXECUTE FUNCTION "{table}_append_only"()'
            ),
            (
                f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}"'
                f' EXECUTE FUNCTION "{table}_append_only"()'
            ),
        ]
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    return [
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}"{when} {refuse}',
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}',
    ]


class AppendOnly(Operation):
    """Migration operation: make the table of a model append-only; put it last in the migration.

    On SQLite a later migration that alters the table drops its triggers: repeat the operation there.
    tests/house sees to it that every model with `append_only = True` is refused by its database.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, may_fill: tuple[str, ...] = ()) -> None:
        self.model_name, self.may_fill = model_name, tuple(may_fill)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how to write this operation in a migration."""
        return type(self).__name__, [self.model_name], {"may_fill": self.may_fill}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the state of the models as it is."""

    def _model(self, app_label: str, apps: Apps) -> type[Model]:
        return apps.get_model(app_label, self.model_name)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Lay the triggers, replacing older ones."""
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        for statement in triggers(
            self._model(app_label, to_state.apps), self.may_fill, schema_editor.connection.vendor
        ):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,  # noqa: ARG002
        to_state: Any,
    ) -> None:
        """Take the triggers away."""
        table = self._model(app_label, to_state.apps)._meta.db_table
        on = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        for act in ("update", "delete", "truncate"):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{act}"{on}', params=None)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'DROP FUNCTION IF EXISTS "{table}_append_only"()', params=None)

    def describe(self) -> str:
        """Say what this operation does."""
        return f"Refuse UPDATE and DELETE on {self.model_name}"
