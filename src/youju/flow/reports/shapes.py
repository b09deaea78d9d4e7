"""What programs send of reports and get."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Schema
from pydantic import BaseModel, Field


class AskedIndicatorOut(Schema):
    """One indicator a round asks for."""

    indicator: str
    title: str
    measure: str
    period: str
    evidence: bool


class DueReportOut(Schema):
    """One report that has to be written."""

    round: int
    scheme: str
    period: str
    unit: str
    report: int | None
    status: str
    report_by: dt.date | None


class ValueOut(BaseModel):
    """One value as it stands; exact text, null where nothing readable was typed."""

    indicator: str
    period: str
    typed: str
    value: str | None
    relation: str
    note: str
    evidence: list[str]
    held: str


class DoubtOut(BaseModel):
    """Something odd about a value: it asks for a word and never stops a report."""

    indicator: str
    kind: str
    says: str


class ReportOut(Schema):
    """A report with its values and doubts. Send its `lock` back with the next change."""

    id: int
    round: int
    unit: str
    status: str
    lock: int
    late: bool
    after_close: bool
    no_change: bool
    submitted_at: dt.datetime | None
    return_reason: str
    included_in: str | None = Field(description="并入的单位：它的报送已经包括这一份，这一份不计入")
    values: list[ValueOut]
    doubts: list[DoubtOut]


class LastOut(Schema):
    """What the unit said of an indicator last time, following mergers and splits as its marks do; exact text."""

    indicator: str
    period: str
    value: str
    relation: str


class SubmissionOut(Schema):
    """One handing-in of a report; `sha256` is that of its values, which never change."""

    number: int
    by: str
    submitted_at: dt.datetime
    late: bool
    after_close: bool
    no_change: bool
    sha256: str


class ReportShown(ReportOut):
    """A report as its page shows it: with last time's values and every handing-in, the latest first."""

    last: list[LastOut]
    submissions: list[SubmissionOut]


class ReportRow(Schema):
    """A report in a list."""

    id: int
    unit: str
    status: str
    lock: int
    late: bool
    after_close: bool
    submitted_at: dt.datetime | None
    included_in: str | None = None

    @staticmethod
    def resolve_unit(row: Any) -> str:
        """Return the unit's code."""
        return str(row.unit.code)


class EntryIn(BaseModel):
    """What is said about one indicator; digits as text, so that nothing is lost."""

    value: str = Field("", max_length=80)
    note: str = Field("", max_length=500)
    evidence: list[str] = Field([], max_length=50)


class WriteIn(Schema):
    """Values by indicator; what is not mentioned stays. `lock` 0 begins; `submit` hands in in the same act."""

    lock: int = Field(0, ge=0)
    values: dict[str, EntryIn] = {}
    submit: bool = False


class UnitIn(Schema):
    """What is said for one unit: values by indicator, or “no change”."""

    unit: str = Field(max_length=40)
    lock: int = Field(0, ge=0)
    values: dict[str, EntryIn] = {}
    no_change: bool = False


class BatchIn(Schema):
    """What is said for many units of a round; `submit` hands all of it in in the same act."""

    reports: list[UnitIn] = Field(min_length=1, max_length=500)
    submit: bool = False


class ReturnIn(Schema):
    """Why."""

    reason: str = Field(max_length=500)


class TakenReportsOut(Schema):
    """What a book or a batch brought: reports saved, and of these handed in."""

    saved: int
    submitted: int


class WaitingReportOut(ReportRow):
    """A report that waits for a decision, with its round."""

    round: int
    scheme: str
    period: str

    @staticmethod
    def resolve_round(row: Any) -> int:
        """Return the key of the round."""
        return int(row.round_id)

    @staticmethod
    def resolve_scheme(row: Any) -> str:
        """Return the scheme's code."""
        return str(row.round.scheme.code)

    @staticmethod
    def resolve_period(row: Any) -> str:
        """Return the round's period."""
        return str(row.round.period)


class ProgressOut(Schema):
    """How far a round is: its units, those without a report, reports by status, late ones and those after closing."""

    units: int
    blank: int
    draft: int
    submitted: int
    returned: int
    accepted: int
    late: int
    after_close: int
