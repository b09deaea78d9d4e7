"""A table of duties taken in: all or nothing, every cell that is wrong, and twice is once."""

import pytest
from django.utils.translation import override

from tests.work.duties.conftest import DAY
from youju.kernel.errors import BadInput
from youju.work.duties import services
from youju.work.duties.models import Charge, Duty

pytestmark = pytest.mark.django_db
HEAD = "责任体系,对象代号,对象类别,对象名称,所在单位代码,责任类别,责任人,职务,责任单位代码,起,依据,权限,保障"


def table(*rows):
    return "\n".join([HEAD, *rows]).encode()


def test_a_table_brings_charges_and_duties_once(units, zhao):
    rows = [
        f"straw-ban,{unit.code},单位,{unit.name},{unit.code},包保,{unit.name}书记,书记,{unit.code},2023-03-01,方案,调动,经费"
        for unit in (units.township, units.other)
    ]
    assert services.import_duties(name="包保.csv", content=table(*rows), by=zhao) == services.Imported(
        2, 2, 0
    )
    assert services.import_duties(name="包保.csv", content=table(*rows), by=zhao) == services.Imported(
        0, 0, 2
    )
    assert (Charge.objects.count(), Duty.objects.count()) == (2, 2)


def test_every_cell_that_is_wrong_is_told_and_nothing_is_stored(units, sun):
    rows = [
        f"straw-ban,1,单位,好,{units.township.code},包保,刘,镇长,{units.township.code},2023-03-01,方案,调动,经费",
        f"straw-ban,2,天空,坏,{units.other.code},包保,,镇长,0000,三月,签责任状,调动,",
    ]
    with pytest.raises(BadInput) as refused:
        services.import_duties(name="包保.csv", content=table(*rows), by=sun)
    places = {problem.where for problem in refused.value.problems}
    assert places == {
        f"包保.csv:3 {name}"
        for name in ("对象类别", "所在单位代码", "责任人", "责任单位代码", "起", "依据", "保障")
    }
    assert Charge.objects.count() == 0


def test_a_table_that_lacks_a_column_says_which(zhao):
    with pytest.raises(BadInput, match="权限"):
        services.import_duties(name="包保.csv", content="责任体系,对象代号\na,b".encode(), by=zhao)


def test_a_table_is_chinese_for_a_sender_who_reads_english(units, zhao):
    row = f"straw-ban,1,河湖,招苏台河,{units.township.code},河长,刘,镇长,{units.township.code},2023-03-01,方案,调动,经费"
    with override("en"):
        services.import_duties(name="包保.csv", content=table(row), by=zhao)
        with pytest.raises(BadInput) as refused:
            services.import_duties(
                name="包保.csv", content=table(row.replace("河湖", "River or lake")), by=zhao
            )
    assert (Charge.objects.get().kind, Duty.objects.get().kind) == ("river", "river")
    assert [p.what for p in refused.value.problems] == ["“River or lake” is not known"]
    assert refused.value.problems[0].mend.startswith("Choose one of: 单位、农户、河湖")


def test_a_table_puts_nobody_in_charge_of_what_lies_in_a_unit_of_others(units, zhao, sun, charge_of):
    charge_of(units.other)
    row = f"straw-ban,{units.other.code},单位,随便,{units.township.code},包保,外人,站长,{units.township.code},2023-03-01,方案,调动,经费"
    with pytest.raises(BadInput) as refused:
        services.import_duties(name="包保.csv", content=table(row), by=sun)
    assert [p.where for p in refused.value.problems] == ["包保.csv:2 所在单位代码"]
    assert Duty.objects.count() == 0


def test_a_table_gives_nobody_what_ended(units, zhao, charge_of):
    services.end_charge(charge=charge_of(units.township), on=DAY, by=zhao)
    row = f"straw-ban,{units.township.code},单位,镇,{units.township.code},包保,刘,镇长,{units.township.code},2023-03-02,方案,调动,经费"
    with pytest.raises(BadInput) as refused:
        services.import_duties(name="包保.csv", content=table(row), by=zhao)
    assert [p.where for p in refused.value.problems] == ["包保.csv:2 起"]
