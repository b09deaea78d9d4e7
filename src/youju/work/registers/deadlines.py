"""The deadlines beside the one for finishing: each unit signs for what it was given, and whoever asked has a first reply.

Both follow from what happened to a record. The columns `accept_by` … `replied_on` of a record say it once more for the
lead unit, so that lists and indicators can ask.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.kernel.errors import Refusal
from youju.kernel.roles import Role
from youju.work.registers.clock import (
    Life,
    Light,
    accept_by,
    after_pauses,
    day_of,
    due_of,
    light_until,
    reply_by,
)
from youju.work.registers.models import Party, Record, RecordVersion, Remark

FINISH, ACCEPT, REPLY = "finish", "accept", "reply"
COLUMNS = ("accept_by", "accepted_on", "reply_by", "replied_on", "finish_by", "finished_on")


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when a unit must sign or an asker have a first reply, when that was done, and its light."""

    kind: str
    unit_id: int
    since: dt.date
    due: dt.date
    met_on: dt.date | None
    light: Light

    @property
    def is_open(self) -> bool:
        """Whether it is still to be met."""
        return self.met_on is None

    @property
    def title(self) -> str:
        """What is to be done by then."""
        return title_of(self.kind)


def title_of(kind: str) -> str:
    """Return what is to be done by a deadline of a kind."""
    return {ACCEPT: _("签收"), REPLY: _("首次答复")}.get(kind, _("办结"))


def deadlines_of(
    one: Declaration,
    record: Record,
    life: Life,
    versions: Sequence[RecordVersion],
    remarks: Sequence[Remark],
    parties: Iterable[Party],
    today: dt.date,
) -> Iterator[Deadline]:
    """Yield the deadlines of a record besides finishing, the lead's first. `versions` run from the oldest, with their posts."""

    def deadline(
        kind: str, unit_id: int, since: dt.date, due: dt.date, met: Iterable[dt.date | None]
    ) -> Deadline:
        on = min((day for day in (*met, life.done_on) if day is not None), default=None)
        due = after_pauses(due, life, since, on or today)
        return Deadline(kind, unit_id, since, due, on, light_until(due, on, today))

    since = _led_since(record, versions)
    if (due := accept_by(one, since)) is not None:
        own = (day_of(v.at) for v in versions if _is_of_the_unit(v) and day_of(v.at) >= since)
        yield deadline(ACCEPT, record.unit_id, since, due, (*own, *_signed(remarks, record.unit_id)))
        for party in parties:
            begun = accept_by(one, party.since)
            if party.part == Party.Part.SUPPORT and party.ended_on is None and begun is not None:
                yield deadline(ACCEPT, party.unit_id, party.since, begun, _signed(remarks, party.unit_id))
    if (due := reply_by(one, record.made_on)) is not None:
        replied = (day_of(v.at) for v in versions if _is_reply(one, v))
        yield deadline(REPLY, record.unit_id, record.made_on, due, replied)


def _led_since(record: Record, versions: Sequence[RecordVersion]) -> dt.date:
    """Return the day from which the present unit leads a record."""
    since = record.made_on
    for before, after in pairwise(versions):
        if before.unit_id != after.unit_id:
            since = day_of(after.at)
    return since


def _is_of_the_unit(version: RecordVersion) -> bool:
    """Whether it was done by those who must do it: whoever registers or moves something has taken it on."""
    return version.post is not None and version.post.role == Role.REPORTER


def _is_reply(one: Declaration, version: RecordVersion) -> bool:
    """Whether the asker heard something: the move declared as the reply, or any step on from the first stage."""
    move = one.clock.reply_move if one.clock is not None else None
    return version.act == move if move is not None else version.stage != one.first_stage


def _signed(remarks: Sequence[Remark], unit_id: int) -> list[dt.date]:
    return [
        day_of(remark.at)
        for remark in remarks
        if remark.unit_id == unit_id and remark.kind in {Remark.Kind.ACCEPT, Remark.Kind.PART}
    ]


def columns_of(
    deadlines: Iterable[Deadline], unit_id: int, due: dt.date | None, done_on: dt.date | None
) -> dict[str, dt.date | None]:
    """Return what the columns of a record hold of its deadlines: the lead's."""
    held: dict[str, dt.date | None] = dict.fromkeys(COLUMNS)
    held["finish_by"], held["finished_on"] = due, done_on if due is not None else None
    for one in deadlines:
        if one.kind == ACCEPT and one.unit_id == unit_id:
            held["accept_by"], held["accepted_on"] = one.due, one.met_on
        if one.kind == REPLY:
            held["reply_by"], held["replied_on"] = one.due, one.met_on
    return held


def begun(
    one: Declaration, made_on: dt.date, post: Any, values: Mapping[str, Any]
) -> dict[str, dt.date | None]:
    """Return the columns of a new record made in a post. A year without known holidays leaves them for the ladder to fill."""
    own = post is not None and post.role == Role.REPORTER
    try:
        signs, replies = accept_by(one, made_on), reply_by(one, made_on)
        due = due_of(one, Life(made_on, values), made_on)
    except Refusal:
        return {}
    signed = made_on if own and signs else None
    return {"accept_by": signs, "accepted_on": signed, "reply_by": replies, "finish_by": due}
