"""What programs send of schemes and rounds and get."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from ninja import Schema
from pydantic import Field


class SchemeOut(Schema):
    """A scheme and the unit whose office keeps it."""

    code: str
    title: str
    unit: str

    @staticmethod
    def resolve_unit(row: Any) -> str:
        """Return the unit's code."""
        return str(row.unit.code)


class VersionOut(Schema):
    """One version of a scheme."""

    id: int
    version: str
    title: str
    status: str
    sha256: str
    in_force_from: dt.date
    in_force_to: dt.date
    is_example: bool


class SchemeFindingOut(Schema):
    """Something found in a scheme: a problem, an example that differs, or a rule of the land."""

    kind: str
    where: str
    what: str
    mend: str
    english: str
    blocks: bool


class LoadOut(Schema):
    """A draft that was taken in, and everything found in it."""

    version: VersionOut
    findings: list[SchemeFindingOut]


class RoundOut(Schema):
    """A round with its days."""

    id: int
    scheme: str
    version: str
    period: str
    status: str
    report_by: dt.date | None
    verify_by: dt.date | None
    object_by: dt.date | None
    close_on: dt.date | None
    opened_at: dt.datetime
    closed_at: dt.datetime | None

    @staticmethod
    def resolve_scheme(row: Any) -> str:
        """Return the scheme's code."""
        return str(row.scheme.code)

    @staticmethod
    def resolve_version(row: Any) -> str:
        """Return the version the round is pinned to."""
        return str(row.scheme_version.version)


class MovedOut(Schema):
    """One unit that would have moved: total, place and band as they were and as they would be, and the rule that makes most of it."""

    level: str
    league: str
    unit: str
    title: str
    total: Decimal | None
    total_then: Decimal | None
    place: Decimal | None
    place_then: Decimal | None
    band: str | None
    band_then: str | None
    by_rule: str | None
    by_title: str | None
    by: Decimal


class WhatIfOut(Schema):
    """What a version would have changed in the last closed round; `period` is null where none was closed yet."""

    period: str | None
    version: str | None
    draft: str
    places: int
    moved: list[MovedOut]


class OpenIn(Schema):
    """The period of a new round; deadlines only where they cannot be counted."""

    period: str = Field(max_length=10)
    report_by: dt.date | None = None
    verify_by: dt.date | None = None
    object_by: dt.date | None = None
    close_on: dt.date | None = None


class AdvanceIn(Schema):
    """The status somebody saw, and the one it shall become."""

    was: str = Field(max_length=10)
    to: str = Field(max_length=10)


class RetireIn(Schema):
    """Why."""

    reason: str = Field(min_length=1, max_length=500)
