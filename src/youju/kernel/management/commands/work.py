"""`youju manage work [--forever]`: do the long work that people asked for."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from youju.kernel.jobs import run


class Command(BaseCommand):
    """Do what waits once, or forever as a service of its own."""

    help = "办理排着的导入、关账 · do the long work that waits"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --forever."""
        parser.add_argument("--forever", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work."""
        run(times=None if options["forever"] else 1)
