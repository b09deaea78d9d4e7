"""`youju manage sequence [--forever]`: give waiting traces their places and sign the head."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from youju.kernel.log import head, sequence
from youju.kernel.sequencer import run


class Command(BaseCommand):
    """Sequence once, or forever as a service of its own."""

    help = "把待排的留痕排进日志并签名 · sequence the log"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --forever."""
        parser.add_argument("--forever", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Sequence."""
        if options["forever"]:
            run()
        while sequence() is not None:
            pass
        newest = head()
        if newest:
            self.stdout.write(newest.note)
