"""Acts on points and vouchers: the only writers of this room. Each is one transaction and leaves one trace."""

from youju.work.points.services.accounts import leave, open_account
from youju.work.points.services.books import add_rule, end_rule, open_book
from youju.work.points.services.entries import award, redeem, settle, undo
from youju.work.points.services.expiring import expire
from youju.work.points.services.importing import Brought, import_accounts
from youju.work.points.services.vouchers import issue

__all__ = [
    "Brought", "add_rule", "award", "end_rule", "expire", "import_accounts", "issue", "leave", "open_account", "open_book", "redeem", "settle",
    "undo",
]  # fmt: skip
