"""`manage watch`: look at every rule of every monitor once. Run it every hour by a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from youju.work.monitors.services import watch


class Command(BaseCommand):
    """Look at the rules of all monitors."""

    help = "看一遍全部监测规则，该报警的报警并立案，该解除的解除"

    def handle(self, **_options: Any) -> None:
        """Say which alarms opened."""
        for alarm in watch():
            self.stdout.write(f"{alarm} {alarm.person or '没有责任人'} {alarm.case or '没有立案台账'}")
