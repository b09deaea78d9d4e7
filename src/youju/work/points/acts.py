"""What can be done with points and vouchers. No act takes points away as a punishment: there is none to allow."""

from youju.kernel.acts import declare, word
from youju.kernel.roles import ADMINS, Role

declare(
    "points.read", "查看积分", [role for role in Role if role not in {Role.PUBLIC, Role.ENTERPRISE, *ADMINS}]
)
declare("points.keep", "管理积分簿", [Role.REVIEWER, Role.SCORING_OFFICE], number=True)
declare("points.book", "记积分", [Role.REPORTER], number=True)

word("points.open", "建立积分簿")
word("points.rule", "定积分规则")
word("points.rule_end", "停用积分规则")
word("points.account", "开积分账户")
word("points.import", "导入积分账户")
word("points.leave", "退出积分")
word("points.award", "奖励积分")
word("points.redeem", "兑换积分")
word("points.settle", "与商户结算")
word("points.expire", "积分到期")
word("points.issue", "发放消费券")
word("points.undo", "冲正积分")
