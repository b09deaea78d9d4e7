"""What can be done with units."""

from youju.kernel.acts import declare, word
from youju.kernel.roles import ADMINS, Role

declare("unit.read", "查看单位", [role for role in Role if role not in {Role.PUBLIC, Role.ENTERPRISE}])
# Whoever changes the tree changes who is compared with whom: no admin may.
declare("unit.change", "调整单位", [Role.SCORING_OFFICE], number=True)
declare("unit.posts", "查看单位岗位", [Role.SCORING_OFFICE, Role.REVIEWER, Role.LEADER, *ADMINS])

word("tree.add", "建立单位树")
word("unit.add", "新增单位")
word("unit.import", "导入单位")
word("unit.merge", "合并单位")
word("unit.move", "调整隶属")
word("unit.outline", "导入边界")
word("unit.place", "放进单位树")
word("unit.rename", "更名")
word("unit.split", "拆分单位")
