"""The command ``youju``: schemes, scoring, bundles and reading, without Django. Exit 0 good, 1 findings, 2 bad input."""

from __future__ import annotations

from youju.cli.app import main

__all__ = ["main"]
