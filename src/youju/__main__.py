"""``python -m youju`` is the command ``youju``."""

from youju.cli import main

main()
