"""Extra keys in what is sent change nothing: no form and no operation takes more than it asks for (RELIABILITY T8)."""

import pytest
from django.db import connection

from tests.matrix import table
from tests.matrix.table import DONE, expected

pytestmark = pytest.mark.django_db
# what nobody may say by sending it: the house works these out, or they are somebody else's to decide
EXTRAS = (
    "id", "pk", "status", "late", "after_close", "submitted_at", "submitted_by", "submitted_by_id", "decided_by", "decided_at",
    "recorded_by", "recorded_at", "is_final", "root", "published_at", "signed_by", "proposed_by", "closed_at", "is_superuser",
    "is_staff", "is_active", "must_change_password", "password", "unit_id", "round_id", "scheme_id", "report_id", "score_id",
    "mantissa", "scale", "source", "open_at", "withheld", "uploaded_by", "sha256", "seq", "actor", "by", "user", "post", "post_id",
    "approved_at", "approved_by", "retired_at", "marks", "total", "place", "band", "because_of", "opened_at", "raised_by",
)  # fmt: skip
SENT = [door for door in table.doors() if door.method in {"POST", "PUT"} and door.done not in (None, "never")]


def _rows(tables):
    """Return all rows of the tables that were written, as text, in the order of their keys."""
    found = {}
    with connection.cursor() as cursor:
        for name in sorted(tables):
            cursor.execute(f'SELECT * FROM "{name}" ORDER BY 1')  # names come from the statements themselves
            found[name] = [[str(cell) for cell in row] for row in cursor.fetchall()]
    return found


def _differing(one, other):
    """Return the cells (table, row, column) in which two snapshots differ; None in place of what only one has."""
    if {name: len(rows) for name, rows in one.items()} != {name: len(rows) for name, rows in other.items()}:
        return {
            (name, None, None)
            for name in {*one, *other}
            if len(one.get(name, ())) != len(other.get(name, ()))
        }
    return {
        (name, at, column)
        for name, rows in one.items()
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
        if cell != other[name][at][column]
    }


def _actor(trier, door, state):
    return next((actor for actor in trier.world.actors if expected(door, actor, state) == DONE), None)


def planted(body):
    """Return the extras that a door does not ask for."""
    return {name: "1" for name in EXTRAS if name not in body}


@pytest.mark.parametrize("door", SENT, ids=lambda door: door.line)
def test_what_was_not_asked_for_changes_nothing(trier, door):
    if connection.vendor != "sqlite":
        pytest.skip("keys that were rolled back are given again only by SQLite; the code is the same")
    tried = 0
    for state in door.states(trier.world.things):
        actor = _actor(trier, door, state)
        if actor is None or tried:
            continue
        tried += 1
        first, again = (trier.ask(door, actor, state, look=_rows)[2] for _turn in "12")
        changing = _differing(first, again)
        extra = planted({**(door.send or {}), **dict.fromkeys(door.takes)})
        answer, content, with_extras = trier.ask(door, actor, state, extra=extra, look=_rows)
        if answer.status_code == 422 and door.is_api:
            continue
        assert answer.status_code < 400, content[:500]
        assert _differing(first, with_extras) - changing == set()
    assert tried


def test_a_form_that_takes_what_it_is_given_is_found(trier, monkeypatch):
    from youju.kernel import people
    from youju.kernel.models import User
    from youju.web.once import OnceMiddleware

    door = next(door for door in SENT if door.line == "POST account_close")
    actor = _actor(trier, door, "")

    def careless(*, user, by):
        said = seen[-1].POST
        User.objects.filter(pk=user.pk).update(
            **{name: said[name] for name in ("name", "is_active") if name in said}
        )

    seen, call = [], OnceMiddleware.__call__
    monkeypatch.setattr(
        OnceMiddleware, "__call__", lambda self, request: (seen.append(request), call(self, request))[1]
    )
    monkeypatch.setattr(people, "close_account", careless)
    first = trier.ask(door, actor, "", look=_rows)[2]
    with_extras = trier.ask(door, actor, "", extra=planted({}), look=_rows)[2]
    assert _differing(first, with_extras)
