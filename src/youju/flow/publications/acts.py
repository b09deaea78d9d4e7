"""What can be done with publications. What was published to all is read without an act."""

from youju.kernel.acts import declare, word
from youju.kernel.roles import ADMINS, Role

declare(
    "publication.read",
    "查看通报",
    [role for role in Role if role not in {Role.PUBLIC, Role.ENTERPRISE, *ADMINS}],
)
declare("publication.propose", "提请发布", [Role.SCORING_OFFICE], number=True)
declare("publication.approve", "签发", [Role.SECOND_APPROVER], number=True)

word("publication.sign", "签发")
word("publication.withdraw", "撤回")
word("publication.keep", "留存发布的文件")
