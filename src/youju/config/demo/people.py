"""The people of the demo: one account for each role, each with a one-time password, appointed by the security admin."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from youju.kernel.models import User
from youju.kernel.people import appoint, open_account
from youju.kernel.powers import EVERYWHERE
from youju.kernel.roles import ADMINS, Role
from youju.kernel.words import as_written

SINCE = dt.date(2020, 1, 1)


@dataclass(slots=True)
class People:
    """Who is who, and the one-time passwords of those whose account is handed out."""

    by_name: dict[str, User] = field(default_factory=dict)
    handed_out: list[dict[str, str]] = field(default_factory=list)
    townships: dict[str, str] = field(default_factory=dict)

    def others(self, kind: str) -> list[User]:
        """Return the further reporters or inspectors, whose accounts are not handed out."""
        return [user for name, user in self.by_name.items() if name.startswith(kind)]

    def reporter_of(self, village: str) -> User:
        """Return who reports for a village."""
        return next(self.by_name[name] for code, name in self.townships.items() if village.startswith(code))

    def __getattr__(self, name: str) -> User:
        try:
            return self.by_name[name]
        except KeyError:
            raise AttributeError(name) from None


def open_accounts(units: dict[str, Any], townships: list[str], city: Any) -> People:
    """Open the accounts and appoint everybody. The first two townships get 张 and 王; the others get a reporter each."""
    people = People(townships=dict(zip(townships, ["zhang", "wang"], strict=False)))
    for role in ADMINS:
        _open(people, role.value, as_written(role.label), role, EVERYWHERE, "全部系统", by=None)
    for username, name, role, unit in (
        ("zhang", "张", Role.REPORTER, units[townships[0]]),
        ("wang", "王", Role.REPORTER, units[townships[1]]),
        ("sun", "孙", Role.REVIEWER, city),
        ("li", "李", Role.INSPECTOR, city),
        ("zhao", "赵", Role.SCORING_OFFICE, city),
        ("qian", "钱", Role.SECOND_APPROVER, city),
        ("zhou", "周", Role.LEADER, city),
    ):
        _open(people, username, f"{name}（示例）", role, unit.pk, unit.name, by=people.system_admin)
    for number, code in enumerate(townships[2:], 3):
        people.townships[code] = f"reporter{number}"
        _open(people, f"reporter{number}", f"填报员{number}（示例）", Role.REPORTER, units[code].pk)
    for number in (2, 3, 4):
        _open(people, f"inspector{number}", f"督查员{number}（示例）", Role.INSPECTOR, city.pk)
    return people


def _open(
    people: People,
    username: str,
    name: str,
    role: Role,
    unit_id: int,
    where: str = "",
    *,
    by: User | None = None,
) -> None:
    """Open one account; where it is told in which unit, the account is one that is handed out."""
    by = by or people.by_name.get("system_admin")
    user, once = open_account(username=username, name=name, by=by)
    security = people.by_name.get("security_admin")
    appoint(holder=user, role=role, unit_id=unit_id, by=security, valid_from=SINCE)
    people.by_name[username] = user
    if where:
        people.handed_out.append(
            {
                "username": username,
                "name": name,
                "role": as_written(role.label),
                "where": where,
                "password": once,
            }
        )
