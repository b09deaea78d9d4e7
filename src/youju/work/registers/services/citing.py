"""A record whose evidence is the words of a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from youju.kernel.errors import Refusal
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.registers.citing import FIELD, waiting
from youju.work.registers.models import Record, Register, UniqueValue
from youju.work.registers.services.keeping import make_record

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

TAKEN = Refusal(
    "没有登记", "这条事实已经登记过，或者不再采信", "刷新“文件中的事实”再选",
    english="Nothing was registered: this fact was registered already, or is no longer accepted. Reload the facts in documents and choose again.",
)  # fmt: skip


def make_cited(
    *,
    register: Register,
    unit: Unit,
    values: Mapping[str, str],
    decision: int,
    by: User,
    parent: Record | None = None,
) -> Record:
    """Make a record from an accepted fact; its first version rests on the citation, and a fact makes one record.

    Refused as `make_record` is, and for a fact that does not wait for this register.
    """
    fact = next((one for one in waiting(register) if one.decision_id == decision), None)
    if fact is None:
        raise TAKEN
    try:
        with transaction.atomic():
            record = make_record(
                register=register, unit=unit, values=values, by=by, parent=parent, evidence=[fact.citation]
            )
            UniqueValue.objects.create(register=register, field=FIELD, value=fact.origin, record=record)
            leave_trace(by, "register.cite", record, source=fact.source, citation=fact.citation)
    except IntegrityError:  # somebody else was faster
        raise TAKEN from None
    return record
