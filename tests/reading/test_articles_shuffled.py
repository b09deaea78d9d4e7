"""Pages that were cut, shuffled and interrupted on purpose are put in order again."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.costs import cost
from youju.reading.articles import read_articles

sys.path.insert(0, str(Path(__file__).parent))
from made_pages import cut_page

SEEDS = range(40)
Rows = Iterable[dict[str, object]]


def read_rows(page: str) -> list[dict[str, object]]:
    articles, _ = read_articles(page)
    return [
        {"line": block.lines[0], "article_no": article.no, "role": block.kind, "order": block.order,
         "join_prev": block.joins}
        for article in articles for block in article.blocks
    ]  # fmt: skip


def successors(rows: Rows) -> set[tuple[object, object]]:
    in_order = sorted(
        (row for row in rows if row["order"]), key=lambda row: (row["article_no"], row["order"])
    )
    return {
        (one["line"], other["line"])
        for one, other in pairwise(in_order)
        if one["article_no"] == other["article_no"]
    }


def share_found(name: str) -> float:
    found = wanted = 0
    for seed in SEEDS:
        page, rows = cut_page(seed)
        said = read_rows(page)
        right = successors(rows) if name == "next" else {row["line"] for row in rows if row["role"] == name}
        read = successors(said) if name == "next" else {row["line"] for row in said if row["role"] == name}
        found += len(right & read)
        wanted += len(right)
    return found / wanted


def test_shuffled_pages_of_one_article_stay_one_article() -> None:
    together = [len({row["article_no"] for row in read_rows(cut_page(seed)[0])}) == 1 for seed in SEEDS]
    assert sum(together) >= 0.95 * len(together)


def test_nine_of_ten_lines_of_a_shuffled_page_are_followed_by_their_own_next_line() -> None:
    assert share_found("next") >= 0.93


def test_the_order_of_print_would_have_lost_more_than_twice_as_many() -> None:
    found = wanted = 0
    for seed in SEEDS:
        _, rows = cut_page(seed)
        right = successors(rows)
        printed = {(one["line"], other["line"]) for one, other in pairwise(rows)}
        found += len(right & printed)
        wanted += len(right)
    assert 1 - found / wanted > 2 * (1 - share_found("next"))


@pytest.mark.parametrize("role", ["duplicate", "caption", "section_head"])
def test_lines_beside_the_text_are_known_for_what_they_are(role: str) -> None:
    assert share_found(role) >= 0.95


def test_a_headline_behind_its_body_goes_back_to_it() -> None:
    page = (
        "本报讯(记者 张三)近日,青石镇启动春季植树活动,三百余名干部群众参加。\n\n"
        "据了解,活动共栽植树木五千余株。\n\n青石镇启动春季植树活动\n干部群众齐上阵\n\n"
        "白桦镇举办秧歌大赛\n\n本报讯(记者 李四)日前,白桦镇举办秧歌大赛,十二支队伍参加。\n"
    )
    articles, _ = read_articles(page)
    assert [article.title for article in articles] == ["青石镇启动春季植树活动", "白桦镇举办秧歌大赛"]


def test_a_headline_inside_a_sentence_heads_the_article() -> None:
    page = (
        "本报评论员文章\n\n春天是播种的季节,也是奋斗的季节。广大青年要把个人理想融入国\n\n让青春在奋斗中绽放光彩\n\n"
        "家发展的大局,在平凡岗位上作出贡献。\n\n奋斗的青春最美丽。\n"
    )
    (article,), _ = read_articles(page)
    assert article.title == "让青春在奋斗中绽放光彩"
    assert "融入国家发展的大局" in article.body.text


def test_a_number_cut_from_its_unit_is_whole_again_and_cites_both_lines() -> None:
    page = "青石镇平均降雨9.7毫\n\n米,白桦镇平均降雨7.8毫米。\n"
    (article,), _ = read_articles(page)
    at = article.body.text.index("9.7毫米")
    low, high = article.body.span(at, at + 5)
    assert page[low:high] == "9.7毫\n\n米"


def test_a_character_printed_at_both_sides_of_a_break_counts_once() -> None:
    page = "根据任务完成情况兑现绩效工资\n\n资,确保人人有压力、人人有动力。\n"
    (article,), doubts = read_articles(page)
    assert "绩效工资,确保" in article.body.text
    assert [doubt.kind for doubt in doubts] == ["doubled_at_break"]


def test_lines_of_a_wrapped_page_run_on_across_a_full_stop_at_the_margin() -> None:
    rows = ["    清河县把工业项目作为经济工作的头等大", "事来抓,建立健全领导包保制度,逐级压实责任。",
            "今年开工建设项目四十二个,完成投资十八亿", "元。", "    人社部门组织专场招聘会十一场,帮助企",
            "业招聘工人九百多名。", "    环保部门巡查河道。"]  # fmt: skip
    (article,), _ = read_articles("\n".join(rows))
    assert article.body.text.count("\n") == 2


def test_a_hyphen_put_in_at_a_line_end_goes_when_the_lines_are_joined() -> None:
    page = "清河县建成投产的新材料产业园今年上半年完成工业产-\n\n值三亿元,同比增长12%。\n"
    (article,), _ = read_articles(page)
    assert "工业产值三亿元" in article.body.text


def test_a_picture_on_a_page_of_one_article_stands_beside_its_text() -> None:
    page = (
        "清河县新貌\n\n本报记者 周宁\n\n清河县今年建成住房三千套,群众喜迁新居,交通出行也更加便利。\n\n\n\n"
        "7月15日,新建成的清河大桥通车\n\n大桥全长八百米,连接两岸六个村庄,群众出行不再绕路。\n"
    )
    (article,), _ = read_articles(page)
    assert [caption.text for caption in article.captions] == ["7月15日,新建成的清河大桥通车"]
    assert "通车" not in article.body.text


def test_reading_sixteen_times_as_much_costs_about_sixteen_times_as_long() -> None:
    pages = "\n\n".join(cut_page(seed)[0] for seed in range(4))
    read_articles(pages)

    def seconds(times: int) -> float:
        text = "\n\n".join([pages] * times)
        return cost(lambda: read_articles(text), tries=3)

    assert seconds(16) < 16 * 4 * max(seconds(4) / 4, 0.01)
