"""What can be done with documents."""

from youju.kernel.acts import declare, word
from youju.kernel.roles import ADMINS, Role

# Circulars and newspaper pages are read by everybody who works here; what counts of them is decided by few.
declare(
    "document.read",
    "查看文件",
    [role for role in Role if role not in {Role.PUBLIC, Role.ENTERPRISE, *ADMINS}],
)
declare("document.add", "上传文件", [Role.REVIEWER, Role.INSPECTOR, Role.SCORING_OFFICE])
declare("document.decide", "采信文件中的事实", [Role.INSPECTOR, Role.SCORING_OFFICE], number=True)

word("document.read_again", "重读文件")
