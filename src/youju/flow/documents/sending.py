"""A document as it was uploaded, on its way out: to be saved, never to be run inside a page."""

from __future__ import annotations

from django.core.files.storage import storages
from django.http import FileResponse

from youju.flow.documents.models import Document
from youju.flow.documents.services import original_name
from youju.kernel.files import named


def as_uploaded(row: Document) -> FileResponse:
    """Return the answer that sends the file of a document."""
    answer = FileResponse(
        storages["default"].open(original_name(row.sha256), "rb"),
        content_type="application/octet-stream",
    )
    named(answer, row.file_name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
