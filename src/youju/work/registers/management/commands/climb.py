"""`youju manage climb`: remind, urge, notice and circulate what is near or over its deadline, once for each rung."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from youju.kernel.errors import Refusal
from youju.work.registers.services import climb


class Command(BaseCommand):
    """Run it every hour of the day: at night and on days off it does nothing."""

    help = "台账的提醒、催办、督办单、通报；夜里和休息日不发"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Climb and say how many rungs were taken, and of how many records nothing could be said, and why."""
        try:
            done = climb()
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{done.taken} 条 (rungs taken)")
        for why, count in done.unjudged.items():
            self.stderr.write(f"{count} 条没有判断 (not judged)：{why}")
