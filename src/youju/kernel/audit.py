"""Auditing the log: everything is read again and computed again, and compared with heads kept elsewhere.

A database cannot prove anything against its own administrator. Against heads that were sent out, it can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from youju.kernel import merkle
from youju.kernel.log import Pair, entries, joined, leaves_of, pair
from youju.kernel.models import LogEntry, LogNode, Trace, TreeHead
from youju.kernel.signing import Head, is_signed_by, log_key, read


class Frontier:
    """The perfect subtrees that a growing tree ends in: enough to know its root at every size."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[tuple[int, Pair]] = []

    def add(self, leaf: Pair) -> Iterator[tuple[int, int, Pair]]:
        """Add a leaf and yield every perfect subtree (level, index, hashes) that is whole now."""
        level, hashes = 0, leaf
        self.size += 1
        while self.peaks and self.peaks[-1][0] == level:
            hashes = joined(self.peaks.pop()[1], hashes)
            level += 1
            yield level, (self.size >> level) - 1, hashes
        self.peaks.append((level, hashes))

    def root(self) -> Pair:
        """Return both roots at this size."""
        if not self.peaks:
            return merkle.SHA256(b""), merkle.SM3(b"")
        *rest, (_level, hashes) = self.peaks
        for _level, left in reversed(rest):
            hashes = joined(left, hashes)
        return hashes


def audit_log(outside: Iterable[str] = (), key: Ed25519PublicKey | None = None) -> list[str]:
    """Return everything that is wrong with the log; empty means it is what it was.

    `outside` are notes kept elsewhere: each must be signed by our key and be the root that this log had at its size,
    and none may be newer than the log (a restored old backup). Reads the log once, in constant memory.
    """
    key = key or log_key().public_key()
    wrong, told = _heads(outside, key)
    frontier = Frontier()
    for entry in entries():
        if entry.seq != frontier.size:
            wrong.append(f"place {frontier.size} is empty: the next entry stands at {entry.seq}")
            break
        if leaves_of(entry.trace) != pair(entry):
            wrong.append(f"entry {entry.seq}: trace {entry.pk} is not what was written")
        made = list(frontier.add(leaves_of(entry.trace)))
        wrong += [
            f"node {level}/{index} is not what it covers"
            for level, index, hashes in made
            if _stored(level, index) != hashes
        ]
        wrong += [
            f"{whose} head of size {frontier.size} has another root"
            for whose, head in told.pop(frontier.size, [])
            if (head.sha256, head.sm3) != frontier.root()
        ]
    wrong += [
        f"{whose} head of size {size} is newer than the log"
        for size, heads in told.items()
        for whose, _h in heads
    ]
    unlogged = Trace.objects.filter(entry=None).count()
    if unlogged:
        wrong.append(f"{unlogged} traces have no entry in the log")
    gone = LogEntry.objects.exclude(seq=None).count() - frontier.size
    if gone:
        wrong.append(f"{gone} entries stand behind a gap")
    return wrong


def _heads(
    outside: Iterable[str], key: Ed25519PublicKey
) -> tuple[list[str], dict[int, list[tuple[str, Head]]]]:
    """Return what is wrong with the heads by themselves, and all readable heads by size."""
    wrong: list[str] = []
    told: dict[int, list[tuple[str, Head]]] = {}
    stored = (("our", row.note, row) for row in TreeHead.objects.order_by("size"))
    for whose, note, row in chain(stored, (("an outside", note, None) for note in outside)):
        try:
            head = read(note)
        except ValueError as error:
            wrong.append(f"{whose} head: {error}")
            continue
        if not is_signed_by(note, key):
            wrong.append(f"{whose} head of size {head.size} is not signed by the key of this log")
        if row is not None and (head.size, head.sha256, head.sm3) != (row.size, *pair(row)):
            wrong.append(f"our head of size {row.size} differs from its own note")
        told.setdefault(head.size, []).append((whose, head))
    return wrong, told


def _stored(level: int, index: int) -> Pair | None:
    row = LogNode.objects.filter(level=level, index=index).first()
    return pair(row) if row is not None else None
