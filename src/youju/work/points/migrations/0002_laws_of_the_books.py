"""What the database itself refuses about points, because bulk writes and consoles do not ask Python.

Writing an entry moves the two balances, and nothing else does: an account remembers the last entry that moved it, and a
balance may change only by a later entry of its own, by exactly its amount. An entry goes only the ways there are, and
never between two books. That the sum is zero needs no check: giver and taker stand in one row.
"""

from django.db import migrations

from youju.kernel.append_only import AppendOnly

WAYS = (
    ("award", "issuer", "household"), ("issue", "issuer", "batch"), ("redeem", "household", "merchant"), ("redeem", "batch", "merchant"),
    ("expire", "household", "issuer"), ("expire", "batch", "issuer"), ("settle", "merchant", "issuer"),
)  # fmt: skip
_WAYS = " OR ".join(f"(NEW.kind = '{k}' AND g.kind = '{g}' AND t.kind = '{t}')" for k, g, t in WAYS)
# An undone entry goes back whole: from its taker to its giver.
_UNDONE = (
    "(NEW.kind = 'undo' AND EXISTS (SELECT 1 FROM points_entry c WHERE c.id = NEW.corrects_id AND c.kind IN ('award', 'redeem')"
    " AND c.giver_id = NEW.taker_id AND c.taker_id = NEW.giver_id AND c.amount = NEW.amount))"
)
_WAY = (
    "SELECT 1 FROM points_account g, points_account t WHERE g.id = NEW.giver_id AND t.id = NEW.taker_id"
    f" AND g.book_id = t.book_id AND ({_WAYS} OR {_UNDONE})"
)
_MOVE = (
    "UPDATE points_account SET balance = balance + CASE WHEN id = NEW.taker_id THEN NEW.amount ELSE -NEW.amount END,"
    " last_entry = NEW.id WHERE id IN (NEW.giver_id, NEW.taker_id)"
)
_MOVED = (
    "SELECT 1 FROM points_entry e WHERE e.id = NEW.last_entry AND NEW.last_entry > OLD.last_entry"
    " AND ((e.taker_id = NEW.id AND NEW.balance - OLD.balance = e.amount) OR (e.giver_id = NEW.id AND OLD.balance - NEW.balance = e.amount))"
)
_TOUCHED = "(NEW.balance <> OLD.balance OR NEW.last_entry <> OLD.last_entry)"
_REMADE = "(NEW.kind <> OLD.kind OR NEW.book_id <> OLD.book_id)"
_NEW = "(NEW.balance <> 0 OR NEW.last_entry <> 0)"


def _postgresql():
    refuse = "RAISE EXCEPTION '%' USING ERRCODE = 'integrity_constraint_violation'"
    yield f"""CREATE FUNCTION points_entry_moves() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM 1 FROM points_account WHERE id IN (NEW.giver_id, NEW.taker_id) ORDER BY id FOR NO KEY UPDATE;
            IF NOT EXISTS ({_WAY}) THEN {refuse.replace("%", "points: there is no such way")}; END IF;
            {_MOVE};
            RETURN NULL;
        END $$"""
    yield "CREATE TRIGGER points_entry_moves AFTER INSERT ON points_entry FOR EACH ROW EXECUTE FUNCTION points_entry_moves()"
    yield f"""CREATE FUNCTION points_account_balance() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF {_NEW} THEN {refuse.replace("%", "points: an account begins with nothing")}; END IF;
            ELSIF {_REMADE} OR ({_TOUCHED} AND NOT EXISTS ({_MOVED})) THEN
                {refuse.replace("%", "points: a balance moves by entries alone")};
            END IF;
            RETURN NEW;
        END $$"""
    yield (
        "CREATE TRIGGER points_account_balance BEFORE INSERT OR UPDATE ON points_account"
        " FOR EACH ROW EXECUTE FUNCTION points_account_balance()"
    )


def _sqlite():
    yield (
        "CREATE TRIGGER points_entry_moves AFTER INSERT ON points_entry BEGIN"
        f" SELECT RAISE(ABORT, 'points: there is no such way') WHERE NOT EXISTS ({_WAY}); {_MOVE}; END"
    )
    yield (
        f"CREATE TRIGGER points_account_new BEFORE INSERT ON points_account WHEN {_NEW}"
        " BEGIN SELECT RAISE(ABORT, 'points: an account begins with nothing'); END"
    )
    yield (
        "CREATE TRIGGER points_account_balance BEFORE UPDATE ON points_account"
        f" WHEN {_REMADE} OR ({_TOUCHED} AND NOT EXISTS ({_MOVED}))"
        " BEGIN SELECT RAISE(ABORT, 'points: a balance moves by entries alone'); END"
    )


def lay(apps, schema_editor):
    for statement in (_postgresql if schema_editor.connection.vendor == "postgresql" else _sqlite)():
        schema_editor.execute(statement, params=None)


def lift(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, name in (
            ("points_entry", "points_entry_moves"),
            ("points_account", "points_account_balance"),
        ):
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}", params=None)
            schema_editor.execute(f"DROP FUNCTION {name}()", params=None)
        return
    for name in ("points_entry_moves", "points_account_new", "points_account_balance"):
        schema_editor.execute(f"DROP TRIGGER {name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("points", "0001_books_accounts_and_entries")]

    operations = [AppendOnly("entry"), AppendOnly("batch"), migrations.RunPython(lay, lift)]
