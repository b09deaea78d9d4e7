"""Lists: what a person sees, filters by every operator, order with the missing last, pages without a row twice."""

from __future__ import annotations

import pytest

from youju.work.registers import selectors
from youju.work.registers.asking import asked_in
from youju.work.registers.declared import declaration_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(make, bridges):
    """Return five bridges; the last has no cost and no date."""
    rows = [
        ("甲", "1000", "2020-05-01", "梁桥"),
        ("乙", "3000", "2021", "拱桥"),
        ("丙", "2000", "2022-06", "索桥"),
        ("丁", "2000", "2023-01-01", "拱桥"),
    ]
    made = [make(bridges, title=t, cost=c, built=b, kind=k) for t, c, b, k in rows]
    return [*made, make(bridges, title="戊")]


def names(user, register, size=50, **query):
    one = declaration_of(register)
    found, after = [], ""
    while True:
        asked = asked_in(one, {**query, "after": after})
        assert asked.problems == ()
        page = selectors.page_of(selectors.records_for(user, register), one, asked, size)
        found += [row.values["title"] for row in page.rows]
        if not (after := page.after):
            return "".join(found)


def test_each_sees_the_records_of_the_units_in_reach(five, bridges, zhang, zhao, wang):
    assert (len(names(zhang, bridges)), len(names(zhao, bridges)), names(wang, bridges)) == (5, 5, "")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "拱桥"}, "丁乙"), ({"kind.is_not": "拱桥"}, "戊丙甲"), ({"kind.in": "梁桥,索桥"}, "丙甲"), ({"kind.at_least": "拱桥"}, "丁丙乙"),
        ({"cost.at_least": "2000"}, "丁丙乙"), ({"cost.at_most": "2000"}, "丁丙甲"), ({"cost.between": "1500,2500"}, "丁丙"), ({"cost.above": "2000"}, "乙"),
        ({"built.before": "2022-01-01"}, "乙甲"), ({"built.after": "2022-01-01"}, "丁丙"), ({"cost.missing": "是"}, "戊"), ({"cost.missing": "否"}, "丁丙乙甲"),
        ({"stage": "plan"}, "戊丁丙乙甲"), ({"stage.at_least": "use"}, ""), ({"suspended": "否"}, "戊丁丙乙甲"), ({"q": "甲"}, "甲"), ({"title": "乙"}, "乙"),
    ],
    ids=str,
)  # fmt: skip
def test_a_filter_picks_what_it_says(five, bridges, zhang, query, expected):
    assert names(zhang, bridges, **query) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("cost", "甲丙丁乙戊"),
        ("-cost", "乙丁丙甲戊"),
        ("built", "甲乙丙丁戊"),
        ("title", None),
        ("", "戊丁丙乙甲"),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 50])
def test_the_missing_come_last_and_no_row_comes_twice(five, bridges, zhang, sort, expected, size):
    found = names(zhang, bridges, size, sort=sort)
    assert sorted(found) == sorted("甲乙丙丁戊")
    if expected:
        assert found == expected


@pytest.mark.parametrize(
    "query",
    [
        {"colour": "红"},
        {"note": "x"},
        {"cost.at_least": "许多"},
        {"kind.between": "拱桥"},
        {"open.at_least": "是"},
        {"stage": "gone?"},
        {"cost.like": "1"},
        {"sort": "note"},
    ],
)
def test_a_question_that_cannot_be_read_is_told_and_not_ignored(bridges, query):
    assert asked_in(declaration_of(bridges), query).problems


def test_columns_move_with_a_new_declaration(five, bridges, units, zhao, zhang):
    from tests.work.registers.conftest import EVERYTHING, declared

    turned = EVERYTHING.replace("choices: [梁桥, 拱桥, 索桥]", "choices: [索桥, 拱桥, 梁桥]")
    register = declared(units, zhao, turned)
    assert (register.version, names(zhang, register, **{"kind.at_least": "拱桥"})) == (2, "丁乙甲")


def test_a_declaration_that_loses_a_stage_with_records_is_refused(five, units, zhao):
    from tests.work.registers.conftest import EVERYTHING, declared
    from youju.kernel.errors import Refusal

    with pytest.raises(Refusal, match="plan"):
        declared(units, zhao, EVERYTHING.replace("plan", "idea"))


def test_a_list_is_read_along_its_index(five, bridges):
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("the plan of a few rows says nothing on PostgreSQL")
    one = declaration_of(bridges)
    column = one.slots["cost"]
    rows = selectors.Record.objects.filter(register=bridges, **{f"{column}__isnull": False}).order_by(
        column, "pk"
    )
    assert f"record_{column}" in rows.explain()


def test_a_filter_is_added_by_its_words_and_shown_in_them(five, bridges, zhang, client):
    client.force_login(zhang)
    asked = {"pick.field": "cost", "pick.operator": "at_least", "pick.text": "2000", "kind.is": "拱桥"}
    there = client.get("/registers/bridge/", asked)["Location"]
    page = client.get(there)
    assert [(one.words, one.text) for one in page.context["picks"]] == [("类型 是", "拱桥"), ("造价 不少于", "2000")]  # fmt: skip
    assert page.context["count"] == 2
    assert client.get(f"/registers/bridge/?{page.context['picks'][0].without}").context["count"] == 3


def test_a_filter_that_cannot_be_read_is_said_and_stays(five, bridges, zhang, client):
    client.force_login(zhang)
    asked = {"pick.field": "cost", "pick.operator": "at_least", "pick.text": "许多"}
    page = client.get(client.get("/registers/bridge/", asked)["Location"])
    assert page.status_code == 422
    assert 'value="许多"' in page.content.decode()


def test_what_is_empty_is_asked_for_without_a_word(five, bridges, zhang, client):
    client.force_login(zhang)
    asked = {"pick.field": "cost", "pick.operator": "missing", "pick.text": ""}
    assert client.get(client.get("/registers/bridge/", asked)["Location"]).context["count"] == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [({"stage": "规划"}, 5), ({"unit": "郭家店镇"}, 5), ({"unit.is_not": "郭家店镇"}, 0), ({"cost.between": "1500，2500"}, 2)],
    ids=str,
)  # fmt: skip
def test_stages_and_units_are_called_by_their_names(five, bridges, zhang, query, expected):
    assert len(names(zhang, bridges, **query)) == expected
