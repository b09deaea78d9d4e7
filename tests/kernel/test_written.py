"""A question that is written once answers for every value what the same question would that is written anew."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from youju.config.database import database
from youju.flow.units.models import Placement, Unit
from youju.flow.units.selectors import valid_on
from youju.kernel import written
from youju.kernel.models import Token
from youju.kernel.written import written_once

pytestmark = pytest.mark.django_db
DAYS = (dt.date(2020, 1, 1), dt.date(2026, 11, 3), dt.date(2035, 1, 1))


def named(codes, level):
    return Unit.objects.filter(code__in=codes, level=level).order_by("code")


def standing(day, units):
    rows = Placement.objects.filter(valid_on(day), unit_id__in=units).select_related("unit", "tree")
    return rows.order_by("pk")


def test_it_answers_for_other_values_than_those_it_was_written_with(units):
    ask = written_once(named)
    codes = [unit.code for unit in units.villages]
    for some in (codes[:2], codes[1:], ["nobody", codes[0]]):
        for level in ("village", "county"):
            assert ask(some, level) == list(named(some, level))
    assert ask(codes, "village") == list(units.villages)


@pytest.mark.parametrize("day", DAYS)
def test_days_and_keys_are_told_as_the_database_takes_them(units, day):
    ask = written_once(standing)
    ask(DAYS[0], [units.county.pk])
    keys = [units.villages[0].pk, units.county.pk]
    assert ask(day, keys) == list(standing(day, keys))


def test_rows_come_with_what_was_loaded_beside_them(units):
    ask = written_once(standing)
    ask(DAYS[1], [units.county.pk])
    with CaptureQueriesContext(connection) as asked:
        (row,) = ask(DAYS[1], [units.villages[0].pk])
        assert (row.unit, row.tree.code) == (units.villages[0], "administrative")
    assert len(asked) == 1


def test_columns_alone_come_as_they_do_otherwise(units):
    def paths(unit):
        return Placement.objects.filter(unit=unit).values_list("tree__code", "valid_from")

    ask = written_once(paths)
    ask(units.county.pk)
    village = units.villages[0].pk
    assert ask(village) == list(paths(village))


def test_the_answer_is_that_of_now_and_not_of_the_first_time(units):
    ask = written_once(named)
    codes = [units.villages[0].code]
    assert ask(codes, "village")
    Unit.objects.filter(code__in=codes).update(level="group")
    assert not ask(codes, "village")
    assert ask(codes, "group")


def test_the_sentence_is_written_once(units):
    written_times = []

    def make(codes, level):
        written_times.append(level)
        return named(codes, level)

    ask = written_once(make)
    for code in (unit.code for unit in units.villages):
        ask([code], "village")
    assert len(written_times) == 1
    ask([unit.code for unit in units.villages], "village")
    assert len(written_times) == 2


def test_a_long_list_is_not_remembered(units, monkeypatch):
    monkeypatch.setattr(written, "FEW", 2)
    ask = written_once(named)
    codes = [unit.code for unit in units.villages]
    assert ask(codes, "village") == list(named(codes, "village"))


def test_an_empty_list_has_no_rows(units):
    ask = written_once(named)
    assert ask([], "village") == []
    assert ask([units.villages[0].code], "village") == [units.villages[0]]


def test_a_value_that_is_made_into_another_is_refused(units):
    beginning = written_once(lambda text: Unit.objects.filter(code__startswith=text))
    with pytest.raises(TypeError, match="does not stand in the question"):
        beginning("22")


@pytest.mark.parametrize("said", [None, 1.5, True, b"x"])
def test_what_no_column_is_compared_with_is_refused(said):
    ask = written_once(lambda one: Token.objects.filter(name=one))
    with pytest.raises(TypeError):
        ask(said)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes its plans anew")
def test_postgresql_keeps_the_plan_of_what_comes_again(units):
    ask = written_once(named)
    for unit in units.villages * 2:
        assert ask([unit.code], "village") == [unit]
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [sentence for (sentence,) in cursor.fetchall() if '"units_unit"."level" = $' in sentence]
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("asked", "told"), [("", 5), ("?prepare_threshold=2", 2), ("?prepare_threshold=no", None)]
)
def test_an_old_pooler_is_spared_kept_plans(tmp_path, asked, told):
    options = database(f"postgresql://youju@db/youju{asked}", tmp_path)["OPTIONS"]
    assert options == {"prepare_threshold": told}
