"""The parts of one receipt: who was asked for what, and who has not answered yet."""

from __future__ import annotations

from youju.work.registers.models import Party, Record, Remark


def parts_open(record: Record) -> list[str]:
    """Return the units that were asked for a part and have not answered yet."""
    asked = (
        record.parties.filter(ended_on=None, part=Party.Part.SUPPORT).exclude(asked="").select_related("unit")
    )
    answered = set(record.remarks.filter(kind=Remark.Kind.PART).values_list("unit_id", flat=True))
    return [party.unit.name for party in asked if party.unit_id not in answered]
