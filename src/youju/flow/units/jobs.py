"""Long work of this room: importing a tree of units."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from youju.flow.units.services import import_units
from youju.kernel.jobs import Done, declare
from youju.kernel.models import User

IMPORT = "unit.import"


def _import(by: User, arguments: dict[str, Any], content: bytes) -> Done:
    on = dt.date.fromisoformat(arguments["on"])
    done = import_units(name=arguments["name"], content=content, tree=arguments["tree"], on=on, by=by)
    words = f"新增 {done.added} 个,更名 {done.renamed} 个,改隶 {done.moved} 个,{done.same} 个没有变化"
    return Done(words, reverse("units:index"))


declare(IMPORT, _import)
