"""What can be done with duties."""

from youju.kernel.acts import declare, word
from youju.kernel.roles import ADMINS, Role

declare(
    "duty.read",
    "查看包保责任",
    [role for role in Role if role not in {Role.PUBLIC, Role.ENTERPRISE, *ADMINS}],
)
declare("duty.keep", "管理包保责任", [Role.REVIEWER, Role.SCORING_OFFICE])

word("duty.charge", "登记责任对象")
word("duty.line", "登记整条长度")
word("duty.charge_end", "注销责任对象")
word("duty.give", "明确责任人")
word("duty.hand_over", "责任交接")
word("duty.end", "解除责任")
word("duty.depart", "登记调离")
word("duty.link", "结对帮扶")
word("duty.link_end", "结束帮扶")
word("duty.route", "明确行业主管")
word("duty.import", "导入责任表")
