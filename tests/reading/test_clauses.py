"""A circular becomes a list of tasks, each with its clause, its owner and its deadline."""

from __future__ import annotations

import pytest

from tests.costs import cost
from youju.reading.clauses import Plan, Task, read_plan

CIRCULAR = """关于印发《某市2023年助企行动方案》的通知

各县（市、区）人民政府:
现将《某市2023年助企行动方案》印发给你们,请认真贯彻落实2个方面3项任务。
一、优化服务
（一）推进一网通办。6月底前,80%以上事项全程网办。（牵头单位：市政数局；配合单位：市公安局、各县（市、区）政府）
（二）推行容缺受理。公布事项清单。（市司法局牵头,市人社局、市住建局配合,年底前完成）
二、降低成本
（三）减税降费5亿元以上。（责任单位：市税务局、市财政局；完成时限：2023年11月）
1.开展银企对接活动不少于12场。
"""


def plan() -> Plan:
    return read_plan(CIRCULAR)


def task(clause: str) -> Task:
    return next(one for one in plan().tasks if one.clause == clause)


def test_every_item_keeps_its_clause_pointer_and_its_aspect() -> None:
    assert [(one.clause, one.aspect) for one in plan().tasks] == [
        ("一（一）", "优化服务"), ("一（二）", "优化服务"), ("二（三）", "降低成本"), ("二（三）1", "降低成本"),
    ]  # fmt: skip


def test_the_lead_is_one_unit_and_the_others_support_it() -> None:
    assert (task("一（一）").lead, task("一（一）").supporting) == (
        "市政数局",
        ("市公安局", "各县（市、区）政府"),
    )
    assert (task("一（二）").lead, task("一（二）").supporting) == ("市司法局", ("市人社局", "市住建局"))
    assert (task("二（三）").lead, task("二（三）").supporting) == ("市税务局", ("市财政局",))


def test_a_step_is_owned_by_the_item_it_belongs_to() -> None:
    assert task("二（三）1").lead == "市税务局"


def test_the_deadline_is_read_from_the_bracket_or_the_sentence() -> None:
    ends = {one.clause: one.deadline.end if one.deadline else None for one in plan().tasks}
    assert ends == {
        "一（一）": "2023-06-30",
        "一（二）": "2023-12-31",
        "二（三）": "2023-11-30",
        "二（三）1": "2023-11-30",
    }


def test_the_measures_of_a_task_are_the_figures_inside_it_and_planned() -> None:
    assert [
        (str(fact.value), fact.unit, fact.qualifier, fact.status) for fact in task("二（三）1").measures
    ] == [("12", "item", "at_least", "planned")]


def test_every_task_stands_where_it_says() -> None:
    assert all(CIRCULAR[one.start : one.end] == one.quote for one in plan().tasks)


def test_a_count_that_the_list_bears_out_is_not_doubted() -> None:
    assert plan().doubts == ()


def test_a_count_that_the_list_does_not_bear_out_is_doubted() -> None:
    (doubt,) = read_plan(CIRCULAR.replace("2个方面3项任务", "2个方面7项任务")).doubts
    assert (doubt.kind, doubt.quote) == ("count", "2个方面7项任务")


@pytest.mark.parametrize(
    ("said", "quotes"),
    [
        ("以下3项任务", []),
        ("以下2项重点任务", []),
        ("以下7项任务", ["以下7项任务"]),
        ("如下二十条措施", ["如下二十条措施"]),
        ("省里的55项任务", []),
    ],
)
def test_a_count_of_items_alone_is_held_against_every_level_of_the_list(said: str, quotes: list[str]) -> None:
    doubts = read_plan(CIRCULAR.replace("2个方面3项任务", said)).doubts
    assert [(one.kind, one.quote) for one in doubts] == [("count", quote) for quote in quotes]


def test_a_text_without_numbering_is_an_empty_plan() -> None:
    assert read_plan("今天天气很好。\n明天也是。").tasks == ()


NOTICE = """关于做好秋冬季防火工作的通知
各林场、各村:
　　一、压实责任。各单位要签订责任状,10月15日前全部签完。
　　二、加强巡护。增设检查站12处。由林业站负责,派出所配合。巩固2022年成果。
　　三、严格值守。实行24小时值班。
　　附件:1.责任区划分表
　　　　　2.物资清单
某镇人民政府
2023年9月28日
"""
STEPS = """工作要点分工方案
一、总体要求
深入推进各项工作。
二、民生实事
（一）办好教育
1.改造老旧小区25个。
（1）上半年全部开工。
（2）10月底前完工15个。
（责任单位:市住建局、市财政局）
2.新建幼儿园4所。（市教育局、市编办按职责分工负责）
以上共1个方面2项任务,责任单位每月25日前报送进展。
"""


def of(text: str) -> dict[str, Task]:
    return {one.clause: one for one in read_plan(text).tasks}


def test_what_closes_a_document_belongs_to_no_task() -> None:
    tasks = of(NOTICE)
    assert list(tasks) == ["一", "二", "三"]
    assert tasks["三"].quote == "严格值守。实行24小时值班。"
    assert tasks["三"].deadline is None


def test_a_sentence_may_name_the_owners() -> None:
    assert (of(NOTICE)["二"].lead, of(NOTICE)["二"].supporting) == ("林业站", ("派出所",))


def test_a_year_that_is_over_is_no_deadline() -> None:
    assert of(NOTICE.replace("压实", "按2023年要求压实"))["二"].deadline is None


def test_what_only_heads_others_and_what_a_plan_begins_with_are_no_tasks() -> None:
    assert list(of(STEPS)) == ["二（一）1", "二（一）1（1）", "二（一）1（2）", "二（一）2"]
    assert {one.aspect for one in of(STEPS).values()} == {"办好教育", "改造老旧小区25个"}


def test_owners_named_behind_the_last_step_answer_for_all_steps() -> None:
    assert {of(STEPS)[clause].lead for clause in ("二（一）1", "二（一）1（1）", "二（一）1（2）")} == {
        "市住建局"
    }


def test_how_the_work_is_shared_is_no_part_of_a_name() -> None:
    assert (of(STEPS)["二（一）2"].lead, of(STEPS)["二（一）2"].supporting) == ("市教育局", ("市编办",))


def test_a_figure_of_a_task_is_a_goal_unless_it_was_reached() -> None:
    done = STEPS.replace("新建幼儿园4所。", "新建幼儿园4所,已完工3所。")
    assert [fact.status for fact in of(done)["二（一）2"].measures] == ["planned", "achieved"]


def test_a_count_is_borne_out_by_any_two_levels_without_what_frames_the_plan() -> None:
    assert read_plan(STEPS).doubts == ()


def test_names_that_a_text_layer_broke_are_put_together() -> None:
    wrapped = "一、优化服务。\n牵头单位:某县政务服务和数字化建设管理局、某县市场监督管理局、某县自然资\n源局\n完成时限:6月底前\n二、降低成本。\n"
    assert of(wrapped)["一"].supporting == ("某县市场监督管理局", "某县自然资源局")


def test_a_numbered_report_gives_no_work_out() -> None:
    assert not read_plan("一、工业平稳。产值5亿元。\n二、农业丰收。产量3亿斤。\n").assigns
    assert read_plan(NOTICE).assigns


@pytest.mark.parametrize(
    "piece",
    [
        "1.甲\n",
        "一、甲\n（一）乙\n",
        "（一）甲（责任单位:乙局）\n",
        "由甲牵头,",
        "（甲乙丙丁（丙）戊",
        "牵头单位:\n",
    ],
)
def test_a_long_plan_costs_in_proportion_to_its_length(piece: str) -> None:
    def seconds(times: int) -> float:
        text = "一、甲\n1.乙。" + piece * times
        return cost(lambda: read_plan(text))

    assert seconds(2400) < 4 * 3 * max(seconds(600), 0.02)
