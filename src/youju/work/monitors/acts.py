"""What can be done with monitors."""

from youju.kernel.acts import declare, word
from youju.kernel.roles import ADMINS, Role

declare(
    "monitor.read", "查看监测", [role for role in Role if role not in {Role.PUBLIC, Role.ENTERPRISE, *ADMINS}]
)
declare("monitor.keep", "管理监测", [Role.SCORING_OFFICE], number=True)
declare("monitor.feed", "导入监测数据", [Role.REPORTER, Role.SCORING_OFFICE], number=True)

word("monitor.add", "设立监测点")
word("monitor.rule", "定预警规则")
word("monitor.rule_end", "停用预警规则")
word("monitor.normal", "录入常年值")
word("monitor.area", "声明面平均权重")
word("monitor.import", "导入监测数据")
word("monitor.correct", "更正读数")
word("monitor.alarm", "监测预警")
word("monitor.clear", "预警解除")
