"""Features in sections that news, notices and kickers of other texts were set into. Every word is invented."""

from __future__ import annotations

import pytest

from youju.reading.articles import Article, read_articles
from youju.reading.layout.forms import in_series

HEAD = ("老渠新水润良田", "——青石县灌区改造见闻", "本报记者 周宁")
OPENING = (
    "初夏的青石县,渠水顺着新砌的石槽流进田块,插秧机来回穿梭。",
    "灌区建成四十年,渠道渗漏、闸门锈蚀,下游的田块年年喊渴。",
)
FIRST, SECOND, THIRD = "渠道硬,让水“跑”得快", "闸门灵,让人“歇”下来", "账本清,让田“喝”得饱"
CANAL = (
    "渠道改造先从干渠做起,灌区管理处组织六支施工队,冬闲时节衬砌渠道三十公里,渠水到下游田块的时间短了一半。"
)
GATE = "闸门换成了电动的,灌区管理处在值班室里就能开关渠道闸门,守闸人老梁不用再半夜蹚水。"
LEDGER = "灌区按方收水费,渠道口装了量水表,各村用水一月一公布,浇地不再抢水。"
NEWS_HEAD = ("搭起连心桥 同走致富路", "山东寿阳园区来青石洽谈食用菌合作")
NEWS = "本报讯(记者 石小川)5月9日,山东寿阳园区一行来到青石县,就食用菌生产洽谈合作。"
FUNGUS = "食用菌合作由来已久。寿阳园区派来技术员,在青石县建起食用菌示范棚,菌农在家门口学到了手艺。"
MORE_FUNGUS = "双方约定,食用菌合作由技术指导走向联合生产,寿阳园区负责菌种,青石县负责出菇。"
STRAWBERRIES = "本报讯(记者 周宁)果园大棚里的草莓红了,红叶镇的采摘园迎来城里的游客,草莓一斤卖到二十元。"
PICKERS = "采摘园的草莓不打药,游客边摘边尝,红叶镇的农家乐一天要开十几桌。"


def articles(*lines: str) -> tuple[Article, ...]:
    return read_articles("\n\n".join(lines) + "\n")[0]


def kinds(article: Article) -> list[str]:
    return [block.kind for block in article.blocks]


@pytest.mark.parametrize(
    "heads",
    [
        (FIRST, SECOND, THIRD),
        ("链上发力,旧渠道有了新筋骨", "田里增绿,小杂粮成了大买卖", "服务提速,好作风成了硬支撑"),
        ("春账:一亩油菜两头收", "夏账:蜂箱搬上了山崖", "秋账:苹果论个卖"),
    ],
)
def test_lines_of_one_form_between_whole_paragraphs_are_the_heads_of_sections(heads: tuple[str, ...]) -> None:
    (feature,) = articles(*HEAD, *OPENING, heads[0], CANAL, heads[1], GATE, heads[2], LEDGER)
    assert [block.clean.text for block in feature.blocks if block.kind == "section_head"] == list(heads)


def test_headlines_that_begin_with_their_places_are_no_series() -> None:
    assert in_series("春账:一亩油菜两头收", "秋账:苹果论个卖")
    assert not in_series("白桦镇:晒出民生账", "红叶镇:晒出丰收景")


def test_a_kicker_may_begin_with_a_time_and_end_with_a_number() -> None:
    (feature,) = articles("上半年改造渠道闸门126座", *HEAD, *OPENING)
    assert kinds(feature)[:2] == ["kicker", "title"]


def test_a_feature_goes_on_at_the_head_of_its_next_section_and_the_news_behind_it() -> None:
    feature, news = articles(
        *HEAD, *OPENING, FIRST, CANAL, *NEWS_HEAD, NEWS, SECOND, GATE, FUNGUS, MORE_FUNGUS, THIRD, LEDGER
    )
    assert feature.body.text == "\n".join((*OPENING, FIRST, CANAL, SECOND, GATE, THIRD, LEDGER))
    assert news.body.text == f"{NEWS}\n{FUNGUS}\n{MORE_FUNGUS}"


def test_the_paragraph_above_a_section_goes_with_it_where_its_words_do() -> None:
    feature, _ = articles(*HEAD, *OPENING, FIRST, CANAL, *NEWS_HEAD, NEWS, GATE, SECOND, LEDGER)
    assert GATE in feature.body.text


def test_a_report_goes_on_at_its_next_number() -> None:
    report, news = articles(
        "青石县2024年国民经济和社会发展统计公报(摘要)", "一、水利", CANAL, *NEWS_HEAD, NEWS, FUNGUS, "二、农业", GATE
    )  # fmt: skip
    assert report.title == "青石县2024年国民经济和社会发展统计公报(摘要)"
    assert report.body.text == f"一、水利\n{CANAL}\n二、农业\n{GATE}"
    assert news.body.text == f"{NEWS}\n{FUNGUS}"


def test_a_number_that_does_not_follow_opens_no_article_again() -> None:
    report, *_ = articles("关于水利工作的报告", "一、水利", CANAL, *NEWS_HEAD, NEWS, "一、农业", GATE)
    assert GATE not in report.body.text


def test_a_feature_goes_on_behind_an_item_that_its_writer_signed() -> None:
    brief = "受高空槽影响,预计5日到6日,全市多云转阵雨,北部有中到大雨,偏南风4至5级,最低气温19℃。4月份,全市平均降水量47.4毫米,较常年同期偏多三成。(市气象台)"
    feature, _ = articles(*HEAD, *OPENING, FIRST, CANAL, "今明两天我市多云转阵雨", brief, GATE)
    assert feature.body.text.endswith(GATE)


def test_a_sentence_goes_on_behind_the_notice_that_was_set_into_it() -> None:
    found = articles(
        *NEWS_HEAD, NEWS, FUNGUS, "“下一步,要让合作由点到面。”县",
        "关于征集县徽图案的公告", "应征作品请寄县文化馆,截止8月15日。电话:0435-8226037",
        "农业局局长周立平表示,力争年内再落地食用菌项目4个。",
    )  # fmt: skip
    assert "县农业局局长" in found[0].body.text


def test_two_slogans_over_a_headline_are_its_kicker_though_a_text_without_headline_stands_before() -> None:
    assert articles(*OPENING, *NEWS_HEAD, NEWS)[1].kicker == NEWS_HEAD[0]


def test_a_kicker_inside_a_sentence_is_of_the_headline_further_on() -> None:
    feature, news = articles(
        *HEAD, *OPENING, "冬闲时节,各村衬砌渠道三十公里,进展", "食用菌合作开新局", "顺利;渠水到田块的时间短了一半。",
        LEDGER, "寿阳园区一行来到青石县", NEWS, FUNGUS,
    )  # fmt: skip
    assert news.kicker == "食用菌合作开新局"
    assert "进展顺利" in feature.body.text


def test_a_headline_over_the_head_of_a_section_waits_for_its_news() -> None:
    feature, news = articles(
        *HEAD, *OPENING, FIRST, CANAL, "寿阳:食用菌合作开新局", SECOND, GATE, NEWS.replace("山东", ""), FUNGUS
    )
    assert (feature.title, news.title) == (HEAD[0], "寿阳:食用菌合作开新局")


def test_a_headline_between_whole_paragraphs_waits_for_headless_news_that_has_its_words() -> None:
    feature, news = articles(*HEAD, *OPENING, CANAL, "果园里飘出草莓香", GATE, LEDGER, STRAWBERRIES)
    assert (feature.title, news.title) == (HEAD[0], "果园里飘出草莓香")
    assert feature.body.text.endswith(LEDGER)


def test_two_headlines_before_one_text_are_parted_where_a_text_of_another_paper_ends_before_them() -> None:
    first, second, third = articles(
        *HEAD, *OPENING, CANAL, GATE, LEDGER, STRAWBERRIES.removeprefix("本报讯(记者 周宁)"), PICKERS, "(转自《青石日报》)",
        "果园里飘出草莓香", "——红叶镇采摘园见闻", "寿阳客人谈合作", "本报记者 石小川", FUNGUS,
    )  # fmt: skip
    assert [one.title for one in (first, second, third)] == [HEAD[0], "果园里飘出草莓香", "寿阳客人谈合作"]
    assert second.body.text.startswith("果园")


def test_news_under_the_name_of_a_writer_is_not_his_who_signed_the_text_behind_it() -> None:
    feature, news = articles(*HEAD, "寿阳园区来谈食用菌合作", NEWS, FUNGUS, *OPENING, CANAL)
    assert (feature.title, news.title) == (HEAD[0], "寿阳园区来谈食用菌合作")
    assert feature.body.text == "\n".join((*OPENING, CANAL))
    assert news.body.text == f"{NEWS}\n{FUNGUS}"


def test_a_signed_report_begins_with_its_first_chapter_behind_the_news() -> None:
    report, news = articles(*HEAD, "寿阳园区来谈食用菌合作", NEWS, "一、水利", CANAL)
    assert report.body.text == f"一、水利\n{CANAL}"
    assert news.body.text == NEWS


def test_what_stands_behind_the_last_words_of_another_sentence_stays_with_the_meeting() -> None:
    feature, meeting = articles(
        *HEAD, *OPENING, "青石县提出,到2025年灌区渠道完好率", "全县防汛工作会议召开",
        "本报讯(记者 石小川)5月9日,全县防汛工作会议召开。", "会议指出,防汛是天大的事,一刻也不能松。", "达到93%。",
        "会议要求,各级河长上堤巡查,险情早发现、早处置。",
    )  # fmt: skip
    assert feature.body.text.endswith("完好率达到93%。")
    assert meeting.body.text.endswith("早处置。")


def test_a_sentence_does_not_go_on_behind_the_headline_of_another_text_where_its_other_half_is_on_the_page() -> (
    None
):
    first, second, _ = articles(
        *NEWS_HEAD, NEWS, FUNGUS, "下一步,青石县将在菌种、出菇、加工、销售各个环节一齐发力,把食用菌合作做细做实,力争全", *HEAD, *OPENING, CANAL,
        "果园里飘出草莓香", STRAWBERRIES, PICKERS, "年食用菌产值增长6%以上,菌农户均增收两千元。",
    )  # fmt: skip
    assert "力争全年食用菌产值" in first.body.text
    assert second.body.text.startswith(OPENING[0])


def test_what_a_notice_announces_above_its_telephone_is_of_the_notice() -> None:
    (notice,) = read_articles(
        "停水通知\n\n因管网改造,7月18日8时至17时停水,请用户提前储水。\n电话:0434-3260811\n"
    )[0]
    assert kinds(notice) == ["title", "notice_line", "notice_line"]
