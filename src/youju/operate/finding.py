"""One thing the doctor found. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What is so, why it matters, and what to do instead; `is_unsafe` where people should not work with it."""

    code: str
    is_unsafe: bool
    what: str
    why: str
    instead: str
    english: str

    def __str__(self) -> str:
        mark = "不安全 unsafe" if self.is_unsafe else "注意 look"
        return f"[{mark}] {self.what}\n    为什么: {self.why}\n    改法: {self.instead}\n    {self.english}"


def unsafe(code: str, what: str, why: str, instead: str, english: str) -> Finding:
    """Return a finding with which the house should not be run."""
    return Finding(code, True, what, why, instead, english)


def look(code: str, what: str, why: str, instead: str, english: str) -> Finding:
    """Return a finding that somebody should look at."""
    return Finding(code, False, what, why, instead, english)
