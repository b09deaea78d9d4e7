"""A circular becomes a list of tasks, each with its clause, its owner and its deadline."""

from __future__ import annotations

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


def test_a_text_without_numbering_is_an_empty_plan() -> None:
    assert read_plan("今天天气很好。\n明天也是。").tasks == ()
