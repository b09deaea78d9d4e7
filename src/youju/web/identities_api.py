"""External identities for programs: who came from other sign-in services, and which person each is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from youju.kernel import identities
from youju.kernel.api import Numbered, doors, numbered
from youju.kernel.models import ExternalIdentity

router = Router()


class IdentityOut(Schema):
    """Somebody as another sign-in service knows them; `username` is null until an admin links a person."""

    id: int
    provider: str
    subject: str
    name: str
    username: str | None
    met_at: dt.datetime
    linked_at: dt.datetime | None

    @staticmethod
    def resolve_username(row: ExternalIdentity) -> str | None:
        """Return the user name of the person it signs in as."""
        return row.person.username if row.person else None


class LinkIn(Schema):
    """Which person it is."""

    username: str = Field(max_length=60)


@router.get("/", auth=doors("person.link"), response=list[IdentityOut], summary="外部身份")
def index(request: HttpRequest, response: HttpResponse, page: Query[Numbered]) -> Any:
    """Return the identities that came, those that wait for a link first."""
    return numbered(request, response, identities.identities(), page)


@router.post("/{pk}/link", auth=doors("person.link"), response=IdentityOut, summary="关联外部身份")
def link(request: HttpRequest, pk: int, said: LinkIn) -> Any:
    """Say which person an identity is; refused while it is somebody else's."""
    row = get_object_or_404(identities.identities(), pk=pk)
    return identities.link(identity=row, person=identities.person_named(said.username), by=request.user)


@router.post("/{pk}/unlink", auth=doors("person.link"), response=IdentityOut, summary="解除关联")
def unlink(request: HttpRequest, pk: int) -> Any:
    """Take a link back; the identity signs in as nobody from now on."""
    return identities.unlink(identity=get_object_or_404(identities.identities(), pk=pk), by=request.user)
