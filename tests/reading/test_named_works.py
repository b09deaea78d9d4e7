"""Works told of in passing, in a row or by what is done to them, and who went where. Every house, work and figure is invented."""

from __future__ import annotations

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts

HEAD = "{0}重点工作扎实推进\n\n本报讯(记者 周宁)2024年5月16日,{0}召开工作调度会。\n\n"


def told(place: str, words: str, kind: str) -> list[Fact]:
    head = HEAD.format(place)
    return [fact for fact in read_facts(head + words + "\n").facts if fact.kind == kind]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        # several at once, of which all are built
        (
            "黄台湖景区提升改造、三里河湿地修复二期、野鸡坨光伏发电三期等项目进展顺利。",
            ["黄台湖景区提升改造", "三里河湿地修复二期", "野鸡坨光伏发电三期"],
        ),
        ("木厂口风电三期、城东物流园二期也在加紧建设。", ["木厂口风电三期", "城东物流园二期"]),
        # what is done to standing works
        ("大五里乡污水处理厂提标改造已完工,出水达到一级A标准。", ["大五里乡污水处理厂提标改造"]),
        # works of the public by what they bring
        ("野鸡坨镇中水回用工程正加快建设。", ["野鸡坨镇中水回用工程"]),
        ("拟于三季度开工的城西供暖工程,正在办理手续。", ["城西供暖工程"]),
        ("大崔庄镇石灰厂技改工程完成设备安装。", ["大崔庄镇石灰厂技改工程"]),
        # how far they have come
        ("滨河新区第二污水处理厂进入调试阶段。", ["滨河新区第二污水处理厂"]),
        ("位于木厂口镇的燕山板栗加工园正在加紧建设标准厂房。", ["燕山板栗加工园"]),
        ("迁安大数据中心已投入运行。", ["迁安大数据中心"]),
        # a part of the works is no other work
        ("拉林河防洪提升工程堤防填筑过半。", ["拉林河防洪提升工程"]),
        # and none
        ("全市上下聚焦项目建设,一批重大工程相继开工,营商环境工程深入实施。", []),
        ("管道铺设完成,确保采暖季前投用。", []),
        ("矿山公园被列入省级重大项目。", []),
        ("6月底前新建项目、9月底前续建项目全部开工。", []),
        ("企业赴外地参观物流园、科技园建设。", []),
    ],
)
def test_works_are_named_by_their_rows_their_stages_and_what_is_done_to_them(
    words: str, names: list[str]
) -> None:
    assert [fact.subject.name for fact in told("迁安市", words, "project")] == names


@pytest.mark.parametrize(
    ("words", "sides"),
    [
        # people whom somebody sends, whatever they do there
        ("县妇联组织36名绣娘赴福州市晋安区参加技能比武。", [("县妇联", "晋安区")]),
        ("晋安区选派7名医生到陇西县人民医院驻点帮扶。", [("晋安区", "陇西县")]),
        ("福州市累计选派5批86名干部人才来陇工作。", [("福州市", "陇西县")]),
        ("县医院邀请晋安区6名专家来陇西县授课。", [("晋安区", "陇西县")]),
        ("晋安区派驻陇西县教师6人。", [("晋安区", "陇西县")]),
        ("晋安区卫健局一行5人回访陇西县。", [("晋安区", "陇西县")]),
        ("福州市先后派出2批医疗队18名医生驻点陇西县中医院。", [("福州市", "陇西县")]),
        ("县卫健局派驻首阳镇卫生院医生2人。", []),
        # a party of guests, whatever they come for
        ("福州市晋安区文化交流团来陇西县演出3场。", [("晋安区", "陇西县")]),
        ("甘肃省永登县政协考察团一行14人来陇西县,就药材产业进行考察。", [("永登县", "陇西县")]),
        # a place by the one character or the short form that the page has in full
        ("12名教师赴榕听课评课。", [("陇西县", "福州市")]),
        ("福州市晋安区与陇西县结对。陇西县派出骨干9名到晋安跟岗锻炼。", [("陇西县", "晋安区")]),
        # and none
        ("县委组织30名干部到首阳镇帮助抢收。", []),
        ("各乡镇组织党员到田间地头指导春耕。", []),
        ("干部们走村入户,到群众家中了解情况。", []),
        ("县图书馆组织50名学生走进气象台。", []),
    ],
)
def test_people_who_are_sent_or_come_in_a_party_tie_two_places(
    words: str, sides: list[tuple[str, str]]
) -> None:
    said = [(fact.parties[0][0], fact.parties[1][0]) for fact in told("陇西县", words, "exchange")]
    assert said == sides
