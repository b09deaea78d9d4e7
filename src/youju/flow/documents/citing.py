"""A citation in a line: the words of a document, by the digest of the file and the span of characters. Pure but for addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse

from youju.kernel.sha256 import HEX

_CITED = re.compile(rf"sha256:({HEX})#(\d{{1,9}})-(\d{{1,9}})")


@dataclass(frozen=True, slots=True)
class Citation:
    """The characters `start:end` of the text drawn from the file with this digest; written `sha256:<digest>#<start>-<end>`."""

    sha256: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"sha256:{self.sha256}#{self.start}-{self.end}"

    @property
    def url(self) -> str:
        """The address that opens the document with these words highlighted."""
        return reverse("documents:cited", args=[self.sha256, self.start, self.end])


def citations_in(text: str) -> list[Citation]:
    """Return the citations that a line holds, in order."""
    return [Citation(m[1], int(m[2]), int(m[3])) for m in _CITED.finditer(text)]
