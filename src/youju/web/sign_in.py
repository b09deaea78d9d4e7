"""Sign-in through allauth: no public sign-up, user names only, one-time passwords that must be changed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _


class AccountAdapter(DefaultAccountAdapter):
    """What this house decides differently from allauth's defaults."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts are opened by the system admin, never by a visitor."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Store a new password; the one-time password is used up."""
        user.must_change_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go on to where the person wanted to go before the one-time password was in the way, else to the desk."""
        wanted = request.GET.get("next", "")
        own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return wanted if own else reverse("home")


class LongEnough(MinimumLengthValidator):
    """Django's rule in words that are in our catalogues: its own Chinese ones lag behind its sentences."""

    def get_error_message(self) -> str:
        """Return what is wrong with a short password."""
        return _("口令太短。至少要 {least} 个字符。").format(least=self.min_length)

    def get_help_text(self) -> str:
        """Return what a password must be."""
        return _("至少 {least} 个字符").format(least=self.min_length)
