"""Exchanges told without a way, to a region, by a short name, at a fair, and what is none. Every figure and house is invented."""

from __future__ import annotations

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts

HEAD = "抚松县重点工作扎实推进\n\n本报讯(记者 周宁)2024年5月16日,抚松县召开工作调度会。\n\n"


def told(words: str) -> list[Fact]:
    return [fact for fact in read_facts(HEAD + words + "\n").facts if fact.kind == "exchange"]


def sides(words: str) -> list[tuple[str, str, str | None]]:
    return [(fact.parties[0][0], fact.parties[1][0], fact.direction) for fact in told(words)]


@pytest.mark.parametrize(
    ("words", "tie"),
    [
        ("今年以来,抚松县累计接待浙江省客商考察团31批。", ("浙江省", "抚松县", "inbound")),
        ("去年,县医院接纳余杭区进修医生12名。", ("余杭区", "抚松县", "inbound")),
    ],
)
def test_guests_who_are_received_come_from_their_place(words: str, tie: tuple[str, str, str]) -> None:
    assert sides(words) == [tie]


def test_people_from_another_city_who_take_part_are_guests() -> None:
    assert sides("来自浙江省余杭区的60名师生与抚松县第四小学的学生同吃同住。") == [
        ("余杭区", "抚松县", "inbound")
    ]


def test_runners_are_no_guests_of_a_place() -> None:
    assert sides("来自余杭区的300名选手参加了马拉松比赛。") == []


def test_people_sent_toward_a_place_go_there() -> None:
    assert sides("余杭区先后向抚松县派出医生、教师36人次。") == [("余杭区", "抚松县", "inbound")]


def test_people_sent_in_a_partnership_go_to_the_partner() -> None:
    said = "自对口合作开展以来,余杭区选派专业技术人才6批48名。"
    assert sides(said) == [("余杭区", "抚松县", "inbound")]


def test_people_sent_with_no_partner_named_go_nowhere_else() -> None:
    assert sides("余杭区开展农技人员下乡服务,选派科技特派员86名。") == []


def test_those_who_teach_at_a_house_of_the_page_have_come() -> None:
    assert sides("余杭区选派6名支教教师在抚松县第一中学任教。") == [("余杭区", "抚松县", "inbound")]


def test_a_fair_in_another_city_is_gone_to_without_a_verb_of_going() -> None:
    assert sides("县商务局组织18家企业参加上海国际食品博览会。") == [("县商务局", "上海市", "outbound")]


@pytest.mark.parametrize(
    ("words", "goal"),
    [
        ("5月9日,抚松县赴长三角、珠三角开展招商活动6次。", "长三角"),
        ("抚松县文化馆一行8人到义乌国际商贸城参观。", "义乌市"),
        ("抚松县招商小分队南下广州市开展驻点招商。", "广州市"),
        ("去年冬天,村里组织23名种植户去寿光市学习大棚技术。", "寿光市"),
        ("县委书记率团赴宁波市参加东北亚商品展。", "宁波市"),
        ("抚松县委副书记带队赴江浙考察人参市场。", "江浙"),
    ],
)
def test_the_place_gone_to_is_known(words: str, goal: str) -> None:
    assert [there for _, there, _ in sides(words)] == [goal]


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("2024抚松(上海)人参产业投资说明会举行,120名客商到会。", "上海市"),
        ("抚松县与余杭区召开对口合作视频会商会议。", "余杭区"),
        ("抚松县第一中学与余杭区实验中学举行线上交流活动。", "余杭区"),
    ],
)
def test_a_meeting_with_another_place_is_an_exchange(words: str, other: str) -> None:
    assert [there for _, there, _ in sides(words)] == [other]


def test_a_meeting_held_at_home_brings_the_other_side_in() -> None:
    assert sides("抚松县与余杭区在抚松召开对口合作联席会议。") == [("余杭区", "抚松县", "inbound")]


def test_a_delegation_that_is_met_has_come() -> None:
    assert sides("县主要领导与慈溪市党政代表团座谈,就共建园区交换意见。") == [
        ("慈溪市党政代表团", "抚松县", "inbound")
    ]


@pytest.mark.parametrize(
    "words",
    [
        "县里组织1200名劳动力赴大连市务工。",
        "小颖是余杭区医疗队来抚松县后救治的第58名患儿。",
        "双方就推进粮食产销、干部互派、旅游互推交换意见,余杭区商会旁听。",
        "气象部门与余杭区气象台会商研判雨情。",
    ],
)
def test_work_away_what_came_of_it_and_what_was_talked_of_are_no_exchange(words: str) -> None:
    assert sides(words) == []


def test_all_the_places_of_a_list_are_gone_to() -> None:
    (fact,) = told("6月以来,抚松县商务局分三批赴北京、天津、石家庄招商。")
    assert fact.parties[1] == ("北京市", "天津市", "石家庄市")


def test_who_came_to_a_meeting_away_is_met_there() -> None:
    (fact,) = told("3月,抚松县经贸交流洽谈会在杭州市举行,80多位浙沪客商到会。")
    assert fact.parties == (("抚松县",), ("杭州市", "浙沪客商"))


def test_two_houses_that_send_people_to_each_other_are_the_sides() -> None:
    (fact,) = told("抚松县人民医院和余杭区第一人民医院互派5名医生跟班。")
    assert fact.parties == (("抚松县人民医院",), ("余杭区第一人民医院",))


def test_a_partner_may_lie_in_the_same_province() -> None:
    (fact,) = told("抚松县与延吉市山水相连。两地互派干部挂职28人。")
    assert fact.parties == (("抚松县",), ("延吉市",))


@pytest.mark.parametrize(
    "words",
    [
        "县委主要领导会见余杭区政协考察团一行。",
        "余杭区派出的首批6名教师抵达抚松县。",
        "抚松县人参协会在北京市举行品牌推介活动。",
        "抚松县与余杭区举行视频连线座谈。",
    ],
)
def test_guests_met_people_arrived_and_what_is_shown_away_are_exchanges(words: str) -> None:
    assert len(told(words)) == 1
