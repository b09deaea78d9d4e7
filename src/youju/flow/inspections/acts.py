"""What can be done with inspections. What a unit may see of one begins with its feedback."""

from youju.kernel.acts import declare, word
from youju.kernel.roles import Role

_OFFICE = [Role.SCORING_OFFICE, Role.SECOND_APPROVER, Role.LEADER]

# Plans, lists drawn and reasons are read by those whose post covers the office that planned, never by the inspected.
declare("inspection.read", "查看督查计划", _OFFICE)
declare("inspection.plan", "制定督查计划", [Role.SCORING_OFFICE], number=True)
declare("inspection.draw", "抽取督查名单", [Role.SCORING_OFFICE], number=True)
declare("inspection.visit", "督查", [Role.INSPECTOR], number=True)
declare("inspection.feedback", "反馈督查情况", [Role.INSPECTOR, Role.SCORING_OFFICE], number=True)
declare(
    "inspection.own",
    "查看本单位的督查反馈",
    [Role.REPORTER, Role.REVIEWER, Role.LEADER, Role.INSPECTOR, *_OFFICE],
)
declare("inspection.answer", "对督查反馈陈述意见", [Role.REPORTER, Role.REVIEWER])
declare("rectification.assign", "交办整改", [Role.SCORING_OFFICE, Role.INSPECTOR])
declare("rectification.report", "报告整改", [Role.REPORTER, Role.REVIEWER], number=True)
declare("finding.close", "销号", [Role.INSPECTOR, Role.SCORING_OFFICE], number=True)

word("inspection.area_given", "分片")
word("inspection.cancel", "取消计划")
word("inspection.conclude", "结束督查")
word("inspection.day", "定核查日期")
word("inspection.find", "记录问题")
word("inspection.fix_draw", "固定抽取种子")
word("inspection.give_visit", "转交核查")
word("inspection.recusal", "回避")
word("inspection.team", "组成督查组")
word("inspection.verify", "记录核查结果")
word("rectification.return", "退回整改")
word("inspection.areas", "划分片区")
