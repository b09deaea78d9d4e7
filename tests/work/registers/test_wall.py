"""The wall chart: one specification for page, table and A0 sheet; nothing outside its time is drawn, nobody sees more than the records do."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdf import PdfReader

from youju.kernel.paper.pdf import sheets_of
from youju.work.registers.declared import declaration_of
from youju.work.registers.selectors import records_for
from youju.work.registers.services import accept, make_record
from youju.work.registers.wall import HEAD, LIGHT, ROW, SHEET, SIDE, WallChart, chart, stretch

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parents[2] / "golden" / "papers" / "wall.png"
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def plan(tasks, units, zhao, at):
    """Return the register with a goal, two items and a step of one of them, made on 3 January 2026."""
    at("2026-01-05 09:00")

    def task(title, due, parent=None, unit=None, **more):
        said = {"title": title, "start_on": "2026-02-01", "due_on": due, **more}
        made = make_record(register=tasks, unit=unit or units.township, values=said, by=zhao, parent=parent)
        accept(record=made, by=zhao)
        return made

    goal = task("全年目标", "2026-12-20", unit=units.county)
    late = task("清理沟渠", "2026-06-30", goal, weight="0.25", progress="40")
    near = task("修村道", "2026-11-24", goal, weight="0.75")
    step = task("铺底", "2026-12-31", near, unit=units.other, progress="80")
    at("2026-11-20 09:00")
    tasks.refresh_from_db()
    return {"goal": goal, "late": late, "near": near, "step": step}


def drawn(user, register, **asked):
    return chart(records_for(user, register), declaration_of(register), TODAY, **asked)


def test_steps_stand_under_their_items_and_items_under_their_goal(plan, tasks, zhao):
    assert [(row.name, row.depth) for row in drawn(zhao, tasks).rows] == [
        ("全年目标", 0), ("清理沟渠", 1), ("修村道", 1), ("铺底", 2),
    ]  # fmt: skip


def test_every_light_is_a_word_and_progress_is_rolled_up_by_weight(plan, tasks, zhao):
    assert [(row.word, row.progress) for row in drawn(zhao, tasks).rows] == [
        ("按期", "70%"), ("超期", "40%"), ("临近", "80%"), ("按期", "80%"),
    ]  # fmt: skip


def test_whoever_does_not_see_the_item_sees_the_step_at_the_top_alone(plan, tasks, wang):
    assert [(row.name, row.depth) for row in drawn(wang, tasks).rows] == [("铺底", 0)]


def test_a_changed_deadline_leaves_the_baseline_where_it_was(plan, tasks, zhao):
    from youju.work.registers.services import change_record

    change_record(
        record=plan["late"], values={"due_on": "2026-08-31"}, lock=plan["late"].lock, by=zhao, reason="汛期"
    )
    row = drawn(zhao, tasks).rows[1]
    assert row.days[:2] == ("2026-02-01 至 2026-06-30", "2026-02-01 至 2026-08-31")
    assert row.baseline[0] == row.plan[0]
    assert row.baseline[1] < row.plan[1]


def test_a_month_shows_only_what_falls_into_it(plan, tasks, zhao):
    seen = drawn(zhao, tasks, span="month", at="2026-11")
    assert (seen.since, seen.until) == (dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert [row.plan is None for row in seen.rows] == [False, True, False, False]
    assert drawn(zhao, tasks, span="month", at="2027-03").today is None


def test_what_lies_outside_the_stretch_stands_at_the_edge_it_lies_behind(plan, tasks, zhao):
    seen = [drawn(zhao, tasks, at=at, others=True).rows[1].beyond for at in ("2025-01", "2026-01", "2027-01")]
    assert [one and one[2] for one in seen] == ["2026-02-01 ›", None, "‹ 2026-06-30"]
    page = render_to_string("registers/wall.svg", {"chart": drawn(zhao, tasks, at="2027-01", others=True)})
    assert "‹ 2026-06-30" in page


def names_of(seen):
    return [row.name for row in seen.rows]


def test_a_chart_shows_the_year_it_is_of_and_counts_what_is_of_others(plan, tasks, units, zhao):
    def task(title, due, **more):
        said = {"title": title, "start_on": "2025-02-01", "due_on": due, **more}
        return make_record(register=tasks, unit=units.township, values=said, by=zhao)

    accept(record=task("去年没办完的", "2025-06-30"), by=zhao)
    task("跨年的", "2026-03-31")
    task("明年的", "2027-06-30", start_on="2027-01-01")
    seen = drawn(zhao, tasks)
    assert names_of(seen) == ["全年目标", "清理沟渠", "修村道", "铺底", "跨年的"]
    assert (seen.left, seen.late, seen.others) == (2, 1, False)
    whole = drawn(zhao, tasks, others=True)
    assert (len(whole.rows), whole.left, whole.late) == (7, 0, 0)
    assert "明年的" in names_of(drawn(zhao, tasks, at="2027-01"))


def test_a_step_of_the_year_keeps_the_goal_of_an_earlier_one_above_it(plan, tasks, units, zhao):
    from youju.work.registers.services import change_record

    goal = plan["goal"]
    goal.refresh_from_db()
    change_record(
        record=goal,
        values={"due_on": "2025-12-31", "start_on": "2025-01-01"},
        lock=goal.lock,
        by=zhao,
        reason="改写",
    )
    tasks.refresh_from_db()
    top = drawn(zhao, tasks, at="2026-11", span="month").rows[0]
    assert (top.name, top.depth) == ("全年目标", 0)


def test_a_plan_put_off_into_another_year_stays_where_it_was_first_planned(plan, tasks, zhao):
    from youju.work.registers.services import change_record

    late = plan["late"]
    change_record(
        record=late,
        values={"due_on": "2027-08-31", "start_on": "2027-02-01"},
        lock=late.lock,
        by=zhao,
        reason="汛期",
    )
    assert "清理沟渠" in names_of(drawn(zhao, tasks))
    assert "清理沟渠" in names_of(drawn(zhao, tasks, at="2027-01"))


def test_of_too_many_records_the_chart_asks_for_those_of_its_year(plan, tasks, units, zhao, monkeypatch):
    said = {"start_on": "2020-02-01", "due_on": "2020-03-01"}
    for number in range(3):
        make_record(register=tasks, unit=units.township, values={"title": f"前年{number}", **said}, by=zhao)
    make_record(
        register=tasks,
        unit=units.township,
        values={"title": "今年补的", "due_on": "2026-05-01"},
        by=zhao,
        parent=plan["near"],
    )
    whole = drawn(zhao, tasks)
    monkeypatch.setattr("youju.work.registers.of_stretch.MOST", 6)
    some = drawn(zhao, tasks)
    assert names_of(some) == names_of(whole)
    assert (some.left, some.late, some.cut) == (3, None, False)
    month = drawn(zhao, tasks, span="month", at="2026-11")
    monkeypatch.setattr("youju.work.registers.of_stretch.MOST", 600)
    assert names_of(month) == names_of(drawn(zhao, tasks, span="month", at="2026-11"))


def test_the_page_says_what_is_of_other_years_and_draws_it_on_request(plan, tasks, zhao, client):
    client.force_login(zhao)
    page = client.get("/registers/task/wall/?at=2027-01").content.decode()
    assert "另有 4 条是别的时段的，没有画。" in page and "其中 1 条超期未办结" in page
    assert "清理沟渠" not in page.split("<main")[1]
    whole = client.get("/registers/task/wall/?at=2027-01&others=1").content.decode()
    assert "清理沟渠" in whole and "只画这一段的" in whole
    pdf = client.get("/registers/task/wall.pdf?at=2027-01")
    assert "不含别的时段的4条" in "".join(PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text().split())


@given(
    st.sampled_from(["year", "quarter", "month", "week", ""]),
    st.text(max_size=8),
    st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
)
def test_any_question_gives_a_whole_stretch(span, at, today):
    kind, first, last = stretch(span, at, today)
    assert kind in {"year", "quarter", "month"}
    assert first.day == 1
    assert (last + dt.timedelta(days=1)).day == 1
    assert first < last


def test_nothing_is_drawn_outside_the_chart(plan, tasks, zhao):
    for span in ("year", "quarter", "month"):
        seen = drawn(zhao, tasks, span=span, at="2026-11")
        for row in seen.rows:
            for bar in filter(None, (row.baseline, row.plan, row.actual)):
                assert bar[0] >= SIDE + LIGHT
                assert bar[0] + bar[1] <= seen.wide
            assert row.y + ROW <= seen.high


def test_a_long_chart_is_cut_into_sheets_without_losing_a_line(plan, tasks, zhao):
    seen = drawn(zhao, tasks)
    long = WallChart(
        seen.rows * 60,
        *(getattr(seen, name) for name in ("ticks", "today", "wide", "since", "until", "span", "cut")),
    )
    sheets = list(long.sheets())
    assert [len(sheet.rows) for sheet in sheets] == [SHEET, SHEET, 60]
    assert all(sheet.rows[0].y == HEAD for sheet in sheets)


def test_the_page_and_the_sheet_hold_the_same_words(plan, tasks, zhao, client):
    client.force_login(zhao)
    page = client.get("/registers/task/wall/")
    assert page.status_code == 200
    assert "script" not in page.content.decode().split("<main")[1]
    pdf = client.get("/registers/task/wall.pdf")
    reader = PdfReader(io.BytesIO(pdf.content))
    box = reader.pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (1189, 841)
    words = "".join(reader.pages[0].extract_text().split())
    for said in ("任务作战图", "清理沟渠", "超期40%", "今天", "临近、曾超期", "现行计划"):
        assert said in words
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf.content


def test_the_sheet_is_chinese_for_a_reader_of_english_pages(plan, tasks, zhao, client):
    client.force_login(zhao)
    pdf = client.get("/registers/task/wall.pdf", headers={"Accept-Language": "en"})
    words = "".join(PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text().split())
    assert "任务作战图" in words and "今天" in words


def test_a_register_without_a_plan_has_no_chart(client, bridges, zhao):
    client.force_login(zhao)
    assert client.get("/registers/bridge/wall/").status_code == 404
    assert client.get("/registers/bridge/wall.pdf").status_code == 404


def test_the_sheet_looks_as_it_did(plan, tasks, zhao, request):
    pictures = [
        render_to_string("registers/wall.svg", {"chart": one})
        for one in drawn(zhao, tasks, wide=1600).sheets()
    ]
    (made,) = sheets_of(
        title="任务作战图", issuer="梨树县", note="2026", dated=TODAY, pictures=pictures, ppi=24
    )
    if request.config.getoption("--golden-update"):
        GOLDEN.write_bytes(made)
    was, now = Image.open(GOLDEN).convert("L"), Image.open(io.BytesIO(made)).convert("L")
    assert was.size == now.size
    differs = ImageChops.difference(was, now).point(lambda grey: 255 * (grey > 48))
    assert sum(differs.histogram()[1:]) < was.width * was.height // 500


def test_the_page_and_the_wall_tell_one_progress_and_what_was_dropped_is_no_part_of_it(
    make, tasks, zhao, zhang, client
):
    from youju.work.registers.services import move_record

    due = {"due_on": "2023-06-30"}
    top = make(tasks, title="方面", parts="2", **due)
    item = make(tasks, title="事项", parent=top, progress="10", **due)
    make(tasks, title="步骤", parent=item, progress="80", **due)
    gone = make(tasks, title="不办了", parent=top, progress="0", **due)
    move_record(record=gone, lock=1, move="cancel", by=zhao, reason="撤销")
    client.force_login(zhang)
    page = client.get(f"/registers/task/{top.number}/").content.decode()
    assert "(1×80) ÷ (1) = 80" in page and "列出 1 项" in page
    rows = {row.name: row.progress for row in drawn(zhao, tasks, others=True).rows}
    assert (rows["方面"], rows["事项"]) == ("80%", "80%")


def test_a_weight_of_nothing_is_said_and_nothing_is_divided_by_it():
    from decimal import Decimal

    from youju.work.registers.tree import roll_up

    assert roll_up([("甲", Decimal(0), Decimal(50))]).says == "算不出；甲没有权重，没有算进去"
    told = roll_up(
        [("甲", Decimal(0), Decimal(50)), ("乙", Decimal(2), Decimal(40)), ("丙", Decimal(1), None)]
    )
    assert told.says == "(2×40) ÷ (2) = 40；丙没有填，没有算进去；甲没有权重，没有算进去"


def test_a_township_puts_its_item_under_an_aspect_of_the_county(tasks, zhao, zhang, wang, units, client):
    from youju.work.registers.models import Record
    from youju.work.registers.services import make_record

    above = make_record(
        register=tasks, unit=units.county, by=zhao, values={"title": "方面", "due_on": "2023-06-30"}
    )
    beside = make_record(
        register=tasks, unit=units.other, by=wang, values={"title": "别处", "due_on": "2023-06-30"}
    )
    client.force_login(zhang)
    said = {"unit": units.township.code, "title": "本镇事项", "due_on": "2023-06-30"}
    assert client.post("/registers/task/new/", {**said, "parent": above.number}).status_code == 302
    assert Record.objects.get(parent=above).unit == units.township
    assert client.post("/registers/task/new/", {**said, "parent": beside.number}).status_code == 422
