"""The body of a request to the API: JSON whose texts a database can keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from youju.kernel.errors import BadInput, Problem

SINGLY = ("/api/inspections/sync",)
"""What takes many things at once and refuses each by itself: one bad one holds none of the others back."""


class BodyParser(Parser):
    """Reads JSON, and refuses texts with a NUL or half a character: PostgreSQL keeps neither. Raises BadInput with every place."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what the body says."""
        said = super().parse_body(request)
        if _is_clean(request.body):
            return said
        problems = [
            Problem(where, _("含有控制字符"), _("去掉后再发送"))
            for where, text in _texts(said)
            if "\x00" in text or any("\ud800" <= one <= "\udfff" for one in text)
        ]
        if problems and request.path not in SINGLY:
            raise BadInput(
                "没有受理", f"有 {len(problems)} 处文字含有控制字符", "去掉后再发送",
                english=f"{len(problems)} texts hold control characters; remove them and send again.", problems=problems,
            )  # fmt: skip
        return said


def _is_clean(body: bytes) -> bool:
    """Whether no text of a body can hold a control character or half a character: bytes of UTF-8 and no escape that makes one."""
    try:
        return b"\\u" not in body and b"\x00" not in body and bool(body.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _texts(said: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a body with its path, names of members too."""
    if isinstance(said, str):
        yield where, said
    elif isinstance(said, dict):
        for name, one in said.items():
            yield where, name
            yield from _texts(one, f"{where}.{name}" if where else name)
    elif isinstance(said, list):
        for number, one in enumerate(said):
            yield from _texts(one, f"{where}[{number}]")
