"""Acts: what can be done at all, in which words, and by which roles. Each room declares its own in `acts.py`.

from youju.kernel.acts import declare
from youju.kernel.roles import Role

declare("report.submit", "报送", [Role.REPORTER], number=True)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from youju.kernel.roles import ADMINS, Role


@dataclass(frozen=True, slots=True)
class Act:
    """Something a post may do to a unit's affairs."""

    name: str
    title: str
    roles: frozenset[Role]
    number: bool
    """Whether the act can change a value, a mark, or what they rest on."""


_acts: dict[str, Act] = {}
_words: dict[str, str] = {}


def declare(name: str, title: str, roles: Iterable[Role], *, number: bool = False) -> Act:
    """Declare an act, once, while the house starts.

    Raises ValueError if it is declared twice in different words, or gives an admin the power over a number.
    """
    act = Act(name, title, frozenset(roles), number)
    if number and act.roles & set(ADMINS):
        raise ValueError(f"{name}: an admin may not write a number")
    if _acts.setdefault(name, act) != act:
        raise ValueError(f"{name} is declared twice")
    return act


def word(name: str, title: str) -> None:
    """Say what a trace is called that is part of another act's power: taking back a token, giving a visit away."""
    if _words.setdefault(name, title) != title:
        raise ValueError(f"{name} is worded twice")


def title_of(name: str) -> str:
    """Return what an act or a trace is called in the reader's language; its name where no room has words for it.

    It stands alone: on a button, in a list, at the head of a line. So it begins with a capital where letters have them,
    whatever the phrase is like in the middle of a sentence.
    """
    if name not in _acts and name not in _words:
        return name
    words = gettext(_acts[name].title if name in _acts else _words[name])
    return words[:1].upper() + words[1:]


def act_named(name: str) -> Act:
    """Return a declared act; ValueError if no room declares it, so a typing error cannot open a door."""
    try:
        return _acts[name]
    except KeyError:
        raise ValueError(f"no room declares the act {name!r}") from None


def all_acts() -> tuple[Act, ...]:
    """Return every declared act, by name."""
    return tuple(_acts[name] for name in sorted(_acts))


# The kernel's own acts: people, posts, tokens and the log.
declare("person.open", "开设账号", [Role.SYSTEM_ADMIN])
declare("person.link", "关联外部身份", [Role.SYSTEM_ADMIN])
declare("post.appoint", "任免岗位", [Role.SECURITY_ADMIN])
declare("hook.keep", "管理回调", [Role.SYSTEM_ADMIN])
declare("trace.read", "查看留痕", [Role.AUDIT_ADMIN])
declare("receipt.read", "领取收据", list(Role))
declare("opinion.answer", "答复意见", [Role.SYSTEM_ADMIN])
declare("search.ask", "搜索", list(Role))
declare("feed.read", "查看自己的到期日", list(Role))
word("opinion.say", "提意见")
word("feed.open", "开通日历订阅")
word("feed.revoke", "收回日历订阅")
word("hook.open", "开通回调")
word("hook.close", "停用回调")
word("hook.again", "重新投递")
word("hook.try", "试发一条")
word("digest.robot", "向群里发本月到期")
word("digest.mail", "寄出本月到期")
word("person.mail", "改自己的邮箱")
word("person.close", "停用账号")
word("identity.meet", "外部身份初次登录")
word("identity.link", "关联外部身份")
word("identity.unlink", "解除外部身份")
word("person.reset", "重置口令")
word("post.dismiss", "免去岗位")
word("token.issue", "领取令牌")
word("token.revoke", "收回令牌")
word("house.backup", "备份")
word("house.restore", "恢复备份")
