"""Which numbers a register tells: what it counts or adds up of records that others than the reporting units write. Pure."""

from __future__ import annotations

from youju.engine.registers.language import Declaration

Number = tuple[str, str]
"""Title and measure, as a scheme says them of an indicator it asks for."""


def tells(one: Declaration) -> dict[Number, str]:
    """Return the numbers a register tells → its indicator. Nobody is asked for them who would only count its records again.

    Whoever hands in at the counter writes the records, or an office does. What a unit writes itself is its own count; what
    its clerk may not read is told to nobody. A share or a mean is none of the two numbers that a form asks for.
    """
    others = one.intake is not None or "reporter" not in one.write
    is_open = not one.confidential and (one.read is None or "reporter" in one.read)
    if not others or not is_open:
        return {}
    return {
        ("".join(made.title.split()), made.measure or ""): name
        for name, made in one.indicators.items()
        if made.count or made.sum is not None
    }
