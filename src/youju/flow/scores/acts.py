"""What can be done with scores, statements of marks and objections."""

from youju.kernel.acts import declare
from youju.kernel.roles import Role

declare("score.make", "计分", [Role.SCORING_OFFICE], number=True)
declare("score.read", "查看计分", [Role.SCORING_OFFICE, Role.SECOND_APPROVER, Role.LEADER, Role.INSPECTOR])
declare(
    "statement.read",
    "查看得分说明书",
    [Role.REPORTER, Role.REVIEWER, Role.SCORING_OFFICE, Role.SECOND_APPROVER, Role.LEADER, Role.INSPECTOR],
)
declare("objection.raise", "提出异议", [Role.REPORTER, Role.REVIEWER], number=True)
declare("objection.withdraw", "撤回异议", [Role.REPORTER, Role.REVIEWER, Role.SCORING_OFFICE], number=True)
declare("correction.propose", "提请更正", [Role.SCORING_OFFICE], number=True)
declare("objection.decide", "复核异议", [Role.SECOND_APPROVER], number=True)
