"""Long work of this room: signing and publishing."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from youju.flow.publications import selectors, services
from youju.kernel.jobs import Done, declare
from youju.kernel.models import User

SIGN = "publication.sign"


def _sign(by: User, arguments: dict[str, Any], _content: bytes) -> Done:
    row = selectors.proposal_for(by, arguments["publication"])
    services.sign(publication=row, by=by)
    return Done(_("已签发并公布"), reverse("publications:show", args=[row.pk]))


declare(SIGN, _sign)
