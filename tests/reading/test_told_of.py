"""What a number is told of, and whether it is so or is to be: how papers put it. Every house, person and figure is invented."""

from __future__ import annotations

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts


def told(words: str, head: str = "邹平市乡村振兴见闻") -> list[Fact]:
    page = f"{head}\n\n本报讯(记者 周宁)邹平市扎实推进乡村振兴。\n\n{words}\n"
    return [fact for fact in read_facts(page).facts if fact.kind in ("indicator", "task")]


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        # what the sentence walked into
        ("走进山东百川食品有限公司,生产线正满负荷运转,每天加工白条鸡8万只。", ["山东百川食品有限公司"]),
        # the village named before, called 村里 and 村民
        ("在长山镇前芽村的大棚里,村民正忙着采摘。村里有大棚120座。", ["邹平市长山镇前芽村"]),
        ("浒山铺村曾经贫困。如今,村里发展桃园800亩,村民人均收入2.6万元。", ["邹平市浒山铺村"] * 2),
        ("东升社区居委会走访居民。社区还建起食堂1处。", ["邹平市东升社区"]),
        # and none, where no village was named
        ("各地因地制宜。村里建起戏台20座。", ["邹平市"]),
        ("村级组织不断加强。村民人均收入2.6万元。", ["邹平市"]),
        # a village called by a rare verb, a street by a common one or by a city far away
        ("在孙镇,辛集村种植大蒜3000亩,冯家村发展养殖户120户。", ["邹平市辛集村", "邹平市冯家村"]),
        ("胜利街道新增停车位800个。", ["邹平市胜利街道"]),
        ("黄山街道办事处组织志愿者200人。", ["邹平市黄山街道"]),
        ("壮大村集体经济,收入5万元以上的村达到200个。", ["邹平市"]),
        # small houses and their short names
        ("绣江绣坊带动妇女120人就业。绣坊去年销售收入300万元。", ["绣江绣坊"] * 2),
        ("红色驿站投入使用,配备图书2000册。驿站服务群众1.2万人次。", ["红色驿站"] * 2),
        # persons who hold the land
        ("种粮大户张军今年种了800亩小麦,收入60万元。", ["张军"] * 2),
        ("旧口村的赵强,承包土地600亩。", ["赵强"]),
        ("村民代表大会通过方案,流转土地600亩。", ["邹平市"]),
        # works that are still being built
        ("正在建设的城东医院占地120亩。", ["城东医院"]),
    ],
)
def test_a_number_is_told_of_what_the_sentence_goes_on_about(words: str, whose: list[str]) -> None:
    assert [fact.subject.name for fact in told(words)] == whose


@pytest.mark.parametrize(
    ("words", "status"),
    [
        # works that run can do what they do
        ("走进百川食品有限公司,生产线正满负荷运转,每天可加工白条鸡8万只。", "achieved"),
        ("魏桥轻量化项目已竣工投产,可年产汽车零部件200万件。", "achieved"),
        ("华源风电项目已实现全容量并网发电,年可提供电力1.2亿千瓦时。", "achieved"),
        # works that do not run yet promise it
        ("华源风电项目并网发电后,年可提供电力1.2亿千瓦时。", "planned"),
        ("魏桥轻量化项目加快建设,可年产汽车零部件200万件。", "planned"),
        ("正在建设的城东医院设置床位800张。", "planned"),
        ("水库蓄水后,可灌溉农田3万亩。", "planned"),
    ],
)
def test_works_can_do_it_once_they_run(words: str, status: str) -> None:
    assert [fact.status for fact in told(words)] == [status]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("预计全年实现一般公共预算收入38亿元。", "achieved"),
        ("到2023年底,全市城镇化率达到61.5%。", "achieved"),
        ("预计2024年实现一般公共预算收入40亿元。", "planned"),
        ("到2025年底,全市城镇化率达到65%。", "planned"),
        ("明年,预计实现一般公共预算收入40亿元。", "planned"),
        ("项目达产后,预计年销售收入12亿元。", "planned"),
    ],
)
def test_an_estimate_in_a_report_on_a_past_year_is_no_promise(words: str, status: str) -> None:
    assert [fact.status for fact in told(words, "邹平市2023年工作综述")] == [status]


def test_the_same_estimate_on_a_page_that_looks_back_on_nothing_is_one() -> None:
    assert [fact.status for fact in told("预计全年实现一般公共预算收入38亿元。")] == ["planned"]
