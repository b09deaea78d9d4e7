"""A board of March uses March's tree."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection

from youju.flow.units.models import Placement, Unit
from youju.flow.units.paths import keys, segment
from youju.flow.units.selectors import (
    ancestors_at,
    check_tree,
    children_at,
    descendants_at,
    name_on,
    tree_at,
)
from youju.flow.units.services import (
    Part,
    add_unit,
    bear_names,
    import_units,
    merge_units,
    move_unit,
    place_unit,
    rename_unit,
    split_unit,
)
from youju.kernel.errors import Refusal

pytestmark = pytest.mark.django_db
MARCH, JULY, LATER = dt.date(2023, 3, 31), dt.date(2023, 7, 1), dt.date(2023, 9, 30)


def names(found):
    return [unit.name for unit in found]


def test_a_path_is_read_back_as_it_was_written():
    for key in (1, 35, 36, 36**6 - 1):
        assert keys(segment(1) + segment(key)) == (1, key)


def test_a_tree_is_read_parents_before_children(units):
    assert [(node.depth, node.name) for node in tree_at("administrative", MARCH)][:3] == [
        (0, "梨树县"),
        (1, "郭家店镇"),
        (2, "示例1村"),
    ]


def test_ancestors_come_root_first(units):
    assert names(ancestors_at(units.villages[0], MARCH)) == ["梨树县", "郭家店镇"]


def test_what_is_below_can_be_asked_for_one_level(units):
    assert names(descendants_at(units.county, MARCH, level="township")) == ["郭家店镇", "榆树台镇"]


def test_a_moved_unit_takes_everything_under_it_along_from_that_day(units):
    new = add_unit(code="220323", name="伊通县", level="county", on=dt.date(2020, 1, 1), by=None)

    move_unit(unit=units.township, parent=new, on=JULY, by=None)

    assert names(ancestors_at(units.villages[0], LATER)) == ["伊通县", "郭家店镇"]
    assert names(ancestors_at(units.villages[0], MARCH)) == ["梨树县", "郭家店镇"]
    assert check_tree("administrative", MARCH) == check_tree("administrative", LATER) == []


def test_a_unit_cannot_stand_under_itself(units):
    with pytest.raises(Refusal, match="在自己下面"):
        move_unit(unit=units.county, parent=units.villages[0], on=JULY, by=None)


def test_a_merged_unit_hands_over_its_villages(units):
    merge_units(units=[units.other], into=units.township, on=JULY, by=None, basis="民政部门批复")

    assert len(children_at(units.township, LATER)) == 5
    assert len(children_at(units.township, MARCH)) == 3
    assert names(descendants_at(units.county, LATER, level="township")) == ["郭家店镇"]
    assert Unit.objects.get(code=units.other.code).valid_to == JULY
    assert check_tree("administrative", LATER) == []


def test_a_unit_merges_in_every_tree_it_stands_in(units):
    for unit, parent in ((units.county, None), (units.other, units.county), (units.others[0], units.other)):
        place_unit(unit=unit, tree="party", parent=parent, on=dt.date(2021, 1, 1), by=None)

    merge_units(units=[units.other], into=units.township, on=JULY, by=None)

    assert names(ancestors_at(units.others[0], LATER, "party")) == ["梨树县", "郭家店镇"]
    assert check_tree("party", LATER) == []


def test_a_unit_cannot_merge_into_what_is_under_it(units):
    part = add_unit(code="220322190", name="园区", level="township", parent=units.township, on=MARCH, by=None)
    with pytest.raises(Refusal, match="在被合并的单位之下"):
        merge_units(units=[units.township], into=part, on=JULY, by=None)


def test_only_units_of_one_level_merge(units):
    with pytest.raises(Refusal, match="同一层级"):
        merge_units(units=[units.villages[0]], into=units.county, on=JULY, by=None)


def test_a_split_takes_only_units_of_one_level_that_stand(units):
    ended = units.others[0]
    merge_units(units=[ended], into=units.others[1], on=MARCH, by=None)
    half = Decimal("0.5")
    with pytest.raises(Refusal) as refused:
        split_unit(
            unit=units.villages[0],
            parts=[Part(units.township, half), Part(Unit.objects.get(pk=ended.pk), half)],
            on=JULY,
            by=None,
        )
    assert [(one.where, one.what) for one in refused.value.problems] == [
        ("郭家店镇", "不是村级"), (ended.name, f"它的存续时间是 {ended.valid_from} 至 {MARCH}"),
    ]  # fmt: skip


def test_a_township_is_not_split_among_its_own_villages(units):
    one, two, three = units.villages
    half = Decimal("0.5")
    with pytest.raises(Refusal, match="没有拆分"):
        split_unit(
            unit=units.township,
            parts=[Part(one, half, (two,)), Part(two, half, (one, three))],
            on=JULY,
            by=None,
        )


@pytest.mark.parametrize("name", ["甲\0村", "甲\n村", "甲" * 81])
def test_a_new_name_can_be_printed(units, name):
    with pytest.raises(Refusal, match="控制字符"):
        rename_unit(unit=units.villages[0], name=name, on=JULY, by=None)


def test_a_split_gives_every_child_to_one_part(units):
    new = add_unit(code="220322105", name="新镇", level="township", parent=units.county, on=JULY, by=None)
    keep, away = units.villages[:2], units.villages[2:]

    split_unit(
        unit=units.township,
        parts=[Part(units.township, Decimal("0.6"), tuple(keep)), Part(new, Decimal("0.4"), tuple(away))],
        on=JULY,
        by=None,
    )

    assert names(children_at(new, LATER)) == names(away)
    assert names(children_at(units.township, LATER)) == names(keep)
    assert names(children_at(units.township, MARCH)) == names(units.villages)
    assert check_tree("administrative", LATER) == []


def test_a_split_that_forgets_a_child_and_a_share_says_both(units):
    a, b = (
        add_unit(
            code=f"22032211{n}", name=f"新{n}镇", level="township", parent=units.county, on=JULY, by=None
        )
        for n in (1, 2)
    )
    with pytest.raises(Refusal) as refused:
        split_unit(
            unit=units.township,
            parts=[Part(a, Decimal("0.5"), tuple(units.villages[:2])), Part(b, Decimal("0.4"))],
            on=JULY,
            by=None,
        )
    assert [p.where for p in refused.value.problems] == ["份额", "示例3村"]


def test_a_renamed_unit_keeps_its_old_name_in_old_boards(units):
    rename_unit(unit=units.township, name="郭家店街道", on=JULY, by=None)

    assert name_on(units.township, MARCH) == "郭家店镇"
    assert name_on(units.township, JULY) == "郭家店街道"
    assert "郭家店镇" in [node.name for node in tree_at("administrative", MARCH)]


def test_the_earliest_of_several_later_names_counts(units):
    rename_unit(unit=units.township, name="乙", on=JULY, by=None)
    rename_unit(unit=units.township, name="丙", on=LATER, by=None)

    assert [name_on(units.township, day) for day in (MARCH, JULY, LATER)] == ["郭家店镇", "乙", "丙"]


def test_a_name_of_a_later_day_shows_from_that_day_on(units, client, zhao, at):
    at("2026-11-30 09:00")
    old = units.township.name
    first, last = dt.date(2026, 12, 1), dt.date(2027, 1, 1)
    rename_unit(unit=units.township, name="乙", on=first, by=None)
    rename_unit(unit=units.township, name="丙", on=last, by=None)
    seen = [dt.date(2026, 11, 30), first, last]
    bear_names()
    assert str(units.township) == Unit.objects.get(pk=units.township.pk).name == old
    assert [name_on(units.township, day) for day in seen] == [old, "乙", "丙"]
    client.force_login(zhao)
    assert "乙（自 2026-12-01）" in client.get(f"/units/{units.township.code}/").content.decode()
    for today, name in (("2026-12-01 00:00", "乙"), ("2027-01-01 00:00", "丙")):
        at(today)
        bear_names()
        bear_names()
        unit = Unit.objects.get(pk=units.township.pk)
        assert unit.name == name
        assert [name_on(unit, day) for day in seen] == [old, "乙", "丙"]


def test_names_to_come_are_recorded_in_the_order_of_their_days_and_once(units, at):
    at("2026-11-30 09:00")
    rename_unit(unit=units.township, name="乙", on=dt.date(2026, 12, 10), by=None)
    with pytest.raises(Refusal, match="已经更过名"):
        rename_unit(unit=units.township, name="丙", on=dt.date(2026, 12, 1), by=None)
    with pytest.raises(Refusal, match="和现在一样"):
        rename_unit(unit=units.township, name="乙", on=dt.date(2026, 12, 10), by=None)


def test_the_past_of_a_subtree_that_changed_since_is_not_changed(units):
    rest = add_unit(code="220323", name="伊通县", level="county", on=dt.date(2020, 1, 1), by=None)
    move_unit(unit=units.villages[0], parent=units.other, on=LATER, by=None)

    with pytest.raises(Refusal, match="按生效日期的先后办理"):
        move_unit(unit=units.township, parent=rest, on=JULY, by=None)


def test_check_tree_finds_a_path_that_does_not_follow(units):
    row = Placement.objects.get(unit=units.villages[0])
    Placement.objects.filter(pk=row.pk).update(path=segment(units.county.pk) + segment(units.villages[0].pk))

    assert check_tree("administrative", MARCH) == [
        (
            f"{units.villages[0].code}: path {segment(units.county.pk) + segment(units.villages[0].pk)} "
            "does not follow from its parent"
        )
    ]


def test_a_subtree_is_found_through_the_index(units):
    rows = [f"v{n},村{n},{(units.township, units.other)[n % 2].code},村级" for n in range(3000)]
    book = "\n".join(["代码,名称,上级代码,层级", *rows]).encode()
    import_units(name="村.csv", content=book, on=MARCH, by=None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    county = Placement.objects.get(unit=units.county)

    plan = Placement.objects.filter(tree_id=county.tree_id, path__under=county.path + segment(5)).explain()

    assert "placement_path" in plan, plan
    # On SQLite the range is part of the search; on PostgreSQL LIKE became a range in the index condition.
    assert re.search(r"path>\? AND path<\?|~>=~ '", plan), plan


def test_the_children_of_a_unit_are_found_through_their_index(units):
    if connection.vendor == "sqlite":  # PostgreSQL decides by its statistics, and of seven rows it reads all
        assert "placement_children" in children_at(units.township, MARCH).explain()


def test_a_path_from_outside_is_never_a_pattern(units):
    for bad in ("%", "00000", "00000_", "' OR 1", "00000Z"):
        with pytest.raises(ValueError, match="not a path"):
            Placement.objects.filter(path__under=bad).exists()
