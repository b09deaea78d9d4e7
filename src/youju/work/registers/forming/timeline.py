"""The line of time of a record: who did or said what, and which words changed from what to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from youju.engine.registers import Declaration
from youju.flow.evidence.proofs import Proof, proofs_in
from youju.kernel.words import bracketed
from youju.work.registers.forming.cells import told
from youju.work.registers.forming.unit_names import unit_names
from youju.work.registers.models import RecordVersion, Remark
from youju.work.registers.services.keeping import ACTS


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline of a record."""

    at: Any
    who: str
    what: str
    changes: Sequence[tuple[str, str, str]]
    reason: str
    evidence: Sequence[str]

    @property
    def proofs(self) -> list[Proof]:
        """What the step rests on, with where it leads: files, and words of documents."""
        return proofs_in(self.evidence)


def steps_of(one: Declaration, versions: Sequence[RecordVersion]) -> list[Step]:
    """Return the timeline from the versions (latest first): who did what when, and which words changed from what to what."""
    found, names = [], unit_names(one, [version.values for version in versions])
    for at, version in enumerate(versions):
        before = versions[at + 1].values if at + 1 < len(versions) else {}
        move = one.move(version.act)
        what = move.title if move else str(ACTS.get(version.act, version.act))
        if version.stage != version.stage_was and version.stage in one.stages:
            what += f" → {one.stages[version.stage].title}"
        who = _who(version)
        found.append(
            Step(
                version.at,
                who,
                what,
                changes(one, before, version.values, names),
                version.reason,
                version.evidence,
            )
        )
    return found


def lines_of(one: Declaration, versions: Sequence[RecordVersion], remarks: Sequence[Remark]) -> list[Step]:
    """Return one line of time from versions (latest first) and remarks, the latest first."""
    said = [
        Step(
            r.at,
            _who(r),
            f"{r.get_kind_display()}{_about(r)}",
            (),
            r.text,
            (),
        )
        for r in remarks
    ]
    return sorted([*steps_of(one, versions), *said], key=lambda step: step.at, reverse=True)


def _who(said: RecordVersion | Remark) -> str:
    by = said.by or _("系统")
    return f"{by}{bracketed(said.post)}"


def _about(remark: Remark) -> str:
    told = (
        [str(remark.unit)]
        if remark.unit_id
        and remark.kind in {"accept", "hand", "part", "urge", "notice", "circular", "remind"}
        else []
    )
    words = {
        "due": _("时限"),
        "until": _("延到"),
        "into": _("并入"),
        "taken": _("并来"),
        "amount": _("金额"),
    }
    told += [f"{word} {remark.detail[key]}" for key, word in words.items() if remark.detail.get(key)]
    return bracketed(_("、").join(told))


def changes(
    one: Declaration, before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Return what differs between two versions of a record in the fields everybody may read: title, what it said, what it says.

    `names` says what the units are called that stand in them (`unit_names`).
    """
    return [
        (made.title, told(made, before.get(name), names), told(made, after.get(name), names))
        for name, made in one.fields.items()
        if before.get(name) != after.get(name) and not made.private
    ]
