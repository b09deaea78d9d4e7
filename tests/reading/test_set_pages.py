"""Whole articles set into columns and spoilt as pages of the genre are: what of it the reader puts right."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest

from youju.reading.articles import read_articles

sys.path.insert(0, str(Path(__file__).parent))
from set_pages import MORE, WAYS, Row, joined, set_page, successors, together, written_items

PAGES = range(2000, 2030)


def read_rows(page: str) -> list[Row]:
    articles, _ = read_articles(page)
    return [
        {"line": block.lines[0], "article_no": article.no, "role": block.kind, "order": block.order, "join_prev": block.joins}
        for article in articles for block in article.blocks
    ]  # fmt: skip


@cache
def measured(way: str) -> dict[str, float]:
    """F1 of successors, joins and grouping over pages spoilt in one way, or in any where none is named."""
    items = written_items()
    counts = {"next": [0, 0], "join": [0, 0]}
    grouped = 0.0
    for seed in PAGES:
        page, gold = set_page(items, seed, way)
        said = read_rows(page)
        for name, ours, theirs in (
            ("next", successors(said), successors(gold)),
            ("join", joined(said), joined(gold)),
        ):
            counts[name][0] += 2 * len(ours & theirs)  # type: ignore[operator]
            counts[name][1] += len(ours) + len(theirs)
        grouped += together(said, gold)
    return {name: hits / whole for name, (hits, whole) in counts.items()} | {"group": grouped / len(PAGES)}


@pytest.mark.parametrize(
    ("way", "order", "joins", "group"),
    [
        ("none", 0.99, 0.98, 0.985),
        ("swap", 0.97, 0.94, 0.98),
        ("behind", 0.985, 0.97, 0.985),
        ("inside", 0.97, 0.965, 0.975),
        ("between", 0.955, 0.92, 0.955),
        ("picture", 0.99, 0.98, 0.98),
        ("twice", 0.99, 0.98, 0.985),
        ("doubled", 0.99, 0.98, 0.985),
        ("editors", 0.99, 0.98, 0.985),
        ("", 0.955, 0.95, 0.97),
        ("undated", 0.985, 0.97, 0.955),
        ("late", 0.94, 0.96, 0.945),
        ("strewn", 0.93, 0.91, 0.92),
        ("series", 0.98, 0.97, 0.96),
        ("far", 0.94, 0.72, 0.88),
    ],
)
def test_pages_spoilt_in_one_way_are_put_in_order(way: str, order: float, joins: float, group: float) -> None:
    found = measured(way)
    assert found["next"] >= order
    assert found["join"] >= joins
    assert found["group"] >= group


def test_every_way_of_spoiling_a_page_is_measured() -> None:
    ways = [mark.args[1] for mark in test_pages_spoilt_in_one_way_are_put_in_order.pytestmark]  # type: ignore[attr-defined]
    assert {row[0] for row in ways[0]} == {"none", "", *WAYS, *MORE}


def body_of(page: str) -> str:
    (article,), _ = read_articles(page)
    return article.body.text


def test_two_columns_in_each_other_s_place_change_back() -> None:
    page = (
        "清河县服务企业见实效\n\n本报记者 周宁\n\n清河县今年以来持续优化营商环境,工作人员走进车间了解企业生产经\n\n"
        "惠及职工三百余人。眼下,车间里机器轰鸣,工人们正在赶制一批出口订\n\n"
        "营情况,帮助企业解决用工难题。人社部门为企业培训技术工人,免费提供教材和场地,培训课程\n\n"
        "单,产品销往多个国家和地区。\n"
    )
    text = body_of(page)
    assert "生产经营情况" in text
    assert "培训课程惠及职工" in text
    assert "出口订单" in text


def test_a_paper_of_an_office_opens_an_article_of_its_own() -> None:
    page = (
        "白桦镇举办秧歌大赛\n\n本报记者 周宁\n\n白桦镇在广场举办秧歌大赛,十二支队伍参加,吸引了周边村民前来观看。\n\n"
        "关于印发《清河县2024年冬季供暖工作方案》的通知\n\n各乡镇人民政府,县政府各部门:\n\n现将方案印发给你们,请认真组织实施。\n"
    )
    articles, _ = read_articles(page)
    assert len(articles) == 2


def test_a_line_that_ends_a_bracket_within_a_bracket_is_closed() -> None:
    page = "清河县供暖工作方案\n\n抓好供热管网改造。(责任单位:县住建局、各镇(乡、街道))\n\n年底前完成老旧小区改造。\n"
    assert body_of(page).count("\n") == 1


NEWS = "本报讯(记者 周宁)近日,清河县召开会议,部署秋收工作。会议要求各乡镇抢抓农时,确保颗粒归仓。"
PLAIN = "连日来,县应急管理局组织人员深入辖区企业开展检查,共排查隐患37处,现场整改21处。"


def heads_of(page: str) -> list[str | None]:
    return [article.title for article in read_articles(page)[0]]


def test_a_lone_headline_without_a_dateline_opens_an_item_of_its_own() -> None:
    page = f"我县部署秋收工作\n\n{NEWS}\n\n各乡镇成立服务队,帮助困难户收割。\n\n强化安全生产 护航企业发展\n\n{PLAIN}\n"
    assert heads_of(page) == ["我县部署秋收工作", "强化安全生产 护航企业发展"]


def test_headlines_that_come_in_numbers_head_the_sections_of_one_text() -> None:
    page = f"我县秋收见闻\n\n本报记者 周宁\n\n{PLAIN}\n\n抢收有速度\n\n{PLAIN}\n\n减损有办法\n\n{PLAIN}\n"
    assert heads_of(page) == ["我县秋收见闻"]


def test_headlines_inside_a_sentence_belong_to_the_item_that_lacks_one() -> None:
    page = (
        "清河县产业协作见成效\n\n本报记者 周宁\n\n清河县投资1600万元建成标准化菇房86座,带动周边农户就近就业,每年可以\n\n以“红”领航 以“绿”兴业\n\n"
        f"白桦镇:小积分兑出文明新风\n\n生产鲜银耳2400吨,产品销往全国各地。\n\n{NEWS}\n"
    )
    first, second = read_articles(page)[0]
    assert "每年可以生产鲜银耳" in first.body.text
    assert second.title == "白桦镇:小积分兑出文明新风"


ESSAY = (
    "竹篮里盛着刚采的野菜,外婆坐在门槛上,一根一根地择。檐下的燕子飞进飞出,院子里静得能听见水缸里的滴答声。"
)


def test_an_essay_without_a_dateline_is_no_section_of_the_item_before() -> None:
    page = f"我县部署秋收工作\n\n{NEWS}\n\n外婆的竹篮\n\n{ESSAY}\n\n后来我离开了家,那只竹篮一直挂在老屋的梁上。\n"
    assert heads_of(page) == ["我县部署秋收工作", "外婆的竹篮"]


SPRING = "竹笛声里,几位老人坐在文化广场的长凳上练曲。带头的柳师傅吹了四十年竹笛,徒弟遍布周边三个镇。"


def test_a_headline_behind_its_first_paragraph_takes_it_from_the_item_before() -> None:
    page = f"我县部署秋收工作\n\n{NEWS}\n\n{SPRING}\n\n竹笛声声唤春来\n\n柳师傅的竹笛都是自己做的。他说,选竹子要等到霜降以后。\n"
    first, second = read_articles(page)[0]
    assert "竹笛声里" not in first.body.text
    assert second.body.text.startswith("竹笛声里")


def test_a_headline_inside_a_sentence_heads_the_undated_text_below_it() -> None:
    page = (
        f"我县部署秋收工作\n\n{NEWS}\n\n各乡镇成立服务队,免费为困难户收割粮食,目前已经收割完\n\n竹笛声声唤春来\n\n"
        f"成七成,月底前颗粒归仓。\n\n{SPRING}\n\n柳师傅的竹笛都是自己做的。\n"
    )
    first, second = read_articles(page)[0]
    assert "收割完成七成" in first.body.text
    assert (second.title, second.body.text[:4]) == ("竹笛声声唤春来", "竹笛声里")


def test_a_paragraph_that_opens_with_who_says_it_ends_no_open_sentence() -> None:
    page = (
        "全县经济工作会议召开\n\n本报讯 12月3日,全县经济工作会议召开。\n\n会议指出,今年新建公园四处,城区面貌焕然一\n\n"
        "会议提出,明年全县生产总值增长6%左右。\n\n会议强调,要抓好二十件民生实事。\n\n新,群众满意度不断提升。\n"
    )
    assert "焕然一新,群众满意度" in body_of(page)


def test_a_headline_that_opens_as_a_sentence_does_is_known_by_the_halves_around_it() -> None:
    page = f"两地协作暖民心\n\n本报记者 周宁\n\n县医院引进新技术,手术等候时间缩短一半,不少人在家门口看\n\n上半年全县经济“成绩单”出炉\n\n好了大病。\n\n{NEWS}\n"
    assert "看好了大病" in read_articles(page)[0][0].body.text


def test_a_closed_line_before_a_paragraph_that_opens_anew_is_no_caption() -> None:
    page = (
        "代表团来我县考察\n\n本报讯(记者 周宁)5月12日,代表团来我县考察,并举行推介会,现场集中签约\n\n"
        "项目19个,协议总金额87亿元。\n\n2021年以来,两地共建产业园3个。\n"
    )
    assert "项目19个" in body_of(page)


def test_the_second_half_of_a_number_is_looked_for_wherever_a_number_was_left() -> None:
    page = (
        "远山来的医生\n\n本报记者 周宁\n\n去年三月,医疗队来到县医院,至今已成功救治患者430\n\n"
        f"我县部署秋收工作\n\n{NEWS}\n\n近年来,我县新建粮仓四座。\n\n余例。医生们说,要留下带不走的医疗队。\n"
    )
    assert "救治患者430余例。" in read_articles(page)[0][0].body.text


def test_pictures_with_one_credit_for_all_are_items_of_their_own() -> None:
    page = f"我县部署秋收工作\n\n{NEWS}\n\n外婆的竹篮\n\n{ESSAY}\n\n\n\n果农在大棚里分拣蓝莓。\n\n市民在改造后的农贸市场选购蔬菜。\n\n工人在检修气象站。\n本版图片由 田禾 摄\n"
    roles = [[block.kind for block in article.blocks] for article in read_articles(page)[0]]
    assert roles[2:] == [["caption"], ["caption"], ["caption", "credit"]]


def test_a_line_over_numbered_pictures_is_their_headline() -> None:
    page = f"我县部署秋收工作\n\n{NEWS}\n\n图说新变化\n\n图① 果农在大棚里分拣蓝莓。\n\n图② 市民选购蔬菜。\n本报记者 田禾 摄\n"
    assert heads_of(page) == ["我县部署秋收工作", "图说新变化"]


def test_the_line_of_a_paper_s_own_address_belongs_to_no_item() -> None:
    page = f"我县部署秋收工作\n\n{NEWS}\n\n本报地址:清河县文昌路2号 邮编:054800 零售每份1元\n"
    last = read_articles(page)[0][-1]
    assert [block.kind for block in last.blocks] == ["notice_line"]


def test_a_bare_name_under_a_headline_is_the_writer_s() -> None:
    (article,), _ = read_articles(f"用好身边人 讲活大道理\n\n周宁\n\n{PLAIN}\n")
    assert article.byline == "周宁"
