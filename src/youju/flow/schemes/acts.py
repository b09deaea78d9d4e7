"""What can be done with schemes and rounds."""

from youju.kernel.acts import declare, word
from youju.kernel.roles import ADMINS, Role

declare("scheme.read", "查看方案", [role for role in Role if role not in {Role.PUBLIC, Role.ENTERPRISE}])
# Drafts are read by those who write, approve, watch or answer for them.
declare(
    "scheme.draft",
    "查看方案草案",
    [Role.SCORING_OFFICE, Role.SECOND_APPROVER, Role.LEADER, Role.AUDIT_ADMIN],
)
declare("scheme.load", "录入方案", [Role.SCORING_OFFICE], number=True)
declare("scheme.propose", "提请施行方案", [Role.SCORING_OFFICE], number=True)
declare("scheme.approve", "批准施行方案", [Role.SECOND_APPROVER], number=True)
declare("scheme.retire", "停用方案", [Role.SCORING_OFFICE], number=True)
declare(
    "round.read", "查看轮次", [role for role in Role if role not in {Role.PUBLIC, Role.ENTERPRISE, *ADMINS}]
)
declare("round.open", "开轮次", [Role.SCORING_OFFICE], number=True)
declare("round.advance", "推进轮次", [Role.SCORING_OFFICE], number=True)

word("scheme.proposed", "提请施行")
word("scheme.in_force", "批准施行")
word("scheme.retired", "停用")
word("scheme.what_if", "推演")
word("scheme.discarded", "作废")
