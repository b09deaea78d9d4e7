"""What can be done with evidence."""

from youju.kernel.acts import declare, word
from youju.kernel.roles import Role

_OFFICE = [Role.INSPECTOR, Role.SCORING_OFFICE, Role.SECOND_APPROVER, Role.LEADER]

# Marks rest on evidence: no admin adds any.
declare(
    "evidence.add",
    "上传佐证",
    [Role.REPORTER, Role.REVIEWER, Role.INSPECTOR, Role.SCORING_OFFICE],
    number=True,
)
declare("evidence.read", "查看佐证", [Role.REPORTER, Role.REVIEWER, *_OFFICE])
# What inspectors bring home is not shown to the unit before it is fed back.
declare("evidence.read_withheld", "查看尚未反馈的佐证", _OFFICE)

word("evidence.open", "公开佐证")
