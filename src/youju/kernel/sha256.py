"""How a SHA-256 is written, said once: addresses, citations and fields ask here what may be one."""

from __future__ import annotations

import re

HEX = "[0-9a-f]{64}"
"""A SHA-256 as a part of a regular expression."""
_WHOLE = re.compile(HEX)


def is_sha256(text: str) -> bool:
    """Whether a text is written like a SHA-256 in hex, and is nothing else."""
    return _WHOLE.fullmatch(text) is not None
