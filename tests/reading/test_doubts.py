"""What a page leaves in doubt is said, and what only looks doubtful is left alone."""

from __future__ import annotations

import pytest

from youju.reading.pages import read_facts

HEAD = "某县一季度工作综述\n\n本报讯 "


def kinds(body: str) -> list[str]:
    return [doubt.kind for doubt in read_facts(HEAD + body).doubts]


def test_a_list_shorter_than_its_stated_count_is_doubted() -> None:
    (doubt,) = read_facts(HEAD + "全县培育木耳、蓝莓、林蛙(中国林蛙)等四个特色产业,农民收入稳步提高。").doubts
    assert (doubt.kind, doubt.what) == ("count", "说是四个特色产业, 只列出3个")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("全县打造木耳、蓝莓、林蛙、人参、梅花鹿等“七个特色产业”。", "说是七个特色产业, 只列出5个"),
        ("实施“乡村振兴”“产业强县”“生态立县”等四大工程。", "说是四大工程, 只列出3个"),
        ("甲镇、乙镇、丙镇四个乡镇连片推进。", "说是四个乡镇连片推进, 只列出3个"),
        ("具体抓三件事:一是抓产业;二是抓人才。", "说是三件事, 只数到第2"),
    ],
)
def test_a_list_is_counted_however_it_is_set(body: str, what: str) -> None:
    assert [doubt.what for doubt in read_facts(HEAD + body).doubts] == [what]


@pytest.mark.parametrize(
    "body",
    [
        "全县培育木耳、蓝莓、林蛙三个特色产业,农民收入稳步提高。",
        "全县建成5个园区、7个基地、9个示范点,农民收入稳步提高。",
        "全市化工、纺织等产业不断壮大,全市上下一条心一条路走到底。",
        "农村党组织组织力不断增强,一件一件抓落实。",
        "全县引进甲集团、乙集团、丙集团等12家企业,就业岗位不断增加。",
        "产品远销甲国、乙国等5个国家。",
        "县督查室会同县发改局、县农业农村局组成4个督查组。",
        "县委、县政府出台支持春耕生产12条措施。",
        "产业园由加工区、仓储区以及办公区三部分组成。",
        "农业、工业及服务业三个产业同步发展。",
        "全县增强“四个意识”、坚定“四个自信”。",
        "重点在三个方面发力:一是抓产业,做大做强;二是抓人才;三是抓环境。",
    ],
)
def test_a_list_that_agrees_with_its_count_is_not_doubted(body: str) -> None:
    assert kinds(body) == []


def test_a_rate_that_moved_by_per_cent_is_doubted_and_its_fact_is_not_certain() -> None:
    reading = read_facts(HEAD + "全县森林覆盖率提高了3%,群众满意度不断提升。")
    assert [doubt.kind for doubt in reading.doubts] == ["unit"]
    assert [fact.certain for fact in reading.facts] == [False]


@pytest.mark.parametrize("body", ["办事效率提升50%。", "巡查频率增加30%。"])
def test_how_often_or_how_well_is_no_share_and_moves_by_per_cent(body: str) -> None:
    reading = read_facts(HEAD + body)
    assert (reading.doubts, [fact.certain for fact in reading.facts]) == ((), [True])


def test_a_rate_that_moved_by_points_is_certain() -> None:
    reading = read_facts(HEAD + "全县森林覆盖率提高了3个百分点,群众满意度不断提升。")
    assert (reading.doubts, [fact.certain for fact in reading.facts]) == ((), [True])


def test_a_mean_that_is_not_the_mean_of_its_parts_is_doubted() -> None:
    body = "全市平均降水量12.0毫米,农安县平均10.0毫米,榆树市平均11.0毫米,德惠市平均12.0毫米。"
    assert kinds(body) == ["mean"]


def test_a_mean_that_follows_is_not_doubted() -> None:
    body = "全市平均降水量11.0毫米,农安县平均10.0毫米,榆树市平均11.0毫米,德惠市平均12.0毫米。"
    assert kinds(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "全年实施项目50个,其中工业项目30个、农业项目15个。",
        "全年布置生产线12条,其中5条已试产,全部投产后将形成年产能240万套。",
        "全县到位资金19亿元,其中外资4亿元,完成年度任务20亿元。",
        "全县播种面积31公顷,其中玉米27公顷、水稻3公顷,保护性耕作面积将达到13公顷。",
        "全县改造小学20所、初中15所、高中5所,共计40所。",
        "全县改造小学20所、幼儿园15所,共计投入5000万元。",
    ],
)
def test_what_does_not_belong_to_a_whole_is_not_added_to_it(body: str) -> None:
    assert kinds(body) == []


def test_a_mean_is_no_whole() -> None:
    assert kinds("全市平均降水量11.0毫米,其中,农安县10.0毫米,榆树市11.0毫米,德惠市12.0毫米。") == []


def test_a_total_that_is_not_the_sum_of_the_parts_before_it_is_doubted() -> None:
    assert kinds("全县改造小学20所、初中15所、高中5所,共计45所。") == ["sum"]


def test_parts_that_exceed_their_whole_are_doubted() -> None:
    assert kinds("全年实施项目50个,其中工业项目30个、农业项目25个。") == ["sum"]


def test_figures_cut_off_by_the_layout_are_doubted_and_not_guessed() -> None:
    reading = read_facts(HEAD + "上半年机场起降架次、货邮吞吐量分别增")
    assert [doubt.kind for doubt in reading.doubts] == ["truncated"]
    assert reading.facts == ()


def test_a_clause_that_comes_back_word_for_word_is_doubted() -> None:
    again = "切实做到各项准备工作组织到位、人员到位、责任到位。"
    assert kinds(f"会议提出,{again}会议强调,各地要{again}") == []
    assert kinds(f"会议提出,{again}会议强调,{again}") == ["repeated"]
