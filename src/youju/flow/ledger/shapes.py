"""What programs send of the ledger and get."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from ninja import Schema
from pydantic import Field


class ObservationOut(Schema):
    """One value held to be true; `corrects` names the row it corrects."""

    id: int
    scheme: str
    unit: str
    indicator: str
    period: str
    value: Decimal
    relation: str
    basis: str
    evidence: list[str]
    citation: str
    corrects: int | None
    reason: str
    recorded_at: dt.datetime

    @staticmethod
    def resolve_unit(row: Any) -> str:
        """Return the unit's code."""
        return str(row.unit.code)

    @staticmethod
    def resolve_corrects(row: Any) -> int | None:
        """Return the key of the row it corrects."""
        key: int | None = row.corrects_id
        return key


class HeldRow(ObservationOut):
    """One row of a cell: whether it is the one that counts, and whether it was taken back."""

    counts: bool
    withdrawn: bool


class CellOut(Schema):
    """Everything that was ever held of one cell, in the order recorded."""

    title: str
    measure: str
    may_correct: bool
    rows: list[HeldRow]


class ObservationPage(Schema):
    """A page of observations, the latest first, and where the next begins (0 at the end)."""

    items: list[ObservationOut]
    before: int


class LedgerAsked(Schema):
    """What can be asked of the ledger."""

    scheme: str = ""
    period: str = ""
    unit: str = ""
    indicator: str = ""
    before: int = 0
    limit: int = Field(100, ge=1, le=1000)


class DataValue(Schema):
    """One value of a DHIS2 data value set; `dataElement` is the indicator, `orgUnit` the unit's code."""

    dataElement: str  # the names of DHIS2
    value: str
    period: str = ""
    orgUnit: str = ""
    comment: str = ""


class DataValueSet(Schema):
    """A DHIS2 data value set of official statistics."""

    dataSet: str = ""
    period: str = ""
    orgUnit: str = ""
    citation: str = Field(min_length=1, max_length=300)
    dataValues: list[DataValue] = Field(min_length=1, max_length=100_000)


class CorrectIn(Schema):
    """The right value and the reason."""

    value: Decimal
    reason: str = Field(max_length=500)
    evidence: list[str] = []


class WaitingFactOut(Schema):
    """An accepted fact that the ledger does not hold yet: the proposal where it goes, and what stands there."""

    decision: int
    quote: str
    citation: str
    url: str
    unit: str
    indicator: str
    period: str
    value: Decimal | None
    relation: str
    held: Decimal | None


class TakeIn(Schema):
    """A fact, by its decision, and the unit, indicator and (where the page tells none) period a person chose for it."""

    decision: int
    unit: str = Field(max_length=40)
    indicator: str = Field(max_length=80)
    period: str = Field("", max_length=10)


class TakeAllIn(Schema):
    """Facts for the ledger of one scheme, all or none."""

    scheme: str
    facts: list[TakeIn] = Field(min_length=1, max_length=1000)


class TakenFactsOut(Schema):
    """What came of it."""

    added: int
    revised: int
    same: int


class WithdrawIn(Schema):
    """Why a value is not held any more."""

    reason: str = Field(min_length=1, max_length=500)


class SaidOut(Schema):
    """What one document says of a cell, and where."""

    value: Decimal
    relation: str
    measure: str
    citation: str
    url: str


class HeldOut(Schema):
    """What the ledger holds of a cell."""

    basis: str
    value: Decimal


class ComparedOut(Schema):
    """One cell; `verdict` is agrees, differs, documents_differ, only_documents or only_ledger."""

    unit: str
    indicator: str
    period: str
    verdict: str
    said: list[SaidOut]
    held: list[HeldOut]


class ImportOut(Schema):
    """What an import did."""

    added: int
    revised: int
    same: int


class CountOut(Schema):
    """How many values were new, how many revised a held one, and how many were held already just so."""

    imported: int
    updated: int
    ignored: int
    deleted: int = 0


class SummaryOut(Schema):
    """The import summary of DHIS2."""

    status: str
    dryRun: bool  # the names of DHIS2
    importCount: CountOut


class ClosingOut(Schema):
    """What a closing came to."""

    status: str
    closed_at: dt.datetime
    recorded: int
