"""Texts set into one another, columns behind whole sentences, short news under one head. Every word is invented."""

from __future__ import annotations

from youju.reading.articles import Article, read_articles

REPORT = (
    "山里来了“新农人”\n\n——方山县引才回乡见闻\n\n本报记者 任海峰\n\n4月8日清晨,方山县峪口镇的大棚里热气腾腾,返乡青年刘志国正忙着育苗。\n\n"
    "两年来,全县引回青年人才四百多人,办起合作社和家庭农场,还在镇上开了培训班,课程有育苗、剪枝、\n\n"
    "核桃园里机声隆\n\n眼下,北武当镇的核桃园里,修剪机来回穿梭。核桃是镇上的主导产业,家家都有几亩。\n\n"
    "直播等十几门。学员学完就能上手。\n\n核桃树下也能生金。村里在核桃园里套种药材,亩均收入高了一截。\n"
)
PLAN = (
    "关于2024年全县重点工作的报告\n\n——农业提质增效。新建高标准农田,粮食面积保持稳定;推进大蒜精深加工\n\n"
    "施建设有序推进,新增投入主要投向城区。\n\n(一)用心办好教育。改扩建两所小学,让孩子就近入学。\n\n"
    "园区提档升级;蔬菜大棚连成片。\n\n——服务提标扩面。社区食堂开到家门口。\n\n今年还要抓好民生实事,补齐基础设\n"
)
BRIEFS = "简讯\n\n▲4月3日,县文化馆送戏下乡演出。\n\n▲近日,县图书馆添置了一批少儿读物。\n\n▲县气象局为果农发布霜冻预警。\n"
NOTICE = (
    "春到果园\n\n图① 果农在园里疏花。\n\n图② 游客在花海拍照。\n本报记者 王永 摄\n\n"
    "好消息!村里的戏台开演了\n\n时间:4月22日(星期六)上午9:30 地点:文化广场\n不收门票,先到先坐。\n咨询电话:0358-6023041 县文化馆\n"
)


def articles(page: str) -> tuple[Article, ...]:
    return read_articles(page)[0]


def lines_of(article: Article) -> list[int]:
    return [line for block in article.blocks if block.order is not None for line in block.lines]


def test_a_headline_and_its_text_set_into_a_sentence_are_an_item_of_their_own() -> None:
    first, second = articles(REPORT)
    assert second.title == "核桃园里机声隆"
    assert "剪枝、直播等十几门" in first.body.text


def test_a_text_set_into_another_takes_up_again_where_its_words_come_back() -> None:
    assert "核桃树下" in articles(REPORT)[1].body.text


def test_a_column_that_begins_behind_a_whole_sentence_goes_back_to_its_place() -> None:
    (report,) = articles(PLAN)
    assert "大蒜精深加工园区提档升级" in report.body.text
    assert "补齐基础设施建设有序推进" in report.body.text


def test_marked_lines_under_one_head_are_short_news_and_no_pictures() -> None:
    (brief,) = articles(BRIEFS)
    assert brief.captions == ()


def test_an_end_said_again_over_a_break_is_read_once() -> None:
    page = "春灌开闸\n\n全县干渠三月中旬全线放水,今年头水比往年\n\n早到了整整十天。\n\n比往年早到了整整十天。\n\n农户忙着浇地。\n"
    (article,) = articles(page)
    assert article.body.text.count("早到了整整十天") == 1


def test_a_notice_under_its_own_head_is_no_part_of_the_pictures_before_it() -> None:
    notice = articles(NOTICE)[1]
    assert notice.title == "好消息!村里的戏台开演了"
    assert lines_of(notice) == [8, 10, 11, 12]


def test_what_somebody_says_is_not_what_a_broken_sentence_was_about_to_do() -> None:
    page = (
        "香菇棚里年味浓\n\n本报记者 李强\n\n腊月里,交口县的香菇棚还在出菇,新厂房里工人正在\n\n"
        "县里送来春联\n\n——文化志愿者在行动\n\n本报讯 2月3日,文化志愿者来到县城广场写春联。\n\n调试烘干设备,开春就能用上。\n\n“等厂子一开,活儿就更多了。”香菇棚主说。\n"
    )
    first = articles(page)[0]
    assert "工人正在调试烘干设备" in first.body.text


def test_a_paragraph_that_sets_out_behind_the_editors_line_is_another_item() -> None:
    page = (
        "麦田里的无人机\n\n本报讯 4月2日,汾西县的麦田里无人机来回喷防。\n\n本版责编:李明 版式:王芳 热线:0357-5123456\n\n"
        "4月1日,随着最后一根梁就位,团柏河大桥合龙。\n\n团柏河大桥合龙\n\n据介绍,大桥年底通车。\n"
    )
    assert [article.title for article in articles(page)] == ["麦田里的无人机", None, "团柏河大桥合龙"]
