"""What the hidden row of a form says, for those who write it and those who read it back. Pure."""

from __future__ import annotations

MARK = "youju1"
ROWS, UNIT = "rows", "unit"
CODES = 4
"""The hidden row, counted from 0."""
FIRST = 5
"""The first row of data."""
