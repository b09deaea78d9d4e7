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
        ("晋安区卫健局一行5人回访陇西县。", [("晋安区卫健局", "陇西县")]),
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


HERE = "桦甸市对口合作扎实推进\n\n本报讯(记者 周宁)2024年7月25日,桦甸市召开会议,总结上半年工作。\n\n"


def named(words: str) -> list[str]:
    return [fact.subject.name for fact in read_facts(HERE + words + "\n").facts if fact.kind == "project"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        # a list most of which is called as works is one of works
        ("松花石文化产业城、大豆蛋白深加工、红石温泉小镇等项目加快推进。", ["松花石文化产业城", "大豆蛋白深加工", "红石温泉小镇"]),
        ("正在建设智能仓储物流中心、印染废水处理厂、袜业创意大厦。", ["智能仓储物流中心", "印染废水处理厂", "袜业创意大厦"]),
        # nor must most be, where the list is said to be built
        ("松江医药产业园三期、大石药业中成药技改、六鼎山冰雪大世界等一批项目加快建设。", ["松江医药产业园三期", "大石药业中成药技改", "六鼎山冰雪大世界"]),
        # each of a list behind its cost
        ("投资32亿元的鲁松高端聚烯烃、投资18亿元的晨松特种纸升级改造等项目进展顺利。", ["鲁松高端聚烯烃", "晨松特种纸升级改造"]),
        # that open for business; a part of the works
        ("确保肇大鸡山滑雪度假区、金城老街年底前对外营业。", ["肇大鸡山滑雪度假区", "金城老街"]),
        ("红石抽水蓄能电站主体工程全面施工。", ["红石抽水蓄能电站"]),
        # zones of a policy, classes that are counted, and what is recommended, are none
        ("加快推进东部林区高质量发展示范区建设。", []),
        ("作为东北老工业基地,桦甸市加快建设。", []),
        ("全市培育“松乡农创园”8个,建设300千瓦光伏电站。", []),
        ("推介桦甸市杂粮杂豆、草原红牛、风电配套等12个重点招商项目。", []),
        ("推动更多项目早建成、早达效。", []),
        # nor is a name that goes on
        ("重点推进半截河水环境治理、杨木水库至市区供水管线等项目前期工作。", ["半截河水环境治理", "杨木水库至市区供水管线"]),
        ("新建改建桥梁14座。", []),
        ("加快建设“一都四基地”。", []),
        ("红石经济开发区与吉林北湖科技园签订园区共建协议。", []),
        ("成为全国最大的鲜食玉米生产基地之一。", []),
        ("建成镇村两级服务站点174个。", []),
    ],
)  # fmt: skip
def test_works_of_a_city_paper_are_told_from_what_only_sounds_like_them(words: str, names: list[str]) -> None:
    assert named(words) == names


@pytest.mark.parametrize(
    ("words", "sides"),
    [
        # regions and countries are gone to
        ("市委主要领导带队赴长三角开展招商活动。", ("桦甸市", "长三角")),
        # firms and people who are sent without a number, or with one of firms
        ("组织企业赴杭州市参加展会。", ("桦甸市", "杭州市")),
        ("桦甸市组织18户企业赴广州市参加美博会。", ("桦甸市", "广州市")),
        ("桦甸市先后向嵊泗县派出技术员14批63人次。", ("桦甸市", "嵊泗县")),
        # a fair, a meeting of promotion and talks
        ("桦甸市组织22户企业参加上海国际袜业采购交易会。", ("桦甸市", "上海市")),
        ("桦甸市在温州市举办招商引资说明会。", ("桦甸市", "温州市")),
        ("在京津冀招商推介会上,桦甸市签约项目5个。", ("桦甸市", "京津冀")),
        ("桦甸市经济局与嵊泗县工信局进行视频会商。", ("桦甸市", "嵊泗县")),
        # guests by who received them
        ("接待嵊泗县各类考察团6批次。", ("嵊泗县", "桦甸市")),
    ],
)
def test_who_went_where_is_read_in_a_report_on_a_pairing(words: str, sides: tuple[str, str]) -> None:
    (fact,) = [fact for fact in read_facts(HERE + words + "\n").facts if fact.kind == "exchange"]
    assert tuple(side[0] for side in fact.parties or ()) == sides


@pytest.mark.parametrize(
    "words",
    ["接待游客6万人次。", "桦甸市与企业座谈。", "会议就干部互派、旅游互推等进行磋商。", "组织企业走进校园。"],
)
def test_what_only_sounds_like_going_somewhere_is_no_exchange(words: str) -> None:
    assert not [fact for fact in read_facts(HERE + words + "\n").facts if fact.kind == "exchange"]


def test_what_a_plan_exchanges_is_planned() -> None:
    page = "桦甸市2025年工作要点\n\n深化与浙江嵊泗县对口合作,互派干部挂职10人。\n"
    (fact,) = [fact for fact in read_facts(page).facts if fact.kind == "exchange"]
    assert fact.status == "planned"


def test_works_that_a_leader_inspects_are_under_way() -> None:
    page = HERE + "王景春察看了石人镇至湾沟镇公路改建工程。\n"
    (fact,) = [fact for fact in read_facts(page).facts if fact.kind == "project"]
    assert fact.status == "ongoing"
