"""What programs send of publications and get."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Schema
from pydantic import Field


class PublicationOut(Schema):
    """Something published, or on its way there; `youju verify` on the unpacked bundle must give `root`."""

    id: int
    kind: str
    title: str
    root: str
    is_open: bool
    published_at: dt.datetime | None
    corrects: int | None

    @staticmethod
    def resolve_corrects(row: Any) -> int | None:
        """Return the key of the publication an erratum mends."""
        key: int | None = row.corrects_id
        return key


class CorrectedOut(Schema):
    """One scoring that took the place of another: what happened, and what it changed for which units."""

    what: str
    units: list[str]


class PublicationShown(PublicationOut):
    """A publication as its page shows it: its words with their numbers filled in, errata, and the erratum that followed it."""

    score: int
    scheme: str
    period: str
    number: str
    issuer: str
    words: list[str]
    corrections: list[CorrectedOut]
    later: int | None
    has_bundle: bool = Field(description="能不能下载核验包")

    @staticmethod
    def resolve_score(row: Any) -> int:
        """Return the key of the score."""
        return int(row.score_id)

    @staticmethod
    def resolve_scheme(row: Any) -> str:
        """Return the scheme's code."""
        return str(row.score.round.scheme.code)

    @staticmethod
    def resolve_period(row: Any) -> str:
        """Return the round's period."""
        return str(row.score.round.period)


class ProposalOut(PublicationOut):
    """A proposal that waits for a second signature."""

    score: int
    proposed_by: str
    proposed_at: dt.datetime
    may_sign: bool

    @staticmethod
    def resolve_score(row: Any) -> int:
        """Return the key of the score."""
        return int(row.score_id)

    @staticmethod
    def resolve_proposed_by(row: Any) -> str:
        """Return who proposed it."""
        return str(row.proposed_by)


class FaultOut(Schema):
    """Something in a text that stands for nothing, and how to mend it."""

    where: str
    what: str
    mend: str


class TextOut(Schema):
    """How a text reads: its paragraphs with the numbers filled in, the numbers that name no record, and what is wrong."""

    words: list[str]
    typed: list[str]
    stale: list[str]
    problems: list[FaultOut]


class ProposalShown(ProposalOut):
    """A proposal as whoever signs it sees it."""

    text: TextOut


class DraftOut(Schema):
    """What a proposal about a score begins with; every figure of its words is a name."""

    kind: str
    title: str
    words: str


class PreviewIn(Schema):
    """A text about a score, to be read before it is proposed."""

    score: int
    words: str = Field(max_length=20_000)


class ProposeIn(Schema):
    """What is to be published."""

    score: int
    kind: str
    title: str = Field(max_length=200)
    words: str = Field("", max_length=20_000)
    is_open: bool = False
    number: str = Field("", max_length=60)
    red_head: str = Field("", max_length=40)
    issuer: str = Field("", max_length=60)
