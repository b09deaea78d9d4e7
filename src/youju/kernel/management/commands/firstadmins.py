"""`youju manage firstadmins`: the three admins of a new house, each with a one-time password."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from youju.kernel.models import User
from youju.kernel.people import appoint, open_account
from youju.kernel.powers import EVERYWHERE
from youju.kernel.roles import ADMINS
from youju.kernel.words import as_written


class Command(BaseCommand):
    """Open the accounts of the system, security and audit admin. Only while nobody has an account."""

    help = "为新系统开设三类管理员，各给一次性口令 · open the three admin accounts"

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        """Open the accounts."""
        if User.objects.exists():
            raise CommandError(
                "已经有账号，不再开设。由系统管理员在页面上办理。\nAccounts exist; nothing was opened."
            )
        self.stdout.write("用户名\t角色\t一次性口令（首次登录须修改）")
        for role in ADMINS:
            user, once = open_account(username=role.value, name=as_written(role.label), by=None)
            appoint(holder=user, role=role, unit_id=EVERYWHERE, by=None)
            self.stdout.write(f"{user.username}\t{role.label}\t{once}")
