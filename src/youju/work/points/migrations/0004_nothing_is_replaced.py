"""Refuse on SQLite what PostgreSQL does not know: INSERT OR REPLACE, which takes a row away without asking the triggers.

An account put in its own place had a balance of nothing again while its entries stood, and an entry could be put in the
place of another. A row that is there already is now refused before it is replaced.
"""

from django.db import migrations

ONCE = {
    "points_account": ("id = NEW.id", "book_id = NEW.book_id AND number = NEW.number"),
    "points_entry": ("id = NEW.id", "corrects_id IS NOT NULL AND corrects_id = NEW.corrects_id"),
}


def lay(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for table, same in ONCE.items():
        there = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {one})" for one in same)
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there}"
            f" BEGIN SELECT RAISE(ABORT, 'points: {table} has this row already'); END",
            params=None,
        )


def lift(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in ONCE:
            schema_editor.execute(f"DROP TRIGGER {table}_no_replace", params=None)


class Migration(migrations.Migration):
    dependencies = [("points", "0003_pages_of_entries")]

    operations = [migrations.RunPython(lay, lift)]
