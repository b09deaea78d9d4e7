"""What can be done with the ledger."""

from youju.kernel.acts import declare, word
from youju.kernel.roles import ADMINS, Role

declare(
    "ledger.read", "查看底账", [role for role in Role if role not in {Role.PUBLIC, Role.ENTERPRISE, *ADMINS}]
)
declare("ledger.gather", "归集入账", [Role.SCORING_OFFICE], number=True)
declare("ledger.correct", "更正底账", [Role.SCORING_OFFICE], number=True)
declare("ledger.cite", "文件事实入账", [Role.SCORING_OFFICE], number=True)
declare("ledger.import", "导入官方统计", [Role.SCORING_OFFICE], number=True)
declare("round.close", "关账", [Role.SCORING_OFFICE], number=True)


word("ledger.record", "入账")
word("ledger.bring", "补入底账")
word("ledger.revise", "官方统计修订")
word("ledger.withdraw", "撤销入账")
