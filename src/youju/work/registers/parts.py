"""The parts of one receipt: who was asked for what, and who has not answered yet."""

from __future__ import annotations

from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Party, Record, Remark


def parts_open(record: Record) -> list[str]:
    """Return the units that were asked for a part and have not answered yet: since the last way back, where there was one."""
    asked = (
        record.parties.filter(ended_on=None, part=Party.Part.SUPPORT).exclude(asked="").select_related("unit")
    )
    one, since = declaration_of(record.register), None
    order = {name: at for at, name in enumerate(one.stages)}
    for version in record.versions.order_by("number"):
        if order.get(version.stage, 0) < order.get(version.stage_was, 0):
            since = version.at
    said = record.remarks.filter(kind=Remark.Kind.PART)
    said = said if since is None else said.filter(at__gt=since)
    answered = set(said.values_list("unit_id", flat=True))
    return [party.unit.name for party in asked if party.unit_id not in answered]
