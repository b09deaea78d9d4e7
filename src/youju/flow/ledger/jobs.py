"""Long work of this room: importing official statistics."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from youju.flow.ledger import services
from youju.kernel.jobs import Done, declare
from youju.kernel.models import User

IMPORT = "ledger.import"


def _import(by: User, arguments: dict[str, Any], content: bytes) -> Done:
    done = services.import_official(content=content, by=by, **arguments)
    words = _("新增 {added} 个，修订 {revised} 个，{same} 个没有变化").format(
        added=done.added, revised=done.revised, same=done.same
    )
    return Done(words, reverse("ledger:index"))


declare(IMPORT, _import)
