"""Long work of this room: working out what a version would have changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from youju.flow.schemes import selectors, services
from youju.flow.schemes.what_if import what_if
from youju.kernel.jobs import Done, declare
from youju.kernel.models import User

if TYPE_CHECKING:
    from youju.engine.whatif import WhatIf
    from youju.flow.schemes.models import SchemeVersion

WHAT_IF = "scheme.what_if"
Found = tuple["SchemeVersion", "tuple[str, WhatIf] | None"]


@contextmanager
def _worked(by: User, arguments: dict[str, Any], _content: bytes) -> Iterator[Found]:
    """Score the closed round twice before anything is written: others write meanwhile."""
    version = selectors.version_for(by, arguments["scheme"], arguments["version"], "scheme.draft")
    yield version, what_if(version)


def _keep(by: User, _arguments: dict[str, Any], given: Found) -> Done:
    version, worked = given
    where = reverse("schemes:what_if", args=[version.scheme.code, version.pk])
    if worked is None:
        return Done(_("还没有关过账的轮次，无从推演"), where)
    services.keep_what_if(version=version, bundle=worked[0], found=worked[1], by=by)
    return Done(_("推演好了：{count} 个有变化").format(count=len(worked[1].moved())), where)


declare(WHAT_IF, _keep, reading=_worked)
