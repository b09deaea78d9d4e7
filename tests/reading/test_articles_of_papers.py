"""Whole papers: signed features with sections, pictures of something else, the line of the makers, papers of an office."""

from __future__ import annotations

from youju.reading.articles import Article, read_articles

FEATURE = (
    "古道新绿", "——白桦岭生态修复见闻", "本报记者 田禾",
    "入冬的白桦岭,风从垭口灌下来,护林员老于把棉帽往下拉了拉,沿着石阶一级一级往上走。",
    "十年前,这里还是一片秃坡。采石的炮声从早响到晚,窗台上的灰一天要擦三遍。",
)  # fmt: skip
SCHOOL = "校长把旧课桌搬进了展室。孩子们围着听,谁也不肯先走。"
MILL = "磨坊的水轮又转了起来。老伙计们蹲在墙根下,听着水声,半天没有说话。"
NEWS = "本报讯(记者 周宁)3月5日,县城公园举行植树活动,三百名志愿者栽下树苗。"


def articles(*lines: str) -> tuple[Article, ...]:
    return read_articles("\n\n".join(lines) + "\n")[0]


def kinds(article: Article) -> list[str]:
    return [block.kind for block in article.blocks]


def test_sections_of_a_signed_feature_are_no_items_though_no_word_of_them_was_used_before() -> None:
    feature, news = articles(*FEATURE, "老磨坊又转起了水轮", MILL, SCHOOL * 3, "我县举行植树活动", NEWS)
    assert feature.title == "古道新绿"
    assert kinds(feature).count("section_head") == 1
    assert news.title == "我县举行植树活动"


def test_a_long_section_behind_a_long_text_with_its_writer_and_a_line_under_its_headline_is_no_item() -> None:
    walk = "他数着树,一棵一棵走过去,棉鞋踩在冻土上咯吱作响,远处山梁还罩在雾里。" * 10
    (feature,) = articles(*FEATURE, walk, "“断了根”", MILL * 4, SCHOOL, "夜里水声", MILL * 3)
    assert kinds(feature).count("section_head") == 2


def test_a_notice_behind_a_signed_feature_is_an_item() -> None:
    found = articles(
        *FEATURE, "停水公告", "因管网检修,3月6日8时至18时城东片区停水,请居民提前储水,给您带来不便敬请谅解。"
    )
    assert [one.title for one in found] == ["古道新绿", "停水公告"]


def test_the_line_of_the_makers_above_the_page_takes_no_headline() -> None:
    makers = "2023年11月14日 星期二 第三版 责任编辑:丁一 电话:0855-4221906 邮箱:bhl@c.example.cn"
    line, feature = articles(makers, *FEATURE[:1], "", *FEATURE[1:])
    assert kinds(line) == ["editor"]
    assert feature.title == "古道新绿"


def test_the_line_of_the_makers_under_a_picture_is_of_no_article() -> None:
    found = articles(*FEATURE, "白桦岭报 2024年3月15日 星期五 责编:丁一 组版:王芳")
    assert [kinds(one)[-1] for one in found] == ["body", "editor"]


def test_the_address_of_a_news_centre_is_an_item() -> None:
    found = articles(*FEATURE, "白桦县融媒体中心 地址:白桦县银河大街1266号 邮编:135000")
    assert [one.title for one in found] == ["古道新绿", None]


def test_a_writer_of_the_new_media_signs_too() -> None:
    feature = articles(*FEATURE[:2], "融媒记者 田禾 石小川", *FEATURE[3:])[0]
    assert feature.byline == "融媒记者 田禾 石小川"


def test_a_pen_name_between_headline_and_text_is_the_writers() -> None:
    (essay,) = articles("老磨坊", "松野", MILL)
    assert (essay.title, essay.byline) == ("老磨坊", "松野")


def test_a_column_name_or_an_office_under_a_headline_is_no_pen_name() -> None:
    for line in ("短评", "教育局"):
        assert articles("老磨坊", line, MILL)[0].byline is None


def test_a_picture_of_something_else_in_a_signed_feature_is_an_item() -> None:
    picture = ("\n\n清溪镇农机手抢收水稻。截至目前,已收获三千亩。", "本报通讯员 包青 摄")
    feature, item, _ = articles(*FEATURE[:4], *picture, *FEATURE[4:], "我县举行植树活动", NEWS)
    assert kinds(item) == ["caption", "credit"]
    assert not feature.captions


def test_a_picture_in_news_that_nobody_signed_stands_beside_it() -> None:
    words = "\n\n清溪镇农机手抢收水稻。截至目前,已收获三千亩。"
    news, _ = articles("我县举行植树活动", NEWS, words, "本报通讯员 包青 摄", SCHOOL, *FEATURE)
    assert len(news.captions) == 1


def test_a_picture_with_words_of_the_feature_stands_beside_it() -> None:
    for words in ("白桦岭的护林员沿着石阶一级一级往上走。", "图为清溪镇农机手抢收水稻。"):
        feature, _ = articles(
            *FEATURE[:4], f"\n\n{words}", "本报通讯员 包青 摄", *FEATURE[4:], "我县举行植树活动", NEWS
        )
        assert [one.text for one in feature.captions] == [words]


def test_a_sentence_that_nothing_else_ends_is_ended_behind_the_room_of_a_picture() -> None:
    first = articles(
        "园区项目提速", NEWS.replace("县城公园举行植树活动,三百名志愿者栽下树苗。", "园区对项目实行专人服务,"),
        "\n\n有求必应、无事不扰。", "专注一块板", "——换热片里的大文章", "本报记者 赵晨", MILL,
    )[0]  # fmt: skip
    assert first.body.text.endswith("实行专人服务,有求必应、无事不扰。")


def test_a_line_that_the_paragraph_before_holds_whole_is_no_headline() -> None:
    told = "本报讯(记者 周宁)3月5日,县督查室通报,29个村存在垃圾清运不及时、柴草乱堆乱放等问题,限期整改。"
    (one,) = articles(
        "县督查室通报环境整治",
        told,
        "垃圾清运不及时、柴草乱堆乱放等问题",
        "通报要求,各地要举一反三,把突击清理与长效保洁结合起来。",
    )
    assert kinds(one) == ["title", "body", "body", "duplicate"]


def test_people_that_were_counted_are_named_next_and_not_counted_again() -> None:
    (one,) = articles(
        *FEATURE[:3],
        "多家院所在这里设立试验站,先后有三十余名",
        "一台收割机的后面,跟着一群年轻人。",
        "专家长年驻在田间地头。",
        SCHOOL,
    )
    assert "三十余名一台" not in one.body.text


def test_a_report_whose_head_stands_inside_a_sentence_begins_with_its_first_chapter() -> None:
    feature, report = articles(
        *FEATURE, "三年下来,白桦岭的林木覆盖率跃居全", "政府工作报告摘登", "白桦县2021年工作回顾", "(2022年1月7日在白桦县第九届人民代表大会第一次会议上)",
        "市第一位。", "天黑了,老于下了山,身后的林子沙沙地响。", "一、2021年工作回顾", "过去的一年,实施项目97个。",
    )  # fmt: skip
    assert "跃居全市第一位。" in feature.body.text
    assert feature.body.text.endswith("沙沙地响。")
    assert report.body.text.startswith("一、2021年工作回顾")
    assert report.subtitle is not None


def test_the_offices_that_sign_a_paper_open_no_article() -> None:
    (paper,) = articles(
        "关于重点任务落实情况的通报",
        "各镇、各部门要对照清单逐项销号。",
        "中共白桦县委督查室",
        "白桦县人民政府督查室",
        "2024年10月12日",
        "(此件公开发布)",
    )
    assert kinds(paper) == ["title", "body", "source", "source", "source", "source"]
