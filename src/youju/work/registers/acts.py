"""What can be done with registers. Which roles may do it to one register is said in its declaration; these are the doors."""

from youju.kernel.acts import declare, word
from youju.kernel.roles import ADMINS, Role

WORKING = [role for role in Role if role not in {Role.PUBLIC, Role.ENTERPRISE, *ADMINS}]
declare("register.read", "查看台账", WORKING)
declare("register.write", "填写台账", [role for role in WORKING if role != Role.LEADER], number=True)
declare("register.move", "流转台账", WORKING, number=True)
declare("register.instruct", "批示", [Role.LEADER])
declare("register.declare", "声明台账", [Role.SCORING_OFFICE], number=True)

word("register.make", "登记")
word("register.change", "修改台账记录")
word("register.suspend", "停办")
word("register.resume", "恢复办理")
word("register.import", "导入台账")
word("register.view", "存台账视图")
