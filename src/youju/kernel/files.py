"""Files that a page hands out."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpResponseBase
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Answer = TypeVar("Answer", bound=HttpResponseBase)


def named(answer: Answer, name: str, *, inline: bool = False) -> Answer:
    """Let an answer be kept as a file of this name, or (`inline`) be shown where the browser can."""
    answer["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    return answer
