"""`youju manage digest [MONTH]`: tell people and groups what falls due in a month, once, and of what they were reminded since.

At night and on days off it tells nobody anything: what was left is told the next time it runs.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from youju.engine.period import Every, Period
from youju.kernel.clock import db_today
from youju.kernel.robots import remind_robots, tell_robots
from youju.web.digest import mail_people, mail_reminded, marks, quiet_now


class Command(BaseCommand):
    """Run it every day, or on the first of the month: what was told for a month is not told again."""

    help = "把本月到期的事寄给个人、发到群里，一个月一次 · tell what falls due this month"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the month."""
        parser.add_argument("month", nargs="?", default="", help="例如 2026-12；不写就是本月")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Tell, and say how many were told. Exit 1 if a mail could not be sent."""
        month = options["month"] or f"{db_today():%Y-%m}"
        try:
            is_month = Period.parse(month).every is Every.MONTH
        except ValueError:
            is_month = False
        if not is_month:
            raise CommandError(
                f"没有发：“{month}”不是月份；写成 2026-12 这样。\nNothing was told: write the month as 2026-12."
            )
        if quiet_now():
            self.stdout.write(
                "夜里和休息日不打扰人，什么也没有发；工作日 8 点到 18 点之间再运行时补上\n"
                "(nobody is told anything at night or on a day off; run it between 8:00 and 18:00 on a working day)"
            )
            return
        queued = tell_robots(month) + remind_robots(marks())
        self.stdout.write(f"{queued} 个群已排队 (robots queued)")
        if not settings.YOUJU["mails"]:
            self.stdout.write("没有设邮件服务器(YOUJU_MAIL),没有寄信 (no mail server)")
            return
        told = [*mail_people(month), *mail_reminded()]
        failed = [f"{person.username}: {why}" for person, why in told if why]
        self.stdout.write(f"{len(told) - len(failed)} 封信已寄 (mails sent)")
        if failed:
            raise CommandError("没有寄到 (not sent):\n" + "\n".join(failed))
