"""`youju manage fill`: write what duties say into every register whose rows come from them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from youju.work.registers.services import fill_all


class Command(BaseCommand):
    """Run it every night: where duties and a register say the same it does nothing."""

    help = "行从责任登记来的台账，照今天的责任更新一遍"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Fill, say how much was changed, and fail at the end where a register could not be filled, saying why."""
        done = fill_all()
        self.stdout.write(
            f"{done.registers} 本，新增 {done.made} 条，改动 {done.changed} 条 (registers, rows made, rows changed)"
        )
        for code, why in done.refused.items():
            self.stderr.write(f"{code} 没有更新 (not filled)：{why}")
        if done.refused:
            raise CommandError(f"{len(done.refused)} 本台账没有更新 (registers not filled)")
