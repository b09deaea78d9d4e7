"""What can be done with reports."""

from youju.kernel.acts import declare, word
from youju.kernel.roles import ADMINS, Role

declare(
    "report.read", "查看报送", [role for role in Role if role not in {Role.PUBLIC, Role.ENTERPRISE, *ADMINS}]
)
declare("report.write", "填报", [Role.REPORTER], number=True)
declare("report.submit", "报送", [Role.REPORTER], number=True)
declare("report.review", "审核报送", [Role.REVIEWER, Role.SCORING_OFFICE], number=True)

word("report.book", "导入报送表")
word("report.batch", "成批填报")
word("report.accepted", "采信")
word("report.returned", "退回")
