"""Works set up by a party or opened in passing, and parties led by somebody who holds office in a place."""

from __future__ import annotations

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts

HOME = "榆树市上半年发展成效明显\n\n本报讯(记者 张三)2023年4月12日,榆树市召开会议。\n\n"


def of_kind(kind: str, text: str) -> list[Fact]:
    return [fact for fact in read_facts(HOME + text + "\n").facts if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("双方共建恒昱新材料研究院。", "恒昱新材料研究院"),
        ("恒昱膜材料中试基地已完成选址。", "恒昱膜材料中试基地"),
        ("滨河大道东延段也在加紧铺油。", "滨河大道东延段"),
        ("镇上去年投用的冷链分拣中心帮了大忙。", "冷链分拣中心"),
        ("今年在当地建一座恒昱种薯繁育中心。", "恒昱种薯繁育中心"),
        ("恒昱古榆树保护与利用工程已经开工。", "恒昱古榆树保护与利用工程"),
    ],
)
def test_works_are_named_though_they_are_only_set_up_or_told_of_in_passing(text: str, name: str) -> None:
    assert [fact.subject.name for fact in of_kind("project", text)] == [name]


@pytest.mark.parametrize("text", ["这是全市体量最大的单体能源项目。", "各地加固山塘水库。"])
def test_a_class_of_works_is_no_work(text: str) -> None:
    assert of_kind("project", text) == []


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("4月9日,市长张三率党政考察团赴浙江省诸暨市学习。", (("榆树市",), ("诸暨市",))),
        ("4月9日,青岛市即墨区委副书记、区长李四率党政代表团来我市考察。", (("即墨区",), ("榆树市",))),
        ("双方约定,由浙江省诸暨市选派5名技师驻点指导。", (("诸暨市",), ("榆树市",))),
        ("榆树市组织6批184人次赴高明跟班学习。", (("榆树市",), ("高明区",))),
    ],
)
def test_who_goes_where_is_the_place_and_not_whoever_leads_the_party(
    text: str, sides: tuple[tuple[str, ...], ...]
) -> None:
    (tie,) = of_kind("exchange", text)
    assert tie.parties == sides


@pytest.mark.parametrize(
    "text", ["“隔山不隔心。”即墨区派驻榆树工作组组长李四说。", "光泽透亮,产品赴高明处参展。"]
)
def test_a_team_that_is_only_named_and_a_word_that_is_no_goal_are_no_exchange(text: str) -> None:
    assert of_kind("exchange", text) == []
