"""Long work of this room: importing a tree of units, and the borders of units."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from youju.flow.units.services import import_outlines, import_units
from youju.kernel.jobs import Done, declare
from youju.kernel.models import User

IMPORT, OUTLINES = "unit.import", "unit.outlines"


def _import(by: User, arguments: dict[str, Any], content: bytes) -> Done:
    on = dt.date.fromisoformat(arguments["on"])
    done = import_units(name=arguments["name"], content=content, tree=arguments["tree"], on=on, by=by)
    words = _("新增 {added} 个，更名 {renamed} 个，改隶 {moved} 个，{same} 个没有变化").format(
        added=done.added, renamed=done.renamed, moved=done.moved, same=done.same
    )
    return Done(words, reverse("units:index"))


def _outlines(by: User, arguments: dict[str, Any], content: bytes) -> Done:
    done = import_outlines(name=arguments["name"], content=content, source=arguments["source"], by=by)
    return Done(done.words[:500], reverse("units:index"))


declare(IMPORT, _import)
declare(OUTLINES, _outlines)
