"""What can be done with units."""

from youju.kernel.acts import declare
from youju.kernel.roles import ADMINS, Role

declare("unit.read", "查看单位", [role for role in Role if role not in {Role.PUBLIC, Role.ENTERPRISE}])
# Whoever changes the tree changes who is compared with whom: no admin may.
declare("unit.change", "调整单位", [Role.SCORING_OFFICE], number=True)
declare("unit.posts", "查看单位岗位", [Role.SCORING_OFFICE, Role.REVIEWER, Role.LEADER, *ADMINS])
