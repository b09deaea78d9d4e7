"""Sign-in through allauth: no public sign-up, user names only, one-time passwords that must be changed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """What this house decides differently from allauth's defaults."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts are opened by the system admin, never by a visitor."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Store a new password; the one-time password is used up."""
        user.must_change_password = False
        super().set_password(user, password)
