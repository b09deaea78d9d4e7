"""Sign-in through allauth: no public sign-up, user names only, one-time passwords that must be changed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from youju.kernel.sealed import seal, unseal

SEALED, PURPOSE = "v1:", "second factor"


class AccountAdapter(DefaultAccountAdapter):
    """What this house decides differently from allauth's defaults."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth asks so
        """Accounts are opened by the system admin, never by a visitor."""
        return False

    def clean_password(self, password: str, user: Any = None) -> str:
        """Return a password that may be set. The one in use is not a new one: a one-time password would live on."""
        if user is not None and user.pk is not None and user.check_password(password):
            raise ValidationError(_("和现在的密码一样。请换一个自己的密码。"))
        return str(super().clean_password(password, user=user))

    def set_password(self, user: Any, password: str) -> None:
        """Store a new password; the one-time password is used up."""
        user.must_change_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go on to where the person wanted to go before the one-time password was in the way, else to the desk."""
        wanted = request.GET.get("next", "")
        own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return wanted if own else reverse("home")


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors lie sealed in the database, and so in its backups."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return seal(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret again; one that was kept before they were sealed is itself."""
        return unseal(encrypted_text, PURPOSE) if encrypted_text.startswith(SEALED) else encrypted_text


class LongEnough(MinimumLengthValidator):
    """Django's rule in words that are in our catalogues: its own Chinese ones lag behind its sentences."""

    def get_error_message(self) -> str:
        """Return what is wrong with a short password."""
        return _("密码太短。至少要 {least} 个字符。").format(least=self.min_length)

    def get_help_text(self) -> str:
        """Return what a password must be."""
        return _("至少 {least} 个字符").format(least=self.min_length)
