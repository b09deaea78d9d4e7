"""A server reads ahead what the first to open a page would wait for, and a unit's page asks for the past of its records once."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.flow.month import *  # noqa: F403
from youju.flow.boards import selectors as boards
from youju.flow.schemes import selectors as schemes
from youju.web.warming import warm
from youju.work.registers import declared
from youju.work.registers.services import declare_register, make_record

pytestmark = pytest.mark.django_db
SHARED = Path(__file__).parents[2] / "schemes" / "_registers"


@pytest.fixture
def registers(units, zhao):
    return [
        declare_register(text=(SHARED / f"{name}.yaml").read_text("utf-8"), unit=units.county, by=zhao)
        for name in ("task", "case", "risk")
    ]


def test_what_was_read_ahead_is_asked_for_no_more(final, qian, zhao, registers):
    from youju.flow.publications.services import propose, sign

    sign(publication=propose(score=final, kind="circular", title="十月通报", words="好", by=zhao), by=qian)
    for kept in (declared._read, schemes._engine_scheme, boards._board):
        kept.cache_clear()
    warm()
    version = final.round.scheme_version
    with CaptureQueriesContext(connection) as asked:
        assert [declared.declaration_of(row).register_ for row in registers] == ["task", "case", "risk"]
        assert schemes.scheme_of(version).marks
        assert boards._board(final.root, (), boards.reader_of(final, inside=True), 0)
    assert len(asked) == 0


def test_the_page_of_a_unit_asks_once_for_the_past_of_its_records_whatever_registers_they_are_in(
    client, registers, units, zhao
):
    def past_asked():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/dossier/{units.township.code}/").status_code == 200
        return sum('FROM "registers_recordversion"' in one["sql"] for one in asked)

    client.force_login(zhao)
    make_record(
        register=registers[0], unit=units.township, values={"title": "修路", "due_on": "2026-12-20"}, by=zhao
    )
    assert past_asked() == 1
    flood = {"title": "防汛", "kind": "防汛抗旱", "from": "2026-11-01", "until": "2026-12-20"}
    make_record(register=registers[2], unit=units.township, values=flood, by=zhao)
    assert past_asked() == 1


def test_what_is_late_in_all_registers_is_told_with_one_question_about_their_past(registers, units, zhao):
    from youju.work.registers.overdue import late_by_unit

    late = {"title": "修路", "due_on": "2026-01-20"}
    make_record(register=registers[0], unit=units.township, values=late, by=zhao)
    flood = {"title": "防汛", "kind": "防汛抗旱", "from": "2026-01-01", "until": "2026-01-20"}
    make_record(register=registers[2], unit=units.township, values=flood, by=zhao)
    with CaptureQueriesContext(connection) as asked:
        assert late_by_unit(zhao, dt.date(2026, 11, 20)) == {units.township.pk: 2}
    assert sum('FROM "registers_recordversion"' in one["sql"] for one in asked) == 1
