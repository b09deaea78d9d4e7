"""Acts on reports: the only writer of this room."""

from youju.flow.reports.books.refused import BookRefused
from youju.flow.reports.services.batches import Handed, take_batch
from youju.flow.reports.services.books import Taken, checked_book, store_book, take_book
from youju.flow.reports.services.drafts import Conflict, begin_report, save_draft
from youju.flow.reports.services.review import accept_report, return_report
from youju.flow.reports.services.submitting import no_change, submit_report, write_report

__all__ = [
    "BookRefused", "Conflict", "Handed", "Taken", "accept_report", "begin_report", "checked_book", "no_change", "return_report", "save_draft", "store_book", "submit_report", "take_batch", "take_book", "write_report",
]  # fmt: skip
