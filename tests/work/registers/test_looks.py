"""Indicators and other looks: what is counted opens to its records, 224 of 226 is 99.1 %, and every page opens."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import youju.web
from tests.work.registers.conftest import SHARED, declared
from youju.engine.period import Period
from youju.flow.units.services import add_unit
from youju.kernel.powers import remember
from youju.work.registers import counting, selectors, services
from youju.work.registers.asking import asked_in
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record

pytestmark = pytest.mark.django_db


def shared(units, zhao, name):
    return declared(units, zhao, (SHARED / f"{name}.yaml").read_text("utf-8"))


@pytest.fixture
def projects(units, zhao):
    return shared(units, zhao, "project")


@pytest.fixture
def planned(projects, units):
    """Return 226 projects of 50 million and more, 224 of them started, and a small one that is not."""
    from youju.work.registers.shadows import shadows

    one = declaration_of(projects)
    rows = []
    for n in range(227):
        values = {"title": f"示例项目{n}", "invest": "60000000" if n else "1000000"}
        rows.append(Record(register=projects, number=f"示例-{n}", unit=units.township if n % 2 else units.other, stage="early" if n < 3 else "started",
                           values=values, made_on="2023-01-10", changed_at="2023-01-10T00:00:00Z", is_example=True, **shadows(one, values)))  # fmt: skip
    Record.objects.bulk_create(rows)
    return projects


def told(user, register, name, **more):
    return counting.measure(selectors.records_for(user, register), declaration_of(register), name, **more)


def opened(user, register, name, part):
    one = declaration_of(register)
    asked = asked_in(one, {"indicator": name, "part": part})
    assert asked.problems == ()
    return selectors.picked(selectors.records_for(user, register), one, asked)


def test_224_of_226_projects_is_99_1_percent_and_the_two_are_one_click_away(planned, zhao):
    (rate,) = told(zhao, planned, "start_rate")
    assert (rate.count, rate.of) == (224, 226)
    assert (rate.value * 100).quantize(Decimal("0.1")) == Decimal("99.1")
    assert sorted(opened(zhao, planned, "start_rate", "missing").values_list("number", flat=True)) == [
        "示例-1",
        "示例-2",
    ]
    assert opened(zhao, planned, "start_rate", "in").count() == 224


def test_a_suspended_project_counts_as_not_started(planned, zhao):
    Record.objects.filter(number="示例-100").update(suspended_on="2023-05-01")
    (rate,) = told(zhao, planned, "start_rate")
    assert (rate.count, rate.of) == (223, 226)


def test_each_sees_the_indicator_of_the_units_in_reach(planned, zhang, wang):
    assert told(zhang, planned, "start_rate")[0].of + told(wang, planned, "start_rate")[0].of == 226


def test_a_sum_is_exact_to_the_fen(bridges, make, zhang):
    make(bridges, title="甲", cost="0.10")
    make(bridges, title="乙", cost="0.20")
    make(bridges, title="丙")
    from youju.engine.registers import read_declaration
    from youju.work.registers.declared import _read

    text = (
        bridges.versions.get().text
        + "indicators: {all: {title: 造价, sum: cost}, mean: {title: 平均, mean: cost}, kinds: {title: 类型, distinct: kind}}\n"
    )
    one = read_declaration(text, "b.yaml").declaration
    rows = selectors.records_for(zhang, bridges)
    assert counting.measure(rows, one, "all")[0].value == Decimal("0.30")
    assert counting.measure(rows, one, "mean")[0].value == Decimal("0.15")
    assert counting.measure(rows, one, "kinds")[0].value == 0
    assert _read.cache_info().maxsize


def test_nothing_to_count_is_not_zero_percent(projects, zhao):
    assert told(zhao, projects, "start_rate")[0].value is None
    assert told(zhao, projects, "invest_all")[0].value is None


def test_an_indicator_belongs_to_a_period(planned, zhao):
    assert told(zhao, planned, "projects", period=Period.parse("2023-01"))[0].count == 227
    assert told(zhao, planned, "projects", period=Period.parse("2023-02"))[0].count == 0


def test_by_unit_the_parts_make_the_whole(planned, zhao):
    lines = told(zhao, planned, "projects", by_unit=True)
    assert (len(lines), sum(line.count for line in lines)) == (2, 227)


def test_days_in_a_stage_are_working_days(make, tasks, zhang, at, proof):
    at("2023-06-20 09:00")
    record = make(tasks, title="清理河道", due_on="2023-07-30")
    services.move_record(record=record, lock=1, move="begin", by=zhang)
    at("2023-06-26 09:00")  # 22-24 June is 端午, 25 June is worked
    services.move_record(
        record=record,
        lock=2,
        move="finish",
        by=zhang,
        evidence={"办结佐证": proof},
        values={"result": "好", "done_on": "2023-06-26"},
    )
    (days,) = told(zhang, tasks, "doing_days")
    assert (days.value, days.count) == (Decimal(3), 1)


def test_the_stages_are_counted_with_their_suspended(planned, zhao):
    Record.objects.filter(number="示例-1").update(suspended_on="2023-05-01")
    table = {
        name: (number, held)
        for name, _title, number, held in counting.stage_table(
            selectors.records_for(zhao, planned), declaration_of(planned)
        )
    }
    assert (table["early"], table["started"], len(table)) == ((3, 1), (224, 0), 7)


def test_project_goes_through_its_six_stages_is_suspended_and_revived(make, projects, zhang, zhao, proof):
    record = make(
        projects, title="医药园", invest="6000万", started_on="2023-03-01", finished_on="2023-10-01"
    )
    services.move_record(record=record, lock=1, move="prepare", by=zhang)
    services.suspend_record(record=record, lock=2, by=zhang, reason="资金没到")
    services.resume_record(record=record, lock=3, by=zhang)
    for move, name in (
        ("start", "开工佐证"),
        ("count", "入统凭证"),
        ("finish", "竣工佐证"),
        ("run", "达产佐证"),
    ):
        services.move_record(record=record, lock=record.lock, move=move, by=zhang, evidence={name: proof})
    assert [v.act for v in record.versions.order_by("number")] == [
        "make",
        "prepare",
        "suspend",
        "resume",
        "start",
        "count",
        "finish",
        "run",
    ]


@pytest.fixture
def full(make, units, zhao, zhang, planned, at):
    """Return the codes of registers with something to look at."""
    at("2023-06-05 09:00")
    record = make(
        planned,
        title="医药园",
        invest="6000万",
        start_on="2023-03",
        finish_on="2023-10-30",
        place="某镇 @124.8,43.3",
    )
    services.change_record(
        record=record, lock=1, values={"finish_on": "2023-11-30", "started_on": "2023-04-01"}, by=zhao
    )
    make(planned, title="酒庄", invest="6000万", finish_on="2023-06-01", place="某村 @124.9,43.5")
    return record


@pytest.mark.parametrize(
    "look",
    [
        "",
        "cards/",
        "month/?month=2023-11",
        "gantt/",
        "map/",
        "indicators/?by=start_rate",
        "?indicator=start_rate&part=missing",
    ],
)
def test_every_look_opens(client, zhao, full, look):
    client.force_login(zhao)
    answer = client.get(f"/registers/project/{look}")
    assert answer.status_code == 200
    assert "{{" not in answer.content.decode()


def test_the_gantt_shows_baseline_plan_and_what_happened(client, zhao, full):
    client.force_login(zhao)
    page = client.get("/registers/project/gantt/").content.decode()
    assert page.count('fill="none"') == 2
    assert "酒庄 超期" in page


def test_the_gantt_says_in_words_what_it_draws(client, zhao, full):
    client.force_login(zhao)
    page = client.get("/registers/project/gantt/").content.decode()
    table = page.partition("用表格看")[2].partition("</table>")[0]
    assert table.count("<tr>") == 1 + page.count('<text x="-254"')
    assert "酒庄" in table and "超期" in table
    assert re.search(r"\d{4}-\d\d-\d\d 至 \d{4}-\d\d-\d\d", table)


def test_the_gantt_shows_what_was_begun_without_a_plan_after_what_is_planned(client, zhao, full, units):
    project = selectors.register_for(zhao, "project")
    begun = {"title": "没有计划的路", "invest": "1亿元", "started_on": "2023-05-01"}
    services.make_record(register=project, unit=units.county, values=begun, by=zhao)
    client.force_login(zhao)
    page = client.get("/registers/project/gantt/").content.decode()
    drawn = re.findall(r'<text x="-254"[^>]*>([^< ]*)', page)
    assert (len(drawn), drawn[-1]) == (3, "没有计划的路")
    assert page.count('fill="none"') == 2


def test_the_month_shows_what_falls_on_its_days(client, zhao, full):
    client.force_login(zhao)
    page = client.get("/registers/project/month/?month=2023-11").content.decode()
    assert re.search(r"<b>30</b><br><a [^>]*>医药园</a>", page)


def test_an_empty_month_says_so_and_leads_to_the_last_one_that_holds_a_record(client, zhao, full):
    client.force_login(zhao)
    page = client.get("/registers/project/month/?month=2031-01").content.decode()
    assert re.search(r'这个月没有记录。<a href="\?month=2023-11">', page)


def test_a_record_tells_what_is_not_filled_in_on_one_line_and_gives_it_no_row(client, zhang, make, tasks):
    row = make(tasks, title="清理沟渠", due_on="2023-12-31")
    client.force_login(zhang)
    page = client.get(f"/registers/task/{row.number}/").content.decode()
    blank = re.search(r"还没有填：([^<]*)", page)[1].split("、")
    assert "责任人" in blank
    assert not {"任务", "时限"} & set(blank)
    assert '<th scope="row">任务</th>' in page
    assert '<th scope="row">责任人</th>' not in page


def test_a_month_that_is_none_is_404(client, zhao, full):
    client.force_login(zhao)
    assert client.get("/registers/project/month/?month=2023-13").status_code == 404


def test_the_record_page_tells_clock_nodes_and_remarks_on_one_line_of_time(client, zhao, zhou, full, at):
    at("2023-06-06 09:00")
    services.instruct(record=full, by=zhou, text="抓紧")
    client.force_login(zhao)
    page = client.get(f"/registers/project/{full.number}/").content.decode()
    assert "倒排工期" in page
    assert page.index("批示：抓紧") < page.rindex("修改")


def test_a_plan_counts_its_items_and_rolls_their_progress_up(client, zhang, make, tasks):
    plan = make(tasks, title="工作要点", due_on="2023-12-31", parts="3")
    for name, weight, progress in (("甲项", "2", "50"), ("乙项", "1", "80")):
        make(tasks, parent=plan, title=name, due_on="2023-12-31", weight=weight, progress=progress)
    client.force_login(zhang)
    page = client.get(f"/registers/task/{plan.number}/").content.decode()
    assert "文件写明 3 项，列出 2 项，还有 1 项没有列出" in page
    assert "(2×50 + 1×80) ÷ (2 + 1) = 60" in page


def test_acts_on_a_record_work_from_its_page(client, zhang, zhou, zhao, make, tasks, units):
    record = make(tasks, title="清理河道", due_on="2099-06-30")
    base = f"/registers/task/{record.number}"
    client.force_login(zhang)
    assert client.post(f"{base}/note/", {"text": "已进场"}).status_code == 302
    assert client.post(f"{base}/note/", {"text": " "}).status_code == 422
    assert client.post(f"{base}/accept/").status_code == 302
    assert (
        client.post(
            f"{base}/party/", {"unit": units.villages[0].code, "part": "support", "text": "出人"}
        ).status_code
        == 302
    )
    assert client.post(f"{base}/instruct/", {"text": "快"}).status_code == 403
    client.force_login(zhou)
    assert client.post(f"{base}/instruct/", {"text": "快"}).status_code == 302
    client.force_login(zhao)
    assert (
        client.post(f"{base}/extend/", {"lock": 1, "until": "2099-12-31", "reason": "汛期"}).status_code
        == 302
    )
    assert client.post(f"{base}/extend/", {"lock": 2, "until": "后天", "reason": "汛期"}).status_code == 422
    page = client.get(f"{base}/").content.decode()
    assert all(
        word in page for word in ("进展：已进场", "签收（郭家店镇）", "批示：快", "增加承办单位", "延期")
    )


def test_a_case_is_followed_by_code_without_signing_in(client, zhang, units, zhao):
    cases = shared(units, zhao, "case")
    record, code = services.receive(register=cases, unit=units.township, by=zhang, values={
        "title": "用电", "said": "三个月没有通电", "kind": "企业难题", "raised_on": "2023-06-01", "asker": "某公司"})  # fmt: skip
    services.move_record(
        record=record,
        lock=1,
        move="answer",
        by=zhang,
        values={"answer": "已通电", "replied_on": "2023-06-05"},
    )
    page = client.post("/registers/follow/", {"code": code}).content.decode()
    assert "答复：已通电" in page
    assert "某公司" not in page
    assert "张" not in page
    client.post("/registers/follow/", {"code": code, "move": "confirm", "satisfied": "满意"})
    assert Record.objects.get(register=cases).stage == "confirmed"
    assert client.post("/registers/follow/", {"code": "AAAA"}).status_code == 404


def test_offers_and_needs_are_shown_and_dealt(client, zhang, zhao, wang, units, make):
    market = shared(units, zhao, "offer-and-need")
    shared(units, zhao, "purchase")
    make(market, title="优质大米", side="供给", category="农产品", quantity="1000", measure="吨")
    make(
        market,
        by=wang,
        unit=units.other,
        title="采购优质大米",
        side="需求",
        category="农产品",
        quantity="300",
    )
    client.force_login(zhao)
    assert "数量够" in client.get("/registers/offer-and-need/matches/").content.decode()
    sent = {
        "offer": "GX-000001",
        "offer_lock": 1,
        "need": "GX-000002",
        "need_lock": 1,
        "direction": "我方卖给对方",
    }
    assert (
        client.post("/registers/offer-and-need/deal/", sent)["Location"] == "/registers/purchase/HC-000001/"
    )


def test_the_vault_opens_from_the_page_for_two_persons(client, zhao, zhou, li, units, settings, tmp_path):
    settings.YOUJU = {**settings.YOUJU, "folder": tmp_path}
    tips = shared(units, zhao, "tip")
    record, _code = services.receive(
        register=tips,
        unit=units.county,
        by=li,
        identity="刘某",
        values={"title": "线索", "said": "强买强卖", "channel": "来信"},
    )
    base = f"/registers/tip/{record.number}/unlock/"
    client.force_login(zhao)
    client.post(base, {"text": "核实安全"})
    key = record.unlocks.get().pk
    assert client.post(f"{base}{key}/", {"do": "see"}).status_code == 409
    client.force_login(zhou)
    client.post(f"{base}{key}/", {"do": "grant"})
    client.force_login(zhao)
    answer = client.post(f"{base}{key}/", {"do": "see"})
    assert "刘某" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_the_api_tells_indicators_by_unit_and_period(client, zhao, planned):
    client.force_login(zhao)
    rows = client.get("/api/registers/project/indicators").json()
    rate = next(row for row in rows if row["indicator"] == "start_rate")
    assert (rate["count"], rate["of"], rate["value"][:6]) == (224, "226", "0.9911")
    assert client.get("/api/registers/project/indicators?period=gestern").status_code == 422


def test_a_unit_that_supports_sees_the_record_and_a_stranger_does_not(
    client, make, tasks, zhang, wang, units
):
    record = make(tasks, title="清理河道", due_on="2023-06-30")
    client.force_login(wang)
    assert client.get(f"/registers/task/{record.number}/").status_code == 404
    services.add_party(record=record, unit=units.other, part="support", by=zhang)
    assert client.get(f"/registers/task/{record.number}/").status_code == 200


def test_a_sum_of_bounds_is_a_bound_and_says_so(units, zhao, make):
    from tests.work.registers.conftest import EVERYTHING, declared
    from youju.work.registers.counting import measured
    from youju.work.registers.declared import declaration_of
    from youju.work.registers.models import Record
    from youju.work.registers.templatetags.registers import measured as said

    text = EVERYTHING + "indicators: {seen: {title: 参观, measure: 人, sum: visitors}}\n"
    bridges = declared(units, zhao, text)
    one = declaration_of(bridges)

    def told():
        (line,) = measured(Record.objects.all(), one, ["seen"])["seen"]
        return said(line, one.indicators["seen"])

    make(bridges, title="甲", visitors="300")
    assert told() == "300 人"
    make(bridges, title="乙", visitors="20多人")
    assert told() == "≥320 人"
    make(bridges, title="丙", visitors="近400")
    assert told() == "≈720 人"


def test_an_export_holds_what_was_asked_for_in_its_order_and_all_of_it(
    bridges, make, zhang, client, monkeypatch
):
    from youju.work.registers import exporting

    monkeypatch.setattr(exporting, "MOST", 2)
    for n in (2, 3, 1):
        make(bridges, title=f"桥{n}", spans=str(n))
    client.force_login(zhang)
    answer = client.get("/registers/bridge/?format=csv&sort=-spans&columns=title")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "编号,单位代码,单位,阶段,登记,桥名,版本（不要改）"
    assert [line.split(",")[-2] for line in lines[1:]] == ["桥3", "桥2", "桥1"]
    assert "导出 CSV" in client.get("/registers/bridge/?format=xlsx").content.decode()
    assert client.get("/registers/bridge/?format=csv&spans=很多").status_code == 422


def test_a_record_is_handed_to_another_unit_on_its_form(make, tasks, zhao, units, client):
    from youju.work.registers.models import Record

    record = make(tasks, title="清理河道", due_on="2023-06-30")
    client.force_login(zhao)
    base = f"/registers/task/{record.number}/edit/"
    assert "改派给" in client.get(base).content.decode()
    assert client.post(base, {"lock": 1, "unit": "没有的单位"}).status_code == 422
    assert client.post(base, {"lock": 1, "unit": units.other.code, "reason": "职责调整"}).status_code == 302
    assert Record.objects.get().unit == units.other
    client.post(base, {"lock": 2, "title": "清理河道垃圾"})
    assert (Record.objects.get().unit, Record.objects.get().values["title"]) == (units.other, "清理河道垃圾")


def test_what_was_typed_for_a_refused_move_stands_in_its_form_again(make, tasks, zhang, client):
    record = make(tasks, title="清理河道", due_on="2023-06-30")
    client.force_login(zhang)
    page = client.post(
        f"/registers/task/{record.number}/moves/finish/", {"lock": 1, "result": "清了三处", "done_on": "昨天"}
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "清了三处" in text and 'value="昨天"' in text and "不是日期" in text


def test_a_picture_says_how_many_it_does_not_hold(client, zhao, full, monkeypatch):
    from youju.work.registers import looking

    client.force_login(zhao)
    base = f"/registers/{full.register.code}"
    looks = ("gantt/", "map/", "month/?month=2023-11")
    assert not any("没有画上；" in client.get(f"{base}/{look}").content.decode() for look in looks)
    for name in ("BARS", "POINTS", "DAY_ROWS"):
        monkeypatch.setattr(looking, name, 0)
    assert all("没有画上；先在列表里筛选" in client.get(f"{base}/{look}").content.decode() for look in looks)


@pytest.mark.parametrize("look", ["gantt/", "map/", "wall/"])
def test_a_drawing_that_leads_somewhere_is_no_picture_to_whoever_cannot_see_it(client, zhao, full, look):
    client.force_login(zhao)
    page = client.get(f"/registers/project/{look}").content.decode()
    (drawing,) = re.findall(r"<svg[^>]*(?:aria-label)[^>]*>.*?</svg>", page.split("<main")[1], re.DOTALL)
    assert "<a href" in drawing or "<a xlink" in drawing
    assert 'role="group"' in drawing


def test_the_reach_of_a_person_is_asked_once_for_all_registers(projects, units, zhao, zhang):
    others = [shared(units, zhao, name) for name in ("task", "rectification")]
    remember(zhang)
    selectors.records_for(zhang, projects)
    with CaptureQueriesContext(connection) as asked:
        for register in others:
            selectors.records_for(zhang, register)
    assert [one["sql"] for one in asked if "units_" in one["sql"]] == []


def square(west, south):
    corners = [(west, south), (west + 10_000, south), (west + 10_000, south + 10_000), (west, south + 10_000)]
    return [[*corners, corners[0]]]


@pytest.fixture
def bordered(units):
    """Give the two townships borders: whoever stands in a village stands in its township's."""
    from youju.flow.units.models import Outline

    for n, unit in enumerate((units.township, units.other)):
        Outline.objects.create(
            unit=unit, rings=square(12_400_000 + 20_000 * n, 4_300_000), source="吉S(2026)1号", taken_at="2026-01-01T00:00:00Z"
        )  # fmt: skip


def test_an_indicator_shades_the_units_by_their_borders_and_opens_to_a_table(
    client, zhao, zhang, bridges, make, units, bordered
):
    from tests.work.registers.conftest import EVERYTHING
    from youju.work.registers.shading import SHADES

    text = EVERYTHING + "indicators: {all: {title: 座数, measure: 座, count: true}, cost: {title: 造价, measure: 元, sum: cost}}\n"  # fmt: skip
    declared(units, zhao, text)
    for n, unit in enumerate((units.township, units.villages[0], units.other, units.county)):
        make(bridges, by=zhao, unit=unit, title=f"桥{n}", cost="10000000" if n < 2 else "5000000")
    client.force_login(zhao)
    page = client.get("/registers/bridge/map/?by=all").content.decode()
    assert "郭家店镇 2 座" in page  # with its village
    assert "榆树台镇 1 座" in page
    assert page.count(f'fill="{SHADES[0]}"') == page.count(f'fill="{SHADES[2]}"') == 2  # once in the legend
    assert "1 条不在画出的单位里" in page  # the county's own
    assert "2000 万元" in client.get("/registers/bridge/map/?by=cost").content.decode()
    client.force_login(zhang)
    assert "榆树台镇" not in client.get("/registers/bridge/map/?by=all").content.decode()


def test_the_lowest_level_is_shaded_however_its_codes_are_written(
    client, zhao, bridges, make, units, bordered
):
    from tests.work.registers.conftest import EVERYTHING
    from youju.flow.units.models import Outline

    long = add_unit(
        code="Z2203220000000000",
        name="开发区",
        level="county",
        parent=units.county,
        on=dt.date(2020, 1, 1),
        by=None,
    )
    Outline.objects.create(
        unit=long, rings=square(12_460_000, 4_300_000), source="吉S(2026)1号", taken_at="2026-01-01T00:00:00Z"
    )
    text = EVERYTHING + "indicators: {all: {title: 座数, measure: 座, count: true}}\n"
    declared(units, zhao, text)
    make(bridges, by=zhao, unit=units.township, title="桥")
    client.force_login(zhao)
    page = client.get("/registers/bridge/map/?by=all").content.decode()
    assert "郭家店镇 1 座" in page
    assert "开发区 0 座" not in page


def test_equal_values_look_equal_and_what_cannot_be_said_stays_white():
    from youju.work.registers.shading import SHADES, filled

    fills = filled([Decimal(1), None, Decimal(1), Decimal(5), Decimal(7), Decimal(9)])
    assert [fills[Decimal(n)] for n in (1, 5, 7, 9)] == list(SHADES)
    assert filled([Decimal(3), Decimal(3), None]) == {Decimal(3): SHADES[1]}


def test_a_plan_that_says_only_the_month_of_its_start_begins_with_the_first_of_it():
    import datetime as dt

    from youju.work.registers.looking import span_of

    values = {"start": "2023-03", "finish": "2023-10"}
    assert span_of(values, "start", "finish", None) == (dt.date(2023, 3, 1), dt.date(2023, 10, 31))


@pytest.mark.parametrize("after", ["value~5~zzz", "value~5~20230101", "value~5~2023-W01-1", "~"])
def test_a_page_that_begins_nowhere_is_the_first_page(client, zhang, bridges, make, after):
    make(bridges, title="石桥")
    client.force_login(zhang)
    assert "石桥" in client.get(f"/registers/bridge/?sort=made_on&after={after}").content.decode()


@pytest.mark.parametrize("look", ["gantt/", "wall/?at=2023-06"])
def test_a_drawing_of_time_points_to_its_table_and_the_table_is_printed_though_folded(
    client, zhao, full, look
):
    client.force_login(zhao)
    page = client.get(f"/registers/project/{look}").content.decode()
    assert "内容与下面的表相同" in page and '<details class="on-paper-too">' in page
    css = (Path(youju.web.__file__).parent / "static" / "web" / "youju.css").read_text("utf-8")
    paper = css[css.index("@media print") :]
    assert "details:not([open], .on-paper-too)" in paper and ".on-paper-too::details-content" in paper
