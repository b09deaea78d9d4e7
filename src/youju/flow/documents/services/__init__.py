"""Acts on documents: take one in, read it again, decide about a fact. The only writers of this room."""

from youju.flow.documents.services.deciding import Said, decide
from youju.flow.documents.services.taking import (
    LARGEST,
    add_document,
    clean_name,
    original_name,
    read_document_again,
)

__all__ = ["LARGEST", "Said", "add_document", "clean_name", "decide", "original_name", "read_document_again"]
