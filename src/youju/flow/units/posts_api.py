"""Posts of units for programs: who holds what, appointing, ending."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from youju.flow.units import ports
from youju.flow.units.powers import unit_for
from youju.flow.units.selectors import ADMINISTRATIVE, tree_named
from youju.kernel import people
from youju.kernel.api import doors
from youju.kernel.errors import BadInput
from youju.kernel.roles import WORKING
from youju.kernel.selectors import active_people, tenures_in

router = Router()
WorkingRole = Literal[tuple(role.value for role in WORKING)]  # type: ignore[valid-type]


class TenureOut(Schema):
    """Somebody in a post, from a day until, but not including, another."""

    id: int
    holder: str
    role: str
    tree: str
    scheme: str
    title: str
    valid_from: dt.date
    valid_to: dt.date | None


class AppointIn(Schema):
    """Who is appointed to what."""

    holder: str
    role: WorkingRole
    tree: str = ADMINISTRATIVE
    scheme: str = Field("", max_length=80)
    title: str = Field("", max_length=80)
    valid_from: dt.date
    valid_to: dt.date | None = None


class DismissIn(Schema):
    """The first day without the post."""

    on: dt.date


@router.get("/{code}/posts", auth=doors("unit.posts"), response=list[TenureOut], summary="岗位")
def posts(request: HttpRequest, code: str) -> Any:
    """Return who held which post in a unit, those still in it first."""
    return [_out(tenure) for tenure in tenures_in(unit_for(request.user, "unit.posts", code).pk)]


@router.post("/{code}/posts", auth=doors("post.appoint"), response=TenureOut, summary="任命")
def appoint(request: HttpRequest, code: str, said: AppointIn) -> Any:
    """Appoint somebody to a post in a unit."""
    unit = unit_for(request.user, "post.appoint", code)
    holder = get_object_or_404(active_people(), username=said.holder)
    if said.scheme and not ports.schemes().filter(code=said.scheme).exists():
        raise BadInput(
            "没有任命", f"没有代码为“{said.scheme}”的方案", "写方案的代码；全部方案都管的空着",
            english=f"Nobody was appointed: there is no scheme {said.scheme}. Give the code of a scheme, or leave it empty for all.",
        )  # fmt: skip
    known = {**said.model_dump(), "holder": holder, "tree": tree_named(said.tree).code}
    return _out(people.appoint(unit_id=unit.pk, by=request.user, **known))


@router.post(
    "/{code}/posts/{tenure_id}/dismiss", auth=doors("post.appoint"), response=TenureOut, summary="离任"
)
def dismiss(request: HttpRequest, code: str, tenure_id: int, said: DismissIn) -> Any:
    """End a tenure on a day."""
    unit = unit_for(request.user, "post.appoint", code)
    tenure = get_object_or_404(tenures_in(unit.pk), pk=tenure_id)
    return _out(people.dismiss(tenure=tenure, on=said.on, by=request.user))


def _out(tenure: Any) -> dict[str, Any]:
    post = tenure.post
    return {
        "id": tenure.pk,
        "holder": tenure.holder.username,
        "role": post.role,
        "tree": post.tree,
        "scheme": post.scheme,
        "title": post.title,
        "valid_from": tenure.valid_from,
        "valid_to": tenure.valid_to,
    }
