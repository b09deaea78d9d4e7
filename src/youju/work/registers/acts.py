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
word("register.cite", "文件事实登记")
word("register.change", "修改台账记录")
word("register.suspend", "停办")
word("register.resume", "恢复办理")
word("register.import", "导入台账")
word("register.view", "存台账视图")
declare("register.unlock", "开身份保险柜", [Role.SCORING_OFFICE, Role.LEADER])
word("register.note", "写进展")
word("register.accept", "签收")
word("register.extend", "延期")
word("register.party", "增减配合单位")
word("register.part", "分办答复")
word("register.merge", "并案")
word("register.draw", "抽回头看")
word("register.look", "回头看")
word("register.seal", "封存身份")
word("register.asker", "诉求人答复")
word("register.unlock_asked", "申请开保险柜")
word("register.unlock_granted", "批准开保险柜")
word("register.unlock_seen", "看过身份")
word("register.reward", "发奖励")
word("register.deal", "供需成交")
word("register.remind", "提醒")
word("register.urge", "催办")
word("register.notice", "督办单")
word("register.circular", "通报")
