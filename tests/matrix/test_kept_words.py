"""What was typed into a form that is refused is still there: every form of the house, in every state that refuses it."""

import html

import pytest

from tests.matrix import table
from tests.matrix.run import NOT_NOW, Trier, outcome
from youju.kernel import forms

pytestmark = pytest.mark.django_db
PARTS = 2


def refused(trier, part):
    """Yield (line, state, what was typed, the page) of every form that a person who may send it is refused."""
    for door in [one for at, one in enumerate(table.doors()) if at % PARTS == part]:
        if door.method != "POST" or door.is_api or not isinstance(door.send, dict):
            continue
        for state in door.states(trier.world.things):
            may = (table.IN, table.DONE, NOT_NOW)
            actor = next((one for one in trier.world.actors if table.expected(door, one, state) in may), None)
            if actor is None:
                continue
            answer, content, _written = trier.ask(door, actor, state)
            if outcome(answer) == NOT_NOW and answer["Content-Type"].startswith("text/html"):
                yield door.line, state, trier._filled(door.send, state), content.decode("utf-8")


def lost(said, page):
    """Return the fields whose words are gone; a list to choose from shows what can be chosen instead."""
    shown = html.unescape(page)
    return [
        name
        for name, value in said.items()
        if isinstance(value, str) and value.strip() and not forms._SILENT.search(name)
        if f'<select name="{name}"' not in page and value.strip() not in shown
    ]


@pytest.mark.parametrize("part", range(PARTS))
def test_a_refused_form_keeps_what_was_typed(trier: Trier, part):
    found = list(refused(trier, part))
    assert len(found) > 10, "the matrix tries too few refusals for this to say anything"
    assert [
        f"{line} [{state}] loses {gone}" for line, state, said, page in found if (gone := lost(said, page))
    ] == []


def test_a_word_that_is_lost_is_seen():
    assert lost({"reason": "写了半天"}, "<p>没有办</p>") == ["reason"]
    assert lost({"reason": "a < b", "password": "x"}, "<textarea>a &lt; b</textarea>") == []
