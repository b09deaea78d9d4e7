"""A unit in a field is called by its name wherever people read it, with its code beside the name where a list is to be read again."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from youju.work.registers import exporting, selectors, services
from youju.work.registers.declared import declaration_of
from youju.work.registers.forming.cells import grid
from youju.work.registers.models import Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(bridges, make, units):
    return make(bridges, title="石桥", keeper=units.villages[0].code)


def csv_of(register, user):
    return "".join(exporting.csv_lines(declaration_of(register), selectors.records_for(user, register)))


def test_the_list_and_the_record_call_a_unit_by_its_name(client, bridges, kept, units, zhang):
    client.force_login(zhang)
    services.change_record(record=kept, lock=1, values={"keeper": units.villages[1].code}, by=zhang)
    listed = client.get("/registers/bridge/?columns=title,keeper").content.decode()
    assert units.villages[1].name in listed
    shown = client.get(f"/registers/bridge/{kept}/").content.decode()
    assert (units.villages[0].name in shown, units.villages[1].name in shown) == (True, True)
    assert f">{units.villages[1].code}<" not in listed + shown


def test_names_are_asked_for_once_however_many_rows_a_page_has(bridges, make, units, zhang):
    def asked():
        rows = list(selectors.records_for(zhang, bridges).select_related("unit"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            lines = grid(declaration_of(bridges), rows, ["title", "keeper"])
        return [line[1].text for _row, line in lines], len(queries)

    for village in units.villages:
        make(bridges, title=village.name, keeper=village.code)
    names, count = asked()
    assert sorted(names) == sorted(village.name for village in units.villages)
    assert (count, len(names) > 1) == (1, True)


def test_a_code_of_no_unit_is_shown_as_it_stands(bridges, kept):
    Record.objects.filter(pk=kept.pk).update(values={"title": "石桥", "keeper": "GONE"})
    row = Record.objects.select_related("unit").get(pk=kept.pk)
    assert grid(declaration_of(bridges), [row], ["keeper"])[0][1][0].text == "GONE"


def test_an_exported_list_names_the_unit_beside_its_code_and_returns_by_import(bridges, kept, units, zhang):
    text = csv_of(bridges, zhang)
    head, line = (row.split(",") for row in text.strip().splitlines())
    at = head.index("管护单位")
    assert head[at + 1] == "管护单位（名称）"
    assert line[at : at + 2] == [units.villages[0].code, units.villages[0].name]
    moved = text.replace(units.villages[0].code, units.villages[1].code)
    done = services.take_book(register=bridges, name="桥.csv", content=moved.encode(), by=zhang)
    kept.refresh_from_db()
    assert (done.changed, kept.values["keeper"]) == (1, units.villages[1].code)


def test_a_name_without_its_code_is_refused_and_not_lost(bridges, units, zhang):
    table = f"unit,title,管护单位,管护单位（名称）\n{units.township.code},石桥,,{units.villages[0].name}\n"
    with pytest.raises(services.BookRefused) as told:
        services.take_book(register=bridges, name="桥.csv", content=table.encode(), by=zhang)
    assert [(p.where, "没有写单位代码" in p.what) for p in told.value.problems] == [("桥.csv!D2", True)]
    assert not Record.objects.exists()
