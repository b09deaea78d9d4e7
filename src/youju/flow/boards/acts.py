"""What can be done with boards."""

from youju.kernel.acts import declare
from youju.kernel.roles import ADMINS, Role

declare(
    "board.read", "查看榜单", [role for role in Role if role not in {Role.PUBLIC, Role.ENTERPRISE, *ADMINS}]
)
declare("board.firmness", "测算名次区间", [Role.SCORING_OFFICE, Role.LEADER])
