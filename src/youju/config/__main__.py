"""`python -m youju.config COMMAND`: run a Django command; `youju manage COMMAND` stands on it."""

from __future__ import annotations

import os
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run a Django command with the settings of this house."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "youju.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    words = sys.argv[1:] if arguments is None else arguments
    try:
        execute_from_command_line(["youju manage", *words])
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
