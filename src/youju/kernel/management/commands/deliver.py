"""`youju manage deliver [--forever]`: tell the hooks what was done."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from youju.kernel.delivering import deliver, run


class Command(BaseCommand):
    """Deliver once, or forever as a service of its own."""

    help = "把办过的事告诉登记的系统(webhook) · deliver webhooks"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --forever."""
        parser.add_argument("--forever", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Deliver."""
        if options["forever"]:
            run()
        self.stdout.write(f"{deliver()} delivered")
