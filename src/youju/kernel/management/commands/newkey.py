"""`youju manage newkey FILE`: make the key that signs the heads of the log."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from youju.kernel.signing import make_key, public_pem


class Command(BaseCommand):
    """Write a new Ed25519 key to a file and print its public half, which everybody may have."""

    help = "生成底账日志的签名密钥 · make the signing key of the log"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the key."""
        try:
            key = make_key(options["file"])
        except FileExistsError as error:
            raise CommandError(
                f"{options['file']} 已经存在，没有改动；换一个文件名。\nThe file exists and was left alone."
            ) from error
        self.stdout.write(public_pem(key.public_key()))
