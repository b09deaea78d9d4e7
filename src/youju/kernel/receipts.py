"""Receipts: what somebody takes away as proof that an act was written down and cannot be taken back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import segno

from youju.kernel import merkle
from youju.kernel.canonical import canonical
from youju.kernel.errors import Refusal
from youju.kernel.log import head, inclusion_proof
from youju.kernel.models import LogEntry, Trace
from youju.kernel.signing import read
from youju.kernel.trace import payload_of


@dataclass(frozen=True, slots=True)
class Receipt:
    """The written act, its place in the log, the proof that it stands there, and the signed head."""

    payload: str
    seq: int
    proof: tuple[str, ...]
    note: str

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as a program keeps it."""
        return {"payload": self.payload, "seq": self.seq, "proof": list(self.proof), "head": self.note}

    def holds(self) -> bool:
        """Whether the proof leads from the payload to the head. Whose signature the head carries is another question."""
        told = read(self.note)
        leaf = merkle.leaf(self.payload.encode("utf-8"))
        return merkle.inclusion_holds(
            leaf, self.seq, told.size, [bytes.fromhex(p) for p in self.proof], told.sha256
        )

    def qr(self) -> str:
        """Return a QR code as SVG: the leaf, its place, the proof and the head, for a printed form."""
        leaf = merkle.leaf(self.payload.encode("utf-8")).hex()
        content = canonical({"leaf": leaf, "seq": self.seq, "proof": list(self.proof), "head": self.note})
        return str(segno.make(content, error="l", micro=False).svg_inline(scale=2, omitsize=True))


def receipt_of(trace: Trace) -> Receipt:
    """Return the receipt of a trace under the newest head.

    Refused while the trace waits for its place, which takes about a second.
    """
    entry = LogEntry.objects.filter(trace=trace).first()
    newest = head()
    if entry is None or entry.seq is None or newest is None or newest.size <= entry.seq:
        raise Refusal(
            "收据还没有出来", "这一步已经记下，正在排进底账日志", "过一两秒刷新",
            english="The act is written and waits for its place in the log. Reload in a second or two.",
        )  # fmt: skip
    proof = tuple(p.hex() for p in inclusion_proof(entry.seq, newest.size))
    return Receipt(payload_of(trace).decode("utf-8"), entry.seq, proof, newest.note)


def receipt_from(text: str) -> Receipt:
    """Return a receipt from its JSON; ValueError if it is not one."""
    try:
        told = json.loads(text)
        return Receipt(told["payload"], int(told["seq"]), tuple(told["proof"]), told["head"])
    except (KeyError, TypeError) as error:
        raise ValueError("not a receipt") from error
