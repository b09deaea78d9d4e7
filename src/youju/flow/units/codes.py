"""What the code of a unit may look like: it stands in addresses of pages, in files and on paper. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 40
RESERVED: Final = frozenset({"import", "names", "tree", "outlines"})
"""Words that an address of this room already means."""
_SHAPE: Final = re.compile(r"\w[\w.\-]*")


def is_code(text: str) -> bool:
    """Whether a text can be the code of a unit: letters, digits, `_`, `.` and `-`, up to 40, written in half width."""
    return (
        len(text) <= LONGEST
        and _SHAPE.fullmatch(text) is not None
        and unicodedata.normalize("NFKC", text) == text
        and text.lower() not in RESERVED
    )
