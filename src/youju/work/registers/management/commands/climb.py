"""`youju manage climb`: remind, urge, notice and circulate what is near or over its deadline, once for each rung."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from youju.work.registers.services import climb


class Command(BaseCommand):
    """Run it every hour of the day: at night and on days off it does nothing."""

    help = "台账的提醒、催办、督办单、通报;夜里和休息日不发"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Climb and say how many rungs were taken."""
        self.stdout.write(f"{climb()} 条 (rungs taken)")
