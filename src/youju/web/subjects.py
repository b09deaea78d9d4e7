"""What a trace is about, in words: a trace keeps the model and the key, which say nothing to a reader."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

THINGS = {
    "duties.charge": gettext_lazy("责任对象"),
    "duties.duty": gettext_lazy("责任"),
    "evidence.evidence": gettext_lazy("佐证"),
    "inspections.feedback": gettext_lazy("督查反馈"),
    "inspections.finding": gettext_lazy("发现的问题"),
    "inspections.plan": gettext_lazy("督查计划"),
    "inspections.rectification": gettext_lazy("整改"),
    "inspections.verification": gettext_lazy("核查值"),
    "inspections.visit": gettext_lazy("现场核查"),
    "kernel.tenure": gettext_lazy("任职"),
    "kernel.user": gettext_lazy("账号"),
    "ledger.observation": gettext_lazy("底账的数"),
    "monitors.feed": gettext_lazy("监测数据"),
    "monitors.monitor": gettext_lazy("监测点"),
    "monitors.watchrule": gettext_lazy("监测规则"),
    "points.account": gettext_lazy("积分账户"),
    "points.book": gettext_lazy("积分簿"),
    "points.entry": gettext_lazy("积分分录"),
    "publications.publication": gettext_lazy("发布的文稿"),
    "registers.record": gettext_lazy("台账记录"),
    "registers.register": gettext_lazy("台账"),
    "reports.report": gettext_lazy("单位的报送"),
    "schemes.round": gettext_lazy("轮次"),
    "schemes.schemeversion": gettext_lazy("方案版本"),
    "scores.objection": gettext_lazy("异议"),
    "scores.score": gettext_lazy("计分"),
    "units.tree": gettext_lazy("单位树"),
    "units.unit": gettext_lazy("单位"),
}


def named(subject: str) -> str:
    """Return what the subject of a trace is and its number; one that has no word here stays as it was kept."""
    model, _colon, key = subject.partition(":")
    said = _("{thing} {number} 号")
    return said.format(thing=THINGS[model], number=key) if model in THINGS and key else subject
