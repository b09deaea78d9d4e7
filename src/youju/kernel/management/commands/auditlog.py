"""`youju manage auditlog [HEAD…]`: compute the whole log again and compare it with heads kept elsewhere."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from youju.kernel.audit import audit_log
from youju.kernel.log import head


class Command(BaseCommand):
    """Exit 0 if the log is what it was, 1 with every fault otherwise."""

    help = "重算整个底账日志，并与外存的签名树头核对 · audit the log against heads kept outside"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files of heads kept outside."""
        parser.add_argument("heads", nargs="*", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Audit."""
        outside = [path.read_text("utf-8") for path in options["heads"]]
        wrong = audit_log(outside)
        if wrong:
            raise CommandError("\n".join(wrong))
        newest = head()
        size = newest.size if newest else 0
        self.stdout.write(f"日志完好：{size} 条，外存树头 {len(outside)} 个全部相符。")
        self.stdout.write(f"The log is whole: {size} entries; {len(outside)} outside heads agree.")
